"""Things said by words that stand together in a sentence, in any order and with others between.

"The employer will hold his old job until March" and "a job is open to him, his employer writes" say one thing. An entry
of the lexicon with `together` lists what must stand there; each part is looked for as a phrase of its own, and a
sentence that has a part of each list, close enough and none inside another, has the thing. What the entry excepts
takes away the parts that it overlaps.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from engine.reading.lexicon_files import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Found(Protocol):
    """A phrase found in a text: of a mention only its place and its entry matter here."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def id(self) -> str:
        """The id of its entry."""


Mention = TypeVar("Mention", bound=Found)

PART = "part"
"""The category of the parts; no file may use it."""
_FARTHEST = 110
"""How many characters may lie between one part and the next, some eighteen words."""
_LETTERS = 7
"""About how many characters a word takes, with the blank behind it."""


class Frame(NamedTuple):
    """What stands together: the entry that it gives, the number of its parts, and how far apart they may be."""

    entry: Entry
    size: int
    reach: int = _FARTHEST


def parts_of(entries: Sequence[Entry]) -> tuple[list[Entry], dict[str, Frame]]:
    """An entry for each part of what stands together, and by the first half of their ids what they are parts of."""
    found: list[Entry] = []
    frames: dict[str, Frame] = {}
    for number, entry in enumerate(entries):
        if entry.together and entry.excepted:
            found.append(Entry(PART, f"{number}/", {}, entry.excepted, overlap=True))
        for at, parts in enumerate(entry.together):
            name = f"{number}.{at}"
            reach = _FARTHEST if parts.words is None else _LETTERS * parts.words + 2
            frames[name] = Frame(entry, len(parts.phrases), reach)
            found += [
                Entry(PART, f"{name}/{index}", {}, (part,), overlap=True) for index, part in enumerate(parts.phrases)
            ]
    return found, frames


def frames_of(parts: Sequence[Mention], frames: dict[str, Frame]) -> Iterator[tuple[Frame, list[Mention]]]:
    """What stands together among the parts found in one sentence, each once, with its parts in order."""
    by_name: dict[str, dict[str, list[Mention]]] = {}
    for mention in parts:
        name, _, index = mention.id.partition("/")
        by_name.setdefault(name, {}).setdefault(index, []).append(mention)
    excepted = {name: found[""] for name, found in by_name.items() if "" in found}
    for name in [each for each in by_name if each not in excepted]:
        frame = frames[name]
        barred = excepted.get(name.partition(".")[0], ())
        lists = [left for each in by_name[name].values() if (left := _outside(each, barred))]
        if len(lists) == frame.size and (chosen := _chosen(lists, frame.reach)):
            yield frame, chosen


def _chosen(lists: list[list[Mention]], reach: int) -> list[Mention] | None:
    """One part of each list, the nearest to the first that stand in no other, or nothing where they stand too far."""
    fewest = min(lists, key=len)
    for anchor in fewest:
        chosen = [anchor]
        for each in lists:
            if each is fewest:
                continue
            free = [mention for mention in each if not _overlaps(mention, chosen)]
            if not free:
                break
            chosen.append(min(free, key=lambda mention: _apart(mention, anchor)))
        in_order = sorted(chosen, key=lambda mention: mention.start)
        gaps = (after.start - before.end for before, after in itertools.pairwise(in_order))
        if len(chosen) == len(lists) and all(gap <= reach for gap in gaps):
            return in_order
    return None


def _outside(found: list[Mention], barred: Sequence[Mention]) -> list[Mention]:
    return [each for each in found if not _overlaps(each, barred)]


def _overlaps(mention: Mention, chosen: Sequence[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in chosen)


def _apart(one: Mention, other: Mention) -> int:
    return max(one.start, other.start) - min(one.end, other.end)
