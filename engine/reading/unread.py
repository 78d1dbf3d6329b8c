"""Sentences that looked clinical and gave no fact: what a person should look at before trusting a recommendation."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from engine.facts import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.passage import Passage

_FIGURE = re.compile(r"\d")
_SHORTEST = 12


def unread(context: Context, facts: Iterable[Fact]) -> Iterator[Sentence]:
    """Patient sentences with a figure, a date, a treatment or a body part, in which nothing was read."""
    read = sorted((each.start, each.end) for fact in facts for each in fact.evidence)
    starts = [start for start, _ in read]
    reach = _furthest(read)
    for passage in context.patient:
        start, end = context.normal.span(passage.start, passage.end)
        why = _why(passage)
        if why and end - start >= _SHORTEST and not _overlaps(starts, reach, start, end):
            quote = context.document.text[start:end]
            yield Sentence(
                start=start,
                end=end,
                line=context.document.line(start),
                quote=quote,
                section=passage.zone.section,
                why=why,
                page=context.document.page(start),
                paragraph=context.document.paragraph(start),
            )


def _furthest(read: list[tuple[int, int]]) -> list[int]:
    """For each stretch the furthest end of it and those before it."""
    ends: list[int] = []
    for _, end in read:
        ends.append(max(end, ends[-1]) if ends else end)
    return ends


def _overlaps(starts: list[int], reach: list[int], start: int, end: int) -> bool:
    before = bisect_left(starts, end) - 1
    return before >= 0 and reach[before] > start


def _why(passage: Passage) -> str:
    """What made the sentence look clinical, or nothing."""
    if passage.of("treatment"):
        return "names a treatment"
    if passage.of("body_part"):
        return "names a body part"
    if passage.dates:
        return "gives a date"
    return "gives a figure" if _FIGURE.search(passage.text, passage.start, passage.end) else ""
