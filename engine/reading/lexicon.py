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
from engine.reading.phrase_index import (
    Index,
    Waiting,
    beginnings,
    keep_index,
    kept_index,
    openings,
    phrases_of,
)
from engine.reading.phrases import PhraseError, steps_of
from engine.reading.together import PART, Frame, Frames, Hit, bit_of
from engine.reading.tokens import Token, tokenise, tokens_of
from engine.reading.trie import Leaf, Trie
from engine.reading.written import Writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from engine.errors import RuleError
    from engine.reading.phrase_index import Phrase

__all__ = ["Entry", "Lexicon", "Mention", "Token", "entry", "tokenise"]


class Mention(NamedTuple):
    """A phrase of the lexicon found at `text[start:end]`: its category, the entry's id and what the entry sets.

    Where words that stand together were found, `parts` are their places, in order.
    """

    start: int
    end: int
    category: str
    id: str
    attributes: Mapping[str, str]
    parts: tuple[tuple[int, int], ...] = ()


class _Scanned(NamedTuple):
    """What was found in a text: mentions, and parts of what stands together, each with where they begin."""

    text: str
    mentions: list[Mention]
    starts: list[int]
    parts: list[int]
    part_starts: list[int]
    tokens: list[tuple[int, int, int]]

    def hits(self, low: int, high: int) -> list[Hit]:
        """Some of the parts with their places."""
        starts, words, _ = tokens_of(self.text)
        return [
            Hit(starts[first], starts[last] + len(words[last]), parts) for first, last, parts in self.tokens[low:high]
        ]


class Lexicon:
    """Phrases ready to be found. Immutable once built; safe to share."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Build from entries in order; raises RuleErrors with the place of every phrase that cannot be used."""
        self.entries = tuple(entries)
        self._frames = Frames(self.entries)
        self._phrases = phrases_of((*self.entries, *self._frames.parts))
        self._last = _Scanned("", [], [], [], [], [])
        index = kept_index(self._phrases)
        if index is None:
            index = self._checked()
            keep_index(self._phrases, index)
        self._written = index.phrases
        self._trie = Trie(index.groups)
        Waiting(index.begun, self._trie.root, self._put)

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

        `text[start:end]` is one sentence where words that stand together are to be found. Within a category (or, in a
        file that says `overlap: yes`, within an entry) mentions never overlap: the leftmost wins, then the longest. The
        whole text is read once and kept, so that asking for its sentences one by one costs next to nothing.
        """
        scanned = self._scan(text)
        starts, stop = scanned.starts, len(text) if end is None else end
        low, high = bisect_left(starts, start), bisect_left(starts, stop)
        inside = [mention for mention in scanned.mentions[low:high] if mention.end <= stop]
        if scanned.parts:
            low, high = bisect_left(scanned.part_starts, start), bisect_left(scanned.part_starts, stop)
            if whole := self._frames.whole(scanned.parts[low:high]):
                inside = self._framed(inside, whole, scanned.hits(low, high), stop)
        return tuple(each for each in inside if each.category == category) if category else tuple(inside)

    def _framed(self, inside: list[Mention], whole: list[Frame], hits: list[Hit], stop: int) -> list[Mention]:
        """The mentions of a sentence with what stands together in it."""
        found = list(self._frames.found(whole, hits, stop))
        if not found:
            return inside
        said = {(each.category, each.id) for each in inside}
        for frame, chosen in found:
            category, name, attributes = frame.entry.category, frame.entry.id, frame.entry.attributes
            if (category, name) not in said:
                said.add((category, name))
                places = tuple((each.start, each.end) for each in chosen)
                end = max(end for _, end in places)
                inside.append(Mention(places[0][0], end, category, name, attributes, places))
        return sorted(inside, key=lambda each: each.start)

    def _scan(self, text: str) -> _Scanned:
        last = self._last
        if last.text is text:
            return last
        ends: list[tuple[int, int, int]] = []
        mentions = self._mentions(text, ends)
        starts = tokens_of(text).starts
        begun = [each.start for each in mentions], [starts[first] for first, _, _ in ends]
        self._last = found = _Scanned(text, mentions, begun[0], [each[2] for each in ends], begun[1], ends)
        return found

    def _mentions(self, text: str, parts: list[tuple[int, int, int]]) -> list[Mention]:
        """The mentions of a text; where parts end is added to `parts`."""
        tokens = tokens_of(text)
        starts, words = tokens.starts, tokens.words
        taken: dict[str, int] = {}
        found: list[Mention] = []
        for index, best in self._trie.longest(tokens, parts, any_case=case_of(text) is Case.LOWER):
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
        return found

    def _checked(self) -> Index:
        """Read every phrase; what each begins with and comes to. Raises RuleErrors with all mistakes."""
        errors: list[RuleError] = []
        index, writing = Index({}, [], []), Writing()
        same: dict[str, list[Phrase]] = {}
        for number, phrase in enumerate(self._phrases):
            try:
                opened = openings(steps_of(phrase.words))
            except PhraseError as error:
                wrong, _, cure = str(error).partition("; ")
                errors.append(phrase.origin.error(wrong, cure))
                continue
            written = writing.opened(opened)
            index.phrases.append(written)
            if clash := _clash(written, phrase, same):
                wrong = f"`{phrase.words}` stands for `{clash}` too"
                errors.append(phrase.origin.error(wrong, "keep it in one entry"))
            for first, second in beginnings(opened):
                index.begun.setdefault(first, {}).setdefault(second, []).append(number)
        if errors:
            raise RuleErrors(errors)
        index.groups.extend(writing.groups)
        return index

    def _put(self, number: int) -> None:
        """Put one phrase into the trie."""
        phrase = self._phrases[number]
        part = bit_of(phrase.entry) if phrase.entry.category == PART else 0
        leaf = Leaf(number, phrase.entry, _exact(phrase), phrase.kind == "except", part)
        for opening in self._written[number].split("|"):
            self._trie.put(opening.split(), leaf)


def _exact(phrase: Phrase) -> tuple[str, ...] | None:
    if phrase.kind != "abbreviations":
        return None
    return tuple(phrase.words[token.start : token.end] for token in tokenise(phrase.words))


def _clash(written: str, phrase: Phrase, same: dict[str, list[Phrase]]) -> str:
    """The id of another entry of this lane that the same words stand for already; `same` is added to."""
    found = ""
    entry, exact = phrase.entry, _exact(phrase)
    for opening in written.split("|"):
        if " (" in f" {opening}".replace(" ( ", " "):
            continue
        others = same.setdefault(opening, [])
        for other in others:
            if other.entry.lane == entry.lane and other.entry.id != entry.id and _exact(other) == exact:
                found = found or other.entry.id
        others.append(phrase)
    return found
