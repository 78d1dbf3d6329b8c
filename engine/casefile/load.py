"""Reads case files strictly: every mistake at once, each with its line.

A file without `letter:` is the case. A file with `letter:` has the letter beside it read, and what it says of dates,
items and facts is then expected of that reading.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine import strict_yaml
from engine.case import Case, Dates, Item
from engine.casefile.depth import too_deep
from engine.casefile.expectations import read_expectation
from engine.casefile.expected import CaseFile, ExpectedItem
from engine.casefile.facts import FACT_KEYS, FactReader
from engine.casefile.from_reading import ITEM, case_from_reading, in_order, item_from
from engine.casefile.quotes import relocated
from engine.checking import Checker
from engine.document_io import load_document, read_bytes
from engine.errors import InputError, Place, RuleError, RuleErrors
from engine.reading.reader import read

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from engine.facts import Fact, Scalar, Sentence
    from engine.reading.lexicons import ReadingLexicon
    from engine.strict_yaml import Path_, Source
    from engine.vocabulary import Vocabulary

TOP_KEYS = ("says", "status", "note", "pack", "document", "letter", "dates", "facts", "unread")
ITEM_KEYS = (*FACT_KEYS, "given", "expect")
DATE_KEYS = tuple(Dates.model_fields)


@dataclass(frozen=True)
class _Entry:
    """One item as the file lists it, in the place it has there."""

    number: int
    path: Path_
    fact: Fact
    given: dict[str, Scalar]
    expected: ExpectedItem


@dataclass(frozen=True)
class _Stated:
    """All that a file states, each fact with its path."""

    entries: list[_Entry]
    facts: list[tuple[Path_, Fact]]
    dates: dict[str, date]
    unread: tuple[Sentence, ...]


def load_case_file(
    path: Path, vocabulary: Vocabulary, *, name: str | None = None, lexicon: ReadingLexicon | None = None
) -> CaseFile:
    """Read one case file; `name` is how errors call it, `lexicon` what its letter is read by, ours by default.

    Raises RuleErrors with every mistake of the file, and InputError where the file or its letter cannot be used or
    nothing in the case is in dispute.
    """
    data = read_bytes(path)
    source = source_of(data, name or str(path), json=path.suffix == ".json")
    return _CaseReader(source, path, hashlib.sha256(data).hexdigest(), vocabulary, lexicon).read()


def source_of(data: bytes, name: str, *, json: bool) -> Source:
    """The data of a case file; raises RuleErrors where it is not UTF-8, not YAML, or nested too deep."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = f"the file is not UTF-8 text (byte {error.start})"
        raise RuleErrors([RuleError(Place(name), wrong, "save it as UTF-8")]) from error
    if too_deep(text):
        raise RuleErrors([RuleError(Place(name), "lists stand in lists too deep to read", "write it flat")])
    # JSON allows tabs between its marks, where YAML does not; inside its texts it allows none.
    return strict_yaml.parse(text.replace("\t", " ") if json else text, name)


class _CaseReader:
    """Reads one case file."""

    def __init__(
        self, source: Source, path: Path, digest: str, vocabulary: Vocabulary, lexicon: ReadingLexicon | None
    ) -> None:
        self.check = Checker(source)
        self.path = path
        self.digest = digest
        self.lexicon = lexicon
        self.facts = FactReader(self.check, vocabulary)
        self.warnings: list[str] = []

    def read(self) -> CaseFile:
        check = self.check
        check.mapping((), ("items",), TOP_KEYS)
        check.word(("status",), ("todo",))
        letter = check.text(("letter",))
        stated = self.stated()
        check.finish()
        if self.facts.waiting:
            count = f"{self.facts.waiting} proposal{'s' if self.facts.waiting > 1 else ''} of an extractor"
            self.warnings.append(f"{count} wait for a person and count for nothing; set their `review:`")
        case, items = self.from_letter(letter, stated) if letter else self.entered(stated)
        return CaseFile(
            file=check.source.file,
            says=check.text(("says",)),
            todo=check.at(("status",)) == "todo",
            letter=letter,
            packs=check.texts(("pack",)),
            case=case,
            items=items,
            facts=tuple(fact for _, fact in stated.facts) if letter else (),
            dates=stated.dates if letter else {},
            warnings=tuple(self.warnings),
        )

    def stated(self) -> _Stated:
        entries = [entry for entry in self.entries() if not self.facts.left_out(entry.path)]
        return _Stated(entries, self.facts.facts(("facts",)), self.dates(), self.facts.unread(("unread",)))

    def dates(self) -> dict[str, date]:
        if self.check.at(("dates",)) is None:
            return {}
        stated = self.check.mapping(("dates",), (), DATE_KEYS)
        days = {key: self.facts.day(("dates", key)) for key in DATE_KEYS if key in stated}
        return {key: day for key, day in days.items() if day is not None}

    def entries(self) -> list[_Entry]:
        return [self.entry(("items", index), index) for index, _ in enumerate(self.check.sequence(("items",)))]

    def entry(self, path: Path_, number: int) -> _Entry:
        slots = self.facts.slots(path, ITEM, ITEM_KEYS)
        if "treatment" not in slots and "wording" not in slots and isinstance(self.check.at(path), dict):
            self.check.wrong(path, "an item lacks `treatment`", "add it, or `wording:` where the vocabulary has none")
        expect = read_expectation(self.check, (*path, "expect"))
        line = self.check.source.place(*path).line
        expected = ExpectedItem(None, str(slots.get("treatment", "")), slots, expect, line)
        given = self.facts.given((*path, "given"))
        return _Entry(number, path, self.facts.stated(path, ITEM, slots), given, expected)

    def from_letter(self, letter: str, stated: _Stated) -> tuple[Case, tuple[ExpectedItem, ...]]:
        """The case that the letter beside the file gives, and what the file expects of it."""
        case = case_from_reading(read(load_document(self.path.parent / letter), self.lexicon))
        items = tuple(_paired([entry.expected for entry in stated.entries], case))
        return _with_given(case, items, stated.entries), items

    def entered(self, stated: _Stated) -> tuple[Case, tuple[ExpectedItem, ...]]:
        """The case as the file states it, and what the file expects of it."""
        entries = stated.entries
        if not entries:
            raise InputError(f"`{self.check.source.file}`: nothing is in dispute; add a treatment under `items:`")
        name, digest, pages = self.document()
        requests = [(entry.path, entry.fact) for entry in entries]
        placed = self.quoted([*requests, *_renumbered(stated.facts, entries)], name, digest)
        pairs = enumerate(zip(entries, placed, strict=False))
        case = Case(
            name=name,
            sha256=digest,
            dates=Dates(**stated.dates),
            items=tuple(item_from(index, fact, entry.given) for index, (entry, fact) in pairs),
            facts=in_order(placed),
            unread=stated.unread,
            empty_pages=pages,
        )
        return case, tuple(replace(entry.expected, index=index) for index, entry in enumerate(entries))

    def document(self) -> tuple[str, str, tuple[int, ...]]:
        """Name, hash and empty pages of the document that the case is about: that of a draft, else the file itself."""
        check = self.check
        if check.at(("document",)) is None:
            return self.path.name, self.digest, ()
        check.mapping(("document",), ("name", "sha256"), ("empty_pages",))
        name, digest = check.text(("document", "name")), check.text(("document", "sha256"))
        pages = self.facts.counts(("document", "empty_pages"))
        check.finish()
        return name, digest, pages

    def quoted(self, stated: list[tuple[Path_, Fact]], name: str, digest: str) -> list[Fact]:
        """The facts with their quotes found again in the letter, where it lies beside the file and is the same."""
        beside = self.path.parent / name
        if self.check.at(("document",)) is None or not beside.is_file():
            return [fact for _, fact in stated]
        letter = load_document(beside)
        if letter.sha256 != digest:
            self.warnings.append(f"`{name}` has changed since the draft was made; its quotes are not compared")
            return [fact for _, fact in stated]
        found = [(path, relocated(fact, letter)) for path, fact in stated]
        for path, fact in found:
            if fact is None:
                cure = "copy the words exactly as they stand there, or leave `quote` out"
                self.check.wrong((*path, "quote"), f"a quote does not occur in `{name}`", cure)
        self.check.finish()
        return [fact for _, fact in found if fact is not None]


def _renumbered(stated: list[tuple[Path_, Fact]], entries: list[_Entry]) -> list[tuple[Path_, Fact]]:
    """Facts tied to the items that are left after rejected ones are gone; those of a rejected item go with it."""
    left = {entry.number: index for index, entry in enumerate(entries)}
    kept = [(path, fact) for path, fact in stated if fact.item is None or fact.item in left]
    return [
        (path, fact if fact.item is None else fact.model_copy(update={"item": left[fact.item]})) for path, fact in kept
    ]


def _paired(expected: list[ExpectedItem], case: Case) -> list[ExpectedItem]:
    """Each expected item with the first read item of its treatment that none before it has."""
    free = list(case.items)
    return [_with_index(item, free) for item in expected]


def _with_index(item: ExpectedItem, free: list[Item]) -> ExpectedItem:
    alike = next((each for each in free if each.treatment == item.treatment), None)
    if alike is None:
        return replace(item, index=None)
    free.remove(alike)
    return replace(item, index=alike.index)


def _with_given(case: Case, items: tuple[ExpectedItem, ...], entries: list[_Entry]) -> Case:
    given = {item.index: entry.given for item, entry in zip(items, entries, strict=True) if entry.given}
    if not given:
        return case
    return case.model_copy(
        update={"items": tuple(each.model_copy(update={"given": given.get(each.index, {})}) for each in case.items)}
    )
