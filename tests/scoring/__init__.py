"""Scores reading against annotated letters; `python -m tests.scoring` prints the table."""
