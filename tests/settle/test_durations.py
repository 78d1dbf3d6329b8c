"""How long there have been symptoms: as stated, else since the injury, else unknown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from engine.conditions import Interval
from engine.facts import Assertion, Fact
from engine.library import load_library
from engine.settle.durations import months_of_symptoms, weeks_of_symptoms
from tests.rules_folder import fact, record_of

if TYPE_CHECKING:
    from engine.settle.record import Record

LIBRARY = load_library()
DAY = date(2014, 3, 4)


def record(*facts: Fact, injury: date | None = None) -> Record:
    return record_of(LIBRARY, *facts, on=DAY, injury=injury, treatment="mri_knee")


def exactly(number: float) -> Interval:
    return Interval(number, number)


@pytest.mark.parametrize(
    ("injury", "weeks", "months"),
    [
        (date(2014, 2, 11), 3, 0.68),
        (date(2014, 2, 12), 2.9, 0.65),
        (date(2013, 12, 4), 12.9, 3),
        (DAY, 0, 0),
    ],
)
def test_time_since_the_injury_where_no_duration_is_stated(injury: date, weeks: float, months: float) -> None:
    assert weeks_of_symptoms(record(injury=injury)).value == exactly(weeks)
    assert months_of_symptoms(record(injury=injury)).value == exactly(months)


def test_a_stated_duration_counts_before_the_date_of_the_injury() -> None:
    settled = weeks_of_symptoms(record(fact("pain_duration", months=2), injury=date(2010, 1, 1)))
    assert settled.value == exactly(8.6)
    assert [each.type for each in settled.facts] == ["pain_duration"]


def test_the_longest_of_several_durations_counts() -> None:
    durations = (fact("pain_duration", months=0.5), fact("pain_duration", months=36), fact("pain_duration", months=2))
    assert months_of_symptoms(record(*durations)).value == exactly(36)


@pytest.mark.parametrize("assertion", [Assertion.NEGATED, Assertion.HYPOTHETICAL, Assertion.NOT_DOCUMENTED])
def test_a_duration_that_is_not_stated_as_so_gives_none(assertion: Assertion) -> None:
    assert months_of_symptoms(record(fact("pain_duration", assertion, months=36))).value is None


def test_an_injury_after_the_request_says_nothing() -> None:
    settled = weeks_of_symptoms(record(injury=date(2014, 3, 5)))
    assert settled.value is None
    assert "after the request" in settled.how


def test_nothing_is_known_without_duration_and_injury() -> None:
    assert weeks_of_symptoms(record()).value is None
