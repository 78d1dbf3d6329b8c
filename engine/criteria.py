"""Reads the criteria of one rule file, each with its test, its words and the stages in which it applies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.conditions import ALWAYS, Atom, Condition, Op, atoms
from engine.program import STATUS, Criterion, Keyword

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from engine.checking import Checker
    from engine.condition_syntax import ConditionReader
    from engine.declarations import Amounts
    from engine.program import Stage
    from engine.strict_yaml import Path_

CONFIDENCE = ("verified", "high", "medium", "low")
HEADINGS = ("indication", "limits", "exclusions")
"""Headings whose criteria apply in every stage; every other heading is the name of a stage."""
CRITERION_KEYS = ("judgement", "reading", "merged", "citation", "confidence", "note", "stages")
_BOUNDS = frozenset({Op.AT_MOST, Op.AT_LEAST})


@dataclass(frozen=True, slots=True)
class CriterionText:
    """What a file says of one criterion beside its test."""

    id: str
    says: str
    heading: str
    judgement: str
    reading: str
    citation: str
    confidence: str
    merged: tuple[str, ...]
    note: str
    line: int


class CriteriaReader:
    """Reads the criteria under every heading; what is wrong is noted in the checker of the file."""

    def __init__(self, tests: ConditionReader, stages: Sequence[str]) -> None:
        self.check: Checker = tests.checker
        self.tests = tests
        self.stages = stages
        self.seen: dict[str, int] = {}

    def read(self) -> list[tuple[CriterionText, Criterion]]:
        """Every criterion in file order: general headings first, then those of the stages."""
        return [each for heading in dict.fromkeys((*HEADINGS, *self.stages)) for each in self._heading(heading)]

    def _heading(self, heading: str) -> list[tuple[CriterionText, Criterion]]:
        entries = self.check.sequence((heading,))
        return [self._criterion((heading, index), heading) for index, _ in enumerate(entries)]

    def _criterion(self, path: Path_, heading: str) -> tuple[CriterionText, Criterion]:
        check = self.check
        entry = check.mapping(path, ("id", "says"), (*CRITERION_KEYS, *Keyword))
        text = CriterionText(
            id=check.text((*path, "id")),
            says=check.text((*path, "says")),
            heading=heading,
            judgement=check.text((*path, "judgement")),
            reading=check.text((*path, "reading")),
            citation=check.text((*path, "citation")),
            confidence=check.word((*path, "confidence"), CONFIDENCE),
            merged=check.texts((*path, "merged")),
            note=check.text((*path, "note")),
            line=check.source.place(*path).line,
        )
        self._note_id(path, text)
        keyword, holds = self._requirement(path, entry, text.id)
        return text, Criterion(text.id, keyword, holds, self._applies(path, heading))

    def _note_id(self, path: Path_, text: CriterionText) -> None:
        if text.id == STATUS:
            self.check.wrong((*path, "id"), f"`{STATUS}` names what exceptions lift, not a criterion", "rename it")
        elif text.id in self.seen:
            first = self.seen[text.id]
            wrong = f"`{text.id}` is the id of two criteria (first on line {first})"
            self.check.wrong((*path, "id"), wrong, "rename or remove one")
        elif text.id:
            self.seen[text.id] = text.line

    def _applies(self, path: Path_, heading: str) -> frozenset[str] | None:
        """The stages of a criterion: that of its heading; under a general heading those that it names, or all."""
        if heading not in HEADINGS:
            if self.check.at((*path, "stages")) is not None:
                self.check.wrong((*path, "stages"), f"a criterion under `{heading}` is of that stage", "leave it out")
            return frozenset({heading})
        return frozenset(words(self.check, (*path, "stages"), self.stages)) or None

    def _requirement(self, path: Path_, entry: dict[str, Any], name: str) -> tuple[Keyword, Condition]:
        found = [keyword for keyword in Keyword if keyword in entry]
        if len(found) != 1:
            if entry:
                known = ", ".join(f"`{keyword}`" for keyword in Keyword)
                cure = "the keyword fixes what silence does"
                self.check.wrong(path, f"criterion `{name}` takes exactly one of {known}", cure)
            return Keyword.REQUIRE, ALWAYS
        holds = self.tests.read((*path, found[0].value))
        bounds = holds is ALWAYS or any(each.op in _BOUNDS for each in atoms(holds))
        if found[0] is Keyword.LIMIT and not bounds:
            cure = "use `require`, `presume`, `weigh` or `exclude`"
            self.check.wrong(path, f"`limit` of `{name}` bounds no number", cure)
        return found[0], holds


def words(check: Checker, path: Path_, known: Collection[str]) -> tuple[str, ...]:
    """One known word or a list of them at `path`."""
    if isinstance(check.at(path), str):
        return (check.word(path, known),)
    return tuple(check.word((*path, index), known) for index, _ in enumerate(check.sequence(path)))


def built_in(
    amounts: Amounts | None, criteria: Sequence[Criterion], stages: Sequence[Stage], bounded: dict[str, str]
) -> list[tuple[CriterionText, Criterion]]:
    """The requirement that an amount is stated, in the stages in which no limit (and no stage test) bounds one.

    `bounded` gives the fact behind each looked-up bound. Without it a request for any amount at all would pass.
    """
    if amounts is None:
        return []
    limits = [each for each in criteria if _asks_amount(each, amounts, bounded)]
    open_stages = [
        stage.name
        for stage in stages
        if not any(each.stages is None or stage.name in each.stages for each in limits)
        and not (stage.when is not None and _bounds(stage.when, amounts, bounded))
    ]
    if not open_stages:
        return []
    applies = None if len(open_stages) == len(stages) else frozenset(open_stages)
    text = CriterionText(
        id=amounts.id, says=amounts.says, heading="limits", judgement="", reading=amounts.reading, citation="",
        confidence="", merged=(), note="", line=0,
    )
    return [(text, Criterion(amounts.id, Keyword.REQUIRE, Atom(amounts.stated, Op.IS, ("yes",)), applies))]


def _asks_amount(criterion: Criterion, amounts: Amounts, bounded: dict[str, str]) -> bool:
    """Whether a criterion limits an amount, or itself asks that one is stated."""
    if criterion.keyword is Keyword.LIMIT:
        return _bounds(criterion.holds, amounts, bounded)
    return criterion.keyword is Keyword.REQUIRE and criterion.holds == Atom(amounts.stated, Op.IS, ("yes",))


def _bounds(condition: Condition, amounts: Amounts, bounded: dict[str, str]) -> bool:
    facts = {bounded.get(each.fact, each.fact) for each in atoms(condition) if each.op is Op.AT_MOST}
    return bool(facts & {*amounts.counts, *amounts.spans})
