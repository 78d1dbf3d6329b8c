"""Rows of tables of measurements: a label and what was measured then and now, by the headings of the columns."""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.reading.gap_words import gap_words

_CELL = re.compile(r"[^\t|]+")
_NUMBER = re.compile(
    r"\s*(?P<n>\d{1,4}(?:\.\d+)?)\s?(?P<unit>%|lbs?|pounds?|kg|min(?:utes)?\.?|hrs?|hours?|h"
    r"|deg(?:rees)?|ft|m|miles?|sec|/\d{1,3}|mm|cm|blocks?|points?)?\.?(?:\s?\([^)]*\))?\s*\Z",
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


def headings_of(text: str, start: int, end: int) -> tuple[str, ...]:
    """The cells of a line that may head a table, in small letters; none for a line of one cell or of figures."""
    cells = tuple(match[0].strip().lower() for match in _CELL.finditer(text, start, end) if match[0].strip())
    return cells if len(cells) >= _LEAST - 1 and not any(_NUMBER.match(cell) for cell in cells) else ()


def row_of(text: str, start: int, end: int, headings: tuple[str, ...] = ()) -> Row | None:
    """The row of measurements in a line, or nothing where the line is none; a column of goals is left out."""
    if text.count("\t", start, end) + text.count("|", start, end) < _LEAST - 1:
        return None
    cells = [match for match in _CELL.finditer(text, start, end) if match[0].strip()]
    if len(cells) < _LEAST or any(char.isdigit() for char in cells[0][0].split("(")[0].replace("-", "")[-4:]):
        return None
    columns = _measured(cells[1:], headings)
    if len(columns) < _LEAST - 1:
        return None
    first, last = _figure(columns[0][0]), _figure(columns[-1][0])
    place = (columns[0].start(), columns[-1].end())
    if first is None or (last is None and not _BLANK.match(columns[-1][0])):
        return None
    return Row(cells[0][0].strip(), first, last, place)


def _measured(cells: list[re.Match[str]], headings: tuple[str, ...]) -> list[re.Match[str]]:
    """The cells of what was measured: not those of goals, norms and differences."""
    named = headings[-len(cells) :] if len(headings) >= len(cells) else ()
    if not named:
        return cells
    if {name[:1] for name in named} == {"r", "l"}:
        return []
    return [cell for cell, name in zip(cells, named, strict=True) if not gap_words("not_measured").search(name)]


def _figure(cell: str) -> float | None:
    match = _NUMBER.match(cell)
    if match is None:
        return None
    return float(match["n"]) * _IN_MINUTES.get((match["unit"] or "").lower(), 1)
