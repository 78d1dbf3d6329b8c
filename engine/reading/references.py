"""What a letter says of its own items by their marks: "Item (c) was approved", "line 3 is withdrawn"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.reading.context import Context
    from engine.reading.passage import Passage

_REFERENCE = re.compile(
    r"\b(?:items?|lines?|requests?|numbers?|nos?\.?|services?)\s?#?\s?\(?(?P<mark>[a-h]|\d{1,2})\)?(?![\w/.-])",
    re.IGNORECASE,
)
_MARK = re.compile(r"\((?P<inline>[a-h]|\d{1,2})\)|(?:\A|\n)\s*[(\[]?(?P<line>[a-h]|\d{1,2})[.)\]:]\s", re.IGNORECASE)
_REMARK_BY = 40
_READ = frozenset({Kind.PATIENT, Kind.LABEL, Kind.HEADER})


def settled_marks(context: Context) -> frozenset[str]:
    """The marks of items that the letter says, apart from their own lines, to be granted or not asked for any more."""
    telling = (each for each in context.passages.having("granting", "dropped") if each.zone.kind in _READ)
    return frozenset(mark for passage in telling for mark in _settled(passage))


def _settled(passage: Passage) -> Iterator[str]:
    if passage.of("treatment") or passage.has("granting", "refused"):
        return
    said = [m.start for m in passage.of("granting")] + [m.start for m in passage.of("dropped") if m.id == "dropped"]
    for match in _REFERENCE.finditer(passage.text, passage.start, passage.end) if said else ():
        if any(0 <= at - match.end() <= _REMARK_BY for at in said):
            yield match["mark"].lower()


def mark_before(passage: Passage, at: int) -> str | None:
    """The mark of the list item in which a name stands: "(c)" in a sentence, or "3." at the start of its line."""
    found = list(_MARK.finditer(passage.text[passage.start : at]))
    return (found[-1]["inline"] or found[-1]["line"]).lower() if found else None
