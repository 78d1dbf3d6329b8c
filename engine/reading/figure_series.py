"""Figures of one measure, each with the day or the visit at which it was taken: "12/1 = 54; 2/1 = 56; 4/1 = 55"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine.reading.lazily import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

# Days are written over as `~` by the caller. Three trials of a grip are one figure.
_WHEN = r"(?:~+|\b(?:wk|week|visit|mo|month|day|session|tx)\.?\s?#?\d{1,2}(?![\d/]))"
_FIGURE = r"(?<![\d/.])\d{1,3}(?:\.\d)?(?:/\d{1,3}/\d{1,3})?(?![\d.])"
_UNIT = r"\s?(?:/10|/50|/80|/24|/100|%|lbs?\b|kg\b|deg(?:rees)?\b|°|min\b)?(?!/)"
_TOLD_FIRST = rf"{_WHEN}\)?\s?(?:[:=(,]|->?|was\b|at\b)?\s?{_FIGURE}{_UNIT}"
_TOLD_LAST = rf"{_FIGURE}{_UNIT}\s?(?:on\b|in\b|at\b|\()?\s?{_WHEN}"
_NEXT = r"\)?\s?(?:[;,|>]|->|then\b|and\b|to\b)?\s*(?:[rl]\b\s?)?"
_SERIES = lazily("|".join(rf"{each}(?:{_NEXT}{each})+" for each in (_TOLD_FIRST, _TOLD_LAST)))
_PARTS = lazily(rf"{_WHEN}|(?P<n>{_FIGURE})(?P<unit>{_UNIT})")


class Series(NamedTuple):
    """The first and the last figure of a series at `text[start:end]`, with their unit as written."""

    start: int
    end: int
    first: float
    last: float
    unit: str


def series(text: str) -> Iterator[Series]:
    """The series of a text in small letters, in which each date is a run of `~`."""
    for match in _SERIES.finditer(text):
        figures = [each for each in _PARTS.finditer(match[0]) if each["n"]]
        first, last = _mean(figures[0]["n"]), _mean(figures[-1]["n"])
        yield Series(match.start(), match.end(), first, last, figures[0]["unit"].strip())


def _mean(written: str) -> float:
    trials = [float(each) for each in written.split("/")]
    return sum(trials) / len(trials)
