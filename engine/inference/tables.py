"""What the durable-rules evaluator knows of a program before any case: rule bodies, and facts as pieces of JSON.

A fact is put together from ready pieces of text, one for each field, because a case asserts half a dozen facts that
repeat the same fields.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.inference.branches import exact, high_field, low_field, word_field
from engine.inference.checks import FAR, UNKNOWN, check_interval, check_word
from engine.inference.groups import Role, count_field
from engine.inference.plan import STEP, plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.conditions import Values
    from engine.inference.branches import Branch, Test
    from engine.inference.plan import Rule, Step
    from engine.program import Basis, Program

_MOST_BRANCHES = 12
"""Branches of one engine rule: its expression may hold 32 items (error 113), and a branch may take two."""


class Tables:
    """The plan of a program with all that can be computed from it once."""

    def __init__(self, program: Program) -> None:
        """Raises EngineError where the program exceeds what durable-rules can hold."""
        self.program = program
        self.plan = plan(program)
        pairs = [pair for rule in self.plan.rules for pair in _bodies(rule)]
        self.rules = tuple(rule for rule, _ in pairs)
        self.bodies = tuple(body for _, body in pairs)
        groups = list(enumerate(self.plan.groups))
        places = {group.id: index for index, group in groups if group.role is Role.DERIVED}
        self.derived = tuple((derived.name, places[derived.name]) for derived in program.derived)
        self.criteria = tuple((group.id, index) for index, group in groups if group.role is Role.CRITERION)
        self.failable = tuple((group.id, index) for index, group in groups if group.role is Role.STATUS) + self.criteria
        self.lifts = tuple((group, index) for index, group in groups if group.role is Role.LIFT)
        made = {group.id for _, group in groups if group.role in {Role.DERIVED, Role.PART}}
        facts = sorted({fact for _, group in groups for fact in group.uses} - made)
        self._words = [(fact, word_field(fact)) for fact in facts if fact not in self.plan.numbers]
        self._numbers = [(fact, word_field(fact), low_field(fact), high_field(fact)) for fact in facts]
        self._numbers = [number for number in self._numbers if number[0] in self.plan.numbers]
        self._silent = self._silence(made)

    def _silence(self, made: set[str]) -> dict[str, str]:
        """Every field as it is while nothing is known; those that name a stage always say yes."""
        steps = [*self.plan.before, *(step for stage in self.plan.criteria.values() for step in stage)]
        # A stage's name may hold anything; only facts have names that need no quoting.
        pieces = {field: f',{json.dumps(field)}:"yes"' for step in steps for field in step.fields}
        for fact in sorted(made):
            pieces[word_field(fact)] = piece(word_field(fact), UNKNOWN)
        for _, field in self._words:
            pieces[field] = piece(field, UNKNOWN)
        for _, known, low, high in self._numbers:
            pieces |= {known: piece(known, UNKNOWN), low: piece(low, -FAR), high: piece(high, FAR)}
        return pieces

    def fields(self, values: Values) -> dict[str, str]:
        """The pieces of a case; raises EngineError where a value cannot be compared."""
        pieces = self._silent.copy()
        get = values.get
        for fact, field in self._words:
            value = get(fact)
            if value is not None:
                pieces[field] = piece(field, check_word(fact, value))
        for fact, known, low, high in self._numbers:
            value = get(fact)
            if value is not None:
                interval = check_interval(fact, value)
                pieces[known] = piece(known, "known")
                if interval.low is not None:
                    pieces[low] = piece(low, exact(interval.low))
                if interval.high is not None:
                    pieces[high] = piece(high, exact(interval.high))
        return pieces

    def fact(self, step: Step, pieces: Mapping[str, str]) -> str:
        """The fact of a step, as JSON."""
        return f'{{"{STEP}":{step.number}' + "".join([pieces[field] for field in step.fields]) + "}"


def piece(field: str, value: str | float) -> str:
    """One field of a fact, as JSON, with its comma."""
    if not isinstance(value, str):
        return f',"{field}":{value!r}'
    text = f'"{value}"' if value.isalnum() and value.isascii() else json.dumps(value)
    return f',"{field}":{text}'


def counts(failures: Mapping[Basis, int]) -> dict[str, str]:
    """The pieces on which the outcome fires: how many failures of each basis are left."""
    return {count_field(basis): piece(count_field(basis), count) for basis, count in failures.items()}


def _bodies(rule: Rule) -> Iterator[tuple[Rule, dict[str, Any]]]:
    """A rule as one or more rules of the engine, a dozen branches in each."""
    found = rule.way.when
    for at in range(0, len(found), _MOST_BRANCHES):
        yield rule, {"all": [{"m": {"$and": _expression(rule.needs, found[at : at + _MOST_BRANCHES])}}]}


def _expression(needs: Sequence[Test], found: Sequence[Branch]) -> list[Any]:
    tests: list[Any] = [_test(test) for test in needs]
    if len(found) == 1:
        return tests + [_test(test) for test in found[0]]
    return [*tests, {"$or": [_conjunction(branch) for branch in found]}]


def _conjunction(branch: Branch) -> Any:
    return _test(branch[0]) if len(branch) == 1 else {"$and": [_test(test) for test in branch]}


def _test(test: Test) -> dict[str, Any]:
    pair = {test.field: test.value}
    return pair if test.op == "$eq" else {test.op: pair}
