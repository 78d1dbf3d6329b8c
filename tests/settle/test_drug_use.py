"""How long a drug is used, how scores went down, and how sessions are counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.case import Case, Dates, Item
from engine.conditions import Interval
from engine.facts import Assertion, Fact
from engine.library import load_library
from engine.settle.amounts import sessions_this_year
from engine.settle.drug_use import months_since_drug_test, strength_percent, taken_already, weeks_of_use
from engine.settle.gains import disability_points_dropped, pain_points_dropped
from engine.settle.record import Record

DAY = date(2014, 5, 14)


def fact(kind: str, /, on: date | None = None, **slots: Any) -> Fact:
    return Fact(type=kind, value=slots, as_of=on)


def record_of(*facts: Fact, treatment: str = "benzodiazepines", **slots: Any) -> Record:
    library = load_library()
    item = Item(index=0, wording="x", treatment=treatment, slots={"treatment": treatment, **slots})
    case = Case(name="x", sha256="", dates=Dates(request=DAY), items=(item,), facts=facts)
    return Record(case, item, library.vocabulary, library.policy, library.drugs, DAY)


TABLETS: dict[str, Any] = {"drug": "lorazepam", "quantity": 28, "unit": "tablet"}


@pytest.mark.parametrize(
    ("slots", "weeks"),
    [
        ({"per_day": 1}, 4),
        ({"per_day": 2}, 2),
        ({"per_day": 1, "refills": 2}, 12),
        ({}, 4),
        ({"quantity": 90}, 4.29),
        ({"weeks": 3}, 3),
        ({"quantity": 1, "unit": "tube"}, 4.29),
    ],
)
def test_a_supply_lasts_as_long_as_its_doses(slots: dict[str, Any], weeks: float) -> None:
    assert weeks_of_use(record_of(**{**TABLETS, **slots})).value == Interval(weeks, weeks)


def test_known_use_is_added_and_the_longest_counts() -> None:
    lately = fact("medication", drug="lorazepam", since=date(2014, 4, 16))
    longer = fact("medication", drug="lorazepam", months=7)
    assert weeks_of_use(record_of(lately, longer, **TABLETS, per_day=1)).value == Interval(34, 34)


def test_use_since_an_unknown_time_leaves_the_end_open() -> None:
    used = fact("medication", drug="lorazepam", per_day=1)
    assert weeks_of_use(record_of(used, **TABLETS, per_day=1)).value == Interval(4, None)


@pytest.mark.parametrize(
    "told",
    [
        fact("medication", drug="lorazepam", per_day=1, asked="yes"),
        fact("medication", drug="lorazepam"),
        fact("medication", drug="temazepam", per_day=1),
        fact("medication", drug="lorazepam", per_day=1, change="stopped"),
    ],
    ids=["asked for", "only named", "another drug", "stopped"],
)
def test_what_does_not_tell_of_use(told: Fact) -> None:
    record = record_of(told, **TABLETS, per_day=1)
    assert weeks_of_use(record).value == Interval(4, 4)
    assert taken_already(record).value is None


def test_a_drug_that_is_started_is_not_taken_yet() -> None:
    assert taken_already(record_of(fact("medication", drug="lorazepam", change="started"), **TABLETS)).value == "no"


def test_a_class_asked_for_goes_on_with_any_drug_of_it() -> None:
    used = fact("medication", drug="temazepam", per_day=1)
    assert taken_already(record_of(used, quantity=30, unit="tablet")).value == "yes"


def test_what_was_not_helped_is_no_use_unless_it_is_said_to_be_unchanged() -> None:
    missed = Fact(type="benefit", value={"domain": "pain", "treatment": "benzodiazepines"}, assertion=Assertion.NEGATED)
    assert taken_already(record_of(missed, **TABLETS)).value is None


@pytest.mark.parametrize(("strength", "percent"), [("0.025%", 0.025), ("0.0375 %", 0.0375), (".1%", 0.1)])
def test_the_strength_is_read_in_percent(strength: str, percent: float) -> None:
    assert strength_percent(record_of(strength=strength)).value == Interval(percent, percent)


def test_the_last_drug_test_counts_and_one_of_the_day_does_not() -> None:
    tests = [fact("uds", date=on) for on in (date(2013, 1, 2), date(2013, 11, 14), DAY)]
    assert months_since_drug_test(record_of(*tests)).value == Interval(6, 6)


def test_scores_drop_from_the_first_to_the_last() -> None:
    record = record_of(
        fact("measure", kind="vas", value=7, on=date(2014, 1, 1)),
        fact("measure", kind="vas", value=4, on=date(2014, 4, 1)),
        fact("measure", kind="oswestry", value=40, to=28),
    )
    assert pain_points_dropped(record).value == Interval(3, 3)
    assert disability_points_dropped(record).value == Interval(12, 12)


def test_pain_with_and_without_a_drug_is_no_change_over_time() -> None:
    record = record_of(
        fact("measure", kind="vas", value=8, medication="without", on=date(2014, 1, 1)),
        fact("measure", kind="vas", value=4, medication="with", on=date(2014, 4, 1)),
    )
    assert pain_points_dropped(record).value is None


def test_injections_asked_for_are_one_session_and_each_dated_course_another() -> None:
    lately = fact("prior_course", treatment="trigger_point_injection", visits=3, end=date(2014, 1, 6))
    old = fact("prior_course", treatment="trigger_point_injection", visits=3, end=date(2012, 1, 6))
    asked: dict[str, Any] = {"treatment": "trigger_point_injection", "quantity": 4, "unit": "injection"}
    assert sessions_this_year(record_of(lately, old, **asked)).value == Interval(2, 2)
    assert sessions_this_year(record_of(lately, **asked, per_session=2)).value == Interval(3, 3)
