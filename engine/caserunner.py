"""Runs case files: what is expected beside what came out, in three stages kept apart.

`facts` is what was read of a letter, `standings` how each criterion stands, `recommendation` the answer with its basis
and deciding criteria. When a case breaks, the first stage that differs says where.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.casefile import ENDINGS, CaseFile, Expectation, ExpectedItem, load_case_file
from engine.casefile.expectations import NOT_APPLICABLE
from engine.errors import UpheldError
from engine.facts import Source
from engine.library import Library, load_library
from engine.program import Basis
from engine.reading.lexicons import reading_lexicon
from engine.recommend import check_case
from engine.recommendation import Outcome, Recommendation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from engine.facts import Fact, Scalar

NOTHING = "nothing"


class Stage(StrEnum):
    """Where a case differs."""

    FILE = "file"
    FACTS = "facts"
    STANDINGS = "standings"
    RECOMMENDATION = "recommendation"


class Status(StrEnum):
    """How a case came out. `todo` is a known gap that does not count as a failure."""

    PASSED = "passed"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
    ERROR = "error"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected. `item` counts from 1; 0 is the case as a whole."""

    stage: Stage
    item: int
    what: str
    expected: str
    actual: str

    def __str__(self) -> str:
        where = f"item {self.item}, {self.what}" if self.item else self.what
        return f"{self.stage}: {where}: expected {self.expected}, got {self.actual}"


@dataclass(frozen=True, slots=True)
class CaseReport:
    """One case that was run. `message` tells what is wrong with the file itself."""

    file: str
    folder: str
    says: str
    status: Status
    differences: tuple[Difference, ...] = ()
    message: str = ""

    @property
    def ok(self) -> bool:
        """Whether the case leaves the run clean."""
        return self.status in {Status.PASSED, Status.TODO}


def case_paths(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Every case file of folders and files, with the name by which reports call it; a letter is not a case file."""
    found: dict[Path, str] = {}
    for path in paths:
        inside = sorted(each for each in path.rglob("*") if each.suffix in ENDINGS) if path.is_dir() else [path]
        found |= {each: each.as_posix() for each in inside}
    return sorted(found.items())


def run_case(path: Path, name: str, library: Library, *, engine: str = "both") -> CaseReport:
    """Run one case file; whatever is wrong with it is part of the report."""
    folder = path.parent.name
    try:
        loaded = load_case_file(path, library.vocabulary, name=name, lexicon=reading_lexicon(library.folder))
        if lacks := "; ".join(incomplete(loaded)):
            return CaseReport(name, folder, loaded.says, Status.INCOMPLETE, message=lacks)
        judged_by = load_library(library.folder, loaded.packs) if loaded.packs else library
        items = check_case(loaded.case, judged_by, engine=engine).items
    except UpheldError as error:
        return CaseReport(name, folder, "", Status.ERROR, message=str(error))
    differences = tuple(compare(loaded, items))
    return CaseReport(name, folder, loaded.says, *_status(loaded, differences))


def _status(loaded: CaseFile, differences: tuple[Difference, ...]) -> tuple[Status, tuple[Difference, ...], str]:
    if not loaded.todo:
        return (Status.FAILED if differences else Status.PASSED), differences, ""
    if differences:
        return Status.TODO, differences, ""
    return Status.FAILED, (), f"{loaded.file}: this known gap is closed; take `status: todo` away"


def incomplete(loaded: CaseFile) -> Iterator[str]:
    """What a case leaves unsaid: an outcome alone passes too easily for the wrong reason."""
    if loaded.letter and not (loaded.facts or loaded.dates):
        yield f"{loaded.file}: a case with a letter lists under `facts:` what is expected to be read"
    for number, item in enumerate(loaded.items, start=1):
        missing = _missing(item.expect)
        if missing:
            names = ", ".join(f"`{name}`" for name in missing)
            yield f"{loaded.file}:{item.line}: item {number} lacks {names} under `expect:`"


def _missing(expect: Expectation | None) -> list[str]:
    if expect is None:
        return ["outcome", "basis", "standings", "deciding"]
    missing = [] if expect.basis else ["basis"]
    if expect.outcome == Outcome.NOT_COVERED:
        return missing
    if not expect.standings and expect.basis != Basis.NOT_RECOMMENDED:
        missing.append("standings")
    return missing if expect.deciding is not None else [*missing, "deciding"]


def compare(loaded: CaseFile, items: tuple[Recommendation, ...]) -> Iterator[Difference]:
    """Every difference between what a case file expects and the answers, by stage."""
    yield from _dates(loaded)
    yield from _facts(loaded)
    yield from _items(loaded)
    for number, item in enumerate(loaded.items, start=1):
        if item.index is not None and item.expect is not None:
            yield from _standings(number, item.expect, items[item.index])
            yield from _answer(number, item.expect, items[item.index])


def _dates(loaded: CaseFile) -> Iterator[Difference]:
    for kind, expected in loaded.dates.items():
        actual = getattr(loaded.case.dates, kind)
        if actual != expected:
            yield Difference(Stage.FACTS, 0, f"date of {kind}", str(expected), str(actual or NOTHING))


def _facts(loaded: CaseFile) -> Iterator[Difference]:
    for expected in loaded.facts:
        if not any(_is_like(actual, expected) for actual in loaded.case.facts):
            alike = [fact for fact in loaded.case.facts if fact.type == expected.type]
            yield Difference(Stage.FACTS, 0, expected.type, _said(expected), "; ".join(map(_said, alike)) or NOTHING)


def _is_like(actual: Fact, expected: Fact) -> bool:
    """Whether a read fact says at least what is expected; a source of `record`, which is the default, is any."""
    return (
        actual.type == expected.type
        and actual.assertion is expected.assertion
        and expected.value.items() <= actual.value.items()
        and (not expected.quote or _words(expected.quote) in _words(" ".join(each.quote for each in actual.evidence)))
        and expected.source in {Source.RECORD, actual.source}
        and expected.as_of in {None, actual.as_of}
    )


def _words(text: str) -> str:
    return " ".join(text.split()).lower()


def _said(fact: Fact) -> str:
    slots = ", ".join(f"{name}: {value}" for name, value in fact.value.items())
    return f"{{{slots}}} {fact.assertion.replace('_', ' ')}"


def _items(loaded: CaseFile) -> Iterator[Difference]:
    read = {item.index: item for item in loaded.case.items}
    for number, item in enumerate(loaded.items, start=1):
        if item.index is None:
            found = ", ".join(each.treatment or each.wording for each in loaded.case.items)
            yield Difference(Stage.FACTS, number, "disputed item", item.treatment, found or NOTHING)
        elif loaded.letter:
            yield from _slots(number, item, read[item.index].slots)
    extra = read.keys() - {item.index for item in loaded.items}
    for index in sorted(extra):
        yield Difference(Stage.FACTS, 0, "disputed item", NOTHING, read[index].treatment or read[index].wording)


def _slots(number: int, item: ExpectedItem, actual: dict[str, Scalar]) -> Iterator[Difference]:
    for name, expected in item.slots.items():
        if actual.get(name) != expected:
            yield Difference(Stage.FACTS, number, name, str(expected), str(actual.get(name, NOTHING)))


def _standings(number: int, expect: Expectation, answer: Recommendation) -> Iterator[Difference]:
    actual = {finding.criterion: finding.standing for finding in answer.findings}
    for criterion, expected in expect.standings.items():
        if actual.get(criterion, NOT_APPLICABLE) != expected or criterion not in actual:
            yield Difference(Stage.STANDINGS, number, criterion, expected, actual.get(criterion, "no such criterion"))


def _answer(number: int, expect: Expectation, answer: Recommendation) -> Iterator[Difference]:
    guideline = answer.guideline.id if answer.guideline else NOTHING
    pairs = (
        ("outcome", expect.outcome, answer.outcome.value),
        ("basis", expect.basis, answer.basis),
        ("guideline", expect.guideline, guideline),
        ("stage", expect.stage, answer.stage or NOTHING),
    )
    for what, expected, actual in pairs:
        if expected not in {"", actual}:
            yield Difference(Stage.RECOMMENDATION, number, what, expected, actual)
    deciding = tuple(finding.criterion for finding in answer.findings if finding.deciding)
    if expect.deciding is not None and sorted(expect.deciding) != sorted(deciding):
        yield Difference(Stage.RECOMMENDATION, number, "deciding", _list(expect.deciding), _list(deciding))


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names) or NOTHING
