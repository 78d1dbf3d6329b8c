"""A phrase of a lexicon where a text has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mention(NamedTuple):
    """A phrase of the lexicon found at `text[start:end]`: its category, the entry's id and what the entry sets.

    Where words that stand together were found, `parts` are their places, in order.
    """

    start: int
    end: int
    category: str
    id: str
    attributes: Mapping[str, str]
    parts: tuple[tuple[int, int], ...] = ()
