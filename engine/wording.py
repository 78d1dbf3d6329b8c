"""How numbers, days and lists are said in sentences, the same under every locale."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.conditions import Interval

_INVARIABLE = {"percent", "mg"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(value: date) -> str:
    """A day in words: 28 July 2016."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def number(value: float) -> str:
    """A number without needless figures: 6, 2.5, 1,200."""
    return f"{round(value, 2):,.10g}"


def amount(value: float, unit: str) -> str:
    """A number with its unit: 6 visits, 1 visit, 2 studies, 50 percent."""
    return f"{number(value)} {unit if value == 1 else plural(unit)}".rstrip()


def plural(unit: str) -> str:
    """More than one of a unit; of several words the first takes the ending."""
    head, *rest = unit.split(" ", 1)
    if not head or head in _INVARIABLE or head.endswith("s"):
        return unit
    ending = "es" if head.endswith(("ch", "x")) else "s"
    head = head.removesuffix("y") + "ie" if head.endswith("y") and head[-2] not in "aeiou" else head
    return " ".join([head + ending, *rest])


def interval(value: Interval, unit: str) -> str:
    """A number as far as it is known: 6 visits, at least 6 visits, 6 to 9 visits."""
    if value.exact is not None:
        return amount(_whole_months(value.exact, unit), unit)
    if value.low is not None and value.high is not None:
        return f"{number(value.low)} to {amount(value.high, unit)}"
    if value.low is not None:
        return f"at least {amount(value.low, unit)}"
    return "an unknown number" if value.high is None else f"at most {amount(value.high, unit)}"


def _whole_months(value: float, unit: str) -> float:
    """Of a year or more, days are noise."""
    return float(int(value)) if unit == "month" and value >= 12 else value


def plain(name: str) -> str:
    """An id as words: `low_back` as `low back`."""
    return name.replace("_", " ")


def capital(text: str) -> str:
    """A text at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """A text inside a sentence: its first letter small, unless the first word is an abbreviation."""
    first = text.split(" ", 1)[0]
    return text if sum(letter.isupper() for letter in first) > 1 else text[:1].lower() + text[1:]


def listed(parts: Iterable[str], word: str = "and") -> str:
    """Parts in one list, each once: `a`, `a and b`, `a, b and c`; a heavier mark parts what are lists themselves."""
    kept = [part for part in dict.fromkeys(parts) if part]
    if len(kept) < 2:
        return "".join(kept)
    mark = ";" if any("," in part or ";" in part for part in kept) else ","
    nested = mark == ";" or any(" and " in part or " or " in part for part in kept)
    return f"{mark} ".join(kept[:-1]) + (f"{mark} {word} " if nested else f" {word} ") + kept[-1]


def sentence(text: str) -> str:
    """A text as one sentence with one full stop."""
    return capital(text.strip().rstrip(".")) + "."


def empty_pages(pages: Iterable[int]) -> str:
    """That some pages of a document hold no text: `page 2 holds a picture and no text`."""
    numbers = [str(page) for page in pages]
    if len(numbers) == 1:
        return f"page {numbers[0]} holds a picture and no text"
    return f"pages {listed(numbers)} hold pictures and no text"
