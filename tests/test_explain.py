"""Findings in words, made from the structure of the rule and the settled facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine.explain import quotes
from engine.facts import Assertion, Evidence, Fact, Source
from tests.rules_folder import FILES, RULE, answer_of, case_of, fact, finding, library_of, rule

if TYPE_CHECKING:
    from pathlib import Path

EXERCISE = fact("concurrent", treatment="exercise")
BETTER = fact("benefit", domain="function", treatment="rubbing")
NOT_BETTER = fact("benefit", Assertion.NEGATED, domain="function", treatment="rubbing")
GENERAL = fact("benefit", domain="function")
UNSAID = fact("concurrent", Assertion.NOT_DOCUMENTED, Source.UR, treatment="exercise")
NO_FEVER = fact("statement", Assertion.NEGATED, concept="fever")
BY_TABLE = "limit: {quantity: {at most: {table: sizes, row: approach, column: most}}}"
OPEN = "visits come to this: at least 4 visits (the earlier course is not counted in the record), where the most"
LEAST = "this much is asked for: 1 visit, where the most allowed is 1 by the least generous row of the table “Sizes”"
BEFORE = fact("prior_course", treatment="rubbing", visits=2)


def because(tmp_path: Path, requirement: str, *facts: Fact, **slots: Any) -> tuple[str, str]:
    """The standing and the reason of one criterion, alone in its file."""
    text = FILES[RULE].split("stages:")[0] + f"indication:\n  - {{id: a, says: a, {requirement}}}\n"
    found = finding(answer_of(library_of(tmp_path, {RULE: text}), case_of(*facts, **slots)), "a")
    return found.standing, found.because


@pytest.mark.parametrize(
    ("requirement", "facts", "slots", "standing", "reason"),
    [
        ("require: {exercise: yes}", [EXERCISE], {}, "met", "exercise goes on beside it"),
        ("require: {exercise: yes}", [fact("concurrent", treatment="rubbing_alone")], {}, "not met",
         "the record denies that exercise goes on beside it"),
        ("require: {exercise: yes}", [], {}, "not documented",
         "the record does not say whether exercise goes on beside it"),
        ("require: {exercise: yes}", [UNSAID], {}, "not documented",
         "the record is said not to show whether exercise goes on beside it"),
        ("exclude: {fever: yes}", [fact("statement", concept="fever")], {}, "not met", "there is fever"),
        ("exclude: {fever: yes}", [NO_FEVER], {}, "met",
         "the record denies that there is fever"),
        ("exclude: {fever: yes}", [], {}, "not documented", "the record does not say whether there is fever"),
        ("exclude: {quantity: {at least: 3}}", [], {"quantity": 3}, "not met",
         "this much is asked for: 3 visits, where 3 or more is excluded"),
        ("exclude: {quantity: {at least: 3}}", [], {"quantity": 2}, "met",
         "this much is asked for: 2 visits, where the least asked for is 3"),
        ("limit: {visits_this_course: {at most: 6}}", [BEFORE], {"quantity": 6}, "not met",
         "visits come to this: 8 visits (6 asked and 2 earlier), where the most allowed is 6"),
        ("limit: {visits_this_course: {at most: 6}}", [], {"quantity": 1}, "met",
         "visits come to this: 1 visit (no earlier course is recorded), where the most allowed is 6"),
        ("limit: {visits_this_course: {at most: 6}}", [], {}, "not documented", "the request states no amount"),
        ("limit: {visits_this_course: {at most: 6}}", [fact("prior_course", treatment="rubbing")], {"quantity": 4},
         "not documented", f"{OPEN} allowed is 6"),
        (BY_TABLE, [], {"quantity": 3, "approach": "high"}, "not met",
         "this much is asked for: 3 visits, where the most allowed is 2 by the row “from above” of the table “Sizes”"),
        (BY_TABLE, [], {"quantity": 1}, "met", f"{LEAST}, as none is known"),
        # Just as many as the row allows, beside a course nobody counted: what is left is zero, what is known is not.
        (BY_TABLE.replace("quantity", "visits_this_course"), [fact("prior_course", treatment="rubbing")],
         {"quantity": 2, "approach": "high"}, "not documented",
         f"{OPEN.replace('4', '2')} allowed is 2 by the row “from above” of the table “Sizes”"),
        ("require: {relief_percent: {at least: 50}}", [fact("benefit", domain="pain", percent=40)], {}, "not met",
         "relief was 40 percent, where the least asked for is 50 (a general statement, as none names this treatment)"),
        ("require: {relief_percent: {at least: 50}}", [], {}, "not documented",
         "the record does not say how much relief there was"),
        ("require: {approach: high}", [], {"approach": "low"}, "not met", "done this way: low"),
        ("require: {better: yes}", [BETTER], {}, "met", "function is better"),
        ("require: {better: yes}", [NOT_BETTER], {}, "not met", "the record denies that function is better"),
        ("require: {better: yes}", [], {}, "not documented", "the record does not say whether it has brought a gain"),
        ("require: {all: [{better: yes}, {exercise: yes}]}", [GENERAL, EXERCISE], {}, "met",
         "function is better and exercise goes on beside it (a general statement, as none names this treatment)"),
        ("require: {all: [{better: yes}, {exercise: yes}]}", [EXERCISE], {}, "not documented",
         "the record does not say whether it has brought a gain"),
        ("require: {any: [{fever: yes}, {exercise: yes}]}", [], {}, "not documented",
         "the record does not say whether there is fever or whether exercise goes on beside it"),
        ("require: {any: [{fever: yes}, {exercise: yes}]}", [EXERCISE], {}, "met", "exercise goes on beside it"),
        ("require: {any: [{fever: yes}, {exercise: no}]}", [EXERCISE, NO_FEVER], {}, "not met",
         "the record denies that there is fever and exercise goes on beside it"),
    ],
)
def test_because(
    tmp_path: Path, requirement: str, facts: list[Fact], slots: dict[str, Any], standing: str, reason: str
) -> None:
    assert because(tmp_path, requirement, *facts, **slots) == (standing, reason)


@pytest.mark.parametrize(
    ("requirement", "facts", "missing"),
    [
        ("require: {exercise: yes}", [], ("exercise goes on beside it",)),
        ("require: {fever: no}", [], ("the record denies that there is fever",)),
        ("require: {better: yes}", [], ("it has brought a gain (shown where function is better)",)),
        ("require: {all: [{exercise: yes}, {better: yes}]}", [EXERCISE],
         ("it has brought a gain (shown where function is better)",)),
        ("require: {all: [{exercise: yes}, {fever: yes}]}", [], ("exercise goes on beside it", "there is fever")),
        ("require: {any: [{exercise: yes}, {fever: yes}]}", [], ("exercise goes on beside it or there is fever",)),
        ("require: {relief_percent: {at least: 50}}", [], ("how much relief there was",)),
        ("limit: {quantity: {at most: 6}}", [], ("the request states no amount",)),
        ("presume: {exercise: yes}", [], ()),
    ],
)
def test_missing(tmp_path: Path, requirement: str, facts: list[Fact], missing: tuple[str, ...]) -> None:
    text = FILES[RULE].split("stages:")[0] + f"indication:\n  - {{id: a, says: a, {requirement}}}\n"
    changes = {RULE: text, "vocabulary/amounts.yaml": ""}
    assert answer_of(library_of(tmp_path, changes), case_of(*facts)).missing == missing


def test_another_stage_does_not_apply(tmp_path: Path) -> None:
    found = finding(answer_of(library_of(tmp_path), case_of(quantity=4)), "gain")
    assert (found.standing, found.because) == ("not applicable", "it does not apply at this stage")
    assert not found.deciding


def test_the_evidence_of_a_derived_fact_is_that_of_what_gave_it(tmp_path: Path) -> None:
    evidence = (Evidence(start=5, end=9, line=2, quote="gain"),)
    better = BETTER.model_copy(update={"evidence": evidence})
    found = finding(answer_of(library_of(tmp_path), case_of(better, BEFORE, quantity=4)), "gain")
    assert [(each.quote, each.line, each.source) for each in found.evidence] == [("gain", 2, "record")]


def test_quotes_come_once_in_the_order_of_the_document() -> None:
    def at(*starts: int) -> Fact:
        evidence = tuple(Evidence(start=each, end=each + 1, line=1, quote="x") for each in starts)
        return fact("benefit").model_copy(update={"evidence": evidence})

    assert [each.start for each in quotes([at(9, 3), at(3), at(1)])] == [1, 3, 9]


def test_a_quoting_fact_is_asked_for_without_the_quoting(tmp_path: Path) -> None:
    changes = rule("presume: {exercise: yes}", "require: {told: yes}")
    changes["vocabulary/facts/more.yaml"] = (
        "told: {kind: flag, scope: patient, reads: the record says that it helped, form_only: a}\n"
    )
    found = finding(answer_of(library_of(tmp_path, changes), case_of(quantity=4)), "beside")
    assert found.because == "the record does not say whether it helped"
