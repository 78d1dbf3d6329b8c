"""Clinical facts in the words of many hands: `phrasings/*.yaml` lists, for a fact of the vocabulary, sentences that say
that it is so (`yes`), that it is not (`no`), or that say nothing of it (`none`).

Each sentence is read by itself, as a line of a progress report. Nobody reads every wording; the share that is read, and
that of sentences read the wrong way round, are held here.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

from engine import strict_yaml
from engine.document import Document
from engine.reading.reader import read
from engine.resources import rules_folder
from engine.settle.statements import _fits, _value
from engine.vocabulary import Vocabulary, load_vocabulary

FOLDER = Path(__file__).with_name("phrasings")
REPORT = "PROGRESS REPORT\nDate of exam: 03/14/2014\nSUBJECTIVE\n"
READ_AT_LEAST = 0.92
TURNED_AT_MOST = 0.015


class Saying(NamedTuple):
    """One sentence, and what it says of a fact: `yes`, `no` or `none`."""

    fact: str
    want: str
    words: str


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return load_vocabulary(rules_folder())


@lru_cache(maxsize=1)
def sayings() -> tuple[Saying, ...]:
    return sayings_of(FOLDER)


def sayings_of(folder: Path) -> tuple[Saying, ...]:
    """All sentences of the banks in a folder."""
    return tuple(
        Saying(fact, {True: "yes", False: "no"}.get(want, want), words.strip())
        for path in sorted(folder.glob("*.yaml"))
        for fact, groups in strict_yaml.read(path).data.items()
        for want, lines in groups.items()
        for words in lines.strip().splitlines()
    )


def given(saying: Saying) -> set[str]:
    """What the patterns of the fact make of the facts read; a contradiction counts against the item, so as no."""
    definition = vocabulary().facts[saying.fact]
    facts = read(Document("phrasing", REPORT + saying.words + "\n")).facts
    found = {
        str(value)
        for pattern in definition.patterns
        for fact in facts
        if fact.type == pattern.fact and _fits(pattern, fact)
        if (value := _value(definition, pattern, fact)) is not None
    }
    return {"no"} if found == {"yes", "no"} and saying.want == "no" else found


@lru_cache(maxsize=1)
def outcomes() -> tuple[tuple[Saying, frozenset[str]], ...]:
    return tuple((each, frozenset(given(each))) for each in sayings())


def test_the_facts_are_of_the_vocabulary() -> None:
    assert {each.fact for each in sayings()} <= vocabulary().facts.keys()


def test_most_wordings_are_read() -> None:
    missed = [each for each, found in outcomes() if found != ({each.want} - {"none"})]
    share = 1 - len(missed) / len(sayings())
    assert share >= READ_AT_LEAST, "\n".join(f"{each.fact} {each.want}: {each.words}" for each in missed)


def test_few_wordings_are_read_the_wrong_way_round() -> None:
    turned = [each for each, found in outcomes() if found - {each.want} and each.want not in found]
    assert len(turned) / len(sayings()) <= TURNED_AT_MOST, turned


@pytest.mark.parametrize("want", ["yes", "no"])
def test_both_what_is_so_and_what_is_not_are_listed(want: str) -> None:
    assert sum(each.want == want for each in sayings()) > 300
