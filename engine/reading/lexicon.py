"""The phrase lexicon: YAML lists of phrases, one token trie, every mention in one pass.

A file holds one `category` and its `entries`; `engine.reading.phrases` says how phrases are written. The cost of a
look-up depends on the text, not on the size of the lexicon.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from engine.errors import RuleErrors
from engine.reading.folding import Case, case_of
from engine.reading.lexicon_files import Entry, entries_of, files_of
from engine.reading.lexicon_files import make_entry as entry
from engine.reading.phrase_index import Index, Waiting, beginnings, keep_index, kept_index, openings, phrases_of
from engine.reading.phrases import PhraseError, steps_of
from engine.reading.tokens import Token, tokenise, tokens_of
from engine.reading.trie import Leaf, Trie

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from engine.errors import RuleError
    from engine.reading.phrases import Sequence

__all__ = ["Entry", "Lexicon", "Mention", "Token", "entry", "tokenise"]


class Mention(NamedTuple):
    """A phrase of the lexicon found at `text[start:end]`: its category, the entry's id and what the entry sets."""

    start: int
    end: int
    category: str
    id: str
    attributes: Mapping[str, str]


class Lexicon:
    """Phrases ready to be found. Immutable once built; safe to share."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Build from entries in order; raises RuleErrors with the place of every phrase that cannot be used."""
        self.entries = tuple(entries)
        self._phrases = phrases_of(self.entries)
        self._trie = Trie()
        self._last: tuple[str, tuple[Mention, ...], list[int]] = ("", (), [])
        index = kept_index(self._phrases)
        if index is None:
            keep_index(self._phrases, self._checked())
        else:
            Waiting(index, self._trie.root, self._put)

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
        starts, words = tokens.starts, tokens.words
        taken: dict[str, int] = {}
        found: list[Mention] = []
        for index, best in self._trie.longest(tokens, any_case=case_of(text) is Case.LOWER):
            start = starts[index]
            for lane in sorted(best) if len(best) > 1 else best:
                if index < taken.get(lane, 0):
                    continue
                end, leaf = best[lane]
                taken[lane] = end
                if not leaf.blocks:
                    entry = leaf.entry
                    stop = starts[end - 1] + len(words[end - 1])
                    found.append(Mention(start, stop, entry.category, entry.id, entry.attributes))
        return tuple(found)

    def _checked(self) -> Index:
        """Put every phrase into the trie at once; what each begins with. Raises RuleErrors with all mistakes."""
        errors: list[RuleError] = []
        index: Index = {}
        for number, phrase in enumerate(self._phrases):
            try:
                opened, clash = self._put(number)
            except PhraseError as error:
                wrong, _, cure = str(error).partition("; ")
                errors.append(phrase.origin.error(wrong, cure))
                continue
            if clash:
                wrong = f"`{phrase.words}` stands for `{clash}` too"
                errors.append(phrase.origin.error(wrong, "keep it in one entry"))
            for first, second in beginnings(opened):
                index.setdefault(first, {}).setdefault(second, []).append(number)
        if errors:
            raise RuleErrors(errors)
        return index

    def _put(self, number: int) -> tuple[list[Sequence], str]:
        """Put one phrase into the trie; its openings, and the id of an entry that has the same words already."""
        phrase = self._phrases[number]
        exact = _raw(phrase.words) if phrase.kind == "abbreviations" else None
        opened = openings(steps_of(phrase.words))
        clash = ""
        for opening in opened:
            node = self._trie.root.walk(opening)
            node.leaves = node.leaves or []
            clash = clash or _clash(node.leaves, phrase.entry, exact)
            node.leaves.append(Leaf(number, phrase.entry, exact, phrase.kind == "except"))
        return opened, clash


def _raw(phrase: str) -> tuple[str, ...]:
    return tuple(tokens_of(phrase).words)


def _clash(leaves: list[Leaf], entry: Entry, exact: tuple[str, ...] | None) -> str:
    """The id of another entry of this category that the same words stand for already."""
    for leaf in leaves:
        if leaf.entry.lane == entry.lane and leaf.entry.id != entry.id and leaf.exact == exact:
            return leaf.entry.id
    return ""
