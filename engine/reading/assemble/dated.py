"""Dates of the case: injury, and the dates of the document itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.dates import Precision
from engine.reading.lexicon import Mention
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.dates import DateMention
    from engine.reading.passage import Passage

_ACCIDENT = Mention(0, 0, "dated", "injury", {})
_AGED = re.compile(r"\b\d{2}[ -]?(?:year|yr|y\.?[/ ]?o)", re.IGNORECASE)
_BEFELL = re.compile(r"\b(?:who|when|while|after|since)\b[^.;]*\bon\s\Z", re.IGNORECASE)
_KINDS = {"decision", "request", "report", "service", "assigned"}
_REACH = 90
_AFTER = 12
_LABEL = 3
# "sustained an injury ... on": these words carry a date only where a sentence tells of the event.
_WEAK = {"sustained", "injured", "injury", "hurt", "accident", "loss", "onset"}
_NO_KIND = {Kind.BOILERPLATE, Kind.GUIDELINE}


def assemble(context: Context) -> Iterator[Fact]:
    """Dates that follow words naming what they are the date of."""
    for passage in context.passages:
        if passage.zone.kind in _NO_KIND or not passage.dates:
            continue
        for mention in passage.dates:
            cue = _cue(passage, mention)
            if cue is not None:
                yield from _fact(context, passage, mention, cue)


def _cue(passage: Passage, mention: DateMention) -> Mention | None:
    """The nearest word before the date that says what it dates, no other date between; else one just after it."""
    close = [
        c
        for c in passage.of("dated")
        if c.id == "injury" and 0 <= c.start - mention.end <= 1 and not _leads_on(passage, c)
    ]
    if close:
        return close[0]
    earlier = max((d.end for d in passage.dates if d.end <= mention.start), default=passage.start)
    before = [
        c
        for c in passage.of("dated")
        if earlier <= c.start and c.end <= mention.start and mention.start - c.end <= _REACH
    ]
    if before:
        strong = [c for c in before if passage.words(c.start, c.end).lower() not in _WEAK]
        return _nearest(strong or before, passage, mention)
    if not before and _tells_of_accident(passage, mention):
        return _ACCIDENT
    after = [c for c in passage.of("dated") if c.id == "injury" and 0 <= c.start - mention.end <= _AFTER]
    return after[0] if after else None


def _leads_on(passage: Passage, cue: Mention) -> bool:
    """Whether a cue has a date of its own right after it: the second of "DOB: 9/14/1974 DOI: 10/12/2009"."""
    return any(0 <= each.start - cue.end <= _LABEL for each in passage.dates)


def _tells_of_accident(passage: Passage, mention: DateMention) -> bool:
    """Whether the sentence presents the patient with age and, "on" this day, what befell them."""
    before = passage.words(passage.start, mention.start)
    return bool(_AGED.search(before)) and bool(_BEFELL.search(before)) and len(passage.dates) == 1


def _nearest(cues: list[Mention], passage: Passage, mention: DateMention) -> Mention | None:
    last = cues[-1]
    between = passage.words(last.end, mention.start)
    return last if len(between) <= _REACH and ";" not in between else None


def _fact(context: Context, passage: Passage, mention: DateMention, cue: Mention) -> Iterator[Fact]:
    place = (mention.start, mention.end)
    if mention.precision is not Precision.DAY:
        return
    if cue.id == "injury":
        if _tells_of_injury(passage, cue, mention):
            yield context.fact("injury.date", {"date": mention.date}, passage, place, "date.injury")
    elif cue.id in _KINDS:
        yield context.fact("document.date", {"date": mention.date, "kind": cue.id}, passage, place, f"date.{cue.id}")
    elif passage.zone.kind is Kind.HEADER and passage.words(cue.start, cue.end).lower() == "date":
        yield context.fact("document.date", {"date": mention.date, "kind": "other"}, passage, place, "date.plain")


def _tells_of_injury(passage: Passage, cue: Mention, mention: DateMention) -> bool:
    """Whether the words between make the date that of the injury: "injury on", not "injury, seen on"."""
    word = passage.words(cue.start, cue.end).lower()
    if word not in _WEAK or cue.start >= mention.end:
        return True
    between = passage.words(cue.end, mention.start).lower()
    return not any(
        other in between for other in (" seen", " report", " exam", " treated", " review", " since", " visit")
    )
