"""Guidelines as rule files write them: one treatment in one source, one file.

The syntax is documented in `docs/rule-syntax.md`; `upheld rules schema` exports it for editors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.checking import Checker, suggestion
from engine.condition_syntax import ConditionReader, with_silence
from engine.conditions import ALWAYS, Condition
from engine.program import STATUS, Criterion, Keyword, Lift, Program, Stage, Status

if TYPE_CHECKING:
    from engine.strict_yaml import Path_, Source
    from engine.vocabulary import Vocabulary

CONFIDENCE = ("verified", "high", "medium", "low")
PHASES = ("acute", "chronic", "postsurgical")
HEADINGS = ("indication", "limits", "exclusions")
"""Headings whose criteria apply in every stage; every other heading is the name of a stage."""
DATE_KEYS = ("request", "decision", "service")
CITED = ("mtus_chronic_pain", "acoem", "acupuncture", "postsurgical", "odg", "opioids", "other")
GUIDELINE_KEYS = (
    "family", "status_text", "phase", "body_parts", "stages", "exceptions", "notes", "merged", "rank", *HEADINGS,
)
CRITERION_KEYS = ("judgement", "reading", "merged", "citation", "confidence", "note", "stages")


@dataclass(frozen=True, slots=True)
class GuidelineSource:
    """Where the text stands and when it was in force (both ends included; no `until` is still in force)."""

    guideline: str
    citation: str
    since: date
    until: date | None
    confidence: str
    checked_on: date | None
    applies_by: str
    cited_as: tuple[tuple[str, int], ...]

    def in_force(self, on: date) -> bool:
        """Whether the text was in force on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


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


@dataclass(frozen=True, slots=True)
class Note:
    """Something that travels with a result and never changes it; `when` limits it to cases where a test is met."""

    says: str
    when: Condition
    upheld_only: bool


@dataclass(frozen=True, slots=True)
class LiftText:
    """What a file says of one exception."""

    id: str
    says: str
    reading: str


@dataclass(frozen=True)
class Guideline:
    """One rule file, checked. `program(on)` compiles it for a date."""

    id: str
    title: str
    treatment: str
    family: str
    source: GuidelineSource
    status: Status
    status_text: str
    phases: tuple[str, ...]
    body_parts: tuple[str, ...]
    criteria: tuple[CriterionText, ...]
    exceptions: tuple[LiftText, ...]
    notes: tuple[Note, ...]
    merged: tuple[str, ...]
    rank: int
    compiled: Program
    dated: tuple[str, ...]
    file: str

    def criterion(self, name: str) -> CriterionText:
        """The text of one criterion; raises KeyError for an unknown id."""
        return next(each for each in self.criteria if each.id == name)


def load_guideline(source: Source, vocabulary: Vocabulary, identity: str, on: date | None = None) -> Guideline:
    """Check one rule file and compile it for a date (none: the first day it was in force).

    Raises RuleErrors with every mistake of the file.
    """
    return _Reader(source, vocabulary, identity, on).read()


class _Reader:
    """Reads one rule file."""

    def __init__(self, source: Source, vocabulary: Vocabulary, identity: str, on: date | None) -> None:
        self.check = Checker(source)
        self.vocabulary = vocabulary
        self.identity = identity
        self.tests = ConditionReader(self.check, vocabulary.kinds, vocabulary.columns, on)
        self.seen: dict[str, int] = {}

    def read(self) -> Guideline:
        check = self.check
        stages = self.stages()
        optional = (*GUIDELINE_KEYS, *(stage.name for stage in stages))
        check.mapping((), ("title", "treatment", "source", "status"), optional)
        source = self.source()
        if self.tests.on is None:
            self.tests.on = source.since
        criteria = [each for heading in (*HEADINGS, *(s.name for s in stages)) for each in self.heading(heading)]
        exceptions, lifts = self.exceptions([text.id for text, _ in criteria])
        treatment = check.word(("treatment",), (*self.vocabulary.treatments, "pt_acute_acoem"))
        status = Status(check.word(("status",), tuple(Status), Status.CONDITIONAL))
        notes = self.notes()
        program = self.compile(status, stages, [each for _, each in criteria], lifts)
        check.finish()
        return Guideline(
            id=self.identity,
            title=check.text(("title",)),
            treatment=treatment,
            family=check.word(("family",), self.vocabulary.treatments, treatment),
            source=source,
            status=status,
            status_text=check.text(("status_text",), status.value),
            phases=self.words(("phase",), PHASES),
            body_parts=self.words(("body_parts",), self.vocabulary.body_parts),
            criteria=tuple(text for text, _ in criteria),
            exceptions=exceptions,
            notes=notes,
            merged=check.texts(("merged",)),
            rank=int(check.number(("rank",))) if check.at(("rank",)) is not None else 0,
            compiled=program,
            dated=tuple(sorted(self.tests.dates)),
            file=check.source.file,
        )

    def compile(self, status: Status, stages: list[Stage], criteria: list[Criterion], lifts: list[Lift]) -> Program:
        conditions = [each.holds for each in criteria] + [each.when for each in lifts]
        conditions += [stage.when for stage in stages if stage.when is not None]
        derived = self.vocabulary.derived_for(conditions)
        lookups = tuple(self.tests.lookups[name] for name in sorted(self.tests.lookups))
        return Program(self.identity, status, derived, tuple(stages), tuple(criteria), tuple(lifts), lookups)

    def words(self, path: Path_, known: Any) -> tuple[str, ...]:
        if isinstance(self.check.at(path), str):
            return (self.check.word(path, known),)
        return tuple(self.check.word((*path, index), known) for index, _ in enumerate(self.check.sequence(path)))

    def source(self) -> GuidelineSource:
        check = self.check
        keys = ("guideline", "citation", "in_force", "confidence")
        check.mapping(("source",), keys, ("checked_on", "applies_by", "cited_as"))
        check.mapping(("source", "in_force"), ("from",), ("until",))
        since = check.day(("source", "in_force", "from")) or date.min
        until = check.day(("source", "in_force", "until"))
        if until is not None and until < since:
            check.wrong(("source", "in_force", "until"), f"`until` {until} is before `from` {since}", "swap them")
        return GuidelineSource(
            guideline=check.text(("source", "guideline")),
            citation=check.text(("source", "citation")),
            since=since,
            until=until,
            confidence=check.word(("source", "confidence"), CONFIDENCE, "low"),
            checked_on=check.day(("source", "checked_on")),
            applies_by=check.word(("source", "applies_by"), DATE_KEYS, "request"),
            cited_as=tuple(self.cited(index) for index, _ in enumerate(check.sequence(("source", "cited_as")))),
        )

    def cited(self, index: int) -> tuple[str, int]:
        path: Path_ = ("source", "cited_as", index)
        self.check.mapping(path, ("document",), ("chapter",))
        chapter = self.check.at((*path, "chapter"))
        return self.check.word((*path, "document"), CITED), chapter if isinstance(chapter, int) else 0

    def stages(self) -> list[Stage]:
        check = self.check
        entries = check.sequence(("stages",))
        stages: list[Stage] = []
        for index, entry in enumerate(entries):
            path: Path_ = ("stages", index)
            if not isinstance(entry, dict) or len(entry) != 1:
                check.wrong(path, "a stage is `name: test`, and the last is `name: otherwise`")
                continue
            (name,) = entry
            last = index == len(entries) - 1
            if (entry[name] == "otherwise") is not last:
                check.wrong(path, "exactly the last stage is `otherwise`", "move it to the end of the list")
            when = None if entry[name] == "otherwise" else self.selecting(self.tests.read((*path, name)))
            stages.append(Stage(name, when))
        return stages or [Stage("always", None)]

    def selecting(self, condition: Condition) -> Condition:
        """A stage test: silence on a fact counts as its vocabulary says, for selection only."""
        return with_silence(condition, self.vocabulary.kinds)

    def heading(self, heading: str) -> list[tuple[CriterionText, Criterion]]:
        entries = self.check.sequence((heading,))
        return [self.criterion((heading, index), heading) for index, _ in enumerate(entries)]

    def criterion(self, path: Path_, heading: str) -> tuple[CriterionText, Criterion]:
        check = self.check
        check.mapping(path, ("id", "says"), (*CRITERION_KEYS, *Keyword))
        name = check.text((*path, "id"))
        line = check.source.place(*path).line
        if name in self.seen:
            check.wrong((*path, "id"), f"`{name}` is the id of two criteria (first on line {self.seen[name]})")
        self.seen[name] = line
        text = CriterionText(
            id=name,
            says=check.text((*path, "says")),
            heading=heading,
            judgement=check.text((*path, "judgement")),
            reading=check.text((*path, "reading")),
            citation=check.text((*path, "citation")),
            confidence=check.word((*path, "confidence"), CONFIDENCE),
            merged=check.texts((*path, "merged")),
            note=check.text((*path, "note")),
            line=line,
        )
        keyword, holds = self.requirement(path, name)
        return text, Criterion(name, keyword, holds, self.applies(path, heading))

    def applies(self, path: Path_, heading: str) -> frozenset[str] | None:
        """The stages of a criterion: that of its heading; under a general heading those that it names, or all."""
        if heading not in HEADINGS:
            if self.check.at((*path, "stages")) is not None:
                self.check.wrong((*path, "stages"), f"a criterion under `{heading}` is of that stage", "leave it out")
            return frozenset({heading})
        known = [name for entry in self.check.sequence(("stages",)) if isinstance(entry, dict) for name in entry]
        named = self.words((*path, "stages"), known)
        return frozenset(named) or None

    def requirement(self, path: Path_, name: str) -> tuple[Keyword, Condition]:
        value = self.check.at(path)
        found = [keyword for keyword in Keyword if isinstance(value, dict) and keyword in value]
        if len(found) != 1:
            words = ", ".join(f"`{keyword}`" for keyword in Keyword)
            self.check.wrong(path, f"criterion `{name}` takes exactly one of {words}", "they fix what silence does")
            return Keyword.REQUIRE, ALWAYS
        return found[0], self.tests.read((*path, found[0].value))

    def exceptions(self, ids: list[str]) -> tuple[tuple[LiftText, ...], list[Lift]]:
        check = self.check
        texts, lifts = [], []
        for index, _ in enumerate(check.sequence(("exceptions",))):
            path: Path_ = ("exceptions", index)
            check.mapping(path, ("id", "says", "when", "lifts"), ("reading", "citation", "merged"))
            lifted = check.texts((*path, "lifts"))
            for each in lifted:
                if each not in {*ids, STATUS}:
                    check.wrong((*path, "lifts"), f"`{each}` is not a criterion of this file", suggestion(each, ids))
            name = check.text((*path, "id"))
            texts.append(LiftText(name, check.text((*path, "says")), check.text((*path, "reading"))))
            lifts.append(Lift(name, self.tests.read((*path, "when")), frozenset(lifted)))
        return tuple(texts), lifts

    def notes(self) -> tuple[Note, ...]:
        notes = []
        for index, _ in enumerate(self.check.sequence(("notes",))):
            path: Path_ = ("notes", index)
            value = self.check.mapping(path, ("says",), ("when", "upheld_only"))
            when = self.tests.read((*path, "when")) if "when" in value else ALWAYS
            only = self.check.word((*path, "upheld_only"), ("yes", "no"), "no") == "yes"
            notes.append(Note(self.check.text((*path, "says")), when, only))
        return tuple(notes)
