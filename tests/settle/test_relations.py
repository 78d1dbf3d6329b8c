"""Relations between lists and tables: ingredients, and imaging at the level and side asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine.facts import Assertion, Fact
from engine.library import load_library
from engine.settle.needs import is_stated
from engine.settle.relations import bad_ingredient, corroborated_level_side, every_ingredient_recommended, levels
from tests.rules_folder import fact, library_of, record_of

if TYPE_CHECKING:
    from pathlib import Path

    from engine.settle.record import Record

LIBRARY = load_library()
JOINT = fact("diagnosis", concept="osteoarthritis", body_part="knee")


def cream(*facts: Fact, ingredients: str = "") -> Record:
    return record_of(LIBRARY, *facts, treatment="topical_analgesics", ingredients=ingredients, body_part="knee")


@pytest.mark.parametrize(
    ("ingredients", "facts", "every", "bad"),
    [
        ("ketoprofen", [], "no", "yes"),
        ("diclofenac, ketoprofen", [JOINT], "no", "yes"),
        ("diclofenac", [JOINT], "yes", "no"),
        ("diclofenac", [], None, "no"),
        ("methyl_salicylate,menthol", [], "yes", "no"),
        ("menthol", [], None, "no"),
        ("stardust", [], None, "no"),
        ("", [], None, None),
    ],
)
def test_ingredients(ingredients: str, facts: list[Fact], every: str | None, bad: str | None) -> None:
    record = cream(*facts, ingredients=ingredients)
    assert every_ingredient_recommended(record).value == every
    assert bad_ingredient(record).value == bad


def test_bad_ingredients_are_named() -> None:
    found = bad_ingredient(cream(ingredients="ketoprofen, diclofenac, flurbiprofen"))
    assert found.how == "ketoprofen and flurbiprofen are not recommended on the skin"
    assert (found.table, found.rows) == ("topical_ingredients", ("ketoprofen", "flurbiprofen"))
    one = every_ingredient_recommended(cream(ingredients="ketoprofen"))
    assert one.how == "ketoprofen is not recommended on the skin"
    unlisted = every_ingredient_recommended(cream(ingredients="stardust"))
    assert unlisted.how == "the table of ingredients does not settle stardust"


def test_what_a_row_needs_may_be_derived_and_may_be_entered(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    record = record_of(library, fact("benefit", domain="function"))
    assert is_stated(record, "better")
    assert not is_stated(record_of(library, fact("benefit", Assertion.NEGATED, domain="function")), "better")
    assert not is_stated(record_of(library), "better")
    entered = record_of(library)
    entered.item.given["function_better"] = "yes"
    assert is_stated(entered, "better")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L4-5", {("L4", "L5")}),
        ("L4/5 and L5/S1", {("L4", "L5"), ("L5", "S1")}),
        ("L5-S1", {("L5", "S1")}),
        ("L3-S1", {("L3", "L4"), ("L4", "L5"), ("L5", "S1")}),
        ("L3 to L5", {("L3", "L4"), ("L4", "L5")}),
        ("left L5", {("L5",)}),
        ("l4, l5", {("L4",), ("L5",)}),
        ("C7-T1", {("C7", "T1")}),
        ("T12-L1", {("T12", "L1")}),
        ("S1", {("S1",)}),
        ("L5-L4", {("L5",), ("L4",)}),
        ("low back", set()),
        ("10/325", set()),
    ],
)
def test_levels(text: str, found: set[tuple[str, ...]]) -> None:
    assert levels(text) == found


def image(assertion: Assertion = Assertion.AFFIRMED, **slots: Any) -> Fact:
    shown = {"modality": "mri", "finding": "disc_displacement", "body_part": "low_back", **slots}
    return fact("imaging", assertion, **shown)


def block(*facts: Fact, wording: str, **slots: Any) -> str | None:
    asking = {"body_part": "low_back", **slots}
    record = record_of(LIBRARY, *facts, treatment="epidural_steroid_injection", wording=wording, **asking)
    value = corroborated_level_side(record).value
    return None if value is None else str(value)


@pytest.mark.parametrize(
    ("wording", "slots", "shown", "value"),
    [
        ("L4-5 injection", {}, {"level": "L4-5"}, "yes"),
        ("L4-5 injection", {}, {"level": "L5-S1"}, "no"),
        ("L5-S1 injection", {}, {"level": "L4-L5"}, "no"),
        ("L5 injection", {}, {"level": "L4-5"}, "yes"),
        ("L5 injection", {}, {"level": "L5-S1"}, "yes"),
        ("L5 injection", {}, {"level": "L3-4"}, "no"),
        ("L4-5 injection", {}, {"level": "L5", "modality": "edx", "finding": "radiculopathy"}, "yes"),
        ("L4-5 injection", {}, {"level": "L3-S1"}, "yes"),
        ("C7-T1 injection", {"body_part": "neck"}, {"level": "C8", "body_part": "neck"}, "yes"),
        ("L4-5 injection", {"side": "left"}, {"level": "L4-5", "side": "left"}, "yes"),
        ("L4-5 injection", {"side": "left"}, {"level": "L4-5", "side": "right"}, "no"),
        ("L4-5 injection", {"side": "left"}, {"level": "L4-5", "side": "bilateral"}, "yes"),
        ("L4-5 injection", {"side": "left"}, {"level": "L4-5"}, "yes"),
        ("L4-5 injection", {}, {}, None),
        ("lumbar injection", {}, {}, "yes"),
        ("lumbar injection", {"side": "left"}, {"side": "right"}, "no"),
        ("lumbar injection", {}, {"level": "L4-5"}, "yes"),
        ("L4-5 injection", {}, {"level": "L4-5", "finding": "normal"}, None),
        ("L4-5 injection", {}, {"level": "L4-5", "finding": "degeneration"}, None),
        ("L4-5 injection", {}, {"level": "L4-5", "modality": "xray"}, None),
        ("L4-5 injection", {}, {"level": "L4-5", "body_part": "neck"}, None),
    ],
)
def test_level_and_side(wording: str, slots: dict[str, Any], shown: dict[str, Any], value: str | None) -> None:
    assert block(image(**shown), wording=wording, **slots) == value


def test_either_test_is_enough_and_the_other_is_kept() -> None:
    good, other = image(level="L4-5"), image(level="L1-2")
    record = record_of(
        LIBRARY, good, other, treatment="epidural_steroid_injection", wording="L4-5 injection", body_part="low_back"
    )
    found = corroborated_level_side(record)
    assert (found.value, found.facts, found.against) == ("yes", (good,), (other,))


def test_negative_tests_contradict_and_silence_does_not() -> None:
    negative = image(Assertion.NEGATED, level="L4-5")
    assert block(negative, wording="L4-5 injection") == "no"
    electric = image(level="L4-5", modality="edx", finding="radiculopathy")
    assert block(negative, electric, wording="L4-5 injection") == "yes"
    assert block(wording="L4-5 injection") is None
    assert block(image(Assertion.NOT_DOCUMENTED, level="L4-5"), wording="L4-5 injection") is None
