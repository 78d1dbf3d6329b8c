"""A device that was at the patient's home from one day to another, a month or so apart, was tried for a month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.dates import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.dates import DateMention
    from engine.reading.passage import Passage, Place

_UNTIL = re.compile(r"\s*(?:-|to|through|until|and|thru|till|&)\s*", re.IGNORECASE)
# Days that might be scores out of ten elsewhere: "loaner 4/10 - 5/10".
_LOAN = re.compile(
    r"\b(?:loaner|loan|rental|rented|unit|borrowed)(?:\sfrom|:)?\s"
    r"(?P<days>(?P<m>1[0-2]|0?[1-9])/(?P<d>[0-3]?\d)\s?(?:-|to|thru|through|until)\s?(?P<to>1[0-2]|0?[1-9])/(?P<to_d>[0-3]?\d))(?![\d/])",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 25, 100
"""In days: a month, less what a weekend takes, up to a long rental."""
_REACH = 3


def assemble(context: Context) -> Iterator[Fact]:
    """One statement for each span of days over which a device was used."""
    for passage in context.patient.having("device_use"):
        if not passage.has("device_use", "used") or passage.has("request", "request"):
            continue
        place = _month(passage)
        if place is None or not _is_of_device(context, passage):
            continue
        if context.judge(passage, place) in {Assertion.AFFIRMED, Assertion.HISTORICAL}:
            yield context.fact("statement", {"concept": "tens_trial_done"}, passage, place, "device.days")


def _month(passage: Passage) -> Place | None:
    """Two days about a month apart, with a word of until between them, or one of giving back."""
    for first, last in zip(passage.dates, passage.dates[1:], strict=False):
        if not (_UNTIL.fullmatch(passage.words(first.end, last.start)) or _given_back(passage, first, last)):
            continue
        if _SHORTEST <= _days(first, last) <= _LONGEST:
            return first.start, last.end
    loan = _LOAN.search(passage.text, passage.start, passage.end)
    return loan.span("days") if loan and _SHORTEST <= _apart(loan) <= _LONGEST else None


def _apart(loan: re.Match[str]) -> int:
    """The days of a loan from one day to another without a year, within a week or so."""
    return (int(loan["to"]) - int(loan["m"])) % 12 * 30 + int(loan["to_d"]) - int(loan["d"])


def _given_back(passage: Passage, first: DateMention, last: DateMention) -> bool:
    """Whether it was given back on the last day: "placed 5/3, picked up 6/2"."""
    words = (each for each in passage.of("device_use") if each.id == "given_back")
    return any(first.end <= each.start and each.end <= last.start for each in words)


def _days(first: DateMention, last: DateMention) -> int:
    """The days between; a first day without a year of its own lies in the year of the last."""
    if first.precision is not Precision.DAY or last.precision is not Precision.DAY:
        return 0
    apart = (last.date - first.date).days
    return apart if apart >= 0 else apart % 365


def _is_of_device(context: Context, passage: Passage) -> bool:
    """Whether the sentence, or one shortly before it, speaks of a device."""
    return any(each.has("device_use", "device") for each in (passage, *context.before(passage, _REACH)))
