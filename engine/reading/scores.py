"""Scores and percentages: "8-9/10", "at least 50%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.reading.folding import lowered
from engine.reading.lazily import lazily
from engine.reading.line_words import any_of, searching
from engine.reading.numbers import NUMBER, RANGE, range_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Figure = int | float


@dataclass(frozen=True, slots=True)
class Score:
    """A score at `text[start:end]`: `low` to `high` (the same for one figure) out of `out_of`."""

    start: int
    end: int
    low: Figure
    high: Figure
    out_of: int


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage at `text[start:end]`; `qualifier` is `about`, `over` or `under`, or empty."""

    start: int
    end: int
    low: Figure
    high: Figure
    qualifier: str = ""


# All of these are for text in small letters.
_FIGURE = r"\d{1,2}(?:\.\d{1,2})?"
_SCORE = lazily(
    rf"(?<![\w.,/#-])(?P<n>{_FIGURE}\+?(?:\s?(?:-|to)\s?{_FIGURE})?|{NUMBER})[+-]?\s?"
    r"(?:/\s?(?P<of>5|10|100)(?![\d/])|out of (?:a )?(?P<words>5|10|ten|five|100)\b)",
)
_PERCENT = lazily(
    r"(?:(?P<about>about|approximately|around|roughly|nearly|almost|some|~)"
    r"|(?P<over>at least|over|more than|greater than|>=?)|(?P<under>less than|under|below|up to|only|<=?))?"
    rf"\s?(?<![\w./,])(?P<n>{RANGE})%?\s?(?:%|percent\b|per cent\b)"
    rf"(?:\s?(?:-|to)\s?(?P<m>{NUMBER})\s?(?:%|percent\b))?",
)
_OF = {"ten": 10, "five": 5}
_ANY_PERCENT = lazily(r"%|per ?cent", re.IGNORECASE)


def scores(text: str, start: int = 0, end: int | None = None) -> tuple[Score, ...]:
    """The scores out of 5, 10 or 100 of a stretch of text in order; dates and doses are none."""
    stop = len(text) if end is None else end
    named = text.find("point", start, stop) >= 0 or searching("pain_scales").search(text, start, stop)
    found = list(_scaled(text, start, stop)) if named else []
    if text.find("/", start, stop) >= 0 or text.find("out of", start, stop) >= 0:
        found += [score for match in _SCORE.finditer(lowered(text), start, stop) if (score := _score(match))]
    return tuple(sorted(found, key=lambda score: score.start))


@lru_cache(maxsize=1)
def _scaled_pattern() -> re.Pattern[str]:
    """What reads "VAS 6", "pain score today: 5", "six on the ten-point scale": out of ten, though nothing says so."""
    between = rf"\s?(?:(?:{any_of('before_score')}|[:=,-])\s?){{0,4}}"
    figure = rf"(?P<n>{_FIGURE}(?:\s?(?:-|to)\s?{_FIGURE})?|{NUMBER})"
    not_else = r"(?![\w/%]|\.\d|\s?(?:/|out of|of\b|mm\b|percent|weeks|days|to\b))"
    behind = rf"(?<![\w.,/#-])(?P<m>{NUMBER})\s(?:on|of) (?:the|a) (?:ten|10)[ -]point (?:pain )?scale"
    return re.compile(rf"\b{any_of('pain_scales')}{between}{figure}{not_else}|{behind}")


def _scaled(text: str, start: int, stop: int) -> Iterator[Score]:
    """The scores of a scale of ten that is named without its end."""
    for match in _scaled_pattern().finditer(lowered(text), start, stop):
        group = "n" if match["n"] else "m"
        low, high = range_of(match[group])
        if high <= _OF["ten"]:
            yield Score(match.start(group), match.end(group), low, high, _OF["ten"])


def _score(match: re.Match[str]) -> Score | None:
    written = match["of"] or (match["words"] or "").lower()
    out_of = _OF[written] if written in _OF else int(written)
    low, high = range_of(match["n"].replace("+", ""))
    if high > out_of:
        return None
    return Score(match.start(), match.end(), low, high, out_of)


def percents(text: str, start: int = 0, end: int | None = None) -> tuple[Percent, ...]:
    """The percentages of a stretch of text in order."""
    stop = len(text) if end is None else end
    if not _ANY_PERCENT.search(text, start, stop):
        return ()
    return tuple(_percent(match) for match in _PERCENT.finditer(lowered(text), start, stop))


def _percent(match: re.Match[str]) -> Percent:
    low, high = range_of(match["n"])
    if match["m"]:
        high = max(high, range_of(match["m"])[1])
    qualifier = next((name for name in ("about", "over", "under") if match[name]), "")
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Percent(start, match.end(), low, high, qualifier)
