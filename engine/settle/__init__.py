"""From what a letter says to the values that rules see: one settled value for each fact, conflicts kept and shown."""
