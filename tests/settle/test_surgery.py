"""Surgery of the item's part: its row, the months since, and visits before and after it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.conditions import Interval
from engine.facts import Assertion, Fact
from engine.library import load_library
from engine.settle.surgery import (
    in_period,
    months_since_surgery,
    operated_part,
    surgeries,
    surgery_row,
    visits_since_surgery,
)
from tests.rules_folder import fact, record_of

if TYPE_CHECKING:
    from engine.settle.record import Record

LIBRARY = load_library()
DAY = date(2014, 8, 31)


def record(*facts: Fact, on: date = DAY, **slots: Any) -> Record:
    asking = {"quantity": 6, "body_part": "knee", **slots}
    return record_of(LIBRARY, *facts, on=on, treatment="physical_medicine", **asking)


def surgery(assertion: Assertion = Assertion.AFFIRMED, **slots: Any) -> Fact:
    told = {"procedure": "meniscectomy", "row": "meniscectomy", "body_part": "knee", **slots}
    return fact("surgery", assertion, **told)


def fact_in_period(*facts: Fact, **given: Any) -> Fact | None:
    """What told of the surgery in whose period the therapy falls."""
    found = in_period(record(*facts, **given))
    return found.fact if found is not None else None


def course(**slots: Any) -> Fact:
    return fact("prior_course", treatment="physical_medicine", **slots)


DONE = surgery(date=date(2014, 4, 30))
UNDATED = surgery()
PLANNED = surgery(Assertion.HYPOTHETICAL, status="planned")


class TestWhichSurgery:
    """Of this part and side, stated to be done or asked for."""

    @pytest.mark.parametrize(
        ("facts", "slots", "value"),
        [
            ([DONE], {}, "yes"),
            ([UNDATED], {}, "yes"),
            ([PLANNED], {}, "yes"),
            ([surgery(Assertion.HYPOTHETICAL)], {}, None),
            ([surgery(Assertion.NEGATED)], {}, "no"),
            ([surgery(body_part="shoulder", row="slap_labrum")], {}, None),
            ([surgery(side="left")], {"side": "right"}, None),
            ([surgery(side="left")], {"side": "left"}, "yes"),
            ([surgery(side="left")], {"side": "bilateral"}, "yes"),
            ([surgery(side="left")], {}, "yes"),
            ([], {}, None),
        ],
    )
    def test_operated_part(self, facts: list[Fact], slots: dict[str, Any], value: str | None) -> None:
        assert operated_part(record(*facts, **slots)).value == value

    def test_a_part_that_is_not_named_follows_from_the_row(self) -> None:
        bare = fact("surgery", procedure="meniscectomy", row="meniscectomy", date=date(2014, 4, 30))
        assert operated_part(record(bare)).value == "yes"
        assert operated_part(record(bare, body_part="shoulder")).value is None

    def test_one_that_names_neither_counts_only_where_the_therapy_is_called_postoperative(self) -> None:
        bare = fact("surgery", procedure="a release", date=date(2014, 4, 30))
        assert operated_part(record(bare)).value is None
        assert operated_part(record(bare, postoperative="yes")).value == "yes"

    def test_the_latest_comes_first_then_undated_then_planned(self) -> None:
        early = surgery(date=date(2013, 1, 1))
        other = fact("surgery", procedure="knee_arthroscopy", body_part="knee", row="knee_derangement")
        found = [each.fact for each in surgeries(record(PLANNED, early, other, DONE))]
        assert found == [DONE, early, other, PLANNED]

    def test_one_without_a_day_is_the_one_asked_for_where_both_are_named(self) -> None:
        assert [each.fact for each in surgeries(record(PLANNED, UNDATED))] == [PLANNED]


class TestPeriod:
    """Within the row's months, six for a surgery that the table does not list."""

    @pytest.mark.parametrize(
        ("on", "within"),
        [
            (date(2014, 4, 29), False),
            (date(2014, 4, 30), True),
            (date(2014, 10, 30), True),
            (date(2014, 10, 31), False),
        ],
    )
    def test_the_days_of_the_period(self, on: date, *, within: bool) -> None:
        assert LIBRARY.vocabulary.tables["postsurgical"].rows["meniscectomy"]["months"] == 6
        assert (in_period(record(DONE, on=on)) is not None) is within

    def test_several_rows_take_the_longest(self) -> None:
        months = {name: row["months"] for name, row in LIBRARY.vocabulary.tables["postsurgical"].rows.items()}
        short, long = min(months, key=lambda each: months[each]), max(months, key=lambda each: months[each])
        both = surgery(row=f"{short}, {long}", date=date(2014, 1, 1))
        day = date(2014, 1 + months[short] + 1, 1)
        assert fact_in_period(both, on=day) == both
        assert fact_in_period(surgery(row=short, date=date(2014, 1, 1)), on=day) is None

    @pytest.mark.parametrize(("on", "within"), [(date(2014, 10, 30), True), (date(2014, 10, 31), False)])
    def test_an_unlisted_surgery_has_six_months(self, on: date, *, within: bool) -> None:
        unlisted = surgery(procedure="a rare one", row="", date=date(2014, 4, 30))
        found = in_period(record(unlisted, on=on))
        assert (found is not None) is within
        assert found is None or found.rows == ()

    def test_without_a_date_it_counts_where_therapy_is_called_postoperative(self) -> None:
        assert fact_in_period(UNDATED) is None
        assert fact_in_period(UNDATED, postoperative="yes") == UNDATED
        assert fact_in_period(UNDATED, course(visits=4, postoperative="yes")) == UNDATED

    def test_a_planned_one_counts_where_the_therapy_is_asked_for_after_it(self) -> None:
        assert fact_in_period(PLANNED) is None
        assert fact_in_period(PLANNED, postoperative="yes") == PLANNED
        assert [each.planned for each in surgeries(record(PLANNED))] == [True]

    def test_one_that_lies_ahead_is_planned(self) -> None:
        found = surgeries(record(surgery(date=date(2014, 9, 30))))
        assert [each.planned for each in found] == [True]


class TestMonthsAndRow:
    """What the rules see of it."""

    @pytest.mark.parametrize(
        ("facts", "slots", "value"),
        [
            ([DONE], {}, Interval(4.03, 4.03)),
            ([PLANNED], {"postoperative": "yes"}, Interval(0, 0)),
            ([UNDATED], {"postoperative": "yes"}, None),
            ([], {}, None),
        ],
    )
    def test_months(self, facts: list[Fact], slots: dict[str, Any], value: Interval | None) -> None:
        assert months_since_surgery(record(*facts, **slots)).value == value

    def test_rows(self) -> None:
        found = surgery_row(record(surgery(row="meniscectomy, acl", date=date(2014, 4, 30))))
        assert (found.value, found.rows) == ("meniscectomy", ("meniscectomy", "acl"))
        unlisted = surgery_row(record(surgery(row="none of ours", date=date(2014, 4, 30))))
        assert (unlisted.value, unlisted.how) == (None, "the surgery matches no row of the table")
        assert surgery_row(record()).value is None


class TestVisitsSince:
    """Visits before the surgery count only before it."""

    @pytest.mark.parametrize(
        ("facts", "slots", "value"),
        [
            ([DONE], {}, (6, 6)),
            ([DONE, course(visits=8, ago_months=2)], {}, (14, 14)),
            ([DONE, course(visits=8, ago_months=5)], {}, (6, 6)),
            ([DONE, course(visits=8)], {}, (14, 14)),
            ([DONE, course(visits=8, postoperative="yes")], {}, (14, 14)),
            ([DONE, course()], {}, (6, None)),
            ([DONE, course(visits=8, ago_months=2), course(ago_months=1)], {}, (14, None)),
            ([DONE], {"ordinal": "additional"}, (6, None)),
            ([DONE, course(visits=8, postoperative="yes"), course(authorized=12, postoperative="yes")], {}, (14, 14)),
            ([DONE, course(authorized=12, postoperative="yes")], {}, (18, 18)),
            ([PLANNED, course(visits=8)], {"postoperative": "yes"}, (6, 6)),
            ([PLANNED], {"postoperative": "yes", "ordinal": "additional"}, (6, 6)),
        ],
    )
    def test_value(self, facts: list[Fact], slots: dict[str, Any], value: tuple[float, float | None]) -> None:
        assert visits_since_surgery(record(*facts, **slots)).value == Interval(*value)

    def test_not_documented_never_beats_a_count(self) -> None:
        silent = fact("prior_course", Assertion.NOT_DOCUMENTED, treatment="physical_medicine", visits_unknown="yes")
        assert visits_since_surgery(record(DONE, silent)).value == Interval(6, None)
        assert visits_since_surgery(record(DONE, silent, course(visits=4, ago_months=1))).value == Interval(10, 10)

    def test_unknown_is_said(self) -> None:
        assert visits_since_surgery(record(DONE, quantity=None)).how == "the request states no amount"
        assert visits_since_surgery(record()).how == "no surgery of this part is recorded"
