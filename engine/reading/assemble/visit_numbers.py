"""The number of a visit, and several courses that are added up: each tells how many visits there were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.assemble.count_words import ORDINALS, Count, words
from engine.reading.numbers import numbers, value_of
from engine.reading.tokens import forms

if TYPE_CHECKING:
    from engine.reading.passage import Passage

_MOST = 200
_FIRST = 2
"""The least that the number of a visit tells by itself: "at the first visit" tells nothing of a course."""
_ADDED = forms("( + plus &")
_ONE_VISIT = forms("visit session treatment tx")


def of_nth(passage: Passage, start: int, end: int) -> Count | None:
    """The number of a visit, which is how many there were: "visit 5 of 8", "Visit #: 8", "her seventh session"."""
    if not passage.says(_ONE_VISIT) or words().ahead.search(passage.text, passage.start, passage.end):
        return None
    for match in words().nth.finditer(passage.text, start, end):
        had = _nth(match)
        whole = int(match["of"]) if match["of"] else None
        dated = any(day.start < match.end() and match.start() < day.end for day in passage.dates)
        if not dated and (had >= _FIRST if whole is None else 0 < had <= whole):
            return Count(had, whole, match.span())
    return None


def _nth(match: re.Match[str]) -> int:
    written = (match["n"] or match["nth"]).lower()
    return ORDINALS.index(written) + 2 if written in ORDINALS else int(re.sub(r"\D", "", written))


def of_several(passage: Passage, start: int, end: int) -> Count | None:
    """Several courses in brackets, or what came after the first visit: "2 rounds (8 then 12)", "eval + 11"."""
    match = words().several.search(passage.text, start, end) if passage.says(_ADDED) else None
    if match is None:
        return None
    listed = [each.value for each in numbers(match["list"])] if match["list"] else [1, value_of(match["more"])]
    total = sum(listed)
    return Count(int(total), None, match.span()) if 0 < total <= _MOST and isinstance(total, int) else None
