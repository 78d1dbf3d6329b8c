"""The entries of a draft as a person left them: what each says, what was made of it, and what was changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.casefile.facts import PENDING, REJECTED, REVIEWS, FactReader
from engine.casefile.from_reading import ITEM
from engine.casefile.identity import content, identity
from engine.casefile.load import DATE_KEYS, ITEM_KEYS, TOP_KEYS, source_of
from engine.casefile.quotes import relocated
from engine.checking import Checker
from engine.document_io import read_bytes
from engine.errors import InputError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from engine.document import Document
    from engine.facts import Fact, Sentence
    from engine.strict_yaml import Path_
    from engine.vocabulary import Vocabulary

CORRECTED = "corrected"
_OF_A_PERSON = ("given", "expect", "note")
_MADE_ANEW = {"document", "dates", "items", "facts", "unread"}


@dataclass(frozen=True)
class DraftEntry:
    """One item or fact of a draft.

    `keys` are those of the file as they stand, `key` is the one that `upheld read` gave it, and `place` is where it
    stands in the file. `fact` has its quotes at their places in the letter; `lost` says that they are not in it.
    """

    keys: dict[str, Any]
    fact: Fact
    review: str
    key: str
    place: str
    lost: bool = False

    @property
    def is_item(self) -> bool:
        """Whether it is a disputed item."""
        return self.fact.type == ITEM and ITEM not in self.keys

    @property
    def looked_at(self) -> bool:
        """Whether a person has said what to make of it."""
        return self.review != PENDING

    @property
    def requoted(self) -> bool:
        """Whether its quote, or what it is about, is another than the one that was read."""
        return self.key != "" and self.key.partition("-")[0] != identity(self.fact)

    @property
    def changed(self) -> bool:
        """Whether it says something else than what was read."""
        return self.key != "" and self.key.partition("-")[2] != content(self.fact)

    @property
    def proposed(self) -> bool:
        """Whether an extractor proposed it, and nobody has said yet what to make of it."""
        return not self.looked_at and "extractor" in self.keys

    @property
    def extras(self) -> dict[str, Any]:
        """What a person wrote beside an entry that reading will make anew."""
        return {key: self.keys[key] for key in _OF_A_PERSON if key in self.keys}


@dataclass(frozen=True)
class OldDraft:
    """A draft that a person has worked on. `rest` are keys of the file that reading never writes."""

    file: str
    name: str
    sha256: str
    dates: dict[str, date]
    items: tuple[DraftEntry, ...]
    facts: tuple[DraftEntry, ...]
    unread: tuple[Sentence, ...]
    rest: dict[str, Any]

    @property
    def entries(self) -> tuple[DraftEntry, ...]:
        """Items, then facts."""
        return (*self.items, *self.facts)


def load_draft(path: Path, vocabulary: Vocabulary, letter: Document | None = None) -> OldDraft:
    """A draft as its file has it, rejected entries included; quotes are found again in `letter`, where one is given.

    Raises RuleErrors with every mistake of the file, and InputError where it is no draft of a letter.
    """
    data = read_bytes(path)
    if not data.strip():
        emptied = "a shell empties a file that it writes to with `>` before it is read; use `--output` for that"
        raise InputError(f"`{path}`: the file is empty; {emptied}")
    source = source_of(data, str(path), json=path.suffix == ".json")
    return _Reader(Checker(source), vocabulary, letter).draft()


class _Reader:
    """Reads one draft."""

    def __init__(self, check: Checker, vocabulary: Vocabulary, letter: Document | None) -> None:
        self.check = check
        self.facts = FactReader(check, vocabulary)
        self.letter = letter

    def draft(self) -> OldDraft:
        check = self.check
        top = check.mapping((), (), ("items", *TOP_KEYS))
        if not isinstance(top.get("document"), dict):
            raise InputError(f"`{check.source.file}`: this is no draft of a letter; make one with `upheld read LETTER`")
        check.mapping(("document",), ("name", "sha256"), ("empty_pages",))
        found = OldDraft(
            file=check.source.file,
            name=check.text(("document", "name")),
            sha256=check.text(("document", "sha256")),
            dates=self._dates(),
            items=self._entries("items"),
            facts=self._entries("facts"),
            unread=self.facts.unread(("unread",)),
            rest={key: value for key, value in top.items() if key not in _MADE_ANEW},
        )
        check.finish()
        return found

    def _dates(self) -> dict[str, date]:
        stated = self.check.mapping(("dates",), (), DATE_KEYS) if self.check.at(("dates",)) is not None else {}
        days = {key: self.facts.day(("dates", key)) for key in stated}
        return {key: day for key, day in days.items() if day is not None}

    def _entries(self, part: str) -> tuple[DraftEntry, ...]:
        paths = [(part, index) for index, _ in enumerate(self.check.sequence((part,)))]
        return tuple(each for each in map(self._entry, paths) if each is not None)

    def _entry(self, path: Path_) -> DraftEntry | None:
        keys = self.check.mapping(path)
        if path[0] == "items":
            kind, slots = ITEM, self.facts.slots(path, ITEM, ITEM_KEYS)
        else:
            kind = self.facts.kind(path, keys)
            slots = self.facts.slots((*path, kind), kind) if kind else {}
        if not kind:
            return None
        fact = self.facts.stated(path, kind, slots)
        found = fact if self.letter is None else relocated(fact, self.letter)
        return DraftEntry(
            keys=keys,
            fact=found or fact,
            review=self.check.word((*path, "review"), REVIEWS, PENDING),
            key=self.check.text((*path, "id")),
            place=str(self.check.source.place(*path)),
            lost=found is None,
        )


def is_kept(entry: DraftEntry) -> bool:
    """Whether a person wants what the entry says."""
    return entry.looked_at and entry.review != REJECTED
