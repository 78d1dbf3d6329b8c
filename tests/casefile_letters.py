"""A letter, and drafts of it under lexicons of our own, for the tests of what a person makes of a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.casefile import draft
from engine.document_io import load_document
from engine.library import load_library
from engine.reading.lexicon import Lexicon, entry
from engine.reading.lexicons import ReadingLexicon, reading_lexicon
from engine.reading.reader import read

if TYPE_CHECKING:
    from pathlib import Path

    from engine.facts import Reading

VOCABULARY = load_library().vocabulary
LETTER = """\
Request date: 5/14/2014

The patient is a 47-year-old woman who had 8 visits of massage therapy in March 2013.
She could zorble the shelves again afterwards, for some 3 months.
She is working full duty. Her sleep is 5 hours.

Request: massage therapy, 6 visits, for the neck.
"""
ZORBLE = "zorble the shelves"


def taught(*phrases: str, entry_id: str = "adl_gained", category: str = "benefit", **attributes: str) -> ReadingLexicon:
    """The lexicon in force with more phrases under one entry."""
    lexicon = reading_lexicon()
    more = entry(category, entry_id, phrases, (), attributes or {"domain": "adl"})
    return replace(lexicon, lexicon=Lexicon([*lexicon.lexicon.entries, more]))


def without(*categories: str) -> ReadingLexicon:
    """The lexicon in force without some of its categories."""
    lexicon = reading_lexicon()
    return replace(
        lexicon, lexicon=Lexicon(each for each in lexicon.lexicon.entries if each.category not in categories)
    )


def letter_in(folder: Path, text: str = LETTER) -> Path:
    """The letter as a file."""
    path = folder / "letter.txt"
    path.write_text(text, encoding="utf-8")
    return path


def reading_of(letter: Path, lexicon: ReadingLexicon | None = None) -> Reading:
    """What is read of a letter."""
    return read(load_document(letter), lexicon)


def drafted(letter: Path, lexicon: ReadingLexicon | None = None) -> Path:
    """The draft of a letter, beside it."""
    path = letter.with_name("case.yaml")
    path.write_text(draft(reading_of(letter, lexicon)), encoding="utf-8")
    return path


def edit(path: Path, old: str, new: str, *, after: str = "") -> None:
    """Change one passage of a file: the first after some words."""
    text = path.read_text(encoding="utf-8")
    at = text.index(old, text.index(after))
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
