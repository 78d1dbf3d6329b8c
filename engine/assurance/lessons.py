"""What a corrected draft can teach the lexicon: the phrase that was missed, and the entry that it belongs to.

A proposal is tried before it is made: the letter is read again with it, and it is told whether that gives the fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.bearing import telling
from engine.casefile.identity import overlap
from engine.document import Document
from engine.errors import RuleErrors
from engine.fact_sources import load_sources, main_value
from engine.reading.lexicon import Lexicon, entry
from engine.reading.lexicons import reading_lexicon
from engine.reading.reader import read
from engine.reading.tokens import form_of
from engine.resources import rules_folder

if TYPE_CHECKING:
    from engine.casefile.entries import DraftEntry
    from engine.fact_sources import FactSource
    from engine.facts import Fact
    from engine.reading.lexicon_files import Entry
    from engine.reading.lexicons import ReadingLexicon

MOST_WORDS = 8
"""Words of a phrase; a longer one would hardly ever stand in another letter."""
_TRIED = 4
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_TREATMENT = "treatment"


@dataclass(frozen=True)
class Lesson:
    """One phrase for one entry of one file, `list_name` being the list that it goes into.

    `example` are the words of the letter; `place` is where the draft has the fact; `remark` says what reading makes of
    it. Without a `phrase`, the remark says why there is none.
    """

    place: str
    remark: str
    file: str = ""
    entry: str = ""
    list_name: str = "phrases"
    phrase: str = ""
    example: str = ""


def lesson_of(wanted: DraftEntry, letter: Document | None) -> Lesson | None:
    """What a fact that a person added or corrected teaches; nothing where it is read already or quotes nothing.

    Where the letter is not at hand, the quote alone is read.
    """
    fact = wanted.fact
    if not fact.quote.strip() or wanted.lost:
        return None
    document = letter or Document("quote", fact.quote)
    if _is_read(fact, document, reading_lexicon(), anywhere=letter is None):
        return None
    source = load_sources(rules_folder()).get(fact.type)
    if source is None or not source.category:
        return Lesson(wanted.place, f"`{fact.type}` comes from a grammar, which no phrase can teach")
    entries = _entries(fact, source)
    if not entries:
        value = main_value(fact.type, fact.value, load_sources(rules_folder()))
        return Lesson(wanted.place, f"no entry of the lexicon gives `{value}`; begin one of that name")
    phrase = phrase_of(fact.quote)
    if not phrase:
        return Lesson(
            wanted.place, f"the quote has more than {MOST_WORDS} telling words; shorten it to those that say it"
        )
    return _best(wanted, entries, phrase, document, anywhere=letter is None)


def phrase_of(quote: str) -> str:
    """A quote as a phrase: small letters, any number for a number, and no plain words or numbers at its ends."""
    words = [match[0].lower() for match in _WORD.finditer(quote)]
    while words and _is_plain(words[0]):
        words.pop(0)
    while words and _is_plain(words[-1]):
        words.pop()
    words = ["<n>" if _NUMBER.fullmatch(word) else word for word in words]
    return " ".join(words) if len(words) <= MOST_WORDS else ""


def _is_plain(word: str) -> bool:
    return len(word) < 3 or not word[0].isalpha() or form_of(word) in telling().plain


def _entries(fact: Fact, source: FactSource) -> list[Entry]:
    """The entries that give the fact, those that say the least beside it first."""
    value = main_value(fact.type, fact.value, load_sources(rules_folder()))
    entries = (each for each in reading_lexicon().lexicon.entries if each.category == source.category)
    giving = [each for each in entries if source.gives(each, (value,))]
    if source.category == _TREATMENT and not source.by:
        giving = [each for each in giving if "drug" not in each.attributes]
    return sorted(giving, key=lambda each: (len(each.attributes), -len(each.phrases)))[:_TRIED]


def _best(wanted: DraftEntry, entries: list[Entry], phrase: str, document: Document, *, anywhere: bool) -> Lesson:
    """The first entry under which the phrase gives the fact, else the first under which it can stand."""
    lesson: Lesson | None = None
    for each in entries:
        try:
            lexicon = _with_phrase(each, phrase)
        except RuleErrors as error:
            lesson = lesson or Lesson(wanted.place, f"`{phrase}`: {error.errors[0].wrong}")
            continue
        gives = _is_read(wanted.fact, document, lexicon, anywhere=anywhere)
        remark = (
            "reading gives the fact with it" if gives else "it is not enough: the sentence around it is not read so"
        )
        found = _lesson(wanted, each, phrase, remark)
        if gives:
            return found
        lesson = found if lesson is None or not lesson.phrase else lesson
    return lesson or Lesson(wanted.place, "no entry takes it")


def _lesson(wanted: DraftEntry, each: Entry, phrase: str, remark: str) -> Lesson:
    file, name, list_name = _home(each)
    example = " ".join(wanted.fact.quote.split())
    return Lesson(wanted.place, remark, file, name, list_name, phrase, example)


def _home(each: Entry) -> tuple[str, str, str]:
    """The file of an entry, the key that it stands under, and the list that takes a phrase."""
    if each.category == _TREATMENT:
        drug = each.attributes.get("drug")
        return ("vocabulary/drugs.yaml", drug, "names") if drug else ("vocabulary/treatments.yaml", each.id, "phrases")
    source = next((origin.source for _, origin in (*each.phrases, *each.abbreviations) if origin.source), None)
    return source.file if source else "lexicon", each.id, "phrases"


def _with_phrase(each: Entry, phrase: str) -> ReadingLexicon:
    """The lexicon in force with one phrase more."""
    lexicon = reading_lexicon()
    more = replace(entry(each.category, each.id, [phrase], (), each.attributes), overlap=each.overlap)
    return replace(lexicon, lexicon=Lexicon([*lexicon.lexicon.entries, more]))


def _is_read(wanted: Fact, document: Document, lexicon: ReadingLexicon, *, anywhere: bool) -> bool:
    """Whether reading gives the fact, at its place in the letter or, from a quote alone, anywhere."""
    sources = load_sources(rules_folder())
    value = main_value(wanted.type, wanted.value, sources)
    return any(
        fact.type == wanted.type
        and fact.assertion is wanted.assertion
        and main_value(fact.type, fact.value, sources) == value
        and (anywhere or overlap(fact, wanted))
        for fact in read(document, lexicon).facts
    )
