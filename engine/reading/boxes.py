"""Boxes to tick: what stands beside an empty one is not said.

Boxes of decisions ("[ ] certified [X] modified [ ] denied") are of their own words only, whatever the line names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.line_words import searching

if TYPE_CHECKING:
    from engine.reading.passage import Place

BOX = re.compile(r"\[(?P<a>[^\w\]]{0,3}|[xX])\]|\((?P<b>[ _]{1,3}|[xX])\)|(?P<c>[\u2610-\u2612])")
_TICKS = frozenset("xX\u2713\u2714+*\u2611\u2612")
_LABEL_END = re.compile(r"(?:\A|[:?|\n\t]|\s{2})\s*\Z")
_CELL = re.compile(r"\s*[^\t\n|]*[^\s|](?=\s*[\t|])")
_LONGEST = 70
_CLOSE = r"\s?"
_GRANTED, _REFUSED = "box_granted", "box_refused"


class DecisionBox(NamedTuple):
    """A box with its word at `text[start:end]`: whether it is ticked, and whether its word grants."""

    start: int
    end: int
    ticked: bool
    grants: bool


def unticked(text: str, start: int, end: int) -> tuple[Place, ...]:
    """The stretches that belong to empty boxes of a line, where it is plain on which side of a box its words stand.

    A line whose first box opens it, or follows a label, has its words after the boxes; in any other line they stand
    before them. Cells after a choice are not part of it: "[ ] certified [x] denied", then the treatment. A box without
    a mark in a line without any ticked one is empty all the same.
    """
    if not any(mark in text[start:end] for mark in ("[", "(", "\u2610", "\u2611", "\u2612")):
        return ()
    decided = decision_boxes(text, start, end)
    own = tuple((box.start, box.end) for box in decided if not box.ticked)
    at = {box.start for box in decided}
    boxes = [box for box in BOX.finditer(text, start, end) if box.start() not in at]
    if not boxes or all(is_ticked_box(box) for box in boxes):
        return own
    if _LABEL_END.search(text[start : boxes[0].start()]):
        ends = [*(box.start() for box in boxes[1:]), end]
        chosen = any(is_ticked_box(box) for box in boxes)
        after = zip(boxes, ends, strict=True)
        spans = [(box.end(), _after(text, box.end(), stop, chosen=chosen)) for box, stop in after]
    else:
        starts = [start, *(box.end() for box in boxes[:-1])]
        spans = [(max(before, box.start() - _LONGEST), box.start()) for box, before in zip(boxes, starts, strict=True)]
    return (*own, *(span for box, span in zip(boxes, spans, strict=True) if not is_ticked_box(box)))


def _after(text: str, box: int, end: int, *, chosen: bool) -> int:
    """Where what stands after an empty box ends; beside a ticked one, which makes the line a choice, with its cell."""
    cell = _CELL.match(text, box, end) if chosen else None
    return min(cell.end() if cell else end, box + _LONGEST)


def decision_boxes(text: str, start: int, end: int) -> tuple[DecisionBox, ...]:
    """The boxes of a line that a word of a decision follows; "modified" alone may be one of duty."""
    found = tuple(found for box in BOX.finditer(text, start, end) if (found := _decides(text, box, end)))
    return found if any("mod" not in text[each.start : each.end].lower() for each in found) else ()


def _decides(text: str, box: re.Match[str], end: int) -> DecisionBox | None:
    for name in (_REFUSED, _GRANTED):
        word = searching(name, before=_CLOSE).match(text, box.end(), end)
        if word:
            return DecisionBox(box.start(), word.end(), is_ticked_box(box), name == _GRANTED)
    return None


def is_ticked_box(box: re.Match[str]) -> bool:
    """Whether a mark stands in a box."""
    mark = next((group for group in box.groups() if group is not None), "")
    return any(each in _TICKS for each in mark)
