"""Pain with and without a device: "8/10 without the unit, 4/10 with", "before a session 7, after it 3"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.assemble.drug_pain import SCORE
from engine.reading.figures import figures_in
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_SIDES = re.compile(
    r"(?P<without>\bwithout\b|\bw/o\b|\boff\b|\bbefore\b|\bprior to\b|\bpre\b)"
    r"|(?:\bwith\b|\bw/(?!o\b)|\bafter\b|\bpost\b|\bon\b)",
    re.IGNORECASE,
)
_PAIN = re.compile(
    r"\b(?:pains?|VAS|NRS|burning|soreness|ache|aching|ratings?|rate[ds]?|scores?|scale|spasms?|discomfort|stiffness)\b|/\s?10\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:norco|medications?|meds?|pills?|tablets?|activity|rest|therapy|sitting|standing|walking)\b", re.IGNORECASE
)
_PARTED = re.compile(r";")
_FILL = re.compile(r"[.\s:_-]{2,}")
_NEAR, _REACH, _BOTH, _HIGHEST = 30, 8, 2, 10
_UNIT = "device"
_NAMED_REACH = 16


def assemble(context: Context) -> Iterator[Fact]:
    """One benefit for each pair of scores, the lower of them with the device."""
    told = [passage for passage in context.patient.having("device_use") if passage.has("device_use", "device")]
    done = -1
    for device in told:
        for index in range(max(device.index, done + 1), min(device.index + _REACH, len(context.passages))):
            done = index
            yield from _told(context, index)


def _told(context: Context, index: int) -> Iterator[Fact]:
    """The scores of one line, or of it and the next, if they are one pair."""
    passage = context.passages[index]
    if passage.zone.kind is not Kind.PATIENT or not figures_in(passage.text, passage.start, passage.end):
        return
    follows = context.passages[index + 1 : index + 2]
    for last in (passage, *follows):
        change = _change(passage, last.end)
        if change is not None:
            place, without, using = change
            percent = round(100 * (without - using) / without)
            slots: Slots = {"domain": "pain", "treatment": _device(context, passage), "percent": percent}
            yield context.fact("benefit", slots, passage, place, "benefit.with_device")
            return


def _change(passage: Passage, end: int) -> tuple[Place, float, float] | None:
    """Two scores up to `end` of which the words beside them say that one is without the device, and lower with it."""
    return next(filter(None, (_change_in(passage, *place) for place in _clauses(passage, end))), None)


def _clauses(passage: Passage, end: int) -> Iterator[Place]:
    """The parts of a sentence that semicolons make."""
    start = passage.start
    for match in _PARTED.finditer(passage.text, passage.start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _change_in(passage: Passage, start: int, end: int) -> tuple[Place, float, float] | None:
    text = passage.text[start:end]
    scores = list(SCORE.finditer(text))
    sides = [each for each in _SIDES.finditer(text) if any(_beside(text, each, score) for score in scores)][:_BOTH]
    if len(scores) != _BOTH or len(sides) != _BOTH or not _PAIN.search(text) or _OTHER.search(text):
        return None
    found = {bool(side["without"]): float(score["n"]) for side, score in zip(sides, scores, strict=True)}
    if len(found) != _BOTH or not found[False] < found[True] <= _HIGHEST:
        return None
    first, last = min(sides[0].start(), scores[0].start()), max(sides[-1].end(), scores[-1].end())
    return (start + first, start + last), found[True], found[False]


def _beside(text: str, side: re.Match[str], score: re.Match[str]) -> bool:
    """Whether a word of with or without stands near a score, on the same line."""
    between = text[min(side.end(), score.end()) : max(side.start(), score.start())]
    return len(_FILL.sub(" ", between)) <= _NEAR and "\n" not in between


def _device(context: Context, passage: Passage) -> str | None:
    """The device that a passage names, or the nearest before it that does."""
    for each in (passage, *context.before(passage, _NAMED_REACH)):
        names = [one.treatment for one in context.names(each) if context.lexicon.unit(one.treatment) == _UNIT]
        if names:
            return names[-1]
    return None
