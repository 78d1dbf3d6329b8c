"""Rationales that can be read aloud: no ids, no doubled stops, plurals as they should be."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engine.casefile import load_case_file
from engine.conditions import Interval
from engine.library import load_library
from engine.rationale import say_item
from engine.recommend import check_case
from engine.wording import amount, capital, day, interval, listed, lower_first, number, plural, sentence
from tests.rules_folder import answer_of, case_of, fact, library_of, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.recommendation import Recommendation

CASES = sorted((Path(__file__).parent.parent / "cases").rglob("*.yaml"))
ID = re.compile(r"\b[a-z]+_[a-z_]+\b")
CLUMSY = re.compile(r"\.\.|,,|;;|  |\( | \)|\.,|,\.|;\.|:\.| ,| ;|\bNone\b|\bnan\b|\{|\}")


def answers() -> Iterator[tuple[str, Recommendation]]:
    library = load_library()
    for path in CASES:
        if "letter:" not in path.read_text(encoding="utf-8"):
            case = load_case_file(path, library.vocabulary).case
            for answer in check_case(case, library, engine="direct").items:
                yield path.stem, answer


def sentences(answer: Recommendation) -> list[str]:
    reasons = [each.because for each in answer.findings]
    why = [each.why for each in answer.considered]
    return [answer.rationale, *reasons, *why, *answer.needs_person, *answer.missing, *answer.notes]


def test_every_sentence_of_every_case_can_be_read_aloud() -> None:
    wrong = [
        (name, text)
        for name, answer in answers()
        for text in sentences(answer)
        if ID.search(text) or CLUMSY.search(text)
    ]
    assert wrong == []


def test_every_rationale_is_sentences_that_begin_and_end_as_sentences_do() -> None:
    for name, answer in answers():
        assert answer.rationale[0].isupper() or answer.rationale[0].isdigit(), name
        assert answer.rationale.endswith("."), name
        assert not answer.rationale.endswith(".."), name


def item(wording: str, **slots: Any) -> str:
    return say_item(_answer(wording, **slots))


def _answer(wording: str, **slots: Any) -> Recommendation:
    return check_case(case_of(wording=wording, treatment="nothing", **slots), load_library()).items[0]


@pytest.mark.parametrize(
    ("wording", "slots", "says"),
    [
        ("massage therapy", {"quantity": 6, "unit": "visit"}, "Massage therapy, 6 visits"),
        ("massage therapy", {"quantity": 1, "unit": "visit"}, "Massage therapy, 1 visit"),
        ("massage therapy x 6", {"quantity": 6, "unit": "visit"}, "Massage therapy x 6"),
        ("massage", {"quantity": 6, "unit": "visit", "body_part": "low_back"}, "Massage, 6 visits, low back"),
        ("massage of the neck", {"body_part": "neck"}, "Massage of the neck"),
        ("L1 injection", {"quantity": 1, "unit": "injection"}, "L1 injection"),
        ("L1 block", {"quantity": 1, "unit": "injection"}, "L1 block, 1 injection"),
        ("Norco 10/325 mg", {"quantity": 10, "unit": "tablet"}, "Norco 10/325 mg, 10 tablets"),
        ("Norco #90", {"quantity": 90, "unit": "tablet"}, "Norco #90"),
        ("TENS unit", {}, "TENS unit"),
    ],
)
def test_the_item_in_words(wording: str, slots: dict[str, Any], says: str) -> None:
    assert item(wording, **slots) == says


class TestSmallCases:
    """One of each kind of answer, word for word."""

    def test_overturned(self, tmp_path: Any) -> None:
        answer = answer_of(library_of(tmp_path), case_of(quantity=4, unit="visit"))
        assert answer.rationale == (
            "Rubbing, 4 visits: the denial should be overturned. The request meets the guideline “Rubbing” (page 1). "
            "The record shows what it asks: visits come to this: 4 visits (no earlier course is recorded), where the "
            "most allowed is 6. Not stated, and not needed for this answer: beside exercise."
        )

    def test_limit_exceeded(self, tmp_path: Any) -> None:
        answer = answer_of(library_of(tmp_path), case_of(quantity=8, unit="visit"))
        assert answer.rationale == (
            "Rubbing, 8 visits: the denial should be upheld. Under the guideline “Rubbing” (page 1), the request goes "
            "beyond a limit of the text. Up to six: visits come to this: 8 visits (no earlier course is recorded), "
            "where the most allowed is 6. A request for 6 visits would stay within the limit."
        )

    def test_excluded(self, tmp_path: Any) -> None:
        answer = answer_of(library_of(tmp_path), case_of(fact("statement", concept="fever"), quantity=4))
        assert answer.rationale == (
            "Rubbing, 4: the denial should be upheld. Under the guideline “Rubbing” (page 1), the record states "
            "something that the text excludes. Excluded is fever: there is fever."
        )

    def test_exception(self, tmp_path: Any) -> None:
        answer = answer_of(library_of(tmp_path), case_of(quantity=8, given={"exceptional": "yes"}))
        assert answer.rationale.startswith(
            "Rubbing, 8: the denial should be overturned. The request meets the guideline “Rubbing” (page 1). Up to "
            "six: visits come to this: 8 visits (no earlier course is recorded), where the most allowed is 6, but the "
            "text makes an exception: a reason is given."
        )

    def test_not_recommended(self, tmp_path: Any) -> None:
        changes = rule("status: conditional", "status: not recommended") | {"vocabulary/amounts.yaml": ""}
        answer = answer_of(library_of(tmp_path, changes), case_of(quantity=4, unit="visit"))
        assert answer.rationale == (
            "Rubbing, 4 visits: the denial should be upheld. Under the guideline “Rubbing” (page 1), the text does not "
            "recommend this treatment and no exception is documented. Not recommended: no exception of the text is "
            "documented."
        )


@pytest.mark.parametrize(
    ("value", "unit", "says"),
    [
        (Interval(1, 1), "visit", "1 visit"),
        (Interval(6, 6), "visit", "6 visits"),
        (Interval(6, None), "visit", "at least 6 visits"),
        (Interval(None, 6), "visit", "at most 6 visits"),
        (Interval(6, 9), "visit", "6 to 9 visits"),
        (Interval(None, None), "visit", "an unknown number"),
        (Interval(50, 50), "percent", "50 percent"),
        (Interval(2.5, 2.5), "visit a week", "2.5 visits a week"),
        (Interval(120, 120), "mg of oral morphine a day", "120 mg of oral morphine a day"),
        (Interval(88.94, 88.94), "month", "88 months"),
        (Interval(3.03, 3.03), "month", "3.03 months"),
        (Interval(2, 2), "study", "2 studies"),
        (Interval(2, 2), "day", "2 days"),
        (Interval(2, 2), "patch", "2 patches"),
        (Interval(6, 6), "", "6"),
    ],
)
def test_numbers_with_their_units(value: Interval, unit: str, says: str) -> None:
    assert interval(value, unit) == says


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "a", ""], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a and b", "c"], "a and b, and c"),
        (["a, b", "c", "d"], "a, b; c; and d"),
    ],
)
def test_lists(parts: list[str], says: str) -> None:
    assert listed(parts) == says


def test_small_words() -> None:
    assert (day(date(2016, 7, 28)), number(1200), amount(1, "visit")) == ("28 July 2016", "1,200", "1 visit")
    assert (capital("aB"), lower_first("Massage"), lower_first("TENS unit")) == ("AB", "massage", "TENS unit")
    assert (sentence("so it is."), sentence(" so "), plural("box")) == ("So it is.", "So.", "boxes")
