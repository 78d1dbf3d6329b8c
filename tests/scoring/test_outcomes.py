"""Outcomes over the open letters of the corpus never fall below what was reached (`floors.yaml`)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from engine import strict_yaml
from engine.library import load_library
from engine.recommendation import Outcome, Recommendation
from tests.scoring.outcome_labels import Expected, corpus_letters, named_otherwise, pairs
from tests.scoring.outcome_report import figures, kind, tables
from tests.scoring.outcomes import Judged, Scored, judge, main
from tests.scoring.rewriting import REWRITINGS, items_read, rewritten

FLOORS: dict[str, Any] = strict_yaml.read(Path(__file__).with_name("floors.yaml")).data
needs_letters = pytest.mark.skipif(not corpus_letters(), reason="the annotated letters are not beside this tree")


@pytest.fixture(scope="module")
def scored() -> Scored:
    return judge(corpus_letters(), load_library())


@needs_letters
@pytest.mark.parametrize("treatment", FLOORS["treatments"])
def test_outcomes_of_a_treatment_hold(scored: Scored, treatment: str) -> None:
    sure = [each for each in scored.items if each.wanted.treatment == treatment and not each.wanted.arguable]
    wrong = [f"{each.letter}: {kind(each)}" for each in sure if not each.right_basis]
    reached = {"outcome": sum(each.right for each in sure), "basis": sum(each.right_basis for each in sure)}
    floor = FLOORS["treatments"][treatment]
    assert all(reached[each] >= floor[each] for each in floor), wrong


@needs_letters
def test_no_more_items_are_added(scored: Scored) -> None:
    assert len(scored.extra) <= FLOORS["extra_at_most"], Counter(letter for letter, _ in scored.extra)


@needs_letters
@pytest.mark.parametrize("name", FLOORS["items_read"])
def test_items_are_read_however_a_letter_is_laid_out(name: str) -> None:
    found = judge(rewritten(corpus_letters(), name), load_library())
    lost = sorted({each.letter for each in found.items if each.got is None})
    assert items_read(found) >= FLOORS["items_read"][name], lost


def test_floors_name_rewritings_that_exist() -> None:
    assert set(FLOORS["items_read"]) <= set(REWRITINGS)


def expected(treatment: str = "massage_therapy", outcome: str = "upheld", **slots: Any) -> Expected:
    given: dict[str, Any] = {"wording": "Massage x 6", "body_part": "neck", "quantity": 6, "bases": ("not_documented",)}
    given |= {"deciding": (), "arguable": False} | slots
    return Expected(treatment=treatment, outcome=outcome, **given)


def answered(treatment: str = "massage_therapy", outcome: str = "upheld", **slots: Any) -> Recommendation:
    given: dict[str, Any] = {"wording": "Massage x 6", "quantity": 6.0, "unit": "visit", "body_part": "neck", "row": ""}
    given |= {"date": None, "stage": "", "basis": "not_documented", "guideline": None} | slots
    return Recommendation(treatment=treatment, outcome=Outcome(outcome), **given)


PARTS = {"neck": {"words": ["neck", "cervical"]}, "low_back": {"words": ["low back", "lumbar"]}}


def test_items_are_matched_by_treatment_then_amount_then_part() -> None:
    got = [answered(quantity=12.0), answered(body_part="low_back"), answered(), answered("acupuncture")]
    assert pairs([expected()], got, PARTS) == ({0: 2}, [0, 1, 3])


def test_two_alike_labels_take_two_answers() -> None:
    got = [answered(body_part="low_back"), answered()]
    assert pairs([expected(), expected(body_part="low back")], got, PARTS) == ({0: 1, 1: 0}, [])


def test_a_label_that_nothing_covers_matches_any_treatment_of_like_words() -> None:
    wanted = expected("not_covered", "not_covered", wording="Cold therapy unit")
    assert pairs([wanted], [answered(), answered("cold_therapy", wording="cold therapy unit")], PARTS)[0] == {0: 1}


def test_an_item_read_as_another_treatment_is_not_found_and_is_named() -> None:
    rest = [answered("acupuncture", wording="massage x 6")]
    assert pairs([expected()], rest, PARTS) == ({}, [0])
    assert named_otherwise(expected(), rest) == "acupuncture"


def judged(wanted: Expected, got: Recommendation | None, *, encoded: bool = True) -> Judged:
    return Judged("A", "imr", wanted, got, encoded, beside=1)


def test_figures_count_what_was_not_read_as_wrong_and_balance_both_outcomes() -> None:
    items = [
        judged(expected(), answered()),
        judged(expected(), answered()),
        judged(expected(outcome="overturned"), None),
    ]
    found = figures(items)
    assert (found.items, found.found, found.right) == (3, 2, 2)
    assert found.balanced == pytest.approx(0.5)
    assert found.basis == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("wanted", "got", "name"),
    [
        (expected(), None, "item not read"),
        (expected(), answered(basis="excluded"), "right outcome on another basis"),
        (expected(outcome="not_covered"), answered(), "a guideline answered what none covers"),
        (expected(), answered(outcome="not_covered"), "no guideline selected"),
        (expected(outcome="overturned"), answered(), "upheld for want of overturning: not_documented"),
        (expected(), answered(outcome="overturned"), "overturned for want of upholding: not_documented"),
    ],
)
def test_each_way_of_being_wrong_has_a_name(wanted: Expected, got: Recommendation | None, name: str) -> None:
    assert kind(judged(wanted, got)) == name


def test_items_without_a_rule_file_and_arguable_ones_are_told_apart() -> None:
    items = (judged(expected(), answered()), judged(expected(), answered(), encoded=False))
    arguable = judged(expected(arguable=True), answered(outcome="overturned"))
    lines = list(tables(Scored((*items, arguable), ()), by_treatment=False))
    counts = {
        line[:32].strip(): line[32:50].split() for line in lines if line.startswith(("all ", "arguable", "without"))
    }
    assert counts["all"] == ["1", "1", "1"]
    assert counts["arguable"] == ["1", "1", "0"]
    assert counts["without a rule file"] == ["1", "1", "1"]


@needs_letters
def test_locked_letters_show_counts_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--locked", "--items"]) == 0
    shown = capsys.readouterr().out
    assert "items read, imr" in shown
    told = sum(each.wording in shown or f"{each.treatment} " in shown for each in _locked_items())
    assert told == 0


def _locked_items() -> list[Expected]:
    items = [each for letter in corpus_letters(locked=True) for each in letter.items]
    return [each for each in items if each.treatment != "not_covered"]


@needs_letters
def test_locked_letters_are_scored_only_all_at_once() -> None:
    assert main(["--locked", "A"]) == 2
