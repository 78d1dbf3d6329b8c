"""Care that was tried and did not work, and active care that goes on beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage
    from engine.reading.request_slots import Slots

_LIST = re.compile(r"\A(?:[\w\s'/(),&+#-]|\.(?=\d))*\Z")
_REACH = 200


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each treatment or other care in the reach of a word of failure."""
    for passage in context.patient:
        for cue in passage.of("failure"):
            yield from _failed(context, passage, cue)


def _failed(context: Context, passage: Passage, cue: Mention) -> Iterator[Fact]:
    if context.judge(passage, (cue.start, cue.end)) is Assertion.HYPOTHETICAL:
        return
    ahead = (
        passage.words(cue.start, cue.end).lower().endswith(("failed", "failure of", "despite", " to", "conservative"))
    )
    items = [(each.place, each.treatment) for each in context.names(passage)]
    items += [((m.start, m.end), m.id) for m in passage.of("care") if not any(p[0] <= m.start < p[1] for p, _ in items)]
    for place, treatment in sorted(items):
        if treatment == "injection" and any(p[0] <= place[0] < p[1] for p, t in items if t != "injection"):
            continue
        if _reaches(passage, cue, place, ahead=ahead):
            yield context.fact("failed_care", {"treatment": treatment}, passage, place, "failed.listed")


def _reaches(passage: Passage, cue: Mention, place: tuple[int, int], *, ahead: bool) -> bool:
    """Whether a list leads from the cue to the place without leaving the clause."""
    if ahead:
        return cue.end <= place[0] <= cue.end + _REACH and bool(_LIST.match(passage.words(cue.end, place[0])))
    return (
        place[1] <= cue.start
        and cue.start - place[1] <= _REACH
        and bool(_LIST.match(passage.words(place[1], cue.start)))
    )


_ACTIVE = {
    "work_conditioning_hardening": "work_conditioning",
    "functional_restoration_program": "functional_restoration",
    "physical_medicine": "physical_therapy",
}
_GOES_ON = re.compile(r"\b(?:continues|goes on|ongoing|already in|is in)\b", re.IGNORECASE)
_STOPPED = re.compile(
    r"\b(?:stopped|quit|gave up|discontinued|no longer (?:does|doing))\s(?:\w+\s){0,2}\Z", re.IGNORECASE
)
_ONGOING = re.compile(
    r"\b(?:attends|attending|continues|continuing|currently|ongoing|is in|is doing|is going on"
    r"|enrolled in|participat\w+ in|doing|continue|twice a week)\b",
    re.IGNORECASE,
)


def concurrent(context: Context) -> Iterator[Fact]:
    """Exercise and other active care that the patient does, or does not do, now."""
    for passage in context.patient:
        if passage.zone.section == "request":
            continue
        yield from _exercise(context, passage)
        planned = passage.zone.section == "plan" and not _GOES_ON.search(passage.text, passage.start, passage.end)
        if not passage.has("request", "request") and not planned and not passage.dates:
            yield from _active_care(context, passage)


def _exercise(context: Context, passage: Passage) -> Iterator[Fact]:
    for mention in passage.of("concurrent"):
        place = (mention.start, mention.end)
        if any(m.start <= place[0] and place[1] <= m.end for m in passage.of("statement")):
            continue
        value: Slots = {"treatment": mention.id}
        assertion = context.judge(passage, place)
        if assertion is Assertion.AFFIRMED and _STOPPED.search(passage.text[passage.start : place[0]]):
            assertion = Assertion.NEGATED
        yield context.fact("concurrent", value, passage, place, "concurrent.phrase", assertion)


def _active_care(context: Context, passage: Passage) -> Iterator[Fact]:
    for each in context.names(passage):
        kind = _ACTIVE.get(each.treatment)
        around = passage.words(max(passage.start, each.start - 40), min(passage.end, each.end + 30))
        if kind and _ONGOING.search(around):
            value: Slots = {"treatment": kind}
            assertion = context.judge(passage, each.place)
            yield context.fact("concurrent", value, passage, each.place, "concurrent.treatment", assertion)
