"""Figures that changed: a number of then and a number of now, in whatever order and words a sentence gives them.

Each number is put on a side of the comparison by the words right before and right after it ("was", "at intake"; "now",
"to", "at discharge": `rules/lexicon/gap-words.yaml`). Two neighbours of one unit on different sides, or one
of which the side is known, are a change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.figure_series import series
from engine.reading.figures import figure_starts, figures_in
from engine.reading.folding import lowered
from engine.reading.gap_words import ending, gap_words, opening, right_before
from engine.reading.lazily import lazily
from engine.reading.numbers import NUMBER, range_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.reading.figure_series import Series

Figure = int | float


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that went from `before` to `after`; `unit` is what follows it, `/10` for scores, small letters."""

    start: int
    end: int
    before: Figure
    after: Figure
    unit: str = ""


class _Number(NamedTuple):
    start: int
    end: int
    value: Figure
    unit: str
    side: str  # then, now, or empty where the words do not tell
    told: str  # whether the words that tell stand before it or after it
    noun: str


_UNIT = (
    r"(?:\s?/\s?(?P<of>10|5|80|100|24|50|12|21|27|30|42|45|48|52|60|63|70)(?![\d/])|\s?(?P<pc>%|percent\b|per cent\b)"
    r"|\s?-?\s?(?P<unit>°|(?:degrees?|deg|lbs?|pounds?|kg|min(?:ute)?s?|hours?|hrs?|h(?=\W)|miles?"
    r"|tablets?|tabs?|pills?|caps(?:ules)?|points?|feet|ft|(?:city )?blocks?|mm|cm|meters?|m(?=\W)|flights?|steps|blks?"
    r"|norco|percocet|vicodin|out of 10|of 10|days?|times|nights?)\b\.?)"
    r"|\s?/\s?(?P<rate>d|day|wk|week)\b|\s(?P<daily>daily|(?:a|per|each) day|qd)\b)?"
)
_ARTICLES = frozenset({"a", "an"})
_ONE = r"\ban?(?=\s(?:hour|mile|minute)\b)"
_NUM = lazily(
    rf"(?<![\w./,#:-])(?P<n>\d{{1,3}},\d{{3}}(?!\d)|\d{{1,4}}(?:\.\d{{1,2}})?(?:\+|-(?=/5))?(?:\s?-\s?\d{{1,3}}(?:\.\d)?)?|{NUMBER}|{_ONE}){_UNIT}"
    r"(?![\w/:])(?!-\d)(?!\.\d)"
)
_AN = re.compile(_ONE, re.IGNORECASE)
_OTHERWISE = re.compile(r"(?:[#$]|\d\s?[x/-]\s?)\Z")
_STOP = re.compile(r"[;\n\t|]|\.\s")
_SIDE_REACH = 34
_GRADE = 0.4
_THEN, _NOW = re.compile(r"\bthen\s(?:at\s|was\s)?\Z"), re.compile(r"\bnow\b")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|1[0-2])[/-]\d{1,2}|\d{1,2}[/-](?:0?[1-9]|1[0-2]))[/-]\d{2,4}|(?<!\d)(?:0?[1-9]|1[0-2])/(?!(?:5|10|24|50|80|100)\b)\d{1,2}(?:\d\d)?(?![\d/])"
    rf"|\b{_MONTH}\.? \d{{1,2}}\b(?:, \d{{4}})?|\b(?:19|20)\d\d\b|\b\d{{1,2}} {_MONTH}"
    rf"|(?<=\bin )(?:early |late |mid-?)?{_MONTH}\b"
)
_UNITS = {
    "lbs": "lb pound pounds",
    "degrees": "deg degree °",
    "min": "minute minutes mins",
    "hours": "hour hr hrs h",
    "miles": "mile",
    "blocks": "block blk blks",
    "%": "percent",
    "tabs": "tab tablet tablets pill pills norco vicodin percocet caps capsules",
    "points": "point",
    "days": "day",
    "m": "meters meter",
}
_SAME_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()} | {
    "per cent": "%",
    "out of 10": "/10",
    "of 10": "/10",
    "city blocks": "blocks",
}
# Units of one kind; a city block is about a twelfth of a mile.
_SCALES = ({"hours": 60, "min": 1}, {"miles": 12, "blocks": 1})
_MOST_BETWEEN = 90


def changes(text: str, start: int = 0, end: int | None = None) -> tuple[Change, ...]:
    """Figures that are said to have changed, in order; those that stayed as they were among them."""
    stop = len(text) if end is None else end
    count = figures_in(text, start, stop)
    if count < _TWO and not (count and _AN.search(text, start, stop)):
        return ()
    small = lowered(text)[start:stop]
    small = _DATE.sub(lambda match: "~" * len(match[0]), small)
    places = [place - start for place in figure_starts(text, start, stop, _ARTICLES)]
    rows = [_with_start(small, each) for each in series(small)]
    numbers = _numbers(small, places)
    apart = [each for each in numbers if not any(row.start <= each.start < row.end for row in rows)]
    found = (*rows, *_labelled(small), *_pairs(small, apart))
    moved = (replace(each, start=each.start + start, end=each.end + start) for each in found)
    return tuple(sorted(moved, key=lambda change: change.start))


def _with_start(text: str, row: Series) -> Change:
    """A series as a change; the figure of the start may end it: "31 on 9/20, 34 in April, 66 at the start"."""
    unit = _SAME_UNIT.get(row.unit, row.unit)
    behind = _AT_START.match(text, row.end)
    if behind is None:
        return Change(*row[:4], unit)
    return Change(row.start, behind.end(), float(behind["n"]), row.first, unit)


def _labelled(text: str) -> Iterator[Change]:
    """Two figures after a label that names both sides: "before / after: 8 / 5"."""
    for match in _LABELLED.finditer(text):
        before, after = float(match["before"]), float(match["after"])
        yield Change(*match.span(), before, after)


def _pairs(text: str, found: list[_Number]) -> Iterator[Change]:
    """Neighbours that are a change: first those of which both sides are known, then those left over."""
    taken: set[int] = set()
    for both, dated in ((True, False), (True, True), (False, True)):
        for index in range(len(found) - 1):
            if {index, index + 1} & taken or not (dated or {each.side for each in found[index : index + 2]} & _TOLD):
                continue
            change = _pair(text, found[index], found[index + 1], both=both, alone=len(found) == _TWO)
            if change is not None:
                taken |= {index, index + 1}
                yield change


def _numbers(text: str, places: Iterable[int]) -> list[_Number]:
    """The numbers of a sentence, of which each begins at one of the places."""
    matches = [match for match in _matches(text, places) if not _is_no_figure(text, match)]
    if len(matches) < _TWO:
        return []
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches[1:]), len(text)]
    return [_number(text, *each) for each in zip(matches, ends, starts, strict=False)]


def _matches(text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    last = 0
    for place in places:
        match = _NUM.match(text, place) if place >= last else None
        if match is not None:
            last = match.end()
            yield match


def _is_no_figure(text: str, match: re.Match[str]) -> bool:
    """Whether a number counts visits, weeks and the like, or numbers something."""
    before = text[max(0, match.start() - 24) : match.start("n")]
    if _OTHERWISE.search(before) or right_before("numbered").search(before):
        return True
    after = text[match.end("n") : match.end("n") + 24].lstrip(" -")
    return bool(gap_words("counted_else").match(after)) or (after.startswith("of ") and after[3:4].isdigit())


def _number(text: str, match: re.Match[str], left: int, right: int) -> _Number:
    daily = "/day" if match["rate"] or match["daily"] else ""
    written = match["unit"] or match["pc"] or daily or (f"/{match['of']}" if match["of"] else "")
    unit = _SAME_UNIT.get(written.strip(". "), written.strip(". "))
    value = _value(match["n"], unit)
    start = match.start("n")
    noun = _NOUN.match(text, match.end())
    counted = "" if noun is None or gap_words("no_noun").match(noun[1]) else noun[1]
    return _Number(start, match.end(), value, unit, *_side(text, start, match.end(), left, right), counted)


def _value(written: str, unit: str) -> Figure:
    """The upper end of a range; a grade of strength is a third more or less with its sign."""
    if written in {"a", "an"}:
        return 1
    if unit == "/5" and written[-1] in "+-":
        return range_of(written[:-1])[0] + (_GRADE if written[-1] == "+" else -_GRADE)
    return range_of(written.replace("+", ""))[1 if "-" in written else 0]


def _side(text: str, start: int, end: int, left: int, right: int) -> tuple[str, str]:
    """Then or now, by the words nearest to a number, and whether they follow it; empty where none tells."""
    after = _STOP.split(text[end : min(right, end + _SIDE_REACH)])[0]
    before = _STOP.split(text[max(left, start - _SIDE_REACH) : start])[-1]
    near = [
        (place, order, side, where)
        for order, (side, where, place) in enumerate(
            (
                ("then", "after", opening("past_right", after)),
                ("now", "after", opening("now_right", after)),
                ("then", "before", ending("past_left", before)),
                ("now", "before", ending("now_left", before)),
            )
        )
        if place is not None
    ]
    if near and not (_THEN.search(before) and _NOW.search(text, end, end + _SIDE_REACH)):
        return min(near)[2:]
    if near:
        return "then", "before"
    return ("dated", "after") if _DATED.match(after) else ("", "")


def _pair(text: str, one: _Number, two: _Number, *, both: bool, alone: bool) -> Change | None:
    between = text[one.end : two.start]
    parted = (_LINES if alone else _PARTED).search(between)
    if len(between) > _MOST_BETWEEN or parted or not _comparable(one, two, between):
        return None
    if one.unit == "/10" and (_WITHOUT.match(between) or _WITHOUT.match(text, two.end)):
        return None
    forced = bool(_DOWN_TO.search(between)) or (one.value > two.value and between.strip() == "to")
    if _AND.fullmatch(between) and not both and one.told != "after":
        return None
    forced = forced or (between.strip() == "to" and _is_manifold(one, two))
    if _TO.fullmatch(between) and one.side != "then" and not (forced or _MOVED.search(text[: one.start][-20:])):
        return None
    if not forced and not _opposed(one, two, both=both, alone=alone):
        return None
    first = one if forced or _is_earlier(one, two) else two
    last = two if first is one else one
    scale = next((each for each in _SCALES if {one.unit, two.unit} <= each.keys()), {})
    unit = one.unit or two.unit
    low, high = (each.value * scale.get(each.unit, 1) for each in (first, last))
    return Change(one.start, two.end, low, high, unit)


def _is_manifold(one: _Number, two: _Number) -> bool:
    """Whether two measurements with their unit lie too far apart for a range: "6 lb to 19 lb"."""
    low, high = sorted((one.value, two.value))
    return one.unit == two.unit and one.unit in _MEASURED and high >= low * _MANIFOLD


def _is_earlier(one: _Number, two: _Number) -> bool:
    """Whether the first of two figures is that of then; of two with their dates it is."""
    return one.side == "then" or two.side == "now" or (one.side == "dated" and two.side != "then")


def _opposed(one: _Number, two: _Number, *, both: bool, alone: bool) -> bool:
    """Whether one is of then and the other of now.

    If the side of only one is known, the words that tell it must stand between both, or there be no other number.
    """
    if both:
        return bool(one.side and two.side) and (one.side != two.side or one.side == "dated")
    if alone:
        return one.side != two.side
    return (bool(one.side) and one.told == "after" and not two.side) or (
        bool(two.side) and two.told == "before" and not one.side
    )


def _comparable(one: _Number, two: _Number, between: str) -> bool:
    """Whether two numbers count the same thing; a percentage in brackets tells how much the change was."""
    if any({one.unit, two.unit} <= scale.keys() for scale in _SCALES):
        return True
    if two.unit == "%" and one.unit != "%" and "(" in between:
        return False
    if one.unit and two.unit:
        return one.unit == two.unit
    counted = [each.unit or each.noun for each in (one, two)]
    return not all(counted) or counted[0] == counted[1]


# What is counted, where it is no unit: "three shifts".
_NOUN = re.compile(r"\s([a-z]+)\b")
_LABELLED = re.compile(
    r"(?<!\w)(?:before|pre|initial|then|intake|start)\s?(?:/|and|->)\s?(?:after|post|current|now|discharge)\b[^\d\n]{0,20}"
    r"(?P<before>\d{1,3})\s?(?:/|,|->|to)\s?(?P<after>\d{1,3})(?![\d/])"
)
_DATED = re.compile(r"\s?[(,]?\s?(?:in|on|as of|of|at|by|dated)?\s?~")
_AT_START = re.compile(
    r"[\s,;]*(?:and\s)?(?P<n>\d{1,3})(?:%|\s?(?:lbs?|deg(?:rees)?|points?))?\s"
    r"(?:at (?:the )?(?:start|outset|intake|baseline|beginning"
    r"|entry|first(?: visit)?|initial \w+)|initially|originally|before (?:treatment|therapy|it|that))\b"
)
_TWO = 2
_MEASURED = frozenset({"lbs", "kg", "degrees", "cm"})
_MANIFOLD = 1.5
_TOLD = {"then", "now"}
_WITHOUT = re.compile(r"\s?(?:without|w/o)\b")
_LINES = re.compile(r"[\n\t|]")
_PARTED = re.compile(r"[\n\t|;]")
_TO = re.compile(r"\s?(?:to|-|or|and)\s")
_AND = re.compile(r"[^.;]{0,20}\s(?:and|or|&)\s")
_DOWN_TO = re.compile(r"\b(?:down|up)\sto\s(?:about\s|a\s|only\s)?\Z|\s?[-=~]{0,3}>{1,2}\s?\Z")
_MOVED = re.compile(
    r"\b(?:from|went|goes|takes?|took|takes an|brings|brought|dropp\w+|fell|rose|improved|increased)\s(?:\w+\s){0,2}\Z"
)
