"""The groups of rules that durable-rules runs for a program: of each group exactly one rule fires.

A criterion is a group of three (met, not documented, not met), a derived fact too (no, yes, unknown). The rule ids are
what the trace shows: `functional_improvement.yes`, `stage.repeat`, `visits_total.fails.limit_exceeded`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.conditions import All, Any, Atom, Op, atoms
from engine.inference import branches as form
from engine.inference.branches import TRUE, Branches, Test, TooWideError, both, branches
from engine.inference.checks import UNKNOWN
from engine.program import BASIS_ORDER, FAILS, STATUS, Basis, Fired, Keyword
from engine.standing import Standing, opposite

if TYPE_CHECKING:
    from engine.conditions import Condition
    from engine.program import Criterion, Derived, Lift, Program, Stage

FEW = 8
"""Parts of a list that certainly fit one rule."""


class Role(StrEnum):
    """What a group of rules establishes."""

    DERIVED = "derived"
    PART = "part"
    STAGE = "stage"
    CRITERION = "criterion"
    LIFT = "exception"
    STATUS = "status"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Way:
    """One way a group can turn out: when it does, and what is then established.

    `word` is the value that a derived fact gets, or the stage that is chosen (empty: the next stage is tried).
    """

    when: Branches
    fired: Fired
    standing: Standing = Standing.NOT_DOCUMENTED
    word: str = ""
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of which exactly one fires. `stages` limits the group to some stages, `names` is what a LIFT lifts."""

    role: Role
    id: str
    ways: tuple[Way, ...]
    uses: frozenset[str] = frozenset()
    stages: frozenset[str] | None = None
    names: frozenset[str] = frozenset()

    @property
    def width(self) -> int:
        """How many branches the group adds to its step."""
        return sum(len(way.when) for way in self.ways)


class Parts:
    """Makes conditions fit: where one needs too many branches, its parts become facts of their own."""

    def __init__(self) -> None:
        self.groups: list[Group] = []

    def fit(self, condition: Condition, owner: str) -> Condition:
        """An equal condition that fits one group."""
        try:
            _three(condition)
        except TooWideError:
            narrow = [self.part(self.fit(part, owner), owner) for part in _halves(condition)]
            return All(tuple(narrow)) if isinstance(condition, All) else Any(tuple(narrow))
        return condition

    def part(self, condition: Condition, owner: str) -> Atom:
        """A test on a new fact that stands as the condition does."""
        number = len(self.groups) + 1
        name, rule, words = f"{form.PART}{number}", f"{owner}.part_{number}", form.PART_WORDS
        ways = tuple(
            Way(when, Fired(f"{rule}.{standing.name.lower()}", f"{rule}: {standing.text}"), standing, words[standing])
            for standing, when in _three(condition)
        )
        self.groups.append(Group(Role.PART, name, ways, _facts(condition)))
        return Atom(name, Op.IS, (words[Standing.MET],))


def _three(condition: Condition) -> tuple[tuple[Standing, Branches], ...]:
    found = (
        (Standing.MET, branches(condition, form.MET)),
        (Standing.NOT_DOCUMENTED, branches(condition, form.SILENT)),
        (Standing.NOT_MET, branches(condition, form.NOT_MET)),
    )
    if sum(len(when) for _, when in found) > form.WIDEST:
        raise TooWideError
    return found


def _halves(condition: Condition) -> tuple[Condition, ...]:
    """The parts of a condition, gathered so that there are few; a long choice of words is a list of shorter ones."""
    if isinstance(condition, Atom):
        size = form.WIDEST // 4
        pieces = range(0, len(condition.words), size)
        return _gathered(tuple(replace(condition, words=condition.words[at : at + size]) for at in pieces), Any)
    return _gathered(condition.parts, type(condition))


def _gathered(parts: tuple[Condition, ...], kind: type[All | Any]) -> tuple[Condition, ...]:
    if len(parts) <= FEW:
        return parts
    size = -(-len(parts) // FEW)
    return tuple(kind(parts[at : at + size]) for at in range(0, len(parts), size))


def _facts(*conditions: Condition) -> frozenset[str]:
    return frozenset(atom.fact for tree in conditions for atom in atoms(tree))


def derived_group(derived: Derived, parts: Parts) -> Group:
    """`no` outranks `yes`; neither is unknown."""
    no, yes = parts.fit(derived.no, derived.name), parts.fit(derived.yes, derived.name)
    try:
        return _derived(derived.name, no, yes)
    except TooWideError:
        return _derived(derived.name, parts.part(no, derived.name), parts.part(yes, derived.name))


def _derived(name: str, no: Condition, yes: Condition) -> Group:
    not_no, not_yes = branches(no, form.SILENT | form.NOT_MET), branches(yes, form.SILENT | form.NOT_MET)
    found = (
        (Standing.NOT_MET, "no", branches(no, form.MET)),
        (Standing.MET, "yes", both(not_no, branches(yes, form.MET))),
        (Standing.NOT_DOCUMENTED, "unknown", both(not_no, not_yes)),
    )
    ways = tuple(
        Way(when, Fired(f"{name}.{word}", f"{name} = {word}"), standing, UNKNOWN if word == "unknown" else word)
        for standing, word, when in found
    )
    return Group(Role.DERIVED, name, ways, _facts(no, yes))


def stage_groups(program: Program, parts: Parts) -> tuple[Group, ...]:
    """One group for each stage but the last, which is chosen when no test before it is met."""
    *tested, last = program.stages
    if not tested:
        return (Group(Role.STAGE, last.name, (_chosen(last, TRUE),)),)
    groups: list[Group] = []
    for stage, following in zip(tested, program.stages[1:], strict=True):
        when = All(()) if stage.when is None else parts.fit(stage.when, f"stage.{stage.name}")
        missed = branches(when, form.SILENT | form.NOT_MET)
        passed = Way(missed, Fired(f"stage.{stage.name}.passed_over", f"stage is not {stage.name}"))
        other = _chosen(last, missed) if following is last else passed
        groups.append(Group(Role.STAGE, stage.name, (_chosen(stage, branches(when, form.MET)), other), _facts(when)))
    return tuple(groups)


def _chosen(stage: Stage, when: Branches) -> Way:
    return Way(when, Fired(f"stage.{stage.name}", f"stage = {stage.name}"), Standing.MET, stage.name)


def criterion_group(criterion: Criterion, parts: Parts) -> Group:
    """The standing of a criterion, and whether it fails by it."""
    holds = parts.fit(criterion.holds, criterion.id)
    found = _three(holds)
    if criterion.keyword is Keyword.EXCLUDE:
        found = tuple((opposite(standing), when) for standing, when in found)
    ways = tuple(_criterion_way(criterion, standing, when) for standing, when in found)
    return Group(Role.CRITERION, criterion.id, ways, _facts(holds), criterion.stages)


def _criterion_way(criterion: Criterion, standing: Standing, when: Branches) -> Way:
    basis = FAILS.get((criterion.keyword, standing))
    if basis is not None:
        how = f"fails.{basis}"
    else:
        how = "met" if standing is Standing.MET else f"passes.{standing.name.lower()}"
    fired = Fired(f"{criterion.id}.{how}", f"{criterion.id}: {standing.text}")
    return Way(when, fired, standing, basis=basis)


def lift_group(lift: Lift, parts: Parts) -> Group:
    """Whether a documented exception holds; only then are the failures it names lifted."""
    when = parts.fit(lift.when, lift.id)
    lifts = Fired(f"{lift.id}.lifts", f"{lift.id} lifts {', '.join(sorted(lift.lifts))}")
    absent = Fired(f"{lift.id}.absent", f"{lift.id} is not stated")
    ways = (
        Way(branches(when, form.MET), lifts, Standing.MET),
        Way(branches(when, form.SILENT | form.NOT_MET), absent),
    )
    return Group(Role.LIFT, lift.id, ways, _facts(when), names=lift.lifts)


def status_group() -> Group:
    """The failure of every item whose guideline does not recommend the treatment."""
    fired = Fired(f"{STATUS}.fails.{Basis.NOT_RECOMMENDED}", f"{STATUS}: not recommended")
    return Group(Role.STATUS, STATUS, (Way(TRUE, fired, Standing.NOT_MET, basis=Basis.NOT_RECOMMENDED),))


def outcome_group() -> Group:
    """The decision, on how many failures of each basis are left: the first basis in order that has one."""
    ways: list[Way] = []
    none_before: tuple[Test, ...] = ()
    for basis in BASIS_ORDER:
        if basis is Basis.MET:
            ways.append(Way((none_before,), Fired(f"outcome.overturned.{basis}", "outcome = overturned"), basis=basis))
            continue
        when = (*none_before, Test(count_field(basis), "$gt", 0))
        ways.append(Way((when,), Fired(f"outcome.upheld.{basis}", "outcome = upheld"), basis=basis))
        none_before = (*none_before, Test(count_field(basis), "$eq", 0))
    return Group(Role.OUTCOME, "outcome", tuple(ways))


def count_field(basis: Basis) -> str:
    """The field that counts the failures of a basis in the fact on which the outcome fires."""
    return f"failed_{basis}"
