"""Measured figures: pain out of ten, and what a test or a tolerance was and is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.figure_changes import Change
    from engine.reading.passage import Passage
    from engine.reading.request_slots import Slots
    from engine.reading.scores import Score

_KINDS = (
    ("oswestry", re.compile(r"\b(?:oswestry|ODI)\b", re.IGNORECASE)),
    ("grip", re.compile(r"\bgrip\b", re.IGNORECASE)),
    ("pinch", re.compile(r"\bpinch\b", re.IGNORECASE)),
    ("flexion", re.compile(r"\bflexion\b", re.IGNORECASE)),
    ("extension", re.compile(r"\bextension\b", re.IGNORECASE)),
    ("lifting", re.compile(r"\b(?:lift\w*)\b", re.IGNORECASE)),
    ("sitting", re.compile(r"\b(?:sit|sits|sitting)\b", re.IGNORECASE)),
    ("standing", re.compile(r"\b(?:stand|stands|standing)\b", re.IGNORECASE)),
    ("walking", re.compile(r"\b(?:walk\w*)\b", re.IGNORECASE)),
    ("rom", re.compile(r"\b(?:rotation|abduction|range of motion|ROM|bending)\b", re.IGNORECASE)),
)
_MEDICATION = (
    (
        "without",
        re.compile(r"\b(?:without|off) (?:pain |the |his |her )?(?:medication|meds|drug|pills|tablets)", re.IGNORECASE),
    ),
    (
        "with",
        re.compile(
            r"\bwith (?:pain )?(?:medication|meds)|\bon (?:medication|meds)|\bafter (?:medication|meds"
            r"|norco)",
            re.IGNORECASE,
        ),
    ),
)
_STRENGTH_NEAR = re.compile(
    r"\b(?:strength|motor|quad|quads|grade|MMT|dorsiflexion|plantarflexion|EHL|flexion|extension"
    r"|deltoid|biceps|eversion|power)\W+(?:\w+\W+){0,3}\Z",
    re.IGNORECASE,
)
_PAIN_NEAR = re.compile(
    r"\b(?:pain|VAS|NRS|rated|rates|ache|spasm|worst|least|average|score|level|burning|headache"
    r"|ago|from|to)\b",
    re.IGNORECASE,
)
_NEAR = 40
_WORST = 10


def assemble(context: Context) -> Iterator[Fact]:
    """Scores of pain, and figures that changed."""
    for passage in context.patient.with_figures():
        changes = list(passage.changes)
        for change in changes:
            yield from _change(context, passage, change)
        for score in passage.scores:
            if score.out_of == 10 and not any(c.start <= score.start < c.end for c in changes):
                yield from _score(context, passage, score)


def _score(context: Context, passage: Passage, score: Score) -> Iterator[Fact]:
    before = passage.words(passage.start, score.start)
    if _STRENGTH_NEAR.search(before) and not _PAIN_NEAR.search(before[-_NEAR:]):
        return
    value: Slots = {"kind": "vas", "value": score.high, "medication": _medication(passage, score.end)}
    yield context.fact("measure", value, passage, (score.start, score.end), "measure.score")


def _medication(passage: Passage, at: int) -> str | None:
    after = passage.words(at, min(passage.end, at + _NEAR))
    found = [(match.start(), name) for name, pattern in _MEDICATION if (match := pattern.search(after))]
    return min(found)[1] if found else None


def _change(context: Context, passage: Passage, change: Change) -> Iterator[Fact]:
    kind = "vas" if change.unit.startswith("/10") else _kind(passage, change)
    if kind is None or change.unit == "/day":
        return
    value: Slots = {"kind": kind, "value": change.before, "to": change.after, "unit": change.unit or None}
    yield context.fact("measure", value, passage, (change.start, change.end), "measure.change")


def _kind(passage: Passage, change: Change) -> str | None:
    """What a figure measures: the word nearest before it."""
    start = max(passage.start, change.start - _NEAR)
    found = [
        (match.start(), name) for name, pattern in _KINDS for match in pattern.finditer(passage.text, start, change.end)
    ]
    if found:
        return max(found)[1]
    if change.unit or max(change.before, change.after) > _WORST:
        return None
    return "vas" if re.search(r"\bpain\b|\bVAS\b", passage.words(start, change.end), re.IGNORECASE) else None
