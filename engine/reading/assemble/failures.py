"""Care that was tried and did not work, and active care that goes on beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.line_words import listed
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

# What a list of tried care may hold between two of its members, and what ends the reach of a word of failure.
_LINK = re.compile(r"(?:[^.;\n\t|]|\.(?=\d)){0,60}")
_REACH = re.compile(r"(?:[^.;\n\t|]|\.(?=\d)|[;.](?=\s?\Z)){0,120}")
_BRACKETED = re.compile(r"\([^()\n]{0,80}\)")
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|would|should|can|requests?|requested|recommend\w*|continues?|takes|shows?|showed|reports?"
    r"|helped|improved|helps|but|however|although|though|while|whereas|until)\b",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:but|however|although|though|while|whereas|helped|improved|takes|denies|shows?|showed|examination|requests?"
    r"|requested|recommend\w*|authorization|until)\b",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[\s\w./+-]{0,24}?(?:\(|->|=>|=|:)\s?(?P<said>[^().;\n]{2,60})")
_OPENING, _REACH_BACK = 40, 2
_TRADE = re.compile(r"\s(?:surge|specialist|clinic|doctor|consult)", re.IGNORECASE)
_UNKEPT = frozenset({Assertion.HYPOTHETICAL, Assertion.NOT_DOCUMENTED})


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each treatment or other care that a word of failure speaks of, or that was not tried."""
    for passage in context.patient.having("failure", "failed_before", "trial", "side_effect"):
        ahead, behind, trials = (passage.of(category) for category in ("failure", "failed_before", "trial"))
        tried = _tried(context, passage)
        failed = [(cue, each) for cue in ahead for each in _chain(passage, cue.end, tried)]
        failed += [(cue, each) for cue in behind for each in _chain_back(passage, cue.start, tried)]
        failed += [(cue, each) for cue in behind for each in tried if cue.start < each[0][0] and each[0][1] <= cue.end]
        failed += _remarked(context, passage, tried)
        for cue, (place, value) in failed:
            yield from _failed(context, passage, cue, place, value)
        if behind and not failed:
            yield from _told_before(context, passage, behind)
        known = {place for _, (place, _) in failed}
        for cue in trials:
            found = (*_chain(passage, cue.end, tried), *_chain_back(passage, cue.start, tried))
            yield from _untried(context, passage, [each for each in found if each[0] not in known])


def _remarked(
    context: Context, passage: Passage, tried: list[tuple[Place, Slots]]
) -> Iterator[tuple[Mention, tuple[Place, Slots]]]:
    """Care with its outcome as a remark right behind it: "ibuprofen (reflux)", "amitriptyline 25 -> hesitancy"."""
    marks = [m for m in passage.of("side_effect") if context.judge(passage, m[:2]) is Assertion.AFFIRMED]
    marks += (*passage.of("failed_before"), *passage.of("failure"))
    for place, value in tried:
        remark = _REMARK.match(passage.text, place[1], passage.end)
        if remark:
            inside = (m for m in marks if remark.start("said") <= m.start and m.end <= remark.end("said") + 1)
            yield from ((cue, (place, value)) for cue in tuple(inside)[:1])


def _told_before(context: Context, passage: Passage, cues: tuple[Mention, ...]) -> Iterator[Fact]:
    """The care of a sentence before, of which one says that it came to nothing: "None of it took the pain away"."""
    back = next(iter(passage.of("refers_back")), None)
    if back is None or back.start - passage.start > _OPENING or passage.of("treatment") or passage.of("benefit"):
        return
    cue = next((each for each in cues if back.start <= each.start), None)
    if cue is None or context.judge(passage, (cue.start, cue.end)) in _UNKEPT:
        return
    for earlier in context.before(passage, _REACH_BACK):
        if earlier.of("request") or earlier.of("conditional") or earlier.of("ur_decision"):
            return
        tried = _tried(context, earlier)
        for place, value in tried:
            if context.judge(earlier, place) not in {*_UNKEPT, Assertion.NEGATED}:
                at = ("treatment", (cue.start, cue.end))
                yield context.fact("failed_care", value, earlier, place, "failed.told_after", slots=[at])
        if tried:
            return


def _untried(context: Context, passage: Passage, found: Iterable[tuple[Place, Slots]]) -> Iterator[Fact]:
    """Care that the record says was not tried, which is less than that it failed."""
    for place, value in found:
        if context.judge(passage, place) is Assertion.NEGATED:
            yield context.fact("failed_care", value, passage, place, "failed.untried", Assertion.NEGATED)


def _failed(context: Context, passage: Passage, cue: Mention, place: Place, value: Slots) -> Iterator[Fact]:
    assertion = context.judge(passage, (cue.start, cue.end))
    if assertion not in _UNKEPT:
        denied = assertion is Assertion.NEGATED and "deniable" in cue.attributes
        kept = Assertion.NEGATED if denied else Assertion.AFFIRMED
        yield context.fact("failed_care", value, passage, place, "failed.listed", kept)


def _tried(context: Context, passage: Passage) -> list[tuple[Place, Slots]]:
    """Treatments and other care named in a passage, in order; a study or an operation is no care that fails."""
    names = [
        each
        for each in context.names(passage)
        if context.lexicon.is_course(each.treatment) or context.lexicon.is_drug(each.treatment)
    ]
    found: list[tuple[Place, Slots]] = [
        (each.place, {"treatment": each.treatment, "drug": each.drug}) for each in names
    ]
    found += [
        ((m.start, m.end), {"treatment": m.id})
        for m in passage.of("care")
        if not any(each.start < m.end and m.start < each.end for each in names)
    ]
    where: Slots = {"body_part": _only_part(passage), "side": passage.sole_side}
    return sorted(((place, value | where) for place, value in found), key=lambda pair: pair[0])


def _only_part(passage: Passage) -> str | None:
    """The body part that the passage speaks of, where it is one alone."""
    parts = {
        mention.id for mention in passage.of("body_part") if not _TRADE.match(passage.text, mention.end, passage.end)
    }
    return parts.pop() if len(parts) == 1 else None


def _chain(passage: Passage, end: int, tried: list[tuple[Place, Slots]]) -> Iterator[tuple[Place, Slots]]:
    """What is named after a word of failure, as long as one name leads to the next."""
    for place, value in tried:
        if place[0] < end:
            continue
        between = _BRACKETED.sub("", passage.words(end, place[0]))
        if not _LINK.fullmatch(between) or _VERB.search(between):
            return
        yield place, value
        end = place[1]


def _chain_back(passage: Passage, start: int, tried: list[tuple[Place, Slots]]) -> Iterator[tuple[Place, Slots]]:
    """What is named before a word of failure: the nearest, and those that lead to it."""
    pattern, stop = _REACH, _TURN
    for place, value in reversed(tried):
        if place[1] > start:
            continue
        between = _BRACKETED.sub("", passage.words(place[1], start))
        if not pattern.fullmatch(between) or stop.search(between):
            return
        yield place, value
        start, pattern, stop = place[0], _LINK, _VERB


_ACTIVE = {
    "work_conditioning_hardening": "work_conditioning",
    "functional_restoration_program": "functional_restoration",
    "physical_medicine": "physical_therapy",
}
_NONE = re.compile(r"\s?[:=-]\s?(?:none|no\b|not|nil|0\b|denie[sd])", re.IGNORECASE)
_BEFORE, _AFTER, _GAP = 40, 30, 20


def concurrent(context: Context) -> Iterator[Fact]:
    """Exercise and other active care that the patient does, or does not do, now."""
    for passage in context.stated.having("concurrent", "going_on"):
        asked = passage.zone.section == "request" or (passage.zone.kind is not Kind.PATIENT and not passage.tells)
        yield from _exercise(context, passage, asked=asked)
        if asked or passage.dates or passage.is_general:
            continue
        planned = passage.zone.section == "plan" and not passage.has("going_on", "ongoing")
        if not passage.has("request", "request") and not planned:
            yield from _active_care(context, passage)


def _exercise(context: Context, passage: Passage, *, asked: bool) -> Iterator[Fact]:
    """Where treatments are asked for, only exercise that is said to be a habit is no request."""
    for mention in passage.of("concurrent"):
        habit = mention.parts or passage.has("ordinal", "additional")
        if asked and (not habit or passage.of("treatment")):
            continue
        place = (mention.start, mention.end)
        if any(_is_taken(mention, each) for each in passage.of("statement")):
            continue
        value: Slots = {"treatment": mention.attributes.get("treatment", mention.id)}
        assertion = context.judge_mention(passage, mention)
        if "polarity" in mention.attributes or _NONE.match(passage.text, mention.end, passage.end):
            assertion = Assertion.NEGATED
        if assertion is Assertion.AFFIRMED and any(
            m.id == "given_up" and 0 <= place[0] - m.end <= _GAP for m in passage.of("going_on")
        ):
            assertion = Assertion.NEGATED
        yield context.fact("concurrent", value, passage, place, "concurrent.phrase", assertion)


def _is_taken(exercise: Mention, statement: Mention) -> bool:
    """Whether exercise is named only to say something else: "home exercise failed", not "it goes with her exercise"."""
    inside = statement.start <= exercise.start and exercise.end <= statement.end
    return inside and not statement.parts and statement.id not in listed("leave_the_exercise")


def _active_care(context: Context, passage: Passage) -> Iterator[Fact]:
    for each in context.names(passage):
        kind = _ACTIVE.get(each.treatment)
        if kind and any(
            m.id == "ongoing" and each.start - _BEFORE <= m.start and m.end <= each.end + _AFTER
            for m in passage.of("going_on")
        ):
            value: Slots = {"treatment": kind}
            assertion = context.judge(passage, each.place)
            yield context.fact("concurrent", value, passage, each.place, "concurrent.treatment", assertion)
