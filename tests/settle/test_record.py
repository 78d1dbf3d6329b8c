"""Which facts are about the item at hand: by treatment, part of the body, and the item that a text ties them to."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from engine.case import Case, Dates, Item
from engine.facts import Evidence, Fact
from engine.library import load_library
from engine.settle.body import same_part
from engine.settle.record import Record
from tests.rules_folder import DAY, fact, record_of

if TYPE_CHECKING:
    from engine.facts import Scalar

LIBRARY = load_library()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("wrist", "hand", True),
        ("wrist", "forearm", True),
        ("neck", "upper_back", True),
        ("neck", "spine", True),
        ("low_back", "spine", True),
        ("neck", "low_back", False),
        ("shoulder", "elbow", False),
        ("elbow", "upper_extremity", True),
        ("knee", "hip", False),
        ("knee", "lower_extremity", True),
        ("jaw", "head", True),
        ("knee", "knee", True),
        ("nowhere", "nowhere", True),
        ("nowhere", "knee", False),
    ],
)
def test_parts_are_one_by_region_or_by_the_wider_part(one: str, other: str, *, same: bool) -> None:
    parts = LIBRARY.vocabulary.body_parts
    assert same_part(one, other, parts) is same_part(other, one, parts) is same


@pytest.mark.parametrize(
    ("slots", "scope", "close"),
    [
        ({"treatment": "massage_therapy", "body_part": "neck"}, "treatment", 3),
        ({"treatment": "massage_therapy"}, "treatment", 2),
        ({"treatment": "massage_therapy", "body_part": "low_back"}, "treatment", None),
        ({"treatment": "acupuncture"}, "treatment", None),
        ({"treatment": "acupuncture"}, "patient", 0),
        ({"body_part": "upper_back"}, "treatment", 1),
        ({"body_part": "knee"}, "patient", None),
        ({"body_part": "knee"}, "any", 0),
        ({}, "treatment", 0),
    ],
)
def test_how_closely_a_fact_is_about_the_item(slots: dict[str, Scalar], scope: str, close: int | None) -> None:
    record = record_of(LIBRARY, treatment="massage_therapy", body_part="neck")
    assert record.closeness(Fact(type="benefit", value=slots), scope) == close


def test_an_item_without_a_part_takes_every_part() -> None:
    record = record_of(LIBRARY, treatment="massage_therapy")
    assert record.closeness(fact("benefit", body_part="knee"), "treatment") == 0


@pytest.mark.parametrize(("item", "scope", "close"), [(0, "treatment", 2), (1, "treatment", None), (0, "patient", 0)])
def test_a_fact_tied_to_an_item_is_of_that_item(item: int, scope: str, close: int | None) -> None:
    record = record_of(LIBRARY, treatment="massage_therapy")
    assert record.closeness(fact("benefit", item=item, domain="pain"), scope) == close


def test_only_the_items_own_request_speaks_for_it() -> None:
    items = tuple(
        Item(index=index, wording="x", treatment=name, slots={"treatment": name, "quantity": index + 1})
        for index, name in enumerate(("massage_therapy", "acupuncture"))
    )
    case = Case(name="x", sha256="", dates=Dates(request=DAY), items=items, facts=(fact("request.item", quantity=9),))
    record = Record(case, items[1], LIBRARY.vocabulary, LIBRARY.policy, LIBRARY.drugs, DAY)
    assert [each.value for _, each in record.about("request.item", "item")] == [items[1].slots]
    assert [each.value.get("quantity") for each in record.requests] == [1, 2, 9]


def test_corrected_slots_count_over_those_that_were_read() -> None:
    read = fact("request.item", treatment="massage_therapy", quantity=6)
    item = Item(index=0, wording="x", treatment="massage_therapy", slots={"quantity": 4}, fact=read)
    case = Case(name="x", sha256="", dates=Dates(), items=(item,), facts=(read,))
    record = Record(case, item, LIBRARY.vocabulary, LIBRARY.policy, LIBRARY.drugs, DAY)
    assert record.request.value == {"quantity": 4}


def test_the_order_of_facts_is_that_of_the_document_however_they_are_given() -> None:
    def at(start: int, **slots: Scalar) -> Fact:
        evidence = Evidence(start=start, end=start + 1, line=1, quote="x")
        return Fact(type="benefit", value=slots, evidence=(evidence,))

    entered = [fact("benefit", domain="sleep"), fact("benefit", domain="rom")]
    facts = [at(30, domain="pain"), at(10, domain="adl"), *entered]
    orders = [
        [each.value["domain"] for each in record_of(LIBRARY, *order).by_type["benefit"]]
        for order in permutations(facts)
    ]
    assert all(order == orders[0] for order in orders)
    assert orders[0][-2:] == ["adl", "pain"]


def test_the_part_is_that_of_the_diagnoses_where_the_request_names_none() -> None:
    record = record_of(LIBRARY, fact("diagnosis", body_part="wrist"), fact("diagnosis", body_part="hand"))
    assert record.part == "hand"
    two = record_of(LIBRARY, fact("diagnosis", body_part="wrist"), fact("diagnosis", body_part="knee"))
    assert two.part == ""
    assert record_of(LIBRARY, on=date(2014, 1, 1), body_part="neck").part == "neck"


@pytest.mark.parametrize(
    ("part", "side", "spoken_of", "serves"),
    [
        ("wrist", "left", "right", False),
        ("wrist", "left", "left", True),
        ("wrist", "left", "bilateral", True),
        ("wrist", "bilateral", "right", True),
        ("low_back", "left", "right", True),
    ],
)
def test_what_is_said_of_the_other_arm_is_not_about_this_one(
    part: str, side: str, spoken_of: str, *, serves: bool
) -> None:
    record = record_of(LIBRARY, treatment="tens", body_part=part, side=side)
    said = fact("statement", concept="splinting_tried", side=spoken_of)
    assert (record.closeness(said, "patient") is not None) is serves
