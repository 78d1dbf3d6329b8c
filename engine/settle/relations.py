"""Relations between lists and tables: every ingredient against its table, imaging at the level and side asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from engine.settle.record import STATED, UNKNOWN, Record, Settled
from engine.settle.statements import settle_statements

if TYPE_CHECKING:
    from engine.facts import Fact

INGREDIENTS = "topical_ingredients"
WITH_OTHERS = "judged with the others"
"""The standing of an ingredient that alone decides nothing."""
CORROBORATING = ("mri", "ct", "myelogram", "edx")
_LEVEL = re.compile(r"\b([CTL]\d{1,2})(?:\s*[-/]\s*([CTLS]?\d{1,2}))?\b", re.IGNORECASE)


def every_ingredient_recommended(record: Record) -> Settled:
    """No as soon as one ingredient is not recommended; unknown while one is conditional, unaddressed or unlisted."""
    standings = {each: _ingredient(record, each) for each in _ingredients(record)}
    judged = {each: standing for each, standing in standings.items() if standing != WITH_OTHERS}
    bad = [each for each, standing in judged.items() if standing == "not recommended"]
    if bad:
        names = ", ".join(_say(record, each) for each in bad)
        return Settled("no", f"not recommended on the skin: {names}", (record.request,))
    if judged and all(standing == "recommended" for standing in judged.values()):
        return Settled("yes", "every ingredient named is recommended", (record.request,))
    open_ = [_say(record, each) for each, standing in standings.items() if standing != "recommended"]
    how = f"not settled by the table: {', '.join(open_)}" if open_ else "the request names no ingredients"
    return Settled(how=how, facts=(record.request,))


def bad_ingredient(record: Record) -> Settled:
    """Whether an ingredient is listed as not recommended."""
    named = _ingredients(record)
    bad = [_say(record, each) for each in named if _ingredient(record, each) == "not recommended"]
    if bad:
        return Settled("yes", f"not recommended on the skin: {', '.join(bad)}", (record.request,))
    return Settled("no", "no ingredient named is listed as not recommended", (record.request,)) if named else UNKNOWN


def _ingredients(record: Record) -> list[str]:
    return [each.strip() for each in str(record.item.slots.get("ingredients", "")).split(",") if each.strip()]


def _ingredient(record: Record, name: str) -> str:
    """The standing of one ingredient; a conditional one is recommended where all that it needs is stated."""
    row = _row(record, name)
    standing = str(row.get("standing", "not listed"))
    needs = row.get("needs", ())
    if standing == "conditional" and needs and all(_stated(record, each) for each in needs):
        return "recommended"
    return standing


def _stated(record: Record, fact: str) -> bool:
    entered = record.item.given.get(fact)
    if entered is not None:
        return entered == "yes"
    return settle_statements(record, record.vocabulary.facts[fact], "no").value == "yes"


def _row(record: Record, name: str) -> dict[str, Any]:
    table = record.vocabulary.tables.get(INGREDIENTS)
    return table.rows.get(name, {}) if table else {}


def _say(record: Record, name: str) -> str:
    return str(_row(record, name).get("says", name))


def levels(text: str) -> set[str]:
    """Spinal levels that a text names, each root by itself: `L4-5` names L4 and L5."""
    found: set[str] = set()
    for match in _LEVEL.finditer(text):
        first, second = match.group(1).upper(), match.group(2)
        found.add(first)
        if second:
            found.add(second.upper() if second[0].isalpha() else first[0] + second)
    return found


def corroborated_level_side(record: Record) -> Settled:
    """Whether imaging or electrodiagnosis shows the lesion at the level and side asked for; other levels contradict."""
    found = [fact for _, fact in record.about("imaging", "patient") if fact.value.get("modality") in CORROBORATING]
    shown = [fact for fact in found if fact.assertion in STATED and fact.value.get("finding")]
    matching = tuple(fact for fact in shown if _matches(record, fact) is not False)
    if matching:
        lost = tuple(fact for fact in shown if fact not in matching)
        return Settled("yes", "a test shows it at the level and side asked for", matching, lost)
    if shown:
        return Settled("no", "the tests show it at another level or side", tuple(shown))
    negative = tuple(fact for fact in found if fact.assertion.value == "negated")
    return Settled("no", "the tests are negative", negative) if negative else UNKNOWN


def _matches(record: Record, fact: Fact) -> bool | None:
    """Whether a test agrees with the request in level and side, as far as both name them; None when neither does."""
    asked = levels(f"{record.item.slots.get('level', '')} {record.item.wording}")
    shown = levels(str(fact.value.get("level", "")))
    sides = {str(record.item.slots.get("side", "")), str(fact.value.get("side", ""))} - {"", "bilateral", "both"}
    if len(sides) > 1 or (asked and shown and not asked & shown):
        return False
    return True if asked & shown or len(sides) == 1 else None
