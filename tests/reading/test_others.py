"""What is said of other people, and what stands beside an empty box, is not said of the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.document import Document
from engine.reading.boxes import unticked
from engine.reading.reader import read

if TYPE_CHECKING:
    from engine.facts import Fact


def _facts(text: str, kind: str) -> list[Fact]:
    return [fact for fact in read(Document("letter", text)).facts if fact.type == kind]


@pytest.mark.parametrize(
    "text",
    [
        "His brother had a fusion last year.",
        "Her mother had bilateral carpal tunnel releases.",
        "Family hx: father TKA age 61",
        "His uncle's knee replacement went badly.",
        "[ ] brace   [ ] surgery",
        "Have you had:  ( ) surgery  ( ) diabetes   (x) high cholesterol",
        "Sierra Spine Surgery Center, phone on file",
        "Decided by: MD, Orthopedic Surgery, electronic signature 11/20/2014",
    ],
)
def test_no_operation_of_the_patient(text: str) -> None:
    assert _facts(text, "surgery") == []


def test_the_patient_again_after_another_person() -> None:
    facts = _facts("His brother had a fusion, and he underwent a laminectomy in 2010.", "surgery")
    assert [fact.value["procedure"] for fact in facts] == ["laminectomy"]


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("[ ] full  [x] modified  [ ] off", [" full  ", " off"]),
        ("Work: ( ) full (X) modified", [" full "]),
        ("medication [X]   TENS [ ] not tried", ["   TENS "]),
        ("[x] one [x] two", []),
        ("[ ] yes [x] no\tTENS unit", [" yes "]),
        ("[x] M [ ] F\tInjury date: 3/3/2012", [" F"]),
        ("[ ] TENS\tpurchase", [" TENS\tpurchase"]),
        ("no boxes (at all) here", []),
    ],
)
def test_what_an_empty_box_says(text: str, empty: list[str]) -> None:
    assert [text[start:end] for start, end in unticked(text, 0, len(text))] == empty


@pytest.mark.parametrize(
    "text", ["UR non-certified left knee arthroscopy on 07/01/2015.", "Surgery date tentative 8/4/2014 if approved."]
)
def test_an_operation_that_is_only_spoken_of_was_not_done(text: str) -> None:
    assert all(fact.value.get("status") != "done" for fact in _facts(text, "surgery"))
