"""Months between two days, at the edges where months differ in length."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.settle.calendar import add_months, months_between

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2013, 11, 14), date(2014, 5, 14), 6),
        (date(2013, 11, 15), date(2014, 5, 14), 5.94),
        (date(2013, 11, 13), date(2014, 5, 14), 6.03),
        (date(2014, 1, 31), date(2014, 2, 28), 1),
        (date(2014, 1, 31), date(2014, 2, 27), 0.87),
        (date(2012, 1, 31), date(2012, 2, 29), 1),
        (date(2013, 8, 31), date(2014, 2, 28), 6),
        (date(2014, 2, 28), date(2014, 3, 31), 1.1),
        (date(2014, 3, 31), date(2014, 6, 30), 3),
        (date(2014, 3, 30), date(2014, 6, 30), 3),
        (date(2014, 3, 31), date(2014, 7, 1), 3.03),
        (date(2012, 2, 29), date(2013, 2, 28), 12),
        (date(2014, 5, 14), date(2014, 5, 14), 0),
        (date(2013, 12, 31), date(2014, 1, 30), 0.97),
    ],
)
def test_months_between(start: date, end: date, months: float) -> None:
    assert months_between(start, end) == months
    assert months_between(end, start) == -months


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2014, 1, 31), 1, date(2014, 2, 28)),
        (date(2014, 12, 31), 2, date(2015, 2, 28)),
        (date(2014, 3, 15), -3, date(2013, 12, 15)),
    ],
)
def test_add_months(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(DAYS, st.integers(0, 240))
def test_whole_months_are_whole(day: date, months: int) -> None:
    assert months_between(day, add_months(day, months)) == months


@given(DAYS, DAYS, DAYS)
def test_a_later_day_is_never_nearer(start: date, one: date, other: date) -> None:
    first, second = sorted((one, other))
    if start <= first:
        assert months_between(start, first) <= months_between(start, second)
