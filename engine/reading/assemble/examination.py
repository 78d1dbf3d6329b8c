"""Signs on examination, with their part, side, level and figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.beside import part_beside, side_beside
from engine.reading.assemble.concepts import says_none
from engine.reading.assemble.limbs import limb_of
from engine.reading.assemble.signs import called_normal
from engine.reading.line_words import listed, searching
from engine.reading.naming import levels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact, Scalar
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage

_AFTER = 30
_RIGHT_BEHIND = (
    r"[\s:=(-]{0,3}(?:(?:test|sign|maneuver|is|was|are|were|bilaterally|both|sides|B|R|L|right|left|on the)\s){0,3}"
)


def assemble(context: Context) -> Iterator[Fact]:
    """Signs on examination; a plainly negative result after the sign is a negated finding."""
    for passage in context.patient.having("exam"):
        for mention in passage.of("exam"):
            place = (mention.start, mention.end)
            number = _number_after(passage, mention) if mention.attributes.get("kind") == "measure" else None
            if mention.attributes.get("kind") == "measure" and number is None:
                continue
            level = next(iter(levels(passage, mention.end, min(passage.end, mention.end + _AFTER))), None)
            finding = mention.attributes.get("as", mention.id)
            value: dict[str, Scalar | None] = {
                "finding": finding,
                "body_part": None if finding in _ELSEWHERE else _part_of_sign(passage, mention, finding, level),
                "side": side_beside(passage, mention),
                "level": level,
            }
            if number is not None:
                value["value"] = number[0]
                place = (mention.start, number[1])
            assertion = Assertion.AFFIRMED if number else context.judge_mention(passage, mention)
            normal = number is None and (says_none(passage, mention) or called_normal(passage, mention))
            if normal or _brought_nothing(passage, mention, finding):
                assertion = Assertion.NEGATED
            if _NOT_TESTED.match(passage.text, mention.end, passage.end):
                assertion = Assertion.NOT_DOCUMENTED
            yield context.fact("exam.finding", value, passage, place, "exam.phrase", assertion)


def _brought_nothing(passage: Passage, mention: Mention, finding: str) -> bool:
    """Whether a manoeuvre that is to bring on a complaint is said to bring on none: "Spurling causes nothing"."""
    if finding not in listed("provoking_signs"):
        return False
    return bool(searching("brought_nothing", before=_RIGHT_BEHIND).match(passage.text, mention.end, passage.end))


def _part_of_sign(passage: Passage, mention: Mention, finding: str, level: str | None) -> str | None:
    part = mention.attributes.get("body_part") or part_beside(passage, mention)
    if part is None and finding in _OF_NERVES:
        return limb_of(passage, (mention.start, mention.end), level)
    return part


_OF_NERVES = frozenset({"motor_loss", "sensory_loss", "reflex_change"})
# The part beside these is where the pain goes, or one of several pressed.
_ELSEWHERE = frozenset({"referred_pain", "twitch_response"})
_NOT_TESTED = re.compile(
    r"[^.;,\n]{0,12}\b(?:deferred|not (?:tested|done|performed|examined|possible)|could not be|unable to)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\s?(?:(?:right|left|R|L|bilat\w*|strength|of|is|was|at|to|=|:|,"
    r"|on the)\s?)*(?P<n>\d{1,3}(?:\.\d)?)(?![\d/]|\s?(?:%|mg|times|visits|x\b|weeks|days))"
    r"(?:\s?(?:degrees?|deg|lbs?|kg|pounds))?",
    re.IGNORECASE,
)


def _number_after(passage: Passage, mention: Mention) -> tuple[int | float, int] | None:
    match = _FIGURE.match(passage.text, mention.end, passage.end)
    if not match:
        return None
    figure = float(match["n"])
    return (int(figure) if figure.is_integer() else figure), match.end()
