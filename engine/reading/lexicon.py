"""The phrase lexicon: YAML lists of phrases, one token trie, every mention in one pass.

A file holds one `category` and its `entries`; `engine.reading.phrases` says how phrases are written. The cost of a
look-up depends on the text, not on the size of the lexicon.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from engine.errors import RuleErrors
from engine.reading.automaton import Automaton, Walk
from engine.reading.folding import Case, case_of
from engine.reading.lexicon_files import Entry, entries_of, files_of
from engine.reading.lexicon_files import make_entry as entry
from engine.reading.mention import Mention
from engine.reading.phrase_index import Index, Indexing, Waiting, keep_index, kept_index, phrases_of
from engine.reading.phrases import PhraseError, steps_of
from engine.reading.together import PART, Frame, Frames, Hit, bit_of
from engine.reading.tokens import Token, tokenise, tokens_of
from engine.reading.trie import Leaf, Trie

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from engine.errors import RuleError
    from engine.reading.phrase_index import Phrase
    from engine.reading.trie import Node

__all__ = ["Entry", "Lexicon", "Mention", "Token", "entry", "tokenise"]


class _Scanned(NamedTuple):
    """What was found in a text, and where mentions begin."""

    text: str
    walk: Walk
    starts: list[int]

    def hits(self, low: int, high: int) -> list[Hit]:
        """Some of the parts with their places."""
        starts, words, _ = tokens_of(self.text)
        begun, ended, bits = self.walk.part_starts, self.walk.part_ends, self.walk.part_bits
        ends = [starts[last] + len(words[last]) for last in ended[low:high]]
        return [Hit(*each) for each in zip(begun[low:high], ends, bits[low:high], strict=True)]


class Lexicon:
    """Phrases ready to be found. Immutable once built; safe to share."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Build from entries in order; raises RuleErrors with the place of every phrase that cannot be used."""
        self.entries = tuple(entries)
        self._frames = Frames(self.entries)
        self._phrases = phrases_of((*self.entries, *self._frames.parts))
        self._last = _Scanned("", Walk([], [], [], []), [])
        index = kept_index(self._phrases)
        if index is None:
            index = self._checked()
            keep_index(self._phrases, index)
        self._rests, self._owners = index.rests.split("\n"), index.owners
        self._trie = Trie(index.groups.split("\n"))
        lanes = sorted({phrase.entry.lane for phrase in self._phrases})
        self._lanes = {lane: number for number, lane in enumerate(lanes)}
        self._automaton = Automaton(self._trie, len(lanes))
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

        `text[start:end]` is one sentence where words that stand together are to be found. Within a category (or, in a
        file that says `overlap: yes`, within an entry) mentions never overlap: the leftmost wins, then the longest. The
        whole text is read once and kept, so that asking for its sentences one by one costs next to nothing.
        """
        scanned = self._scan(text)
        starts, stop, walk = scanned.starts, len(text) if end is None else end, scanned.walk
        low, high = bisect_left(starts, start), bisect_left(starts, stop)
        inside = [mention for mention in walk.mentions[low:high] if mention.end <= stop]
        if walk.part_starts:
            low, high = bisect_left(walk.part_starts, start), bisect_left(walk.part_starts, stop)
            if whole := self._frames.whole(walk.part_bits[low:high]):
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
        walk = self._automaton.walk(tokens_of(text), any_case=case_of(text) is Case.LOWER)
        self._last = found = _Scanned(text, walk, [each.start for each in walk.mentions])
        return found

    def _checked(self) -> Index:
        """Read every phrase; what each begins with and comes to. Raises RuleErrors with all mistakes."""
        errors: list[RuleError] = []
        indexing = Indexing()
        same: dict[str, list[Phrase]] = {}
        for number, phrase in enumerate(self._phrases):
            try:
                written = indexing.add(number, steps_of(phrase.words))
            except PhraseError as error:
                wrong, _, cure = str(error).partition("; ")
                errors.append(phrase.origin.error(wrong, cure))
                continue
            if clash := _clash(written, phrase, same):
                wrong = f"`{phrase.words}` stands for `{clash}` too"
                errors.append(phrase.origin.error(wrong, "keep it in one entry"))
        if errors:
            raise RuleErrors(errors)
        return indexing.index()

    def _put(self, number: int, node: Node) -> None:
        """Put what goes on behind one first step into the trie."""
        order = self._owners[number]
        phrase = self._phrases[order]
        part = bit_of(phrase.entry) if phrase.entry.category == PART else 0
        lane = self._lanes[phrase.entry.lane]
        leaf = Leaf(order, phrase.entry, lane, _exact(phrase), phrase.kind == "except", part)
        self._trie.put(node, self._rests[number].split(), leaf)


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
