"""The lexicon of a document's structure: headings, sentence kinds, speakers, reports, kinds of document."""

from __future__ import annotations

from functools import lru_cache

from engine.reading.lexicon import Lexicon
from engine.resources import rules_folder

_FILES = ("sections", "sentence-kinds", "speakers", "reports", "document-kinds", "lead-ins", "denials")


@lru_cache(maxsize=1)
def structure() -> Lexicon:
    """The lexicon of document structure, read once; raises RuleErrors where a file of it has mistakes."""
    folder = rules_folder() / "lexicon"
    return Lexicon.load(*(folder / f"{name}.yaml" for name in _FILES))
