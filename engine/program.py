"""A guideline compiled to typed three-valued conditions: what every evaluator runs.

The keyword of a criterion alone fixes what silence and a contrary statement do to it. `FAILS` is that table, and the
only place where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.standing import Standing

if TYPE_CHECKING:
    from engine.conditions import Condition


class Keyword(StrEnum):
    """What a rule file says a criterion is."""

    REQUIRE = "require"
    PRESUME = "presume"
    WEIGH = "weigh"
    LIMIT = "limit"
    EXCLUDE = "exclude"


class Basis(StrEnum):
    """Why a recommendation is what it is, in the order in which the first that applies is named."""

    NOT_RECOMMENDED = "not_recommended"
    EXCLUDED = "excluded"
    LIMIT_EXCEEDED = "limit_exceeded"
    CONTRADICTED = "contradicted"
    NOT_DOCUMENTED = "not_documented"
    MET = "met"


class Status(StrEnum):
    """How a guideline's text speaks of the treatment as a whole."""

    RECOMMENDED = "recommended"
    CONDITIONAL = "conditional"
    NOT_RECOMMENDED = "not recommended"
    NOT_ADDRESSED = "not addressed"


FAILS: dict[tuple[Keyword, Standing], Basis] = {
    (Keyword.REQUIRE, Standing.NOT_DOCUMENTED): Basis.NOT_DOCUMENTED,
    (Keyword.REQUIRE, Standing.NOT_MET): Basis.CONTRADICTED,
    (Keyword.PRESUME, Standing.NOT_MET): Basis.CONTRADICTED,
    (Keyword.LIMIT, Standing.NOT_DOCUMENTED): Basis.NOT_DOCUMENTED,
    (Keyword.LIMIT, Standing.NOT_MET): Basis.LIMIT_EXCEEDED,
    (Keyword.EXCLUDE, Standing.NOT_MET): Basis.EXCLUDED,
}
"""Every pair that fails, and the basis it gives; a pair that is absent passes (`weigh` never fails)."""

BASIS_ORDER: tuple[Basis, ...] = tuple(Basis)

STATUS = "status"
"""What an exception names in `lifts` to lift a status of not recommended."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact computed from facts: `no` outranks `yes`, and neither leaves it unknown."""

    name: str
    yes: Condition
    no: Condition


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a guideline; the first whose condition is met is the one, and the last has none (otherwise)."""

    name: str
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One requirement. `holds` is what the file tests; for EXCLUDE it is what must *not* hold.

    `stages` names the stages in which it applies; None is all of them.
    """

    id: str
    keyword: Keyword
    holds: Condition
    stages: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Lift:
    """A documented exception: where `when` is met, the failures it names (ids, or STATUS) do not count."""

    id: str
    when: Condition
    lifts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A bound read from a table: `fact` minus the column's value in the row that `row` names, as a fact of its own.

    `floor` marks an `at least` bound, of which the lowest is the most generous.
    """

    name: str
    fact: str
    table: str
    row: str
    column: str
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """A guideline, compiled. `derived` is in an order in which each uses only facts and earlier derived facts."""

    guideline: str
    status: Status
    derived: tuple[Derived, ...]
    stages: tuple[Stage, ...]
    criteria: tuple[Criterion, ...]
    lifts: tuple[Lift, ...] = ()
    lookups: tuple[Lookup, ...] = ()


@dataclass(frozen=True, slots=True)
class Fired:
    """One step of the chain: the rule that fired and what it established."""

    rule: str
    establishes: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an evaluator makes of a program and values.

    `standings` holds every criterion in file order; None is not applicable in this stage. For EXCLUDE the standing is
    that of the contrary: not met when the exclusion is stated. `failed` holds the criteria that fail and are not
    lifted (and STATUS), in file order; `lifted` pairs a failure with the exception that lifts it.
    """

    stage: str
    derived: tuple[tuple[str, Standing], ...]
    standings: tuple[tuple[str, Standing | None], ...]
    failed: tuple[str, ...]
    lifted: tuple[tuple[str, str], ...]
    basis: Basis
    trace: tuple[Fired, ...] = ()

    @property
    def findings(self) -> tuple[object, ...]:
        """All but the trace: what two evaluators must agree on."""
        return (self.stage, self.derived, self.standings, self.failed, self.lifted, self.basis)
