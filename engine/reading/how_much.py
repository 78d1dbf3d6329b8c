"""Which of the figures beside a treatment says how much of it is asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.reading.folding import lowered
from engine.reading.lazily import lazily
from engine.reading.line_words import searching
from engine.reading.numbers import NUMBER, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.reading.lexicons import ReadingLexicon
    from engine.reading.naming import Named
    from engine.reading.passage import Passage
    from engine.reading.quantities import Amount

SPANS = frozenset({"day", "week", "month"})
_HOUR = "hour"
_GRAM = "gram"
_PROGRAM = "program"
_ONCE = frozenset({"injection", "block", "level", "unit"})
_NUMBERED = frozenset({"injection", "block", "level"})
_SITTINGS = frozenset({"visit", "session", "treatment"})
_STUDIED = frozenset({"test", "study", "device"})
_TAKEN = frozenset({"tablet", "capsule", "patch", "gram", ""})
# These are for text in small letters.
_SET_OFF = lazily(
    rf"(?:[,:\t]|\s-)\s?(?:up to |total |a total of )?(?P<n>{NUMBER})"
    r"(?=\s*(?:[,.;)(\t|]|\Z|\n|(?:rolls?|pairs?|pieces?|of them|of these|in all|in total|altogether|times?"
    r"|within|over|per|for|to|into|at|in)\b))"
    rf"|\((?P<in>{NUMBER})\)(?=\s*(?:[,.;\t]|\Z|\n|(?:and|for|to|of|over|in|at|on|with|plus)\b|&))"
)
_OF_EACH = lazily(
    rf"[\s,(x](?P<n>{NUMBER})\s(?:(?:visits|sessions|treatments)\s)?(?:of\s)?(?:each|apiece)\b"
)
_AT_END = lazily(rf"\s(?P<n>{NUMBER})(?=\s*(?:\Z|\n|[,;)\t|]|\.(?!\d)))")
_MOST, _MOST_DAYS = 400, 1900
_COUNT_BY = 90
_IN_ALL = re.compile(r"\s(?:in all|altogether|all told|to date|so far)\b", re.IGNORECASE)
_MOST_A_DOSE = 4
_DISPENSED = re.compile(r"#|qty|quant|disp|total|number", re.IGNORECASE)
_LEADS = re.compile(
    r"\A\s?-?\s?(?:leads?|channels?|modes?|poles?|views?|phase|weeks? on)\b|.*\b(?:leads?|channels?|modes?)\b",
    re.IGNORECASE,
)


def main_amount(
    each: Named, amounts: Sequence[Amount], passage: Passage, lexicon: ReadingLexicon, *, drug: bool
) -> Amount | None:
    """The amount that says how much: visits before a duration, tablets as dispensed; else a rate in a span."""
    unit = lexicon.unit(each.treatment)
    fitting = [a for a in amounts if _fits(a, each, passage, lexicon, drug=drug)]
    counted = [a for a in fitting if a.total is not None and a.kind != "part" and a.total < _MOST_DAYS]
    if drug:
        return _dispensed(counted, passage) if counted else _monthly(fitting)
    several = [a for a in counted if not _IN_ALL.match(passage.text, a.end)]
    counted = several or counted  # "ten further days (twenty in all)"
    own = [a for a in counted if a.unit == unit and unit in {*SPANS, _HOUR}]
    visits = [a for a in counted if a.unit not in SPANS and a.unit != _HOUR]
    days = [a for a in counted if a.unit == "day" and unit == "session"]
    return next(iter(own or visits or days), None) or _spread(fitting) or next(iter(counted), None)


def bare_count(each: Named, passage: Passage) -> int | None:
    """A number set off after the name: "trigger point injections, four", "PT (12)"."""
    end = min(each.right, each.end + _COUNT_BY)
    small = lowered(passage.text)
    match = _SET_OFF.search(small, each.end, end) or _OF_EACH.search(small, passage.start, passage.end)
    if match is None and each.drug is None:
        match = _AT_END.match(small, each.end, end)
    if match is None:
        return None
    value = value_of(next(group for group in match.groups() if group))
    return value if isinstance(value, int) and 0 < value <= _MOST else None


def _fits(amount: Amount, each: Named, passage: Passage, lexicon: ReadingLexicon, *, drug: bool) -> bool:
    """Whether a figure can be one of the treatment: no time of day for a drug, no stay for an operation, no wear."""
    if drug:
        return amount.unit not in SPANS and amount.unit != _HOUR and not _is_dose(amount, passage)
    unit = lexicon.unit(each.treatment)
    if unit in _NUMBERED and passage.words(amount.start, amount.start + 1) == "#":
        return False  # the second of them, not two
    if amount.unit == _GRAM and unit != "tube":
        return False
    if unit == "device" and _is_worn(amount, passage):
        return False
    if amount.unit in _SITTINGS:
        return unit not in _STUDIED
    own = lexicon.is_course(each.treatment) or unit in {*SPANS, _PROGRAM}
    return amount.unit not in SPANS or (own and unit not in _ONCE)


def _is_worn(amount: Amount, passage: Passage) -> bool:
    """Whether a figure says how long a device is worn, not how long it is rented, or how many leads it has."""
    if _LEADS.match(passage.words(amount.start, amount.end + 12)):
        return True
    return amount.unit in SPANS and not any(m.attributes.get("arrangement") for m in passage.of("detail"))


def _is_dose(amount: Amount, passage: Passage) -> bool:
    """Whether a count of tablets is that of a dose: "two capsules thrice daily"."""
    if amount.total is None or amount.total > _MOST_A_DOSE or amount.unit not in _TAKEN:
        return False
    if _DISPENSED.match(passage.text, amount.start):
        return False
    return (
        searching("dosed", before=r"\s*(?:at|by mouth|po|up to|once|every|each|per|a|,|/)?\s*\b").match(
            passage.text, amount.end, passage.end
        )
        is not None
    )


def _dispensed(amounts: Sequence[Amount], passage: Passage) -> Amount:
    """Of the figures beside a drug the one that is dispensed: with a number sign, of several tubes, or the largest."""
    told = [a for a in amounts if _DISPENSED.match(passage.text, a.start) and a.unit != "tube"]
    tubes = [a for a in amounts if a.unit == "tube" and (a.total or 0) > 1]
    counts = [a for a in amounts if a.per_week is None and a.weeks is None] or list(amounts)
    return next(iter(tubes or told), None) or max(counts, key=lambda a: a.total or 0)


def _monthly(amounts: Sequence[Amount]) -> Amount | None:
    """A supply told by the month: "sixty per month"."""
    monthly = next((a for a in amounts if a.per_month is not None and a.per_month > _MOST_A_DOSE), None)
    return replace(monthly, total=monthly.per_month) if monthly else None


def _spread(amounts: Sequence[Amount]) -> Amount | None:
    """A rate and a span apart from it: "3x/wk, 1 hr each, 4 wks"."""
    rate = next((a for a in amounts if a.per_week is not None and a.total is None and a.unit != _HOUR), None)
    span = next((a for a in amounts if a.weeks is not None and a.unit in SPANS), None)
    if rate is None or span is None or rate.per_week is None or span.weeks is None:
        return None
    return replace(rate, total=round(rate.per_week * span.weeks), weeks=span.weeks)
