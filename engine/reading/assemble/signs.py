"""Signs of the examination that a word at the end of their list calls normal: "Lachman and pivot shift all firm"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.line_words import searching

if TYPE_CHECKING:
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage

# What may stand in a list of signs beside their names.
_BESIDE = re.compile(
    r"(?:[\s,/&+():-]|\b(?:and|or|nor|the|to|of|at|on|in|with|test|tests|testing|sign|signs|stress|maneuvers?|right|left|both"
    r"|bilateral(?:ly)?|sides?|knees?|shoulders?|wrists?|hands?|ankles?|elbows?|hips?|neck|back|varus|valgus|posterior|anterior|medial|lateral|drawer|\d+|deg(?:rees)?)\b|(?-i:[A-Z][a-z]{3,}(?:'s)?))*",
    re.IGNORECASE,
)
_LINK = r"(?:(?:is|are|was|were|all|both|each|remains?|feels?|tested|found)\s)*"
_FOUND = re.compile(r"\b(?:positive|pos|present|marked|painful|loose|lax)\b|\+", re.IGNORECASE)
_BEFORE = 12
_REACH = 90
_CLAUSE_END = re.compile(r"[.;\n](?!\d)")


def called_normal(passage: Passage, mention: Mention) -> bool:
    """Whether the list of signs that this one stands in ends with a word for normal."""
    if _FOUND.search(passage.text, max(passage.start, mention.start - _BEFORE), mention.end):
        return False
    reach = min(passage.end, mention.end + _REACH)
    stop = _CLAUSE_END.search(passage.text, mention.end, reach)
    end = stop.start() if stop else reach
    named = {each.start: each.end for each in passage.of("exam") if each.start >= mention.end}
    at = _past(passage.text, mention.end, end)
    while at in named:
        at = _past(passage.text, named[at], end)
    return searching("normal_sign", before=_LINK).match(passage.text, at, end) is not None


def _past(text: str, at: int, end: int) -> int:
    """The place behind what may stand beside the signs of a list."""
    beside = _BESIDE.match(text, at, end)
    return beside.end() if beside else at
