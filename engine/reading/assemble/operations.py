"""Operations, done or planned, with their date and the row of the postsurgical table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.concepts import part_beside, side_beside
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_DONE = re.compile(
    r"\b(?:s/p|status post|status-post|underwent|undergone|had|has had|history of|hx of|after"
    r"|since|following|prior|previous|post)\b[^.;\n]{0,80}\Z",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:scheduled|planned|plan|pending|upcoming|proposed|authorized|request\w*|recommend\w*"
    r"|consider\w*|candidate for|awaiting)\b[^.;\n]{0,60}\Z",
    re.IGNORECASE,
)
_PLANNED_AFTER = re.compile(
    r"\A[^.;\n]{0,30}\b(?:is|are|was)\s(?:scheduled|planned|pending|requested|recommended"
    r"|proposed)\b",
    re.IGNORECASE,
)
_IS_TIME = re.compile(
    r"\b(?:before|after|since|following|prior to|until|post|from)\s(?:the\s|his\s|her\s)?\Z", re.IGNORECASE
)
_NEAR = 60
_NONE = re.compile(r"\s?:\s?(?:none|no\b|never|denie[sd])", re.IGNORECASE)


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each operation named in a sentence about the patient, or as done in the head of the document."""
    for passage in context.stated:
        for mention in passage.of("surgery"):
            if mention.id == "surgery" and _IS_TIME.search(passage.text, passage.start, mention.start):
                continue
            if passage.zone.kind is Kind.PATIENT or passage.tells or _told_in_head(passage, mention):
                yield _surgery(context, passage, mention)


def _told_in_head(passage: Passage, mention: Mention) -> bool:
    """Whether the head of a document says of an operation that it was done: "Dx: s/p ...", with its day."""
    if passage.zone.kind is not Kind.HEADER:
        return False
    done = _DONE.search(passage.words(passage.start, mention.start)) is not None
    return done or any(0 <= d.start - mention.end <= _NEAR for d in passage.dates)


def _surgery(context: Context, passage: Passage, mention: Mention) -> Fact:
    place: Place = (mention.start, mention.end)
    dated = next((d for d in passage.dates if 0 <= d.start - mention.end <= _NEAR), None)
    dated = dated or next((d for d in reversed(passage.dates) if 0 <= mention.start - d.end <= 16), None)
    judged = context.judge(passage, place)
    if _NONE.match(passage.text, mention.end, passage.end):
        judged = Assertion.NEGATED
    status = _status(passage, mention, dated=dated is not None)
    value: Slots = {
        "procedure": mention.id,
        "date": dated.date if dated else None,
        "body_part": mention.attributes.get("body_part") or part_beside(passage, mention),
        "side": side_beside(passage, mention),
        "status": status,
        "row": mention.attributes.get("row"),
    }
    if judged is Assertion.AFFIRMED and status == "done":
        judged = Assertion.HISTORICAL
    places = [("date", (dated.start, dated.end))] if dated else []
    return context.fact("surgery", value, passage, place, "surgery.named", judged, slots=places)


def _status(passage: Passage, mention: Mention, *, dated: bool) -> str | None:
    before = passage.words(passage.start, mention.start)
    if _PLANNED.search(before) or _PLANNED_AFTER.match(passage.words(mention.end, passage.end)):
        return "planned"
    return "done" if dated or _DONE.search(before) else None
