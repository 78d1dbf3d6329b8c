"""By how many points a score went down: pain, and disability."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.conditions import Interval
from engine.settle.record import STATED, UNKNOWN, Record, Settled

if TYPE_CHECKING:
    from engine.facts import Fact


def pain_points_dropped(record: Record) -> Settled:
    """Points by which pain on the scale of ten went down; below nothing where it went up."""
    return _dropped(record, "vas")


def disability_points_dropped(record: Record) -> Settled:
    """Points by which the Oswestry score went down; below nothing where it went up."""
    return _dropped(record, "oswestry")


def _dropped(record: Record, kind: str) -> Settled:
    facts = [fact for _, fact in record.about("measure", "patient") if fact.assertion in STATED]
    scores = [fact for fact in facts if fact.value.get("kind") == kind and "medication" not in fact.value]
    told = [(_figure(fact, "value"), _figure(fact, "to"), fact) for fact in scores]
    changes = [(before - after, fact) for before, after, fact in told if before is not None and after is not None]
    if changes:
        drop, fact = max(changes, key=lambda each: each[1].as_of or date.min)
        return Settled(Interval(drop, drop), "", (fact,))
    dated = [(fact.as_of, before, fact) for before, _, fact in told if before is not None and fact.as_of is not None]
    if len({on for on, _, _ in dated}) < 2:
        return UNKNOWN
    first, last = (pick(dated, key=lambda each: each[0]) for pick in (min, max))
    return Settled(Interval(first[1] - last[1], first[1] - last[1]), "first score to last", (first[2], last[2]))


def _figure(fact: Fact, slot: str) -> float | None:
    figure = fact.value.get(slot)
    return float(figure) if isinstance(figure, int | float) else None
