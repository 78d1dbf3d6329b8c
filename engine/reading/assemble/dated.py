"""Dates of the case: injury, and the dates of the document itself."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.timing import until
from engine.reading.dates import Precision
from engine.reading.lexicon import Mention
from engine.reading.line_words import searching
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.dates import DateMention
    from engine.reading.passage import Passage

_ACCIDENT = Mention(0, 0, "dated", "injury", {})
_AGED = re.compile(r"\b\d{2}[ -]?(?:year|yr|y\.?[/ ]?o)", re.IGNORECASE)
_BEFELL = re.compile(r"\b(?:who|when|while|after|since)\b[^.;]*\bon\s\Z", re.IGNORECASE)
_KINDS = {"decision", "request", "report", "service", "assigned"}
_REACH = 90
_OTHER_BY = 8
_AFTER = 12
_LABEL = 3
# Words that say what a date is of only where it stands right behind them.
_NEAR = "_near"
_NEXT = re.compile(r"[\s:.#_(-]*(?:on|of|date|dated)?[\s:._-]*", re.IGNORECASE)
_BESIDE = re.compile(r"[\s:#.=(-]{0,6}\Z")
_HEAD_LINES = 9
_HEAD_LENGTH = 900
_FEW = 8
_CELL_END = re.compile(r"[\t|;]|\*{2,}|\s{2,}")
_PLAIN_WORD = re.compile(r"[A-Za-z]{2,}")
# "sustained an injury ... on": these words carry a date only where a sentence tells of the event.
_WEAK = {"sustained", "injured", "injury", "hurt", "accident", "loss", "onset"}
_TOLD = frozenset({Assertion.AFFIRMED, Assertion.HISTORICAL})
_CLAUSE_END = re.compile(
    r"[;\n]|\.\s|\b(?:seen|exam\w*|report\w*|visit|surgery|operat\w+|underwent|since then|later)\b", re.IGNORECASE
)
_NO_KIND = {Kind.BOILERPLATE, Kind.GUIDELINE}


def assemble(context: Context) -> Iterator[Fact]:
    """Dates that follow words naming what they are the date of."""
    decided = False
    injuries: set[date] = set()
    for passage in context.passages:
        listed = passage.zone.section == "documents"
        if not passage.dates:
            continue
        general = passage.zone.kind in _NO_KIND and not listed
        for mention in passage.dates:
            cue = _cue(passage, mention)
            if general and (cue is None or not _is_labelled(passage, cue, mention)):
                continue
            if cue is not None and (not listed or cue.id == "request"):
                decided = decided or cue.id == "decision"
                for fact in _fact(context, passage, mention, cue):
                    if fact.type == "injury.date":
                        injuries.add(mention.date)
                    yield fact
    yield from of_head(context, decided=decided)
    yield from of_mishap(context, injuries)


def injury_day(context: Context) -> date | None:
    """The day of the injury, where the document gives one."""
    if "injury_day" not in context.memo:
        days = (fact.value.get("date") for fact in assemble(context) if fact.type == "injury.date")
        context.memo["injury_day"] = next((day for day in days if isinstance(day, date)), None)
    found: date | None = context.memo["injury_day"]
    return found


def _is_labelled(passage: Passage, cue: Mention, mention: DateMention) -> bool:
    """Whether a date of injury stands right behind its label, which counts in any line."""
    return cue.id == "injury" and bool(_NEXT.fullmatch(passage.words(cue.end, mention.start)))


def of_mishap(context: Context, known: Collection[date] = ()) -> Iterator[Fact]:
    """The day on which a sentence tells that something befell the patient.

    Where the date of injury is known, sentences that say it again; what befell on another day is not that injury.
    A month stands for its first day, a year before the letter's own for its last.
    """
    told = [
        (passage, mention)
        for passage in context.stated
        if passage.of("mishap") and not passage.has("mishap", "other_injury")
        for mention in passage.dates
        if _befell(context, passage, mention)
    ]
    exact = [each for each in told if each[1].precision is Precision.DAY]
    if known:
        again = [each for each in exact if each[1].date in known]
        for passage, mention in again:
            place = (mention.start, mention.end)
            yield context.fact("injury.date", {"date": mention.date}, passage, place, "date.mishap")
        return
    for passage, mention in (exact or told)[:1]:
        day = mention.date
        if mention.precision is Precision.YEAR:
            if passage.today is None or day.year >= passage.today.year:
                return
            day = day.replace(month=12, day=31)
        yield context.fact("injury.date", {"date": day}, passage, (mention.start, mention.end), "date.mishap")


def _befell(context: Context, passage: Passage, mention: DateMention) -> bool:
    """Whether a mishap is told in the clause of a date, which nothing else dates."""
    cue = _cue(passage, mention)
    if (cue is not None and cue.id != "injury") or until(passage, mention):
        return False
    return any(
        _one_clause(passage, each, mention) and context.judge(passage, (each.start, each.end)) in _TOLD
        for each in passage.of("mishap")
    )


def _one_clause(passage: Passage, mishap: Mention, mention: DateMention) -> bool:
    low, high = sorted(((mishap.start, mishap.end), (mention.start, mention.end)))
    between = passage.words(low[1], high[0])
    return len(between) <= _REACH and not _CLAUSE_END.search(between)


def of_head(context: Context, *, decided: bool) -> Iterator[Fact]:
    """The date at the head of a letter that no word explains: the document's own, or of a review its decision's."""
    if context.genre == "imr":
        return
    for passage in context.passages:
        if passage.zone.line > _HEAD_LINES or passage.start > _HEAD_LENGTH:
            return
        for mention in passage.dates:
            if mention.precision is Precision.DAY and _stands_alone(passage, mention):
                kind = "decision" if context.genre == "ur" and not decided else "other"
                place = (mention.start, mention.end)
                yield context.fact("document.date", {"date": mention.date, "kind": kind}, passage, place, "date.head")
                return


def _stands_alone(passage: Passage, mention: DateMention) -> bool:
    """Whether a date is a line or a cell of its own, with few words beside it and none that says of what it is."""
    cue = _cue(passage, mention)
    if (cue is not None and cue.id != "other") or len(passage.dates) > 1:
        return False
    before = _CELL_END.split(passage.words(passage.start, mention.start))[-1]
    after = _CELL_END.split(passage.words(mention.end, passage.end))[0]
    beside = f"{before} {after}"
    return len(_PLAIN_WORD.findall(beside)) <= _FEW and not searching("event").search(beside)


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
    near = [c for c in before if c.id.endswith(_NEAR) and _BESIDE.match(passage.words(c.end, mention.start))]
    before = [c for c in before if not c.id.endswith(_NEAR)]
    if near and (not before or before[-1].end <= near[-1].start):
        return near[-1]._replace(id=near[-1].id.removesuffix(_NEAR))
    if before:
        strong = [c for c in before if not _is_weak(passage, c) or _NEXT.fullmatch(passage.words(c.end, mention.start))]
        return _nearest(strong or before, passage, mention)
    if not before and _tells_of_accident(passage, mention):
        return _ACCIDENT
    after = [c for c in passage.of("dated") if c.id == "injury" and 0 <= c.start - mention.end <= _AFTER]
    return after[0] if after else None


def _is_weak(passage: Passage, cue: Mention) -> bool:
    return passage.words(cue.start, cue.end).lower() in _WEAK


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
    other = (m for m in passage.of("mishap") if m.id == "other_injury")
    if any(0 <= mention.start - m.end <= _OTHER_BY for m in other):
        return False
    word = passage.words(cue.start, cue.end).lower()
    if word not in _WEAK or cue.start >= mention.end:
        return True
    between = passage.words(cue.end, mention.start).lower()
    return not any(
        other in between for other in (" seen", " report", " exam", " treated", " review", " since", " visit")
    )
