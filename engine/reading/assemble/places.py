"""The body part a letter is about, where its diagnoses name only one: requests that name none mean that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.beside import part_beside
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from engine.reading.context import Context
    from engine.reading.passage import Place

_TOLD = frozenset({Kind.PATIENT, Kind.HEADER})


def sole_part(context: Context) -> tuple[str, Place] | None:
    """The one region that all diagnoses of the document are of, as its first part, with the place that says so."""
    found: list[tuple[str, Place]] | None = context.memo.get("parts")
    if found is None:
        found = context.memo["parts"] = _parts(context)
    regions = {context.lexicon.body_parts[part].get("region") for part, _ in found}
    return found[0] if len(regions) == 1 else None


def _parts(context: Context) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    for passage in context.passages.having("diagnosis"):
        for mention in passage.of("diagnosis") if passage.zone.kind in _TOLD else ():
            part = mention.attributes.get("body_part") or part_beside(passage, mention)
            place = (mention.start, mention.end)
            if part is not None and context.judge(passage, place) is Assertion.AFFIRMED:
                found.append((part, place))
    return found
