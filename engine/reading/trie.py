"""Phrases as a trie, walked as an automaton that is worked out as texts call for it.

Alternatives, gaps and stems make several places of the trie reachable at once. A `_State` is such a set of places; the
step from a state over a word is computed once and kept, so that a word costs one look-up whatever the lexicon holds.

Phrases come as `engine.reading.written` has them and go into the trie no further than texts read: what follows a place
waits there until a text has its first word, since most phrases that begin like a text do not go on like it.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.phrases import ANY_WORD, FIGURE, GAP
from engine.reading.written import Choice, is_group, key_of, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engine.reading.lexicon_files import Entry
    from engine.reading.tokens import Tokens

_GAP_WORDS = 3
_STOPS = frozenset(".;:?!\n|")
_STEM_KEY = 2
_STEPS_KEPT = 250_000
_PLAIN = -1


class Leaf(NamedTuple):
    """What stands at the end of a phrase. `exact` holds the words of an abbreviation as written.

    `part` is the bit of a part of what stands together (`engine.reading.together`), 0 for other phrases.
    """

    order: int
    entry: Entry
    exact: tuple[str, ...] | None
    blocks: bool
    part: int = 0


class Node:
    """One place in the trie.

    `links` are further places that are reached together with it; `waiting`, called with a word before the first step
    over that word, puts in the phrases that go on with it; `wide` is set where a step stands for several words. `rest`
    is what has yet to be gone into, by the key of its first step; `choices` are groups that have yet to be parted, each
    with the node in which its alternatives meet; `entered` are the keys of both that were gone into.
    """

    __slots__ = (
        "any",
        "choices",
        "entered",
        "figure",
        "gap",
        "leaves",
        "links",
        "rest",
        "stems",
        "waiting",
        "wide",
        "words",
    )

    def __init__(self) -> None:
        self.words: dict[str, Node] = {}
        self.wide = False
        self.stems: dict[str, dict[str, Node]] | None = None
        self.any: Node | None = None
        self.figure: Node | None = None
        self.gap: Node | None = None
        self.leaves: list[Leaf] | None = None
        self.links: list[Node] | None = None
        self.waiting: Callable[[str], None] | None = None
        self.rest: dict[str, list[_Rest]] | None = None
        self.choices: list[tuple[Choice, Node]] | None = None
        self.entered: dict[str, None] | None = None

    def step(self, step: str) -> Node:
        """The node that a plain step leads to, made where it is missing."""
        if step == ANY_WORD:
            self.wide = True
            self.any = self.any or Node()
            return self.any
        if step == FIGURE:
            self.wide = True
            self.figure = self.figure or Node()
            return self.figure
        if step == GAP:
            self.gap = self.gap or Node()
            return self.gap
        if step[-1] == "*" and len(step) > 1:
            self.wide = True
            self.stems = {} if self.stems is None else self.stems
            return self.stems.setdefault(step[:_STEM_KEY], {}).setdefault(step[:-1], Node())
        node = self.words.get(step)
        if node is None:
            node = self.words[step] = Node()
        return node

    def end(self, end: Leaf | Node) -> None:
        """Let something end here: a phrase, or an alternative, which goes on where it meets the others."""
        if isinstance(end, Leaf):
            self.leaves = [*(self.leaves or ()), end]
        else:
            self.links = [*(self.links or ()), end]

    def over(self, word: str) -> Iterator[Node]:
        """Every node that one word leads to by other steps than itself."""
        if self.stems is not None:
            for stem, following in self.stems.get(word[:_STEM_KEY], {}).items():
                if word.startswith(stem):
                    yield following
        if self.any is not None and word[0].isalnum():
            yield self.any
        if self.figure is not None and word[0].isdigit():
            yield self.figure


# Steps, the place in them from which on they have yet to be gone into, and what stands at their end.
_Rest = tuple["list[str]", int, "Leaf | Node"]

# A node, and how many words a gap before it has passed over, or `_PLAIN` where none is open.
_Item = tuple[Node, int]


class _State:
    """A set of places reached together: the phrases that end here, and the steps on, as far as they are known."""

    __slots__ = ("ends", "exact", "items", "next", "parts", "plain")

    def __init__(self, items: frozenset[_Item]) -> None:
        self.items = items
        self.next: dict[str, _State | None] = {}
        leaves = sorted(
            (leaf for node, skipped in items if skipped == _PLAIN for leaf in node.leaves or ()),
            key=lambda leaf: -leaf.order,
        )
        self.plain = {leaf.entry.lane: leaf for leaf in leaves if leaf.exact is None and not leaf.part}
        self.exact = [leaf for leaf in leaves if leaf.exact is not None]
        self.parts = reduce(int.__or__, (leaf.part for leaf in leaves), 0)
        self.ends = bool(self.plain or self.exact)


class Trie:
    """All phrases of a lexicon, and the automaton over them."""

    def __init__(self, groups: Sequence[str] = ()) -> None:
        """A trie without phrases yet; `groups` are those that its phrases name by number."""
        self.root = Node()
        self._groups = groups
        self._choices: dict[str, Choice] = {}
        self._states: dict[frozenset[_Item], _State] = {}
        self._start = _State(frozenset([(self.root, _PLAIN)]))
        self._steps = 0

    def put(self, steps: list[str], leaf: Leaf) -> None:
        """Put in one way of writing a phrase."""
        self._put(self.root, steps, 0, leaf)

    def _put(self, node: Node, steps: list[str], at: int, end: Leaf | Node) -> None:
        if at == len(steps):
            node.end(end)
            return
        step = steps[at]
        if is_group(step):
            self._choose(node, step, steps, at + 1, end)
        elif step == GAP or (node.entered and key_of(step) in node.entered):
            self._put(node.step(step), steps, at + 1, end)
        else:
            node.rest = {} if node.rest is None else node.rest
            node.rest.setdefault(key_of(step), []).append((steps, at, end))

    def _choose(self, node: Node, group: str, steps: list[str], after: int, end: Leaf | Node) -> None:
        """Alternatives part here and meet again in one node."""
        meeting = Node()
        self._put(meeting, steps, after, end)
        choice = self._choices.get(group)
        if choice is None:
            choice = self._choices[group] = Choice(self._groups[int(group[1:])])
        for alternative in choice.at_once:
            self._put(node, alternative, 0, meeting)
        for key in node.entered or ():
            for alternative in choice.by_key.get(key, ()):
                self._put(node, alternative, 0, meeting)
        node.choices = [*(node.choices or ()), (choice, meeting)]

    def _enter(self, node: Node, keys: Sequence[str]) -> None:
        """Go one step further into all that goes on with a word of these keys."""
        if node.choices:
            self._part(node)
        rest = node.rest or {}
        if node is not self.root and rest.keys().isdisjoint(keys):
            return
        entered = node.entered = {} if node.entered is None else node.entered
        for key in keys:
            entered[key] = None
            for steps, at, end in rest.pop(key, ()):
                self._put(node.step(steps[at]), steps, at + 1, end)

    def _part(self, node: Node) -> None:
        """Let the alternatives of groups wait each for its own first word, now that a text has come to them."""
        rest = node.rest = {} if node.rest is None else node.rest
        for choice, meeting in node.choices or ():
            for key, alternatives in choice.by_key.items():
                if not node.entered or key not in node.entered:
                    rest.setdefault(key, []).extend([(steps, 0, meeting) for steps in alternatives])
        node.choices = None

    def longest(
        self, tokens: Tokens, parts: list[tuple[int, int, int]], *, any_case: bool
    ) -> Iterator[tuple[int, dict[str, tuple[int, Leaf]]]]:
        """For each token at which phrases begin: its index and, by lane, the end and leaf of the longest.

        Ends count tokens. With `any_case` abbreviations are found in whatever case they stand. The first and last token
        of each part of what stands together go into `parts` with its bits, the shorter first.
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
                    for leaf in state.exact and _as_written(state.exact, tokens.words, index, any_case=any_case):
                        best[leaf.entry.lane] = (at, leaf)
                if state.parts:
                    parts.append((index, at - 1, state.parts))
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
        reached: list[_Item] = []
        keys = keys_of(word)
        stop = word in _STOPS
        for node, skipped in state.items:
            if node.waiting is not None:
                node.waiting(word)
            if node.rest or node.choices or node is self.root:
                self._enter(node, keys)
            child = node.words.get(word)
            if child is not None:
                reached.append((child, _PLAIN))
            if node.wide:
                reached += [(following, _PLAIN) for following in node.over(word)]
            if _PLAIN < skipped < _GAP_WORDS and not stop:
                reached.append((node, skipped + word[0].isalnum()))
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


def _as_written(leaves: Iterable[Leaf], words: list[str], index: int, *, any_case: bool) -> list[Leaf]:
    as_is, ahead = str.lower if any_case else str, words[index : index + 12]  # more words than any abbreviation has
    return [leaf for leaf in leaves if all(map(_is_written, map(as_is, leaf.exact or ()), map(as_is, ahead)))]


def _is_written(word: str, found: str) -> bool:
    return found == word or (found.startswith(word) and found[len(word) :] in {"s", "'s"})
