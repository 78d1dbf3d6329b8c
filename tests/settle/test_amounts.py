"""How much is asked for: counts, frequency, time in one unit, and injections with those of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine.conditions import Interval
from engine.facts import Assertion, Fact
from engine.library import load_library
from engine.settle.amounts import (
    amount_stated,
    injections_this_year,
    injections_total,
    quantity,
    span_asked,
    visits_per_week,
)
from tests.rules_folder import fact, record_of

if TYPE_CHECKING:
    from engine.settle.record import Record

LIBRARY = load_library()
ESI = "epidural_steroid_injection"
UNCOUNTED = fact("prior_course", Assertion.NOT_DOCUMENTED, treatment=ESI, visits_unknown="yes")


def record(*facts: Fact, treatment: str = "massage_therapy", **slots: Any) -> Record:
    return record_of(LIBRARY, *facts, treatment=treatment, **slots)


def injection(**slots: Any) -> Fact:
    return fact("prior_course", treatment=ESI, **slots)


@pytest.mark.parametrize(
    ("treatment", "slots", "value", "stated"),
    [
        ("massage_therapy", {"quantity": 6}, Interval(6, 6), "yes"),
        ("massage_therapy", {"quantity": 10, "quantity_high": 12}, Interval(10, 12), "yes"),
        ("massage_therapy", {"per_week": 2, "weeks": 4}, Interval(8, 8), "yes"),
        ("massage_therapy", {}, None, None),
        ("massage_therapy", {"open_ended": "yes"}, None, "no"),
        ("massage_therapy", {"open_ended": "yes", "quantity": 6}, Interval(6, 6), "yes"),
        ("massage_therapy", {"per_week": 2}, None, None),
        ("massage_therapy", {"weeks": 4}, None, "yes"),
        (ESI, {}, Interval(1, 1), "yes"),
        (ESI, {"open_ended": "yes"}, None, "no"),
        ("tens", {}, Interval(1, 1), "yes"),
        ("opioids", {}, None, None),
        ("opioids", {"quantity": 90, "unit": "tablet"}, Interval(90, 90), "yes"),
        ("opioids", {"unit": "prescription"}, Interval(1, 1), "yes"),
    ],
)
def test_amount(treatment: str, slots: dict[str, Any], value: Interval | None, stated: str | None) -> None:
    asking = record(treatment=treatment, **slots)
    assert quantity(asking).value == value
    assert amount_stated(asking).value == stated


def test_what_is_not_stated_is_said() -> None:
    assert quantity(record()).how == amount_stated(record()).how == "the request states no amount"


@pytest.mark.parametrize(
    ("slots", "value"),
    [
        ({"per_week": 3}, Interval(3, 3)),
        ({"quantity": 12, "weeks": 4}, Interval(3, 3)),
        ({"quantity": 10, "weeks": 4}, Interval(2.5, 2.5)),
        ({"per_week": 2, "quantity": 12, "weeks": 4}, Interval(2, 2)),
        ({"quantity": 12, "weeks": 0}, None),
        ({"quantity": 12}, None),
    ],
)
def test_visits_per_week(slots: dict[str, Any], value: Interval | None) -> None:
    assert visits_per_week(record(**slots)).value == value


@pytest.mark.parametrize(
    ("unit", "slots", "value"),
    [
        ("weeks", {"weeks": 6}, 6),
        ("months", {"weeks": 6}, 1.4),
        ("days", {"weeks": 2}, 14),
        ("days", {"months": 1}, 30),
        ("weeks", {"months": 3}, 12.86),
        ("weeks", {"quantity": 12, "per_week": 3}, 4),
        ("months", {"quantity": 30, "unit": "day"}, 1),
        ("months", {"quantity": 2, "unit": "month"}, 2),
        ("weeks", {"quantity": 12}, None),
        ("weeks", {"quantity": 10, "quantity_high": 12, "per_week": 2}, None),
        ("weeks", {"quantity": 12, "per_week": 0}, None),
    ],
)
def test_time_in_one_unit(unit: str, slots: dict[str, Any], value: float | None) -> None:
    assert span_asked(record(**slots), unit).value == (None if value is None else Interval(value, value))


@pytest.mark.parametrize(
    ("slots", "value"),
    [
        ({"weeks": 2}, 10),
        ({"quantity": 10, "unit": "day"}, 10),
        ({"quantity": 80, "unit": "hour"}, 10),
        ({"hours": 160}, 20),
    ],
)
def test_programs_count_full_days_of_eight_hours_and_weeks_of_five(slots: dict[str, Any], value: float) -> None:
    asking = record(treatment="functional_restoration_program", **slots)
    assert span_asked(asking, "days").value == Interval(value, value)


class TestInjections:
    """Those asked for plus those before; one without a number was one, one without a date may be of the year."""

    @pytest.mark.parametrize(
        ("facts", "slots", "year", "total"),
        [
            ([], {}, (1, 1), (1, 1)),
            ([], {"quantity": 2}, (2, 2), (2, 2)),
            ([injection(visits=2, ago_months=3)], {}, (3, 3), (3, 3)),
            ([injection(ago_months=3)], {}, (2, 2), (2, 2)),
            ([injection(visits=2, ago_months=12)], {}, (1, 1), (3, 3)),
            ([injection(visits=2, ago_months=11.9)], {}, (3, 3), (3, 3)),
            ([injection(visits=3)], {}, (1, 4), (4, 4)),
            ([injection()], {}, (1, 2), (2, 2)),
            ([injection(ago_months=3), injection(ago_months=8)], {}, (3, 3), (3, 3)),
            ([], {"ordinal": "additional"}, (1, 2), (2, 2)),
            ([injection(visits=2, ago_months=3), UNCOUNTED], {}, (3, None), (3, None)),
            ([injection(visits=2, within_months=12)], {}, (3, 3), (3, 3)),
            ([injection(visits=2, within_months=18)], {}, (1, 3), (3, 3)),
        ],
    )
    def test_counts(
        self,
        facts: list[Fact],
        slots: dict[str, Any],
        year: tuple[float, float | None],
        total: tuple[float, float | None],
    ) -> None:
        asking = record(*facts, treatment=ESI, **slots)
        assert injections_this_year(asking).value == Interval(*year)
        assert injections_total(asking).value == Interval(*total)

    def test_without_an_amount_they_are_unknown(self) -> None:
        assert injections_total(record(treatment=ESI, open_ended="yes")).value is None

    def test_how_is_said(self) -> None:
        assert injections_this_year(record(injection(visits=3), treatment=ESI)).how == "1 asked and 0 to 3 earlier"
        assert injections_total(record(injection(visits=3), treatment=ESI)).how == "1 asked and 3 earlier"
