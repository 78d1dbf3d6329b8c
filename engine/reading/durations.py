"""Lengths of time and times ago, as a text states them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from engine.reading.figures import any_in, places_of
from engine.reading.folding import lowered
from engine.reading.lazily import lazily
from engine.reading.numbers import RANGE, range_of


class Qualifier(StrEnum):
    """How exact a length of time is said to be."""

    EXACT = ""
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time at `text[start:end]`, of which one of `days`, `weeks`, `months`, `years` is set.

    All are unset where the text gives no number ("several months"). A range keeps its longer end.
    """

    start: int
    end: int
    days: int | float | None = None
    weeks: int | float | None = None
    months: int | float | None = None
    years: int | float | None = None
    qualifier: Qualifier = Qualifier.EXACT

    @property
    def in_months(self) -> float | None:
        """The length in months of 30 days, of which a year has 12; nothing where the text gives no number."""
        for value, factor in ((self.months, 1), (self.years, 12), (self.weeks, 7 / 30), (self.days, 1 / 30)):
            if value is not None:
                return round(value * factor, 2)
        return None


@dataclass(frozen=True, slots=True)
class Ago:
    """A time back from the text's own date at `text[start:end]`.

    `within` is set for "in the past six months": at some time in that span, not at its far end.
    """

    start: int
    end: int
    span: Span
    within: bool = False


_QUALIFIER = (
    r"(?:(?P<about>about|approximately|approx\.?|around|roughly|some|nearly|almost|close to|~|an estimated|circa)"
    r"|(?P<over>over|more than|at least|greater than|well over|in excess of|beyond|longer than|>)"
    r"|(?P<under>under|less than|within|fewer than|not more than|no more than|up to|<))\s?(?:the )?"
)
_COUNT = (
    rf"(?:(?P<n>{RANGE})|(?P<half>half an?|one and a half|an?)"
    r"|(?P<vague>several|a few|few|many|a couple of|some|multiple|number of))"
)
_UNIT = r"(?P<unit>days?|(?<![a-z])d|weeks?|wks?|months?|mos?|mths?|years?|yrs?)\b\.?"
_LENGTH = rf"\b{_COUNT}(?P<plus>\s?1/2)?\+?\s?-?\s?(?:full |consecutive |calendar )?{_UNIT}"
_SPAN = rf"(?:{_QUALIFIER})?{_LENGTH}"
_DURATION = lazily(rf"(?<![\w.,/#-]){_SPAN}(?!\s?(?:-| )old\b|\s?y\.?o\b)")
_AGO = lazily(
    rf"(?<![\w.,/#-]){_SPAN}\s?(?:ago|back\b|earlier|(?:prior to|before) (?:the|this) request|previously)",
)
_WITHIN = lazily(
    rf"\b(?:(?:in|over|within|during|for) )?(?:the )?(?:past|last|previous|preceding|prior) {_LENGTH}",
)
# What must stand in a text for the patterns above to be worth trying.
_time_words = places_of(lazily(r"\b(?:day|week|wk|month|mo|mos|mth|year|yr)s?\b", re.IGNORECASE))
_ago_cues = places_of(lazily(r"ago|back|earlier|prior to|before|previously"))
_within_cues = places_of(lazily(r"(?:past|last|previous|preceding|prior) "))
_SLOTS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}


def durations(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The lengths of time of a stretch of text in order. An age is none, nor is a frequency ("twice a week")."""
    stop = len(text) if end is None else end
    if not any_in(_time_words(text), start, stop):
        return ()
    return tuple(_span(match) for match in _DURATION.finditer(lowered(text), start, stop) if not _is_rate(match))


def ago(text: str, start: int = 0, end: int | None = None) -> tuple[Ago, ...]:
    """The times ago of a stretch of text: "almost 11 months ago", "in the past six months"."""
    stop = len(text) if end is None else end
    if not any_in(_time_words(text), start, stop):
        return ()
    found: list[Ago] = []
    small = lowered(text)
    for within, cues, pattern in ((False, _ago_cues, _AGO), (True, _within_cues, _WITHIN)):
        if any_in(cues(small), start, stop):
            matches = pattern.finditer(small, start, stop)
            found += [Ago(match.start(), match.end(), _span(match), within) for match in matches]
    return tuple(sorted(found, key=lambda item: (item.start, item.end)))


_RATE = lazily(r"(?:times|x|once|twice|visits?|sessions?|hours?|hrs?|days?|tablets?|/|per)\s*\Z", re.IGNORECASE)


def _is_rate(match: re.Match[str]) -> bool:
    """Whether "a week" belongs to a frequency."""
    if match["n"] or match["vague"]:
        return False
    return bool(_RATE.search(match.string, max(0, match.start() - 12), match.start()))


def _span(match: re.Match[str]) -> Span:
    groups = match.groupdict()
    qualifier = next((Qualifier(name) for name in ("about", "over", "under") if groups.get(name)), Qualifier.EXACT)
    value = _count(groups)
    slot = _SLOTS[groups["unit"][0].lower()]
    return Span(match.start(), match.end(), qualifier=qualifier, **({slot: value} if value is not None else {}))


_HALVES = {"half a": 0.5, "half an": 0.5, "one and a half": 1.5}


def _count(groups: dict[str, str | None]) -> int | float | None:
    if groups.get("n"):
        return range_of(groups["n"] or "")[1] + (0.5 if groups.get("plus") else 0)
    if groups.get("half"):
        return _HALVES.get((groups["half"] or "").lower(), 1)
    return None
