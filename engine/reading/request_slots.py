"""What a request says of amount, strength and manner, as the slots of `request.item`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.how_much import SPANS, bare_count, main_amount
from engine.reading.naming import levels
from engine.reading.numbers import value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.facts import Scalar
    from engine.reading.lexicons import ReadingLexicon
    from engine.reading.naming import Named
    from engine.reading.passage import Passage
    from engine.reading.quantities import Amount

Slots = dict[str, "Scalar | None"]
_UNITS = frozenset(
    [
        "visit",
        "session",
        "treatment",
        "injection",
        "block",
        "level",
        "unit",
        "tablet",
        "capsule",
        "patch",
        "tube",
        "gram",
        "day",
        "week",
        "month",
        "hour",
        "test",
        "study",
        "program",
        "prescription",
        "device",
    ]
)
_STRENGTH = re.compile(
    r"(?<![\w#.])\d{1,4}(?:\.\d+)?(?:/\d{2,4}(?:\.\d+)?)?\s?(?:mg|mcg/hr|mcg/h|mcg|g\b|%)(?:/h(?:r"
    r"|our))?|(?<![\w#./])\d{1,2}(?:\.\d)?/(?:300|325|500|650|660|750)\b",
    re.IGNORECASE,
)
_LEVEL_COUNT = re.compile(r"\b(?P<n>one|two|three|four|single|1|2|3|4)[ -]levels?\b", re.IGNORECASE)
_SITTING = "session"
_NOT_DISPENSED = frozenset({"injection", "program"})
_PER_SITTING = frozenset({"injection", "level", "block"})
_NO_REFILL = frozenset({"no", "none", "zero", "without", "any"})
_COUNTED = r"\d{1,2}|no|none|zero|one|two|three|four|five|six|without|any"
_REFILLS = re.compile(
    rf"\b(?P<before>{_COUNTED})\s(?:\w+\s)?refills?\b|\brefills?\s?(?:[:x#=-]\s?)*(?P<after>{_COUNTED})\b",
    re.IGNORECASE,
)
_WORD_COUNT = {"one": 1, "single": 1, "two": 2, "three": 3, "four": 4}
_COUNTED_BY_LEVEL = frozenset({"facet_medial_branch", "epidural_steroid_injection"})


def figures(each: Named, amounts: Sequence[Amount], passage: Passage, lexicon: ReadingLexicon) -> Slots:
    """Quantity with its unit, frequency and duration, and for drugs strength and doses a day."""
    unit = lexicon.unit(each.treatment)
    drug = unit not in _NOT_DISPENSED and (bool(each.drug) or lexicon.is_drug(each.treatment))
    slots = _how_much(each, amounts, passage, lexicon, drug=drug)
    for amount in amounts:
        for slot in ("per_week", "weeks", "months", "hours", "per_session", "levels"):
            value = getattr(amount, slot)
            if value is not None:
                slots.setdefault(slot, _plain(value))
    if unit == "hour":
        slots.setdefault("hours_per_week", _weekly_hours(amounts))
    if drug:
        slots |= _drug_slots(each, passage)
    if each.treatment in _COUNTED_BY_LEVEL:
        slots.setdefault("levels", _levels(each, passage))
    if unit == "level" and slots.get("levels") and "quantity" not in slots:
        slots |= {"quantity": slots["levels"], "unit": unit}
    return {key: value for key, value in slots.items() if value is not None}


def _how_much(
    each: Named, amounts: Sequence[Amount], passage: Passage, lexicon: ReadingLexicon, *, drug: bool
) -> Slots:
    """The quantity and its unit: the amount that counts, else a number set off after the name."""
    unit = lexicon.unit(each.treatment)
    main = main_amount(each, amounts, passage, lexicon, drug=drug)
    bare = bare_count(each, passage)
    spanned = main is not None and main.unit in SPANS and lexicon.is_course(each.treatment) and unit not in SPANS
    if bare is not None and (main is None or spanned or (main.unit == _SITTING and unit in _PER_SITTING)):
        return {"quantity": bare, "unit": unit}
    if main is None:
        return {}
    slots = _quantity(main, unit)
    hours = next((a.hours_per_day for a in amounts if a.hours_per_day is not None), None)
    if hours is not None and slots["unit"] == "hour" and main.unit in {"", "day"}:
        slots["quantity"] = _plain((main.total or 0) * hours)
    return slots


def _weekly_hours(amounts: Sequence[Amount]) -> int | float | None:
    """Hours of care a week: so many a week, or so many a day on so many days of it."""
    for amount in amounts:
        if amount.per_week is not None and amount.unit in {"", "hour", "day"}:
            if amount.hours_per_day is not None:
                return _plain(amount.hours_per_day * amount.per_week)
            if amount.unit == "hour" and amount.total is None:
                return _plain(amount.per_week)
    return None


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 2)


def _quantity(amount: Amount, default: str) -> Slots:
    slots: Slots = {"quantity": _plain(amount.total or 0), "unit": amount.unit if amount.unit in _UNITS else default}
    if amount.total_high is not None and amount.total_high != amount.total:
        slots["quantity_high"] = _plain(amount.total_high)
    return slots


def _drug_slots(each: Named, passage: Passage) -> Slots:
    strength = _STRENGTH.search(passage.text, each.start, each.right)
    dose = next((d for d in passage.doses if each.start <= d.start < each.right and d.per_day is not None), None)
    return {
        "strength": strength[0] if strength else None,
        "drug": each.drug,
        "per_day": _plain(dose.per_day) if dose and dose.per_day is not None else None,
        "refills": _refills(passage.words(each.start, each.right)),
    }


def _refills(text: str) -> int | None:
    """Further supplies: "with 2 refills", "refills: 3", "no refill"."""
    match = _REFILLS.search(text)
    if match is None:
        return None
    written = (match["before"] or match["after"]).lower()
    return 0 if written in _NO_REFILL else _count_of(written)


def _count_of(written: str) -> int | None:
    value = value_of(written)
    return value if isinstance(value, int) else None


def _levels(each: Named, passage: Passage) -> int | None:
    stated = _LEVEL_COUNT.search(passage.text, each.left, each.right)
    if stated:
        word = stated["n"].lower()
        return _WORD_COUNT.get(word) or int(word)
    named = levels(passage, each.start, each.right) or levels(passage, each.left, each.start)
    joints = [level for level in named if "-" in level]
    return len(joints or named) or None
