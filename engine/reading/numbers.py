"""Numbers, written in figures or in words."""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.reading.folding import lowered
from engine.reading.lazily import lazily

_ONE_TO_NINE = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_DECADES = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = {word: value for value, word in enumerate(f"zero|{_ONE_TO_NINE}|{_TEENS}".split("|"))}
_TENS = {word: 10 * value for value, word in enumerate(_DECADES.split("|"), 2)}
_DOZEN, _HUNDRED = 12, 100

_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_ONE_TO_NINE}))?|{'|'.join(reversed(_ONES))})"
WORDS = (
    rf"(?:(?:(?:{_ONE_TO_NINE}|a) hundred(?: (?:and )?{_BELOW_HUNDRED})?)"
    rf"|(?:(?:half )?a |one |two )?dozen|{_BELOW_HUNDRED})"
)
_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,4})?)"

# A number that stands by itself, for use inside other patterns: no group is captured.
NUMBER = rf"(?:{_FIGURES}(?!\d)|\b{WORDS}\b)(?:\s?\(\s?#?\d{{1,4}}\s?\))?"
# A number or a range of two.
RANGE = rf"{NUMBER}(?:\s?(?:-|to|or|through)\s?{NUMBER})?"

NUMBER_WORDS = frozenset([*_ONES, *_TENS, "dozen", "hundred"])
_NUMBER = lazily(rf"(?<![\w.,/#-]){NUMBER}(?!\w|[/.-]\d)")
_INSIDE = lazily(NUMBER)
_BRACKETED = re.compile(r"\s?\(.*", re.DOTALL)


class Number(NamedTuple):
    """A number at `text[start:end]`."""

    start: int
    end: int
    value: int | float


def numbers(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """The numbers of a stretch of text. Parts of dates, scores, ranges and codes are not numbers by themselves.

    "twelve (12)" is one number. Words are English cardinals below a thousand, and dozens.
    """
    found = _NUMBER.finditer(lowered(text), start, len(text) if end is None else end)
    return tuple(Number(match.start(), match.end(), value_of(match[0])) for match in found)


def value_of(written: str) -> int | float:
    """The value of one number as `NUMBER` matches it."""
    plain = _BRACKETED.sub("", written).strip().lower().replace(",", "")
    if plain[:1].isdigit():
        return float(plain) if "." in plain else int(plain)
    return _words_value(plain)


def range_of(written: str) -> tuple[int | float, int | float]:
    """The ends of a range as `RANGE` matches it, the lower first; twice the same for a single number."""
    values = sorted(value_of(match[0]) for match in _INSIDE.finditer(written.lower()))
    return values[0], values[-1]


def _words_value(plain: str) -> int | float:
    total = 0
    for word in plain.replace("-", " ").split():
        if word == "hundred":
            total = max(total, 1) * _HUNDRED
        elif word == "dozen":
            total = max(total, 1) * _DOZEN
        else:
            total += _ONES.get(word, 0) + _TENS.get(word, 0)
    return total // 2 if plain.startswith("half") else total
