"""What a letter quotes of the denial that it answers: the payer's words, though another writes the letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Source
from engine.reading.section import TOP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.reading.lexicon import Mention
    from engine.reading.passage import Place

_QUOTED = re.compile(r"\"(?=\w)[^\"]{12,600}\"")
_BEFORE, _AFTER = 140, 40
_LED_IN = re.compile(r":\s*\Z")
_MARK = re.compile(r"(?:\A|\n)[ \t]*(?:[-*>\u2022]|\(?\w{1,3}[.)])?[ \t]*\Z")
_ANSWERED = re.compile(r"[ \t]*\n?[ \t]*\w")
_ATTRIBUTED = re.compile(r"[\s,;()-]*(?:per|by|from|so|as|said|says|wrote|writes|in|the|is|was|your)\b", re.IGNORECASE)


def payers_words(text: str, mentions: Sequence[Mention]) -> tuple[Place, ...]:
    """The quotations of a document that are the payer's, as places in `text`.

    One is, where the last to be named before it, or whoever it is ascribed to behind it, is the payer or a denial; in
    an appeal also one that opens a paragraph and is answered there.
    """
    appeal = any(each.category == "document" and each.id == "appeal" and each.start < TOP for each in mentions)
    tellers = [each for each in mentions if each.category in {"denial", "speaker"}]
    return tuple(_of_payer(text, tellers, appeal=appeal))


def _of_payer(text: str, tellers: Sequence[Mention], *, appeal: bool) -> Iterator[Place]:
    ended = 0
    for quoted in _QUOTED.finditer(text):
        start, end = quoted.span()
        opened = max(ended, _paragraph(text, start), start - _BEFORE)
        before = [each for each in tellers if opened <= each.start and each.end <= start]
        if before:
            told = _is_payer(before[-1])
        else:
            told = _is_ascribed(text, tellers, end) or (appeal and _is_answered(text, start, end))
        if told:
            yield start, end
        ended = end


def _paragraph(text: str, start: int) -> int:
    """Where the paragraph of a quotation begins, with the line above that leads into it."""
    line = text.rfind("\n", 0, start) + 1
    led_in = not text[line:start].strip() and _LED_IN.search(text, 0, start)
    return text.rfind("\n", 0, line - 1) + 1 if led_in else line


def _is_payer(teller: Mention) -> bool:
    return teller.category == "denial" or teller.id == Source.UR


def _is_ascribed(text: str, tellers: Sequence[Mention], end: int) -> bool:
    """Whether the words right behind a quotation say that it is the payer's: `"...," says the reviewer`."""
    if not _ATTRIBUTED.match(text, end):
        return False
    return any(end <= each.start < end + _AFTER and _is_payer(each) for each in tellers)


def _is_answered(text: str, start: int, end: int) -> bool:
    """Whether a quotation opens a paragraph or an item of a list, and words that are not quoted follow it."""
    return bool(_MARK.search(text, 0, start) and _ANSWERED.match(text, end))
