"""Answers as text, JSON, Markdown and HTML."""
