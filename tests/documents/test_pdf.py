from __future__ import annotations

import pytest

from engine.document_io import document_from_bytes
from engine.documents import pdf as reader
from engine.errors import InputError
from tests.documents.files import pdf


def test_filled_fields_stand_below_the_text_of_their_page_from_top_to_bottom() -> None:
    document = document_from_bytes(
        pdf(
            "Request for authorization",
            "Second page",
            fields=[
                {"T": "Qty[0]", "FT": "/Tx", "V": "6 visits", "y": 100},
                {"T": "form1[0].Service_Requested[0]", "TU": "Service or Good Requested:", "V": "Massage", "y": 200},
                {"T": "empty", "FT": "/Tx", "y": 90},
                {"T": "New Request", "FT": "/Btn", "AS": "/Yes", "V": "/Yes", "y": 80},
                {"T": "Resubmission", "FT": "/Btn", "AS": "/Off", "y": 70},
                {"T": "Parts", "FT": "/Ch", "V": ["Neck", "Back"], "y": 60},
                {"parent": {"T": "Diagnosis", "FT": "/Tx", "V": "Neck\rpain"}, "y": 50},
                {"y": 40, "V": "nameless"},
            ],
        ),
        "rfa.pdf",
    )
    first, second = document.text[: document.pages[1]], document.text[document.pages[1] :]
    assert first.strip().splitlines() == [
        "Request for authorization",
        "Service or Good Requested: Massage",
        "Qty: 6 visits",
        "New Request: Yes",
        "Parts: Neck, Back",
        "Diagnosis: Neck",
        "pain",
        "field: nameless",
    ]
    assert second.strip() == "Second page"


def test_pages_without_text_are_named() -> None:
    assert document_from_bytes(pdf("One", "", "Three", ""), "a.pdf").empty_pages == (2, 4)
    assert document_from_bytes(pdf("One"), "a.pdf").empty_pages == ()


def test_a_form_without_any_other_text_is_text() -> None:
    fields = [{"T": "Service", "V": "Massage", "y": 1}]
    assert document_from_bytes(pdf("", fields=fields), "a.pdf").text.strip() == "Service: Massage"


def test_a_field_that_is_its_own_parent_ends() -> None:
    field: dict[str, object] = {"/T": "x"}
    field["/Parent"] = field
    assert reader._inherited(field, "/V") is None


def test_a_locked_file_is_told_to_be_one() -> None:
    with pytest.raises(InputError, match="the PDF is locked with a password; save a copy without one"):
        document_from_bytes(pdf("secret", locked="with this"), "a.pdf")


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_TEXT", 20)
    with pytest.raises(InputError, match="more than the 2 MB"):
        document_from_bytes(pdf("one two three four", "five six seven", "never"), "a.pdf")


def test_form_feeds_of_a_text_end_its_pages() -> None:
    document = document_from_bytes(b"one\ftwo\f", "a.txt")
    assert [document.page(document.text.index(word)) for word in ("one", "two")] == [1, 2]
    assert document_from_bytes(b"one", "a.txt").pages == ()
