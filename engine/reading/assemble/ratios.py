"""A count of a count, as figures with a stroke or with "of" give it, told apart from days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.assemble.count_words import Count
from engine.reading.line_words import searching

if TYPE_CHECKING:
    from engine.reading.passage import Passage

MOST = 200
"""More visits than any course has."""
_APART = re.compile(r"[,;.:()]")
_RATIO = re.compile(
    r"(?<![\w/.-])(?P<n>\d{1,3})\s?(?:/|of|out of)\s?(?P<of>\d{1,3})(?!\d|[/.-]\d|\w|\s?(?:mg|lb|strength|motor))",
    re.IGNORECASE,
)


def of_ratio(passage: Passage, start: int, end: int) -> Count | None:
    """A count of a count close behind a name: "6/6", "10 of 12"."""
    for match in _RATIO.finditer(passage.text, start, end):
        padded = match["n"][0] == "0" and len(match["n"]) > 1
        if not padded and not _is_day(passage, match.start(), match.end()):
            return _ratio(passage, start, match)
    return None


def of_ratio_said(passage: Passage) -> Count | None:
    """A count of a count right beside a word of having: "attended 10/10", "8 of 8 kept"."""
    said = [m for m in passage.of("tally") if m.id in {"had", "sum"}]
    for match in _RATIO.finditer(passage.text, passage.start, passage.end):
        start, end = match.span()
        had, whole = int(match["n"]), int(match["of"])
        gaps = [passage.words(end, m.start) if m.start >= end else passage.words(m.end, start) for m in said]
        beside = any(gap in {" ", ": "} for gap in gaps)
        day = any(each.start < end and start < each.end for each in passage.dates)
        if 0 <= had <= whole <= MOST and (beside or (not day and said and had == whole)):
            return Count(had, whole, (start, end))
    return None


def _ratio(passage: Passage, start: int, match: re.Match[str]) -> Count | None:
    had, whole = int(match["n"]), int(match["of"])
    between = passage.words(start, match.start())
    is_said = had in {0, whole} or passage.has("tally", "had", "sum", "lead") or "visit" in between.lower()
    if had > whole or whole > MOST or not is_said or _APART.sub("", between) != between.replace(":", ""):
        return None
    return Count(had, whole, match.span())


def _is_day(passage: Passage, start: int, end: int) -> bool:
    """Whether figures with a stroke are a day: a word of time leads to them, or they are part of a longer date."""
    for day in passage.dates:
        if day.start < end and start < day.end:
            led = searching("to_a_day", after=r"\s\Z").search(passage.words(passage.start, start))
            return led is not None or day.start < start or end < day.end
    return False
