"""How values are said in every rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.recommendation import Outcome

if TYPE_CHECKING:
    from datetime import date

    from engine.recommendation import DateUsed, GuidelineRef, Quote, Recommendation

WHOSE = {
    "patient": "the patient's account",
    "provider": "the provider",
    "ur": "the utilization review's account",
    "reviewer": "the reviewer's account",
    "record": "the record",
    "form": "a form",
    "user": "entered by a person",
}
OUTCOMES = {
    Outcome.UPHELD: "UPHELD",
    Outcome.OVERTURNED: "OVERTURNED",
    Outcome.NOT_COVERED: "NOT COVERED",
}
"""The answer as a headline."""
_INVARIABLE = {"percent", "mg"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(value: date) -> str:
    """A day in words, the same under every locale: 28 July 2016."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def in_force(guideline: GuidelineRef) -> str:
    """The days on which a text was in force."""
    since, until = guideline.in_force.since, guideline.in_force.until
    return f"in force {day(since)} to {day(until)}" if until else f"in force since {day(since)}"


def date_used(used: DateUsed) -> str:
    """The date that selected the text."""
    if used.kind == "as_of":
        return f"{day(used.value)} (given with --as-of)"
    return f"{day(used.value)} (date of the {used.kind})"


def amount(value: float, unit: str) -> str:
    """A number with its unit: 6 visits, 1 visit, 2 studies, 50 percent."""
    return f"{value:,.10g} {unit if value == 1 else plural(unit)}".rstrip()


def plural(unit: str) -> str:
    """More than one of a unit; of several words the first takes the ending."""
    head, *rest = unit.split(" ", 1)
    if not head or head in _INVARIABLE or head.endswith("s"):
        return unit
    ending = "es" if head.endswith(("ch", "x")) else "s"
    head = head.removesuffix("y") + "ie" if head.endswith("y") and head[-2] not in "aeiou" else head
    return " ".join([head + ending, *rest])


def asked(item: Recommendation) -> str:
    """What is asked for, as far as the wording does not say it: amount and body part."""
    parts = [amount(item.quantity, item.unit)] if item.quantity is not None else []
    parts += [item.body_part.replace("_", " ")] if item.body_part else []
    return ", ".join(parts)


def plain(name: str) -> str:
    """An id as words: `not_documented` as `not documented`."""
    return name.replace("_", " ")


def one_line(text: str) -> str:
    """Text with every run of white space as one blank, and without characters that would steer a terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def place(quote: Quote) -> str:
    """Where a quote stands and whose words it is: line 12, the provider."""
    page = f"page {quote.page}, " if quote.page else ""
    line = f"line {quote.line}, " if quote.line else ""
    return f"{page}{line}{WHOSE.get(quote.source, quote.source)}"
