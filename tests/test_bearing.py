"""What makes a sentence that gave no fact bear on a criterion, with the vocabulary and the lexicon in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.bearing import Bearing, telling, words_of
from engine.document import Document
from engine.explain import Explainer
from engine.fact_sources import load_sources, main_value
from engine.facts import Sentence
from engine.library import load_library
from engine.reading.lexicons import reading_lexicon
from engine.resources import rules_folder
from tests.rules_folder import record_of

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = load_library()
VOCABULARY = LIBRARY.vocabulary


def bears(quote: str, criterion: str, treatment: str = "massage_therapy") -> bool:
    guideline = next(
        each
        for each in LIBRARY.guidelines
        if each.treatment == treatment and criterion in [one.id for one in each.criteria]
    )
    program = guideline.compiled
    record = record_of(LIBRARY, treatment=treatment, quantity=6)
    case = record.case.model_copy(update={"unread": (Sentence(start=0, end=1, line=9, quote=quote),)})
    record = record_of(LIBRARY, treatment=treatment).__class__(
        case, case.items[0], VOCABULARY, LIBRARY.policy, LIBRARY.drugs, record.on
    )
    bearing = Bearing(record, Explainer(program, VOCABULARY, {}, {}))
    return bearing.unread(next(each for each in program.criteria if each.id == criterion)) != ()


@pytest.mark.parametrize(
    ("quote", "criterion", "expected"),
    [
        ("Visits attended: 24, 2 cancelled.", "visits_total", True),
        ("Massage did her a world of good.", "prior_benefit", True),
        ("Grip 48/61 lb, formerly much weaker.", "prior_benefit", True),
        ("He can dress himself again.", "prior_benefit", True),
        ("Smokes half a pack a day.", "prior_benefit", False),
        ("Acupuncture did her a world of good.", "prior_benefit", False),
        ("Return to clinic in 4 weeks.", "visits_total", False),
        ("Former smoker, quit 2005.", "visits_total", False),
    ],
)
def test_a_sentence_bears_on_what_it_shares_words_with(quote: str, criterion: str, *, expected: bool) -> None:
    assert bears(quote, criterion) is expected


def test_plain_words_and_words_of_many_entries_tell_nothing() -> None:
    words = words_of(VOCABULARY.facts["pain_duration_months"])
    assert {"lasted", "pain"} & words.own == frozenset()
    assert all(len(word) >= telling().shortest_word for word in words.own | words.phrases)


def test_phrases_that_give_a_fact_are_its_own() -> None:
    words = words_of(VOCABULARY.facts["nerve_tension_sign"])
    assert ("exam", "slr") in words.entries
    assert "spurling" in words.phrases


def test_every_source_names_a_slot_of_its_type_and_a_category_of_the_lexicon() -> None:
    entries = reading_lexicon().lexicon.entries
    for kind, source in load_sources(rules_folder()).items():
        assert source.main in VOCABULARY.fact_types[kind], kind
        if source.category:
            assert any(source.gives(each) for each in entries), kind


def test_a_rules_folder_without_sources_has_none(tmp_path: Path) -> None:
    assert load_sources(tmp_path) == {}
    assert main_value("benefit", {"domain": "adl"}, {}) == ""
    assert main_value("benefit", {"domain": "adl"}, load_sources(rules_folder())) == "adl"


@pytest.mark.parametrize(
    ("text", "word", "lines"),
    [
        ("one\ntwo\n\nthree\nfour", "two", (1, 2)),
        ("one\ntwo\n\nthree\nfour", "four", (4, 5)),
        ("\n \none\r\n\r\ntwo", "one", (3, 3)),
        ("\n\none", "\n", (1, 1)),
    ],
)
def test_the_paragraph_of_a_character(text: str, word: str, lines: tuple[int, int]) -> None:
    assert Document("a", text).paragraph(text.index(word)) == lines
