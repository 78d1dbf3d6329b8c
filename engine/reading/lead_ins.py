"""Lines that announce a list of what is asked for, refused, granted or was had, known by their shape and a word.

A sentence that ends a line with a colon and asks for something announces what stands below it, whatever its words; so
does a short line without a full stop whose words bid for approval. The words are data (`rules/lexicon/lead-ins.yaml`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.reading.lexicon import Mention

_COLON = re.compile(r"(?::\s*(?:-{1,2}|>)?|\s-{1,2}|->)\s*\Z")
_LAST_SENTENCE = re.compile(r"[.!?][\"')]*\s+(?=\S)")
_SENTENCE = re.compile(r"[.!?,;]\s*\Z|[.!?]\s|\d{1,2}/\d")
_NUMBERING = re.compile(r"\s*[(\[]?(?:\d{1,2}|[A-Za-z]|[IVXivx]{1,4})[.)\]]\s")
_BULLET = re.compile(r"\s*[*>#-]|.*#\s?\d")
_ASIDE = re.compile(r"\s*\([^()]{0,60}\)\s*\Z")
_LONGEST_TITLE = 7
_LONGEST_LEAD = 60
_FIELD = 5
HAD = "treatment_history"
"""The section of care that was had."""
_UNASKED = "history"
_ANNOUNCING = frozenset({"asks", "bids", "decides", "grants", "had", "unasked"})


class LeadIn(NamedTuple):
    """The words at `text[start:end]` announce a list of this `section`; `title` where they are a line by themselves."""

    start: int
    end: int
    section: str
    title: bool


def lead_in(text: str, start: int, end: int, mentions: Sequence[Mention]) -> LeadIn | None:
    """What the end of the line `text[start:end]` announces; nothing where it announces nothing."""
    ids = {mention.id for mention in mentions if mention.category == "lead"}
    if not ids & _ANNOUNCING or any(mention.id == "disputed" for mention in mentions):
        return None
    line = text[start:end]
    if _COLON.search(line) or _breaks_off(text, end, mentions):
        begin = start + _begin(line)
        inside = {m.id for m in mentions if m.category == "lead" and m.start >= begin}
        length = len(text[begin:end].split())
        section = _section(inside, "asks", length) if length <= _LONGEST_LEAD else None
        return LeadIn(begin, end, section, title=False) if section else None
    section = _section(ids, "bids", 0) if _is_title(line) else None
    return LeadIn(start, end, section, title=True) if section else None


def _breaks_off(text: str, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a line ends with the word that asks: "She asks", "we request approval of"."""
    return any(m.id == "breaks_off" and not text[m.end : end].strip() for m in mentions)


def _begin(line: str) -> int:
    """Where the last sentence of a line begins, after its number if it is an item of an outline."""
    ends = [match.end() for match in _LAST_SENTENCE.finditer(line)]
    numbered = _NUMBERING.match(line)
    first = numbered.end() if numbered else 0
    return next((at for at in reversed(ends) if at > first), 0)


def _section(ids: set[str], asking: str, length: int) -> str | None:
    if "unasked" in ids:
        return _UNASKED
    if "had" in ids and not ids & {"asks", "bids", "decides", "grants"}:
        return HAD
    if "following" not in ids and ("other" in ids or ("person" in ids and length <= _FIELD)):
        return None
    if "grants" in ids and not ids & {"decides", "bids"}:
        return "approved"
    if "decides" in ids:
        return "decision"
    return "request" if asking in ids else None


def _is_title(line: str) -> bool:
    """Whether a line is short, without the marks of a sentence, a date or cells, and begins like a title."""
    if _BULLET.match(line):
        return False
    numbered = _NUMBERING.match(line)
    bare = _ASIDE.sub("", line[numbered.end() if numbered else 0 :]).strip(" -*#>=_[]\t")
    words = bare.split()
    if not words or len(words) > _LONGEST_TITLE or _SENTENCE.search(bare) or "\t" in bare or "|" in bare:
        return False
    return bare[0].isupper()
