"""The fixed list of computed relations that a vocabulary may name in `measure:`; rules see only their results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from engine.conditions import Interval
from engine.settle import amounts, courses, drug_use, durations, gains, opioids, programs, relations, surgery
from engine.settle.calendar import months_between
from engine.settle.record import UNKNOWN, Record, Settled
from engine.wording import day

Measure: TypeAlias = Callable[[Record], Settled]


def months_since_injury(record: Record) -> Settled:
    """Months from the injury to the date that selects the text."""
    injury = record.case.dates.injury
    if not isinstance(injury, date):
        return UNKNOWN
    months = months_between(injury, record.on)
    if months < 0:
        return Settled(how="the date of injury lies after the request")
    facts = tuple(fact for _, fact in record.about("injury.date", "any"))
    return Settled(Interval(months, months), f"injured on {day(injury)}", facts)


def _morphine_equivalent(record: Record) -> Settled:
    return opioids.morphine_equivalent(record, record.drugs)


MEASURES: dict[str, Measure] = {
    "visits_this_course": courses.visits_this_course,
    "quantity": amounts.quantity,
    "known_visits_since_injury": courses.known_visits_since_injury,
    "visits_since_surgery": surgery.visits_since_surgery,
    "months_since_last_course": courses.months_since_last_course,
    "months_since_surgery": surgery.months_since_surgery,
    "months_since_injury": months_since_injury,
    "months_of_symptoms": durations.months_of_symptoms,
    "weeks_of_symptoms": durations.weeks_of_symptoms,
    "earlier_course": courses.earlier_course,
    "visits_per_week": amounts.visits_per_week,
    "weeks_asked": lambda record: amounts.span_asked(record, "weeks"),
    "months_asked": lambda record: amounts.span_asked(record, "months"),
    "days_asked": lambda record: amounts.span_asked(record, "days"),
    "days_this_course": programs.days_this_course,
    "hours_per_week": programs.hours_per_week,
    "morphine_equivalent": _morphine_equivalent,
    "surgery_row": surgery.surgery_row,
    "operated_part": surgery.operated_part,
    "every_ingredient_recommended": relations.every_ingredient_recommended,
    "bad_ingredient": relations.bad_ingredient,
    "corroborated_level_side": relations.corroborated_level_side,
    "injections_this_year": amounts.injections_this_year,
    "sessions_this_year": amounts.sessions_this_year,
    "injections_total": amounts.injections_total,
    "gi_drug_recorded": drug_use.gi_drug_recorded,
    "amount_stated": amounts.amount_stated,
    "weeks_of_use": drug_use.weeks_of_use,
    "taken_already": drug_use.taken_already,
    "strength_percent": drug_use.strength_percent,
    "months_since_drug_test": drug_use.months_since_drug_test,
    "pain_points_dropped": gains.pain_points_dropped,
    "disability_points_dropped": gains.disability_points_dropped,
}
