"""Relief told by figures alone, how much and for how long: "Prior TPI: 50% x 6 wks", "block: 80% for nine hours"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.extent import percent_of, weeks_of
from engine.reading.assemble.owner import owner
from engine.reading.gap_words import gap_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.passage import Passage
    from engine.reading.request_slots import Slots
    from engine.reading.scores import Percent

_BETWEEN = re.compile(
    r"(?:\b(?:x|for|lasting|lasted|that|which|about|approximately|almost|nearly|over|at least|pain|relief|better"
    r"|improvement|improved|reduction|less|benefit|a good)\b|[\s,;:()~<>-])*",
    re.IGNORECASE,
)
_NAME_NEAR = 60
_KEPT = re.compile(r"attend|complian|adheren|visits kept", re.IGNORECASE)
_PERCENT = re.compile(r"%|per ?cent", re.IGNORECASE)
_INJECTED = frozenset({"injection", "block", "level"})
_LEAST = 10



def assemble(context: Context) -> Iterator[Fact]:
    """A benefit for each percentage that tells the relief of one treatment."""
    for passage in context.patient.matching(_PERCENT):
        if passage.percents and not any(m.attributes["domain"] == "pain" for m in passage.of("benefit")):
            yield from _told(context, passage)


def _told(context: Context, passage: Passage) -> Iterator[Fact]:
    names = [each for each in context.names(passage) if not each.drug and context.lexicon.is_course(each.treatment)]
    named = {each.treatment for each in names}
    treatment = named.pop() if len(named) == 1 else None if named else owner(context, passage)
    if treatment is None:
        return
    injected = context.lexicon.unit(treatment) in _INJECTED
    for percent in passage.percents:
        spans = (d for d in passage.durations if d.start >= percent.end)
        span = next((d for d in spans if _BETWEEN.fullmatch(passage.text, percent.end, d.start)), None)
        near = bool(names) and 0 <= percent.start - names[0].end <= _NAME_NEAR
        if names and _KEPT.search(passage.text, names[0].end, percent.start):
            continue
        if not (near and span) and not (injected and _is_relief(passage, percent)):
            continue
        place = (percent.start, span.end if span else percent.end)
        if context.judge(passage, place) in {Assertion.AFFIRMED, Assertion.HISTORICAL}:
            value: Slots = {
                "domain": "pain",
                "treatment": treatment,
                "percent": percent_of(percent),
                "weeks": weeks_of(span) if span else None,
            }
            yield context.fact("benefit", value, passage, place, "benefit.figures")


def _is_relief(passage: Passage, percent: Percent) -> bool:
    """Whether a percentage beside an injection can only be its relief: one of nothing, nor of what is injected."""
    if percent.low < _LEAST or any(0 <= percent.start - m.end <= 1 for m in passage.of("treatment") if m.attributes):
        return False
    return gap_words("after_relief_figure").match(passage.words(percent.end, passage.end).lstrip(" ,;)")) is not None
