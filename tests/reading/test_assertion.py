from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts import Assertion
from engine.reading.assertion import Judged, assertion_of, cues
from tests.reading.letters import FOLDER

CHALLENGE = FOLDER / "assertion_challenge.txt"


def _judge(marked: str, *masked: str) -> Judged:
    """Judge the phrase in double brackets; `masked` phrases are other things."""
    start, end = marked.index("[["), marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    masks = [(text.index(phrase), text.index(phrase) + len(phrase)) for phrase in masked]
    return assertion_of(text, 0, len(text), start, end, masks)


def _lines() -> list[tuple[str, str]]:
    if not CHALLENGE.is_file():
        return []
    lines = CHALLENGE.read_text(encoding="utf-8").splitlines()
    return [(line.split("|", 1)[0], line.split("|", 1)[1]) for line in lines if "|" in line]


@pytest.mark.skipif(not _lines(), reason="needs shared/letters beside the checkout")
@pytest.mark.parametrize(("assertion", "sentence"), _lines())
def test_challenge(assertion: str, sentence: str) -> None:
    assert _judge(sentence).assertion == assertion


# Sentences of our own, by what they say of the thing in brackets.
OURS = {
    Assertion.AFFIRMED: [
        "The carrier denied [[acupuncture]] on Monday.",
        "[[Shoulder pain]] persists despite a home program.",
        "He did no lifting but kept up his [[stretching]].",
        "She does not need a cane, and her [[gait]] is normal.",
        "Care allowed him to [[reduce his pills]].",
        "There is documentation of a [[home program]].",
        "He has not worked for two years, his wife [[dresses him]].",
        "She could not tolerate gabapentin because of [[dizziness]].",
        "The request was denied because a [[prior course]] was on file elsewhere, he says.",
    ],
    Assertion.NEGATED: [
        "No redness, swelling or [[warmth]].",
        "He has never tried a [[brace]].",
        "The patient is no longer doing her [[exercises]].",
        "There was no evidence of [[instability]].",
        "The [[brace]] did not help.",
        "She has not yet started [[therapy]].",
        "She is unable to perform her [[stretches]].",
        "Reflexes were tested and [[clonus]] was absent.",
        "The claimant denies having had [[seizures]].",
    ],
    Assertion.NOT_DOCUMENTED: [
        "The chart does not describe any [[home exercise]].",
        "The notes do not say whether [[stretching]] was taught.",
        "It cannot be determined from the chart how many [[visits]] were had.",
        "The [[number of visits]] is not recorded in the reports.",
        "No fever, chills or [[weight loss]] is listed.",
        "There is insufficient documentation of [[return to work]].",
        "[[Objective gains]] have not been clearly demonstrated.",
    ],
    Assertion.HYPOTHETICAL: [
        "If he fails to respond, [[injection]] may follow.",
        "Refer for [[MRI]] if no better.",
        "Goals: sit one hour, [[walk a mile]].",
        "Therapy in order to [[regain strength]].",
        "We expect [[full duty]] by June.",
        "An [[injection]] will be considered.",
    ],
    Assertion.HISTORICAL: [
        "History of [[ulcer]] ten years before.",
        "She is status post [[fusion]].",
        "He formerly had [[gout]].",
    ],
    Assertion.UNCERTAIN: [
        "Possible [[labral tear]].",
        "A [[labral tear]] is suspected.",
        "Findings suggestive of [[neuropathy]].",
    ],
}


@pytest.mark.parametrize(
    ("assertion", "sentence"),
    [(assertion, sentence) for assertion, sentences in OURS.items() for sentence in sentences],
)
def test_own_sentences(assertion: Assertion, sentence: str) -> None:
    assert _judge(sentence).assertion == assertion


def test_words_inside_other_things_are_no_cues() -> None:
    sentence = "Cervical spondylosis without myelopathy, chronic [[neck pain]]"
    assert _judge(sentence, "spondylosis without myelopathy").assertion is Assertion.AFFIRMED


def test_words_inside_the_thing_itself_are_no_cues() -> None:
    assert _judge("He is [[not working]].").assertion is Assertion.AFFIRMED


def test_the_cue_is_named_with_its_place() -> None:
    judged = _judge("She denies [[fever]].")
    assert (judged.cue, judged.cue_start, judged.cue_end) == ("negated_list", 4, 10)


def test_a_cue_of_another_sentence_does_not_reach() -> None:
    text = "She denies pain. Fever was high."
    assert assertion_of(text, 17, len(text), 17, 22).assertion is Assertion.AFFIRMED


_CUES = [phrase for entry in cues().entries for phrase, _ in entry.phrases if phrase.isascii() and "(" not in phrase]


@given(
    st.lists(st.sampled_from([*_CUES, "pain", ",", ";", "and", "or", "but", "she", "has", "."]), max_size=12).map(
        " ".join
    ),
    st.data(),
)
def test_any_sentence_can_be_judged(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    judged = assertion_of(text, 0, len(text), start, end)
    assert judged == assertion_of(text, 0, len(text), start, end)
    assert (judged.assertion is Assertion.AFFIRMED) == (judged.cue == "")


def test_what_begins_with_a_denial_of_its_own_is_denied_once() -> None:
    judged = _judge("Flexion and extension views showed no listhesis and [[no motion]] between them.")
    assert judged.assertion is Assertion.AFFIRMED
