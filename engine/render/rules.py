"""The library as text and JSON: what is loaded and in force when, and a rule read aloud."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from engine.criteria import CONFIDENCE
from engine.render.aloud import Aloud
from engine.render.words import day, plain
from engine.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.guideline import CriterionText, Guideline
    from engine.library import Library
    from engine.program import Criterion
    from engine.render.text import Paper

LIST = "upheld/rules/1"
SHOW = "upheld/rule/1"
READINGS = "upheld/readings/1"
_HEADS = ("id", "title", "in force", "status", "confidence", "criteria")


def render_list(guidelines: Sequence[Guideline]) -> str:
    """A table of guidelines; ends with a line break."""
    rows = [_HEADS, *map(_row, guidelines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, "", *_counts(guidelines)]) + "\n"


def _counts(guidelines: Sequence[Guideline]) -> Iterator[str]:
    levels = Counter(each.source.confidence for each in guidelines)
    criteria = [text for each in guidelines for text in each.criteria]
    readings = sum(bool(text.reading) for text in criteria)
    if guidelines:
        yield "confidence in the figures: " + listed(f"{levels[each]} {each}" for each in CONFIDENCE if levels[each])
        yield f"criteria: {len(criteria)}, of which {readings} carry a reading of ours"
    yield f"{len(guidelines)} guidelines"


def _row(guideline: Guideline) -> tuple[str, ...]:
    source = guideline.source
    return (
        guideline.id,
        guideline.title,
        f"{source.since} to {source.until or 'now'}",
        guideline.status.value,
        source.confidence,
        str(len(guideline.criteria)),
    )


def list_object(guidelines: Sequence[Guideline]) -> dict[str, Any]:
    """The guidelines as one JSON object."""
    return {"schema": LIST, "guidelines": [_head(each) for each in guidelines]}


def _head(guideline: Guideline) -> dict[str, Any]:
    source = guideline.source
    return {
        "id": guideline.id,
        "title": guideline.title,
        "treatment": guideline.treatment,
        "family": guideline.family,
        "guideline": source.guideline,
        "citation": source.citation,
        "in_force": {"from": source.since, "until": source.until},
        "confidence": source.confidence,
        "status": guideline.status.value,
        "phases": list(guideline.phases),
        "body_parts": list(guideline.body_parts),
        "criteria": len(guideline.criteria),
        "readings": sum(bool(text.reading) for text in guideline.criteria),
    }


def readings_of(guideline: Guideline) -> Iterator[tuple[str, str]]:
    """What we read into a text, by criterion or exception, in file order."""
    yield from ((each.id, each.reading) for each in guideline.criteria if each.reading)
    yield from ((each.id, each.reading) for each in guideline.exceptions if each.reading)


def readings_object(guidelines: Sequence[Guideline]) -> dict[str, Any]:
    """Every reading of ours as one JSON object."""
    found = [
        {"guideline": each.id, "criterion": criterion, "reading": reading}
        for each in guidelines
        for criterion, reading in readings_of(each)
    ]
    return {"schema": READINGS, "readings": found}


def render_readings(guidelines: Sequence[Guideline], paper: Paper) -> str:
    """Every reading of ours under its guideline, and their number; ends with a line break."""
    lines: list[str] = []
    found = readings_object(guidelines)["readings"]
    for guideline, readings in groupby(found, key=lambda each: each["guideline"]):
        lines.append(paper.paint(guideline, "1"))
        for each in readings:
            lines += paper.wrap(f"{each['criterion']}: {each['reading']}", "  ", "    ")
        lines.append("")
    return "\n".join([*lines, f"{len(found)} readings"]) + "\n"


def show_object(guideline: Guideline, library: Library) -> dict[str, Any]:
    """One rule read aloud, as one JSON object."""
    program = guideline.compiled
    aloud = Aloud(program, library.vocabulary)
    return {
        "schema": SHOW,
        **_head(guideline),
        "stages": [aloud.stage(stage) for stage in program.stages],
        "criteria": [_criterion(guideline.criterion(each.id), each, aloud) for each in program.criteria],
        "exceptions": [
            {"id": text.id, "says": text.says, "aloud": aloud.lift(lift), "reading": text.reading}
            for text, lift in zip(guideline.exceptions, program.lifts, strict=True)
        ],
        "derived": [{"id": each.name, "aloud": aloud.derived(each)} for each in program.derived],
        "notes": [note.says for note in guideline.notes],
    }


def _criterion(text: CriterionText, criterion: Criterion, aloud: Aloud) -> dict[str, Any]:
    return {
        "id": text.id,
        "heading": text.heading,
        "keyword": criterion.keyword.value,
        "says": text.says,
        "aloud": aloud.criterion(criterion),
        "judgement": text.judgement,
        "reading": text.reading,
        "citation": text.citation,
        "confidence": text.confidence,
    }


def render_show(guideline: Guideline, library: Library, paper: Paper) -> str:
    """One rule read aloud: what the file says of each criterion, and below what its test says."""
    return "\n".join(_show(guideline, show_object(guideline, library), paper)) + "\n"


def _about(guideline: Guideline, paper: Paper) -> Iterator[str]:
    source = guideline.source
    until = f"to {day(source.until)}" if source.until else "to this day"
    said = (
        source.citation,
        f"in force {day(source.since)} {until}",
        guideline.status_text,
        f"{source.confidence} confidence",
    )
    yield paper.paint(f"{guideline.title} ({guideline.id})", "1")
    yield from paper.wrap("; ".join(said), "", "")
    if guideline.phases or guideline.body_parts:
        parts = ", ".join(plain(part) for part in guideline.body_parts) or "any part"
        yield f"for the {' or '.join(guideline.phases) or 'any'} phase, {parts}"


def _show(guideline: Guideline, shown: dict[str, Any], paper: Paper) -> Iterator[str]:
    yield from _about(guideline, paper)
    if len(shown["stages"]) > 1:
        yield from _listed("Stages, the first that is met:", shown["stages"], paper)
    heading = ""
    for each in shown["criteria"]:
        if each["heading"] != heading:
            heading = each["heading"]
            yield from ("", paper.paint(heading[:1].upper() + heading[1:], "1"))
        yield from _said(each, paper)
    for each in shown["exceptions"]:
        yield from ("", paper.paint("Exception", "1"))
        yield from _said(each, paper)
    yield from _listed("Computed from other facts:", [each["aloud"] for each in shown["derived"]], paper)
    yield from _listed("Notes:", shown["notes"], paper)


def _said(each: dict[str, Any], paper: Paper) -> Iterator[str]:
    yield from paper.wrap(f"{each['id']}: {each['says']}", "  ", "    ")
    yield from paper.wrap(each["aloud"], "    ", "    ")
    for key, lead in (("judgement", "left to judgement"), ("reading", "our reading")):
        if each.get(key):
            yield from paper.wrap(f"{lead}: {each[key]}", "    ", "    ")


def _listed(heading: str, points: list[str], paper: Paper) -> Iterator[str]:
    if points:
        yield from ("", paper.paint(heading, "1"))
    for point in points:
        yield from paper.wrap(point, "  - ", "    ")
