"""The phrases of a lexicon by the words they begin with, so that a text calls up only those that it could hold.

To put a phrase into the trie costs some twenty microseconds, and a letter holds the first two words of one phrase in
twenty. A way to begin a phrase waits for its first word, and behind it for one of the words that may come second. The
index is kept between runs (`engine.cache`) under the phrases themselves, and with it the knowledge that they are sound,
and what reading them came to (`engine.reading.written`). It is a few long strings, as those are read fastest.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from engine import cache
from engine.reading.folding import scanning
from engine.reading.phrase_openings import opened, openings
from engine.reading.phrases import FIGURE
from engine.reading.spelling import spellings
from engine.reading.written import Writing, key_of, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from engine.reading.lexicon_files import Entry, Origin
    from engine.reading.phrases import Sequence as Steps
    from engine.reading.trie import Node


class Index(NamedTuple):
    """What is kept of a lexicon.

    `begun`: by first step, `after:number,number;...`, where `after` is a line of `afters`, the keys of which one must
    come next, and each number a line of `rests`, what stands behind the first step; `owners`: the phrase of each rest.
    """

    begun: dict[str, str]
    rests: str
    owners: list[int]
    afters: str
    groups: str


_WORTH_KEEPING = 100
"""Phrases from which on an index is kept; fewer are read faster than a file is opened."""


class Phrase(NamedTuple):
    """One phrase of an entry: `kind` is `phrases`, `except` or `abbreviations`."""

    entry: Entry
    words: str
    origin: Origin
    kind: str


def phrases_of(entries: Iterable[Entry]) -> list[Phrase]:
    """Every phrase of the entries; where two mean the same words, the first wins."""
    return [
        Phrase(entry, words, origin, kind)
        for entry in entries
        for kind, listed in (
            ("phrases", entry.phrases),
            ("except", entry.excepted),
            ("abbreviations", entry.abbreviations),
        )
        for words, origin in listed
    ]


class Indexing:
    """Makes an index of phrases as they are read, one after the other."""

    def __init__(self) -> None:
        self._writing = Writing()
        self._begun: dict[str, dict[int, list[int]]] = {}
        self._rests: dict[tuple[int, str], int] = {}
        self._afters: dict[tuple[str, ...], int] = {}

    def add(self, number: int, steps: Steps) -> str:
        """Take in a phrase; returns it as written."""
        ways = openings(steps)
        for firsts, rest, after in opened(ways):
            place = self._rests.setdefault((number, self._writing.steps(rest)), len(self._rests))
            behind = self._afters.setdefault(after, len(self._afters))
            for first in firsts:
                self._begun.setdefault(first, {}).setdefault(behind, []).append(place)
        return self._writing.opened(ways)

    def index(self) -> Index:
        """The index of all that was taken in."""
        begun = {
            first: ";".join(f"{after}:{','.join(map(str, places))}" for after, places in waiting.items())
            for first, waiting in self._begun.items()
        }
        rests, owners = [rest for _, rest in self._rests], [number for number, _ in self._rests]
        afters, groups = map(" ".join, self._afters), self._writing.groups
        return Index(begun, "\n".join(rests), owners, "\n".join(afters), "\n".join(groups))


def kept_index(phrases: Sequence[Phrase]) -> Index | None:
    """The index of phrases that were found sound before, or nothing."""
    if len(phrases) < _WORTH_KEEPING:
        return None
    key = _content(phrases)
    found = cache.load(f"phrases-{key[:32]}", key)
    return None if found is None else Index(*found)


def keep_index(phrases: Sequence[Phrase], index: Index) -> None:
    """Keep the index of sound phrases."""
    if len(phrases) >= _WORTH_KEEPING:
        key = _content(phrases)
        cache.save(f"phrases-{key[:32]}", key, index)


def _content(phrases: Sequence[Phrase]) -> str:
    """A key for all that an index depends on: the phrases, their entries, and how words are compared."""
    said = [f"{phrase.words}\0{phrase.kind}\0{phrase.entry.id}\0{phrase.entry.lane}" for phrase in phrases]
    return cache.key_of("\1".join(said), " ".join(sorted(scanning("singular"))), spellings())


class Waiting:
    """Phrases that wait at the root of a trie until a text has their first words; `put` puts one in behind a node."""

    def __init__(self, index: Index, root: Node, put: Callable[[int, Node], object]) -> None:
        self._begun = dict(index.begun)
        self._afters = index.afters.split("\n")
        self._stems: dict[str, list[str]] = {}
        for first in self._begun:
            if first[-1] == "*":
                self._stems.setdefault(key_of(first), []).append(first)
        self._root = root
        self._put = put
        root.waiting = self.first

    def first(self, word: str) -> None:
        """Put in what may begin with this word, and leave what needs a certain second word waiting behind it."""
        stems = (stem for stem in self._stems.get(key_of(word + "*"), ()) if word.startswith(stem[:-1]))
        for first in (word, *stems, FIGURE) if word[0].isdigit() else (word, *stems):
            written = self._begun.pop(first, "")
            if written:
                self._begin(self._root.step(first), written)

    def _begin(self, node: Node, written: str) -> None:
        later: list[tuple[frozenset[str], str]] = []
        for waiting in written.split(";"):
            after, _, numbers = waiting.partition(":")
            keys = frozenset(self._afters[int(after)].split())
            if keys:
                later.append((keys, numbers))
            else:
                self._put_all(node, numbers)
        if later:
            node.waiting = partial(self._second, node, later)

    def _second(self, node: Node, later: list[tuple[frozenset[str], str]], word: str) -> None:
        keys = keys_of(word)
        come = [each for each in later if not each[0].isdisjoint(keys)]
        if come:
            later[:] = [each for each in later if each[0].isdisjoint(keys)]
            for _, numbers in come:
                self._put_all(node, numbers)

    def _put_all(self, node: Node, numbers: str) -> None:
        for number in map(int, numbers.split(",")):
            self._put(number, node)
