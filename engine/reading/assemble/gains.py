"""Gains and standstills told in figures: a test, a tolerance or a score that was one thing and is another.

Figures come from sentences ("flexion 128, was 98") and from tables of measurements, whose columns are visits in order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from engine.facts import Assertion
from engine.reading.assemble.antecedent import course_told, only_disputed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.figures_of_tables import Row
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots


class _Kind(NamedTuple):
    """What a label measures: the measure, the kind of gain, and whether more is better."""

    measure: str
    domain: str
    more: bool
    label: re.Pattern[str]


def _kind(measure: str, domain: str, *, more: bool, label: str) -> _Kind:
    return _Kind(measure, domain, more, re.compile(rf"\b(?:{label})\b", re.IGNORECASE))


_KINDS = (
    _kind(
        "oswestry",
        "function",
        more=False,
        label=(
            r"oswestry|ODI|quickdash|DASH|NDI|neck disability index|PDI|pain disability index|roland\S*"
            r"|WOMAC|disability (?:index|score)"
        ),
    ),
    _kind("grip", "strength", more=True, label=r"grip|jamar"),
    _kind("pinch", "strength", more=True, label=r"pinch"),
    _kind("lifting", "adl", more=True, label=r"lift\w*|carry\w*"),
    _kind("sitting", "adl", more=True, label=r"sit|sits|sitting"),
    _kind("standing", "adl", more=True, label=r"stand|stands|standing"),
    _kind("walking", "adl", more=True, label=r"walk\w*|ambulation"),
    _kind("sitting", "adl", more=True, label=r"(?:keyboard\w*|driving|typing|overhead|reach\w*)(?: tolerance)?"),
    _kind("flexion", "rom", more=True, label=r"flexion|flex|elevation"),
    _kind("extension", "rom", more=True, label=r"extension"),
    _kind("rom", "rom", more=True, label=r"rotation|abduction|abd|range of motion|ROM|bending|dorsiflexion"),
    _kind("vas", "pain", more=False, label=r"pain|VAS|NRS"),
)
# A change by less than a tenth is within the error of such measurements.
_MEANT = 0.1
_NEAR = 45
_MEDICATED = re.compile(
    r"\b(?:with|without|off|on|after)\s(?:\w+\s)?(?:medications?|meds|norco|dose|drug)\b"
    r"|\bminutes after\b",
    re.IGNORECASE,
)


def assemble(context: Context) -> Iterator[Fact]:
    """A benefit, or its absence, for each figure that has a before and an after."""
    for passage in context.patient:
        for change in passage.changes:
            place = (change.start, change.end)
            kind = _nearest(passage, place) or (_PAIN if change.unit.startswith("/10") else None)
            if kind is not None and not (kind is _PAIN and _MEDICATED.search(passage.text, passage.start, passage.end)):
                yield from _gain(context, passage, kind, change.before, change.after, place)
    for passage in context.stated:
        if passage.row is not None:
            yield from _row(context, passage, passage.row)


_PAIN = _KINDS[-1]


def _nearest(passage: Passage, place: Place) -> _Kind | None:
    start = max(passage.start, place[0] - _NEAR)
    found = [
        (m.start(), i) for i, kind in enumerate(_KINDS) for m in kind.label.finditer(passage.text, start, place[1])
    ]
    return _KINDS[max(found)[1]] if found else None


def _row(context: Context, passage: Passage, row: Row) -> Iterator[Fact]:
    kind = next((each for each in _KINDS if each.label.search(row.label)), None)
    if kind is None or row.before is None:
        return
    if row.after is None:
        value: Slots = {"domain": kind.domain, "treatment": _treatment(context, passage)}
        yield context.fact("benefit", value, passage, row.place, "gain.blank", Assertion.NOT_DOCUMENTED)
        return
    yield context.fact(
        "measure", {"kind": kind.measure, "value": row.before, "to": row.after}, passage, row.place, "measure.table"
    )
    yield from _gain(context, passage, kind, row.before, row.after, row.place)


def _gain(context: Context, passage: Passage, kind: _Kind, before: float, after: float, place: Place) -> Iterator[Fact]:
    """A gain where the figure moved the right way by enough; a standstill where it did not move; else nothing."""
    moved = (after - before) / (abs(before) or 1)
    value: Slots = {"domain": kind.domain, "treatment": _treatment(context, passage)}
    if abs(moved) < _MEANT:
        if kind.domain != "strength":
            value["unchanged"] = "yes"
        yield context.fact("benefit", value, passage, place, "gain.none", Assertion.NEGATED)
    elif (moved > 0) is kind.more:
        if kind.domain == "pain":
            value["percent"] = round(-100 * moved)
        yield context.fact("benefit", value, passage, place, f"gain.{kind.measure}")


def _treatment(context: Context, passage: Passage) -> str | None:
    return course_told(context, passage) or only_disputed(context)
