"""Whose words a quotation is: what a letter quotes of the denial that it answers is the payer's."""

from __future__ import annotations

import pytest

from engine.document import Document
from engine.facts import Assertion, Source
from engine.reading.reader import read

APPEAL = "APPEAL OF ADVERSE DETERMINATION\nDate: 03/14/2014\n\n"
NOTE = "PROGRESS REPORT\nDate of exam: 03/14/2014\n\n"


def sources(text: str, kind: str) -> set[Source | None]:
    return {fact.source for fact in read(Document("letter", text)).facts if fact.type == kind}


@pytest.mark.parametrize(
    "words",
    [
        'The injection was refused: "Physical therapy has not failed."',
        'Your reviewer wrote that "the patient has not failed physical therapy."',
        'On 2/3 it was turned down. "Physical therapy has not failed," is all it says.',
        '"Physical therapy has not failed," says the reviewer, and no more.',
    ],
)
def test_what_is_quoted_of_a_denial_is_the_payers(words: str) -> None:
    assert sources(NOTE + words + "\n", "failed_care") >= {Source.UR}


@pytest.mark.parametrize(
    "words",
    [
        'His therapist wrote: "Physical therapy has not failed yet."',
        'He says "physical therapy failed me" and will not go back.',
        'After the denial the patient said "physical therapy failed."',
    ],
)
def test_another_ones_words_are_not_the_payers(words: str) -> None:
    assert Source.UR not in sources(NOTE + words + "\n", "failed_care")


def test_in_an_appeal_a_quotation_that_is_answered_is_the_payers() -> None:
    words = '"The claimant has not failed physical therapy." She has had it.\n'
    assert sources(APPEAL + words, "failed_care") == {Source.UR}
    assert Source.UR not in sources(APPEAL + '"The claimant has not failed physical therapy."\n', "failed_care")


def test_no_record_of_a_thing_is_silence_about_it() -> None:
    stated = read(Document("letter", NOTE + "No course of conservative care has been documented.\n")).facts
    assert [fact.assertion for fact in stated if fact.value.get("concept") == "no_conservative_care"] == [
        Assertion.NOT_DOCUMENTED
    ]


@pytest.mark.parametrize("words", ["Ice no use.", "The pills did nothing for her.", "Rest brought no relief."])
def test_care_that_did_not_help_is_not_the_treatment_in_dispute(words: str) -> None:
    letter = NOTE + f"SUBJECTIVE\n{words}\n\nREQUEST\nAcupuncture, neck, 6 visits\n"
    assert not [fact for fact in read(Document("letter", letter)).facts if fact.type == "benefit"]


def test_pills_that_did_not_help_may_be_the_drug_in_dispute() -> None:
    letter = NOTE + "SUBJECTIVE\nThe pills did nothing for her.\n\nREQUEST\nNorco 10/325 mg #60\n"
    assert [fact for fact in read(Document("letter", letter)).facts if fact.type == "benefit"]
