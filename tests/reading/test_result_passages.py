"""Passages of independent authors: what came of treatment, over several sentences, in lines, tables and other hands.

`says` of a passage holds what it says, each as `yes` or `no`. A gain of function and one of daily activities are near
each other, and either counts for the other; a gain of anything is help. Nobody tunes on the held-out file: its failure
gives the total and never a passage.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engine import strict_yaml
from engine.document import Document
from engine.facts import Assertion
from engine.reading.reader import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact

FOLDER = Path(__file__).with_name("passages")
REPORT = "PROGRESS REPORT\nDate of exam: 03/14/2014\nSUBJECTIVE\n"
READ_AT_LEAST = {"results": 0.81, "results-held-out": 0.65}
DOMAINS = {
    "pain_reduced": {"pain"},
    "strength_or_motion_gained": {"strength", "rom"},
    "adl_improved": {"adl", "sleep", "function"},
    "function_improved": {"adl", "function"},
    "medication_reduced": {"medication"},
    "temporary_only": {"temporary"},
    "helped": {"general"},
}
GAINS = {"pain", "strength", "rom", "adl", "function", "sleep"}
SO = {Assertion.AFFIRMED, Assertion.HISTORICAL}


def said(fact: Fact) -> Iterator[tuple[str, str]]:
    """The domain that a fact is of, and whether it says so or not."""
    so = "yes" if fact.assertion in SO else "no"
    if fact.type == "benefit":
        yield str(fact.value["domain"]), so
        if so == "yes" and fact.value["domain"] in GAINS:
            yield "general", so
    elif fact.type == "failed_care":
        yield "general", "no" if so == "yes" else "yes"
    elif fact.type == "medication" and "change" in fact.value:
        yield "medication", "yes" if fact.value["change"] in {"decreased", "stopped"} else "no"


def counted(passage: dict[str, Any]) -> tuple[int, int]:
    """How much of what a passage says is read, and how much there is."""
    found = {pair for fact in read(Document("passage", f"{REPORT}{passage['text']}\n")).facts for pair in said(fact)}
    wanted = [(DOMAINS[key], str(value)) for key, value in passage["says"].items() if key in DOMAINS]
    return sum(any((each, value) in found for each in domains) for domains, value in wanted), len(wanted)


@pytest.mark.parametrize("name", sorted(READ_AT_LEAST))
def test_most_of_what_passages_say_is_read(name: str) -> None:
    counts = [counted(each) for each in strict_yaml.read(FOLDER / f"{name}.yaml").data["passages"]]
    read_, there = (sum(each) for each in zip(*counts, strict=True))
    assert read_ >= READ_AT_LEAST[name] * there, f"{read_} of {there}"
