"""Guidelines as rule files write them: one treatment in one source, one file.

The syntax is documented in `docs/rule-syntax.md`; `upheld rules schema` exports it for editors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from engine.checking import Checker, suggestion
from engine.condition_syntax import ConditionReader, with_silence
from engine.conditions import ALWAYS, Condition
from engine.criteria import CONFIDENCE, CRITERION_KEYS, HEADINGS, CriteriaReader, CriterionText, built_in, words
from engine.program import STATUS, Criterion, Lift, Program, Stage, Status

if TYPE_CHECKING:
    from engine.strict_yaml import Path_, Source
    from engine.vocabulary import Vocabulary

__all__ = [
    "CITED", "CONFIDENCE", "CRITERION_KEYS", "DATE_KEYS", "GUIDELINE_KEYS", "HEADINGS", "PHASES",
    "CriterionText", "Guideline", "GuidelineSource", "LiftText", "Note", "load_guideline",
]

PHASES = ("acute", "chronic", "postsurgical")
DATE_KEYS = ("request", "decision", "service")
CITED = ("mtus_chronic_pain", "acoem", "acupuncture", "postsurgical", "odg", "opioids", "other")
GUIDELINE_KEYS = (
    "family", "status_text", "phase", "body_parts", "presupposes", "stages", "exceptions", "notes", "merged", "rank",
    *HEADINGS,
)


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
    presupposes: tuple[str, ...]
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
        for each in self.criteria:
            if each.id == name:
                return each
        raise KeyError(name)


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

    def read(self) -> Guideline:
        check = self.check
        names = self.stage_names()
        check.mapping((), ("title", "treatment", "source", "status"), (*GUIDELINE_KEYS, *names))
        source = self.source()
        if self.tests.on is None:
            self.tests.on = source.since
        stages = self.stages()
        criteria = CriteriaReader(self.tests, names).read()
        exceptions, lifts = self.exceptions([text.id for text, _ in criteria])
        notes = self.notes()
        self.check_dated(source)
        criteria += self.built_in(criteria, stages)
        treatment = check.word(("treatment",), self.vocabulary.treatments)
        status = Status(check.word(("status",), tuple(Status), Status.CONDITIONAL))
        program = self.compile(status, stages, [each for _, each in criteria], lifts, notes)
        guideline = Guideline(
            id=self.identity,
            title=check.text(("title",)),
            treatment=treatment,
            family=check.word(("family",), self.vocabulary.treatments, treatment),
            source=source,
            status=status,
            status_text=check.text(("status_text",), status.value),
            phases=words(check, ("phase",), PHASES),
            body_parts=words(check, ("body_parts",), self.vocabulary.body_parts),
            presupposes=words(check, ("presupposes",), self.vocabulary.treatments),
            criteria=tuple(text for text, _ in criteria),
            exceptions=exceptions,
            notes=notes,
            merged=check.texts(("merged",)),
            rank=int(check.number(("rank",))) if check.at(("rank",)) is not None else 0,
            compiled=program,
            dated=tuple(sorted(self.tests.dates)),
            file=check.source.file,
        )
        check.finish()
        return guideline

    def built_in(
        self, criteria: list[tuple[CriterionText, Criterion]], stages: list[Stage]
    ) -> list[tuple[CriterionText, Criterion]]:
        bounded = {name: lookup.fact for name, lookup in self.tests.lookups.items()}
        compiled = [each for _, each in criteria]
        return built_in(self.vocabulary.amounts, compiled, stages, bounded)

    def compile(
        self, status: Status, stages: list[Stage], criteria: list[Criterion], lifts: list[Lift], notes: tuple[Note, ...]
    ) -> Program:
        """The program; it derives what notes ask for, too, though they decide nothing."""
        conditions = [each.holds for each in criteria] + [each.when for each in lifts] + [each.when for each in notes]
        conditions += [stage.when for stage in stages if stage.when is not None]
        derived = self.vocabulary.derived_for(conditions)
        lookups = tuple(self.tests.lookups[name] for name in sorted(self.tests.lookups))
        return Program(self.identity, status, derived, tuple(stages), tuple(criteria), tuple(lifts), lookups)

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

    def check_dated(self, source: GuidelineSource) -> None:
        """Dated values lie inside the days in force, and one of them holds from the first of these."""
        first, last = source.since.isoformat(), (source.until or date.max).isoformat()
        for path in self.tests.dated:
            days = sorted(self.check.mapping(path))
            for day in days:
                if not first <= day <= last:
                    cure = "a text that replaces this one is a file of its own"
                    self.check.wrong((*path, day), f"`{day}` is outside `in_force`", cure)
            if days and days[0] > first:
                self.check.wrong(path, f"no value holds from {first} to `{days[0]}`", f"add `{first}:`")

    def stage_names(self) -> list[str]:
        """The names of the stages, each of which is a heading too."""
        entries = self.check.sequence(("stages",))
        return [str(name) for entry in entries if isinstance(entry, dict) for name in entry]

    def stages(self) -> list[Stage]:
        entries = self.check.sequence(("stages",))
        stages: list[Stage] = []
        for index, entry in enumerate(entries):
            path: Path_ = ("stages", index)
            if not isinstance(entry, dict) or len(entry) != 1:
                wrong = "a stage is `name: test`, and the last is `name: otherwise`"
                self.check.wrong(path, wrong, "write one stage an entry")
                continue
            (name,) = entry
            self.check_stage(path, name, [stage.name for stage in stages])
            stages.append(Stage(name, self.selecting((*path, name), last=index == len(entries) - 1)))
        return stages or [Stage("always", None)]

    def check_stage(self, path: Path_, name: str, before: list[str]) -> None:
        if name in before:
            self.check.wrong(path, f"`{name}` is the name of two stages", "rename or remove one")
        if name in {*GUIDELINE_KEYS, "title", "treatment", "source", "status"}:
            self.check.wrong(path, f"`{name}` is a key of the file and cannot name a stage", "rename the stage")

    def selecting(self, path: Path_, *, last: bool) -> Condition | None:
        """A stage test: silence on a fact counts as its vocabulary says, for selection only."""
        otherwise = self.check.at(path) == "otherwise"
        if otherwise is not last:
            self.check.wrong(path, "exactly the last stage is `otherwise`", "end the list with `- name: otherwise`")
        return None if otherwise else with_silence(self.tests.read(path), self.vocabulary.kinds)

    def exceptions(self, ids: list[str]) -> tuple[tuple[LiftText, ...], list[Lift]]:
        check = self.check
        texts: list[LiftText] = []
        lifts: list[Lift] = []
        for index, _ in enumerate(check.sequence(("exceptions",))):
            path: Path_ = ("exceptions", index)
            check.mapping(path, ("id", "says", "when", "lifts"), ("reading", "citation", "merged"))
            lifted = check.texts((*path, "lifts"))
            for each in lifted:
                if each not in {*ids, STATUS}:
                    cure = suggestion(each, (*ids, STATUS))
                    check.wrong((*path, "lifts"), f"`{each}` is not a criterion of this file", cure)
            name = check.text((*path, "id"))
            if name and name in {text.id for text in texts}:
                check.wrong((*path, "id"), f"`{name}` is the id of two exceptions", "rename or remove one")
            texts.append(LiftText(name, check.text((*path, "says")), check.text((*path, "reading"))))
            when = self.tests.read((*path, "when")) if check.at((*path, "when")) is not None else ALWAYS
            lifts.append(Lift(name, when, frozenset(lifted)))
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
