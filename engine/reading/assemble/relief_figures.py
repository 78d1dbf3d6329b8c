"""Relief told by figures alone: how much and for how long, behind the treatment: "Prior TPI: 50% x 6 wks"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.extent import percent_of, weeks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.passage import Passage
    from engine.reading.request_slots import Slots

_BETWEEN = re.compile(
    r"(?:\b(?:x|for|lasting|lasted|that|which|about|approximately|almost|nearly|over|at least|pain|relief|better"
    r"|improvement|improved|reduction|less|benefit|a good)\b|[\s,;:()~<>-])*",
    re.IGNORECASE,
)
_NAME_NEAR = 60
_KEPT = re.compile(r"attend|complian|adheren|visits kept", re.IGNORECASE)


def assemble(context: Context) -> Iterator[Fact]:
    """A benefit for each percentage with a length of time right behind it, where one treatment is named before."""
    for passage in context.patient.having("treatment"):
        if passage.percents and not any(m.attributes["domain"] == "pain" for m in passage.of("benefit")):
            yield from _told(context, passage)


def _told(context: Context, passage: Passage) -> Iterator[Fact]:
    names = [each for each in context.names(passage) if not each.drug and context.lexicon.is_course(each.treatment)]
    if len({each.treatment for each in names}) != 1:
        return
    for percent in passage.percents:
        spans = (d for d in passage.durations if d.start >= percent.end)
        span = next((d for d in spans if _BETWEEN.fullmatch(passage.text, percent.end, d.start)), None)
        near = 0 <= percent.start - names[0].end <= _NAME_NEAR
        if span is None or not near or _KEPT.search(passage.text, names[0].end, percent.start):
            continue
        place = (percent.start, span.end)
        if context.judge(passage, place) in {Assertion.AFFIRMED, Assertion.HISTORICAL}:
            value: Slots = {
                "domain": "pain",
                "treatment": names[0].treatment,
                "percent": percent_of(percent),
                "weeks": weeks_of(span),
            }
            yield context.fact("benefit", value, passage, place, "benefit.figures")
