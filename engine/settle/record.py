"""The record of one case as settling sees it: which facts are about the item at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from engine.facts import Assertion, Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case import Case, Item
    from engine.conditions import Value
    from engine.settle.policy import Policy
    from engine.vocabulary import Vocabulary

STATED = (Assertion.AFFIRMED, Assertion.HISTORICAL)
ITEM = "request.item"


@dataclass(frozen=True)
class Settled:
    """One settled fact. `value` is None while unknown; `how` says in words where it comes from.

    `facts` carry the value (or the statements that it is not documented); `against` are the statements that lost, and
    `conflict` says why they lost. `rows` holds every word that a choice could be, for tables.
    """

    value: Value | None = None
    how: str = ""
    facts: tuple[Fact, ...] = ()
    against: tuple[Fact, ...] = ()
    conflict: str = ""
    rows: tuple[str, ...] = ()


UNKNOWN = Settled()


@dataclass(frozen=True)
class Record:
    """One item with everything that may speak to it, on the date that selected the text."""

    case: Case
    item: Item
    vocabulary: Vocabulary
    policy: Policy
    drugs: dict[str, Any]
    on: date

    def about(self, kind: str, scope: str = "treatment") -> Iterator[tuple[int, Fact]]:
        """The facts of a type that are about this item, with how closely: 2 names it, 1 its body part, 0 neither.

        Under `treatment`, statements that name another treatment never serve.
        """
        for fact in self.by_type.get(kind, ()):
            rank = self.closeness(fact, scope)
            if rank is not None:
                yield rank, fact

    @cached_property
    def by_type(self) -> dict[str, list[Fact]]:
        """The facts of the case by type, with the item's own request among them and no other item's."""
        found: dict[str, list[Fact]] = {}
        for fact in self.case.facts:
            if fact.type != ITEM:
                found.setdefault(fact.type, []).append(fact)
        found[ITEM] = [self.request]
        return found

    @cached_property
    def request(self) -> Fact:
        """The item's own request as a fact, whether it was read or entered."""
        return self.item.fact or Fact(type=ITEM, value=self.item.slots)

    def closeness(self, fact: Fact, scope: str) -> int | None:
        """How closely a fact is about this item; None when it is about something else."""
        if fact.type == ITEM:
            return 3
        if fact.item is not None and fact.item != self.item.index:
            return None
        part = self.same_part(fact)
        if part is False and scope != "any":
            return None
        named = fact.value.get("treatment")
        if scope == "treatment" and isinstance(named, str):
            return (2 + bool(part)) if named == self.item.treatment else None
        return int(bool(part))

    def same_part(self, fact: Fact) -> bool | None:
        """Whether a fact and the item name one body part; None when either names none."""
        named = fact.value.get("body_part")
        if not named or not self.item.body_part:
            return None
        parts = {str(named), self.item.body_part}
        # Two parts of one wider part (neck and low back, both of the spine) are not the same part.
        wider = {(self.vocabulary.body_parts.get(part) or {}).get("part_of") for part in parts} - parts
        return bool((self.region(str(named)) & self.region(self.item.body_part)) - wider)

    def region(self, part: str) -> set[str]:
        """A body part with the regions it belongs to, and the wider part, so that `wrist` and `hand` meet."""
        entry = self.vocabulary.body_parts.get(part) or {}
        return {part, *(entry[key] for key in ("region", "part_of") if entry.get(key))}
