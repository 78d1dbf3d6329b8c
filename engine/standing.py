"""The three ways a requirement can stand against a record, and how they combine.

Strong Kleene logic (S. C. Kleene, Introduction to Metamathematics, 1952, section 64) is minimum and maximum over an
ordered scale: a silent record is neither yes nor no.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Standing(IntEnum):
    """How one criterion stands: the record contradicts it, is silent on it, or meets it."""

    NOT_MET = 0
    NOT_DOCUMENTED = 1
    MET = 2

    @property
    def text(self) -> str:
        """The words used in every output: `not met`, `not documented`, `met`."""
        return self.name.lower().replace("_", " ")


def every(standings: Iterable[Standing]) -> Standing:
    """The standing of a list that must all hold; an empty list is met."""
    return min(standings, default=Standing.MET)


def some(standings: Iterable[Standing]) -> Standing:
    """The standing of a list of which one is enough; an empty list is not met."""
    return max(standings, default=Standing.NOT_MET)


def opposite(standing: Standing) -> Standing:
    """The standing of the contrary; silence stays silence."""
    return Standing(2 - standing)
