"""Morphine equivalents in mg a day, summed over all current and requested opioids by the factor table of the day."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from engine import rule_files
from engine.case import ITEM
from engine.checking import Checker
from engine.conditions import Interval
from engine.facts import Assertion
from engine.settle.record import STATED, UNKNOWN, Record, Settled
from engine.settle.statements import Candidate, settle_numbers
from engine.wording import day, listed

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from engine.facts import Fact

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
PATCH, MICROGRAM = "per mcg/hour", "per mcg"
"""How the unit of a factor begins: for a patch by its rate an hour, for other forms by the dose; else it is by mg."""


@lru_cache(maxsize=4)
def load_drugs(folder: Path) -> dict[str, Any]:
    """The drugs of a rules folder by id, those without factors included; raises RuleErrors with every mistake."""
    name = f"{folder.name}/vocabulary/drugs.yaml"
    check = Checker(rule_files.read(folder / "vocabulary" / "drugs.yaml", name=name))
    drugs = {drug: check.mapping((drug,)) for drug in check.mapping(())}
    for drug, entry in drugs.items():
        for index, _ in enumerate(check.sequence((drug, "morphine_equivalent")) if entry else ()):
            path = (drug, "morphine_equivalent", index)
            check.mapping(path, ("from", "per_mg", "unit"), ())
            check.day((*path, "from"))
            if check.at((*path, "per_mg")) != "none":
                check.number((*path, "per_mg"))
    check.finish()
    return drugs


def factor(drugs: dict[str, Any], drug: str, on: date) -> tuple[float, str] | None:
    """What one unit of a drug stands for in mg of oral morphine on a day, and that unit; None where none held then."""
    entries = (drugs.get(drug) or {}).get("morphine_equivalent") or []
    current = max((entry for entry in entries if entry["from"] <= on), key=lambda entry: entry["from"], default=None)
    if current is None or not isinstance(current["per_mg"], int | float):
        return None
    return float(current["per_mg"]), str(current["unit"])


def morphine_equivalent(record: Record, drugs: dict[str, Any]) -> Settled:
    """A stated equivalent wins; else the sum over doses, open upward while some opioid's dose is unknown."""
    stated = [
        Candidate(float(amount), fact, close)
        for close, fact in record.about("morphine_equivalent", "patient")
        if fact.assertion in STATED and isinstance(amount := fact.value.get("mg_per_day"), int | float)
    ]
    summed = _summed(record, drugs)
    if not stated:
        return summed
    settled = settle_numbers(record, stated, ("high",), "as the record states it")
    if settled.conflict or _agrees(summed.value, settled.value):
        return settled
    conflict = "the stated amount counts over the sum of the doses"
    return Settled(settled.value, settled.how, settled.facts, summed.facts, conflict)


def _agrees(summed: object, stated: object) -> bool:
    """Whether a stated amount lies in what the doses sum up to, within a milligram."""
    if not isinstance(summed, Interval) or not isinstance(stated, Interval) or stated.low is None:
        return True
    low, high = summed.low, summed.high
    return (low is None or stated.low > low - 1) and (high is None or stated.low < high + 1)


def _summed(record: Record, drugs: dict[str, Any]) -> Settled:
    doses = {drug: _dose(record, facts, drugs) for drug, facts in sorted(_opioids(record, drugs).items())}
    if not doses:
        return UNKNOWN
    known = [amount for amount, _ in doses.values() if amount is not None]
    low = round(sum(known), 2)
    high = low if len(known) == len(doses) else None
    facts = tuple(fact for _, used in doses.values() for fact in used)
    open_ = [_name(drugs, drug) for drug, (amount, _) in doses.items() if amount is None]
    if open_:
        how = f"the dose of {listed(open_)}, or what it stands for in morphine, is not known"
    else:
        names = listed(_name(drugs, drug) for drug in doses)
        how = f"{names}, by the factors in use on {day(record.on)}"
    return Settled(Interval(low, high), how, facts)


def _name(drugs: dict[str, Any], drug: str) -> str:
    return str(drugs[drug].get("name", drug.replace("_", " ")))


def _opioids(record: Record, drugs: dict[str, Any]) -> dict[str, list[Fact]]:
    """What is said of each opioid that is taken or asked for, whichever item asks for it."""
    taken = [fact for _, fact in record.about("medication", "patient") if _is_current(fact)]
    found: dict[str, list[Fact]] = {}
    for fact in (*record.requests, *taken):
        drug = str(fact.value.get("drug", ""))
        if (drugs.get(drug) or {}).get("opioid") == "yes":
            found.setdefault(drug, []).append(fact)
    return found


def _is_current(fact: Fact) -> bool:
    return fact.assertion is Assertion.AFFIRMED and fact.value.get("change") != "stopped"


def _dose(record: Record, facts: list[Fact], drugs: dict[str, Any]) -> tuple[float | None, list[Fact]]:
    """The daily amount of one drug: what is asked for, where its dose is known; else the latest of what is taken."""
    known = [Candidate(each, fact, 0) for fact in facts if (each := _daily(record, fact, drugs)) is not None]
    asked = [each for each in known if each.fact.type == ITEM]
    if asked:
        return sum(float(each.value) for each in asked), [each.fact for each in asked]
    if not known:
        return None, facts[:1]
    settled = settle_numbers(record, known, ("high",))
    amount = settled.value.low if isinstance(settled.value, Interval) else None
    return amount, list(settled.facts)


def _daily(record: Record, fact: Fact, drugs: dict[str, Any]) -> float | None:
    """Morphine equivalent of one drug a day; None where its dose or its factor is not known."""
    found = factor(drugs, str(fact.value["drug"]), record.on)
    if found is None:
        return None
    amount, unit = found
    strength, times = _strength(fact, micrograms=unit.startswith(MICROGRAM)), _times(record, fact)
    if strength is None:
        return None
    if unit.startswith(PATCH):
        return strength * amount
    return None if times is None else strength * times * amount


def _strength(fact: Fact, *, micrograms: bool) -> float | None:
    """The strength of one dose in mg, or in micrograms (an hour, for a patch)."""
    mg = fact.value.get("mg")
    if isinstance(mg, int | float):
        return mg * 1000 if micrograms else float(mg)
    text = str(fact.value.get("strength", "")).lower()
    number = _NUMBER.search(text)
    if number is None:
        return None
    in_micrograms = "mcg" in text or "µg" in text
    scale = 1000.0 if micrograms and "mg" in text else 0.001 if in_micrograms and not micrograms else 1.0
    return float(number.group()) * scale


def _times(record: Record, fact: Fact) -> float | None:
    """Doses a day: as said, or a supply of tablets over the days that a prescription lasts."""
    per_day, quantity = fact.value.get("per_day"), fact.value.get("quantity")
    if isinstance(per_day, int | float):
        return float(per_day)
    if isinstance(quantity, int | float) and fact.value.get("unit") not in record.policy.one_unless_said:
        return quantity / record.policy.prescription_days
    return None
