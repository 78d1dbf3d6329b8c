"""Words as phrases compare them: slips are mended, and "pt" is the patient or therapy by the words beside it."""

from __future__ import annotations

import pytest

from engine import rule_files
from engine.reading.spelling import spelled
from engine.reading.tokens import form_of, tokens_of
from engine.resources import rules_folder


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("After it pt went from half days to full shifts.", ["patient"]),
        ("Pt denies numbness.", ["patient"]),
        ("per pt, no relief", ["patient"]),
        ("the pt's wife", ["patient"]),
        ("pt has had 12 pt visits", ["patient", "pt"]),
        ("pt was helpful", ["pt"]),
        ("pt 2x6 for the neck", ["pt"]),
        ("PT has failed", ["pt"]),
        ("PT was stopped", ["pt"]),
        ("stopped pt", ["pt"]),
    ],
)
def test_pt_is_told_apart(text: str, told: list[str]) -> None:
    assert [norm for norm in tokens_of(text).norms if norm in {"pt", "patient"}] == told


@pytest.mark.parametrize(
    ("scanned", "printed"),
    [
        ("irnproved", "improved"),
        ("funetion", "function"),
        ("iumbar", "lumbar"),
        ("authorlzation", "authorization"),
        ("cornpleted", "completed"),
        ("NORRNAL", "normal"),
    ],
)
def test_a_letter_that_a_scanner_mistook(scanned: str, printed: str) -> None:
    assert form_of(scanned) == printed


@pytest.mark.parametrize("word", ["failing", "modern", "eastern", "intern", "tendon", "factions", "stern", "ease"])
def test_a_word_of_its_own_is_no_slip_of_a_scanner(word: str) -> None:
    assert form_of(word) in {word, word.removesuffix("s")}


def test_no_word_that_scanners_may_mistake_is_taken_for_another_one() -> None:
    lexicon = rules_folder() / "lexicon"
    words = str(rule_files.read(lexicon / "scanned.yaml").data["words"]).split()
    respelled = rule_files.read(lexicon / "spelling.yaml").data["respelled"]
    others = [word for word in words if spelled(word) not in {word, word.removesuffix("s")}]
    assert set(others) <= set(respelled)
