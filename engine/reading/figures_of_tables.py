"""Rows of tables of measurements: a label and what was measured then and now, by the headings of the columns."""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.reading.gap_words import gap_words

_CELL = re.compile(r"[^\t|]+")
_NUMBER = re.compile(
    r"\s*(?P<n>\d{1,4}(?:\.\d+)?|(?:\d )?[1-3]/[234])[+-]?\s?(?P<unit>%|lbs?|pounds?|kg|min(?:utes)?\.?|hrs?|hours?|h"
    r"|deg(?:rees)?|ft|m|miles?|sec|/\d{1,3}|mm|cm|blocks?|points?|tabs?|s|seconds?)?\.?(?:\s?\([^)]*\))?\s*\Z",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s*(?:NT|N/T|not (?:tested|returned|done|measured|recorded)|-+|_+|blank|n/a)\s*\Z", re.IGNORECASE)
_IN_MINUTES = {"hr": 60, "hrs": 60, "hour": 60, "hours": 60, "h": 60}
_LEAST = 3
_SCALE = re.compile(r"\(?\b0\s?-\s?10\b\)?|/\s?10\b")
_HEADED = 24
_FIGURE = r"-?\d{1,3}(?:\.\d)?[+-]?(?:\s?(?:%|lbs?|min|hrs?|s|sec|deg|/10))?"
_SLASHED = re.compile(rf"(?P<label>[A-Za-z][^\d\n]{{1,40}}[\s:])(?P<before>{_FIGURE})\s/\s(?P<after>{_FIGURE})\s*\Z")


class Row(NamedTuple):
    """One row: its label, the first and last figure (none where left blank), and where the figures stand."""

    label: str
    before: float | None
    after: float | None
    place: tuple[int, int]


class Words(NamedTuple):
    """A row of words: whether the thing was done at the first visit and at the last, and where the words stand."""

    able: tuple[bool, bool]
    place: tuple[int, int]


def words_of(text: str, start: int, end: int) -> Words | None:
    """The row of words in a line, each of which says that a thing is done, or is not: "no | yes", "husband | self"."""
    if text.count("\t", start, end) + text.count("|", start, end) < _LEAST - 1:
        return None
    cells = [match for match in _CELL.finditer(text, start, end) if match[0].strip()]
    written = {cell[0].strip().lower() for cell in cells[1:]}
    told = [_is_done(cell[0].strip()) for cell in cells[1:]]
    if len(written) == 1 and len(told) >= _LEAST - 1 and not written.pop()[:1].isdigit():
        told = [bool(told[0])] * len(told)
    if len(told) < _LEAST - 1 or None in told:
        return None
    return Words((bool(told[0]), bool(told[-1])), (cells[1].start(), cells[-1].end()))


def _is_done(cell: str) -> bool | None:
    """Whether a cell says that a thing is done, or that it is not; nothing where it says neither."""
    if gap_words("cell_done").match(cell):
        return True
    return False if gap_words("cell_undone").match(cell) else None


def slashed(text: str, start: int, end: int) -> Row | None:
    """The row of measurements in a line of a label and two figures with a stroke between them: "bend 95 / 132"."""
    match = _SLASHED.match(text, start, end)
    if match is None:
        return None
    before, after = (_figure(match[name]) for name in ("before", "after"))
    return Row(match["label"].strip(), before, after, (match.start("before"), match.end("after")))


def compares(text: str, start: int, end: int) -> bool:
    """Whether a line announces figures of then and now in this order: "first visit against sixth:"."""
    first, last = gap_words("columns_then").search(text, start, end), gap_words("columns_now").search(text, start, end)
    return bool(first and last and first.start() < last.start() <= first.end() + _HEADED)


def headings_of(text: str, start: int, end: int) -> tuple[str, ...]:
    """The cells of a line that may head a table, in small letters; none for a line of one cell or of figures."""
    cells = tuple(match[0].strip().lower() for match in _CELL.finditer(text, start, end) if match[0].strip())
    return cells if len(cells) >= _LEAST - 1 and not any(_NUMBER.match(cell) for cell in cells) else ()


def row_of(text: str, start: int, end: int, headings: tuple[str, ...] = ()) -> Row | None:
    """The row of measurements in a line, or nothing where the line is none; a column of goals is left out."""
    if text.count("\t", start, end) + text.count("|", start, end) < _LEAST - 1:
        return None
    cells = [match for match in _CELL.finditer(text, start, end) if match[0].strip()]
    label = _SCALE.sub("", cells[0][0].split("(")[0]) if cells else ""
    if len(cells) < _LEAST or any(char.isdigit() for char in label.replace("-", "")[-4:]):
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


def _part(written: str) -> float:
    """A number, or a fraction."""
    above, _, below = written.partition("/")
    return float(above) / float(below or 1)


def _figure(cell: str) -> float | None:
    match = _NUMBER.match(cell)
    if match is None:
        return None
    return sum(map(_part, match["n"].split())) * _IN_MINUTES.get((match["unit"] or "").lower(), 1)
