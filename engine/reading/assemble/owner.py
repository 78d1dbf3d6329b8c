"""The treatment that a paragraph, or a line of a list, is about: the one that its opening names.

"Massage: six visits in 2011. She moved up to full rooms." The second sentence names none, and is of massage.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.reading.assemble.antecedent import KINDS_OF_CARE, disputed_of
from engine.reading.gap_words import listed
from engine.reading.list_marks import mark_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.reading.context import Context
    from engine.reading.naming import Named
    from engine.reading.passage import Passage

_REACH, _LEAD = 12, 30
_REPORTED = re.compile(
    r"(?:\b(?:reported|noted|recorded|documented|observed|measured|logged|told|stated|seen)\s(?:by|to|in)"
    r"|\bper|\baccording to)"
    r"\s(?:the\s|his\s|her\s)?\Z",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _leads() -> re.Pattern[str]:
    """The small words that may stand before what a paragraph begins with: "As to the", "Six sessions of"."""
    return re.compile(rf"(?:\W|(?<!\w)(?:{listed('subject_leads')}|\d+))*", re.IGNORECASE)


def owner(context: Context, passage: Passage) -> str | None:
    """The treatment that the paragraph of a passage is about, where an opening before the passage names one."""
    for earlier in paragraph_before(context, passage, _REACH):
        found = _subject(context, earlier, opens=_opens(context, earlier.index))
        if found is not None:
            return found
    return None


def is_source(passage: Passage, name: Named) -> bool:
    """Whether what is named only tells who reports it: "function reported by OT"."""
    return _REPORTED.search(passage.text[max(passage.start, name.start - _LEAD) : name.start]) is not None


def paragraph_before(context: Context, passage: Passage, reach: int) -> Iterator[Passage]:
    """The passages before one in its paragraph, nearest first."""
    index = passage.index
    while not _opens(context, index) and passage.index - index < reach:
        index -= 1
        yield context.passages[index]


def _opens(context: Context, index: int) -> bool:
    """Whether a passage opens a paragraph or a marked line of a list."""
    here = context.passages[index]
    if index == 0 or mark_end(here.text, here.start, here.end) > here.start:
        return True
    return context.passages[index - 1].zone.line != here.zone.line


def _subject(context: Context, passage: Passage, *, opens: bool) -> str | None:
    """The treatment that a passage begins with: a drug, or "the injection", only where it opens the paragraph."""
    names = context.names(passage)
    if names and (opens or not names[0].drug) and _leads_to(passage, names[0].start, opens=opens):
        first = names[0]
        return first.treatment if first.drug or context.lexicon.is_course(first.treatment) else None
    kind = next(iter(passage.of("care")), None) if opens else None
    if kind is None or kind.id not in KINDS_OF_CARE or not _leads_to(passage, kind.start, opens=opens):
        return None
    return disputed_of(context, KINDS_OF_CARE[kind.id])


def _leads_to(passage: Passage, place: int, *, opens: bool) -> bool:
    """Whether nothing but small words and the mark of a list stands before a place."""
    start = mark_end(passage.text, passage.start, passage.end) if opens else passage.start
    return _leads().fullmatch(passage.words(start, max(start, place))) is not None
