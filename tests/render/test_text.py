from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.render.report import report
from engine.render.text import Paper, render

if TYPE_CHECKING:
    from engine.recommendation import CheckResult


def test_everything_a_person_asks_for_is_there(result: CheckResult) -> None:
    told = render(report(result))
    squeezed = " ".join(told.split())
    for words in (
        "1. Massage <therapy> x 8",
        "8 visits, low back",
        "Massage: page 60",
        "in force since 18 July 2009; chosen for 14 May 2014 (date of the request); stage: repeat",
        "x not met visits: what visits asks",
        "? not documented benefit: what benefit asks",
        "+ met adjunct: what adjunct asks",
        "“lasted *only* <b>an hour</b> [31m” (page 2, line 3, the utilization review's account)",
        "For a person to weigh - a matter of judgement",
        "Not in the record - function has improved",
        "6 visits would stay within the limit. This is advice",
        "This item presupposes item 2.",
        "Considered and passed over - Other (page 1): it is for another phase",
        "our reading, visits: our own words",
        "high confidence, not verified against the text: visits, benefit, adjunct",
        "2. moon dust",
        "1 sentence looked clinical and gave no fact",
        "only a physician may delay, modify or deny",
        "rules 1 (ffffffffffff), engine both",
    ):
        assert words in squeezed
    assert "other_stage" not in told


def test_lines_keep_to_the_width_and_carry_no_control_characters(result: CheckResult) -> None:
    for width in (60, 72, 100):
        told = render(report(result, full=True), Paper(width=width))
        assert max(map(len, told.splitlines())) <= width
        assert all(char == "\n" or char.isprintable() for char in told)
        assert told.endswith("\n")


def test_the_answer_stands_at_the_right_edge_or_below_a_long_item(result: CheckResult) -> None:
    told = render(report(result)).splitlines()
    assert next(line for line in told if line.startswith("1.")).endswith(" UPHELD")
    assert len(next(line for line in told if line.startswith("1."))) == 100
    narrow = render(report(result), Paper(width=26)).splitlines()
    assert "   UPHELD" in narrow


def test_colour_changes_nothing_but_the_colour(result: CheckResult) -> None:
    whole = report(result, full=True)
    painted = render(whole, Paper(colour=True))
    assert "\x1b[1;31mUPHELD\x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == render(whole)


def test_the_whole_chain_is_told_in_full_only(result: CheckResult) -> None:
    short, full = render(report(result)), render(report(result, full=True))
    for words in ("What fired", "visits.not_met", "The record is silent on silent_fact", "line 7: He limps."):
        assert words in full
        assert words not in short
    assert "conflict: later" in full
    assert "all 2 must change: each alone keeps the answer" in full


def test_one_item_can_be_told_alone(result: CheckResult) -> None:
    told = render(report(result, item=2))
    assert "2. moon dust" in told
    assert "1. Massage" not in told
