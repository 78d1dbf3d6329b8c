"""Names of treatments of which a sentence tells no course: none was had, or they were refused, or are of a paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.line_words import searching
from engine.reading.tokens import forms

if TYPE_CHECKING:
    from engine.reading.naming import Named
    from engine.reading.passage import Passage

# What says of a name that there was none, as the answer of a field.
_NONE = re.compile(
    r"(?:\s(?:care|treatments?|therapy|visits?|sessions?|to date|so far|tried|before|prior))*\s?[:?=|-]+\s?"
    r"(?:none|no\b|not\b|never|nil|0\b(?!\s?(?:/|of))|zero|denied|denies|n/a)|\s(?:never|none)\s?(?:[.,;)]|\Z)",
    re.IGNORECASE,
)
_HAD = frozenset({"had", "went", "lead"})
_COUNTED = forms("visit visits session sessions")
_REASON = re.compile(r"\b(?:as|because|since|despite|after|given|although|though)\b|[\";]", re.IGNORECASE)
_NEITHER = re.compile(r"\b(?:neither|nor)\b", re.IGNORECASE)
_BY = re.compile(r"\bby\s(?:the\s|his\s|her\s)?\Z", re.IGNORECASE)


def says_nothing(passage: Passage, each: Named) -> bool:
    """Whether the words around a name are of its refusal, or of a paper."""
    return _is_refused(passage, each) or _is_paper(passage, each)


def _is_refused(passage: Passage, each: Named) -> bool:
    """Whether a decision is told of the name: "did not certify the acupuncture, the TENS unit"."""
    decided = [m for m in passage.of("ur_decision") if m.end <= each.start]
    if not decided or any(m.id in _HAD and m.start >= decided[-1].end for m in passage.of("tally")):
        return False
    return not _REASON.search(passage.words(decided[-1].end, each.start))


def _is_paper(passage: Passage, each: Named) -> bool:
    """Whether the name is that of a paper, a meeting or who gives care: "PT note", "conference at the program"."""
    before = passage.words(passage.start, each.start)
    if searching("occasion", after=r"[^.;,]{0,12}\Z").search(before):
        return True
    if passage.amounts or passage.of("tally") or passage.says(_COUNTED):
        return False
    behind = searching("paper", before=r"\s").match(passage.text, each.end, passage.end)
    return behind is not None or _BY.search(before) is not None


def is_neither(passage: Passage, each: Named) -> bool:
    """Whether a name is denied along with another, of which something else is said: "neither PT nor pills hold it"."""
    before = _NEITHER.search(passage.text, passage.start, each.start)
    return before is not None and not passage.has("tally", "had", "lead", "none")


def is_none(passage: Passage, each: Named) -> bool:
    """Whether words beside the name say that there was none: "PT: none", "acupuncture-naive", "first time chiro"."""
    if _NONE.match(passage.text, each.end, passage.end):
        return True
    return any(
        -2 <= m.start - each.end <= 2 or -2 <= each.start - m.end <= 2 for m in passage.of("tally") if m.id == "none"
    )
