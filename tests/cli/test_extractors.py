"""Extractors of others: what they propose is checked, waits for a person, and is never used unasked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import engine.extractors
from engine.casefile.proposals import accepted
from engine.document import Document
from engine.errors import InputError
from engine.extractors import GROUP, Extractor, Proposal, find, installed, propose
from engine.reading.reader import read
from tests.casefile_letters import LETTER, VOCABULARY, ZORBLE, edit, letter_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.cli.conftest import Upheld

DOCUMENT = Document("letter.txt", LETTER)
AT = LETTER.index(ZORBLE)


class Words:
    """An example of an extractor: it knows one word that the lexicon does not."""

    name = "words"
    version = "1.0"
    deterministic = True

    def extract(self, document: Document) -> Iterable[Proposal]:
        at = document.text.find(ZORBLE)
        if at >= 0:
            yield Proposal("benefit", {"domain": "adl", "treatment": "massage_therapy"}, ZORBLE, at)


class Guesses(Words):
    """One that does not say the same every time, and makes much up."""

    name = "guesses"
    deterministic = False

    def extract(self, document: Document) -> Iterable[Proposal]:
        del document
        yield Proposal("benefit", {"domain": "pain"}, "she is free of pain", AT)
        yield Proposal("request.item", {"treatment": "acupuncture", "quantity": 6}, "6 visits, for the neck")


class Fails(Words):
    name = "fails"

    def extract(self, document: Document) -> Iterable[Proposal]:
        raise ValueError(document.text)


class Odd(Words):
    name = "odd"

    def extract(self, document: Document) -> Any:
        return [document]


@dataclass
class NoExtractor:
    name: str = "none"


def broken() -> None:
    raise AssertionError


@pytest.fixture(autouse=True)
def plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entry points as packages would have them."""
    names = ("Words", "Guesses", "Fails", "Odd", "NoExtractor", "missing")
    points = [EntryPoint(each.lower(), f"{__name__}:{each}", GROUP) for each in names]
    monkeypatch.setattr(
        engine.extractors, "entry_points", lambda group: [each for each in points if each.group == group]
    )


def drop(proposal: Proposal) -> str:
    """Why a proposal is dropped, or nothing where it stands."""
    proposed = engine.extractors.Proposed("words 1.0", deterministic=True, proposals=(proposal,))
    found = accepted([proposed], DOCUMENT, (), VOCABULARY)
    assert len(found.dropped) + len(found.facts) + len(found.items) == 1
    return found.dropped[0].partition("because ")[2] if found.dropped else ""


def test_the_example_is_an_extractor_and_is_found_by_its_name() -> None:
    assert installed() == ("fails", "guesses", "missing", "noextractor", "odd", "words")
    assert isinstance(find("words"), Extractor)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("word", r"`word` is no extractor; did you mean `words`\?"),
        ("missing", r"the extractor `missing` cannot be loaded \(AttributeError\)"),
        ("noextractor", "it lacks `name`, `version`, `deterministic` or `extract`"),
    ],
)
def test_what_is_no_extractor_is_told(name: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        find(name)


def test_without_any_installed_the_group_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.extractors, "entry_points", lambda **_: [])
    with pytest.raises(InputError, match=r"none is installed \(entry point group `upheld.extractors`\)"):
        find("words")


def test_one_that_fails_is_told_without_words_of_the_letter() -> None:
    with pytest.raises(InputError, match=r"the extractor `fails` failed \(ValueError\)") as caught:
        propose(find("fails"), DOCUMENT)
    assert "massage" not in str(caught.value)
    with pytest.raises(InputError, match="gives something else than proposals"):
        propose(find("odd"), DOCUMENT)


@pytest.mark.parametrize(
    ("proposal", "why"),
    [
        (Proposal("benefit", {"domain": "adl"}, ZORBLE, AT), ""),
        (Proposal("benefit", {"domain": "adl"}, "zorble  the\nshelves", AT + 150), ""),
        (Proposal("benefit", {"domain": "adl"}, ZORBLE), ""),
        (Proposal("benefit", {"domain": "adl"}, ZORBLE, AT + 5000), "its quote stands somewhere else than it says"),
        (Proposal("benefit", {"domain": "adl"}, "Zorble the shelves", AT), "its quote does not stand in the document"),
        (Proposal("benefit", {"domain": "adl"}, "  ", AT), "its quote does not stand in the document"),
        (Proposal("benefits", {"domain": "adl"}, ZORBLE, AT), "the vocabulary has no such fact type"),
        (Proposal("x: {}\nbenefit", {"domain": "adl"}, ZORBLE, AT), "the vocabulary has no such fact type"),
        (Proposal("benefit", {"domains": "adl"}, ZORBLE, AT), "it has a slot that `benefit` has not"),
        (Proposal("benefit", {"domain": "joy"}, ZORBLE, AT), "its value is none that the vocabulary allows"),
        (Proposal("prior_course", {"visits": "six"}, ZORBLE, AT), "its value is none that the vocabulary allows"),
        (Proposal("benefit", {"domain": "adl"}, ZORBLE, AT, "maybe"), "its value is none that the vocabulary allows"),
        (Proposal("benefit", {"domain": object()}, ZORBLE, AT), "its value cannot be written down"),  # type: ignore[dict-item]  # what others give
    ],
)
def test_a_proposal_stands_only_with_its_quote_and_a_value_of_the_vocabulary(proposal: Proposal, why: str) -> None:
    assert drop(proposal) == why


def test_what_is_read_already_is_not_proposed_again() -> None:
    facts = read(DOCUMENT).facts
    status = next(fact for fact in facts if fact.type == "work.status")
    same = Proposal("work.status", dict(status.value), status.quote, status.evidence[0].start)
    proposed = engine.extractors.Proposed("words 1.0", deterministic=True, proposals=(same, same))
    assert accepted([proposed], DOCUMENT, facts, VOCABULARY).facts == ()
    assert len(accepted([proposed], DOCUMENT, (), VOCABULARY).facts) == 1


class TestCommand:
    """`upheld read --extractor NAME`."""

    def test_no_extractor_runs_unasked(self, upheld: Upheld, tmp_path: Path) -> None:
        assert "extractor" not in upheld("read", letter_in(tmp_path)).out

    def test_proposals_wait_in_the_draft_and_count_once_a_person_confirms_them(
        self, upheld: Upheld, tmp_path: Path
    ) -> None:
        letter = letter_in(tmp_path, LETTER.replace(" She is working full duty.", ""))
        plain = json.loads(upheld("check", "--json", letter).out)
        ran = upheld("read", letter, "--extractor", "words")
        assert (ran.status, ran.err) == (0, "")
        path = tmp_path / "case.yaml"
        path.write_text(ran.out, encoding="utf-8")
        (fact,) = [each for each in yaml.safe_load(ran.out)["facts"] if "extractor" in each]
        assert (fact["benefit"]["domain"], fact["review"], fact["extractor"]) == ("adl", "pending", "words 1.0")
        waits = upheld("check", "--json", path)
        assert waits.err == "1 proposal of an extractor wait for a person and count for nothing; set their `review:`\n"
        assert json.loads(waits.out)["items"] == plain["items"]
        edit(path, "review: pending", "review: confirmed", after="extractor: ")
        counts = upheld("check", "--json", path)
        assert (counts.err, json.loads(counts.out)["items"] == plain["items"]) == ("", False)

    def test_what_is_made_up_is_dropped_and_an_item_waits_too(self, upheld: Upheld, tmp_path: Path) -> None:
        ran = upheld("read", letter_in(tmp_path), "--extractor", "guesses", "--extractor", "words")
        assert ran.err.splitlines() == [
            "`guesses 1.0` may propose something else another time",
            "`guesses 1.0`, proposal 1: dropped, because its quote does not stand in the document",
        ]
        items = yaml.safe_load(ran.out)["items"]
        assert [each.get("extractor") for each in items] == [None, "guesses 1.0"]
        (tmp_path / "case.yaml").write_text(ran.out, encoding="utf-8")
        assert len(json.loads(upheld("check", "--json", tmp_path / "case.yaml").out)["items"]) == 1

    def test_json_lists_them_apart(self, upheld: Upheld, tmp_path: Path) -> None:
        found = json.loads(upheld("read", letter_in(tmp_path), "--json", "--extractor", "words").out)
        assert [each["extractor"] for each in found["proposals"]] == ["words 1.0"]

    def test_a_proposal_that_waits_stays_through_a_merge_until_reading_finds_it(
        self, upheld: Upheld, tmp_path: Path
    ) -> None:
        letter = letter_in(tmp_path)
        path = tmp_path / "case.yaml"
        path.write_text(upheld("read", letter, "--extractor", "words").out, encoding="utf-8")
        ran = upheld("read", letter, "--merge", path)
        assert ran.err == "nothing has changed\n"
        assert "extractor: " in ran.out
