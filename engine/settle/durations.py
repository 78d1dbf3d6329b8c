"""How long there have been symptoms: as stated, else since the injury."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.conditions import Interval
from engine.settle.calendar import months_between
from engine.settle.record import STATED, UNKNOWN, Record, Settled
from engine.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable

_DAYS = 7


def weeks_of_symptoms(record: Record) -> Settled:
    """Weeks of symptoms: the longest duration that the record states; where it states none, those since the injury."""
    return _stated(record, record.policy.units["weeks"]["month"]) or _since_injury(record, _weeks_between)


def months_of_symptoms(record: Record) -> Settled:
    """Months of symptoms: the longest duration that the record states; where it states none, those since the injury."""
    return _stated(record, 1) or _since_injury(record, months_between)


def _stated(record: Record, per_month: float) -> Settled | None:
    facts = [fact for _, fact in record.about("pain_duration", "patient") if fact.assertion in STATED]
    months = {index: each.value.get("months") for index, each in enumerate(facts)}
    numbers = {index: float(each) for index, each in months.items() if isinstance(each, int | float)}
    if not numbers:
        return None
    longest = max(numbers, key=lambda index: numbers[index])
    span = round(numbers[longest] * per_month, 1)
    return Settled(Interval(span, span), "as the record states", (facts[longest],))


def _since_injury(record: Record, between: Callable[[date, date], float]) -> Settled:
    injury = record.case.dates.injury
    if not isinstance(injury, date):
        return UNKNOWN
    span = between(injury, record.on)
    if span < 0:
        return Settled(how="the date of injury lies after the request")
    facts = tuple(fact for _, fact in record.about("injury.date", "any"))
    return Settled(Interval(span, span), f"no duration is stated, so since the injury on {day(injury)}", facts)


def _weeks_between(start: date, end: date) -> float:
    return round((end - start).days / _DAYS, 1)
