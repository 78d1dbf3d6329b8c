"""How much is asked for: counts, weekly frequency, and spans of time in one unit."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from engine.conditions import Interval
from engine.settle.courses import Course, asked, counts, courses, earlier_course, known_visits, uncounted
from engine.settle.record import UNKNOWN, Record, Settled

_SESSIONS = frozenset({"session", "visit"})


def quantity(record: Record) -> Settled:
    """The amount asked for, whole; one where the unit is a thing done once and no number is given."""
    request = asked(record)
    if request is not None:
        return Settled(request, "", (record.request,))
    if unit_of(record) in record.policy.one_unless_said and record.item.slots.get("open_ended") != "yes":
        return Settled(Interval(1, 1), "one, as the request names no number", (record.request,))
    return Settled(how="the request states no amount", facts=(record.request,))


def unit_of(record: Record) -> str:
    """The unit that the request counts in: the one stated, else the treatment's own."""
    declared = record.vocabulary.treatments.get(record.item.treatment)
    return str(record.item.slots.get("unit") or (declared.unit if declared else "visit"))


def amount_stated(record: Record) -> Settled:
    """Whether the request states an amount at all; open-ended requests without a number state that they do not."""
    spans = [record.item.slots.get(name) for name in ("weeks", "months", "hours")]
    if asked(record) is not None:
        return Settled("yes", "", (record.request,))
    if record.item.slots.get("open_ended") == "yes":
        return Settled("no", "the request is open-ended", (record.request,))
    if quantity(record).value is not None or any(span is not None for span in spans):
        return Settled("yes", "", (record.request,))
    return Settled(how="the request states no amount", facts=(record.request,))


def visits_per_week(record: Record) -> Settled:
    """Visits a week, as asked, or the count over the weeks."""
    rate, weeks, count = (record.item.slots.get(name) for name in ("per_week", "weeks", "quantity"))
    if isinstance(rate, int | float):
        return _number(record, float(rate))
    if isinstance(weeks, int | float) and isinstance(count, int | float) and weeks:
        return _number(record, round(count / weeks, 2))
    return UNKNOWN


def span_asked(record: Record, unit: str) -> Settled:
    """The time asked for in days, weeks or months; a count over a weekly frequency where no span is stated."""
    table = record.policy.units["program_days" if unit == "days" and _is_program(record) else unit]
    for slot, one in (("weeks", "week"), ("months", "month"), ("hours", "hour")):
        span = record.item.slots.get(slot)
        if isinstance(span, int | float) and one in table:
            return _number(record, round(span * table[one], 2))
    amount = asked(record)
    if amount is None or amount.exact is None:
        return UNKNOWN
    if unit_of(record) in table:
        return _number(record, round(amount.exact * table[unit_of(record)], 2))
    rate = record.item.slots.get("per_week")
    if isinstance(rate, int | float) and rate:
        return _number(record, round(amount.exact / rate * table["week"], 2))
    return UNKNOWN


def _is_program(record: Record) -> bool:
    """Whether the treatment itself counts in days or hours, as programs do."""
    declared = record.vocabulary.treatments.get(record.item.treatment)
    return declared is not None and declared.unit in {"day", "hour"}


def injections_total(record: Record) -> Settled:
    """Injections asked for plus all earlier ones on record."""
    return _with_earlier(record, None)


def injections_this_year(record: Record) -> Settled:
    """Injections asked for plus those of the twelve months before; one without a date may or may not be among them."""
    return _with_earlier(record, record.policy.year_months)


def sessions_this_year(record: Record) -> Settled:
    """Sessions asked for plus those of the twelve months before, where a session may hold several injections.

    Injections that are asked for without sessions are one session (our reading); so is each dated earlier course.
    """
    request = _sessions_asked(record)
    if request is None:
        return Settled(how="the request states no amount", facts=(record.request,))
    months = record.policy.year_months
    recent = [each for each in courses(record) if not _before(each.ago, months)]
    days = {each.ago for each in recent if _within(each.ago, months)}
    unsure = bool(uncounted(record)) or any(not _within(each.ago, months) for each in recent)
    unnamed = not courses(record) and earlier_course(record).value == "yes"
    how = f"{request:g} asked and {'at least ' if unsure or unnamed else ''}{len(days)} earlier"
    low = request + len(days)
    interval = Interval(low, None if unsure or unnamed else low)
    return Settled(interval, how, (record.request, *(each.fact for each in recent)))


def _sessions_asked(record: Record) -> float | None:
    amount, per_session = quantity(record).value, record.item.slots.get("per_session")
    if not isinstance(amount, Interval) or amount.high is None:
        return None
    if unit_of(record) in _SESSIONS:
        return amount.high
    return float(ceil(amount.high / per_session)) if isinstance(per_session, int | float) and per_session else 1.0


def _with_earlier(record: Record, months: float | None) -> Settled:
    request = quantity(record).value
    if not isinstance(request, Interval) or request.low is None:
        return Settled(how="the request states no amount", facts=(record.request,))
    recent = [_as_one(record, each) for each in courses(record) if months is None or not _before(each.ago, months)]
    counted = counts(recent)
    sure = [each for each in counted if months is None or _within(each.ago, months)]
    # What is only called a repeat, with nothing recorded, was one.
    unnamed = float(not courses(record) and earlier_course(record).value == "yes")
    low = max(known_visits(sure), unnamed if months is None else 0)
    most = max(known_visits(counted), unnamed)
    unsure = any(each.visits is None for each in recent) or bool(uncounted(record)) or request.high is None
    known = f"{low:g}" if most == low else f"{low:g} to {most:g}"
    facts = (record.request, *(each.fact for each in recent))
    interval = Interval(request.low + low, None if unsure else (request.high or 0) + most)
    return Settled(interval, f"{request.low:g} asked and {'at least ' if unsure else ''}{known} earlier", facts)


def _as_one(record: Record, course: Course) -> Course:
    """An earlier thing that is done once, recorded without a number, was one (our reading)."""
    once = course.visits is None and unit_of(record) in record.policy.one_unless_said
    return replace(course, visits=1.0, completed=True) if once else course


def _before(ago: Interval | None, months: float) -> bool:
    return ago is not None and ago.low is not None and ago.low >= months


def _within(ago: Interval | None, months: float) -> bool:
    return ago is not None and ago.high is not None and ago.high <= months


def _number(record: Record, number: float) -> Settled:
    return Settled(Interval(number, number), "", (record.request,))
