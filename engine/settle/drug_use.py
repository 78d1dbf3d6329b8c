"""How long a drug has been taken, for how long the supply asked for lasts, and how strong it is."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from engine.conditions import Interval
from engine.settle.amounts import span_asked, unit_of
from engine.settle.calendar import months_between
from engine.settle.courses import asked, courses, never
from engine.settle.record import STATED, UNKNOWN, Record, Settled
from engine.settle.statements import stated
from engine.wording import day

if TYPE_CHECKING:
    from engine.facts import Fact

_DAYS = 7
_A_DAY = round(1 / _DAYS, 2)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s?%")
_TAKEN_BY_NUMBER = frozenset({"tablet", "capsule"})
_CHANGED_WHILE_TAKEN = frozenset({"increased", "decreased", "unchanged"})


def weeks_of_use(record: Record) -> Settled:
    """Weeks for which the drug will have been taken when the supply asked for is used up.

    Known use before and the supply together; open upward where the drug is taken already and nothing says since when.
    What is refilled, or has shown what it does, was taken for a day at least; a dose alone may be today's order.
    """
    supply, earlier, told = _supply_weeks(record), _weeks_before(record), _told_of_use(record)
    facts = (record.request, *(fact for _, fact in earlier[:1]), *(() if earlier else told))
    if supply is None and not earlier:
        return Settled(how="the request states no amount", facts=(record.request,))
    known = (earlier[0][0] if earlier else _A_DAY if _has_begun(record) else 0) + (supply or 0)
    open_ = supply is None or (told and not earlier) or (not earlier and _called_more(record))
    return Settled(Interval(round(known, 2), None if open_ else round(known, 2)), _how(record, earlier, supply), facts)


def _how(record: Record, earlier: list[tuple[float, Fact]], supply: float | None) -> str:
    before = f"taken for {earlier[0][0]:g} weeks" if earlier else ""
    if not earlier and taken_already(record).value == "yes":
        at_least = "for a day at least, " if _has_begun(record) else ""
        before = f"taken already, {at_least}since when is not recorded"
    asked_for = "" if supply is None else f"{supply:g} weeks asked for"
    return " and ".join(part for part in (before, asked_for) if part)


def taken_already(record: Record) -> Settled:
    """Whether the drug asked for is one that the patient takes already."""
    told = _told_of_use(record)
    if told:
        return Settled("yes", "the record tells of its use", told)
    if _called_more(record):
        return Settled("yes", "the request says that it goes on", (record.request,))
    started = tuple(fact for fact in _medication(record) if fact.value.get("change") == "started")
    if started or never(record):
        return Settled("no", "it is started now", started or never(record))
    first = record.item.slots.get("ordinal") == "initial"
    return Settled("no", "the request says it is the first", (record.request,)) if first else UNKNOWN


def _has_begun(record: Record) -> bool:
    """Whether something tells that doses were taken before the request."""
    changed = any(fact.value.get("change") in _CHANGED_WHILE_TAKEN for fact in _medication(record))
    return changed or bool(_effects(record)) or _called_more(record)


def _called_more(record: Record) -> bool:
    return record.item.slots.get("ordinal") == "additional"


def _told_of_use(record: Record) -> tuple[Fact, ...]:
    """Statements that the drug is taken: since when, how often, with what effect; not the request for it."""
    taken = [fact for fact in _medication(record) if _tells_of_use(fact)]
    return (*taken, *_effects(record), *(course.fact for course in courses(record)))


def _effects(record: Record) -> list[Fact]:
    return [fact for _, fact in record.about("benefit") if _of_this_drug(record, fact) and _is_an_effect(fact)]


def _tells_of_use(fact: Fact) -> bool:
    value = fact.value
    if value.get("change") in {"started", "stopped"}:
        return False
    timed = any(slot in value for slot in ("since", "months"))
    return timed or value.get("change") in _CHANGED_WHILE_TAKEN or (value.get("asked") != "yes" and "per_day" in value)


def _is_an_effect(fact: Fact) -> bool:
    """Whether an outcome is told of this treatment by name; what another account misses is no outcome."""
    return "treatment" in fact.value and (fact.assertion in STATED or fact.value.get("unchanged") == "yes")


def _medication(record: Record) -> list[Fact]:
    found = [fact for _, fact in record.about("medication", "patient") if fact.assertion in STATED]
    return [fact for fact in found if _of_this_drug(record, fact)]


def _of_this_drug(record: Record, fact: Fact) -> bool:
    """Whether a statement is of the drug asked for; where the request names only the class, of any of the class."""
    drug, named = record.item.slots.get("drug"), fact.value.get("drug")
    if drug is not None and named is not None:
        return drug == named
    declared = record.vocabulary.treatments.get(record.item.treatment)
    return named is None or (declared is not None and named in declared.drugs)


def _weeks_before(record: Record) -> list[tuple[float, Fact]]:
    """Times of use before the request that the record tells, the longest first."""
    per_month = record.policy.units["weeks"]["month"]
    found: list[tuple[float, Fact]] = []
    for fact in (*_medication(record), *(course.fact for course in courses(record))):
        since, months = fact.value.get("since", fact.value.get("start")), fact.value.get("months")
        if fact.value.get("change") == "stopped":
            continue
        if isinstance(since, date) and since <= record.on:
            found.append((round((record.on - since).days / _DAYS, 1), fact))
        if isinstance(months, int | float):
            found.append((round(months * per_month, 1), fact))
    return sorted(found, key=lambda each: -each[0])


def _supply_weeks(record: Record) -> float | None:
    """How long the supply lasts with its refills; one without a daily number lasts as a prescription usually does."""
    slots = record.item.slots
    refills = slots.get("refills")
    times = 1 + (float(refills) if isinstance(refills, int | float) else 0)
    span, amount = span_asked(record, "weeks").value, asked(record)
    if isinstance(span, Interval) and span.exact is not None:
        return round(span.exact * times, 2)
    if amount is None or amount.exact is None or unit_of(record) not in record.policy.supply_units:
        return None
    return round(_days_it_lasts(record, amount.exact) * times / _DAYS, 2)


def _days_it_lasts(record: Record, amount: float) -> float:
    """Tablets over doses a day; without a daily number the usual days, or one tablet a day where they are fewer."""
    per_day = record.item.slots.get("per_day")
    if unit_of(record) not in _TAKEN_BY_NUMBER:
        return record.policy.prescription_days
    if isinstance(per_day, int | float) and per_day:
        return amount / per_day
    return min(amount, record.policy.prescription_days)


def strength_percent(record: Record) -> Settled:
    """The strength of a drug on the skin in percent, as the request states it."""
    text = f"{record.item.slots.get('strength', '')} {record.item.wording}"
    found = _PERCENT.search(text)
    return Settled(Interval(float(found[1]), float(found[1])), "", (record.request,)) if found else UNKNOWN


def months_since_drug_test(record: Record) -> Settled:
    """Months since the last urine drug test on record."""
    dated = [(fact.value.get("date"), fact) for _, fact in record.about("uds", "patient") if fact.assertion in STATED]
    past = [(on, fact) for on, fact in dated if isinstance(on, date) and on < record.on]
    if not past:
        return UNKNOWN
    last, fact = max(past, key=lambda each: each[0])
    months = months_between(last, record.on)
    return Settled(Interval(months, months), f"last tested on {day(last)}", (fact,))


def gi_drug_recorded(record: Record) -> Settled:
    """Whether the record names a drug that adds to the risk for the stomach; one that is not named is not taken."""
    taken = stated(record, "gi_interacting_drug")
    return taken if taken.value == "yes" else Settled("no", facts=taken.facts)
