"""Counts by course: the known part, the unknown rest, and when counting begins again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.conditions import Interval
from engine.facts import Assertion, Fact, Source
from engine.library import load_library
from engine.settle.courses import (
    asked,
    courses,
    earlier_course,
    known_visits_since_injury,
    months_since_last_course,
    visits_this_course,
)
from tests.rules_folder import fact, record_of

if TYPE_CHECKING:
    from engine.settle.record import Record

LIBRARY = load_library()
DAY = date(2014, 5, 14)
UNCOUNTED = fact("prior_course", Assertion.NOT_DOCUMENTED, Source.UR, treatment="massage_therapy", visits_unknown="yes")
FLARE = fact("flare_up", present="new")


def course(assertion: Assertion = Assertion.AFFIRMED, **slots: Any) -> Fact:
    return fact("prior_course", assertion, **{"treatment": "massage_therapy", **slots})


def record(*facts: Fact, quantity: float | None = 6, **slots: Any) -> Record:
    return record_of(LIBRARY, *facts, on=DAY, treatment="massage_therapy", quantity=quantity, **slots)


def visits(*facts: Fact, quantity: float | None = 6, **slots: Any) -> object:
    return visits_this_course(record(*facts, quantity=quantity, **slots)).value


class TestWhatIsAskedFor:
    """The amount of the request, whole."""

    @pytest.mark.parametrize(
        ("slots", "value"),
        [
            ({"quantity": 6}, Interval(6, 6)),
            ({"quantity": 10, "quantity_high": 12}, Interval(10, 12)),
            ({"per_week": 3, "weeks": 4}, Interval(12, 12)),
            ({"quantity": 10, "per_week": 3, "weeks": 4}, Interval(10, 10)),
            ({"per_week": 3}, None),
            ({}, None),
        ],
    )
    def test_amount(self, slots: dict[str, Any], value: Interval | None) -> None:
        assert asked(record(**{"quantity": None, **slots})) == value

    def test_without_one_the_count_is_unknown(self) -> None:
        assert visits(course(visits=4), quantity=None) is None
        assert known_visits_since_injury(record(course(visits=4), quantity=None)).value is None


class TestEarlierCourse:
    """Whether there was a course before."""

    @pytest.mark.parametrize(
        ("facts", "slots", "value"),
        [
            ([course(visits=4)], {}, "yes"),
            ([course()], {}, "yes"),
            ([course(Assertion.HISTORICAL, ago_months=11)], {}, "yes"),
            ([], {"ordinal": "additional"}, "yes"),
            ([UNCOUNTED], {}, "yes"),
            ([course(visits_unknown="yes")], {}, "yes"),
            ([course(Assertion.NEGATED)], {}, "no"),
            ([course(Assertion.NEGATED, recent="yes")], {}, None),
            ([], {"ordinal": "initial"}, "no"),
            ([], {}, None),
            ([course(treatment="acupuncture", visits=4)], {}, None),
            ([course(Assertion.HYPOTHETICAL, visits=4)], {}, None),
            ([course(Assertion.NEGATED), course(visits=4)], {}, "yes"),
        ],
    )
    def test_value(self, facts: list[Fact], slots: dict[str, Any], value: str | None) -> None:
        assert earlier_course(record(*facts, **slots)).value == value

    def test_both_sides_are_kept(self) -> None:
        none = course(Assertion.NEGATED)
        found = earlier_course(record(none, course(visits=4)))
        assert found.against == (none,)
        assert "one statement says that there was none" in found.conflict

    def test_another_part_of_the_body_is_another_course(self) -> None:
        assert courses(record(course(visits=4, body_part="knee"), body_part="neck")) == ()


class TestThisCourse:
    """Visits asked for plus completed visits of the running course."""

    def test_none_before(self) -> None:
        assert visits() == Interval(6, 6)
        assert visits(quantity=10, quantity_high=12) == Interval(10, 12)

    def test_counted_visits_add_up(self) -> None:
        assert visits(course(visits=4)) == Interval(10, 10)
        assert visits(course(visits=4, ago_months=2)) == Interval(10, 10)

    def test_an_uncounted_course_leaves_the_rest_unknown(self) -> None:
        for facts in ([course()], [UNCOUNTED], [course(visits_unknown="yes")], [course(ago_months=2), UNCOUNTED]):
            assert visits(*facts) == Interval(6, None)
        assert visits(ordinal="additional") == Interval(6, None)

    def test_not_documented_never_beats_a_count(self) -> None:
        assert visits(course(visits=4), UNCOUNTED) == Interval(10, 10)

    def test_several_dated_courses_add_up(self) -> None:
        assert visits(course(visits=4, ago_months=2), course(visits=3, ago_months=5)) == Interval(13, 13)

    def test_one_course_told_twice_counts_once(self) -> None:
        assert visits(course(visits=4, ago_months=2), course(visits=4, ago_months=2)) == Interval(10, 10)
        assert visits(course(visits=4, ago_months=2), course(visits=5, ago_months=2)) == Interval(11, 11)

    def test_undated_counts_are_one_running_count(self) -> None:
        assert visits(course(visits=4), course(visits=8)) == Interval(14, 14)

    def test_a_running_count_takes_in_the_dated_courses(self) -> None:
        dated = course(visits=4, ago_months=2), course(visits=3, ago_months=5)
        assert visits(course(visits=12), *dated) == Interval(18, 18)
        assert visits(course(visits=5), *dated) == Interval(13, 13)
        assert visits(course(visits=12, within_months=6), *dated) == Interval(18, 18)

    def test_a_further_dated_course_without_a_count_leaves_the_rest_unknown(self) -> None:
        assert visits(course(visits=4, ago_months=2), course(ago_months=5)) == Interval(10, None)
        assert visits(course(visits=4, ago_months=2), course(ago_months=2)) == Interval(10, 10)
        assert visits(course(visits=4, ago_months=2), course()) == Interval(10, 10)
        assert visits(course(visits=4), course(ago_months=2)) == Interval(10, 10)

    def test_postoperative_visits_are_counted_elsewhere(self) -> None:
        assert visits(course(visits=9, postoperative="yes"), course(visits=2)) == Interval(8, 8)


class TestAuthorisedVisits:
    """They count only where no completed count is known."""

    def test_alone_they_count(self) -> None:
        assert visits(course(authorized=6)) == Interval(12, 12)

    def test_beside_a_completed_count_they_do_not(self) -> None:
        assert visits(course(authorized=12), course(visits=4)) == Interval(10, 10)
        assert visits(course(authorized=12, visits=4)) == Interval(10, 10)
        assert visits(course(authorized=12, ago_months=2), course(visits=4)) == Interval(10, 10)

    def test_of_another_course_they_do(self) -> None:
        assert visits(course(authorized=6, ago_months=1), course(visits=4, ago_months=5)) == Interval(16, 16)
        assert visits(course(authorized=6, ago_months=5), course(visits=4, ago_months=5)) == Interval(10, 10)


class TestCountingBeginsAgain:
    """After six months, or with a present new flare-up."""

    @pytest.mark.parametrize(
        ("slots", "value"),
        [
            ({"ago_months": 6}, Interval(6, 6)),
            ({"ago_months": 5.9}, Interval(15, 15)),
            ({"ago_months": 6, "ago_qualifier": "over"}, Interval(6, 6)),
            ({"ago_months": 5, "ago_qualifier": "over"}, Interval(15, 15)),
            ({"ago_months": 7, "ago_qualifier": "under"}, Interval(15, 15)),
            ({"ago_months": 6, "ago_qualifier": "about"}, Interval(6, 6)),
            ({"end": date(2013, 11, 14)}, Interval(6, 6)),
            ({"end": date(2013, 11, 15)}, Interval(15, 15)),
            ({"end": date(2014, 6, 14)}, Interval(15, 15)),
            ({"within_months": 8}, Interval(15, 15)),
            ({}, Interval(15, 15)),
        ],
    )
    def test_the_last_visit_six_months_back(self, slots: dict[str, Any], value: Interval) -> None:
        assert visits(course(visits=9, **slots)) == value

    def test_it_is_the_last_course_that_must_be_remote(self) -> None:
        assert visits(course(visits=9, ago_months=11), course(visits=3, ago_months=2)) == Interval(9, 9)

    def test_the_touchstone_a_remote_course_whose_count_is_not_in_the_file(self) -> None:
        found = visits_this_course(record(course(ago_months=11), UNCOUNTED))
        assert found.value == Interval(6, 6)
        assert found.how == "counting begins again, as the last course ended about 11 months before"

    def test_a_course_that_says_of_itself_that_it_is_not_counted_keeps_its_date(self) -> None:
        assert visits(course(ago_months=11, visits_unknown="yes")) == Interval(6, 6)

    def test_a_present_new_flare_up(self) -> None:
        assert visits(FLARE, course(visits=9, ago_months=2)) == Interval(6, 6)
        assert visits(FLARE, UNCOUNTED) == Interval(6, 6)

    def test_flare_ups_that_improved_or_are_denied_are_none(self) -> None:
        assert visits(fact("benefit", domain="flare_ups"), course(visits=9)) == Interval(15, 15)
        assert visits(fact("flare_up", Assertion.NEGATED, present="new"), course(visits=9)) == Interval(15, 15)
        assert visits(fact("flare_up", Assertion.HISTORICAL), course(visits=9)) == Interval(15, 15)

    def test_a_disputed_flare_up_is_settled_like_any_fact_and_the_conflict_kept(self) -> None:
        denied = fact("flare_up", Assertion.NEGATED, source=Source.UR, present="new")
        found = visits_this_course(record(FLARE, denied, course(visits=9)))
        assert (found.value, found.against) == (Interval(6, 6), (denied,))
        assert found.conflict == LIBRARY.policy.says["record"]

    def test_a_flare_up_that_a_person_enters(self) -> None:
        entered = record(course(visits=9))
        entered.item.given["new_flare_up"] = "yes"
        assert visits_this_course(entered).value == Interval(6, 6)


class TestMonthsSinceLastCourse:
    """How far back the last visit lies."""

    @pytest.mark.parametrize(
        ("facts", "value"),
        [
            ([course(ago_months=11)], Interval(11, 11)),
            ([course(ago_months=11), course(ago_months=4)], Interval(4, 4)),
            ([course(ago_months=6, ago_qualifier="over")], Interval(6, None)),
            ([course(ago_months=6, ago_qualifier="under")], Interval(None, 6)),
            ([course(visits=4)], None),
            ([], None),
        ],
    )
    def test_value(self, facts: list[Fact], value: Interval | None) -> None:
        assert months_since_last_course(record(*facts)).value == value


def test_since_the_injury_every_counted_visit_counts_and_none_that_is_not() -> None:
    facts = [course(visits=9, ago_months=11), course(visits=4, ago_months=2), course(ago_months=20), UNCOUNTED]
    assert known_visits_since_injury(record(*facts)).value == Interval(19, 19)
    assert known_visits_since_injury(record(course(visits=9, postoperative="yes"))).value == Interval(6, 6)
    assert known_visits_since_injury(record(UNCOUNTED)).value == Interval(6, 6)
