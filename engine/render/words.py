"""How values are said in every rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.recommendation import Outcome
from engine.wording import amount, day, plain, plural

if TYPE_CHECKING:
    from engine.recommendation import DateUsed, GuidelineRef, Quote, Recommendation

__all__ = [
    "OUTCOMES",
    "WHOSE",
    "amount",
    "asked",
    "date_used",
    "day",
    "in_force",
    "one_line",
    "place",
    "plain",
    "plural",
]

WHOSE = {
    "patient": "the patient's account",
    "provider": "the provider",
    "ur": "the utilization review's account",
    "reviewer": "the reviewer's account",
    "record": "the record",
    "form": "a form",
    "user": "entered by a person",
    "unread": "gave no fact",
}
OUTCOMES = {
    Outcome.UPHELD: "UPHELD",
    Outcome.OVERTURNED: "OVERTURNED",
    Outcome.NOT_COVERED: "NOT COVERED",
}
"""The answer as a headline."""


def in_force(guideline: GuidelineRef) -> str:
    """The days on which a text was in force."""
    since, until = guideline.in_force.since, guideline.in_force.until
    return f"in force {day(since)} to {day(until)}" if until else f"in force since {day(since)}"


def date_used(used: DateUsed) -> str:
    """The date that selected the text."""
    if used.kind == "as_of":
        return f"{day(used.value)} (given with --as-of)"
    return f"{day(used.value)} (date of the {used.kind})"


def asked(item: Recommendation) -> str:
    """What is asked for, as far as the wording does not say it: amount and body part."""
    parts = [amount(item.quantity, item.unit)] if item.quantity is not None else []
    parts += [item.body_part.replace("_", " ")] if item.body_part else []
    return ", ".join(parts)


def one_line(text: str) -> str:
    """Text with every run of white space as one blank, and without characters that would steer a terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def place(quote: Quote) -> str:
    """Where a quote stands and whose words it is: line 12, the provider."""
    page = f"page {quote.page}, " if quote.page else ""
    line = f"line {quote.line}, " if quote.line else ""
    return f"{page}{line}{WHOSE.get(quote.source, quote.source)}"
