"""Which sentences that were left unread bear on a criterion, so that a person looks at those and not at all of them.

A sentence bears on a criterion when it stands in one paragraph with a statement that settled it, or when it shares with
one of its facts a phrase or a telling word of the lexicon, the name of the treatment, or a count of the fact's unit.
What is telling is data: `rules/settle/unread.yaml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engine import rule_files
from engine.checking import Checker
from engine.conditions import atoms
from engine.fact_sources import load_sources
from engine.reading.lexicons import reading_lexicon
from engine.reading.normalise import normalise
from engine.reading.tokens import form_of
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.declarations import FactDef, Pattern
    from engine.explain import Explainer
    from engine.facts import Fact, Sentence
    from engine.program import Criterion
    from engine.reading.lexicon_files import Entry
    from engine.settle.record import Record

_WORD = re.compile(r"[a-z]+(?:\*)?")
_FIGURE = re.compile(r"(?<![\d/.-])\d+(?:\.\d+)?(?![\d/-])")
_FIGURES = ("beside_lines", "longest_paragraph", "shortest_word", "most_entries")
_TREATMENT = "treatment"
_OF_TREATMENT = ("treatment", "item")


@dataclass(frozen=True, slots=True)
class Telling:
    """What makes a word or a place telling."""

    beside_lines: float
    longest_paragraph: float
    shortest_word: float
    most_entries: float
    plain: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What was found in one sentence: its words, the treatments it names, the lexicon's entries, and any figure."""

    words: frozenset[str]
    treatments: frozenset[str]
    entries: frozenset[tuple[str, str]]
    figure: bool

    def of(self, words: Words) -> Iterator[str]:
        """The words of the phrases that give a fact which stand in the sentence; stems with their `*`."""
        yield from self.words & words.phrases
        yield from (stem for stem in words.stems if any(word.startswith(stem[:-1]) for word in self.words))


class Words(NamedTuple):
    """What tells of a fact: the entries of the lexicon that give it, the words of their phrases, and its own words."""

    entries: frozenset[tuple[str, str]]
    own: frozenset[str]
    phrases: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=1)
def telling() -> Telling:
    """The rules of what is telling; raises RuleErrors with all mistakes of their file."""
    check = Checker(rule_files.read(rules_folder() / "settle" / "unread.yaml", name="rules/settle/unread.yaml"))
    check.mapping((), (*_FIGURES, "plain_words"), ())
    plain = frozenset(form_of(word) for line in check.texts(("plain_words",)) for word in line.split())
    figures = {name: check.number((name,)) for name in _FIGURES}
    check.finish()
    return Telling(**figures, plain=plain)


class Bearing:
    """Finds the unread sentences of one case that bear on the criteria of one item."""

    def __init__(self, record: Record, explainer: Explainer) -> None:
        self.record = record
        self.explainer = explainer

    def unread(self, criterion: Criterion) -> tuple[Sentence, ...]:
        """The sentences that bear on a criterion, in the order of the document."""
        sentences = self.record.case.unread
        if not sentences:
            return ()
        names = self._facts_of(criterion)
        told = sorted((at.line, at.section) for name in names for fact in self._evidence(name) for at in fact.evidence)
        return tuple(
            each
            for each in sentences
            if _is_beside(each, told) or any(self._speaks_to(said_in(each.quote), name) for name in names)
        )

    def _facts_of(self, criterion: Criterion) -> list[str]:
        """Every fact of the vocabulary on which a criterion can turn; derived and looked-up ones are opened up."""
        waiting = [atom.fact for atom in atoms(criterion.holds)]
        found: dict[str, None] = {}
        while waiting:
            name = waiting.pop(0)
            derived, lookup = self.explainer.derived(name), self.explainer.lookup(name)
            if derived is not None:
                waiting += [atom.fact for part in (derived.yes, derived.no) for atom in atoms(part)]
            elif lookup is not None:
                waiting += [lookup.fact, lookup.row]
            elif name in self.record.vocabulary.facts:
                found[name] = None
        return list(found)

    def _evidence(self, name: str) -> tuple[Fact, ...]:
        settled = self.explainer.settled_of(name)
        return (*settled.facts, *settled.against)

    def _speaks_to(self, said: Said, name: str) -> bool:
        """Whether the words of a sentence have to do with a fact."""
        fact = self.record.vocabulary.facts[name]
        asked = self.record.item.treatment
        if said.treatments and fact.scope in _OF_TREATMENT:
            # What is said of another treatment never settles a fact of this one.
            return asked in said.treatments
        words = words_of(fact)
        if said.entries & words.entries or said.words & words.own or any(map(_is_rare, said.of(words))):
            return True
        return fact.kind == "number" and said.figure and self._unit(fact) in said.words

    def _unit(self, fact: FactDef) -> str:
        """The unit that a count of the fact is told by; nothing for times, which every sentence may give."""
        return "" if fact.unit in self.record.policy.units["days"] else form_of(fact.unit)


@lru_cache(maxsize=512)
def said_in(quote: str) -> Said:
    """What the lexicon finds in a sentence."""
    text = normalise(quote).text
    lexicon = reading_lexicon()
    found = lexicon.lexicon.find(text)
    return Said(
        frozenset(form_of(word) for word in _WORD.findall(text.lower())),
        frozenset(each.id for each in found if each.category == _TREATMENT),
        frozenset((each.category, each.id) for each in found),
        _FIGURE.search(text) is not None,
    )


@lru_cache(maxsize=2048)
def words_of(fact: FactDef) -> Words:
    """The telling words of a fact: those of its own wording, and of the phrases that give it."""
    giving = [each for pattern in fact.patterns for each in _giving(pattern)]
    own = " ".join((fact.reads, fact.says.replace("{value}", ""), fact.asks, fact.denies))
    words = frozenset(_telling(word for each in giving for word in _WORD.findall(_phrases(each))))
    stems = frozenset(word for word in words if word.endswith("*"))
    entries = frozenset((each.category, each.id) for each in giving)
    return Words(entries, frozenset(_telling(_WORD.findall(own.lower()))), words - stems, stems)


def _telling(words: Iterable[str]) -> Iterator[str]:
    rules = telling()
    for word in words:
        form = word if word.endswith("*") else form_of(word)
        if len(form) >= rules.shortest_word and form.removesuffix("*") not in rules.plain:
            yield form


def _giving(pattern: Pattern) -> Iterator[Entry]:
    """The entries that give what a pattern wants. The names of treatments are no words of a fact."""
    source = load_sources(rules_folder()).get(pattern.fact)
    if source is None or source.category == _TREATMENT:
        return
    wanted = dict(pattern.where).get(source.main)
    for category in (source.category, source.also):
        yield from (each for each in _entries().get(category, ()) if source.gives(each, wanted))


@lru_cache(maxsize=1)
def _entries() -> dict[str, list[Entry]]:
    """The entries of the lexicon by category."""
    found: dict[str, list[Entry]] = {}
    for each in reading_lexicon().lexicon.entries:
        found.setdefault(each.category, []).append(each)
    return found


def _phrases(entry: Entry) -> str:
    return "\n".join(phrase for phrase, _ in entry.phrases).lower()


@lru_cache(maxsize=1)
def _texts() -> list[str]:
    return [_phrases(each) for each in reading_lexicon().lexicon.entries]


@lru_cache(maxsize=4096)
def _is_rare(word: str) -> bool:
    """Whether few entries of the lexicon have a word, so that it tells of something in particular."""
    whole = re.compile(rf"\b{re.escape(word)}" + ("" if word.endswith("*") else r"\b"))
    return sum(1 for text in _texts() if word in text and whole.search(text)) <= telling().most_entries


def _is_beside(sentence: Sentence, told: Sequence[tuple[int, str]]) -> bool:
    """Whether a sentence stands in one paragraph with a statement: those are given by line and section."""
    rules = telling()
    first, last = sentence.paragraph or (0, 0)
    if not 0 < first <= last < first + rules.longest_paragraph:
        first, last = sentence.line - int(rules.beside_lines), sentence.line + int(rules.beside_lines)
    near = told[bisect_left(told, (max(1, first), "")) : bisect_left(told, (last + 1, ""))]
    return any(not section or not sentence.section or section == sentence.section for _, section in near)
