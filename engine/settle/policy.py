"""The settle policy as data: `rules/settle/policy.yaml` and `rules/settle/units.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from engine import strict_yaml
from engine.checking import Checker

if TYPE_CHECKING:
    from pathlib import Path

TESTS = ("specific", "measured", "later", "record", "against")


@dataclass(frozen=True)
class Policy:
    """In what order conflicts are settled, and the figures that settling uses (months, days, unit tables)."""

    order: tuple[str, ...]
    says: dict[str, str]
    measured_types: tuple[str, ...]
    measured_slots: tuple[str, ...]
    accounts: tuple[str, ...]
    course_ends_after_months: float
    acute_months: float
    year_months: float
    units: dict[str, dict[str, float]]
    one_unless_said: tuple[str, ...]
    prescription_days: float


@lru_cache(maxsize=4)
def load_policy(folder: Path) -> Policy:
    """The policy of a rules folder; raises RuleErrors with every mistake."""
    check = Checker(strict_yaml.read(folder / "settle" / "policy.yaml", name="rules/settle/policy.yaml"))
    keys = ("order", "says", "measured_types", "measured_slots", "accounts")
    numbers = ("course_ends_after_months", "acute_months", "year_months")
    check.mapping((), (*keys, *numbers), ())
    order = tuple(check.word(("order", index), TESTS) for index, _ in enumerate(check.sequence(("order",))))
    if not order or order[-1] != "against":
        check.wrong(("order",), "the order must end with `against`, so that every conflict is settled")
    check.finish()
    units = strict_yaml.read(folder / "settle" / "units.yaml", name="rules/settle/units.yaml").data
    return Policy(
        order=order,
        says=check.mapping(("says",)),
        measured_types=check.texts(("measured_types",)),
        measured_slots=check.texts(("measured_slots",)),
        accounts=check.texts(("accounts",)),
        course_ends_after_months=check.number(("course_ends_after_months",)),
        acute_months=check.number(("acute_months",)),
        year_months=check.number(("year_months",)),
        units={name: units[name] for name in ("days", "weeks", "months")},
        one_unless_said=tuple(units["one_unless_said"]),
        prescription_days=units["prescription_days"],
    )
