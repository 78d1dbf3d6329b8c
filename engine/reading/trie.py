"""Phrases as a trie that grows no further than texts read.

Phrases come as `engine.reading.written` has them. What goes on from a place waits there, unread, until a text comes to
the place, and then by its first word, since most phrases that begin like a text do not go on like it. How a text walks
through it: `engine.reading.automaton`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine.reading.phrases import ANY_WORD, FIGURE, GAP
from engine.reading.written import Choice, is_group, key_of, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine.reading.lexicon_files import Entry

_STEM_KEY = 2


class Leaf(NamedTuple):
    """What stands at the end of a phrase. `exact` holds the words of an abbreviation as written.

    Phrases of one `lane` never overlap in a text; lanes are numbered in the order of their names.
    `part` is the bit of a part of what stands together (`engine.reading.together`), 0 for other phrases.
    """

    order: int
    entry: Entry
    lane: int
    exact: tuple[str, ...] | None
    blocks: bool
    part: int = 0


class Node:
    """One place in the trie.

    `links` are further places that are reached together with it; `waiting`, called with a word before the first step
    over that word, puts in the phrases that go on with it; `wide` is set where a step stands for several words.
    `unread` is what goes on from here, until a text comes to the place; from then on `rest` is what has yet to be gone
    into, by the key of its first step; `choices` are groups that have yet to be parted, each with the node in which its
    alternatives meet; `entered` are the keys of both that were gone into.
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
        "unread",
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
        self.unread: list[_Rest] | None = []
        self.rest: dict[str, list[_Rest | _Written]] | None = None
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
# The same as written, not yet parted into steps.
_Written = tuple[str, int, "Leaf | Node"]


class Trie:
    """All phrases of a lexicon."""

    def __init__(self, groups: Sequence[str] = ()) -> None:
        """A trie without phrases yet; `groups` are those that its phrases name by number."""
        self.root = Node()
        self._groups = groups
        self._choices: dict[str, Choice] = {}

    def put(self, node: Node, steps: list[str], leaf: Leaf) -> None:
        """Put in what stands behind the first step of a phrase, which leads to this node."""
        self._put(node, steps, 0, leaf)

    def reach(self, node: Node) -> None:
        """Read what goes on from a place, now that a text has come to it."""
        unread, node.unread = node.unread, None
        for steps, at, end in unread or ():
            self._put(node, steps, at, end)

    def _put(self, node: Node, steps: list[str], at: int, end: Leaf | Node) -> None:
        if node.unread is not None:
            node.unread.append((steps, at, end))
            return
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
            self._put(node, alternative.split(), 0, meeting)
        for key in node.entered or ():
            for alternative in choice.by_key.get(key, ()):
                self._put(node, alternative.split(), 0, meeting)
        node.choices = [*(node.choices or ()), (choice, meeting)]

    def enter(self, node: Node, word: str) -> None:
        """Go one step further into all that goes on with a word."""
        if node.choices:
            self._part(node)
        keys = keys_of(word)
        rest = node.rest or {}
        if rest.keys().isdisjoint(keys):
            return
        entered = node.entered = {} if node.entered is None else node.entered
        for key in keys:
            entered[key] = None
            for waiting, at, end in rest.pop(key, ()):
                steps = waiting.split() if isinstance(waiting, str) else waiting
                self._put(node.step(steps[at]), steps, at + 1, end)

    def _part(self, node: Node) -> None:
        """Let the alternatives of groups wait each for its own first word, now that a text has come to them."""
        rest = node.rest = {} if node.rest is None else node.rest
        for choice, meeting in node.choices or ():
            for key, alternatives in choice.by_key.items():
                if not node.entered or key not in node.entered:
                    rest.setdefault(key, []).extend([(each, 0, meeting) for each in alternatives])
        node.choices = None
