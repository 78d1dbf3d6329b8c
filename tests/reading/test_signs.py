"""Signs of the examination that one word at the end of their list calls normal, and words that make sure and deny."""

from __future__ import annotations

import pytest

from engine.document import Document
from engine.facts import Assertion
from engine.reading.reader import read


def said(words: str, kind: str, slot: str) -> dict[object, Assertion]:
    """What a report of these words says of each thing of a kind."""
    facts = read(Document("told", f"PROGRESS REPORT\nDate of exam: 03/14/2014\nOBJECTIVE\n{words}\n")).facts
    return {fact.value[slot]: fact.assertion for fact in facts if fact.type == kind}


@pytest.mark.parametrize(
    ("words", "normal"),
    [
        ("Lachman, pivot shift and valgus stress all stable.", {"instability"}),
        ("Lachman, drawer and McMurray are tight and painless.", {"instability", "mcmurray"}),
        ("Drawer and Lachman symmetrical to the other side.", {"instability"}),
        ("Spurling and Hoffmann quiet, SLR positive.", {"spurling"}),
        ("Positive Lachman, McMurray normal.", {"mcmurray"}),
        ("Phalen, Tinel (right wrist): both unremarkable.", {"phalen", "tinel"}),
        ("Lachman 2+ with a soft end point.", set()),
        ("Lachman positive; patella stable.", set()),
        ("Phalen and Tinel both positive. Sensation intact.", set()),
    ],
)
def test_a_list_of_signs_called_normal(words: str, normal: set[str]) -> None:
    found = said(words, "exam.finding", "finding")
    assert {finding for finding, assertion in found.items() if assertion is Assertion.NEGATED} == normal


@pytest.mark.parametrize(
    ("words", "assertion"),
    [
        ("There is no dispute among physicians over her abilities.", Assertion.NEGATED),
        ("The surgeon and the QME are in dispute over his abilities.", Assertion.AFFIRMED),
    ],
)
def test_a_word_that_makes_sure_denies_the_thing_that_it_runs_into(words: str, assertion: Assertion) -> None:
    assert said(words, "statement", "concept").get("restrictions_conflict", Assertion.AFFIRMED) is assertion


def test_a_plan_against_a_relapse_is_no_flare_up() -> None:
    assert said("We will work on a relapse plan.", "flare_up", "present") == {}
    assert said("He had a relapse in May.", "flare_up", "present") == {"new": Assertion.AFFIRMED}
