"""How phrases begin: the first step, what goes on behind it, and the words of which one must stand there.

A phrase may begin with one of several words and go on with one of several. It waits under each first word for what goes
on behind that word, so that a text calls up only what it holds two words of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine.reading.phrases import ANY_WORD, GAP
from engine.reading.written import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.reading.phrases import Sequence as Steps


class Opening(NamedTuple):
    """First steps, the steps behind each, and the keys of those of which one comes next; no keys where any word may."""

    firsts: tuple[str, ...]
    rest: Steps
    after: tuple[str, ...]


def openings(steps: Steps) -> list[Steps]:
    """A phrase with its first part present and, where that may be missing, without it: none begins with nothing."""
    first = steps[0]
    if not isinstance(first, tuple):
        return [steps]
    found: list[Steps] = []
    for alternative in first:
        whole = [*alternative, *steps[1:]]
        found += openings(whole) if whole and not (alternative and isinstance(alternative[0], str)) else []
    kept = tuple(alternative for alternative in first if alternative and isinstance(alternative[0], str))
    return [*([[kept, *steps[1:]]] if kept else []), *found]


def opened(ways: Iterable[Steps]) -> Iterator[Opening]:
    """The ways to begin a phrase, each with its first steps."""
    for first, *rest in ways:
        begun = first if isinstance(first, tuple) else ([first],)
        alone = tuple(str(each[0]) for each in begun if len(each) == 1)
        for firsts, behind in (
            *([(alone, rest)] if alone else []),
            *(((str(each[0]),), [*each[1:], *rest]) for each in begun if len(each) > 1),
        ):
            if _may_end(behind):
                yield Opening(firsts, [], ())
            for goes_on in openings(behind) if behind else ():
                yield Opening(firsts, goes_on, _after(goes_on))


def _may_end(rest: Steps) -> bool:
    """Whether nothing at all may come: every step is a group that may be missing."""
    return all(isinstance(step, tuple) and any(map(_may_end, step)) for step in rest)


def _after(rest: Steps) -> tuple[str, ...]:
    nexts = [rest[0]] if isinstance(rest[0], str) else [each[0] for each in rest[0]]
    return () if {ANY_WORD, GAP}.intersection(map(str, nexts)) else tuple(sorted({key_of(str(each)) for each in nexts}))
