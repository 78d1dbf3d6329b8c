"""Morphine equivalents in mg a day, summed over all current and requested opioids by the factor table of the day."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from engine import strict_yaml
from engine.conditions import Interval
from engine.facts import Fact
from engine.settle.record import STATED, UNKNOWN, Record, Settled

if TYPE_CHECKING:
    from pathlib import Path

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=4)
def load_drugs(folder: Path) -> dict[str, Any]:
    """The drugs of a rules folder by id."""
    data = strict_yaml.read(folder / "vocabulary" / "drugs.yaml", name="rules/vocabulary/drugs.yaml").data
    return data if isinstance(data, dict) else {}


def factor(drugs: dict[str, Any], drug: str, on: date) -> float | None:
    """Mg of oral morphine that one mg of a drug stands for on a day; None for a drug without a factor then."""
    entries = (drugs.get(drug) or {}).get("morphine_equivalent") or []
    current = [entry for entry in entries if entry["from"] <= on]
    return float(max(current, key=lambda entry: entry["from"])["per_mg"]) if current else None


def morphine_equivalent(record: Record, drugs: dict[str, Any]) -> Settled:
    """A stated equivalent wins; else the sum over doses, open upward while some opioid's dose is unknown."""
    stated = [fact for _, fact in record.about("morphine_equivalent", "patient") if fact.assertion in STATED]
    summed = _summed(record, drugs)
    if not stated:
        return summed
    amounts = [float(str(fact.value["mg_per_day"])) for fact in stated]
    conflict = "" if summed.value in (None, Interval(amounts[0], amounts[0])) else "the stated amount counts over the sum"
    return Settled(Interval(min(amounts), max(amounts)), "as the record states it", tuple(stated), (), conflict)


def _summed(record: Record, drugs: dict[str, Any]) -> Settled:
    doses: dict[str, tuple[float | None, Fact]] = {}
    for fact in _opioid_facts(record, drugs):
        drug = str(fact.value["drug"])
        amount = _daily(record, fact, drugs)
        if drug not in doses or doses[drug][0] is None:
            doses[drug] = (amount, fact)
    if not doses:
        return UNKNOWN
    known = [amount for amount, _ in doses.values() if amount is not None]
    low = round(sum(known), 2)
    high = low if len(known) == len(doses) else None
    facts = tuple(fact for _, fact in doses.values())
    return Settled(Interval(low, high), f"sum over {len(doses)} opioid(s), by the factor table in use on {record.on}", facts)


def _opioid_facts(record: Record, drugs: dict[str, Any]) -> list[Fact]:
    current = [fact for _, fact in record.about("medication", "patient") if _is_current(fact)]
    requested = [record.request] if record.item.slots.get("drug") else []
    return [fact for fact in (*current, *requested) if (drugs.get(str(fact.value.get("drug"))) or {}).get("opioid") == "yes"]


def _is_current(fact: Fact) -> bool:
    return fact.assertion.value == "affirmed" and fact.value.get("change") != "stopped"


def _daily(record: Record, fact: Fact, drugs: dict[str, Any]) -> float | None:
    """Morphine equivalent of one drug: mg a dose, times doses a day (a supply in days where no number is given)."""
    per_mg = factor(drugs, str(fact.value["drug"]), record.on)
    mg = fact.value.get("mg")
    if mg is None:
        found = _NUMBER.search(str(fact.value.get("strength", "")))
        mg = float(found.group()) if found else None
    per_day = fact.value.get("per_day")
    if per_day is None and isinstance(fact.value.get("quantity"), int | float):
        per_day = float(str(fact.value["quantity"])) / record.policy.prescription_days
    if per_mg is None or not isinstance(mg, int | float) or not isinstance(per_day, int | float):
        return None
    return mg * per_day * per_mg
