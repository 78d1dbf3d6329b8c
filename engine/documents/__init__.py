"""What kinds of file a letter may come in, besides plain text; each is loaded when a file of its kind is."""
