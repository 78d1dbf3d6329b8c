"""Phrases that were read, written down so that the trie takes them in without reading them again.

A phrase is its steps with a blank between them, and a `|` between two ways to begin it. A step `(7` is the eighth of
the groups; a group is its alternatives with a `|` between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.reading.phrases import ANY_WORD, FIGURE, GAP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.reading.phrases import Sequence

_STEM_KEY = 2


class Writing:
    """Writes phrases that were read, each group once."""

    def __init__(self) -> None:
        self.groups: dict[str, int] = {}
        self._written: dict[int, tuple[tuple[Sequence, ...], str]] = {}

    def opened(self, openings: Iterable[Sequence]) -> str:
        """The ways to begin one phrase."""
        return "|".join(map(self.steps, openings))

    def steps(self, steps: Sequence) -> str:
        """Some steps of a phrase."""
        return " ".join(step if isinstance(step, str) else self._group(step) for step in steps)

    def _group(self, alternatives: tuple[Sequence, ...]) -> str:
        # A group stands in many ways to go on with a phrase; it is kept so that its number stays its own.
        known = self._written.get(id(alternatives))
        if known is None:
            written = "|".join(map(self.steps, alternatives))
            known = alternatives, f"({self.groups.setdefault(written, len(self.groups))}"
            self._written[id(alternatives)] = known
        return known[1]


def is_group(step: str) -> bool:
    """Whether a written step names a group; a bracket of the text stands alone."""
    return step[0] == "(" and len(step) > 1


def key_of(step: str) -> str:
    """The key under which a step waits for a word: the word, or what is common to the words that it stands for."""
    if step in {ANY_WORD, GAP}:
        return ANY_WORD
    return step[:_STEM_KEY] + "*" if step.endswith("*") else step


def keys_of(word: str) -> tuple[str, ...]:
    """The keys of all steps that a word of a text can stand for."""
    stem = word[:_STEM_KEY] + "*"
    return (word, stem, ANY_WORD, FIGURE) if word[0].isdigit() else (word, stem, ANY_WORD)


class Choice:
    """A group of alternatives, parted once for all phrases that hold it: by first word, and those gone into at once."""

    __slots__ = ("at_once", "by_key")

    def __init__(self, written: str) -> None:
        self.by_key: dict[str, list[str]] = {}
        self.at_once: list[str] = []
        for alternative in written.split("|"):
            first = alternative.partition(" ")[0]
            if not first or first == GAP or is_group(first):
                self.at_once.append(alternative)
            else:
                self.by_key.setdefault(key_of(first), []).append(alternative)
