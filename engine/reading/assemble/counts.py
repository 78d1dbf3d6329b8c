"""How many visits of a course were had, and how many were only allowed.

A number counts by the word it stands with: "attended 10", "nine have been used", "authorized: 12", "10/10 completed",
"physical therapy (18)", "five times", "two left L4-5 epidurals".
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from engine.reading.assemble.count_words import Count, words
from engine.reading.assemble.ratios import MOST, of_ratio, of_ratio_said
from engine.reading.assemble.visit_numbers import of_nth, of_several
from engine.reading.numbers import NUMBER, Number, numbers, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.reading.lexicon import Mention
    from engine.reading.lexicons import ReadingLexicon
    from engine.reading.naming import Named
    from engine.reading.passage import Passage, Place
    from engine.reading.quantities import Amount


class _Placed(Protocol):
    """Anything found at a place."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


NO_COUNT = Count(None, None, None)
_UNITS = frozenset({"", "visit", "session", "treatment", "injection", "block"})
NEEDLES = frozenset({"injection", "block", "level", "unit"})
"""What injections are counted in."""
_DAYS = frozenset({"day", "program", "device"})
_WEEKS = 4
_NEAR = 45
_FEWEST_DAYS = 3
_LISTED = re.compile(r"\s*(?:,|;|&|and|,\s?and)\s*(?:again\s|on\s)*", re.IGNORECASE)
_ROLES = frozenset({"had", "sum", "allowed", "left", "missed", "unused"})
_TIMES = re.compile(
    rf"(?<![\w./#-])(?:(?P<n>{NUMBER})\s?(?:times|x\b|occasions)|(?P<word>once|twice))"
    r"(?!\s?(?:/|a\b|per|each|every|daily|weekly|monthly|this|more|again|he\b|she\b|\d))",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\s?(?:[(\[]\s?[x#]?\s?(?P<n>\d{1,3})\+?\s?(?:v\b\.?|[)\]])|(?:[:=]|-\s)\s?(?P<said>\d{1,3})(?![\w/.-]\d|\w|\s?(?:/|%))"
    r"|:?\s(?P<short>\d{1,3})\s?v\b|\s(?P<plain>[2-9]|[1-9]\d)(?=\s?(?:[(;,.](?!\d)|\Z|\n)))"
)
_BARE = re.compile(r"\"?\s(?P<words>(?:[a-z][\w/'-]*\"?\s|[CTLS]\d[\w/-]*\s|(?:L|R|B)\s){0,5})\Z", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|none|not|never|no|only)\b", re.IGNORECASE)
_APART = re.compile(r"[,;.:()]")
_NONE = re.compile(r"\bnone\b(?:\sof\s(?:them|these|those|it|the\s\w+))?", re.IGNORECASE)
_OF = re.compile(r"\s(?:out )?of\s", re.IGNORECASE)


def count_of(passage: Passage, each: Named, amounts: Sequence[Amount], lexicon: ReadingLexicon) -> Count:
    """The count of a course that a passage names."""
    start, end = _stretch(passage, each)
    return (
        of_nth(passage, start, end)
        or _of_amounts(passage, each, [a for a in amounts if a.kind == "part"], lexicon)
        or of_several(passage, start, end)
        or _tallied(passage, start, end)
        or of_ratio(passage, each.end, min(end, each.end + _NEAR))
        or (_bare(passage, each) if lexicon.unit(each.treatment) in NEEDLES else None)
        or _of_amounts(passage, each, amounts, lexicon)
        or _of_days(passage, each.end, end)
        or (_beside(passage, each, end) if lexicon.unit(each.treatment) != "device" else None)
        or (_of_rate(passage) if start == passage.start and end == passage.end else None)
        or NO_COUNT
    )


def _of_days(passage: Passage, start: int, end: int) -> Count | None:
    """As many visits as days are listed one after the other: "adjustments on 9/14, 9/17, 9/21 and 9/24"."""
    days = [each for each in passage.dates if start <= each.start < end]
    run = days[:1]
    for before, day in pairwise(days):
        if not _LISTED.fullmatch(passage.words(before.end, day.start)):
            break
        run.append(day)
    return Count(len(run), None, (run[0].start, run[-1].end)) if len(run) >= _FEWEST_DAYS else None


def count_in(passage: Passage) -> Count:
    """The count of a course in a passage that names none."""
    nth = of_nth(passage, passage.start, passage.end) or of_several(passage, passage.start, passage.end)
    if nth or not passage.has("tally", "had", "sum", "went", "sees"):
        return nth or _tallied(passage, passage.start, passage.end) or NO_COUNT
    return (
        _of_rounds(passage)
        or of_ratio_said(passage)
        or _tallied(passage, passage.start, passage.end)
        or _of_times(passage)
        or _of_rate(passage)
        or _of_days(passage, passage.start, passage.end)
        or NO_COUNT
    )


def _of_rounds(passage: Passage) -> Count | None:
    """Several courses of one length: "three rounds of six"."""
    match = words().rounds.search(passage.text, passage.start, passage.end)
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
    return Count(visits, None, (min(rate.start, span.start), max(rate.end, span.end))) if 0 < visits <= MOST else None


def _of_times(passage: Passage) -> Count | None:
    match = _TIMES.search(passage.text, passage.start, passage.end)
    return Count(_of_word(match), None, match.span()) if match and _of_word(match) else None


def _of_word(match: re.Match[str]) -> int | None:
    """The number of a match, or of "once" and "twice"."""
    groups = match.groupdict()
    said = {"once": 1, "twice": 2}.get((groups.get("word") or "").lower())
    value = said or value_of(groups.get("n") or groups.get("said") or groups.get("short") or groups.get("plain") or "0")
    return value if isinstance(value, int) else None


def _stretch(passage: Passage, each: Named) -> tuple[int, int]:
    """The part of a passage that may count a course: all of it, or up to the names beside it."""
    if each.left == passage.start and each.right == passage.end:
        return passage.start, passage.end
    left = max(passage.text.rfind(mark, passage.start, each.start) + 1 for mark in ";)")
    semicolon = passage.text.find(";", each.end, passage.end)
    end = min(semicolon if semicolon >= 0 else passage.end, each.right)
    return max(left, each.left), _before_next(passage, each, end)


def _before_next(passage: Passage, each: Named, end: int) -> int:
    """The end of a stretch without the number that counts the next name: "the first series she had done ten PT"."""
    if end < each.right or each.right == passage.end:
        return end
    last = next(reversed(numbers(passage.text, each.end, end)), None)
    return last.start if last and _BARE.fullmatch(passage.words(last.end, end) + " ") else end


def _tallied(passage: Passage, start: int, end: int) -> Count | None:
    """By the words of having, allowing and being left: each takes one number, that which it stands with."""
    said = [m for m in passage.of("tally") if m.id in _ROLES and start <= m.start and m.end <= end]
    if not any(m.id in {"had", "allowed", "sum", "left"} for m in said):
        return None
    found: dict[str, Number] = {}
    taken: list[Mention] = []
    none = [Number(*match.span(), 0) for match in _NONE.finditer(passage.text, start, end)]
    for number in sorted((*numbers(passage.text, start, end), *none)):
        clock = number.value == 0 and number.end - number.start > 1 and passage.text[number.start] == "0"
        word = None if clock or _is_measure(passage, number) else _word_of(passage, number, said, taken)
        if word is None or not isinstance(number.value, int) or number.value > MOST:
            continue
        role = "allowed" if word in taken else word.id
        taken.append(word)
        found.setdefault(role, number)
    return _count(found, said)


def _count(found: dict[str, Number], said: Sequence[Mention]) -> Count | None:
    had, allowed, left = found.get("sum") or found.get("had"), found.get("allowed"), found.get("left")
    if had is None and allowed is None:
        return None
    place = _around([each for each in (had, allowed) if each is not None])
    visits, whole, rest = (int(each.value) if each else None for each in (had, allowed, left))
    if visits is None and whole is not None:
        if rest is not None and rest <= whole:
            return Count(whole - rest, whole, place)
        unused = any(m.id == "unused" and m.start > found["allowed"].start for m in said)
        return Count(0 if unused else whole if _all_had(said) else None, whole, place)
    if whole is None and rest is not None and visits is not None:
        whole = visits + rest
    return Count(visits, whole if whole is None or visits is None or whole >= visits else None, place)


def _all_had(said: Sequence[Mention]) -> bool:
    """Whether what was allowed is said, after that, to have been used."""
    allowed = max((m.start for m in said if m.id == "allowed"), default=-1)
    return any(m.id in {"had", "sum"} and m.start > allowed for m in said)


def _around(found: Sequence[Number]) -> Place:
    return min(each.start for each in found), max(each.end for each in found)


def _word_of(passage: Passage, number: Number, said: Sequence[Mention], taken: Sequence[Mention]) -> Mention | None:
    """The word that a number stands with: around it, right after it, as a field or without a comma, or right before it.

    A word that has its number may be given back for the whole of which it is a part: "15 attended of 18".
    """
    inside = next((m for m in said if m.start <= number.start and number.end <= m.end), None)
    before = next((m for m in reversed(said) if m.end <= number.start), None)
    after = next((m for m in said if m.start >= number.end and m not in taken), None)
    if inside is not None:
        return inside
    behind = words().label.fullmatch(passage.words(before.end, number.start)) if before else None
    if before is not None and behind and before not in taken:
        return before
    if after is not None and after.start - number.end <= 2 * _NEAR:
        between = passage.words(number.end, after.start)
        pattern = words().noun if after.id == "sum" else words().followed
        if not _APART.search(between) and not _BUT.search(between) and pattern.fullmatch(between):
            return after
    return before if behind and _OF.match(behind[0]) else None


def _is_measure(passage: Passage, number: Number) -> bool:
    """Whether a number belongs to a date, a dose, a length of time or a score."""
    if words().measured.match(passage.text, number.end, passage.end):
        return True
    figures: tuple[_Placed, ...] = (*passage.dates, *passage.durations, *passage.scores, *passage.percents)
    return any(each.start <= number.start < each.end for each in figures)


def _of_amounts(passage: Passage, each: Named, amounts: Sequence[Amount], lexicon: ReadingLexicon) -> Count | None:
    own = lexicon.unit(each.treatment)
    units = _UNITS | _DAYS if own in _DAYS else _UNITS if own in NEEDLES else _UNITS - NEEDLES
    counts = [a for a in amounts if isinstance(a.total, int) and a.unit in units and not _parted(passage, each, a)]
    counts = [a for a in counts if a.total is not None and a.total <= MOST]
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
    match = _BRACKETED.match(passage.text, each.end, end)
    if match is None:
        match = _TIMES.search(passage.text, each.end, min(end, each.end + _NEAR))
    if match is None:
        bare = _bare(passage, each)
        match = _TIMES.search(passage.text, each.left, each.start) if bare is None else None
        if match is None:
            return bare
    value = _of_word(match)
    return Count(value, None, match.span()) if value and value <= MOST else None


def _bare(passage: Passage, each: Named) -> Count | None:
    """The last number before a name, with nothing but words that describe between them: "two left L4-5 epidurals"."""
    for number in reversed(numbers(passage.text, max(passage.start, each.left), each.start)):
        words_between = _BARE.fullmatch(passage.words(number.end, each.start))
        if words_between is None or words().not_counted.search(words_between["words"]):
            return None
        counts = isinstance(number.value, int) and 0 < number.value <= MOST and not _is_measure(passage, number)
        return Count(int(number.value), None, (number.start, number.end)) if counts else None
    return None
