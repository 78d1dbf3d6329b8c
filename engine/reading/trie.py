"""Phrases as a trie, walked as an automaton that is worked out as texts call for it.

Alternatives, gaps and stems make several places of the trie reachable at once. A `_State` is such a set of places; the
step from a state over a word is computed once and kept, so that a word costs one look-up whatever the lexicon holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine.reading.phrases import ANY_WORD, FIGURE, GAP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from engine.reading.lexicon_files import Entry
    from engine.reading.phrases import Sequence
    from engine.reading.tokens import Tokens

_GAP_WORDS = 3
_STOPS = frozenset(".;:?!\n|")
_STEM_KEY = 2
_STEPS_KEPT = 60_000
_PLAIN = -1


class Leaf(NamedTuple):
    """What stands at the end of a phrase. `exact` holds the words of an abbreviation as written."""

    order: int
    entry: Entry
    exact: tuple[str, ...] | None
    blocks: bool


class Node:
    """One place in the trie.

    `links` are further places that are reached together with it; `waiting`, called with a word before the first step
    over that word, puts in the phrases that go on with it.
    """

    __slots__ = ("any", "figure", "gap", "leaves", "links", "stems", "waiting", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = {}
        self.stems: dict[str, dict[str, Node]] | None = None
        self.any: Node | None = None
        self.figure: Node | None = None
        self.gap: Node | None = None
        self.leaves: list[Leaf] | None = None
        self.links: list[Node] | None = None
        self.waiting: Callable[[str], None] | None = None

    def step(self, step: str) -> Node:
        """The node that a plain step leads to, made where it is missing."""
        if step == ANY_WORD:
            self.any = self.any or Node()
            return self.any
        if step == FIGURE:
            self.figure = self.figure or Node()
            return self.figure
        if step == GAP:
            self.gap = self.gap or Node()
            return self.gap
        if step[-1] == "*" and len(step) > 1:
            self.stems = {} if self.stems is None else self.stems
            return self.stems.setdefault(step[:_STEM_KEY], {}).setdefault(step[:-1], Node())
        node = self.words.get(step)
        if node is None:
            node = self.words[step] = Node()
        return node

    def walk(self, steps: Sequence) -> Node:
        """The node at the end of a sequence; alternatives part here and meet again in one node."""
        node = self
        for step in steps:
            node = node.step(step) if isinstance(step, str) else node.choose(step)
        return node

    def choose(self, alternatives: tuple[Sequence, ...]) -> Node:
        """The node in which alternatives meet."""
        meeting = Node()
        for alternative in alternatives:
            end = self.walk(alternative)
            end.links = [*(end.links or []), meeting]
        return meeting

    def over(self, word: str) -> Iterator[Node]:
        """Every node that one word leads to."""
        child = self.words.get(word)
        if child is not None:
            yield child
        if self.stems is not None:
            for stem, following in self.stems.get(word[:_STEM_KEY], {}).items():
                if word.startswith(stem):
                    yield following
        if self.any is not None and word[0].isalnum():
            yield self.any
        if self.figure is not None and word[0].isdigit():
            yield self.figure


# A node, and how many words a gap before it has passed over, or `_PLAIN` where none is open.
_Item = tuple[Node, int]


class _State:
    """A set of places reached together: the phrases that end here, and the steps on, as far as they are known."""

    __slots__ = ("ends", "exact", "items", "next", "plain")

    def __init__(self, items: frozenset[_Item]) -> None:
        self.items = items
        self.next: dict[str, _State | None] = {}
        leaves = sorted(
            (leaf for node, skipped in items if skipped == _PLAIN for leaf in node.leaves or ()),
            key=lambda leaf: -leaf.order,
        )
        self.plain = {leaf.entry.lane: leaf for leaf in leaves if leaf.exact is None}
        self.exact = [leaf for leaf in leaves if leaf.exact is not None]
        self.ends = bool(leaves)


class Trie:
    """All phrases of a lexicon, and the automaton over them."""

    def __init__(self) -> None:
        self.root = Node()
        self._states: dict[frozenset[_Item], _State] = {}
        self._start = _State(frozenset([(self.root, _PLAIN)]))
        self._steps = 0

    def longest(self, tokens: Tokens, *, any_case: bool) -> Iterator[tuple[int, dict[str, tuple[int, Leaf]]]]:
        """For each token at which phrases begin: its index and, by lane, the end and leaf of the longest.

        Ends count tokens. With `any_case` abbreviations are found in whatever case they stand.
        """
        norms = tokens.norms
        count = len(norms)
        over, known = self._over, self._start.next
        for index, first in enumerate(norms):
            state = known[first] if first in known else over(self._start, first)
            if state is None:
                continue
            best: dict[str, tuple[int, Leaf]] = {}
            at = index + 1
            while state is not None:
                if state.ends:
                    for lane, leaf in state.plain.items():
                        best[lane] = (at, leaf)
                    for leaf in state.exact:
                        if any_case or _as_written(leaf, tokens.words, index):
                            best[leaf.entry.lane] = (at, leaf)
                if at >= count:
                    break
                word = norms[at]
                state = state.next[word] if word in state.next else over(state, word)
                at += 1
            if best:
                yield index, best

    def _over(self, state: _State, word: str) -> _State | None:
        """The step from a state over a word, computed and kept; too many kept steps are forgotten."""
        if self._steps > _STEPS_KEPT:
            self._states, self._steps = {}, 0
            self._start.next.clear()
        reached: set[_Item] = set()
        stop = word in _STOPS
        for node, skipped in state.items:
            if node.waiting is not None:
                node.waiting(word)
            reached.update((following, _PLAIN) for following in node.over(word))
            if _PLAIN < skipped < _GAP_WORDS and not stop:
                reached.add((node, skipped + word[0].isalnum()))
        following = self._state(_closed(reached)) if reached else None
        state.next[word] = following
        self._steps += 1
        return following

    def _state(self, items: frozenset[_Item]) -> _State:
        state = self._states.get(items)
        if state is None:
            state = self._states[items] = _State(items)
        return state


def _closed(items: Iterable[_Item]) -> frozenset[_Item]:
    """The places together with those that are reached without a further word."""
    found: set[_Item] = set()
    stack = list(items)
    while stack:
        item = stack.pop()
        if item in found:
            continue
        found.add(item)
        node = item[0]
        stack += [(link, _PLAIN) for link in node.links or ()]
        if node.gap is not None:
            stack.append((node.gap, 0))
    return frozenset(found)


def _as_written(leaf: Leaf, words: list[str], index: int) -> bool:
    """Whether an abbreviation stands as written, but for a plural or possessive s."""
    for offset, word in enumerate(leaf.exact or ()):
        found = words[index + offset]
        if found != word and not (found.startswith(word) and found[len(word) :] in {"s", "'s"}):
            return False
    return True
