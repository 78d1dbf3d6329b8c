"""Things said by words that stand together in a sentence, in any order and with others between.

"The employer will hold his old job until March" and "a job is open to him, his employer writes" say one thing. An entry
of the lexicon with `together` lists what must stand there; each part is looked for as a phrase of its own, and a
sentence that has a part of each list, close enough and none inside another, has the thing. What the entry excepts
takes away the parts that it overlaps.

Parts are common words, so a text has hundreds of them and few of what they are parts of. Each is therefore one bit, and
a sentence is looked at only where it has every bit of something.
"""

from __future__ import annotations

import itertools
from functools import reduce
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.lexicon_files import Entry
from engine.reading.phrases import FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.reading.lexicon_files import Origin

PART = "part"
"""The category of the parts; no file may use it."""
_FARTHEST = 110
"""How many characters may lie between one part and the next, some eighteen words."""
_COMMONER = 2.0
"""How much more often a word is said than one of a letter more: roughly."""
_LETTERS = 7
"""About how many characters a word takes, with the blank behind it."""


class Hit(NamedTuple):
    """Where parts were found, and the bits of which ones."""

    start: int
    end: int
    parts: int


class Frame(NamedTuple):
    """What stands together: the entry that it gives, its name, its parts, how far apart they may be, what bars them."""

    entry: Entry
    name: str
    parts: tuple[int, ...]
    whole: int
    reach: int
    barring: int


def bit_of(part: Entry) -> int:
    """The bit of a part."""
    return 1 << int(part.id)


class Frames:
    """All that stands together in the entries of a lexicon; `parts` are entries for its parts, each phrase once."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Number the parts; what stands together waits at the part that is said least often."""
        self.parts: list[Entry] = []
        self._waiting: dict[int, list[Frame]] = {}
        self._bits: dict[tuple[str, ...], int] = {}
        for number, entry in enumerate(entries):
            barring = self._bit(entry.excepted) if entry.together and entry.excepted else 0
            for at, together in enumerate(entry.together):
                bits = tuple(self._bit((phrase,)) for phrase in together.phrases)
                reach = _FARTHEST if together.words is None else _LETTERS * together.words + 2
                frame = Frame(entry, f"{number}.{at}", bits, reduce(int.__or__, bits), reach, barring)
                rarest = min(together.phrases, key=lambda phrase: _how_often(phrase[0]))
                self._waiting.setdefault(self._bit((rarest,)), []).append(frame)
        self._openers = sum(self._waiting)

    def _bit(self, phrases: tuple[tuple[str, Origin], ...]) -> int:
        """The bit of a part that these phrases say, which gets an entry of its own."""
        said = tuple(words for words, _ in phrases)
        if said not in self._bits:
            self._bits[said] = 1 << len(self.parts)
            self.parts.append(Entry(PART, str(len(self.parts)), {}, phrases, overlap=True))
        return self._bits[said]

    def whole(self, parts: Iterable[int]) -> list[Frame]:
        """What a sentence with these parts has all parts of."""
        said = reduce(int.__or__, parts, 0)
        opened = said & self._openers
        found: list[Frame] = []
        while opened:
            bit = opened & -opened
            opened ^= bit
            found += [frame for frame in self._waiting[bit] if said & frame.whole == frame.whole]
        return found

    def found(self, frames: Iterable[Frame], hits: Sequence[Hit], end: int) -> Iterator[tuple[Frame, list[Hit]]]:
        """Which of these stand together in a sentence that ends at `end`, given its parts, each once in order."""
        whole: list[tuple[tuple[int, str], Frame, list[list[Hit]]]] = []
        for frame in frames:
            places = [_places(bit, hits, end) for bit in frame.parts]
            lists = sorted((found[0].start, number, found) for number, found in enumerate(places) if found)
            if len(lists) == len(frame.parts):
                first = lists[0][0], f"{frame.name}/{lists[0][1]}"
                whole.append((first, frame, [found for _, _, found in lists]))
        for _, frame, lists_found in sorted(whole, key=itemgetter(0)):
            barred = _places(frame.barring, hits, end) if frame.barring else []
            left = [[hit for hit in found if not _overlaps(hit, barred)] for found in lists_found]
            if all(left) and (chosen := _chosen(left, frame.reach)):
                yield frame, chosen


def _how_often(phrase: str) -> float:
    """How often a part is likely to be said: by many words more often, by short ones too, as common words are short."""
    return sum(_COMMONER ** -len(words.strip("()").replace(FIGURE, "1")) for words in phrase.split("|"))


def _places(bit: int, hits: Sequence[Hit], end: int) -> list[Hit]:
    """The places of a part up to `end`, the longest of those that begin together, none overlapping an earlier one."""
    found: list[Hit] = []
    for hit in hits:
        if not hit.parts & bit:
            continue
        if found and hit.start == found[-1].start:
            found[-1] = hit
        elif not found or hit.start >= found[-1].end:
            found.append(hit)
    return [hit for hit in found if hit.end <= end]


def _chosen(lists: list[list[Hit]], reach: int) -> list[Hit] | None:
    """One part of each list, the nearest to the first that stand in no other, or nothing where they stand too far."""
    fewest = min(lists, key=len)
    for anchor in fewest:
        chosen = [anchor]
        for each in lists:
            if each is fewest:
                continue
            free = [hit for hit in each if not _overlaps(hit, chosen)]
            if not free:
                break
            chosen.append(min(free, key=lambda hit: _apart(hit, anchor)))
        in_order = sorted(chosen, key=lambda hit: hit.start)
        gaps = (after.start - before.end for before, after in itertools.pairwise(in_order))
        if len(chosen) == len(lists) and all(gap <= reach for gap in gaps):
            return in_order
    return None


def _overlaps(hit: Hit, chosen: Sequence[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in chosen)


def _apart(one: Hit, other: Hit) -> int:
    return max(one.start, other.start) - min(one.end, other.end)
