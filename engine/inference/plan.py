"""How the durable-rules evaluator goes through a program: steps, each of which establishes several things at once.

A step is one flat fact in the engine, on which every rule of the step is matched. When all that the step can establish
has fired, the next step's fact is asserted with what is now known. So no rule joins facts (joins cost most, and fail
beyond sixteen facts), and no rule looks at what has *not* been derived.

The order is: derived facts, level by level; the stage tests; criteria and exceptions of the stage; the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.inference.branches import Test, high_field, low_field, word_field
from engine.inference.checks import check, numbers, refuse
from engine.inference.groups import (
    Group,
    Parts,
    Role,
    Way,
    count_field,
    criterion_group,
    derived_group,
    lift_group,
    outcome_group,
    stage_groups,
    status_group,
)
from engine.program import BASIS_ORDER, Basis, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.program import Program

STEP = "step"
FULL = 40
"""Branches after which a step is closed and the next begins: durable-rules' alpha stack holds 64 (error 303)."""
MOST_FIELDS = 250
"""Fields of one fact; durable-rules fails at 254 (error 302)."""
MOST_SIBLINGS = 250
"""Tests that follow one test: the bucket holds 512, and durable-rules hangs when it is full."""
MOST_RULES = 4096
"""Rules of one guideline (error 106)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the engine: the way `way` of group `group`, fired on the fact of step `step`."""

    step: int
    group: int
    way: Way
    needs: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its number in the engine, its groups by number, and the fields of its fact."""

    number: int
    groups: tuple[int, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a program in the order in which they are taken; `criteria` holds those of each stage."""

    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]
    before: tuple[Step, ...]
    criteria: Mapping[str, tuple[Step, ...]]
    outcome: Step
    numbers: frozenset[str]


def plan(program: Program) -> Plan:
    """The steps of a program; raises EngineError where a program exceeds what durable-rules can hold."""
    check(program)
    before, criteria = _batches(program)
    batches = [*before, *criteria, [outcome_group()]]
    groups = tuple(group for batch in batches for group in batch)
    steps = _steps(batches, numbers(program))
    criteria_steps = steps[len(before) : -1]
    result = Plan(
        groups=groups,
        rules=tuple(_rules(steps, groups)),
        before=steps[: len(before)],
        criteria={stage.name: tuple(_in_stage(criteria_steps, groups, stage.name)) for stage in program.stages},
        outcome=steps[-1],
        numbers=numbers(program),
    )
    _check_limits(program.guideline, result)
    return result


def _batches(program: Program) -> tuple[list[list[Group]], list[list[Group]]]:
    """The groups of each step: those before the stage is known, and those of the criteria."""
    parts = Parts()
    derived = [derived_group(item, parts) for item in program.derived]
    stages = stage_groups(program, parts)
    criteria = [status_group()] if program.status is Status.NOT_RECOMMENDED else []
    criteria += [criterion_group(item, parts) for item in program.criteria]
    criteria += [lift_group(item, parts) for item in program.lifts]
    levels = [batch for level in _levels([*parts.groups, *derived]) for batch in _filled(level)]
    return [*levels, *([stage] for stage in stages)], list(_filled(criteria))


def _levels(groups: Sequence[Group]) -> list[list[Group]]:
    """Groups by how long the longest chain of groups below them is."""
    by_id = {group.id: group for group in groups}
    depth: dict[str, int] = {}

    def deep(group: Group) -> int:
        if group.id not in depth:
            below = [deep(by_id[fact]) for fact in sorted(group.uses) if fact in by_id]
            depth[group.id] = 1 + max(below, default=-1)
        return depth[group.id]

    levels: list[list[Group]] = [[] for _ in range(1 + max(map(deep, groups), default=-1))]
    for group in groups:
        levels[depth[group.id]].append(group)
    return levels


def _filled(groups: Iterable[Group]) -> Iterator[list[Group]]:
    """The groups in batches of at most FULL branches, or of one group."""
    batch: list[Group] = []
    for group in groups:
        if batch and sum(member.width for member in batch) + group.width > FULL:
            yield batch
            batch = []
        batch.append(group)
    if batch:
        yield batch


def _steps(batches: Iterable[Sequence[Group]], numeric: frozenset[str]) -> tuple[Step, ...]:
    steps: list[Step] = []
    first = 0
    for number, batch in enumerate(batches):
        steps.append(Step(number, tuple(range(first, first + len(batch))), tuple(_fields(batch, numeric))))
        first += len(batch)
    return tuple(steps)


def _fields(batch: Sequence[Group], numeric: frozenset[str]) -> Iterator[str]:
    """The fields that the rules of a batch test, without those that depend on the stage."""
    for fact in sorted({fact for group in batch for fact in group.uses}):
        yield word_field(fact)
        if fact in numeric:
            yield low_field(fact)
            yield high_field(fact)
    if any(group.role is Role.OUTCOME for group in batch):
        yield from (count_field(basis) for basis in BASIS_ORDER if basis is not Basis.MET)


def _in_stage(steps: Iterable[Step], groups: Sequence[Group], stage: str) -> Iterator[Step]:
    """The steps as a stage takes them: without the groups, and so perhaps the steps, that do not belong to it."""
    for step in steps:
        here = tuple(index for index in step.groups if _belongs(groups[index], stage))
        if here:
            applies = sorted({_applies(groups[index]) for index in here} - {""})
            yield Step(step.number, here, (*step.fields, *applies))


def _belongs(group: Group, stage: str) -> bool:
    return group.stages is None or stage in group.stages


def _applies(group: Group) -> str:
    """The field that says that the stage is one of the group's."""
    return "" if group.stages is None else "in " + ", ".join(sorted(group.stages))


def _rules(steps: Iterable[Step], groups: Sequence[Group]) -> Iterator[Rule]:
    for step in steps:
        for index in step.groups:
            field = _applies(groups[index])
            needs = (Test(STEP, "$eq", step.number), *((Test(field, "$eq", "yes"),) if field else ()))
            for way in groups[index].ways:
                if way.when:
                    yield Rule(step.number, index, way, needs)


def _check_limits(guideline: str, made: Plan) -> None:
    """Refuse at load what would make durable-rules fail, or hang, at run time."""
    instead = "split the guideline, or shorten its longest lists"
    if len(made.rules) > MOST_RULES:
        raise refuse(guideline, f"it needs {len(made.rules)} rules and {MOST_RULES} is the most", instead)
    steps = [step for stage in made.criteria.values() for step in stage]
    widest = max(len(step.fields) for step in (*made.before, *steps, made.outcome))
    if widest > MOST_FIELDS:
        raise refuse(guideline, f"one step tests {widest} fields and {MOST_FIELDS} is the most", instead)
    _check_hashes(guideline, {field for step in (*made.before, *steps, made.outcome) for field in step.fields})
    siblings = max(_siblings(made.rules).values())
    if siblings > MOST_SIBLINGS:
        raise refuse(guideline, f"one test is followed by {siblings} others and {MOST_SIBLINGS} is the most", instead)


def _check_hashes(guideline: str, fields: Iterable[str]) -> None:
    known: dict[int, str] = {}
    for field in sorted({STEP, *fields}):
        other = known.setdefault(fnv1a(field), field)
        if other is not field:
            raise refuse(guideline, f"durable-rules takes `{other}` and `{field}` for one", "rename one of them")


def fnv1a(name: str) -> int:
    """The hash by which durable-rules knows a field (FNV-1a, 32 bits)."""
    found = 0x811C9DC5
    for letter in name.encode():
        found = (found ^ letter) * 0x01000193 & 0xFFFFFFFF
    return found


def _siblings(rules: Iterable[Rule]) -> dict[tuple[Test, ...], int]:
    """How many different tests follow each path of tests."""
    following: dict[tuple[Test, ...], set[Test]] = {}
    for rule in rules:
        for branch in rule.way.when:
            path = (*rule.needs, *branch)
            for length, test in enumerate(path):
                following.setdefault(path[:length], set()).add(test)
    return {path: len(tests) for path, tests in following.items()}
