"""The part of the body in which a sign of the nerves is found, where no name of the sign tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.reading.passage import Passage, Place

_APART = re.compile(r"[;\n|]|\.\s|\bbut\b")
_FARTHEST = 60


def limb_of(passage: Passage, place: Place, level: str | None) -> str | None:
    """The limb that the root goes to, else the nearest part that the clause names."""
    if level:
        return "upper_extremity" if level.upper().startswith("C") else "lower_extremity"
    near = [
        (gap, part.start, part.id)
        for part in passage.of("body_part")
        if (gap := max(part.start - place[1], place[0] - part.end, 0)) <= _FARTHEST
        and not _APART.search(passage.text, min(part.end, place[1]), max(part.start, place[0]))
    ]
    return min(near)[2] if near else None
