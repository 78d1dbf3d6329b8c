"""When a course was: its first and last day, how long ago, or within which span."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from engine.reading.dates import DateMention, Precision

if TYPE_CHECKING:
    from engine.reading.durations import Ago
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_UNTIL = re.compile(r"\A\s*(?:-|to|through|until|and|thru|till|&)\s*\Z", re.IGNORECASE)
_END_CUE = re.compile(
    r"\b(?:last|ended|ending|finished|completed|until|through|discharged|dc'd|final|most recent|on"
    r"|in|stopped|over|done|quit)\b[^.;]{0,60}\Z",
    re.IGNORECASE,
)
_START_CUE = re.compile(
    r"\b(?:(?:started|began|begun|starting|beginning|initiated|commenced)\b(?:\s(?:[\w'/-]+)){0,5}?(?:\s(?:on|in))?"
    r"|(?:from|since)(?:\s(?:on|in|about|early|late|mid))?)\s\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}|\d[/.-]\d{1,2}[/.-]\d{2}")
_DECIDED_BY = 14
_BESIDE = 5
_YEAR_LONG = 6
_YEAR_AFTER = re.compile(
    r"[\s,(]{1,2}(?P<year>(?:19[5-9]|20[0-4])\d)(?=\s*(?:[).,;:]|\Z|\n|(?:and|with|at|by)\b|w/))", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(r"(?<![\w/-])(?P<year>(?:19[5-9]|20[0-4])\d)\s\Z")
_TILL = re.compile(r"\b(?:until|till)\s(?:late\s|early\s|mid\s|about\s|the\s|end of\s|middle of\s)*\Z", re.IGNORECASE)
_IS_REPORT = re.compile(r"\s(?:progress\s)?(?:report|note|pr-2|exam|visit|letter|chart)\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"(?:\b(?:report|note|pr-2|dated|per|according to|reviewed|exam)\W{0,3}(?:\w+\W+){0,3}"
    r"|\bvisit of\W{0,3}(?:the\W)?)\Z",
    re.IGNORECASE,
)


def times(
    passage: Passage, start: int, end: int, count: Place | None = None, name: Place | None = None
) -> tuple[Slots, list[tuple[str, Place]]]:
    """The time slots of a course in a stretch of a passage, and where each was read; dates after its name go first.

    The day of a report or of a decision is none of the course, nor is a count written with a stroke ("6/6").
    """
    slots: Slots = {}
    places: list[tuple[str, Place]] = []
    for found in passage.ago:
        if start <= found.start < end:
            _take(slots, places, _ago(found), (found.start, found.end))
    mentions = [d for d in passage.dates if start <= d.start < end and not _is_foreign(passage, d, count)]
    mentions = [d for d in mentions if name is not None and d.start >= name[1]] or mentions
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if following and _UNTIL.match(passage.words(mention.end, following.start)):
            first = _in_order(passage, mention, following.date)
            _take(slots, places, {"start": first, "end": following.date}, (mention.start, following.end))
    if "end" not in slots and mentions:
        _single(passage, mentions, slots, places)
    elif "end" not in slots and name is not None:
        year = year_beside(passage, name)
        if year is not None:
            _take(slots, places, {"end": year.date}, (year.start, year.end))
    return slots, places


def _in_order(passage: Passage, mention: DateMention, last: date) -> date:
    """The first day of a span; without a year of its own it has that of the last day, or the one before."""
    if _YEAR.search(passage.words(mention.start, mention.end)):
        return mention.date
    first = mention.date.replace(year=last.year, day=min(mention.date.day, 28))
    year = last.year if first <= last else last.year - 1
    return date(year, mention.date.month, min(mention.date.day, 28) if mention.date.month == 2 else mention.date.day)


def _is_foreign(passage: Passage, mention: DateMention, count: Place | None) -> bool:
    """Whether a day is that of a report or a decision, or no day at all but a count."""
    if count is not None and count[0] < mention.end and mention.start < count[1]:
        return True
    decided = [*passage.of("ur_decision"), *(m for m in passage.of("tally") if m.id == "allowed")]
    actors = passage.of("ur_actor")
    if any(max(mention.start - m.end, m.start - mention.end) <= _BESIDE for m in actors):
        return True
    if until(passage, mention) and any(m.end <= mention.start for m in passage.of("benefit")):
        return True  # that is how long its outcome held
    close = any(0 <= mention.start - m.end <= _DECIDED_BY or 0 <= m.start - mention.end <= 2 for m in decided)
    return close or _is_report(passage, mention)


def year_beside(passage: Passage, place: Place) -> DateMention | None:
    """A bare year right behind a name, or right before it: "ACDF 2009", "2004 fusion"."""
    match = _YEAR_AFTER.match(passage.text, place[1], passage.end)
    match = match or _YEAR_BEFORE.search(passage.text, max(passage.start, place[0] - _YEAR_LONG), place[0])
    if match is None:
        return None
    return DateMention(*match.span("year"), date(int(match["year"]), 1, 1), Precision.YEAR)


def until(passage: Passage, mention: DateMention) -> bool:
    """Whether the date is one until which something went on."""
    return _TILL.search(passage.words(passage.start, mention.start)) is not None


def _take(slots: Slots, places: list[tuple[str, Place]], found: Slots, place: Place) -> None:
    new = {key: value for key, value in found.items() if key not in slots and value is not None}
    if new:
        slots |= new
        places.append((",".join(sorted(new)), place))


def _ago(found: Ago) -> Slots:
    months = found.span.in_months
    if months is None:
        return {}
    whole: int | float = int(months) if months == int(months) else months
    if found.within:
        return {"within_months": whole}
    return {"ago_months": whole, "ago_qualifier": found.span.qualifier.value or None}


def _is_report(passage: Passage, mention: DateMention) -> bool:
    """Whether the date is that of a report which tells of the course, not of the course."""
    if _IS_REPORT.match(passage.text, mention.end, passage.end):
        return True
    return _REPORTED.search(passage.words(passage.start, mention.start)) is not None


def _single(passage: Passage, mentions: list[DateMention], slots: Slots, places: list[tuple[str, Place]]) -> None:
    last = mentions[-1]
    before = passage.words(passage.start, last.start)
    if _START_CUE.search(before):
        _take(slots, places, {"start": last.date}, (last.start, last.end))
    elif _END_CUE.search(before) or last.precision is Precision.DAY:
        _take(slots, places, {"end": last.date}, (last.start, last.end))
