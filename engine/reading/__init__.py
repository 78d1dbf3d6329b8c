"""Reading: from the text of a document to typed facts with their evidence. Knows nothing of guidelines."""
