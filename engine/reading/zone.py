"""The zone of one sentence: where it stands, what kind of sentence it is, whose account it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from engine.facts import Source
    from engine.reading.sentence_kinds import Kind


@dataclass(frozen=True, slots=True)
class Zone:
    """One sentence (or line of a form) at `text[start:end]` of the normalised text.

    `as_of` is the date of the report in scope, `heading` the words of the heading in scope, `line` the number of the
    normalised line, so that the cells of a form can be put together, and `item` the index of the disputed item in whose
    part of a determination the sentence stands.
    """

    start: int
    end: int
    section: str
    kind: Kind
    source: Source
    as_of: date | None = None
    heading: str = ""
    line: int = 0
    item: int | None = None
