"""The phrase lexicon: YAML lists of phrases, one token trie, every mention in one pass.

A file holds one `category` and its `entries`; `engine.reading.phrases` says how phrases are written. The cost of a look-up
depends on the text, not on the size of the lexicon.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from engine.errors import RuleErrors
from engine.reading.folding import Case, case_of
from engine.reading.lexicon_files import Entry, Origin, entries_of, files_of
from engine.reading.lexicon_files import make_entry as entry
from engine.reading.phrases import ANY_WORD, FIGURE, GAP, PhraseError, Sequence, steps_of
from engine.reading.tokens import Token, tokenise, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from engine.errors import RuleError

__all__ = ["Entry", "Lexicon", "Mention", "Token", "entry", "tokenise"]

_GAP_WORDS = 3
_STOPS = frozenset(".;:?!\n|")
_STEM_KEY = 2


class Mention(NamedTuple):
    """A phrase of the lexicon found at `text[start:end]`: its category, the entry's id and what the entry sets."""

    start: int
    end: int
    category: str
    id: str
    attributes: Mapping[str, str]


class _Leaf(NamedTuple):
    """What stands at the end of a phrase. `exact` holds the words of an abbreviation as written."""

    order: int
    entry: Entry
    exact: tuple[str, ...] | None
    blocks: bool


class _Node:
    """One place in the trie; `links` are further places that are reached together with it."""

    __slots__ = ("any", "figure", "gap", "leaves", "links", "stems", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.stems: dict[str, dict[str, _Node]] | None = None
        self.any: _Node | None = None
        self.figure: _Node | None = None
        self.gap: _Node | None = None
        self.leaves: list[_Leaf] | None = None
        self.links: list[_Node] | None = None

    def step(self, step: str) -> _Node:
        """The node that a plain step leads to, made where it is missing."""
        if step == ANY_WORD:
            self.any = self.any or _Node()
            return self.any
        if step == FIGURE:
            self.figure = self.figure or _Node()
            return self.figure
        if step == GAP:
            self.gap = self.gap or _Node()
            return self.gap
        if step[-1] == "*" and len(step) > 1:
            self.stems = {} if self.stems is None else self.stems
            return self.stems.setdefault(step[:_STEM_KEY], {}).setdefault(step[:-1], _Node())
        node = self.words.get(step)
        if node is None:
            node = self.words[step] = _Node()
        return node

    def walk(self, steps: Sequence) -> _Node:
        """The node at the end of a sequence; alternatives part here and meet again in one node."""
        node = self
        for step in steps:
            node = node.step(step) if isinstance(step, str) else node.choose(step)
        return node

    def choose(self, alternatives: tuple[Sequence, ...]) -> _Node:
        """The node in which alternatives meet."""
        meeting = _Node()
        for alternative in alternatives:
            end = self.walk(alternative)
            end.links = [*(end.links or []), meeting]
        return meeting


def _openings(steps: Sequence) -> list[Sequence]:
    """A phrase with its first part present and, where that may be missing, without it: no phrase begins with nothing."""
    first = steps[0]
    if not isinstance(first, tuple):
        return [steps]
    found: list[Sequence] = []
    for alternative in first:
        whole = [*alternative, *steps[1:]]
        found += _openings(whole) if whole and not (alternative and isinstance(alternative[0], str)) else []
    kept = tuple(alternative for alternative in first if alternative and isinstance(alternative[0], str))
    return [*([[kept, *steps[1:]]] if kept else []), *found]


class Lexicon:
    """Phrases ready to be found. Immutable once built; safe to share."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Build from entries in order; raises RuleErrors with the place of every phrase that cannot be used."""
        self.entries = tuple(entries)
        self._root = _Node()
        self._order = 0
        self._last: tuple[str, tuple[Mention, ...], list[int]] = ("", (), [])
        errors: list[RuleError] = []
        for found in self.entries:
            self._add_entry(found, errors)
        if errors:
            raise RuleErrors(errors)

    @classmethod
    def load(cls, *sources: Path) -> Lexicon:
        """Read files, or every `*.yaml` of folders; raises RuleErrors listing all mistakes of all files."""
        entries: list[Entry] = []
        errors: list[RuleError] = []
        for path in files_of(sources):
            try:
                entries.extend(entries_of(path))
            except RuleErrors as error:
                errors.extend(error.errors)
        if errors:
            raise RuleErrors(errors)
        return cls(entries)

    def find(self, text: str, start: int = 0, end: int | None = None, category: str = "") -> tuple[Mention, ...]:
        """The mentions inside `text[start:end]`, of one category or of all, in order of their start.

        Within a category (or, in a file that says `overlap: yes`, within an entry) mentions never overlap: the leftmost
        wins, then the longest. The whole text is read once and
        kept, so that asking for its sentences one by one costs next to nothing.
        """
        _, mentions, starts = self._scan(text)
        stop = len(text) if end is None else end
        low, high = bisect_left(starts, start), bisect_left(starts, stop)
        return tuple(
            mention
            for mention in mentions[low:high]
            if mention.end <= stop and (not category or mention.category == category)
        )

    def _scan(self, text: str) -> tuple[str, tuple[Mention, ...], list[int]]:
        last = self._last
        if last[0] == text:
            return last
        mentions = self._mentions(text)
        self._last = last = (text, mentions, [mention.start for mention in mentions])
        return last

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        tokens = tokens_of(text)
        lower = case_of(text) is Case.LOWER
        words, stems = self._root.words, self._root.stems or {}
        taken: dict[str, int] = {}
        found: list[Mention] = []
        for index, token in enumerate(tokens):
            norm = token.norm
            nodes = [words[norm]] if norm in words else []
            for stem, node in stems.get(norm[:_STEM_KEY], {}).items():
                if norm.startswith(stem):
                    nodes.append(node)
            if nodes:
                best = _longest(nodes, tokens, index, text, lower=lower)
                _take(best, token.start, taken, found)
        return tuple(found)

    def _add_entry(self, found: Entry, errors: list[RuleError]) -> None:
        for phrase, origin in found.phrases:
            self._add(found, phrase, origin, errors)
        for phrase, origin in found.excepted:
            self._add(found, phrase, origin, errors, blocks=True)
        for phrase, origin in found.abbreviations:
            self._add(found, phrase, origin, errors, exact=_raw(phrase))

    def _add(
        self,
        entry: Entry,
        phrase: str,
        origin: Origin,
        errors: list[RuleError],
        *,
        blocks: bool = False,
        exact: tuple[str, ...] | None = None,
    ) -> None:
        try:
            steps = steps_of(phrase)
        except PhraseError as error:
            wrong, _, cure = str(error).partition("; ")
            errors.append(origin.error(wrong, cure))
            return
        self._order += 1
        for opening in _openings(steps):
            node = self._root.walk(opening)
            node.leaves = node.leaves or []
            clash = _clash(node.leaves, entry, exact)
            if clash:
                errors.append(origin.error(f"`{phrase}` stands for `{clash}` too", "keep it in one entry"))
            node.leaves.append(_Leaf(self._order, entry, exact, blocks))


def _raw(phrase: str) -> tuple[str, ...]:
    return tuple(phrase[token.start : token.end] for token in tokens_of(phrase))


def _clash(leaves: list[_Leaf], entry: Entry, exact: tuple[str, ...] | None) -> str:
    """The id of another entry of this category that the same words stand for already."""
    for leaf in leaves:
        if leaf.entry.lane == entry.lane and leaf.entry.id != entry.id and leaf.exact == exact:
            return leaf.entry.id
    return ""


def _longest(
    nodes: list[_Node], tokens: tuple[Token, ...], index: int, text: str, *, lower: bool
) -> dict[str, tuple[int, _Leaf]]:
    """For each category the longest phrase that begins at token `index`: where it ends, and its leaf."""
    best: dict[str, tuple[int, _Leaf]] = {}
    stack = [(node, index + 1) for node in nodes]
    count = len(tokens)
    while stack:
        node, at = stack.pop()
        if node.links is not None:
            stack += [(link, at) for link in node.links]
        if node.leaves is not None:
            _note(node.leaves, tokens, index, at, text, best, lower=lower)
        if at < count:
            _advance(node, tokens, at, stack)
    return best


def _note(
    leaves: list[_Leaf],
    tokens: tuple[Token, ...],
    index: int,
    at: int,
    text: str,
    best: dict[str, tuple[int, _Leaf]],
    *,
    lower: bool,
) -> None:
    end = tokens[at - 1].end
    for leaf in leaves:
        known = best.get(leaf.entry.lane)
        if known is not None and (known[0] > end or (known[0] == end and not _before(leaf, known[1]))):
            continue
        if leaf.exact is None or lower or _same(leaf.exact, tokens, index, text):
            best[leaf.entry.lane] = (end, leaf)


def _before(one: _Leaf, other: _Leaf) -> bool:
    """Of two phrases that end together an abbreviation comes first, then the one written earlier."""
    return (one.exact is None, one.order) < (other.exact is None, other.order)


def _same(exact: tuple[str, ...], tokens: tuple[Token, ...], index: int, text: str) -> bool:
    """Whether an abbreviation stands as written, but for a plural or possessive s."""
    for offset, word in enumerate(exact):
        token = tokens[index + offset]
        found = text[token.start : token.end]
        if found != word and not (found.startswith(word) and found[len(word) :] in {"s", "'s"}):
            return False
    return True


def _advance(node: _Node, tokens: tuple[Token, ...], at: int, stack: list[tuple[_Node, int]]) -> None:
    """Push every node that the token at `at` leads to."""
    norm = tokens[at].norm
    child = node.words.get(norm)
    if child is not None:
        stack.append((child, at + 1))
    if node.stems is not None:
        for stem, following in node.stems.get(norm[:_STEM_KEY], {}).items():
            if norm.startswith(stem):
                stack.append((following, at + 1))
    if node.any is not None and norm[0].isalnum():
        stack.append((node.any, at + 1))
    if node.figure is not None and norm[0].isdigit():
        stack.append((node.figure, at + 1))
    if node.gap is not None:
        _skip(node.gap, tokens, at, stack)


def _skip(node: _Node, tokens: tuple[Token, ...], at: int, stack: list[tuple[_Node, int]]) -> None:
    """Push the node after a gap at every place it may go on, up to three words ahead in the sentence."""
    skipped = 0
    count = len(tokens)
    _resume(node, tokens, at, stack)
    while skipped < _GAP_WORDS and at < count and tokens[at].norm not in _STOPS:
        skipped += tokens[at].norm[0].isalnum()
        at += 1
        if at < count:
            _resume(node, tokens, at, stack)


def _resume(node: _Node, tokens: tuple[Token, ...], at: int, stack: list[tuple[_Node, int]]) -> None:
    _advance(node, tokens, at, stack)
    for link in node.links or ():
        _resume(link, tokens, at, stack)


def _take(best: dict[str, tuple[int, _Leaf]], start: int, taken: dict[str, int], found: list[Mention]) -> None:
    """Keep the phrases that do not overlap an earlier one of their category; an exception takes its place silently."""
    for lane, (end, leaf) in best.items():
        if start < taken.get(lane, 0):
            continue
        taken[lane] = end
        if not leaf.blocks:
            entry = leaf.entry
            found.append(Mention(start, end, entry.category, entry.id, entry.attributes))
