"""How many visits of a course were had, and how many were only allowed.

A number counts by the word it stands with: "attended 10", "nine have been used", "authorized: 12", "10/10 completed",
"physical therapy (18)", "five times", "two left L4-5 epidurals".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from engine.reading.numbers import NUMBER, numbers, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.reading.lexicon import Mention
    from engine.reading.lexicons import ReadingLexicon
    from engine.reading.naming import Named
    from engine.reading.numbers import Number
    from engine.reading.passage import Passage, Place
    from engine.reading.quantities import Amount


class _Placed(Protocol):
    """Anything found at a place."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Count(NamedTuple):
    """Visits that were had and visits that were allowed, and where the numbers stand."""

    visits: int | None
    authorized: int | None
    place: Place | None


NO_COUNT = Count(None, None, None)
_UNITS = frozenset({"", "visit", "session", "treatment", "injection", "block"})
_DAYS = frozenset({"day", "hour", "program", "device"})
_MOST = 200
_WEEKS = 4
_RATIO = re.compile(
    r"(?<![\w/.-])(?P<n>\d{1,3})\s?(?:/|of|out of)\s?(?P<of>\d{1,3})(?!\d|[/.-]\d|\w|\s?(?:mg|lb|strength|motor))",
    re.IGNORECASE,
)
_TIMES = re.compile(rf"(?<![\w./#-])(?P<n>{NUMBER})\s?(?:times|x\b|occasions)(?!\s?(?:/|a|per|each|\d))", re.IGNORECASE)
_BRACKETED = re.compile(r"\s?[(\[]\s?[x#]?\s?(?P<n>\d{1,3})\s?[)\]]")
_BARE = re.compile(
    rf"(?<![\w./#-])(?P<n>{NUMBER})\s(?P<words>(?:[a-z][\w/'-]*\s|[CTLS]\d[\w/-]*\s|(?:L|R|B)\s){{0,5}})\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[\s:=#(-]{1,4}(?:(?:all|the|his|her|their|my|those|these|only|just|about|some|up|through|of|roughly)\s){0,3}"
    r"(?:visits?|sessions?|treatments?|tx|days?)?[\s:=#(-]{0,3}\Z",
    re.IGNORECASE,
)
_ROUNDS = re.compile(
    rf"(?P<n>{NUMBER})\s(?:rounds?|sets?|courses?|series|batches|cycles|blocks|lots)\sof\s(?P<each>{NUMBER})(?![\w/.-])",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"\s(?:of\s)?(?:(?:which|them|these|those|the|all|full|visits?|sessions?|treatments?|tx|days?|were|was|have|has|had"
    r"|been|are|is|already|now|in|later|[A-Za-z]{2,20}(?:\s(?:therapy|care|treatment))?)\s){0,6}\Z",
    re.IGNORECASE,
)
_APART = re.compile(r"[,;.:()]")
_NOT_COUNTED = re.compile(
    r"\b(?:weeks?|wks?|months?|mos?|days?|hours?|hrs?|years?|yrs?|minutes?|min|mg|mcg|percent|times|of|to|and|or|with"
    r"|per|in|on|at|from|by|for|page|pages|level|levels|old|pound|lb|lbs|additional|more|further|another|extra|tablets?|refills?)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\s?(?:-\s?)?(?:min|minutes?|hours?|hrs?|mg|mcg|lbs?|pounds?|kg|percent|%|tablets?|tabs?|pills?|points?|degrees?|weeks?|wks?"
    r"|months?|years?|yrs?|days? (?:ago|later|after)|blocks?|miles?|levels?|refills?|injured|dollars|pages?|cc|ml)\b|%",
    re.IGNORECASE,
)
_NEAR = 45


def count_of(passage: Passage, each: Named, amounts: Sequence[Amount], lexicon: ReadingLexicon) -> Count:
    """The count of a course that a passage names."""
    start, end = _stretch(passage, each)
    return (
        _of_amounts(passage, each, [a for a in amounts if a.kind == "part"], lexicon)
        or _tallied(passage, start, end)
        or _of_ratio(passage, each.end, min(end, each.end + _NEAR))
        or _of_amounts(passage, each, amounts, lexicon)
        or _beside(passage, each, end)
        or NO_COUNT
    )


def count_in(passage: Passage) -> Count:
    """The count of a course in a passage that names none."""
    if not passage.has("tally", "had", "sum", "went"):
        return _tallied(passage, passage.start, passage.end) or NO_COUNT
    return (
        _of_rounds(passage)
        or _of_ratio_said(passage)
        or _tallied(passage, passage.start, passage.end)
        or _of_times(passage)
        or _of_rate(passage)
        or NO_COUNT
    )


def _of_ratio_said(passage: Passage) -> Count | None:
    """A count of a count beside a word of having; else two figures with a stroke may be a day."""
    found = _of_ratio(passage, passage.start, passage.end)
    if found is None or found.place is None:
        return None
    start, end = found.place
    beside = any(
        0 <= m.start - end <= 2 or 0 <= start - m.end <= 2 for m in passage.of("tally") if m.id in {"had", "sum"}
    )
    return found if beside or not any(day.start < end and start < day.end for day in passage.dates) else None


def _of_rounds(passage: Passage) -> Count | None:
    """Several courses of one length: "three rounds of six"."""
    match = _ROUNDS.search(passage.text, passage.start, passage.end)
    values = [value_of(match[name]) for name in ("n", "each")] if match else []
    if match is None or not all(isinstance(value, int) for value in values):
        return None
    return Count(int(values[0] * values[1]), None, match.span())


def _of_rate(passage: Passage) -> Count | None:
    """So many a week for so long: "twice a week for a month"."""
    rate = next((a for a in passage.amounts if a.per_week and a.total is None), None)
    if rate is None or len(passage.durations) != 1 or passage.ago:
        return None
    span = passage.durations[0]
    weeks = span.weeks or (span.months or 0) * _WEEKS
    visits = round((rate.per_week or 0) * weeks)
    return Count(visits, None, (min(rate.start, span.start), max(rate.end, span.end))) if 0 < visits <= _MOST else None


def _of_times(passage: Passage) -> Count | None:
    match = _TIMES.search(passage.text, passage.start, passage.end)
    value = value_of(match["n"]) if match else None
    return Count(value, None, match.span("n")) if match and isinstance(value, int) else None


def _stretch(passage: Passage, each: Named) -> tuple[int, int]:
    """The part of a passage that may count a course: all of it, or up to the names beside it."""
    if each.left == passage.start and each.right == passage.end:
        return passage.start, passage.end
    left = passage.text.rfind(";", passage.start, each.start) + 1
    semicolon = passage.text.find(";", each.end, passage.end)
    return max(left, each.left), min(semicolon if semicolon >= 0 else passage.end, each.right)


def _tallied(passage: Passage, start: int, end: int) -> Count | None:
    """By the words of having and allowing: each takes the number that it stands with."""
    words = [_as_had(m) for m in passage.of("tally") if start <= m.start and m.end <= end]
    if not any(m.id in {"had", "allowed"} for m in words):
        return None
    found: dict[str, Number] = {}
    for number in numbers(passage.text, start, end):
        word = _word_of(passage, number, words)
        if word is not None and isinstance(number.value, int) and number.value <= _MOST:
            found.setdefault(word.id, number)
    return _count(found, words)


def _as_had(word: Mention) -> Mention:
    """A word that sums up counts like one of having."""
    return word._replace(id="had") if word.id == "sum" else word


def _count(found: dict[str, Number], words: Sequence[Mention]) -> Count | None:
    had, allowed = found.get("had"), found.get("allowed")
    if had is None and allowed is None:
        return None
    place = _around([each for each in (had, allowed) if each is not None])
    whole = int(allowed.value) if allowed else None
    if had is None and whole is not None and _all_had(words):
        return Count(whole, whole, place)
    visits = int(had.value) if had else None
    return Count(visits, whole if whole is None or visits is None or whole >= visits else None, place)


def _all_had(words: Sequence[Mention]) -> bool:
    """Whether what was allowed is said, after that, to have been used."""
    allowed = max((m.start for m in words if m.id == "allowed"), default=-1)
    return any(m.id == "had" and m.start > allowed for m in words)


def _around(found: Sequence[Number]) -> Place:
    return min(each.start for each in found), max(each.end for each in found)


def _word_of(passage: Passage, number: Number, words: Sequence[Mention]) -> Mention | None:
    """The word that a number stands with: right after it, as a field or without a comma, or right before it."""
    if _is_measure(passage, number):
        return None
    before = next((m for m in reversed(words) if m.end <= number.start), None)
    after = next((m for m in words if m.start >= number.end), None)
    if before is not None and _LABEL.fullmatch(passage.words(before.end, number.start)):
        return before
    if after is not None and after.start - number.end <= 2 * _NEAR:
        between = passage.words(number.end, after.start)
        if not _APART.search(between) and _FOLLOWED.fullmatch(between):
            return after
    return None


def _is_measure(passage: Passage, number: Number) -> bool:
    """Whether a number belongs to a date, a dose, a length of time or a score."""
    if _MEASURED.match(passage.text, number.end, passage.end):
        return True
    figures: tuple[_Placed, ...] = (*passage.dates, *passage.durations, *passage.scores, *passage.percents)
    return any(each.start <= number.start < each.end for each in figures)


def _of_ratio(passage: Passage, start: int, end: int) -> Count | None:
    """A count of a count close behind a name: "6/6", "10 of 12"."""
    match = _RATIO.search(passage.text, start, end)
    if match is None:
        return None
    had, whole = int(match["n"]), int(match["of"])
    between = passage.words(start, match.start())
    is_said = had == whole or passage.has("tally", "had", "sum", "lead") or "visit" in between.lower()
    if had > whole or whole > _MOST or not is_said or _APART.sub("", between) != between.replace(":", ""):
        return None
    return Count(had, whole, match.span())


def _of_amounts(passage: Passage, each: Named, amounts: Sequence[Amount], lexicon: ReadingLexicon) -> Count | None:
    units = _UNITS | _DAYS if lexicon.unit(each.treatment) in _DAYS else _UNITS
    counts = [a for a in amounts if isinstance(a.total, int) and a.unit in units and not _parted(passage, each, a)]
    found = next(iter(counts), None)
    if found is None or found.total is None:
        return None
    return Count(int(found.total), int(found.of) if found.of is not None else None, (found.start, found.end))


def _parted(passage: Passage, each: Named, amount: Amount) -> bool:
    """Whether the end of a clause stands between a name and an amount."""
    low, high = min(each.end, amount.end), max(each.start, amount.start)
    return ";" in passage.words(low, high)


def _beside(passage: Passage, each: Named, end: int) -> Count | None:
    """A bare number before the name with words that describe it, in brackets after it, or so many times."""
    bracketed = _BRACKETED.match(passage.text, each.end, end)
    match = bracketed or _TIMES.search(passage.text, each.end, min(end, each.end + _NEAR))
    if match is None:
        match = _BARE.search(passage.text, max(passage.start, each.left), each.start)
        if match is not None and _NOT_COUNTED.search(match["words"]):
            match = None
    value = value_of(match["n"]) if match else None
    if match is None or not isinstance(value, int) or not 0 < value <= _MOST:
        return None
    return Count(value, None, match.span("n"))
