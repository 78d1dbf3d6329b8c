"""Since when a drug has been taken, where a clause says it of the drug that it, or the sentence before, names.

"On the list nightly since March of last year", "he has had it for years": the months without a year, and those of "last
year", are counted back from the day of the letter.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from engine.facts import Assertion
from engine.reading.assemble.dated import injury_day
from engine.reading.assertion import assertion_of
from engine.reading.line_words import searching

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.naming import Named
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_YEAR = re.compile(r"\s(?P<year>(?:19|20)\d\d)\b(?![/.-]\d)")
_BESIDE = re.compile(
    r"\s?(?:(?:at least|about|around|approximately|roughly|early|late|mid|before|the|in|spring of|summer of|fall of"
    r"|autumn of|winter of|on|last|this past)[\s-])*\Z",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\s(?:his|her|the|a|an|my)\s(?:[\w']+\s){1,5}(?:in|on|of)\s", re.IGNORECASE)
"""What befell somebody, by whose day another is dated: "since his wife left in 2009"."""
_FOR = re.compile(
    r"(?:\b(?:for|over|x|these|going on|use|use of|duration of use|duration|stable|habit of|all of)|[>:])\s"
    r"(?:(?:these|the|past|last|about|around|approximately|roughly|more than|over|at least"
    r"|nearly|almost|well|some)\s)*\Z",
    re.IGNORECASE,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_FEW = re.compile(r"\s?(?:[\w.']+\s){0,7}\(?", re.IGNORECASE)
_BEGUN_BY = 30
_YEAR_LONG = 12
_CLAUSE = re.compile(r"[;\n]|\.\s|\b(?:but|however)\b", re.IGNORECASE)
_REACH_BACK = 2
_YEARS = 24
"""The least that "for years" can mean, in months."""
_UNKEPT = frozenset({Assertion.HYPOTHETICAL, Assertion.NEGATED, Assertion.NOT_DOCUMENTED})


class _Time(NamedTuple):
    """A time of use and where it stands."""

    slots: Slots
    place: Place


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each time of use told of a drug."""
    for passage in context.patient.having("drug_time"):
        if passage.of("conditional"):
            continue
        for time in _times(context, passage):
            drug = _drug_of(context, passage, time)
            if drug is not None and _is_so(passage, time):
                yield context.fact("medication", {"drug": drug, **time.slots}, passage, time.place, "drug.since")


def _is_so(passage: Passage, time: _Time) -> bool:
    """Whether nothing before it in the sentence denies or supposes it; what comes after is another matter."""
    judged = assertion_of(passage.text, passage.start, time.place[1], *time.place, masks=passage.masks)
    return judged.assertion not in _UNKEPT


def _times(context: Context, passage: Passage) -> Iterator[_Time]:
    for mention in passage.of("drug_time"):
        if mention.id == "since":
            yield from _since(context, passage, mention)
        elif mention.id == "nth_year":
            years = _ORDINALS.index(passage.words(mention.start, mention.end).lower().split()[2])
            yield _Time({"months": _YEAR_LONG * years}, (mention.start, mention.end))
        elif mention.id == "first":
            yield from _first(passage, mention)
        elif mention.id == "long":
            yield _Time({"months": _YEARS}, (mention.start, mention.end))
    yield from _lengths(passage)


def _lengths(passage: Passage) -> Iterator[_Time]:
    """Lengths of time for which something went on, or since which: "for two years", "begun six weeks ago"."""
    told = passage.has("drug_time", "used", "long")
    for span in passage.durations:
        goes_on = any(m.id == "lasting" and 0 <= m.start - span.end <= 1 for m in passage.of("drug_time"))
        if span.in_months and (goes_on or (told and _FOR.search(passage.words(passage.start, span.start)))):
            yield _Time({"months": _whole(span.in_months)}, (span.start, span.end))
    for ago in passage.ago:
        begun = [m for m in passage.of("drug_time") if m.id == "begun" and 0 <= ago.start - m.end <= _BEGUN_BY]
        if begun and ago.span.in_months and not ago.within:
            yield _Time({"months": _whole(ago.span.in_months)}, (ago.start, ago.end))


def _whole(months: float) -> int | float:
    return int(months) if months == int(months) else months


def _since(context: Context, passage: Passage, cue: Mention) -> Iterator[_Time]:
    """The day, month or year behind a word of since, or that of the injury."""
    for day in passage.dates:
        between = passage.words(cue.end, day.start) if day.start >= cue.end else "."
        if _BESIDE.fullmatch(between) or _EVENT.fullmatch(between):
            yield _Time({"since": day.date}, (cue.start, day.end))
            return
    year = _YEAR.match(passage.text, cue.end, passage.end)
    if year:
        yield _Time({"since": date(int(year["year"]), 1, 1)}, (cue.start, year.end()))
        return
    of_injury = searching("since_injury", before=r"\s(?:(?:the|his|her|this|my)\s)?")
    injury = of_injury.match(passage.text, cue.end, passage.end)
    if injury and (day_of := injury_day(context)) is not None:
        yield _Time({"since": day_of}, (cue.start, injury.end()))


def _first(passage: Passage, cue: Mention) -> Iterator[_Time]:
    """The first day behind a word of a first prescription, with a few words between."""
    for day in passage.dates:
        if day.start >= cue.end and _FEW.fullmatch(passage.words(cue.end, day.start)):
            yield _Time({"since": day.date}, (cue.start, day.end))
            return


def _drug_of(context: Context, passage: Passage, time: _Time) -> str | None:
    """The drug named last before the time in its clause; in a sentence that names nothing, the last one told before."""
    names = context.names(passage)
    before = [each for each in names if each.start <= time.place[1]]
    if before:
        last = before[-1]
        return last.drug if not _CLAUSE.search(passage.words(last.end, max(last.end, time.place[0]))) else None
    if names or not passage.has("drug_time", "used"):
        return None
    for earlier in context.before(passage, _REACH_BACK):
        if earlier.of("treatment"):
            return _last_drug(context.names(earlier))
    return None


def _last_drug(names: Sequence[Named]) -> str | None:
    """The drug that a sentence ends on, where it names no more than one."""
    drugs = list(dict.fromkeys(each.drug for each in names))
    return drugs[0] if len(drugs) == 1 else None
