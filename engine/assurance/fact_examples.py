"""An example of the wording from which each fact of the vocabulary is read, taken from the examples of the lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import strict_yaml
from engine.facts import Assertion
from engine.reading.lexicon_files import entries_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.declarations import FactDef, Pattern
    from engine.reading.lexicon_files import Entry

_PLAIN = re.compile(r"[\w' ,./%-]+")
_DENYING = frozenset({Assertion.NEGATED, Assertion.NOT_DOCUMENTED})


@dataclass(frozen=True)
class Wordings:
    """The entries of a lexicon in order, and which category and slot gives each type of fact."""

    entries: tuple[Entry, ...]
    categories: dict[str, tuple[str, str]]


def wordings(folder: Path) -> Wordings:
    """The wordings of a rules folder; raises RuleErrors where a file of it has mistakes."""
    table = strict_yaml.read(folder / "vocabulary" / "fact-categories.yaml").data
    entries = (entry for path in sorted((folder / "lexicon").glob("*.yaml")) for entry in entries_of(path))
    return Wordings(tuple(entries), {fact: (each["category"], each["slot"]) for fact, each in table.items()})


def example_of(definition: FactDef, known: Wordings) -> str:
    """Words from which a fact is read, or nothing where no phrase of the lexicon gives it.

    A sentence that the lexicon gives as its example goes before a bare phrase, and a pattern for yes before one for no.
    """
    patterns = [each for each in definition.patterns if each.gives != "no" and not _DENYING.issuperset(each.assertions)]
    found = [entry for pattern in patterns for entry in _entries(pattern, known)]
    sentences = [text for entry in found for text in entry.match]
    return next(iter((*sentences, *(phrase for entry in found for phrase in _plain(entry)))), "")


def _entries(pattern: Pattern, known: Wordings) -> Iterator[Entry]:
    """The entries that give what a pattern asks for: those of its words, or all of the category where it names none."""
    category, slot = known.categories.get(pattern.fact, ("", ""))
    words = dict(pattern.where).get(slot, ())
    of_category = [entry for entry in known.entries if entry.category == category]
    if not words:
        yield from of_category
    for word in words:
        yield from (entry for entry in of_category if word in {entry.id, *entry.attributes.values()})


def _plain(entry: Entry) -> Iterator[str]:
    """The phrases of an entry that are plain words."""
    yield from (phrase for phrase, _ in (*entry.phrases, *entry.abbreviations) if _PLAIN.fullmatch(phrase))
