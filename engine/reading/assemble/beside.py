"""The body part and the side that stand beside a phrase."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage

_BEFORE = 28
_AFTER = 30
_BREAK = re.compile(r"[,;.:\n()]|\band\b|\bwith\b")
_OF = re.compile(
    r"\s?(?:of|in|to|at|on|over|,|:|-|\()?\s?(?:the |his |her )?(?:(?:right|left|bilateral|both|R"
    r"|L)\s)?\Z",
    re.IGNORECASE,
)


def part_beside(passage: Passage, mention: Mention) -> str | None:
    """The body part named just before a phrase ("lumbar sprain"), in it, or just after ("sprain of the ankle")."""
    parts = passage.of("body_part")
    for part in parts:
        if mention.start <= part.start and part.end <= mention.end:
            return part.id
    before = [p for p in parts if 0 <= mention.start - p.end <= _BEFORE]
    if before and not _BREAK.search(passage.words(before[-1].end, mention.start)):
        return before[-1].id
    after = next((p for p in parts if 0 <= p.start - mention.end <= _AFTER), None)
    if after and _OF.match(passage.words(mention.end, after.start)):
        return after.id
    if before and re.fullmatch(
        r"[\s,/&]*(?:(?:and|or)\s)?(?:[\w/]+\s){0,2}", passage.words(before[-1].end, mention.start)
    ):
        return before[-1].id
    return None


def side_beside(passage: Passage, mention: Mention) -> str | None:
    """Right, left or both: the nearest to a phrase, in its clause or its cell."""
    near = [
        s
        for s in passage.sides
        if mention.start - _BEFORE <= s.start and s.end <= mention.end + _AFTER and not _crosses(passage, s, mention)
    ]
    return min(near, key=lambda s: max(s.start - mention.end, mention.start - s.end)).id if near else None


def _crosses(passage: Passage, one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda m: m.start)
    return bool(re.search(r"[;.\n|\t]", passage.words(first.end, second.start)))
