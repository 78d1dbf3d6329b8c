"""Figures of then and now that signs and days tell: arrows, halves, series, grades of strength."""

from __future__ import annotations

import pytest

from engine.reading.figure_changes import changes
from engine.reading.normalise import normalise


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("Oswestry: 12/1/13 = 54; 2/1/14 = 56; 4/1/14 = 55", 54, 55),
        ("pain avg wk1 7.2 wk4 7.0 wk8 7.1", 7.2, 7.1),
        ("Grip R 22/24/20 on 3/3; R 48/46/50 on 5/7", 22, 48),
        ("NDI 3/1: 44%, 5/1: 28%", 44, 28),
        ("VAS 7/10 → 4/10", 7, 4),
        ("sitting 10 ⇒ 25 min", 10, 25),
        ("walking ½ → 1½ blk", 0.5, 1.5),
        ("rotation 50→70", 50, 70),
        ("quads 3+/5 -> 4-/5", 3.4, 3.6),
        ("ODI 10/12/13 54, 3/4/14 30", 54, 30),
    ],
)
def test_figures_told_by_signs_and_days(words: str, before: float, after: float) -> None:
    (change,) = changes(normalise(words).text)
    assert (change.before, change.after) == pytest.approx((before, after))


@pytest.mark.parametrize(
    "words",
    ["PT on 3/1 and 5/1 and 6 on 7/1", "seen 3/1/14, 4/2/14 and 5/6/14", "visit 1 and visit 6 were missed", "L4, L5"],
)
def test_days_alone_are_no_figures(words: str) -> None:
    assert changes(words) == ()


def test_arrows_are_words() -> None:
    normal = normalise("PAIN ↓ 2 pts, ↑ walking, ROM ↔\n")
    assert normal.text.split() == ["PAIN", "decreased", "2", "pts,", "increased", "walking,", "ROM", "unchanged"]
    at = normal.text.index("walking")
    assert normal.span(at, at + 7) == (16, 23)
