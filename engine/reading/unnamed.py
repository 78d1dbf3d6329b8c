"""Requests that name no treatment: "requests eight more visits", "[X] purchase of unit", "3. 97124 x 6"."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.drafts import Draft, manner_of
from engine.reading.list_marks import mark_end
from engine.reading.naming import Named
from engine.reading.ranks import ASKED, FIELD
from engine.reading.request_slots import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.reading.context import Context
    from engine.reading.passage import Passage
    from engine.reading.quantities import Amount
    from engine.reading.request_slots import Slots

_CODE = re.compile(
    r"(?:(?:CPT|HCPCS|codes?)[\s:#/]*)*(?P<code>\d{4}[\dA-Z]|[A-V]\d{4})(?![\w/-])(?P<rest>[^\n]*)", re.IGNORECASE
)
_UNIT = re.compile(r"\b(?:unit|device|machine|system)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|this|them|these|more|same)\b", re.IGNORECASE)
_VISITS = frozenset({"visit", "session", "treatment"})
_ASKS = frozenset({"request", "intent"})
_OUTRIGHT = frozenset({"request"})
_REVIEWS = frozenset({"imr", "ur"})
_HEAD = 12
_CLEARLY = 2


def visits(context: Context, passage: Passage, before: str | None) -> Iterator[Draft]:
    """A request that counts visits of the care last spoken of, else of that which the letter is about."""
    counted = _counted(passage, _OUTRIGHT if context.genre in _REVIEWS else _ASKS)
    if counted is None or passage.of("conditional") or passage.has("dropped", "dropped"):
        return
    bare = next((m.id for m in passage.of("bare")), None)
    treatment = before or _of_office(context) or _of_letter(context) or bare
    if treatment is None:
        return
    each = Named(counted.start, counted.end, treatment, None, passage.start, passage.end)
    slots: Slots = {"treatment": treatment, **figures(each, passage.amounts, passage, context.lexicon)}
    slots |= manner_of(passage, each)
    place = (counted.start, counted.end)
    yield Draft(ASKED, treatment, slots, passage, place, Assertion.AFFIRMED, "item.unnamed")


def _counted(passage: Passage, ids: frozenset[str]) -> Amount | None:
    """The first count of visits behind a word of asking, or the first rate at which "it" is asked for."""
    asked = min((m.end for m in passage.of("request") if m.id in ids), default=passage.end)
    behind = [a for a in passage.amounts if a.start >= asked]
    counts = [a for a in behind if a.total is not None and a.unit in _VISITS]
    rates = [a for a in behind if (a.per_week or a.per_month) and _IT.search(passage.text, asked, a.start)]
    return next(iter(counts or rates), None)


def _of_office(context: Context) -> str | None:
    """The care that the office gives whose letter it is, as its head says."""
    found = (m.id for passage in context.passages[:_HEAD] for m in passage.of("office"))
    return next(found, None)


def _of_letter(context: Context) -> str | None:
    """The one kind of visits that the letter names, or names at least twice as often as any other."""
    named = Counter(
        each.treatment
        for passage in context.passages
        if passage.of("treatment")
        for each in context.names(passage)
        if context.lexicon.unit(each.treatment) in _VISITS
    )
    ranked = [*named.most_common(2), ("", 0), ("", 0)]
    return ranked[0][0] or None if ranked[0][1] >= _CLEARLY * ranked[1][1] else None


def device(context: Context, passage: Passage) -> Iterator[Draft]:
    """A field of a form that asks to buy or rent "the unit" which the form is about."""
    manner = next((m for m in passage.of("detail") if m.attributes.get("arrangement")), None)
    if manner is None or not _UNIT.search(passage.text, passage.start, passage.end):
        return
    treatment = next(_devices(context, context.passages[: passage.index]), None)
    if treatment is not None:
        each = Named(manner.start, manner.end, treatment, None, passage.start, passage.end)
        slots: Slots = {"treatment": treatment, "wording": passage.words(*each.place), **manner_of(passage, each)}
        yield Draft(FIELD, treatment, slots, passage, each.place, Assertion.AFFIRMED, "item.device")


def code(context: Context, passage: Passage) -> Iterator[Draft]:
    """A line of a list of requests that opens with the code of a service of which the vocabulary has no treatment."""
    behind = mark_end(passage.text, passage.start, passage.end)
    found = _CODE.match(passage.text, behind, passage.end) if behind > passage.start else None
    if found is None:
        return
    each = Named(*found.span("code"), "", None, passage.start, passage.end)
    slots: Slots = {
        "wording": found[0].strip(" .;"),
        "code": found["code"],
        **figures(each, passage.amounts, passage, context.lexicon),
        **manner_of(passage, each),
    }
    yield Draft(FIELD, "", slots, passage, found.span(), Assertion.AFFIRMED, "item.code")


def _devices(context: Context, passages: Iterable[Passage]) -> Iterator[str]:
    return (
        each.treatment
        for passage in passages
        for each in context.names(passage)
        if context.lexicon.unit(each.treatment) == "device"
    )
