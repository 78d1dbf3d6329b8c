"""Dates, as a text states them.

Nothing is read off the clock. A figure is a date only in the form of one: scores, ranges, doses, frequencies and codes
are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import repeat
from typing import TYPE_CHECKING

from engine.reading.figures import any_in, figure_starts, places_of
from engine.reading.lazily import lazily
from engine.reading.spans import Occupied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
_SEASONS = {"winter": 1, "spring": 4, "summer": 7, "fall": 10, "autumn": 10}
_SEASON_NAMES = "|".join(_SEASONS)
_MONTH_OF = {name[:3]: index for index, name in enumerate(_MONTH_NAMES.split("|"), 1)} | {
    name[:3]: first for name, first in _SEASONS.items()
}
_MONTH_WORDS = frozenset(["sept", *_SEASONS, *_MONTH_OF, *re.sub(r"[()?:]", "", _MONTH_NAMES).split("|")])
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
    r"(?P<m>\d{1,2}) (?P<sep>[/-]) (?P<d>\d{1,2}) (?P=sep) (?P<year>(?:19|20)\d\d)",
)
_IN_WORDS = _compiled(
    rf"{_MONTH} {_DAY},? ?(?:of )?(?P<year>(?:19|20)\d\d|'\d\d)",
    rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}",
    rf"(?P<month>{_MONTH_NAMES}|{_SEASON_NAMES})\.?,? (?:of )?{_YEAR}(?:-\d\d)?",
    rf"{_MONTH},? ?(?:of '?|')(?P<year>\d\d)",
)
# The first of two months has the year of the last: "Jan-Mar 2013", "6-8/2011".
_TWO_MONTHS = tuple(
    lazily(source, re.IGNORECASE)
    for source in (
        rf"{_MONTH}\s?(?:-|/|to|thru|through|until|and|&)\s?(?P<last>(?P<to>{_MONTH_NAMES})\.?,? ?(?:of )?{_YEAR})\b",
        r"(?P<m>0?[1-9]|1[0-2])\s?-\s?(?P<last>(?P<to>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d))(?!\w|[/-]\d)",
        # Without a year at all: "Oct-Dec", "between March and May".
        rf"{_MONTH}\s?(?:-|to|thru|through|until|(?P<and>and|&))\s?(?P<last>(?P<to>{_MONTH_NAMES}))\b\.?(?!\s?\d|\s?of\b)",
    )
)
_TWO_DAYS = lazily(
    r"(?P<m>0?[1-9]|1[0-2])/(?P<d>[0-3]?\d)-(?P<last>(?P<to>0?[1-9]|1[0-2])/(?P<to_d>[0-3]?\d)(?:/(?P<year>(?:19|20)?\d\d))?)(?!\w|[/-]\d)"
)
_COMPACT = lazily(rf"(?<!\w){_DAY}-?{_MONTH}-?{_YEAR}{_BEHIND}", re.IGNORECASE)
_SLASHED = lazily(r"(?<![\w/.,#])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<year>(?:19|20)?\d\d)(?!\w|/\d|\.\d|-\d(?!\d?/))")
_BARE_YEAR = lazily(
    r"(?:\b(?:in|since|during|early|late|mid|from|until|till|through|of|year|by|around|about|before|after|over|least"
    r"|approximately|roughly|,)[ -]"
    r"(?:(?:19|20)\d\d\s?(?:/|-|and|or|to)\s?)?|\()"
    r"(?P<year>(?:19[3-9]|20[0-4])\d|'\d\d)(?!\w|[/-]\d|\.\d|\s?(?:mg|mcg|mm|cm))",
    re.IGNORECASE,
)
# Months and seasons without a year: those that these words lead to, the season only after the second.
_NAMED = lazily(
    rf"(?P<month>{_MONTH_NAMES}|{_SEASON_NAMES})\b\.?(?!\s?\d)(?:\s(?:of\s)?(?P<year_of>last|this)\syear\b)?",
    re.IGNORECASE,
)
_LED = lazily(
    r"\b(?:in|since|until|till|through|thru|from|during|between|by|of|back to|as|last|early|late|mid|this past)[\s-]"
    r"(?:(?:early|late|mid|the|about|around|at least|end of|beginning of|middle of|some time in)[\s-])*"
    rf"(?P<last>last\s|this past\s)?(?:(?:{_MONTH_NAMES})\.?\s?(?:-|to|through|until|and)\s)?\Z",
    re.IGNORECASE,
)
_SEASON_LED = lazily(r"\b(?:last|this past|since|since the)\s\Z", re.IGNORECASE)
_THAT_YEAR = lazily(r"\s(?:of|in) (?:that|the same) year\b", re.IGNORECASE)
_FALL_LED = lazily(r"\b(?:last|this past)\s\Z", re.IGNORECASE)
_LAST_YEAR = lazily(r"(?<!the )(?<!of )\blast year\b", re.IGNORECASE)
_WITHOUT_YEAR = tuple(
    lazily(source + r"(?!\w|[/-]\d|\.\d|\s?(?:%|mg|percent|motor|strength|pain|visits|sessions))", re.IGNORECASE)
    for source in (r"(?P<m>0?[1-9]|1[0-2])/(?P<d>[0-3]?\d)", rf"{_MONTH} {_DAY}(?!\d)", rf"{_DAY} (?:of )?{_MONTH}")
)
_SHORT = re.compile(r"\d{1,2}/\d{2}")
_OUT_OF = {4, 5, 10}
_PIVOT = 30
_CENTURY = 100
_AHEAD = 150
"""Days after that of the letter within which a date without a year may still lie."""
_MONTHS_AHEAD = 2
_LED_BY = 40
# What must stand in a text for the patterns behind it to be worth trying.
_ANY_COMPACT = re.compile(r"\d-?[A-Za-z]{3,9}-?(?:19|20)\d\d")
_joined = places_of(re.compile(r"\d ?[/.-] ?(?=\d)"))
_years = places_of(re.compile(r"(?:19|20)(?=\d\d)|'(?=\d\d)|\bof (?=\d\d\b)"))
_last_years = places_of(_LAST_YEAR)


def dates(text: str, start: int = 0, end: int | None = None, today: date | None = None) -> tuple[DateMention, ...]:
    """The dates of a stretch of text in order.

    American order, the month first; two-digit years below 30 are of this century. With the day of the letter, `today`,
    a month without a year is a date too ("11/20", "since last October"), unless it reads as a score ("4/5", "8/10").
    """
    stop = len(text) if end is None else end
    places = figure_starts(text, start, stop, _MONTH_WORDS)
    words = [at for at in places if text[at : at + 3].lower() in _MONTH_OF]
    if not (words or any_in(_joined(text), start, stop) or any_in(_years(text), start, stop)):
        return _last_year(text, start, stop, today)
    figures = [at for at in places if text[at].isdigit()]
    taken = Occupied()
    found = [each for each in _mentions(text, start, stop, figures, words, today) if taken.take(each.start, each.end)]
    found += [each for each in _last_year(text, start, stop, today) if taken.take(each.start, each.end)]
    return _of_years(text, sorted(found, key=lambda mention: mention.start))


def _of_years(text: str, found: list[DateMention]) -> tuple[DateMention, ...]:
    """A day without a year that is the year of another date is one: "three in 2013, the last 6/13"."""
    years = {each.date.year for each in found if each.precision is Precision.YEAR}
    if not years:
        return tuple(found)
    if len(years) == 1 and _THAT_YEAR.match(text, found[-1].end):
        last = found[-1].date.year
        year = min(years)
        found = [replace(e, date=e.date.replace(year=year)) if e.date.year == last else e for e in found]
    meant = {year % _CENTURY: year for year in years}
    return tuple(
        replace(each, date=date(meant[each.date.day], each.date.month, 1), precision=Precision.MONTH)
        if each.precision is Precision.DAY
        and each.date.day in meant
        and _SHORT.fullmatch(text, each.start, each.end)
        else each
        for each in found
    )


def _mentions(
    text: str, start: int, stop: int, figures: list[int], words: list[int], today: date | None
) -> Iterator[DateMention]:
    """What may be a date, the surer forms first; it begins with a figure, or with the word for a month or season."""
    yield from _of_two(text, stop, figures, words, today)
    for match in _matches(text, start, stop, figures, words):
        found = _mention(match, None)
        if found is not None:
            yield found
    if today is None:
        return
    ways = zip((figures, words, figures if words else []), _WITHOUT_YEAR, strict=True)
    for match in _at(ways, text, stop):
        found = _mention(match, today)
        if found is not None:
            yield found
    for place in words:
        named = _of_month(text, start, place, stop, today)
        if named is not None:
            yield named


def _of_two(text: str, stop: int, figures: list[int], words: list[int], today: date | None) -> Iterator[DateMention]:
    """The ends of a span of which the first has no year of its own."""
    for match in _at(zip((words, figures, words, figures), (*_TWO_MONTHS, _TWO_DAYS), strict=True), text, stop):
        groups = match.groupdict()
        if groups.get("and") and text[max(0, match.start() - 8) : match.start()].lower() != "between ":
            continue
        last = _made(match["to"], groups.get("to_d"), groups.get("year"), today, ahead=0)
        first = _made(groups.get("month") or groups.get("m"), groups.get("d"), None, last)
        if first is not None and last is not None and not _is_score(match, last):
            precision = Precision.DAY if "d" in groups else Precision.MONTH
            first = first.replace(year=last.year - (first.month > last.month))
            end = match.end("d" if "d" in groups else "month" if "month" in groups else "m")
            yield DateMention(match.start(), end, first, precision)
            yield DateMention(match.start("last"), match.end(), last, precision)


def _matches(text: str, start: int, stop: int, figures: list[int], words: list[int]) -> Iterator[re.Match[str]]:
    year = any_in(_years(text), start, stop)
    if any_in(_joined(text), start, stop):
        yield from _SLASHED.finditer(text, start, stop)
        yield from _at(zip(repeat(figures), _IN_FIGURES), text, stop)
    if words and year:
        ways = zip((words, figures, words, words), _IN_WORDS, strict=True)
        yield from _at(ways, text, stop)
    if year and _ANY_COMPACT.search(text, start, stop):
        yield from _COMPACT.finditer(text, start, stop)
    if year:
        yield from _BARE_YEAR.finditer(text, start, stop)


def _at(ways: Iterable[tuple[list[int], re.Pattern[str]]], text: str, stop: int) -> Iterator[re.Match[str]]:
    """What each pattern matches at its places, those with a figure before, or with the name of a month."""
    for places, pattern in ways:
        for place in places:
            match = pattern.match(text, place, stop)
            if match:
                yield match


def _mention(match: re.Match[str], today: date | None) -> DateMention | None:
    groups = match.groupdict()
    month, day = groups.get("month") or groups.get("m"), groups.get("day") or groups.get("d")
    on = _made(month, day, groups.get("year"), today)
    if on is None or _is_score(match, on):
        return None
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return DateMention(match.start() if month else match.start("year"), match.end(), on, precision)


def _is_score(match: re.Match[str], on: date) -> bool:
    """Whether figures read as a score out of the second: "4/5", "8/10"."""
    groups = match.groupdict()
    return bool(groups.get("d")) and not groups.get("year") and on.day in _OUT_OF and on.month <= on.day


def _made(month: str | None, day: str | None, year: str | None, today: date | None, ahead: int = _AHEAD) -> date | None:
    """The date that figures or the name of a month make; one without a year does not lie far after the letter."""
    number = int(month) if month and month.isdigit() else _MONTH_OF[month[:3].lower()] if month else 1
    try:
        on = date(year_of(year) if year else today.year if today else 0, number, int(day or 1))
        far = year is None and today is not None and (on - today).days > ahead
        return on.replace(year=on.year - 1) if far else on
    except ValueError:
        return None


def _of_month(text: str, start: int, place: int, stop: int, today: date) -> DateMention | None:
    """A month or a season without a year: the last one before the letter, unless it may be one to come."""
    match = _NAMED.match(text, place, stop)
    if match is None or match["month"] == "may":
        return None
    name, said = match["month"].lower(), (match["year_of"] or "").lower()
    led = _LED.search(text, max(start, place - _LED_BY), place)
    if name in _SEASONS and led is not None:
        led = led if (_FALL_LED if name == "fall" else _SEASON_LED).search(text, start, place) else None
    if led is None and not said:
        return None
    month = _MONTH_OF[name[:3]]
    last = bool(led and (led["last"] or led[0].lower().startswith(("last", "since", "this past"))))
    if not (last or said) and 0 < month - today.month <= _MONTHS_AHEAD:
        return None
    before = month > today.month or (last and month == today.month and name not in _SEASONS)
    back = said == "last" if said else before
    return DateMention(place, match.end(), date(today.year - back, month, 1), Precision.MONTH)


def _last_year(text: str, start: int, stop: int, today: date | None) -> tuple[DateMention, ...]:
    if today is None or not any_in(_last_years(text), start, stop):
        return ()
    first = date(today.year - 1, 1, 1)
    return tuple(DateMention(*each.span(), first, Precision.YEAR) for each in _LAST_YEAR.finditer(text, start, stop))


def year_of(written: str) -> int:
    """The year that two or four figures stand for."""
    year = int(written.lstrip("'"))
    if year >= _CENTURY:
        return year
    return year + (1900 if year >= _PIVOT else 2000)
