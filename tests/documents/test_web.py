from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.document_io import document_from_bytes, load_document
from engine.documents.limits import MAX_TEXT
from engine.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def text(page: str) -> str:
    return document_from_bytes(page.encode(), "letter.html").text


def test_blocks_are_lines_and_blanks_count_once() -> None:
    page = "<html><body><h1>Dear   Dr.\n Roe</h1><p>one<br>two</p><div>three</div><div>four</div></body></html>"
    assert text(page) == "Dear Dr. Roe\n\none\ntwo\n\nthree\nfour\n"


def test_scripts_styles_comments_and_the_head_are_dropped() -> None:
    page = "<head><title>no</title></head><script>if (a<b) {}</script><style>p{}</style><!-- no --><p>yes &amp; no</p>"
    assert text(page) == "yes & no\n"


def test_rows_of_tables_are_lines_with_tabs_whatever_stands_in_their_cells() -> None:
    page = (
        "<table><tr><th>Treatment<th>Visits</tr><tr><td><p>Massage</p><p>therapy</p></td><td>6</td></tr></table>after"
    )
    assert text(page) == "Treatment\tVisits\nMassage therapy\t6\n\nafter\n"


def test_lists_bear_their_marks() -> None:
    assert text("<ol><li>one<li>two</ol><ul><li>dot</ul>") == "1. one\n2. two\n\n- dot\n"


def test_set_text_keeps_its_lines() -> None:
    assert text("<pre>Pain\n  6/10</pre><p>x") == "Pain\n  6/10\n\nx\n"


def test_fields_of_forms_show_what_is_ticked_and_typed() -> None:
    page = '<p><input type=checkbox checked>New <input type="radio">Resubmission <input value="Roe">'
    page += '<input type=hidden value="no"></p>'
    assert text(page) == "[x] New [ ] Resubmission Roe\n"


def test_a_page_is_known_by_its_beginning_too() -> None:
    assert document_from_bytes(b"<!-- saved -->\n<!DOCTYPE html><p>a<p>b", "letter").text == "a\n\nb\n"
    assert document_from_bytes(b"a < b, <p>", "letter.txt").text == "a < b, <p>"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<meta charset="windows-1252"><p>Señor'.encode("cp1252"), "Señor\n"),
        ('<meta charset="iso-8859-1"><p>\x93x\x94'.encode("latin-1"), "“x”\n"),
        ('<meta http-equiv=a content="text/html; charset=utf-8"><p>Señor'.encode(), "Señor\n"),
        ("\ufeff<p>Señor".encode(), "Señor\n"),
    ],
)
def test_the_encoding_is_the_one_that_the_page_names(page: bytes, said: str) -> None:
    assert document_from_bytes(page, "a.htm").text == said


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (b"<meta charset=utf-16><p>x", "in an encoding that is not read; save it as UTF-8"),
        (b"<meta charset=moon><p>x", "in an encoding that is not read; save it as UTF-8"),
        ("<p>Señor".encode("cp1252"), r"the page is not UTF-8 as it says \(byte 5\)"),
        (b"<html><script>x</script></html>", "the file is empty"),
        (b"<p>" + b"a" * MAX_TEXT, "2.0 MB is more than the 2 MB"),
    ],
)
def test_a_page_that_cannot_be_used_is_told(page: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        document_from_bytes(page, "letter.html")


def test_marks_without_an_end_or_a_beginning_do_no_harm() -> None:
    assert text("</td></table></ul></pre><p>a</script><b>b") == "ab\n"
    assert text("<table><td>" * 2000 + "x").split() == ["x"]


def test_a_page_is_loaded_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.html"
    path.write_text("<p>Massage therapy", encoding="utf-8")
    assert load_document(path).text == "Massage therapy\n"
