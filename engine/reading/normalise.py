"""Text made even for reading, with a way back to every original character.

Documents arrive wrapped, double-spaced, scanned and typeset. `normalise` folds typography, repairs scanning errors,
joins wrapped lines and keeps the line breaks that mean something, so that everything after it works on plain text.
A gap of three blanks or more inside a line, the mark of a column, becomes one tab.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from engine.reading.folding import fold, repair
from engine.reading.layout import PARTED, Join, Line, joins, line_of
from engine.reading.lost_ends import pieces
from engine.reading.page_lines import without_page_lines

_RUN = re.compile(
    r"[ \t]*\.{5,}[ \t.]*|[ \t\n\u00ad]*[\u2191\u2193\u2194]+ ?|\d?\u00bd"
    r"|[ \t\n\u00ad]{2,}|[\t\u00ad\u2026\ufb00-\ufb06]"
)
_EXPANDED = {
    "\u2026": "...",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
# Arrows that say how something moved; one that points from a figure to the next is folded to `>`.
_ARROWS = {"\u2191": "increased", "\u2193": "decreased", "\u2194": "unchanged"}
_HALF = "\u00bd"
# Marks that a speech recogniser wrote out. A text that has several of two of them was dictated so.
_SPOKEN = {"comma": ", ", "period": ". ", "colon": ": ", "paragraph": "\n", "new paragraph": "\n", "new line": "\n"}
_SPOKEN_RUN = re.compile(rf"\s+(?:{'|'.join(sorted(_SPOKEN, key=len, reverse=True))})(?:\s+|\Z)|{_RUN.pattern}")
_FEWEST_SPOKEN = 3
_FEWEST_QUOTED = 6
_COLUMN_GAP = 3
_BLANK = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\u00a0\ufeff\u200b"


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised `text` of an `original`. Offsets count characters.

    `_starts` and `_origins` are breakpoints: from `_starts[i]` on, characters of `text` stand at `_origins[i]` and
    after in `original`, none behind the next of the origins; the last of these is its end.
    """

    text: str
    original: str
    _starts: tuple[int, ...]
    _origins: tuple[int, ...]

    def origin(self, offset: int) -> int:
        """The offset in `original` of the character at `offset` in `text`."""
        following = bisect_right(self._starts, offset)
        if not following:
            return 0
        origin = self._origins[following - 1] + offset - self._starts[following - 1]
        return min(origin, self._origins[following] - 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of `original` that `text[start:end]` came from, without blanks at its ends.

        An empty stretch gives an empty one; a stretch of nothing but blanks is returned untrimmed.
        """
        if start >= end or not self.original:
            return (0, 0) if not self.original else (self.origin(start),) * 2
        first, last = self.origin(start), self.origin(end - 1) + 1
        quote = self.original[first:last]
        if len(quote.strip()) in {0, len(quote)}:
            return first, last
        return first + len(quote) - len(quote.lstrip()), last - len(quote) + len(quote.rstrip())


class _Builder:
    """Collects pieces of the result with the place each came from."""

    def __init__(self, runs: re.Pattern[str]) -> None:
        self.runs = runs
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.length = 0

    def add(self, piece: str, origin: int) -> None:
        self.pieces.append(piece)
        self.starts.append(self.length)
        self.origins.append(origin)
        self.length += len(piece)

    def line(self, text: str, start: int, end: int) -> None:
        """Add one stripped line, its runs of blanks collapsed and its ligatures opened."""
        at = start
        for run in self.runs.finditer(text, start, end):
            if run.start() > at:
                self.add(text[at : run.start()], at)
            replacement = _replacement(run[0])
            if run.start() == start:
                replacement = replacement.lstrip(" ")
            if replacement:
                self.add(replacement, run.start())
            at = run.end()
        if at < end:
            self.add(text[at:end], at)


def _replacement(run: str) -> str:
    if run in _EXPANDED:
        return _EXPANDED[run]
    if run.strip() in _SPOKEN:
        return _SPOKEN[run.strip()]
    if (sign := run.rstrip()[-1:]) in _ARROWS or sign == _HALF:
        return f"{run[:-1] or 0}.5" if sign == _HALF else f" {_ARROWS[sign]} "
    if run.endswith((".", ". ", ".\t")) or "....." in run:
        return "\t"  # a dotted line leads from one column to the next
    blanks = run.strip("\u00ad")
    if not blanks:
        return ""
    return "\t" if len(blanks) >= _COLUMN_GAP or "\t" in blanks else " "


def normalise(text: str) -> Normal:
    """The text made even; linear in its length, never fails on any string."""
    folded = repair(fold(text))
    lines = without_page_lines(_lines(folded))
    spoken = all(folded.count(f" {word} ") >= _FEWEST_SPOKEN for word in ("comma", "period"))
    builder = _Builder(_SPOKEN_RUN if spoken else _RUN)
    for line, join in zip(lines, joins(lines), strict=True):
        builder.line(folded, line.start, line.end - 1 if join is Join.KNIT else line.end)
        if join in {Join.BREAK, Join.WRAP}:
            builder.add(join.value, line.end)
    return Normal("".join(builder.pieces), text, tuple(builder.starts), (*builder.origins, len(text)))


def _lines(folded: str) -> list[Line]:
    """The lines that hold anything, stripped, each with the number of empty lines above it."""
    found: list[Line] = []
    at, empty = 0, 0
    rows = folded.split("\n")
    before = _BLANK + ">" if _is_quoted(rows) else _BLANK
    for raw in rows:
        content = raw.lstrip(before).rstrip(_BLANK)
        if content:
            start = at + len(raw) - len(raw.lstrip(before))
            for piece, words in pieces(start, content):
                found.append(line_of(piece, words, empty if piece == start else PARTED))
            empty = 0
        else:
            empty += 1
        at += len(raw) + 1
    return found


def _is_quoted(rows: list[str]) -> bool:
    """Whether a text is the answer of an e-mail, most of whose lines begin with the sign of a quotation."""
    quoted = sum(1 for row in rows if row.lstrip(" \t")[:1] == ">")
    return quoted >= _FEWEST_QUOTED and quoted * 2 > sum(1 for row in rows if row.strip(_BLANK))
