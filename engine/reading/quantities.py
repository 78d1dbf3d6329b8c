"""Amounts of treatment: how many visits, how often, for how long.

Figures are given as the text has them; units are converted elsewhere. Where a frequency and a count stand side by side
and agree they are one amount; where they differ the amount is a `conflict` that keeps both.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.reading.amount import Amount, Figure
from engine.reading.amount_merging import apart, merged
from engine.reading.amount_patterns import patterns
from engine.reading.doses import Dose, doses
from engine.reading.figures import figure_starts, figures_in
from engine.reading.folding import lowered
from engine.reading.numbers import Number, numbers, range_of
from engine.reading.scores import Percent, Score, percents, scores
from engine.reading.tokens import said
from engine.reading.units import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "Amount",
    "Dose",
    "Number",
    "Percent",
    "Score",
    "amounts",
    "doses",
    "numbers",
    "percents",
    "scores",
]

_WEEKS_IN = {"day": 1 / 7, "week": 1, "month": 30 / 7}
_TIMES_A_WEEK = {"day": 7, "week": 1, "month": None}
_EVERY_OTHER = 0.5
_OPENERS = frozenset({"once", "twice", "thrice", "every", "daily", "weekly", "monthly", "q"})


def amounts(text: str, start: int = 0, end: int | None = None) -> tuple[Amount, ...]:
    """The amounts of a stretch of text in order, not overlapping; figures that disagree side by side are a conflict."""
    stop = len(text) if end is None else end
    if not figures_in(text, start, stop) and not figure_starts(text, start, stop, _OPENERS):
        return ()
    found = [amount for kind, match in _matches(text, start, stop) if (amount := _READERS[kind](match)) is not None]
    return tuple(merged(text, apart(found), stop)) if found else ()


def _matches(text: str, start: int, stop: int) -> Iterator[tuple[str, re.Match[str]]]:
    """What each pattern matches: those that begin with a figure only where one stands."""
    words = frozenset(said(text, start, stop))
    places = figure_starts(text, start, stop, _OPENERS)
    text = lowered(text)
    for kind, (pattern, anchored, cues) in patterns().items():
        if (anchored and not places) or words.isdisjoint(cues):
            continue
        if not anchored:
            yield from ((kind, match) for match in pattern.finditer(text, start, stop))
            continue
        last = start
        for place in places:
            match = pattern.match(text, place, stop) if place >= last else None
            if match:
                last = match.end()
                yield kind, match


def _product(count: Figure, by: Figure) -> Figure:
    value = count * by
    return int(value) if value == int(value) else value


def _spread(match: re.Match[str], often: tuple[Figure, Figure], kind: str, period: str) -> Amount:
    """An amount from so many times a period over a duration; the total is known only with the duration."""
    return replace(_rate(match.groupdict(), often, period), start=match.start(), end=match.end(), kind=kind)


def _rate(groups: Mapping[str, str | None], often: tuple[Figure, Figure], period: str) -> Amount:
    other = _EVERY_OTHER if groups.get("other") else 1
    a_week = _TIMES_A_WEEK[period]
    found = Amount(
        0,
        0,
        per_week=_product(often[1], a_week * other) if a_week else None,
        per_month=None if a_week else often[1],
    )
    written = groups.get("m") or groups.get("k")
    if not written:
        return found
    length, span = range_of(written), unit_of(groups.get("span") or period)
    times = _WEEKS_IN[span] / _WEEKS_IN[period] * other
    low, high = round(often[0] * length[0] * times), round(often[1] * length[1] * times)
    return _lasting(replace(found, total=low, total_high=high if high != low else None), length, span)


def _lasting(amount: Amount, length: tuple[Figure, Figure], span: str) -> Amount:
    """With a duration: months stay months, days become weeks."""
    if span == "month":
        return replace(amount, months=length[1])
    return replace(amount, weeks=length[1] if span == "week" else _product(length[1], 1 / 7))


_WORD_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "week": "week", "wk": "week", "month": "month"}
_MOST_OF = 200
_LARGEST_LABEL = 15
_NUMBERED = "number"
_SCORE_OF = 10


def _frequency(match: re.Match[str]) -> Amount:
    word = match["word"]
    often = (_WORD_TIMES[word.lower()],) * 2 if word else range_of(match["n"])
    return _spread(match, (often[0], often[1]), "frequency", unit_of(match["period"]))


def _adverb(match: re.Match[str]) -> Amount:
    often: tuple[Figure, Figure] = (1, 1)
    if match["n"]:
        often = range_of(match["n"])
    elif match["word"]:
        often = (_WORD_TIMES[match["word"].lower()],) * 2
    return _spread(match, often, "adverb", _ADVERBS[match["period"].lower()])


def _grid(match: re.Match[str]) -> Amount | None:
    often, length = range_of(match["n"]), range_of(match["m"])
    if often[1] * length[1] > _MOST_OF or isinstance(often[1] * length[1], float):
        return None
    if match["span"]:
        return _spread(match, often, "grid", "week")
    low, high = often[0] * length[0], often[1] * length[1]
    return Amount(
        match.start(), match.end(), low, high if high != low else None, per_week=often[1], weeks=length[1], kind="grid"
    )


def _counted(match: re.Match[str]) -> Amount | None:
    groups = match.groupdict()
    low, high = range_of(groups["n"])
    unit = unit_of(groups["unit"]) if groups.get("unit") else ""
    base = Amount(match.start(), match.end(), low, high if high != low else None, unit, kind=match.lastgroup or "")
    base = replace(base, kind="counted")
    if unit in {"week", "month"}:
        base = _lasting(base, (low, high), unit)
    if unit == "level":
        base = replace(base, total=None, total_high=None, levels=high)
    if unit == "hour":
        base = replace(base, hours=high)
    return _over(base, groups)


def _over(base: Amount, groups: Mapping[str, str | None]) -> Amount:
    """Add what follows a count: "per session", or a duration."""
    each, length = groups.get("each"), groups.get("m")
    if base.total is not None and each:
        count = (base.total, base.total_high or base.total)
        base = replace(base, total=None, total_high=None)
        if each.lower() in {"session", "visit"}:
            return replace(base, per_session=count[1])
        if base.unit == "hour" and each.lower() == "day":
            return replace(base, hours=None, hours_per_day=count[1])
        spread = _rate(groups, count, unit_of(each))
        return replace(spread, start=base.start, end=base.end, unit=base.unit, kind="frequency")
    if length and base.unit not in _WEEKS_IN:
        base = _lasting(base, range_of(length), unit_of(groups["span"] or ""))
    return base


def _hourly(match: re.Match[str]) -> Amount:
    return Amount(match.start(), match.end(), hours_per_day=range_of(match["n"])[1], unit="hour", kind="hourly")


def _part(match: re.Match[str]) -> Amount | None:
    had, whole = range_of(match["n"])[0], range_of(match["of"])[0]
    groups = match.groupdict()
    if groups.get("sep") == "/" and not groups.get("unit"):
        return None
    if had > whole or whole > _MOST_OF or isinstance(had, float):
        return None
    if whole == _SCORE_OF and not groups.get("unit") and not groups.get("auth"):
        return None
    unit = unit_of(groups["unit"]) if groups.get("unit") else ""
    return Amount(match.start(), match.end(), had, unit=unit, of=whole, kind="part")


_LISTED = re.compile(
    r"(?:^|\n|\b(?:service|item|line|request|page|no|claim|case|file|form|number|issue)s?\.?\s?)\Z", re.IGNORECASE
)


def _hash(match: re.Match[str]) -> Amount | None:
    before = match.string[max(0, match.start() - 12) : match.start()]
    if _LISTED.search(before) and range_of(match["n"])[1] < _LARGEST_LABEL:
        return None
    return _counted(match)


def _named(match: re.Match[str]) -> Amount | None:
    """A count with its name; "number two" counts a point of a list."""
    numbered = match[0].startswith(_NUMBERED) and range_of(match["n"])[1] < _LARGEST_LABEL
    return None if numbered else _counted(match)


_READERS = {
    "frequency": _frequency,
    "adverb": _adverb,
    "grid": _grid,
    "times": _counted,
    "hash": _hash,
    "named": _named,
    "labelled": _counted,
    "part": _part,
    "counted": _counted,
    "further": _counted,
    "more": _counted,
    "hourly": _hourly,
}
