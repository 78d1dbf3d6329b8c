"""Courses that a sentence counts, dates, denies or leaves uncounted without naming the treatment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion, Source
from engine.reading.assemble.antecedent import KINDS_OF_CARE, course_meant, treatment_before
from engine.reading.assemble.count_words import Count
from engine.reading.assemble.counts import count_in
from engine.reading.assemble.courses import course_assertion, joined
from engine.reading.assemble.timing import times
from engine.reading.line_words import searching
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.naming import Named
    from engine.reading.passage import Passage
    from engine.reading.request_slots import Slots

_NOUN = re.compile(
    r"\b(?:(?:prior|previous|earlier|recent|that|this|the|initial|first|second|last|only)\s(?:\w+\s)?(?:therapy"
    r"|treatments?|course|care|sessions?|visits?|injections?|blocks?|program|inj\.?|shots?)"
    r"|(?:sessions?|visits?|treatments?|(?:full|program) days))\b",
    re.IGNORECASE,
)
_SEEN = re.compile(rf"{_NOUN.pattern}|\b(?:times|occasions|therapy)\b", re.IGNORECASE)
_NOT_NEAR = 60
_PLANS = frozenset({"plan", "request", "request_line", "decision"})
_UNITS = frozenset({"visit", "session", "treatment"})
_COUNTS = frozenset({"visit_count", "count"})
_UNKNOWN = {Assertion.NOT_DOCUMENTED, Assertion.UNCERTAIN, Assertion.NEGATED}
_OFFICE = re.compile(r"\b(?:our|this|follow-?up|office|clinic|next|at|exam\w*)\s(?:the\s)?\Z", re.IGNORECASE)
_TELLING = ("past", "tally", "benefit")


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each statement on a course that an earlier sentence, or the title, names."""
    for passage in context.stated:
        if passage.zone.kind is not Kind.PATIENT and not passage.tells and not passage.has("tally", "had", "sum"):
            continue
        names = [each for each in context.names(passage) if context.lexicon.is_course(each.treatment) and not each.drug]
        if not names:
            yield from _unnamed(context, passage)
        yield from _unknown_counts(context, passage, names)


def _unnamed(context: Context, passage: Passage) -> Iterator[Fact]:
    """A count or a time of a course: "the last visit was on June 14, 2013", "Visits attended: 24"."""
    if passage.has("request", "request") or passage.of("conditional") or not _may_tell(passage):
        return
    said = count_in(passage)
    told = passage.has("course", "completed", "recent") or passage.of("past") or said.visits is not None
    count = _count(context, passage, said)
    told = told or _counts_visits(passage, count) or passage.has("tally", "went", "sees")
    if not told and not (passage.of("benefit") and passage.dates):
        return
    match = _NOUN.search(passage.text, passage.start, passage.end)
    if not told and match is None:
        return
    if match is None or _OFFICE.search(passage.words(passage.start, match.start())):
        if count.place is None:
            return
        match = None
    treatment = course_meant(context, passage, _units(match[0]) if match else None)
    if treatment is None:
        return
    when, places = times(passage, passage.start, passage.end, count.place)
    recent = "yes" if passage.has("course", "recent") else None
    if not when and count.place is None and not recent:
        return
    place = match.span() if match else count.place or (passage.start, passage.end)
    none = count.visits == 0
    told_of: Slots = {"visits": count.visits, "authorized": count.authorized, **when, "recent": recent}
    yield context.fact(
        "prior_course",
        {"treatment": treatment, **({} if none else told_of)},
        passage,
        joined(place, count.place),
        "course.unnamed",
        Assertion.NEGATED if none else course_assertion(passage, place),
        slots=() if none else places,
    )


def _may_tell(passage: Passage) -> bool:
    """Whether a passage has any of the words, or in an account of the patient a day, that it takes to tell anything."""
    if passage.has("course", "completed", "recent") or any(passage.of(each) for each in _TELLING):
        return True
    told = bool(passage.dates or passage.ago) or count_in(passage).visits is not None
    return passage.zone.kind is Kind.PATIENT and told


def _counts_visits(passage: Passage, count: Count) -> bool:
    """Whether a plain count of visits is one of the past: "Fourteen visits in 2013", "I count 20 visits"."""
    if count.visits is None or passage.zone.section in _PLANS or passage.zone.kind is not Kind.PATIENT:
        return False
    return bool(passage.dates or passage.ago) and not passage.has("tally", "allowed", "missed")


def _units(noun: str) -> frozenset[str]:
    """What a noun counts in: blocks and injections, or visits."""
    last = noun.lower().split()[-1]
    return KINDS_OF_CARE["injection" if _NEEDLE.search(noun) else _COUNTED_IN.get(last, "therapy")]


def _count(context: Context, passage: Passage, told: Count) -> Count:
    """What the words of having say, where something is counted in visits; else a plain count of visits."""
    counted = [a for a in passage.amounts if a.unit in _UNITS and isinstance(a.total, int)]
    seen = counted or _SEEN.search(passage.text, passage.start, passage.end)
    if told.visits is not None and (seen or _counts_what_was_named(context, passage, told)):
        return told
    if not counted or counted[0].total is None or told.authorized is not None:
        return Count(None, None, None)
    found = counted[0]
    return Count(int(found.total or 0), int(found.of) if found.of is not None else None, (found.start, found.end))


def _counts_what_was_named(context: Context, passage: Passage, told: Count) -> bool:
    """Whether a bare number counts the treatment that the sentence before names: "She completed all 12"."""
    before = next(context.before(passage, 1), None)
    if before is None or told.place is None or not _CLOSES.match(passage.text, told.place[1], passage.end):
        return False
    return len({each.treatment for each in context.names(before)}) == 1


_CLOSES = re.compile(
    r"\s*(?:[.,;)]|\Z|\b(?:of|that|they|we|already|in|between|from|by|to date|so far|took|is|are|was|were|have|has|had"
    r"|attended|completed|done|used|kept|authorized|approved|certified|adjustments?|appointments?|meetings?|manipulations?)\b)",
    re.IGNORECASE,
)
_COUNTED_IN = {"program": "program", "days": "days"}
_NEEDLE = re.compile(r"\b(?:inj|block|shot)", re.IGNORECASE)


def _unknown_counts(context: Context, passage: Passage, names: Sequence[Named]) -> Iterator[Fact]:
    """A statement that the number of earlier visits is not in the record."""
    for mention in passage.of("course"):
        if mention.id not in _COUNTS or (mention.id == "count" and not (names or _names_before(context, passage))):
            continue
        place = (mention.start, mention.end)
        around = passage.words(max(passage.start, place[0] - _NOT_NEAR), min(passage.end, place[1] + _NOT_NEAR))
        if context.judge(passage, place) not in _UNKNOWN and not searching("uncounted").search(around):
            continue
        near = min(names, key=lambda n: abs(n.start - mention.end), default=None)
        treatment = near.treatment if near else course_meant(context, passage)
        value: Slots = {"treatment": treatment, "visits_unknown": "yes"}
        assertion = Assertion.NOT_DOCUMENTED
        fact = context.fact("prior_course", value, passage, place, "course.count_unknown", assertion)
        yield fact.model_copy(update={"source": Source.UR}) if passage.of("ur_decision") else fact


def _names_before(context: Context, passage: Passage) -> bool:
    """Whether the sentence before names a course."""
    return treatment_before(context, passage) is not None
