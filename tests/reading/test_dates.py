from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.dates import Precision, dates
from engine.reading.durations import ago, durations


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("04/16/2007", date(2007, 4, 16)),
        ("on 3/2/2011 when", date(2011, 3, 2)),
        ("10-22-2013", date(2013, 10, 22)),
        ("11/30/09.", date(2009, 11, 30)),
        ("9/15/14", date(2014, 9, 15)),
        ("8/9/98", date(1998, 8, 9)),
        ("January 14, 2015", date(2015, 1, 14)),
        ("May 3, 2010", date(2010, 5, 3)),
        ("14 May 2014", date(2014, 5, 14)),
        ("Feb. 10, 2015", date(2015, 2, 10)),
        ("the 3rd of June, 2012", date(2012, 6, 3)),
        ("2014-05-22", date(2014, 5, 22)),
        ("10 / 27 / 2014, low back", date(2014, 10, 27)),
        ("3 - 5 - 2012", date(2012, 3, 5)),
    ],
)
def test_days(text: str, day: date) -> None:
    (found,) = dates(text)
    assert (found.date, found.precision) == (day, Precision.DAY)


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("June 2014", date(2014, 6, 1), Precision.MONTH),
        ("MRI 3/2013 showed", date(2013, 3, 1), Precision.MONTH),
        ("a laminectomy in 2006", date(2006, 1, 1), Precision.YEAR),
        ("fusion (2010)", date(2010, 1, 1), Precision.YEAR),
    ],
)
def test_months_and_years(text: str, first: date, precision: Precision) -> None:
    (found,) = dates(text)
    assert (found.date, found.precision) == (first, precision)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("therapy Jan-Mar 2013", [(2013, 1, 1), (2013, 3, 1)]),
        ("from November to February of 2014", [(2013, 11, 1), (2014, 2, 1)]),
        ("10 visits, 6-8/2011", [(2011, 6, 1), (2011, 8, 1)]),
        ("10/6-10/14/2014", [(2014, 10, 6), (2014, 10, 14)]),
        ("blocks over 2012/2013", [(2013, 1, 1)]),
        ("since Jan '14", [(2014, 1, 1)]),
        ("Aug 19 '14", [(2014, 8, 19)]),
        ("in October of 09", [(2009, 10, 1)]),
        ("first prescribed in '09", [(2009, 1, 1)]),
        ("the fall of 2012", [(2012, 10, 1)]),
        ("winter 2010-11", [(2010, 1, 1)]),
    ],
)
def test_spans_seasons_and_short_years(text: str, found: list[tuple[int, int, int]]) -> None:
    assert [each.date for each in dates(text)] == [date(*each) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8/19-9/4", [(2014, 8, 19), (2014, 9, 4)]),
        ("visits on 11/20 and 12/18", [(2014, 11, 20), (2014, 12, 18)]),
        ("since last October", [(2014, 10, 1)]),
        ("through April", [(2015, 4, 1)]),
        ("between February and May", [(2015, 2, 1), (2015, 5, 1)]),
        ("since March of last year", [(2014, 3, 1)]),
        ("last winter", [(2015, 1, 1)]),
        ("he went last year", [(2014, 1, 1)]),
        ("surgery in July", []),
        ("since the fall", []),
        ("over the last year", []),
        ("he may walk", []),
        ("strength 4/5-5/5", []),
    ],
)
def test_a_date_without_a_year_is_the_last_before_the_letter(text: str, found: list[tuple[int, int, int]]) -> None:
    assert [each.date for each in dates(text, today=date(2015, 6, 14))] == [date(*each) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "24 hours a week",
        "4-6 visits",
        "pain 8/10",
        "ICD 723.1",
        "10/325 mg",
        "page 60",
        "13/45/2014",
        "2/30/2014",
        "may be 6",
        "C5-6",
        "CPT 97140",
        "grip 10 / 12 / 14",
        "6 - 8 - 10 visits",
    ],
)
def test_other_figures_are_no_dates(text: str) -> None:
    assert dates(text) == ()


def test_a_range_of_dates_is_two_dates() -> None:
    assert [found.date for found in dates("1/2/13-3/4/13")] == [date(2013, 1, 2), date(2013, 3, 4)]


def test_a_year_may_be_taken_for_granted_but_scores_stay_scores() -> None:
    assert [found.date for found in dates("9/29, 10/6; strength 4/5, pain 8/10", today=date(2014, 12, 1))] == [
        date(2014, 9, 29),
        date(2014, 10, 6),
    ]


@pytest.mark.parametrize(
    ("text", "months", "qualifier", "within"),
    [
        ("almost 11 month ago", 11, "about", False),
        ("about two years ago", 24, "about", False),
        ("over 6 months ago", 6, "over", False),
        ("in the past 6 months", 6, "", True),
        ("six weeks ago", 1.4, "", False),
        ("several months ago", None, "", False),
        ("a year ago", 12, "", False),
        ("half a year ago", 6, "", False),
        ("four years back", 48, "", False),
        ("within the last two months", 2, "", True),
    ],
)
def test_times_ago(text: str, months: float | None, qualifier: str, *, within: bool) -> None:
    (found,) = ago(text)
    assert (found.span.in_months, found.span.qualifier, found.within) == (months, qualifier, within)


@pytest.mark.parametrize(
    ("text", "months"),
    [("for 3 1/2 years", 42), ("over 14 weeks", 3.27), ("relief for ten days", 0.33), ("a month of rest", 1)],
)
def test_durations(text: str, months: float) -> None:
    (found,) = durations(text)
    assert found.in_months == months


@pytest.mark.parametrize("text", ["35-year-old", "52 year old", "twice a week", "2 visits per week"])
def test_ages_and_frequencies_are_no_durations(text: str) -> None:
    assert durations(text) == ()


@given(
    st.dates(date(1930, 1, 1), date(2029, 12, 31)),
    st.sampled_from(["%m/%d/%Y", "%m-%d-%Y", "%B %d, %Y", "%d %B %Y", "%Y-%m-%d", "%m/%d/%y", "%b. %d, %Y"]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert [found.date for found in dates(f"seen on {day.strftime(form)} again")] == [day]


@given(st.text(alphabet=st.sampled_from("0123456789/-. JanuaryMay2014,ofago weeks"), max_size=60))
def test_any_text_is_read(text: str) -> None:
    for read in (dates, durations, ago):
        assert all(0 <= item.start < item.end <= len(text) for item in read(text))
