"""The record of one case as settling sees it: which facts are about the item at hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from engine.case import ITEM
from engine.facts import Assertion, Fact
from engine.settle.body import belongs, same_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from engine.case import Case, Item
    from engine.conditions import Value
    from engine.settle.policy import Policy
    from engine.vocabulary import Vocabulary

STATED = (Assertion.AFFIRMED, Assertion.HISTORICAL)
BESIDE = "beside"
NERVE = "nerve"
_LIMBS = ("upper_extremity", "lower_extremity")


@dataclass(frozen=True)
class Settled:
    """One settled fact. `value` is None while unknown; `how` says in words where it comes from.

    `facts` carry the value (or the statements that it is not documented); `against` are the statements that lost, and
    `conflict` says why they lost. `rows` holds every word that a choice could be, for tables; for a figure read from a
    table they are the rows of `table` that gave it.
    """

    value: Value | None = None
    how: str = ""
    facts: tuple[Fact, ...] = ()
    against: tuple[Fact, ...] = ()
    conflict: str = ""
    rows: tuple[str, ...] = ()
    table: str = ""


UNKNOWN = Settled()


@dataclass(frozen=True)
class Record:
    """One item with everything that may speak to it.

    `on` is the date that selected the text, and `as_of` the same where the user gave it.
    """

    case: Case
    item: Item
    vocabulary: Vocabulary
    policy: Policy
    drugs: dict[str, Any]
    on: date
    as_of: date | None = None

    def about(self, kind: str, scope: str = "treatment") -> Iterator[tuple[int, Fact]]:
        """The facts of a type that are about this item, with how closely: 2 names it, 1 its body part, 0 neither.

        Under `treatment`, statements that name another treatment never serve. Under `beside`, the other requests of
        the document speak, and nothing else. Under `nerve`, what is found in the limb whose nerves come from the body
        part asked for counts as found there.
        """
        if scope == BESIDE:
            yield from ((0, fact) for fact in self.beside if fact.type == kind)
            return
        for fact in self.by_type.get(kind, ()):
            rank = self.closeness(fact, scope)
            if rank is not None:
                yield rank, fact

    @cached_property
    def by_type(self) -> dict[str, list[Fact]]:
        """The facts of the case by type, with the item's own request among them and no other item's.

        Their order is that of the document, then that of their content, never that in which they were given.
        """
        return self.case.by_type | {ITEM: [self.request]}

    @cached_property
    def request(self) -> Fact:
        """The item's own request as a fact, whether it was read or entered."""
        if self.item.fact is None:
            return Fact(type=ITEM, value=self.item.slots)
        return self.item.fact.model_copy(update={"value": self.item.slots})

    @cached_property
    def requests(self) -> tuple[Fact, ...]:
        """The requests of every item of the case, and what the document says was certified beside them."""
        return self.case.requests

    @cached_property
    def beside(self) -> tuple[Fact, ...]:
        """The requests of the document other than this one."""
        own = self.item.request
        return tuple(each for each in self.requests if each != own)

    def closeness(self, fact: Fact, scope: str) -> int | None:
        """How closely a fact is about this item; None when it is about something else."""
        if fact.type == ITEM:
            return 3
        if fact.item is not None and fact.item != self.item.index:
            return None
        if self.other_side(fact) and scope != "any":
            return None
        part = self.same_part(fact)
        if part is False and scope == NERVE:
            part = self.in_limb(fact)
        if part is False and scope != "any":
            return None
        named = fact.value.get("treatment")
        if scope == "treatment" and isinstance(named, str):
            return (2 + bool(part)) if named == self.item.treatment else None
        tied = scope == "treatment" and fact.item is not None
        return 2 * tied + bool(part)

    @cached_property
    def part(self) -> str:
        """The body part asked for; where none is named, the only one that the diagnoses speak of, or nothing."""
        if self.item.body_part:
            return self.item.body_part
        stated = (fact for fact in self.by_type.get("diagnosis", ()) if fact.assertion in STATED)
        named = [str(fact.value["body_part"]) for fact in stated if fact.value.get("body_part")]
        same = all(same_part(each, named[0], self.vocabulary.body_parts) for each in named[1:])
        return named[0] if named and same else ""

    def same_part(self, fact: Fact) -> bool | None:
        """Whether a fact and the item name one body part; None when either names none."""
        named = fact.value.get("body_part")
        if not named or not self.item.body_part:
            return None
        return same_part(str(named), self.item.body_part, self.vocabulary.body_parts)

    def other_side(self, fact: Fact) -> bool:
        """Whether a fact is about the other arm or leg than the one asked for; the spine has one side for all."""
        sides = {str(fact.value.get("side")), str(self.item.slots.get("side"))}
        parts = self.vocabulary.body_parts
        return sides == {"left", "right"} and any(belongs(self.part, each, parts) for each in _LIMBS)

    def in_limb(self, fact: Fact) -> bool:
        """Whether a fact is about the limb whose nerves come from the body part asked for."""
        parts = self.vocabulary.body_parts
        limb = (parts.get(self.item.body_part or "") or {}).get("limb")
        return bool(limb) and belongs(str(fact.value.get("body_part")), str(limb), parts)
