"""Walks texts through a trie of phrases, as an automaton that is worked out as texts call for it.

Alternatives, gaps and stems make several places of the trie reachable at once. A `_State` is such a set of places; the
step from a state over a word is computed once and kept, so that a word costs one look-up whatever the lexicon holds.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.mention import Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.reading.tokens import Tokens
    from engine.reading.trie import Leaf, Node, Trie

_GAP_WORDS = 3
_STOPS = frozenset(".;:?!\n|")
_STEPS_KEPT = 250_000
_PLAIN = -1
_LONGEST_ABBREVIATION = 12
"""More words than any has."""

# A node, and how many words a gap before it has passed over, or `_PLAIN` where none is open.
_Item = tuple["Node", int]
_Ending = tuple[int, int, str, str, "Mapping[str, str] | None"]
"""A phrase that ends: its lane, how many tokens it has, and what its mention says; no attributes where it blocks."""
_new = tuple.__new__  # what a named tuple is made by, without a call in between: a letter has hundreds of mentions


class Walk(NamedTuple):
    """What a text holds, in order: mentions, and parts of what stands together.

    Of each part where it begins, its last token, and its bits; of those that begin together the shorter is first.
    """

    mentions: list[Mention]
    part_starts: list[int]
    part_ends: list[int]
    part_bits: list[int]


class _State(dict[str, "_State | None"]):
    """A set of places reached together: the phrases that end here, and the steps on, as far as they are known.

    It is a dictionary of its steps, so that one step of a walk touches little memory, of which walks are short.
    """

    __slots__ = ("automaton", "ending", "ends", "exact", "length", "parts", "places", "plain")

    def __init__(self, automaton: Automaton, places: frozenset[_Item]) -> None:
        super().__init__()
        self.automaton = automaton
        self.places = places
        leaves = sorted(
            (leaf for node, skipped in places if skipped == _PLAIN for leaf in node.leaves or ()),
            key=lambda leaf: -leaf.order,
        )
        plain = {leaf.lane: leaf for leaf in leaves if leaf.exact is None and not leaf.part}
        self.plain = tuple(plain[lane] for lane in sorted(plain))
        self.exact = tuple(leaf for leaf in leaves if leaf.exact is not None)
        self.parts = reduce(or_, (leaf.part for leaf in leaves), 0)
        self.ends = bool(self.plain or self.exact)
        self.length = 0
        self.ending: tuple[_Ending, ...] = ()

    def __missing__(self, word: str) -> _State | None:
        found = self[word] = self.automaton.over(self.places, word)
        return found

    def after(self, length: int) -> tuple[_Ending, ...]:
        """The phrases that end here after so many tokens, abbreviations apart, by lane."""
        if length != self.length:
            self.length, self.ending = length, tuple(_ending(leaf, length) for leaf in self.plain)
        return self.ending


class Automaton:
    """The automaton over a trie."""

    def __init__(self, trie: Trie, lanes: int) -> None:
        """An automaton that has seen no text; the leaves of the trie are in so many `lanes`."""
        self._trie = trie
        self._lanes = lanes
        trie.reach(trie.root)
        self._start = _State(self, frozenset([(trie.root, _PLAIN)]))
        self._states: dict[frozenset[_Item], _State] = {}
        self._steps = 0

    def walk(self, tokens: Tokens, *, any_case: bool) -> Walk:
        """All that a text holds: of each lane the leftmost phrases, of those the longest, none overlapping another.

        With `any_case` abbreviations are found in whatever case they stand.
        """
        starts, words, norms = tokens
        ahead = [*norms, "\n"]  # no phrase goes over a line end, so that a walk ends with the text
        taken = [0] * self._lanes
        walk = Walk([], [], [], [])
        mentions, part_starts, part_ends, part_bits = walk
        start = self._start
        for index, first in enumerate(norms):
            state = start[first]
            if state is None:
                continue
            ended: list[tuple[int, _State]] = []
            at = index + 1
            while state is not None:
                if state.ends:
                    ended.append((at - index, state))
                if state.parts:
                    part_starts.append(starts[index])
                    part_ends.append(at - 1)
                    part_bits.append(state.parts)
                state = state[ahead[at]]
                at += 1
            for lane, length, category, name, attributes in (
                _longest(ended, words, index, any_case=any_case) if ended else ()
            ):
                if taken[lane] <= index:
                    end = taken[lane] = index + length
                    if attributes is not None:
                        stop = starts[end - 1] + len(words[end - 1])
                        mentions.append(_new(Mention, (starts[index], stop, category, name, attributes, ())))
        return walk

    def over(self, places: frozenset[_Item], word: str) -> _State | None:
        """The step from a set of places over a word; after too many, steps are forgotten."""
        if self._steps > _STEPS_KEPT:
            self._states, self._steps = {}, 0
            self._start.clear()
        self._steps += 1
        reached: list[_Item] = []
        trie, stop = self._trie, word in _STOPS
        for node, skipped in places:
            if node.waiting is not None:
                node.waiting(word)
            if node.rest or node.choices:
                trie.enter(node, word)
            child = node.words.get(word)
            if child is not None:
                reached.append((child, _PLAIN))
            if node.wide:
                reached += [(following, _PLAIN) for following in node.over(word)]
            if _PLAIN < skipped < _GAP_WORDS and not stop:
                reached.append((node, skipped + word[0].isalnum()))
        return self._state(self._closed(reached)) if reached else None

    def _state(self, places: frozenset[_Item]) -> _State:
        state = self._states.get(places)
        if state is None:
            state = self._states[places] = _State(self, places)
        return state

    def _closed(self, items: Iterable[_Item]) -> frozenset[_Item]:
        """The places together with those that are reached without a further word."""
        found: set[_Item] = set()
        stack = list(items)
        while stack:
            item = stack.pop()
            if item in found:
                continue
            found.add(item)
            node = item[0]
            if node.unread is not None:
                self._trie.reach(node)
            if node.links is not None:
                stack += [(link, _PLAIN) for link in node.links]
            if node.gap is not None:
                stack.append((node.gap, 0))
        return frozenset(found)


def _ending(leaf: Leaf, length: int) -> _Ending:
    entry = leaf.entry
    return leaf.lane, length, entry.category, entry.id, None if leaf.blocks else entry.attributes


def _longest(ended: list[tuple[int, _State]], words: list[str], index: int, *, any_case: bool) -> Iterable[_Ending]:
    """The longest phrase of each lane of those that begin at one token, by lane."""
    length, state = ended[0]
    if len(ended) == 1 and not state.exact:
        return state.after(length)
    best: dict[int, _Ending] = {}
    for length, state in ended:
        for ending in state.after(length):
            best[ending[0]] = ending
        for leaf in state.exact and _as_written(state.exact, words, index, any_case=any_case):
            best[leaf.lane] = _ending(leaf, length)
    return [best[lane] for lane in sorted(best)]


def _as_written(leaves: Iterable[Leaf], words: list[str], index: int, *, any_case: bool) -> list[Leaf]:
    as_is, ahead = str.lower if any_case else str, words[index : index + _LONGEST_ABBREVIATION]
    return [leaf for leaf in leaves if all(map(_is_written, map(as_is, leaf.exact or ()), map(as_is, ahead)))]


def _is_written(word: str, found: str) -> bool:
    return found == word or (found.startswith(word) and found[len(word) :] in {"s", "'s"})
