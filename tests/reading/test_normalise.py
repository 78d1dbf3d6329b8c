from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.reading.folding import Case, case_of, fold, repair
from engine.reading.normalise import normalise

_SPACED = "The patient is a 41-year-old woman who has come back for her neck \n\nand says that the pain is less \n\n"
_NOISE = st.text(alphabet=st.sampled_from(" \n\t\r\x0b\x0c-\u2019\u2026\ufb01\u00a0\u00adaAlO01.:|"), max_size=200)


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("O6/l2/2012", "06/12/2012"),
        ("lO/O3/2008", "10/03/2008"),
        ("O9/l7/2O14", "09/17/2014"),
        ("fema1e", "female"),
        ("57-year-o1d", "57-year-old"),
        ("l2 visits", "12 visits"),
        ("CLlNICAL", "CLINICAL"),
        ("pain 6/1O", "pain 6/10"),
        ("7O% or better", "70% or better"),
        ("L5-Sl", "L5-S1"),
        ("1umbar", "lumbar"),
        ("tunne1", "tunnel"),
        ("app1y", "apply"),
    ],
)
def test_scanning_errors_are_repaired(scanned: str, meant: str) -> None:
    assert repair(scanned) == meant


@pytest.mark.parametrize(
    "kept",
    [
        "L5-S1",
        "l4-5 disc",
        "a1c 6.4",
        "O2 sat",
        "10mg",
        "x10",
        "T1",
        "C5-6",
        "1st",
        "B12",
        "phase1",
        "1x6",
        "II/IV",
        "Q12H",
    ],
)
def test_what_is_no_scanning_error_stays(kept: str) -> None:
    assert repair(kept) == kept


@given(st.text(max_size=300))
def test_folding_and_repair_keep_the_length(text: str) -> None:
    assert len(repair(fold(text))) == len(text)


def test_wrapped_lines_are_joined_and_meaning_breaks_kept() -> None:
    text = (
        "CLINICAL CASE SUMMARY\n"
        "The patient is a 52 year old man who fell from a ladder and has had pain since then in\n"
        "his back. He works.\nDecision: Denied\n1. Massage\n2. Yoga\n"
    )
    lines = normalise(text).text.rstrip("\n").split("\n")
    assert lines == [
        "CLINICAL CASE SUMMARY",
        "The patient is a 52 year old man who fell from a ladder and has had pain since then in his back. He works.",
        "Decision: Denied",
        "1. Massage",
        "2. Yoga",
    ]


def test_double_spaced_text_is_joined() -> None:
    assert normalise(_SPACED * 2).text.count("\n") <= 2


@pytest.mark.parametrize(
    ("text", "joined"),
    [("a cervical disc dis-\n\nplacement was seen", "displacement"), ("he is back to full-\nduty work", "full-duty")],
)
def test_hyphens_at_line_ends(text: str, joined: str) -> None:
    assert joined in normalise(text).text


def test_typography_is_folded_and_found_again() -> None:
    original = "The pa\ufb01\u2026 said \u201cno\u201d \u2013 it\u2019s\u00a0\u00a0fine\r\nNext"
    normal = normalise(original)
    assert normal.text == 'The pafi... said "no" - it\'s fine\nNext\n'
    start = normal.text.index("it's fine")
    assert original[slice(*normal.span(start, start + len("it's fine")))] == "it\u2019s\u00a0\u00a0fine"


def test_columns_are_parted_by_a_tab() -> None:
    assert normalise("Name: A. B.      Date: 1/2/2013").text == "Name: A. B.\tDate: 1/2/2013\n"


@given(st.one_of(st.text(max_size=300), _NOISE))
@example("\n")
@example("")
@example("\u00ad")
def test_spans_are_within_the_original_in_order_and_not_empty(text: str) -> None:
    normal = normalise(text)
    origins = [normal.origin(offset) for offset in range(len(normal.text))]
    assert origins == sorted(origins)
    for offset, char in enumerate(normal.text):
        start, end = normal.span(offset, offset + 1)
        assert 0 <= start <= end <= len(text)
        assert end > start
        if char.isalnum() and text[start].isalnum() and char.lower() not in "0o1lis":
            assert text[start] == char or ord(text[start]) > 127


@given(st.text(max_size=200), st.data())
def test_a_span_of_words_has_no_blank_ends(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    end = data.draw(st.integers(0, len(normal.text)))
    start = data.draw(st.integers(0, end))
    quote = text[slice(*normal.span(start, end))]
    if normal.text[start:end].strip() and quote.strip():
        assert quote == quote.strip()


def test_the_same_text_gives_the_same_result() -> None:
    assert normalise(_SPACED) == normalise(_SPACED)


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("The patient is a man. He works.", Case.MIXED),
        ("THE PATIENT IS A MAN WHO WORKS.", Case.UPPER),
        ("the patient is a man who works every day of the week and sleeps well.", Case.LOWER),
    ],
)
def test_case_of_a_document(text: str, case: Case) -> None:
    assert case_of(text) is case


def test_wrapped_paragraphs_are_joined_in_a_letter_of_few_capitals() -> None:
    text = (
        "Pain since May when a crate fell on the left\nfoot while it was being moved by two\n"
        "men of the night shift and had to be\nlifted off with a jack. He limps and has\n"
        "not been back since, nor is there any\nother work that he could do. Swelling is\n"
        "gone by now and the skin is of good\ncolor.\n"
    )
    assert normalise(text).text.count("\n") == 1


def test_a_sentence_runs_on_from_a_line_with_a_gap() -> None:
    text = (
        "DONE   washed out on the first night and then set in plaster by the hand surgeon\n"
        "who saw him again last week.\nNOW    swollen still.\n"
    )
    assert "hand surgeon who saw" in normalise(text).text
    assert "week.\nNOW" in normalise(text).text


def test_a_line_parted_twice_is_joined_over_an_empty_line() -> None:
    text = (
        "She was seen in the office on the day after the fall and once more in the week\nthat came\n\n"
        "after it, when the bruise had faded and the range of motion in the shoulder was\n"
        "full again.\n\nNo cane is used.\n"
    )
    assert "week that came after it" in normalise(text).text
    assert "again.\nNo cane" in normalise(text).text


def test_the_signs_of_a_quoted_mail_are_left_out() -> None:
    lines = ["Hello,", "", "the pain in the left foot is no better", "and he limps. He tried:", "- a cane", "- rest"]
    assert normalise("\n".join(f"> {line}" for line in lines)).text == normalise("\n".join(lines)).text
    assert normalise("Items:\n> cane\n> gel\n").text == "Items:\n> cane\n> gel\n"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**Plan:** rest", "Plan: rest"),
        ("**Plan**: rest", "Plan: rest"),
        ("Age: __53__ Sex: _F_", "Age: 53 Sex: F"),
        ("Hurt: ___2/10/2014___", "Hurt: 2/10/2014"),
        ("Rest is **not** an option", "Rest is not an option"),
    ],
)
def test_signs_that_set_words_off_are_left_out(marked: str, plain: str) -> None:
    normal = normalise(marked)
    assert normal.text.strip() == plain
    at = normal.text.index(plain[-3:])
    assert normal.original[slice(*normal.span(at, at + 3))].replace("_", "") == plain[-3:]


@pytest.mark.parametrize("kept", ["Signed: ______", "* rest", "** a title", "5 ** 3", "snake_case", "Age: ____ Sex: _"])
def test_signs_that_are_no_emphasis_stay(kept: str) -> None:
    assert normalise(kept).text.strip() == kept
