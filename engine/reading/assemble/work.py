"""Work status and work restrictions, with the day or the hours where the sentence gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_HOURS = re.compile(
    r"\b(?P<n>\d{1,2})[ -]?(?:hours?|hrs?|h)\b\s?(?:a|per|/)?\s?(?P<per>day|week|wk|shifts?)?", re.IGNORECASE
)
_NEAR = 45
_BARE = re.compile(
    r"\b(?:(?P<full>full|regular|unrestricted)|(?P<modified>modified|light|restricted|sedentary)"
    r"|off)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:until|was|through|previously|had been)\b", re.IGNORECASE)
_BETTER = re.compile(
    r"\b(?:returned|went back|back to|able to return|return(?:ed)? to|raised|now|resumed|went from"
    r"|released)\b",
    re.IGNORECASE,
)


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each phrase of work status and each statement about restrictions."""
    for passage in context.patient:
        if passage.zone.section == "work_status" and not passage.of("work"):
            yield from _bare(context, passage)
        for mention in passage.of("work"):
            place = (mention.start, mention.end)
            assertion = context.judge(passage, place)
            if "core" in mention.attributes and assertion is not Assertion.AFFIRMED:
                continue
            if "restrictions" in mention.attributes:
                value: Slots = {"change": mention.attributes["restrictions"]}
                yield context.fact("work.restrictions", value, passage, place, "work.restrictions", assertion)
            else:
                yield _status(context, passage, mention, assertion)


def _bare(context: Context, passage: Passage) -> Iterator[Fact]:
    """A single word that says enough under the heading of work status: "modified, sit 15 min an hour"."""
    match = _BARE.search(passage.text, passage.start, passage.end)
    if match is not None:
        status = "full_duty" if match["full"] else "modified_duty" if match["modified"] else "off_work"
        assertion = context.judge(passage, match.span())
        yield context.fact("work.status", {"status": status}, passage, match.span(), "work.bare", assertion)


def _status(context: Context, passage: Passage, mention: Mention, assertion: Assertion) -> Fact:
    place: Place = (mention.start, mention.end)
    value: Slots = {
        "status": mention.attributes["status"],
        "hours": _hours(passage, mention),
        "change": mention.attributes.get("change") or _change(passage, mention),
    }
    dated = next(
        (d for d in passage.dates if 0 <= d.start - mention.end <= _NEAR or 0 <= mention.start - d.end <= 20), None
    )
    places: list[tuple[str, Place]] = []
    if dated is not None:
        value["date"] = dated.date
        places.append(("date", (dated.start, dated.end)))
    if assertion is Assertion.AFFIRMED and re.match(
        r"\s*(?:entirely\s)?until\b", passage.words(mention.end, passage.end), re.IGNORECASE
    ):
        assertion = Assertion.HISTORICAL
    return context.fact("work.status", value, passage, place, f"work.{mention.id}", assertion, slots=places)


def _hours(passage: Passage, mention: Mention) -> int | None:
    match = _HOURS.search(
        passage.text, max(passage.start, mention.start - _NEAR), min(passage.end, mention.end + _NEAR)
    )
    return int(match["n"]) if match else None


def _change(passage: Passage, mention: Mention) -> str | None:
    before = passage.words(max(passage.start, mention.start - _NEAR), mention.end)
    if mention.attributes["status"] in {"full_duty", "modified_duty"} and _BETTER.search(before):
        return "improved"
    return None
