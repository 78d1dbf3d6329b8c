"""Which line ends are only wraps.

A wrapped line is full: the first word of the next would not have fitted. Headings, list items, `Label: value` lines
and table rows keep their line ends. Text printed at double spacing has an empty line after every line; there the empty
line counts for nothing and two of them part paragraphs.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from engine.reading.folding import scanning

_LIST_ITEM = re.compile(
    r"(?:\(?[0-9]{1,2}[a-h]?[).](?=\s)|[0-9]{1,2}-\s+(?=[A-Za-z])|[0-9]{1,2}\.[0-9]{1,2}[).]?\s+(?=[A-Z])|[ABD-KM-RU-Z][0-9]{1,2}[).]\s+(?=[A-Z])|\(?[a-z][).]\s|[*>]\s|-{1,2}\s|\[.?\]\s|\([0-9a-z]{1,2}\)|\([ivx]{1,4}\)|[ivx]{2,4}[).]\s|#[0-9]{1,2}\b)"
)
_LABEL = re.compile(r"[A-Z][\w/()'.#&-]*(?: [\w/()'.#&,-]+){0,5} ?:(?:\s|$)")
_TABULAR = ("|", "   ", "\t", "----", "....")
_FINISHED = re.compile(r"[.!?:;][\"')\]]*\Z")
_BEGUN = re.compile(r"[.?!]\s+([A-Za-z])")
_HYPHEN = re.compile(r"[a-z]-\Z")
_LAST_PART = re.compile(r"(?:^|[\s(/-])([A-Za-z]+)-\Z")
_NARROWEST = 40
_WIDEST = 180
_FULL = (0.86, 0.72)  # of the width; printed at double spacing, the type is proportional and lines are ragged
_SHORTEST_HEADING = 5
# Empty lines as it were between two lines that were one: so many that nothing joins them again.
PARTED = 9


class Join(Enum):
    """What becomes of a line end."""

    BREAK = "\n"
    WRAP = " "
    KNIT = "knit"  # one word was parted: its hyphen goes, nothing comes between
    HYPHEN = "hyphen"  # two words of a compound: the hyphen stays, nothing comes between


class Line(NamedTuple):
    """A line without its outer blanks: offsets of its content, the content, and the empty lines above it.

    `tabular` is set for a row of a table.
    """

    start: int
    end: int
    content: str
    empty: int
    tabular: bool


def line_of(start: int, content: str, empty: int) -> Line:
    """The line that begins at `start`."""
    return Line(start, start + len(content), content, empty, any(mark in content for mark in _TABULAR))


def joins(lines: list[Line]) -> list[Join]:
    """What becomes of the end of each line; the last is always a break."""
    if not lines:
        return []
    cased = _cased(lines)
    step = _step(lines, cased=cased)
    width = _width(lines)
    found: list[Join] = []
    for above, below in pairwise(lines):
        running = bool(found) and found[-1] is Join.WRAP
        found.append(_join(above, below, step=step, width=width, cased=cased, running=running))
    return [*found, Join.BREAK]


def _cased(lines: list[Line]) -> bool:
    """Whether the document uses both cases, so that a small letter at the start of a line says something."""
    small = sum(1 for line in lines if line.content[0].islower())
    capital = sum(1 for line in lines if line.content[0].isupper() and not line.content.isupper())
    if capital == 0 or small < 4 * capital:
        return capital > 0
    # So many small letters are of wrapped paragraphs, unless sentences inside the lines begin with them too.
    begun: list[bool] = [first.isupper() for line in lines for first in _BEGUN.findall(line.content)]
    return sum(begun) * 5 > len(begun) * 4


def _step(lines: list[Line], *, cased: bool) -> int:
    """The number of empty lines that stand between two lines of one paragraph: 0, or 1 at double spacing."""
    counts = [0, 0]
    for above, below in pairwise(lines):
        if below.empty < 2 and _runs_on(above.content, below.content, cased=cased):
            counts[below.empty] += 1
    return 1 if counts[1] >= 2 and counts[1] >= counts[0] else 0


def _runs_on(above: str, below: str, *, cased: bool) -> bool:
    """Whether a sentence plainly goes on from one line to the next."""
    if len(above) < _NARROWEST and not _HYPHEN.search(above):
        return False
    return not _FINISHED.search(above) and (below[0].islower() if cased else not _LIST_ITEM.match(below))


def _width(lines: list[Line]) -> int:
    """The width to which the text is wrapped: nearly its longest line, leaving out a few stray ones."""
    lengths = sorted(len(line.content) for line in lines)
    return lengths[min(len(lengths) - 1, len(lengths) * 19 // 20)]


def _join(above: Line, below: Line, *, step: int, width: int, cased: bool, running: bool) -> Join:
    """What becomes of one line end; `running` says that the line above goes on from the one before it."""
    a, b = above.content, below.content
    small = cased and b[0].islower()
    if _HYPHEN.search(a) and b[0].islower() and below.empty <= step + 2:
        return _hyphen(a)
    finished = bool(_FINISHED.search(a))
    goes_on = small and below.empty <= step + 2 and (_runs_on(a, b, cased=cased) or (running and not finished))
    if below.empty > step and not goes_on:
        return Join.BREAK
    full = _is_full(a, b, int(width * _FULL[step]))
    if above.tabular or below.tabular:
        return Join.WRAP if full and small and _is_row_and_prose(above, below) else Join.BREAK
    if _stands_alone(a, cased=cased) or _opens(b, cased=cased, full=full and not finished):
        return Join.BREAK
    if full or a.endswith(",") or (small and (not finished or len(a) > _NARROWEST)):
        return Join.WRAP
    return Join.BREAK


def _is_row_and_prose(above: Line, below: Line) -> bool:
    """Whether a sentence runs on from a line with a gap to one without, or from one without to one with a gap."""
    return (
        above.tabular != below.tabular
        and not _FINISHED.search(above.content)
        and "|" not in above.content + below.content
    )


def _hyphen(above: str) -> Join:
    """A hyphen at the end of a line is dropped where it parts one word and kept where it joins two."""
    last = _LAST_PART.search(above)
    return Join.HYPHEN if last and last[1].lower() in scanning("compounds") else Join.KNIT


def _is_full(above: str, below: str, width: int) -> bool:
    """Whether the next word would not have fitted on this line."""
    if not _NARROWEST <= width <= _WIDEST:
        return False
    return len(above) + 1 + len((below.split(None, 1) or [""])[0]) > width


def _is_heading(content: str, *, cased: bool) -> bool:
    return cased and len(content) > _SHORTEST_HEADING and content.isupper() and content[-1] not in ".,-"


def _stands_alone(content: str, *, cased: bool) -> bool:
    """A heading, or a line that announces what follows."""
    return content[-1] == ":" or _is_heading(content, cased=cased)


def _opens(content: str, *, cased: bool, full: bool) -> bool:
    """A line that begins something new: a list item, a heading, or a label.

    After a `full` line that breaks off in mid-sentence the words before a colon are no label.
    """
    if _LIST_ITEM.match(content) or _is_heading(content, cased=cased):
        return True
    return not full and bool(_LABEL.match(content))
