"""The marks with which lines and sentences of a list open: "2.", "(b)", "iii.", "*", "Item 4", "Second,"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from engine.reading.line_words import any_of, listed
from engine.reading.numbers import WORDS, value_of

_PLAIN = re.compile(
    r"\s*(?:req(?:uests?)?:?\s|[A-Za-z]{1,4}:\s)?"
    r"(?:\d{1,2}\.\d{1,2}[.)]?\s|(?-i:[ABD-KM-RU-Z])\d{1,2}[.):]\s|\(?\d{1,2}[a-h]?\s?[.):|\t]|[(\[]?[a-hA-H](?:[.)\]]|\s-|\t)|\[\d{1,2}\]|#\s?\d{1,2}[.):\t]?\s|\d{3,7}\s?[\t,:|]|\d{1,2}\s-\s|\d{1,2}-\s(?=[a-z])|[-*>]{1,2}|\(?(?:i{1,3}|iv|vi{0,3}|ix|x)[.)]\s)\s*",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\s*(?P<open>[(\[]?)(?P<stem>\d{1,2}(?=[a-h][.)])|\d{1,2}\.(?=\d)|[ABD-KM-RU-Z](?=\d{1,2}[.)]))?(?P<n>\d{1,2}|[ivxIVX]{2,4}|[a-zA-Z])(?:(?P<close>[.)\]]|\s-|(?<=\d)-(?=\s[A-Za-z]))\s|(?P<tab>\t)|(?<=\d\.\d)\s)"
)
_ROMAN = {roman: value for value, roman in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), 1)}
_IN_WORDS = "in words"


class Mark(NamedTuple):
    """The mark of a line: its brackets, and its number; a letter counts as one, and as a Roman one if it may be."""

    kind: str
    number: int
    roman: int = 0

    def follows(self, before: Mark) -> bool:
        """Whether it is the mark after another of its kind."""
        if self.kind != before.kind:
            return False
        by_roman = bool(self.roman and before.roman) and self.roman == before.roman + 1
        return by_roman or (bool(self.number) and self.number == before.number + 1)


def mark_end(text: str, start: int, end: int) -> int:
    """Where the words of a line begin behind its mark; `start` where it has none."""
    match = _PLAIN.match(text, start, end) or named_mark().match(text, start, end) or _worded().match(text, start, end)
    return start if match is None or is_answer(text, start) else match.end()


def has_mark(text: str, start: int, end: int) -> bool:
    """Whether a line opens with a mark."""
    return mark_end(text, start, end) > start


def mark_of(text: str, start: int, end: int) -> Mark | None:
    """The mark of a line that has a number, a letter or a word for one."""
    match = _ORDINAL.match(text, start, end)
    if match is None:
        worded = _worded().match(text, start, end)
        return Mark(_IN_WORDS, _counted(worded)) if worded else None
    written, roman = match["n"], _ROMAN.get(match["n"].lower(), 0)
    number = int(written) if written.isdigit() else ord(written) if len(written) == 1 else 0
    kind = match["open"] + (match["stem"] or "") + (match["close"] or "\t")
    return Mark(kind, number, roman) if number or roman else None


def is_worded(mark: Mark) -> bool:
    """Whether a mark is a word, and may stand in the middle of a paragraph."""
    return mark.kind == _IN_WORDS


def is_answer(text: str, start: int) -> bool:
    """Whether a line is the answer below a question: "Q. ..." and "A. ..."."""
    if text[start : start + 2] not in {"A.", "A:"} or text[start - 1 : start] != "\n":
        return False
    above = text.rfind("\n", 0, start - 1) + 1
    return text[above : above + 2] in {"Q.", "Q:"}


@lru_cache(maxsize=1)
def named_mark() -> re.Pattern[str]:
    """A mark that says what it counts: "Item 4", "Request #2", "Pending claim 1:", "Issue 1 of 3"."""
    return re.compile(
        rf"\s*(?:{any_of('item_state')}\s)?(?:{any_of('item_noun')}|req)\s?(?:no\.?\s?)?#?\s?"
        r"(?:\d{1,2}(?!\d|[/-]\d)|[a-h](?=[.:)\t]|\s-))(?:\sof\s\d{1,2})?\s?[.:)\t-]{0,2}\s*",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _worded() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:and\s)?(?:(?P<th>{any_of('ordinal')})(?:\sof\sall)?(?:[,:]|\s-|\sis\b|\swas\b)"
        rf"|(?:number|no\.?|item|request|issue)\s(?P<count>{WORDS})\b(?:\sis\b|\swas\b|[.,:)]|\s-)?"
        rf"|(?P<bare>{WORDS})(?:\t|[:)]|\.(?=\s(?-i:[A-Z]))))\s*",
        re.IGNORECASE,
    )


def _counted(match: re.Match[str]) -> int:
    if match["th"]:
        return listed("ordinal").index(match["th"].lower()) // 2 + 1
    return int(value_of(match["count"] or match["bare"]))
