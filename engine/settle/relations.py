"""Relations between lists and tables: every ingredient against its table, imaging at the level and side asked for."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.facts import Assertion
from engine.settle.needs import is_stated
from engine.settle.record import STATED, UNKNOWN, Record, Settled
from engine.wording import listed

if TYPE_CHECKING:
    from engine.facts import Fact

INGREDIENTS = "topical_ingredients"
WITH_OTHERS = "judged with the others"
"""The standing of an ingredient that alone decides nothing."""
SPINE = (
    *(f"C{number}" for number in range(1, 8)),
    *(f"T{number}" for number in range(1, 13)),
    *(f"L{number}" for number in range(1, 6)),
    "S1",
)
"""The vertebrae in order; a disc lies between two neighbours."""
Level: TypeAlias = tuple[str, ...]
EIGHTH: tuple[Level, Level] = (("C8",), ("C7", "T1"))
"""The one root that no vertebra is named after, and the disc that it leaves by."""
_LEVEL = re.compile(r"\b([CTLS]\d{1,2})(?:\s*(?:-|/|to)\s*([CTLS]?\d{1,2}))?\b", re.IGNORECASE)


def every_ingredient_recommended(record: Record) -> Settled:
    """No as soon as one ingredient is not recommended; unknown while one is conditional, unaddressed or unlisted."""
    standings = {each: _ingredient(record, each) for each in _ingredients(record)}
    judged = {each: standing for each, standing in standings.items() if standing != WITH_OTHERS}
    if "not recommended" in judged.values():
        return bad_ingredient(record, "no")
    if judged and all(standing == "recommended" for standing in judged.values()):
        return _by_table(record, "yes", "every ingredient named is recommended", tuple(judged))
    open_ = [each for each, standing in judged.items() if standing != "recommended"]
    names = listed(_say(record, each) for each in open_)
    how = f"the table of ingredients does not settle {names}" if open_ else "the request names no ingredients"
    return Settled(how=how, facts=(record.request,))


def bad_ingredient(record: Record, if_bad: str = "yes") -> Settled:
    """Whether an ingredient is listed as not recommended."""
    named = _ingredients(record)
    bad = tuple(each for each in named if _ingredient(record, each) == "not recommended")
    if bad:
        names = listed(_say(record, each) for each in bad)
        how = f"{names} {'is' if len(bad) == 1 else 'are'} not recommended on the skin"
        return _by_table(record, if_bad, how, bad)
    if not named:
        return UNKNOWN
    return _by_table(record, "no", "no ingredient named is listed as not recommended", tuple(named))


def _by_table(record: Record, word: str, how: str, rows: tuple[str, ...]) -> Settled:
    return Settled(word, how, (record.request,), rows=rows, table=INGREDIENTS)


def _ingredients(record: Record) -> list[str]:
    return [each.strip() for each in str(record.item.slots.get("ingredients", "")).split(",") if each.strip()]


def _ingredient(record: Record, name: str) -> str:
    """The standing of one ingredient; a conditional one is recommended where all that it needs is stated."""
    row = _row(record, name)
    standing = str(row.get("standing", "not listed"))
    needs = row.get("needs", ())
    if standing == "conditional" and needs and all(is_stated(record, each) for each in needs):
        return "recommended"
    return standing


def _row(record: Record, name: str) -> dict[str, Any]:
    table = record.vocabulary.tables.get(INGREDIENTS)
    return table.rows.get(name, {}) if table else {}


def _say(record: Record, name: str) -> str:
    return str(_row(record, name).get("says", name))


def corroborated_level_side(record: Record) -> Settled:
    """Whether imaging or electrodiagnosis shows the lesion at the level and side asked for; other levels contradict."""
    policy = record.policy
    found = [
        fact
        for _, fact in record.about("imaging", "patient")
        if fact.value.get("modality") in policy.corroborating_modalities
        and fact.value.get("finding") in policy.corroborating_findings
    ]
    shown = [fact for fact in found if fact.assertion in STATED]
    agrees = {id(fact): _agrees(record, fact) for fact in shown}
    matching = tuple(fact for fact in shown if agrees[id(fact)])
    if matching:
        lost = tuple(fact for fact in shown if fact not in matching)
        return Settled("yes", "a test shows it at the level and side asked for", matching, lost)
    open_ = tuple(fact for fact in shown if agrees[id(fact)] is None)
    if open_:
        return Settled(how="a test shows a lesion, but at no stated level", facts=open_)
    if shown:
        return Settled("no", "the tests show it at another level or side", tuple(shown))
    negative = tuple(fact for fact in found if fact.assertion is Assertion.NEGATED)
    return Settled("no", "the tests are negative", negative) if negative else UNKNOWN


def _agrees(record: Record, fact: Fact) -> bool | None:
    """Whether a test agrees with the request in level and side; None where the request names a level and it does not.

    A request that names no level is agreed with by a test of its body part.
    """
    slots = record.item.slots
    asked = levels(f"{record.item.wording} {slots.get('wording', '')}")
    shown = levels(str(fact.value.get("level", "")))
    sides = {str(slots.get("side", "")), str(fact.value.get("side", ""))} - {"", "bilateral"}
    if len(sides) > 1 or (asked and shown and not any(_meet(one, other) for one in asked for other in shown)):
        return False
    return None if asked and not shown else True


def _meet(one: Level, other: Level) -> bool:
    """Whether two levels are one: the same disc or root, or a root and a disc beside it."""
    if len(one) == len(other):
        return one == other
    root, disc = sorted((one, other), key=len)
    return root[0] in disc or (root, disc) == EIGHTH


def levels(text: str) -> frozenset[Level]:
    """The spinal levels that a text names: a root as `(L5,)`, a disc as `(L4, L5)`; `L3-S1` names three discs."""
    found: set[Level] = set()
    for match in _LEVEL.finditer(text):
        first = match.group(1).upper()
        second = (match.group(2) or "").upper()
        if second and not second[0].isalpha():
            second = first[0] + second
        found |= _discs(first, second) if second else {(first,)}
    return frozenset(found)


def _discs(first: str, last: str) -> set[Level]:
    """The discs from one vertebra to another; two roots where they are not in the order of the spine."""
    if first not in SPINE or last not in SPINE or SPINE.index(first) >= SPINE.index(last):
        return {(first,), (last,)}
    span = SPINE[SPINE.index(first) : SPINE.index(last) + 1]
    return set(pairwise(span))
