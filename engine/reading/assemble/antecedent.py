"""Which treatment a sentence means that names none: the one last spoken of, else the one in dispute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.asking import asked
from engine.reading.ranks import ASKED, rank_of
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from engine.reading.context import Context
    from engine.reading.naming import Named
    from engine.reading.passage import Passage

_REACH = 3
_PILLS = "medication"
_OTHER_CARE = frozenset({_PILLS, "heat_ice", "activity_modification", "nonopioid"})
KINDS_OF_CARE = {
    "injection": frozenset({"injection", "block", "level"}),
    "therapy": frozenset({"visit", "session", "treatment", "day", "program"}),
    "program": frozenset({"day", "hour", "program"}),
    "days": frozenset({"day", "hour"}),
    "device": frozenset({"device"}),
}
"""What the treatments of a kind that words for care name count in."""
_BREAK = re.compile(r"[;.:]\s|\b(?:but|and|then|since|he|she|they)\b", re.IGNORECASE)
_TITLE_REACH = 60


def treatment_before(context: Context, passage: Passage, reach: int = 1) -> str | None:
    """The treatment of the nearest earlier passage that names any."""
    for earlier in context.before(passage, reach):
        names = [each for each in context.names(earlier) if context.lexicon.is_course(each.treatment)]
        if names:
            return names[-1].treatment
    return None


def course_meant(context: Context, passage: Passage, units: frozenset[str] | None = None) -> str | None:
    """The treatment that a sentence about a course means without naming it.

    The one last spoken of, else that of the nearest title above, else the one in dispute; with `units` only a treatment
    that counts in one of these.
    """
    for earlier in context.before(passage, _REACH):
        found = _courses(context, earlier, units)
        if found:
            return found[-1]
    return _titled(context, passage, units) or (disputed_of(context, units) if units else only_disputed(context))


def course_spoken_of(context: Context, passage: Passage, at: int) -> str | None:
    """What "it" means at a place: the course named last before it in the sentence, else as a sentence without names."""
    named = [each for each in named_courses(context, passage) if each.end <= at]
    return named[-1].treatment if named else course_meant(context, passage)


def disputed_courses(context: Context) -> list[str]:
    """The treatments that the places of most weight ask for, in order."""
    return _disputed(context)


def _titled(context: Context, passage: Passage, units: frozenset[str] | None) -> str | None:
    """The one treatment that the nearest title or heading above names."""
    for index in range(passage.index - 1, max(-1, passage.index - _TITLE_REACH), -1):
        earlier = context.passages[index]
        if earlier.zone.kind is not Kind.HEADER or not earlier.of("treatment"):
            continue
        found = set(_courses(context, earlier, units))
        return found.pop() if len(found) == 1 else None
    return None


def _courses(context: Context, passage: Passage, units: frozenset[str] | None) -> list[str]:
    """The treatments, no drugs, that a passage names and of which one may have had a course."""
    found = (each.treatment for each in named_courses(context, passage))
    return [each for each in found if units is None or context.lexicon.unit(each) in units]


def named_courses(context: Context, passage: Passage) -> list[Named]:
    """The names of treatments in a passage, no drugs, of which one may have had a course."""
    lexicon = context.lexicon
    names = context.names(passage)
    return [n for n in names if not n.drug and not lexicon.is_drug(n.treatment) and lexicon.is_course(n.treatment)]


def course_told(context: Context, passage: Passage) -> str | None:
    """The treatment of a course told shortly before, where that sentence names one treatment and says it was had."""
    for earlier in context.before(passage, _REACH + 1):
        names = {
            each.treatment
            for each in context.names(earlier)
            if not each.drug and context.lexicon.is_course(each.treatment)
        }
        if not names:
            continue
        had = earlier.has("course", "completed") and not earlier.has("request", "request") and not earlier.of("failure")
        return next(iter(names)) if len(names) == 1 and had else None
    return None


def only_disputed(context: Context) -> str | None:
    """The one treatment that the disputed lines name, where they name one."""
    found = _disputed(context)
    return next(iter(found)) if len(found) == 1 else None


def disputed_of(context: Context, units: frozenset[str]) -> str | None:
    """The one disputed treatment that counts in one of these units: the therapy, or the injection, of the letter."""
    found = [each for each in _disputed(context) if context.lexicon.unit(each) in units]
    return found[0] if len(found) == 1 else None


def is_of_other_care(context: Context, passage: Passage, end: int) -> bool:
    """Whether the clause before `end` takes up care without a treatment of its own that is not in dispute: ice, pills.

    Pills are none other where the document asks for a drug.
    """
    told = [each for each in passage.of("care") if each.end <= end and not _BREAK.search(passage.words(each.end, end))]
    if not told or told[-1].id not in _OTHER_CARE:
        return False
    return told[-1].id != _PILLS or not any(context.lexicon.is_drug(each) for each in _disputed(context))


def _disputed(context: Context) -> list[str]:
    """The treatments that the places of most weight ask for, in order."""
    found: list[str] | None = context.memo.get("disputed")
    if found is None:
        found = context.memo["disputed"] = _most_weighty(context)
    return found


def _most_weighty(context: Context) -> list[str]:
    best, treatments = ASKED, list[str]()
    for passage in context.passages.having("treatment"):
        rank = rank_of(context, passage)
        if rank is None or rank > best:
            continue
        names = context.names(passage)
        found = [each.treatment for each in names if _firmly(asked(context, passage, each, names, rank))]
        if found and rank < best:
            best, treatments = rank, []
        treatments += found
    return list(dict.fromkeys(treatments))


def _firmly(found: tuple[Assertion, str] | None) -> bool:
    return found is not None and found[0] is Assertion.AFFIRMED
