"""Words as phrases compare them: "pt" is the patient or physical therapy, by the words beside it."""

from __future__ import annotations

import pytest

from engine.reading.tokens import tokens_of


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
