"""Operations, done or planned, with their date and the row of the postsurgical table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.beside import part_beside, side_beside
from engine.reading.assemble.timing import year_beside
from engine.reading.gap_words import gap_words
from engine.reading.matters import is_spoken_of
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.dates import DateMention
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_IS_TIME = re.compile(
    r"\b(?:before|after|since|following|prior to|until|post|from)\s(?:the\s|his\s|her\s)?\Z", re.IGNORECASE
)
_NEAR = 60
_PARTING = 2
_BY = 30
_CLAUSE = re.compile(r"[.;\n](?=\s|\Z)|\b(?:but|however)\b", re.IGNORECASE)
_DATE_FOLLOWS = re.compile(
    r"[\s,(:-]*(?:on|in|dated|of|performed|done|was performed on|was done on)?\s?\(?\Z", re.IGNORECASE
)
# Names of an operation that do not say which.
_PARTED = re.compile(r"[;)]")
_ANY = frozenset({"surgery", "arthroscopy"})
_NONE = re.compile(r"\s?:\s?(?:none|no\b|never|denie[sd])", re.IGNORECASE)


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each operation named in a sentence about the patient, or as done in the head of the document."""
    for passage in context.stated.having("surgery"):
        for mention in passage.of("surgery"):
            if mention.id == "surgery" and _IS_TIME.search(passage.text, passage.start, mention.start):
                continue
            if _is_place(passage, mention) or not is_spoken_of(context, passage, mention.id):
                continue
            if passage.zone.kind is Kind.PATIENT or passage.tells or _told_in_head(passage, mention):
                yield from _surgery(context, passage, mention)


def asked_for(context: Context, passage: Passage, place: Place) -> Iterator[Fact]:
    """The operation named where an item is asked for: it is planned."""
    for mention in passage.of("surgery"):
        named = mention.id != "surgery" and is_spoken_of(context, passage, mention.id)
        if named and mention.start < place[1] and place[0] < mention.end:
            value = _named(passage, mention) | {"status": "planned"}
            yield context.fact("surgery", value, passage, mention[:2], "surgery.asked", Assertion.HYPOTHETICAL)


def _named(passage: Passage, mention: Mention) -> Slots:
    """What the name of an operation says of it, and the words beside."""
    return {
        "procedure": mention.id,
        "body_part": mention.attributes.get("body_part") or part_beside(passage, mention),
        "side": side_beside(passage, mention),
        "row": mention.attributes.get("row"),
    }


def _told_in_head(passage: Passage, mention: Mention) -> bool:
    """Whether the head of a document says of an operation that it was done: "Dx: s/p ...", with its day."""
    return passage.zone.kind is Kind.HEADER and _status(passage, mention) == "done"


def _is_place(passage: Passage, mention: Mention) -> bool:
    """Whether the words name a house, a department or a field: "surgery center"."""
    return any(m.id == "place" and 0 <= m.start - mention.end <= 2 for m in passage.of("operation_word"))


def _surgery(context: Context, passage: Passage, mention: Mention) -> Iterator[Fact]:
    place: Place = (mention.start, mention.end)
    judged = context.judge(passage, place)
    if _NONE.match(passage.text, mention.end, passage.end):
        judged = Assertion.NEGATED
    status = _status(passage, mention)
    if status == "planned" and judged is Assertion.AFFIRMED and _is_refused(passage, mention):
        judged = Assertion.NEGATED
    if mention.id in _ANY and status is None and judged is not Assertion.NEGATED:
        return
    dated = (
        _dated(passage, mention) if status != "planned" or judged is Assertion.HISTORICAL else _ahead(passage, mention)
    )
    value = _named(passage, mention) | {"date": dated.date if dated else None, "status": status}
    if judged is Assertion.AFFIRMED and status == "done":
        judged = Assertion.HISTORICAL
    places = [("date", (dated.start, dated.end))] if dated else []
    yield context.fact("surgery", value, passage, place, "surgery.named", judged, slots=places)


def _is_refused(passage: Passage, mention: Mention) -> bool:
    """Whether the words right after it, two others apart, say that the operation will not be."""
    said = gap_words("operation_refused").search(passage.text, mention.end, passage.end)
    between = passage.text[mention.end : said.start()].split() if said else []
    return said is not None and len(between) <= _PARTING and all(word.isalnum() for word in between)


def _dated(passage: Passage, mention: Mention) -> DateMention | None:
    after = next((d for d in passage.dates if 0 <= d.start - mention.end <= _NEAR), None)
    before = next((d for d in reversed(passage.dates) if _leads(passage, d, mention)), None)
    return after or before or year_beside(passage, mention[:2])


def _ahead(passage: Passage, mention: Mention) -> DateMention | None:
    """The day for which an operation is set; the day of a decision on it is none."""
    return None if passage.of("ur_decision") else _dated(passage, mention)


def _status(passage: Passage, mention: Mention) -> str | None:
    """Done or planned, by the words after it, else the nearest before it, else by a day of the past beside it."""
    words = passage.of("operation_word")
    behind = [m for m in words if 0 <= m.start - mention.end <= _BY and m.id in {"done", "planned"}]
    behind = [m for m in behind if not _CLAUSE.search(passage.text, mention.end, m.start)]
    ahead = [m for m in words if 0 <= mention.start - m.end <= 2 * _BY and m.id != "place"]
    ahead = [m for m in ahead if not _CLAUSE.search(passage.text, m.end, mention.start)]
    if behind and behind[0].id == "planned" and not (ahead and ahead[-1].id == "done"):
        return "planned"
    if ahead:
        nearest = ahead[-1].id
        if nearest != "time":
            return nearest
        return None if passage.has("request", "request") or any(m.id == "planned" for m in words) else "done"
    if behind:
        return behind[0].id
    return "done" if _past_day(passage, mention) else None


def _past_day(passage: Passage, mention: Mention) -> bool:
    """Whether a day stands right beside the name, in a sentence that tells of no decision."""
    if passage.of("ur_decision") or passage.has("request", "request"):
        return False
    later = (d for d in passage.dates if d.start >= mention.end)
    follows = any(_DATE_FOLLOWS.fullmatch(passage.words(mention.end, d.start)) for d in later)
    leads = any(_leads(passage, d, mention) for d in passage.dates)
    return follows or leads or year_beside(passage, mention[:2]) is not None


def _leads(passage: Passage, day: DateMention, mention: Mention) -> bool:
    """Whether a day stands close before the name, with nothing that parts them: "on 7/9/14 open repair"."""
    return 0 <= mention.start - day.end <= 16 and not _PARTED.search(passage.words(day.end, mention.start))
