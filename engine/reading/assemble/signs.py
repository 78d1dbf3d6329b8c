"""Signs of the examination that a word at the end of their list calls normal: "Lachman and pivot shift all firm"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.line_words import searching

if TYPE_CHECKING:
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage

# What may stand in a list beside the names of signs: marks, and names that the lexicon does not know.
_MARKS = re.compile(r"(?:[\s,/&+():-]|\b\d+\b|\b[A-Z][a-z]{3,}(?:'s)?)+")
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
    beside = searching("beside_sign")
    while found := beside.match(text, at, end) or _MARKS.match(text, at, end):
        at = found.end()
    return at
