"""Lines that pages repeat are left out, and sentences run on over them."""

from __future__ import annotations

import pytest

from engine.reading.normalise import normalise

_ABOVE = "He was seen in March for the left knee, which still locks when he comes down\n"
_BELOW = "the stairs in the morning; a brace was of no use to him.\n"


@pytest.mark.parametrize(
    "between",
    [
        "\nPage 2 of 4\n\n",
        "\n- Page 2 -\n\n",
        "\nPg. 2/4\n\n",
        "\n(continued on next page)\n\npage 3\n\n",
    ],
)
def test_a_sentence_runs_on_over_a_page_number(between: str) -> None:
    assert "comes down the stairs" in normalise(_ABOVE + between + _BELOW).text


def test_a_repeated_letterhead_is_left_out_but_for_the_first() -> None:
    head = "\nRE: [redacted]   Claim 12   Page {} of 3\n\nHill Street Clinic\n\n"
    text = head.format(1) + _ABOVE + head.format(2) + _BELOW + head.format(3) + "He limps.\n"
    found = normalise(text).text
    assert "comes down the stairs" in found
    assert found.count("Claim 12") == 1
    assert "He limps." in found


@pytest.mark.parametrize(
    "text",
    [
        "The guideline is quoted below.\nMTUS, page 46.\nMTUS, page 60.\n",
        "1. Physical therapy, 6 visits\n2. Physical therapy, 12 visits\n",
        "Decision: upheld\n\nCane\n\nDecision: upheld\n",
        "See the chronic pain guideline,\npage 46.\n",
    ],
)
def test_other_lines_stay(text: str) -> None:
    assert "".join(normalise(text).text.split()) == "".join(text.split())
