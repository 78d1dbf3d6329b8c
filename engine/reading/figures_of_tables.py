"""Rows of tables of measurements: a label and what was measured at the first and at the last visit."""

from __future__ import annotations

import re
from typing import NamedTuple

_CELL = re.compile(r"[^\t|]+")
_NUMBER = re.compile(
    r"\s*(?P<n>\d{1,4}(?:\.\d+)?)\s?(?P<unit>%|lbs?|pounds?|kg|min(?:utes)?\.?|hrs?|hours?|h"
    r"|deg(?:rees)?|ft|m|miles?|sec|/10|mm|cm)?\s*\Z",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s*(?:NT|N/T|not (?:tested|returned|done|measured|recorded)|-+|_+|blank|n/a)\s*\Z", re.IGNORECASE)
_IN_MINUTES = {"hr": 60, "hrs": 60, "hour": 60, "hours": 60, "h": 60}
_LEAST = 3


class Row(NamedTuple):
    """One row: its label, the first and last figure (none where left blank), and where the figures stand."""

    label: str
    before: float | None
    after: float | None
    place: tuple[int, int]


def row_of(text: str, start: int, end: int) -> Row | None:
    """The row of measurements in a line, or nothing where the line is none."""
    if text.count("\t", start, end) + text.count("|", start, end) < _LEAST - 1:
        return None
    cells = [match for match in _CELL.finditer(text, start, end) if match[0].strip()]
    if len(cells) < _LEAST or any(char.isdigit() for char in cells[0][0].split("(")[0].replace("-", "")[-4:]):
        return None
    first, last = _figure(cells[1][0]), _figure(cells[-1][0])
    place = (cells[1].start(), cells[-1].end())
    if first is None:
        return None
    if last is None and not _BLANK.match(cells[-1][0]):
        return None
    return Row(cells[0][0].strip(), first, last, place)


def _figure(cell: str) -> float | None:
    match = _NUMBER.match(cell)
    if match is None:
        return None
    return float(match["n"]) * _IN_MINUTES.get((match["unit"] or "").lower(), 1)
