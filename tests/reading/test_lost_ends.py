"""Where lines began in text whose line ends were lost, and where they did not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.lost_ends import lost_ends, pieces
from engine.reading.normalise import normalise

_FORM = "Worker: [redacted] Sex: F Age: 44 Occupation: pastry cook Date of Injury: 3/4/2012 Employer: county kitchen "
_PROSE = (
    "She tripped over a hose in the yard and landed on the left hip, which has hurt since; walking a block is all "
    "that she manages, and the stairs at home are taken one at a time with the rail in her hand. "
)


def _lines(text: str) -> list[str]:
    return [piece.strip() for _, piece in pieces(0, text)]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (
            _FORM,
            ["Sex: F", "Age: 44", "Occupation: pastry cook", "Date of Injury: 3/4/2012", "Employer: county kitchen"],
        ),
        (
            "Requested: 1. Acupuncture six visits 2. Cane, adjustable 3. Naproxen 500 mg",
            ["1. Acupuncture", "3. Naproxen"],
        ),
        ("We ask for a) water therapy b) a home stretching class c) gel pads", ["b) a home stretching", "c) gel"]),
        ("I. History. Hip pain. II. Findings. Limp. III. Opinion. Wait.", ["II. Findings", "III. Opinion"]),
        ("ITEM #1 walker, wheeled ITEM #2 bath bench ITEM #3 grab bars", ["ITEM #1", "ITEM #2", "ITEM #3"]),
        ("Please authorize: - Acupuncture, 6 - Cane - Naproxen 500 mg #60", ["- Acupuncture", "- Cane", "- Naproxen"]),
        ("PHYSICAL FINDINGS Limp on the left. RADIOGRAPHS Narrowed joint.", ["Limp on"]),
        ("Q. What hurts? A. The left hip. Q. Since when? A. The spring.", ["Q. What", "A. The left", "Q. Since"]),
        ("Background ---------- Fell in May. Opinion ---------- Hip strain.", ["Fell in", "Opinion", "Hip strain"]),
        ("| 1 | cane | denied | | 2 | walker | allowed | | 3 | gel | denied |", ["| 2 | walker", "| 3 | gel"]),
        ("Work status: light duty The hip is no better Dear Dr. Chu: Thank you", ["The hip", "Dear Dr. Chu"]),
        ("  [X] Repeat radiograph of the left hip    [ ] Nothing else is asked    Signed: RN", ["[X] Repeat"]),
        ("History of fall.  Treatment to date Naproxen and rest. Plan - water therapy", ["Treatment to date", "Plan"]),
    ],
)
def test_lines_begin_at_marks(text: str, begins: list[str]) -> None:
    found = _lines(_FORM + _PROSE + text)
    assert [each for each in begins if not any(line.startswith(each) for line in found)] == []


@pytest.mark.parametrize(
    "text",
    [
        "She takes a total of 2. The rest is as before; she was seen on 3. May and again in July, and wants no change.",
        "He can do both (a) walking and (b) sitting for an hour, or (c) neither on a bad day, as told to the nurse.",
        "The nurse wrote: no change. The doctor said: wait. The letter states: denied. The patient asked: why so?",
        "It was done by Dr. The, by Mrs. All and by Mr. An; the MRI and EMG were read by them and by Dr. Her too.",
        "Weight 150 - 160 lb, pulse 60 - 70, flexion 40 - 50 degrees, pain 4 - 5 of 10, walking 10 - 15 minutes a day.",
        "At the visit of June 3, 2012 the pain was 4 of 10 - less than in May - and he slept - at last - all night.",
    ],
)
def test_running_text_stays_one_line(text: str) -> None:
    assert lost_ends(_PROSE + text) == []


def test_a_short_line_stays_whole() -> None:
    assert lost_ends("Sex: F Age: 44 Occupation: cook") == []


@given(st.text(st.sampled_from(" \n\t-:.|1a)A[]X#"), max_size=600))
def test_nothing_is_lost_or_moved(text: str) -> None:
    found = [*pieces(7, text)]
    assert all(text[start - 7 : start - 7 + len(piece)] == piece for start, piece in found)
    assert "".join("".join(piece.split()) for _, piece in found) == "".join(text.split())


def test_offsets_lead_back() -> None:
    normal = normalise(_FORM + _PROSE)
    assert "\nOccupation: pastry cook\n" in normal.text
    at = normal.text.index("pastry")
    assert normal.original[slice(*normal.span(at, at + 11))] == "pastry cook"
