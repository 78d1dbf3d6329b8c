"""The phrases of a lexicon by the words they begin with, so that a text calls up only those that it could hold.

To read a phrase and to put it into the trie costs some twenty microseconds, and a letter holds the first two words of
one phrase in ten. A phrase waits for its first two words where these are known, else for its first. The index is kept
between runs (`engine.cache`) under the phrases themselves, and with it the knowledge that they are sound, and what
reading them came to (`engine.reading.written`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from engine import cache
from engine.reading.folding import scanning
from engine.reading.phrases import ANY_WORD, FIGURE, GAP
from engine.reading.spelling import spellings
from engine.reading.written import key_of, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engine.reading.lexicon_files import Entry, Origin
    from engine.reading.phrases import Sequence as Steps
    from engine.reading.phrases import Step
    from engine.reading.trie import Node

Begun: TypeAlias = "dict[str, dict[str, list[int]]]"
"""By first word, by second word ("" where any will do): the numbers of the phrases. `im*` is every word in im-."""


class Index(NamedTuple):
    """What is kept of a lexicon: what its phrases begin with, and the phrases and their groups as read and written."""

    begun: Begun
    phrases: list[str]
    groups: list[str]


_ANY = ""
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


def beginnings(opened: Iterable[Steps]) -> list[tuple[str, str]]:
    """The first and second words under which a phrase with these openings waits."""
    return sorted({pair for opening in opened for pair in _pairs(opening)})


def _pairs(opening: Steps) -> Iterator[tuple[str, str]]:
    """A choice of first words ends in one place for all of them, which must be there when the first of them is read."""
    first, *rest = opening
    if isinstance(first, tuple):
        yield from ((key_of(str(each[0])), _ANY) for each in first)
        return
    seconds = _words_of(rest[0]) if rest and _is_word(first) else []
    yield from ((first, second) for second in seconds) if seconds else ((key_of(first), _ANY),)


def _words_of(step: Step) -> list[str]:
    """The words of which one must stand where a step begins; none where others may, too."""
    firsts = [step] if isinstance(step, str) else [each[0] if each else "" for each in step]
    words = [first for first in firsts if isinstance(first, str) and _is_word(first)]
    return words if len(words) == len(firsts) else []


def _is_word(step: str) -> bool:
    return step not in {"", ANY_WORD, FIGURE, GAP} and not step.endswith("*")


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
    """Phrases that wait at the root of a trie until a text has their first words; `put` puts one in by its number."""

    def __init__(self, begun: Begun, root: Node, put: Callable[[int], object]) -> None:
        self.begun = dict(begun)
        self.root = root
        self.put = put
        self.inside: set[int] = set()
        self._put_all(self.begun.pop(ANY_WORD, {}).get(_ANY, ()))
        root.waiting = self.first

    def first(self, word: str) -> None:
        """Put in what may begin with this word, and leave what needs a certain second word waiting behind it."""
        for key in keys_of(word):
            by_second = self.begun.pop(key, None)
            if by_second:
                self._put_all(by_second.pop(_ANY, ()))
                if by_second:
                    self.root.step(key).waiting = partial(self._second, by_second)

    def _second(self, by_second: dict[str, list[int]], word: str) -> None:
        self._put_all(by_second.pop(word, ()))

    def _put_all(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number not in self.inside:
                self.inside.add(number)
                self.put(number)
