"""Dates, durations and times ago, as a text states them.

Nothing is read off the clock. A figure is a date only in the form of one: scores, ranges, doses, frequencies and codes
are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import repeat
from typing import TYPE_CHECKING

from engine.reading.figures import figure_starts
from engine.reading.folding import lowered
from engine.reading.lazily import lazily
from engine.reading.numbers import RANGE, range_of
from engine.reading.spans import Occupied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MONTHS", "Ago", "DateMention", "Precision", "Span", "ago", "dates", "durations"]


class Precision(StrEnum):
    """How much of a date the text gives; what it does not give is set to the first of the month or year."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at `text[start:end]`."""

    start: int
    end: int
    date: date
    precision: Precision


_MONTH_NAMES = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
MONTHS = tuple(re.sub(r"[()?:]", "", name) for name in _MONTH_NAMES.split("|"))
"""The names of the months, in order."""
_MONTH_OF = {name[:3]: index for index, name in enumerate(_MONTH_NAMES.split("|"), 1)}
_MONTH_WORDS = frozenset([*_MONTH_OF, "sept", *(re.sub(r"[()?:]", "", name) for name in _MONTH_NAMES.split("|"))])
_MONTH = rf"(?P<month>{_MONTH_NAMES})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_BEHIND = r"(?!\w|[/-]\d|\.\d)"


def _compiled(*sources: str) -> tuple[re.Pattern[str], ...]:
    return tuple(lazily(source + _BEHIND, re.IGNORECASE) for source in sources)


# These begin with a figure or a month, and are tried only where one stands.
_IN_FIGURES = _compiled(
    r"(?P<m>\d{1,2})(?P<sep>[.-])(?P<d>\d{1,2})(?P=sep)(?P<year>(?:19|20)?\d\d)",
    r"(?P<year>(?:19|20)\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})",
    r"(?P<m>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)",
)
_IN_WORDS = _compiled(
    rf"{_MONTH} {_DAY},? ?(?:of )?{_YEAR}",
    rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}",
    rf"{_MONTH},? (?:of )?{_YEAR}",
)
_COMPACT = lazily(rf"(?<!\w){_DAY}-?{_MONTH}-?{_YEAR}{_BEHIND}", re.IGNORECASE)
_SLASHED = lazily(r"(?<![\w/.,#])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<year>(?:19|20)?\d\d)(?!\w|/\d|\.\d|-\d(?!\d?/))")
_BARE_YEAR = lazily(
    r"(?:\b(?:in|since|during|early|late|mid|from|until|till|through|of|year|by|around|about|before|after|,)[ -]|\()"
    r"(?P<year>(?:19[3-9]|20[0-4])\d)(?!\w|[/-]\d|\.\d|\s?(?:mg|mcg|mm|cm))",
    re.IGNORECASE,
)
_WITHOUT_YEAR = tuple(
    lazily(source + r"(?!\w|[/-]\d|\.\d|\s?(?:%|mg|percent|motor|strength|pain|visits|sessions))", re.IGNORECASE)
    for source in (r"(?P<m>0?[1-9]|1[0-2])/(?P<d>[0-3]?\d)", rf"{_MONTH} {_DAY}(?!\d)", rf"{_DAY} (?:of )?{_MONTH}")
)
_OUT_OF = {4, 5, 10}
_PIVOT = 30
_CENTURY = 100
# What must stand in a text for the patterns behind it to be worth trying.
_ANY_DIGIT = re.compile(r"\d")
_ANY_COMPACT = re.compile(r"\d-?[A-Za-z]{3,9}-?(?:19|20)\d\d")
_ANY_JOINED = re.compile(r"\d[/.-]\d")
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")


def dates(
    text: str, start: int = 0, end: int | None = None, default_year: int | None = None
) -> tuple[DateMention, ...]:
    """The dates of a stretch of text in order.

    American order, the month first; two-digit years below 30 are of this century. With `default_year` a month and day
    without a year is a date too, unless it reads as a score ("4/5", "8/10").
    """
    stop = len(text) if end is None else end
    if not _ANY_DIGIT.search(text, start, stop):
        return ()
    taken = Occupied()
    found = [
        mention
        for match, year in _matches(text, start, stop, default_year)
        if (mention := _mention(match, year)) is not None and taken.take(mention.start, mention.end)
    ]
    return tuple(sorted(found, key=lambda mention: mention.start))


def _matches(text: str, start: int, stop: int, default_year: int | None) -> Iterator[tuple[re.Match[str], int | None]]:
    """What may be a date, the surer forms first, each with the year it takes for granted."""
    joined, year = _ANY_JOINED.search(text, start, stop), _ANY_YEAR.search(text, start, stop)
    places = figure_starts(text, start, stop, _MONTH_WORDS)
    figures, words = [at for at in places if text[at].isdigit()], [at for at in places if text[at].isalpha()]
    if joined:
        yield from ((match, None) for match in _SLASHED.finditer(text, start, stop))
        yield from ((match, None) for match in _at(zip(repeat(figures), _IN_FIGURES), text, stop))
    if words and year:
        yield from ((match, None) for match in _at(zip((words, figures, words), _IN_WORDS, strict=True), text, stop))
    if _ANY_COMPACT.search(text, start, stop):
        yield from ((match, None) for match in _COMPACT.finditer(text, start, stop))
    if year:
        yield from ((match, None) for match in _BARE_YEAR.finditer(text, start, stop))
    if default_year is not None:
        ways = zip((figures if joined else [], words, figures if words else []), _WITHOUT_YEAR, strict=True)
        yield from ((match, default_year) for match in _at(ways, text, stop))


def _at(ways: Iterable[tuple[list[int], re.Pattern[str]]], text: str, stop: int) -> Iterator[re.Match[str]]:
    """What each pattern matches at its places, those with a figure before, or with the name of a month."""
    for places, pattern in ways:
        for place in places:
            match = pattern.match(text, place, stop)
            if match:
                yield match


def _mention(match: re.Match[str], default_year: int | None) -> DateMention | None:
    groups = match.groupdict()
    year = _year(groups["year"]) if "year" in groups else default_year
    name = groups.get("month")
    month = _MONTH_OF[name[:3].lower()] if name else int(groups.get("m") or 0)
    day = int(groups.get("day") or groups.get("d") or 0)
    if "year" not in groups and groups.get("d") and day in _OUT_OF and month <= day:
        return None
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    start = match.start() if month else match.start("year")
    try:
        return DateMention(start, match.end(), date(year or 0, month or 1, day or 1), precision)
    except ValueError:
        return None


def _year(written: str) -> int:
    year = int(written)
    if year >= _CENTURY:
        return year
    return year + (1900 if year >= _PIVOT else 2000)


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
_TIME_WORD = lazily(r"\b(?:day|week|wk|month|mo|mos|mth|year|yr)s?\b", re.IGNORECASE)
_SLOTS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}


def durations(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The lengths of time of a stretch of text in order. An age is none, nor is a frequency ("twice a week")."""
    stop = len(text) if end is None else end
    if not _TIME_WORD.search(text, start, stop):
        return ()
    return tuple(_span(match) for match in _DURATION.finditer(lowered(text), start, stop) if not _is_rate(match))


def ago(text: str, start: int = 0, end: int | None = None) -> tuple[Ago, ...]:
    """The times ago of a stretch of text: "almost 11 months ago", "in the past six months"."""
    stop = len(text) if end is None else end
    if not _TIME_WORD.search(text, start, stop):
        return ()
    small = lowered(text)
    found = [Ago(match.start(), match.end(), _span(match)) for match in _AGO.finditer(small, start, stop)]
    found += [
        Ago(match.start(), match.end(), _span(match), within=True) for match in _WITHIN.finditer(small, start, stop)
    ]
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
