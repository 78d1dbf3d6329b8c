"""Check requested medical treatments against written guidelines, with reasons."""
