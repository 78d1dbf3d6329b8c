"""Lines that belong to the pages and not to the text: "Page 2 of 4", and the letterhead repeated beside it.

They part sentences that run from one page to the next. The first of its kind is kept, since a letterhead may say
whose letter it is; the others are left out of what is read.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.reading.layout import Line

_PAGE = re.compile(r"\b(?:page|pg\.?|p\.)\s?:?\s?(?P<n>\d{1,3})(?:\s?(?:of|/)\s?\d{1,3})?\b", re.IGNORECASE)
_ONLY_PAGE = re.compile(rf"[\W_]*(?:{_PAGE.pattern}|\(?continued[^.]{{0,30}})[\W_]*\Z", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LONGEST = 110
_BESIDE = 2


def without_page_lines(lines: list[Line]) -> list[Line]:
    """The lines but for those that pages repeat; the line after one that was left out counts as below an empty line."""
    marked = {at for at, line in enumerate(lines) if len(line.content) < _LONGEST and _marks_page(line.content)}
    if not marked:
        return lines
    kinds: dict[str, list[int]] = {}
    for at in sorted(marked):
        kinds.setdefault(_kind(lines[at]), []).append(at)
    furniture = {at for alike in kinds.values() if _count_on(lines, alike) for at in alike}
    furniture |= {at for at in marked if _is_page(lines, at)}
    beside = [at for at in _beside(furniture, len(lines)) if at not in furniture]
    repeated = Counter(lines[at].content for at in beside)
    furniture |= {at for at in beside if repeated[lines[at].content] > 1}
    return list(_left(lines, furniture))


def _marks_page(content: str) -> bool:
    return bool(_PAGE.search(content) or _ONLY_PAGE.match(content))


def _kind(line: Line) -> str:
    return _DIGITS.sub("0", line.content)


def _count_on(lines: list[Line], alike: list[int]) -> bool:
    """Whether lines that differ in figures only number the pages, one after the other."""
    found = [_PAGE.search(lines[at].content) for at in alike]
    pages = [int(match["n"]) for match in found if match]
    return len(pages) > 1 and all(later == earlier + 1 for earlier, later in pairwise(pages))


def _is_page(lines: list[Line], at: int) -> bool:
    """Whether a line holds nothing but the number of a page, with text above and below it and empty lines between."""
    inside = 0 < at < len(lines) - 1 and lines[at].empty > 0 and lines[at + 1].empty > 0
    return inside and bool(_ONLY_PAGE.match(lines[at].content))


def _beside(furniture: set[int], count: int) -> list[int]:
    near = {at + step for at in furniture for step in range(-_BESIDE, _BESIDE + 1)}
    return sorted(at for at in near if 0 <= at < count)


def _left(lines: list[Line], furniture: set[int]) -> Iterable[Line]:
    seen: set[str] = set()
    after = False
    for at, line in enumerate(lines):
        kind = _kind(line)
        if at in furniture and (kind in seen or _ONLY_PAGE.match(line.content)):
            after = True
            continue
        if at in furniture:
            seen.add(kind)
        yield line._replace(empty=1) if after else line
        after = False
