"""Makes a case of what was read: the disputed items in order, the dates that matter, and every fact."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.case import Case, Dates, Item
from engine.errors import InputError
from engine.facts import Assertion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.facts import Fact, Reading, Scalar

ITEM = "request.item"
_STATED = (Assertion.AFFIRMED, Assertion.HISTORICAL)
_LATER = ("document.date", "ur.decision")
"""What is dated by the injury or later."""
_NO_ITEM = (
    "no disputed treatment was found; give a letter that says what is asked for (for example `Massage therapy x 6`), "
    "or write a case: `upheld read {name} > case.yaml`, add it under `items:`, `upheld check case.yaml`"
)


def case_from_reading(reading: Reading) -> Case:
    """The case of one document; raises InputError where nothing in it is in dispute."""
    facts = in_order(reading.facts)
    items = items_from(facts)
    if not items:
        raise InputError(f"`{reading.name}`: " + _NO_ITEM.format(name=reading.name))
    return Case(
        name=reading.name,
        sha256=reading.sha256,
        dates=dates_from(facts),
        items=items,
        facts=facts,
        unread=reading.unread,
        empty_pages=reading.empty_pages,
    )


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts by where they stand in the document, so that a draft that was rearranged gives the same case."""
    return tuple(sorted(facts, key=_standing_place))


def _standing_place(fact: Fact) -> tuple[int, str]:
    """Where a fact stands; of facts that begin at one place, disputed items come first and in their own order."""
    start = fact.evidence[0].start if fact.evidence else -1
    if is_disputed(fact):
        return start, ""
    value = sorted((name, str(each)) for name, each in fact.value.items())
    return start, f"{fact.type} {fact.assertion} {fact.source} {value} {fact.rule}"


def is_disputed(fact: Fact) -> bool:
    """Whether a fact is a disputed item: asked for, and not a line that the document itself certifies."""
    return fact.type == ITEM and fact.assertion is Assertion.AFFIRMED and fact.value.get("certified") != "yes"


def items_from(facts: Iterable[Fact]) -> tuple[Item, ...]:
    """The disputed items of a document, in order."""
    return tuple(item_from(index, fact, {}) for index, fact in enumerate(filter(is_disputed, facts)))


def item_from(index: int, fact: Fact, given: dict[str, Scalar]) -> Item:
    """One item from its request."""
    treatment = str(fact.value.get("treatment", ""))
    wording = str(fact.value.get("wording", "") or fact.quote or treatment.replace("_", " "))
    return Item(index=index, wording=wording, treatment=treatment, slots=fact.value, given=given, fact=fact)


def dates_from(facts: Iterable[Fact]) -> Dates:
    """The dates of a case: of several requests, decisions or reports the latest, of several injuries the first.

    A request that bears no date of its own was made on the day of the report that tells of it. What cannot be is passed
    over: an injury after everything else, a report before the injury, a decision that is not after it.
    """
    stated = [fact for fact in facts if fact.assertion in _STATED]
    injury = _injured(stated)
    if injury is not None:
        stated = [fact for fact in stated if _can_be(fact, injury)]
    return Dates(
        request=_latest(stated, "request") or _reported(stated),
        decision=_decided(stated) or _latest(stated, "decision"),
        service=_latest(stated, "service"),
        document=_latest(stated, "report", "other"),
        injury=injury,
    )


def _injured(stated: list[Fact]) -> date | None:
    written = max(_days(fact for fact in stated if fact.type in _LATER), default=None)
    days = _days(fact for fact in stated if fact.type == "injury.date")
    return min((each for each in days if written is None or each <= written), default=None)


def _can_be(fact: Fact, injury: date) -> bool:
    """Whether a dated fact of the document may stand beside the date of injury."""
    value = fact.value.get("date")
    if fact.type not in _LATER or not isinstance(value, date):
        return True
    decided = fact.type == "ur.decision" or fact.value.get("kind") == "decision"
    return value > injury if decided else value >= injury


def _latest(facts: Iterable[Fact], *kinds: str) -> date | None:
    dated = (fact for fact in facts if fact.type == "document.date" and fact.value.get("kind") in kinds)
    return max(_days(dated), default=None)


def _reported(facts: Iterable[Fact]) -> date | None:
    return max((fact.as_of for fact in facts if is_disputed(fact) and fact.as_of is not None), default=None)


def _decided(facts: Iterable[Fact]) -> date | None:
    return max(_days(fact for fact in facts if fact.type == "ur.decision"), default=None)


def _days(facts: Iterable[Fact]) -> list[date]:
    return [value for fact in facts if isinstance(value := fact.value.get("date"), date)]
