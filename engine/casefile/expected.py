"""What a case file says, once it is checked: the case itself and what is expected of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from engine.case import Case
    from engine.facts import Fact, Scalar


@dataclass(frozen=True)
class Expectation:
    """The answer expected for one item. An empty text or None means that the file does not say."""

    outcome: str = ""
    basis: str = ""
    guideline: str = ""
    stage: str = ""
    standings: dict[str, str] = field(default_factory=dict)
    deciding: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ExpectedItem:
    """One item as the file states it.

    `index` is the case's item that it is about, or None where the letter has none like it.
    """

    index: int | None
    treatment: str
    slots: dict[str, Scalar]
    expect: Expectation | None
    line: int


@dataclass(frozen=True)
class CaseFile:
    """One case file. `letter` names the letter that was read for it; `facts` and `dates` are then expected of reading.

    `packs` are those that the case is judged by, where it names any. `todo` says that the case is a known gap,
    `warnings` what a user should know of the file.
    """

    file: str
    says: str
    todo: bool
    letter: str
    case: Case
    items: tuple[ExpectedItem, ...]
    packs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    dates: dict[str, date] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
