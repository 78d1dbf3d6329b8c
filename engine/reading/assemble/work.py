"""Work status and work restrictions, with the day or the hours where the sentence gives them, and how they changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.boxes import unticked
from engine.reading.folding import lowered
from engine.reading.gap_words import gap_words, right_before
from engine.reading.lazily import lazily
from engine.reading.numbers import NUMBER, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_HOURS = lazily(rf"(?P<n>{NUMBER})[ -]?(?:hours?|hrs?|h)\b")
_NEAR, _FAR = 45, 80
_OWN_NOT = re.compile(r"\b(?:not|unable|cannot|no)\b|n't\b", re.IGNORECASE)
_BARE = re.compile(
    r"\b(?:(?P<full>full|reg|regular|unrestricted)|(?P<modified>modified|mod|light|restricted|sedentary)"
    r"|off)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"work(?:\sstatus)?\s?:", re.IGNORECASE)
_STOP = re.compile(r"[;.\n]\s|[;\n]")
_RANK = {"off_work": 0, "not_working": 0, "modified_duty": 1, "permanent_restrictions": 1, "full_duty": 2}


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each phrase of work status and each statement about restrictions."""
    for passage in context.patient:
        is_status = passage.zone.section == "work_status" or _LABEL.match(passage.text, passage.start)
        if not (is_status or passage.of("work")):
            continue
        if gap_words("before_injury").search(passage.text, passage.start, passage.end):
            continue
        found = _more_telling([each for each in passage.of("work") if _is_on_work(passage, each)])
        if not found and is_status:
            yield from _bare(context, passage)
        for mention in found:
            assertion = _judged(context, passage, mention)
            if "core" in mention.attributes and assertion is not Assertion.AFFIRMED:
                continue
            if "restrictions" in mention.attributes:
                yield from _restrictions(context, passage, mention, found, assertion)
            else:
                yield _status(context, passage, mention, found, assertion)


def _more_telling(found: list[Mention]) -> list[Mention]:
    """The mentions without that somebody works, where another tells how much."""
    plain = [each for each in found if each.attributes.get("status") == "working"]
    others = [each for each in found if each not in plain]
    return others if any("status" in each.attributes for each in others) else [*others, *plain[:1]]


def _judged(context: Context, passage: Passage, mention: Mention) -> Assertion:
    """What is said of a status; one that says "not" itself is not turned by that of another verb before it."""
    before = passage.words(max(passage.start, mention.start - _NEAR), mention.start)
    if gap_words("wished").search(_STOP.split(before)[-1]):
        return Assertion.HYPOTHETICAL
    judged = context.judge(passage, _place(mention))
    own = judged is Assertion.NEGATED and _OWN_NOT.search(passage.text, mention.start, mention.end)
    return Assertion.AFFIRMED if own else judged


def _place(mention: Mention) -> Place:
    return mention.start, mention.end


def _is_on_work(passage: Passage, mention: Mention) -> bool:
    """Whether hours a day are those of work, and a status is no attempt that failed."""
    after = passage.words(mention.end, min(passage.end, mention.end + _NEAR))
    if mention.attributes.get("status") in {"full_duty", "modified_duty"} and gap_words("work_failed").search(after):
        return False
    if mention.attributes.get("needs") != "work":
        return True
    words = passage.words(max(passage.start, mention.start - _FAR), min(passage.end, mention.end + _FAR))
    near = passage.words(max(passage.start, mention.start - _NEAR), min(passage.end, mention.end + 20))
    return bool(gap_words("on_work").search(words)) and not gap_words("not_work").search(near)


def _bare(context: Context, passage: Passage) -> Iterator[Fact]:
    """A single word that says enough under the heading of work status: "modified, sit 15 min an hour"."""
    arrow = passage.text.rfind(">", passage.start, passage.end)
    empty = unticked(passage.text, passage.start, passage.end)
    found = _BARE.finditer(passage.text, max(passage.start, arrow), passage.end)
    match = next((each for each in found if not any(low <= each.start() < high for low, high in empty)), None)
    if match is not None:
        status = "full_duty" if match["full"] else "modified_duty" if match["modified"] else "off_work"
        assertion = context.judge(passage, match.span())
        value: Slots = {"status": status, "change": "improved" if arrow >= 0 and status != "off_work" else None}
        yield context.fact("work.status", value, passage, match.span(), "work.bare", assertion)


def _restrictions(
    context: Context, passage: Passage, mention: Mention, found: list[Mention], assertion: Assertion
) -> Iterator[Fact]:
    """A change of restrictions; that nothing changed says nothing of them where there are none."""
    change = mention.attributes["restrictions"]
    if change == "unchanged" and any(each.attributes.get("status") == "full_duty" for each in found):
        return
    yield context.fact(
        "work.restrictions", {"change": change}, passage, _place(mention), "work.restrictions", assertion
    )


def _status(context: Context, passage: Passage, mention: Mention, found: list[Mention], assertion: Assertion) -> Fact:
    value: Slots = {
        "status": mention.attributes["status"],
        "hours": _hours(passage, mention),
        "change": mention.attributes.get("change") or _change(passage, mention, found),
    }
    dated = next(
        (d for d in passage.dates if 0 <= d.start - mention.end <= _NEAR or 0 <= mention.start - d.end <= 20), None
    )
    places: list[tuple[str, Place]] = []
    if dated is not None:
        value["date"] = dated.date
        places.append(("date", (dated.start, dated.end)))
    if assertion is Assertion.AFFIRMED and _is_past(passage, mention, found):
        assertion, value["change"] = Assertion.HISTORICAL, None
    return context.fact("work.status", value, passage, _place(mention), f"work.{mention.id}", assertion, slots=places)


def _hours(passage: Passage, mention: Mention) -> int | None:
    near = max(passage.start, mention.start - _NEAR), min(passage.end, mention.end + _NEAR)
    match = _HOURS.search(lowered(passage.text), *near)
    return int(value_of(match["n"])) if match else None


def _is_past(passage: Passage, mention: Mention, found: list[Mention]) -> bool:
    """Whether a status is one that has ended: "until 5/1", or "was TTD" beside the one of now."""
    after = passage.words(mention.end, min(passage.end, mention.end + 24)).lstrip(" ,)")
    if gap_words("work_past_after").match(after):
        return True
    before = passage.words(max(passage.start, mention.start - 24), mention.start)
    others = [each for each in found if "status" in each.attributes and each is not mention]
    return bool(others) and bool(right_before("work_past").search(before.replace("(", " ")))


def _change(passage: Passage, mention: Mention, found: list[Mention]) -> str | None:
    """How a status changed: against the one of before that the sentence names, else by the words before it."""
    rank = _RANK.get(mention.attributes["status"])
    past = [
        _RANK.get(each.attributes["status"])
        for each in found
        if each is not mention and "status" in each.attributes and _is_past(passage, each, found)
    ]
    if rank is not None and past and past[-1] is not None:
        return "improved" if rank > past[-1] else "worse" if rank < past[-1] else "unchanged"
    before = _STOP.split(passage.words(max(passage.start, mention.start - _NEAR), mention.end))[-1]
    after = _STOP.split(passage.words(mention.end, min(passage.end, mention.end + 24)))[0]
    if gap_words("work_same").search(before) or gap_words("work_same").match(after.lstrip(" ,-")):
        return "unchanged"
    if rank == 0 and after.lstrip(" ,").lower().startswith("since"):
        return "unchanged"
    return "improved" if rank and gap_words("work_up").search(before) else None
