"""The phrase lexicon: YAML lists of phrases, one token trie, every mention in one pass.

A file holds one `category` and its `entries`; `engine.reading.phrases` says how phrases are written. The cost of a
look-up depends on the text, not on the size of the lexicon.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from engine.errors import RuleErrors
from engine.reading.folding import Case, case_of
from engine.reading.lexicon_files import Entry, Origin, entries_of, files_of
from engine.reading.lexicon_files import make_entry as entry
from engine.reading.phrases import PhraseError, Sequence, steps_of
from engine.reading.tokens import Token, tokenise, tokens_of
from engine.reading.trie import Leaf, Trie

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from engine.errors import RuleError

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
        self._trie = Trie()
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
        starts, words = tokens.starts, tokens.words
        taken: dict[str, int] = {}
        found: list[Mention] = []
        for index, best in self._trie.longest(tokens, any_case=case_of(text) is Case.LOWER):
            start = starts[index]
            for lane in sorted(best):
                end, leaf = best[lane]
                if index < taken.get(lane, 0):
                    continue
                taken[lane] = end
                if not leaf.blocks:
                    entry = leaf.entry
                    stop = starts[end - 1] + len(words[end - 1])
                    found.append(Mention(start, stop, entry.category, entry.id, entry.attributes))
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
            node = self._trie.root.walk(opening)
            node.leaves = node.leaves or []
            clash = _clash(node.leaves, entry, exact)
            if clash:
                errors.append(origin.error(f"`{phrase}` stands for `{clash}` too", "keep it in one entry"))
            node.leaves.append(Leaf(self._order, entry, exact, blocks))


def _openings(steps: Sequence) -> list[Sequence]:
    """A phrase with its first part present and, where that may be missing, without it: none begins with nothing."""
    first = steps[0]
    if not isinstance(first, tuple):
        return [steps]
    found: list[Sequence] = []
    for alternative in first:
        whole = [*alternative, *steps[1:]]
        found += _openings(whole) if whole and not (alternative and isinstance(alternative[0], str)) else []
    kept = tuple(alternative for alternative in first if alternative and isinstance(alternative[0], str))
    return [*([[kept, *steps[1:]]] if kept else []), *found]


def _raw(phrase: str) -> tuple[str, ...]:
    return tuple(tokens_of(phrase).words)


def _clash(leaves: list[Leaf], entry: Entry, exact: tuple[str, ...] | None) -> str:
    """The id of another entry of this category that the same words stand for already."""
    for leaf in leaves:
        if leaf.entry.lane == entry.lane and leaf.entry.id != entry.id and leaf.exact == exact:
            return leaf.entry.id
    return ""
