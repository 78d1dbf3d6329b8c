"""The settle policy as data: `rules/settle/policy.yaml` and `rules/settle/units.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from engine import rule_files
from engine.checking import Checker
from engine.errors import RuleErrors

if TYPE_CHECKING:
    from pathlib import Path

TESTS = ("specific", "measured", "later", "record", "against")
LISTS = ("measured_types", "measured_slots", "accounts", "corroborating_modalities", "corroborating_findings")
FIGURES = ("course_ends_after_months", "acute_months", "year_months")
UNIT_TABLES = ("days", "weeks", "months", "program_days")


@dataclass(frozen=True)
class Policy:
    """In what order conflicts are settled, and the figures that settling uses (months, days, unit tables)."""

    order: tuple[str, ...]
    says: dict[str, str]
    measured_types: tuple[str, ...]
    measured_slots: tuple[str, ...]
    accounts: tuple[str, ...]
    corroborating_modalities: tuple[str, ...]
    corroborating_findings: tuple[str, ...]
    course_ends_after_months: float
    acute_months: float
    year_months: float
    units: dict[str, dict[str, float]]
    one_unless_said: tuple[str, ...]
    prescription_days: float
    supply_units: tuple[str, ...]


@lru_cache(maxsize=4)
def load_policy(folder: Path) -> Policy:
    """The policy of a rules folder; raises RuleErrors with every mistake of both files."""
    check, units = _checker(folder, "policy"), _checker(folder, "units")
    check.mapping((), ("order", "says", *LISTS, *FIGURES), ())
    units.mapping((), (*UNIT_TABLES, "one_unless_said", "prescription_days", "supply_units"), ())
    order = tuple(check.word(("order", index), TESTS) for index, _ in enumerate(check.sequence(("order",))))
    if not order or order[-1] != "against":
        wrong = "the order must end with `against`, so that every conflict is settled"
        check.wrong(("order",), wrong, "put `- against` last")
    check.mapping(("says",), order, ())
    policy = Policy(
        order=order,
        says={test: check.text(("says", test)) for test in order},
        measured_types=check.texts(("measured_types",)),
        measured_slots=check.texts(("measured_slots",)),
        accounts=check.texts(("accounts",)),
        corroborating_modalities=check.texts(("corroborating_modalities",)),
        corroborating_findings=check.texts(("corroborating_findings",)),
        course_ends_after_months=check.number(("course_ends_after_months",)),
        acute_months=check.number(("acute_months",)),
        year_months=check.number(("year_months",)),
        units={name: _unit_table(units, name) for name in UNIT_TABLES},
        one_unless_said=units.texts(("one_unless_said",)),
        prescription_days=units.number(("prescription_days",)),
        supply_units=units.texts(("supply_units",)),
    )
    if check.errors or units.errors:
        raise RuleErrors([*check.errors, *units.errors])
    return policy


def _checker(folder: Path, name: str) -> Checker:
    return Checker(rule_files.read(folder / "settle" / f"{name}.yaml", name=f"{folder.name}/settle/{name}.yaml"))


def _unit_table(units: Checker, name: str) -> dict[str, float]:
    return {unit: units.number((name, unit)) for unit in units.mapping((name,))}
