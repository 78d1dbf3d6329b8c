"""One case: the disputed items, the dates that matter, and what the record says."""

from __future__ import annotations

from datetime import date

from engine.facts import Fact, Frozen, Scalar, Sentence


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


class Case(Frozen):
    """Everything that settling needs; made from a reading or from a case file."""

    name: str
    sha256: str
    dates: Dates
    items: tuple[Item, ...]
    facts: tuple[Fact, ...]
    unread: tuple[Sentence, ...] = ()
    empty_pages: tuple[int, ...] = ()
