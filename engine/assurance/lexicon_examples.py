"""Runs the examples of the lexicon: each must be found by the entry that it stands under, or must not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import strict_yaml
from engine.assurance.issues import Issue, Severity, from_error
from engine.errors import RuleErrors
from engine.reading.lexicon import Lexicon
from engine.reading.lexicon_files import entries_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.errors import Place
    from engine.reading.lexicon_files import Entry


def lexicon_examples(folder: Path) -> Iterator[Issue]:
    """Every mistake of the lexicon files of a rules folder, and every example that does not come out as it says."""
    for path in sorted((folder / "lexicon").glob("*.yaml")):
        try:
            entries = entries_of(path)
            yield from _examples(path, folder, entries) if entries else ()
        except RuleErrors as error:
            yield from map(from_error, error.errors)


def _examples(path: Path, folder: Path, entries: list[Entry]) -> Iterator[Issue]:
    lexicon = Lexicon(entries)
    for entry in entries:
        wrong = [(text, "is not found by") for text in entry.match if not _finds(lexicon, entry, text)]
        wrong += [(text, "is found by") for text in entry.no_match if _finds(lexicon, entry, text)]
        for text, what in wrong:
            says = f"the example `{text}` {what} `{entry.id}`"
            yield Issue(Severity.ERROR, _place(path, folder, entry), says, "change its phrases, or the example")


def _finds(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    """Whether an entry is found in a text in its own file, where entries compete as they do in use."""
    return any(mention.id == entry.id for mention in lexicon.find(text, category=entry.category))


def _place(path: Path, folder: Path, entry: Entry) -> Place:
    name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    return strict_yaml.read(path, name=name).place("entries", entry.id, "examples")
