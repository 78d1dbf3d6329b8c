"""Programs in full days, help at home in hours a week, what else a document requests, and what a text presupposes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.case import Case, Dates, Item
from engine.conditions import Interval
from engine.library import load_library
from engine.recommend import check_case
from engine.settle.programs import days_this_course, hours_per_week
from tests.rules_folder import fact, record_of

if TYPE_CHECKING:
    from engine.recommendation import Recommendation

LIBRARY = load_library()
PROGRAM = "functional_restoration_program"


@pytest.mark.parametrize(
    ("slots", "days"),
    [
        ({"quantity": 10, "unit": "day", "weeks": 2}, 10),
        ({"quantity": 10, "unit": "session", "weeks": 6}, 10),
        ({"quantity": 80, "unit": "hour"}, 10),
        ({"quantity": 12, "unit": "session", "hours": 72}, 9),
        ({"quantity": 2, "unit": "week", "weeks": 2}, 10),
        ({}, None),
    ],
)
def test_days_of_a_program(slots: dict[str, Any], days: float | None) -> None:
    value = days_this_course(record_of(LIBRARY, treatment=PROGRAM, **slots)).value
    assert value == (None if days is None else Interval(days, days))


def test_days_already_had_count() -> None:
    had = fact("prior_course", treatment=PROGRAM, visits=10, ago_months=1)
    record = record_of(LIBRARY, had, treatment=PROGRAM, quantity=80, unit="hour")
    assert days_this_course(record).value == Interval(20, 20)


@pytest.mark.parametrize(
    ("slots", "hours"),
    [
        ({"hours_per_week": 12}, 12),
        ({"quantity": 336, "unit": "hour", "per_week": 7, "weeks": 8}, 42),
        ({"quantity": 840, "unit": "hour", "months": 7}, 28),
        ({"quantity": 8, "unit": "hour"}, None),
        ({"weeks": 4}, None),
    ],
)
def test_hours_a_week(slots: dict[str, Any], hours: float | None) -> None:
    value = hours_per_week(record_of(LIBRARY, treatment="home_health", **slots)).value
    assert value == (None if hours is None else Interval(hours, hours))


def _biofeedback(*others: str) -> Recommendation:
    treatments = ("biofeedback", *others)
    items = tuple(
        Item(index=index, wording=each, treatment=each, slots={"treatment": each, "quantity": 4})
        for index, each in enumerate(treatments)
    )
    case = Case(name="case", sha256="", dates=Dates(request=date(2014, 3, 4)), items=items, facts=())
    return check_case(case, LIBRARY, engine="direct").items[0]


def test_behavioral_care_asked_for_beside_counts_and_is_presupposed() -> None:
    answer = _biofeedback("cbt_behavioral")
    assert next(each.standing for each in answer.findings if each.criterion == "with_cbt") == "met"
    assert answer.depends_on == (1,)
    assert any("presupposes" in line for line in answer.needs_person)


@pytest.mark.parametrize("others", [(), ("yoga",)])
def test_other_requests_do_not_count(others: tuple[str, ...]) -> None:
    answer = _biofeedback(*others)
    assert next(each.standing for each in answer.findings if each.criterion == "with_cbt") == "not documented"
    assert answer.depends_on == ()
