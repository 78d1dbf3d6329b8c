from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.figure_changes import changes
from engine.reading.quantities import Amount, amounts, doses, numbers, percents, scores


def _only(text: str) -> Amount:
    (found,) = amounts(text)
    return found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twelve (12) sessions", [12]),
        ("forty-four year old", [44]),
        ("a dozen visits", [12]),
        ("half a dozen", [6]),
        ("eighteen (18)", [18]),
        ("one hundred and twenty", [120]),
        ("1,200 steps", [1200]),
        ("7.5 miles", [7.5]),
        ("04/16/2007 and 8/10", []),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("2x4", 8),
        ("3 x 4", 12),
        ("1x/week x 6 weeks", 6),
        ("2 x week x 3 weeks", 6),
        ("two times a week for three weeks", 6),
        ("twice a week for 6 weeks", 12),
        ("2x/wk x 3 wks", 6),
        ("5x/week times 2 weeks", 10),
        ("once weekly for six weeks", 6),
        ("weekly x 6", 6),
        ("3 visits/week for 4 weeks", 12),
        ("one per week for eight weeks", 8),
        ("every other week for 8 weeks", 4),
        ("twice a month for 3 months", 6),
        ("x 12 sessions", 12),
        ("PT x6", 6),
        ("Norco #120", 120),
        ("quantity 6", 6),
        ("qty: 6", 6),
        ("6 visits", 6),
        ("12 additional post-operative physical therapy sessions", 12),
        ("an additional twelve (12) sessions", 12),
        ("additional 6 myofascial therapy", 6),
        ("six more", 6),
        ("six individual group sessions", 6),
        ("24 sessions over 8 weeks", 24),
        ("120 count", 120),
        ("yoga 6 classes", 6),
        ("a dozen treatments", 12),
    ],
)
def test_totals(text: str, total: int) -> None:
    assert _only(text).total == total
    assert not _only(text).conflict


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("3 times a week for 4 weeks (12 visits)", 12),
        ("1 x 6 (6 sessions)", 6),
        ("8 visits (1 x 8)", 8),
        ("2 x wk x 2 wks, four (4)", 4),
        ("8 more visits, one per week for eight weeks", 8),
        ("two visits a week for five weeks (10)", 10),
        ("massage 1x6 (six visits)", 6),
    ],
)
def test_figures_that_agree_are_one_amount(text: str, total: int) -> None:
    assert (_only(text).total, _only(text).total_high, _only(text).conflict) == (total, None, False)


def test_figures_that_differ_are_a_conflict_that_keeps_both() -> None:
    found = _only("3x4 (10 visits)")
    assert (found.total, found.total_high, found.conflict) == (10, 12, True)


def test_ranges_keep_both_ends_and_are_no_conflict() -> None:
    found = _only("4-6 visits")
    assert (found.total, found.total_high, found.conflict) == (4, 6, False)


@pytest.mark.parametrize(
    ("text", "had", "of"), [("6/12 PT visits", 6, 12), ("10 of 12 visits", 10, 12), ("Finished 6 of 6 PT", 6, 6)]
)
def test_parts_of_a_course(text: str, had: int, of: int) -> None:
    assert (_only(text).total, _only(text).of) == (had, of)


def test_durations_and_hours() -> None:
    assert _only("a one-month trial").months == 1
    assert (_only("30 day rental").total, _only("30 day rental").unit) == (30, "day")
    assert _only("10 full-day sessions (80 hours)").hours == 80
    assert _only("ten full days (80 hours over two weeks)").total == 10
    found = _only("6 hours per day, 7 days a week for 8 weeks")
    assert (found.hours_per_day, found.per_week, found.weeks) == (6, 7, 8)
    assert (_only("24 hours a week").unit, _only("24 hours a week").per_week) == ("hour", 24)


def test_levels_and_counts_in_one_session() -> None:
    assert _only("x 2 levels").levels == 2
    assert _only("3-4 injections per session").per_session == 4


@pytest.mark.parametrize(
    "text",
    [
        "7/10 to 4/10",
        "52 year old",
        "04/16/2007",
        "2x4 cm",
        "4 mm disc",
        "10/325 mg",
        "> 20 lbs",
        "ICD 847.2",
        "Item #1: brace",
    ],
)
def test_other_figures_are_no_amounts(text: str) -> None:
    assert amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "mg", "per_day"),
    [
        ("Norco 10/325 mg four times daily", 10, 4),
        ("50 mg bid", 50, 2),
        ("1 po TID", None, 3),
        ("q6h", None, 4),
        ("800 mg three times daily", 800, 3),
        ("Percocet 10/325 QID", 10, 4),
        ("one every 8 h", None, 3),
        ("2 tablets a day", None, 2),
        ("20 mg daily", 20, 1),
        ("30 mg qhs", 30, 1),
        ("naproxen 550 mg, one tablet twice a day", 550, 2),
        ("Soma 350 mg #60", 350, None),
        ("ibuprofen 800 mg t.i.d.", 800, 3),
        ("zolpidem every night", None, 1),
    ],
)
def test_doses(text: str, mg: int | None, per_day: int | None) -> None:
    (dose,) = doses(text)
    assert (dose.mg, dose.per_day) == (mg, per_day)


def test_as_needed_and_patches() -> None:
    assert doses("1-2 tabs q4-6h prn")[0].prn
    assert doses("fentanyl 25 mcg/hr")[0].mcg_per_hour == 25
    assert doses("24 hours a week, twice a week, 8/10") == ()


@pytest.mark.parametrize(
    ("text", "low", "high", "out_of"),
    [
        ("8/10", 8, 8, 10),
        ("8 out of 10", 8, 8, 10),
        ("8-9/10", 8, 9, 10),
        ("strength 4+/5", 4, 4, 5),
        ("six out of ten", 6, 6, 10),
    ],
)
def test_scores(text: str, low: int, high: int, out_of: int) -> None:
    (score,) = scores(text)
    assert (score.low, score.high, score.out_of) == (low, high, out_of)


@pytest.mark.parametrize("text", ["10/12/2013", "10/325 mg", "12/10"])
def test_other_fractions_are_no_scores(text: str) -> None:
    assert scores(text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("about 40%", 40, 40, "about"),
        ("60 to 65 percent", 60, 65, ""),
        ("less than 50% relief", 50, 50, "under"),
        ("at least 50%", 50, 50, "over"),
    ],
)
def test_percentages(text: str, low: int, high: int, qualifier: str) -> None:
    (percent,) = percents(text)
    assert (percent.low, percent.high, percent.qualifier) == (low, high, qualifier)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("from 8/10 to 4/10", 8, 4),
        ("7 -> 4", 7, 4),
        ("4/10, was 7/10", 7, 4),
        ("45 min (was 15 min)", 15, 45),
        ("from 46% at intake to 24%", 46, 24),
        ("140 degrees, previously 95 degrees", 95, 140),
        ("pain was 8/10 and now 4/10", 8, 4),
        ("from 4 tablets a day to 2 tablets a day", 4, 2),
    ],
)
def test_changes(text: str, before: float, after: float) -> None:
    (change,) = changes(text)
    assert (change.before, change.after) == (before, after)


_WORDS = st.lists(
    st.sampled_from(
        [
            "2",
            "x",
            "4",
            "weeks",
            "visits",
            "(12)",
            "twice",
            "a",
            "week",
            "for",
            "of",
            "#60",
            "mg",
            "q6h",
            "prn",
            "10/325",
            "%",
            "from",
            "to",
            "/",
            "-",
            ".",
            "dozen",
            "per",
            "12",
        ]
    ),
    max_size=14,
).map(" ".join)


@given(st.one_of(st.text(max_size=120), _WORDS))
def test_any_text_is_read_and_places_are_true(text: str) -> None:
    for read in (numbers, amounts, doses, scores, percents, changes):
        found = read(text)
        assert found == read(text)
        assert all(0 <= item.start < item.end <= len(text) for item in found)
        assert [item.start for item in found] == sorted(item.start for item in found)


@given(
    st.integers(1, 7),
    st.integers(1, 12),
    st.sampled_from(
        ["{}x{}", "{} x {}", "{}x/week x {} weeks", "{} times a week for {} weeks", "{} visits a week over {} weeks"]
    ),
)
def test_frequency_times_duration_is_the_total(often: int, weeks: int, form: str) -> None:
    assert _only("PT " + form.format(often, weeks) + ", neck").total == often * weeks
