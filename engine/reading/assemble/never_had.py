"""Care that was never had, where a sentence says so without its name: "has never had it", "Never had gel"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.antecedent import (
    KINDS_OF_CARE,
    course_spoken_of,
    disputed_courses,
    disputed_of,
    named_courses,
)
from engine.reading.line_words import searching
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place

_BEHIND = 30
_INJECTED = "injection"
_NO_STEROID = frozenset({"viscosupplementation", "botulinum_toxin", "prp_injection", "prolotherapy"})


def assemble(context: Context) -> Iterator[Fact]:
    """One denial for each kind of care that a sentence says was never had."""
    for passage in context.stated.having("never_had", "care_object", "care", "practitioner", "tally"):
        if passage.of("conditional") or passage.of("benefit") or passage.of("ur_decision"):
            continue
        told = dict(_said(context, passage))
        if passage.zone.kind is Kind.LABEL and not passage.tells:
            told |= dict(_beside(context, passage))
        elif passage.zone.kind is Kind.PATIENT or passage.tells:
            told = {**dict(_denied(context, passage)), **told}
        for treatment, place in told.items():
            rule = "course.never_had"
            yield context.fact("prior_course", {"treatment": treatment}, passage, place, rule, Assertion.NEGATED)


def _said(context: Context, passage: Passage) -> Iterator[tuple[str, Place]]:
    """By words of never having had: what stands behind them, or what they say themselves."""
    for mention in passage.of("never_had"):
        if _is_of_late(passage, mention.end):
            continue
        if mention.id == "having":
            yield from _had_not(context, passage, mention)
            continue
        first = mention.id == "first"
        found = course_spoken_of(context, passage, mention.start) if first else _meant(context, passage, mention)
        if found:
            yield found, (mention.start, mention.end)


def _beside(context: Context, passage: Passage) -> Iterator[tuple[str, Place]]:
    """A name in the line of a request of which the words beside it say so: "Massage has not been used"."""
    for each in named_courses(context, passage):
        if any(m.id == "none" and 0 <= m.start - each.end <= 1 for m in passage.of("tally")):
            yield each.treatment, each.place


def _had_not(context: Context, passage: Passage, mention: Mention) -> Iterator[tuple[str, Place]]:
    """What stands behind a denial of having: a noun for care, or a word such as "it"."""
    end = mention.end
    behind = [m for m in _nouns(passage) if 0 <= m.start - end <= _BEHIND and not _parts(passage, end, m.start)]
    if behind:
        found, end = _meant(context, passage, behind[0]), behind[0].end
    elif _points_back(passage, end):
        found = course_spoken_of(context, passage, mention.start)
    else:
        return
    if found:
        yield found, (mention.start, end)


def _nouns(passage: Passage) -> list[Mention]:
    """The nouns for care that leave open which it is, and for those who give it, in order."""
    care = (each for each in passage.of("care") if each.id in KINDS_OF_CARE)
    return sorted((*passage.of("care_object"), *passage.of("practitioner"), *care), key=lambda each: each.start)


def _parts(passage: Passage, start: int, end: int) -> bool:
    """Whether another clause begins between, or another treatment is named."""
    named = any(start <= each.start < end for each in passage.of("treatment"))
    return named or any(mark in passage.words(start, end) for mark in ",;.:\n")


def _points_back(passage: Passage, start: int) -> bool:
    """Whether a word for what was spoken of follows, and then no more than a time: "it", "this before"."""
    found = searching("never_object", before=r"\s").match(passage.text, start, passage.end)
    if found is None:
        return False
    time = searching("never_time", before=r"\s(?:in\s)?").match(passage.text, found.end(), passage.end)
    return time is not None or not passage.words(found.end(), passage.end)[:2].strip(" .,;:)\"'").isalnum()


def _denied(context: Context, passage: Passage) -> Iterator[tuple[str, Place]]:
    """By a noun for care that is denied: "no injection to date", "No gel has been tried"."""
    if passage.has("request", "request") or named_courses(context, passage):
        return
    for mention in _nouns(passage):
        place = (mention.start, mention.end)
        if context.judge(passage, place) is not Assertion.NEGATED or _is_of_late(passage, mention.end):
            continue
        if searching("further").search(passage.text, max(passage.start, mention.start - _BEHIND), mention.end):
            continue
        plain = mention.category == "care" or searching("had_before").search(passage.text, passage.start, passage.end)
        found = _meant(context, passage, mention) if plain else None
        if found:
            yield found, place


def _is_of_late(passage: Passage, end: int) -> bool:
    """Whether it is denied only of some time, or of a further course: "not since March", "no more"."""
    found = searching("of_late", before=r"\s").search(passage.text, end, passage.end)
    return found is not None and not any(mark in passage.words(end, found.start()) for mark in ".;:\n")


def _meant(context: Context, passage: Passage, mention: Mention) -> str | None:
    """The treatment that a noun for care stands for: its own, else the disputed one of that kind."""
    said = mention.attributes
    own = mention.id if mention.category == "practitioner" else said.get("treatment")
    if own is not None:
        return own if "disputed" not in said or own in disputed_courses(context) else None
    kind = said.get("units", mention.id)
    found = disputed_of(context, KINDS_OF_CARE[kind])
    steroid = kind == _INJECTED and searching("steroid").search(passage.text, mention.start, mention.end)
    return None if steroid and found in _NO_STEROID else found
