"""One case: the disputed items, the dates that matter, and what the record says."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from engine.facts import Fact, Frozen, Scalar, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

ITEM = "request.item"


class Dates(Frozen):
    """The dates of a case; each is None where the record does not give it."""

    request: date | None = None
    decision: date | None = None
    service: date | None = None
    document: date | None = None
    injury: date | None = None


class Item(Frozen):
    """One disputed treatment. `slots` are those of `request.item`; `given` are rule facts that a person entered."""

    index: int
    wording: str
    treatment: str
    slots: dict[str, Scalar]
    given: dict[str, Scalar] = {}
    fact: Fact | None = None

    @property
    def body_part(self) -> str:
        """The body part asked for, or nothing."""
        return str(self.slots.get("body_part", ""))

    @property
    def request(self) -> Fact:
        """The request as it was read, or as a fact where it was entered."""
        return self.fact or Fact(type=ITEM, value=self.slots)


class Case(Frozen):
    """Everything that settling needs; made from a reading or from a case file.

    What is worked out of its facts is worked out once, for all its items.
    """

    name: str
    sha256: str
    dates: Dates
    items: tuple[Item, ...]
    facts: tuple[Fact, ...]
    unread: tuple[Sentence, ...] = ()
    empty_pages: tuple[int, ...] = ()

    @cached_property
    def by_type(self) -> dict[str, list[Fact]]:
        """The facts in the order of the document, then of their content, never that in which they were given."""
        found: dict[str, list[Fact]] = {}
        for fact in sorted(self.facts, key=_order):
            found.setdefault(fact.type, []).append(fact)
        return found

    @cached_property
    def requests(self) -> tuple[Fact, ...]:
        """The requests of every item, and what the document says was certified beside them."""
        return each_once([*(each.request for each in self.items), *self.by_type.get(ITEM, ())])


def _order(fact: Fact) -> tuple[int, str, str]:
    start = fact.evidence[0].start if fact.evidence else -1
    about = (fact.assertion.value, fact.source.value, str(fact.as_of), str(fact.item))
    return start, fact.type, repr((sorted(fact.value.items()), about))


def each_once(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts without repetition, in order."""
    kept: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        kept.setdefault(_content(fact), fact)
    return tuple(kept.values())


def _content(fact: Fact) -> tuple[object, ...]:
    """What makes two facts equal."""
    value = frozenset(fact.value.items())
    return fact.type, value, fact.assertion, fact.source, fact.evidence, fact.as_of, fact.rule, fact.item
