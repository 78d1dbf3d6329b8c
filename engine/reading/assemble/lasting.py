"""How long relief lasted: till a month that is named, or past what one would call short."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from engine.reading.assemble.owner import paragraph_before
from engine.reading.gap_words import gap_words

if TYPE_CHECKING:
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage

_NEAR, _REACH, _EARLIER = 60, 90, 3
_LONG = re.compile(r"\b(?:weeks|wks|months|mos)\b|(?:th|rd|nd|\d) (?:week|month)\b", re.IGNORECASE)
_SHORT = re.compile(r"\b(?:hours?|hrs?|days?|evening|night|morning)\b", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNTIL = re.compile(
    r"\b(?P<until>until|till?|through|thru|into|to|by|toward|towards|in|since|around|before)\s"
    r"(?:about\s|around\s|well into\s)?"
    r"(?:(?:the\s)?(?P<part>early|beginning of|start of|first of|middle of|mid|end of|late|last week of)[\s-])?"
    rf"(?P<month>{'|'.join(_MONTHS)})(?:[a-z]{{0,6}})\b",
    re.IGNORECASE,
)
_DAYS = {"middle of": 15, "mid": 15, "end of": 25, "late": 22, "last week of": 24}
_BACK_BEFORE = 30
_GOES_ON = frozenset({"until", "til", "till", "through", "thru", "into", "to"})
_LAST_DAY = 28
_YEAR_WEEKS, _MOST_WEEKS = 52, 110


def lasted(passage: Passage, mention: Mention) -> bool:
    """Whether what ended is said to have gone on for weeks first, or to a month, or came back by a new event."""
    near = max(passage.start, mention.start - _NEAR), min(passage.end, mention.end + _NEAR)
    if _LONG.search(passage.text, *near) or gap_words("new_event").search(passage.text, passage.start, mention.end):
        return True
    if gap_words("of_late").match(passage.words(mention.end, near[1]).lstrip(" ,")):
        return True
    short = _SHORT.search(passage.text, mention.start, mention.end)
    return not short and bool(_UNTIL.search(passage.text, mention.start, min(passage.end, mention.end + 30)))


def weeks_until(context: Context, passage: Passage, mention: Mention) -> int | None:
    """The weeks from a treatment to the month until which its relief held, where the day of the treatment is told."""
    match = _UNTIL.search(passage.text, mention.start, min(passage.end, mention.end + _REACH))
    if match is None or not (match["until"].lower() in _GOES_ON or _comes_back(passage, match)):
        return None
    began = _began(context, passage, match.start())
    if began is None:
        return None
    month = _MONTHS.index(match["month"].lower()[:3]) + 1
    part = (match["part"] or "").lower()
    day = _DAYS.get(part, 1 if match["until"].lower()[:2] != "th" else _LAST_DAY)
    until = date(began.year + (month < began.month), month, day)
    weeks = (until - began).days // 7
    return weeks if 0 < weeks <= _MOST_WEEKS else None


def _began(context: Context, passage: Passage, at: int) -> date | None:
    """The day of the treatment: the last date before, in the sentence or in one of those before it."""
    own = [each.date for each in passage.dates if each.end <= at]
    if own and _tells_care(passage):
        return own[-1]
    for earlier in paragraph_before(context, passage, _EARLIER):
        if earlier.dates and _tells_care(earlier):
            return earlier.dates[-1].date
    return own[0] if own else None


def _tells_care(passage: Passage) -> bool:
    """Whether a passage speaks of a treatment, named or not."""
    return bool(passage.of("treatment") or passage.of("care"))


def _comes_back(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the pain is said to have come back in the month that is named."""
    near = max(passage.start, match.start() - _BACK_BEFORE), min(passage.end, match.end() + _NEAR)
    return gap_words("came_back").search(passage.text, *near) is not None
