"""Scores, percentages, and figures that changed: "8-9/10", "at least 50%", "from 6/10 to 3/10"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.reading.folding import lowered
from engine.reading.lazily import lazily
from engine.reading.numbers import NUMBER, RANGE, range_of
from engine.reading.spans import Occupied

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


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that went from `before` to `after`; `unit` is what follows it, `/10` for scores, small letters."""

    start: int
    end: int
    before: Figure
    after: Figure
    unit: str = ""


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
_UNIT = (
    r"(?P<NAME>\s?/\s?10\b|\s?%|\s?(?:percent|degrees?|deg|lbs?|pounds?|kg|mg|min(?:ute)?s?|hours?|hrs?|miles?|"
    r"tablets?|tabs?|points?|feet|blocks?|mm|cm|weeks?|days?|of 10|out of 10)\b)?\.?"
)
_NUM = r"(?P<NAME>\d{1,3}(?:\.\d{1,2})?|" + NUMBER + ")"
_GLUE = r"(?:(?: (?:a|per) (?:day|week|night))|(?: [a-z]+){0,4}?)?"


def _both(first: str, middle: str, *, backwards: bool = False) -> re.Pattern[str]:
    names = ("after", "before") if backwards else ("before", "after")
    one = _NUM.replace("NAME", names[0]) + _UNIT.replace("NAME", "u1")
    two = _NUM.replace("NAME", names[1]) + _UNIT.replace("NAME", "u2")
    return lazily(rf"(?<![\w./,#-]){first}{one}{middle}{two}(?![\w/])")


# Each after the words of which a text must have one, in small letters, for the pattern to be worth trying.
_CHANGES = (
    (
        ("from",),
        _both(r"from (?:an? |about )?(?:[a-z]+ ){0,2}?", rf"{_GLUE} (?:down |up )?to (?:an? |about )?(?:[a-z]+ )?"),
    ),
    (("->", "=>"), _both(r"", r"\s?(?:->|-->|=>)\s?")),
    (
        ("now", "to"),
        _both(
            r"(?:was|were|of|at|is|rated|score|pain) ",
            rf"{_GLUE},? (?:and |but |which |it |has |have |is |was )*"
            r"(?:now|(?:down|up|reduced|decreased|dropped|improved|increased|fell) to|today) ",
        ),
    ),
    (
        ("previously", "was", "were", "had been", "formerly", "before", "initially", "baseline", "intake"),
        _both(
            r"",
            rf"{_GLUE},?\s?\(?(?:it )?(?:previously|was|were|had been|formerly|before:?|initially|baseline:?|intake:?)"
            r"\s?(?:at |only )?",
            backwards=True,
        ),
    ),
)
_ANY_DIGIT = re.compile(r"\d")
_ANY_PERCENT = lazily(r"%|per ?cent", re.IGNORECASE)
_ANY_CHANGE = re.compile(
    r"->|=>|\bto\b|\bwas\b|\bnow\b|\bwere\b|previously|before|initially|baseline|intake|today|formerly|had been"
)


def scores(text: str, start: int = 0, end: int | None = None) -> tuple[Score, ...]:
    """The scores out of 5, 10 or 100 of a stretch of text in order; dates and doses are none."""
    stop = len(text) if end is None else end
    if text.find("/", start, stop) < 0 and text.find("out of", start, stop) < 0:
        return ()
    return tuple(score for match in _SCORE.finditer(lowered(text), start, stop) if (score := _score(match)))


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


def changes(text: str, start: int = 0, end: int | None = None) -> tuple[Change, ...]:
    """Figures that are said to have changed, in order: from one to another, now against before."""
    stop = len(text) if end is None else end
    if not _ANY_DIGIT.search(text, start, stop) or not _ANY_CHANGE.search(text, start, stop):
        return ()
    taken = Occupied()
    text = lowered(text)
    small = text[start:stop]
    found = [
        _change(match)
        for cues, pattern in _CHANGES
        if any(cue in small for cue in cues)
        for match in pattern.finditer(text, start, stop)
        if taken.take(match.start(), match.end())
    ]
    return tuple(sorted(found, key=lambda change: change.start))


def _change(match: re.Match[str]) -> Change:
    unit = (match["u1"] or match["u2"] or "").strip().lower().replace(" ", "")
    if unit in {"of10", "outof10"}:
        unit = "/10"
    return Change(match.start(), match.end(), range_of(match["before"])[0], range_of(match["after"])[0], unit)
