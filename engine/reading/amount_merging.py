"""Which amounts of a sentence are one: a frequency beside its total, sessions beside their hours."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.reading.amount import Amount
from engine.reading.lazily import lazily
from engine.reading.numbers import WORDS
from engine.reading.spans import Occupied

_FARTHEST = 24


def apart(found: list[Amount]) -> list[Amount]:
    """Of amounts that overlap the longest stays, the earlier of two as long."""
    taken = Occupied()
    longest_first = sorted(found, key=lambda item: (item.start - item.end, item.start, item.kind))
    return sorted((item for item in longest_first if taken.take(item.start, item.end)), key=lambda item: item.start)


_BESIDE = re.compile(
    r"[\s,;:()=.-]*(?:(?:for )?(?:a )?total(?: of)?|i\.?e\.?|equals?|totall?ing|in total|or)?[\s,;:()=-]*\Z",
    re.IGNORECASE,
)


def merged(text: str, found: list[Amount], stop: int) -> list[Amount]:
    """Amounts that stand side by side before `stop` say one thing: a frequency and its total, sessions and hours."""
    kept: list[Amount] = []
    for found_amount in found:
        amount = _with_bracket(text, found_amount, stop)
        before = kept[-1] if kept else None
        if before and amount.start - before.end <= _FARTHEST and _BESIDE.match(text[before.end : amount.start]):
            joined = _together(before, amount)
            if joined:
                closed = joined.end + (text[joined.end : joined.end + 1] == ")")
                kept[-1] = replace(joined, end=closed)
                continue
        kept.append(amount)
    return kept


_BRACKET = lazily(rf"\s?,?\s?(?:{WORDS}\s?)?\(\s?(\d{{1,3}})(?: total)?\s?\)", re.IGNORECASE)


def _with_bracket(text: str, amount: Amount, stop: int) -> Amount:
    """A frequency followed by its bare count in brackets: "two visits a week for five weeks (10)"."""
    match = _BRACKET.match(text, amount.end, stop) if amount.kind in _SPACED else None
    if not match:
        return amount
    count = Amount(match.start(), match.end(), int(match[1]), kind="counted")
    return _together(amount, count) or amount


_SPACED = {"frequency", "adverb", "grid", "hourly"}


def _together(first: Amount, second: Amount) -> Amount | None:
    if "part" in {first.kind, second.kind}:
        return None
    if second.unit == "hour" and first.unit != "hour":
        return replace(first, end=second.end, hours=second.total)
    if first.hours_per_day is not None and first.total is None and second.kind in {"frequency", "adverb"}:
        return replace(second, start=first.start, hours_per_day=first.hours_per_day)
    if first.total is None or second.total is None:
        return _filled(first, second) if {first.kind, second.kind} & _SPACED else None
    if not {first.kind, second.kind} & _SPACED or (first.kind in _SPACED and second.kind in _SPACED):
        return None
    return _compared(_filled(first, second), first, second)


def _filled(first: Amount, second: Amount) -> Amount:
    """The two as one, each giving what the other lacks."""
    gaps = {
        name: getattr(second, name)
        for name in ("total", "total_high", "per_week", "weeks", "months", "hours", "levels", "per_session")
        if getattr(first, name) is None
    }
    return replace(first, end=second.end, unit=first.unit or second.unit, **gaps)


def _compared(joined: Amount, first: Amount, second: Amount) -> Amount:
    ends = [first.total, first.total_high or first.total, second.total, second.total_high or second.total]
    known = [end for end in ends if end is not None]
    low, high = min(known), max(known)
    counted = second if first.kind in _SPACED else first
    if counted.total_high is None and first.total_high is None and second.total_high is None and low == high:
        return replace(joined, total=low, total_high=None)
    inside = counted.total is not None and low <= counted.total <= high and counted.total_high is None
    spread = first if first.kind in _SPACED else second
    if inside and spread.total_high is not None and (spread.total or 0) <= (counted.total or 0) <= spread.total_high:
        return replace(joined, total=counted.total, total_high=None)
    return replace(joined, total=low, total_high=high, conflict=True)
