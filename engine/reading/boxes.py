"""Boxes to tick: what stands beside an empty one is not said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.reading.passage import Place

_BOX = re.compile(r"\[(?P<a>[^\w\]]{0,3}|[xX])\]|\((?P<b>[ _]{1,3}|[xX])\)|(?P<c>[\u2610-\u2612])")
_TICKS = frozenset("xX\u2713\u2714+*\u2611\u2612")
_LABEL_END = re.compile(r"(?:\A|[:?|\n\t]|\s{2})\s*\Z")
_CELL = re.compile(r"\s*[^\t\n|]*[^\s|](?=\s*[\t|])")
_LONGEST = 70


def unticked(text: str, start: int, end: int) -> tuple[Place, ...]:
    """The stretches that belong to empty boxes of a line, where it is plain on which side of a box its words stand.

    A line whose first box opens it, or follows a label, has its words after the boxes; in any other line they stand
    before them. Cells after a choice are not part of it: "[ ] certified [x] denied", then the treatment. A box without
    a mark in a line without any ticked one is empty all the same.
    """
    if not any(mark in text[start:end] for mark in ("[", "(", "\u2610", "\u2611", "\u2612")):
        return ()
    boxes = list(_BOX.finditer(text, start, end))
    if not boxes or all(_is_ticked(box) for box in boxes):
        return ()
    if _LABEL_END.search(text[start : boxes[0].start()]):
        ends = [*(box.start() for box in boxes[1:]), end]
        chosen = any(_is_ticked(box) for box in boxes)
        after = zip(boxes, ends, strict=True)
        spans = [(box.end(), _after(text, box.end(), stop, chosen=chosen)) for box, stop in after]
    else:
        starts = [start, *(box.end() for box in boxes[:-1])]
        spans = [(max(before, box.start() - _LONGEST), box.start()) for box, before in zip(boxes, starts, strict=True)]
    return tuple(span for box, span in zip(boxes, spans, strict=True) if not _is_ticked(box))


def _after(text: str, box: int, end: int, *, chosen: bool) -> int:
    """Where what stands after an empty box ends; beside a ticked one, which makes the line a choice, with its cell."""
    cell = _CELL.match(text, box, end) if chosen else None
    return min(cell.end() if cell else end, box + _LONGEST)


def _is_ticked(box: re.Match[str]) -> bool:
    mark = next((group for group in box.groups() if group is not None), "")
    return any(each in _TICKS for each in mark)
