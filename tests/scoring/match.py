"""Whether a read fact answers a label, and what was missed or added."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.scoring.gold import labels

if TYPE_CHECKING:
    from engine.facts import Fact
    from tests.scoring.gold import Gold, GoldDocument, GoldItem

_BODY = "body_part"


@dataclass
class Score:
    """Labels answered, labels missed, and facts read that answer none; each by label or fact type."""

    hits: list[tuple[Gold, Fact]] = field(default_factory=list)
    misses: list[Gold] = field(default_factory=list)
    extras: list[Fact] = field(default_factory=list)
    excused: list[Fact] = field(default_factory=list)


@dataclass
class ItemScore:
    """Disputed items answered, missed and added."""

    hits: list[tuple[GoldItem, Fact]] = field(default_factory=list)
    misses: list[GoldItem] = field(default_factory=list)
    extras: list[Fact] = field(default_factory=list)


def assertion_group(assertion: str) -> str:
    """Assertions that count as the same have one name."""
    alike = labels()["alike"]
    return str(alike[0]) if assertion in alike else assertion


def overlaps(fact: Fact, gold: Gold) -> bool:
    """Whether any evidence of the fact shares a character with the label's quote."""
    return any(e.start < end and start < e.end for e in fact.evidence for start, end in gold.spans)


def answers(fact: Fact, gold: Gold) -> bool:
    """Same type and assertion, an overlapping quote, and equal slots, numbers and dates where the label has them."""
    return (
        fact.type in gold.types
        and assertion_group(fact.assertion) == assertion_group(gold.assertion)
        and overlaps(fact, gold)
        and _slots_equal(fact, gold)
        and _numbers_equal(fact, gold)
    )


def _slots_equal(fact: Fact, gold: Gold) -> bool:
    return all(_equal(fact.value.get(slot), wanted) for slot, wanted in gold.slots.items())


def _equal(found: Any, wanted: Any) -> bool:
    if isinstance(found, date) and isinstance(wanted, int):
        return found.year == wanted
    return bool(found == wanted)


def _numbers_equal(fact: Fact, gold: Gold) -> bool:
    dates = {value for value in fact.value.values() if isinstance(value, date)}
    numbers = {float(value) for value in fact.value.values() if isinstance(value, int | float)}
    numbers |= {float(day.year) for day in dates}
    if gold.dated is not None and "date" in labels()["corpus"].get(gold.label, {}):
        return gold.dated in dates
    if gold.dated is not None and gold.dated in dates:
        return True
    return numbers.intersection(gold.numbers) != set() if gold.numbers else True


def score(document: GoldDocument, facts: list[Fact], *, critical: bool) -> Score:
    """Match labels to facts; a fact repeating an answered label's value is no error.

    A corpus letter labels only part of what it says: there a fact is an error where it stands on the words of a missed
    label of its type.
    """
    gold = [each for each in document.facts if each.critical or not critical]
    result = Score()
    used: set[int] = set()
    for each in gold:
        found = next((f for f in facts if id(f) not in used and answers(f, each)), None)
        found = found or next((f for f in facts if answers(f, each)), None)
        if found is None:
            result.misses.append(each)
        else:
            used.add(id(found))
            result.hits.append((each, found))
    types = {kind for each in gold for kind in each.types} | _scored_types(critical=critical)
    for fact in facts:
        if (
            fact.type in types
            and id(fact) not in used
            and not _repeats(fact, result.hits)
            and not _implied(fact, document)
        ):
            if not document.exhaustive and not any(fact.type in g.types and overlaps(fact, g) for g in result.misses):
                continue
            excused = any(_also_true(fact, true) for true in document.also_true)
            (result.excused if excused else result.extras).append(fact)
    return result


def _scored_types(*, critical: bool) -> set[str]:
    table = labels()["letters"]
    return {rule["type"] for rule in table.values() if "critical" in rule or not critical}


def _repeats(fact: Fact, hits: list[tuple[Gold, Fact]]) -> bool:
    """Whether the fact says again what an answered label says: the same in every slot that the label has."""
    return any(
        fact.type in gold.types
        and assertion_group(fact.assertion) == assertion_group(gold.assertion)
        and all(_equal(fact.value.get(slot), value) for slot, value in _said(gold, fact, hit).items())
        for gold, hit in hits
    )


def _implied(fact: Fact, document: GoldDocument) -> bool:
    """Whether a label of another type on the same words carries the fact."""
    implied = labels()["implied"]
    return any(fact.type in implied.get(gold.label, ()) and overlaps(fact, gold) for gold in document.facts)


def _said(gold: Gold, fact: Fact, hit: Fact) -> dict[str, Any]:
    """The slots to compare: those of the label, less counts and places that the fact does not state itself."""
    slots = gold.slots or {key: value for key, value in hit.value.items() if isinstance(value, str)}
    return {
        key: value
        for key, value in slots.items()
        if key in fact.value or key not in {"quantity", _BODY, "date", "visits", "ago_months", "end"}
    }


def _also_true(fact: Fact, true: dict[str, Any]) -> bool:
    slots = {key: value for key, value in true.items() if key not in {"type", "assertion"}}
    return (
        fact.type == true["type"]
        and fact.assertion == true["assertion"]
        and all(fact.value.get(key) == value for key, value in slots.items())
    )


def score_items(document: GoldDocument, facts: list[Fact], guideline_ids: set[str]) -> ItemScore:
    """Match disputed items by treatment and quantity; each read item answers one."""
    read = [
        f for f in facts if f.type == "request.item" and f.assertion == "affirmed" and f.value.get("certified") != "yes"
    ]
    result = ItemScore()
    for gold in document.items:
        found = next((f for f in read if _item_answers(f, gold, guideline_ids)), None)
        if found is None:
            result.misses.append(gold)
        else:
            read.remove(found)
            result.hits.append((gold, found))
    result.extras = read
    return result


def _item_answers(fact: Fact, gold: GoldItem, guideline_ids: set[str]) -> bool:
    treatment = labels()["families"].get(fact.value.get("treatment"), fact.value.get("treatment"))
    same = treatment not in guideline_ids if gold.treatment == "not_covered" else treatment == gold.treatment
    return same and _quantity_equal(fact, gold)


_AMOUNT_SLOTS = ("quantity", "hours", "weeks", "months", "levels", "per_week")


def _quantity_equal(fact: Fact, gold: GoldItem) -> bool:
    read = fact.value.get("quantity")
    if gold.quantity is None or read == gold.quantity:
        return True
    if gold.quantity == 1:
        return read is None or fact.value.get("unit") == "gram"
    return gold.unit in {"month", "week", "day", "level", "facet level", "hour", "gram", "unit"} and read in {None, 1}
