"""Treatment that counts in days and hours: programs, and help at home."""

from __future__ import annotations

from engine.conditions import Interval
from engine.settle.amounts import span_asked, unit_of
from engine.settle.courses import asked, of_this_course
from engine.settle.record import UNKNOWN, Record, Settled

_SPANS = ("weeks", "months")
_SPANS_BY_UNIT = ("week", "month")


def days_this_course(record: Record) -> Settled:
    """Full days asked for plus those already completed in the same course; sessions count as days (our reading)."""
    return of_this_course(record, _days_asked(record))


def _days_asked(record: Record) -> Interval | None:
    """Hours make days where they are stated, else the count does, else the span."""
    table, hours = record.policy.units["program_days"], _total(record)
    if hours is not None:
        days = round(hours * table["hour"], 2)
        return Interval(days, days)
    if unit_of(record) not in _SPANS_BY_UNIT and (counted := asked(record)) is not None:
        return counted
    span = span_asked(record, "days").value
    return span if isinstance(span, Interval) else None


def hours_per_week(record: Record) -> Settled:
    """Hours of care a week: as asked, or the hours in all over the weeks or months."""
    slots = record.item.slots
    stated = slots.get("hours_per_week")
    if isinstance(stated, int | float):
        return _hours(record, float(stated))
    total, weeks = _total(record), _weeks(record)
    return _hours(record, round(total / weeks, 2)) if total is not None and weeks else UNKNOWN


def _total(record: Record) -> float | None:
    slots = record.item.slots
    amount = slots.get("quantity") if slots.get("unit") == "hour" else slots.get("hours")
    return float(amount) if isinstance(amount, int | float) else None


def _weeks(record: Record) -> float | None:
    """The span stated; the amount itself, in hours, tells none."""
    if not any(isinstance(record.item.slots.get(name), int | float) for name in _SPANS):
        return None
    span = span_asked(record, "weeks").value
    return span.exact if isinstance(span, Interval) else None


def _hours(record: Record, number: float) -> Settled:
    return Settled(Interval(number, number), "", (record.request,))
