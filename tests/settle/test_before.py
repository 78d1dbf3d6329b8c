"""Care before the injury or the surgery is not counted after it; a request without a part is for the one treated."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.case import Case, Dates, Item
from engine.conditions import Interval
from engine.facts import Fact
from engine.library import load_library
from engine.recommend import check_case
from engine.settle.courses import courses, earlier_course
from engine.settle.record import Record
from engine.settle.surgery import visits_since_surgery

DAY = date(2014, 5, 1)
SURGERY = Fact(
    type="surgery",
    value={"procedure": "meniscectomy", "row": "meniscectomy", "date": date(2014, 3, 1), "body_part": "knee"},
)


def course(**slots: Any) -> Fact:
    return Fact(type="prior_course", value={"treatment": "physical_medicine", **slots})


def case_of(*facts: Fact, treatment: str = "physical_medicine", injury: date | None = None, **slots: Any) -> Case:
    item = Item(index=0, wording="x", treatment=treatment, slots={"treatment": treatment, "quantity": 6, **slots})
    return Case(name="x", sha256="", dates=Dates(request=DAY, injury=injury), items=(item,), facts=facts)


def record_of(*facts: Fact, injury: date | None = None, **slots: Any) -> Record:
    library = load_library()
    case = case_of(*facts, injury=injury, **slots)
    return Record(case, case.items[0], library.vocabulary, library.policy, library.drugs, DAY)


def test_a_course_of_an_earlier_year_than_the_injury_is_none_of_this_injury() -> None:
    record = record_of(course(end=date(2003, 1, 1)), injury=date(2011, 8, 4))
    assert courses(record) == ()
    assert earlier_course(record).value is None


@pytest.mark.parametrize("end", [date(2011, 1, 1), date(2011, 9, 1)])
def test_a_course_of_the_year_of_the_injury_counts_as_its_day_may_not_be_known(end: date) -> None:
    assert len(courses(record_of(course(end=end), injury=date(2011, 8, 4)))) == 1


def test_visits_told_to_be_before_the_surgery_do_not_count_after_it() -> None:
    record = record_of(
        SURGERY, course(visits=11, postoperative="no"), course(visits=4, postoperative="yes"), body_part="knee"
    )
    assert visits_since_surgery(record).value == Interval(10, 10)


def test_a_bare_count_equal_to_one_before_the_surgery_is_that_one() -> None:
    facts = (SURGERY, course(visits=14, postoperative="no"), course(visits=14))
    assert visits_since_surgery(record_of(*facts, body_part="knee")).value == Interval(6, 6)


def test_a_bare_count_of_its_own_is_taken_to_be_after_the_surgery() -> None:
    facts = (SURGERY, course(visits=14, postoperative="no"), course(visits=8))
    assert visits_since_surgery(record_of(*facts, body_part="knee")).value == Interval(14, 14)


def diagnosis(part: str) -> Fact:
    return Fact(type="diagnosis", value={"concept": "sprain", "body_part": part})


def test_a_request_without_a_part_is_for_the_only_one_diagnosed() -> None:
    assert record_of(diagnosis("low_back"), diagnosis("spine")).part == "low_back"
    assert record_of(diagnosis("low_back"), body_part="knee").part == "knee"


def test_of_two_parts_diagnosed_none_is_taken() -> None:
    assert record_of(diagnosis("low_back"), diagnosis("neck")).part == ""
    assert record_of().part == ""


def test_the_part_taken_from_the_diagnoses_chooses_the_text_and_is_told() -> None:
    case = case_of(diagnosis("low_back"), treatment="manual_therapy_manipulation", injury=date(2014, 4, 17))
    got = check_case(case, load_library(), engine="direct").items[0]
    chosen = next(each for each in got.considered if each.chosen)
    assert chosen.id == "mtus-2007/acoem/manipulation-acute-low-back"
    assert "the diagnoses speak only of the low back" in chosen.why
