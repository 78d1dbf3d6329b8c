"""What vocabulary files declare: facts, derived facts, tables and treatments, as values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.facts import Assertion
    from engine.program import Derived


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which read facts speak to a rule fact: a fact type, words its slots must have, and what it then gives.

    `gives` is the word that a match stands for; empty takes it from `slot` (numbers and choices). `flips` marks an
    `either` pattern: affirmed gives yes, negated gives no. `about` overrides the scope of the fact.
    """

    fact: str
    where: tuple[tuple[str, tuple[str, ...]], ...]
    assertions: tuple[Assertion, ...]
    slot: str
    gives: str
    flips: bool
    about: str


@dataclass(frozen=True, slots=True)
class FactDef:
    """One declared fact.

    `reads` completes "that ..."; `unit` is that of numbers; `measure` names a computed relation. In sentences `says`
    holds `{value}` where a number or choice is known, `asks` completes "the record does not say ..." where it is not,
    and `denies` is what a flag that is not so comes to.
    """

    name: str
    kind: str
    reads: str
    scope: str
    unit: str
    words: tuple[str, ...]
    silence: str
    measure: str
    patterns: tuple[Pattern, ...]
    form_only: str
    says: str = ""
    asks: str = ""
    denies: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class DerivedDef:
    """A fact computed from facts, with its own source."""

    name: str
    reads: str
    derived: Derived
    citation: str
    reading: str


@dataclass(frozen=True)
class Table:
    """A table of the guideline: rows by id, each with columns. `unknown` says which row serves when none is known."""

    id: str
    title: str
    citation: str
    unknown: str
    rows: dict[str, dict[str, Any]]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold numbers only, which are those that a limit may read."""
        names = sorted({column for row in self.rows.values() for column in row})
        return tuple(name for name in names if all(_is_number(row.get(name, 0)) for row in self.rows.values()))


@dataclass(frozen=True, slots=True)
class Treatment:
    """One treatment family: what it is called, the unit its requests count in, and the drugs that belong to it.

    `body_part` is the part that the treatment's own name says, if it says one.
    """

    id: str
    name: str
    unit: str
    hcpcs: tuple[str, ...]
    drugs: tuple[str, ...] = ()
    body_part: str = ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The facts that say how much is asked for, and the requirement that stands in where no limit bounds one.

    `counts` fall by one with each unit less that is asked for; `spans` are times. `stated` is the flag that the
    requirement `id` asks for.
    """

    counts: tuple[str, ...]
    spans: tuple[str, ...]
    stated: str
    id: str
    says: str
    reading: str


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)
