"""Tests on facts: equality, bounds, and lists of tests that must all hold or of which one is enough.

There is no arithmetic and no clock here: what needs computing is computed before, when facts are settled. A number is
an interval, because a record often gives only part of it: "six more visits after an uncounted course" is six or more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from engine.standing import Standing, every, some


@dataclass(frozen=True, slots=True)
class Interval:
    """A number as far as the record gives it; exact when both ends agree, an end of None is not known."""

    low: float | None
    high: float | None

    @property
    def exact(self) -> float | None:
        """The number, if it is known exactly."""
        return self.low if self.low is not None and self.low == self.high else None


Value: TypeAlias = str | Interval
"""A settled fact: `yes`, `no`, a word of a choice, or an interval. A fact that is not known is absent."""

Values: TypeAlias = Mapping[str, Value]


class Op(StrEnum):
    """How an atom compares; the words are those of the rule files."""

    IS = "is"
    ONE_OF = "one of"
    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True, slots=True)
class Atom:
    """One fact against one value. `words` serves IS (one word) and ONE_OF, `bound` serves AT_MOST and AT_LEAST.

    `silent` is the standing while the fact is unknown. Only stage selection sets it to anything but not documented.
    """

    fact: str
    op: Op
    words: tuple[str, ...] = ()
    bound: float = 0
    silent: Standing = Standing.NOT_DOCUMENTED


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold; with no parts it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part is enough; with no parts it never holds."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Atom | All | Any

ALWAYS = All(())
NEVER = Any(())


def stands(condition: Condition, values: Values) -> Standing:
    """How a condition stands on settled values: the definition that every evaluator must agree with."""
    match condition:
        case All(parts):
            return every(stands(part, values) for part in parts)
        case Any(parts):
            return some(stands(part, values) for part in parts)
        case Atom():
            return _atom_stands(condition, values.get(condition.fact))


def _atom_stands(atom: Atom, value: Value | None) -> Standing:
    if value is None:
        return atom.silent
    if isinstance(value, str):
        return Standing.MET if value in atom.words else Standing.NOT_MET
    return _bound_stands(atom, value)


def _bound_stands(atom: Atom, value: Interval) -> Standing:
    """`at most` is not met as soon as the known part exceeds the bound; `at least` is its mirror."""
    if atom.op is Op.AT_MOST:
        within, beyond = value.high, value.low
        if beyond is not None and beyond > atom.bound:
            return Standing.NOT_MET
        return Standing.MET if within is not None and within <= atom.bound else Standing.NOT_DOCUMENTED
    if value.high is not None and value.high < atom.bound:
        return Standing.NOT_MET
    return Standing.MET if value.low is not None and value.low >= atom.bound else Standing.NOT_DOCUMENTED


def atoms(condition: Condition) -> Iterator[Atom]:
    """Every atom of a condition, left to right."""
    if isinstance(condition, Atom):
        yield condition
    else:
        for part in condition.parts:
            yield from atoms(part)
