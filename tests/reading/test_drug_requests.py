"""What is read of drugs: the supply asked for, for how long one has been taken, of which drug a phrase speaks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.document import Document
from engine.reading.reader import read

HEAD = "PROGRESS REPORT\nDate of exam: 05/14/2014\nPatient: 47 year old male. Date of injury: 02/06/2012.\n\n"


def values(text: str, kind: str) -> list[dict[str, Any]]:
    reading = read(Document("letter.txt", HEAD + text))
    return [dict(fact.value) for fact in reading.facts if fact.type == kind]


@pytest.mark.parametrize(
    ("plan", "supply"),
    [
        ("PLAN: Soma 350 mg #30.\n", {"quantity": 30, "drug": "carisoprodol"}),
        ("PLAN: Tizanidine 4 mg TID #90 with 2 refills.\n", {"quantity": 90, "per_day": 3, "refills": 2}),
        ("PLAN: Flexeril 10 mg at bedtime, #14, no refills.\n", {"quantity": 14, "per_day": 1, "refills": 0}),
        ("PLAN:\n1. Gabapentin 600 mg #90, refills: 3\n", {"quantity": 90, "refills": 3}),
    ],
)
def test_a_plan_that_counts_tablets_asks_for_them(plan: str, supply: dict[str, Any]) -> None:
    (request,) = values(plan, "request.item")
    assert supply.items() <= request.items()
    assert request.get("ordinal") is None


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("HISTORY: Lorazepam 1 mg nightly since 11/2013.\n", {"since": date(2013, 11, 1)}),
        ("HISTORY: He has taken lorazepam 1 mg nightly since at least March 2013.\n", {"since": date(2013, 3, 1)}),
        ("HISTORY: He has been taking lorazepam for about two years.\n", {"months": 24}),
    ],
)
def test_how_long_a_drug_has_been_taken(text: str, use: dict[str, Any]) -> None:
    (told,) = values(text, "medication")
    assert use.items() <= told.items()
    assert "asked" not in told


def test_a_drug_that_is_only_asked_for_is_marked() -> None:
    (told,) = values("PLAN: Soma 350 mg at bedtime #30.\n", "medication")
    assert told["asked"] == "yes"


def test_a_phrase_on_use_speaks_of_the_drug_named_beside_it() -> None:
    text = "HISTORY: Norco as needed. Soma has been taken for several years. His pain is there for several years.\n"
    used = [each for each in values(text, "statement") if each["concept"] == "long_term_use"]
    assert used == [{"concept": "long_term_use", "treatment": "carisoprodol"}]
