from __future__ import annotations

import io
import zipfile

import pytest

from engine.document_io import document_from_bytes
from engine.documents import docx as reader
from engine.errors import InputError
from engine.reading.reader import read
from tests.documents.files import W, archive, docx, p, table


def text(body: str, **parts: str) -> str:
    return document_from_bytes(docx(body, **parts), "letter.docx").text


def test_paragraphs_are_lines_with_their_tabs_and_breaks() -> None:
    assert text(p("Dear Dr. Roe") + p("one\ttwo\nthree")) == "Dear Dr. Roe\none\ttwo\nthree\n"


def test_rows_of_a_table_are_lines_with_tabs_also_in_wrappers_and_in_one_another() -> None:
    inner = f"<w:tc>{table(['a', 'b'], ['c'])}</w:tc>"
    wrapped = (
        f"<w:sdt><w:sdtContent><w:tr><w:tc>{p('Massage')}{p('therapy')}</w:tc>{inner}</w:tr></w:sdtContent></w:sdt>"
    )
    rows = table(["Treatment", "Visits"]).replace("</w:tbl>", wrapped + "</w:tbl>")
    assert text(rows) == "Treatment\tVisits\nMassage therapy\ta b c\n\n"


def test_headers_come_first_and_notes_and_footers_last_each_once() -> None:
    said = text(p("Body"), header1=p("Clinic"), header2=p("Clinic"), footer1=p("Fax 1"), footnotes=p("Note"))
    assert said == "Clinic\nBody\nFax 1\nNote\n"


def test_what_is_deleted_hidden_or_said_twice_is_left_out() -> None:
    unseen = "<w:del><w:r><w:t>old</w:t></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Click here')}</w:sdtContent></w:sdt>"
    box = f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{p('box')}</w:txbxContent></mc:Choice>"
    box += f"<mc:Fallback><w:txbxContent>{p('box')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    assert text(p("said", unseen) + empty + f"<w:p>{box}</w:p>") == "said\n\nbox\n"


def test_ticks_of_forms_are_shown() -> None:
    sym = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'
    legacy = "<w:r><w:fldChar><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>"
    ticks = [sym.format("F0FE"), sym.format("F0A8"), legacy.format("<w:checked/>")]
    ticks += [legacy.format('<w:default w:val="0"/>'), legacy.format("")]
    assert text("".join(p(" item", tick) for tick in ticks)).splitlines() == [
        "[x] item",
        "[ ] item",
        "[x] item",
        "[ ] item",
        "[ ] item",
    ]


def test_lists_bear_the_marks_that_word_counts() -> None:
    def listed(words: str, number: int, level: int = 0) -> str:
        return p(words, f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>')

    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>'
        for level, form in enumerate(("decimal", "lowerLetter", "none"))
    )
    numbering = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    body = listed("one", 1) + listed("inner", 1, 1) + listed("two", 1) + listed("bare", 1, 2)
    assert text(body + listed("dot", 9) + listed("out", 0), numbering=numbering).splitlines() == [
        "1. one",
        "a. inner",
        "2. two",
        "bare",
        "- dot",
        "out",
    ]


@pytest.mark.parametrize(
    "mark", ["<w:r><w:lastRenderedPageBreak/></w:r>", '<w:r><w:br w:type="page"/></w:r>'], ids=["laid out", "by hand"]
)
def test_pages_are_those_that_word_laid_out_or_breaks_set_by_hand(mark: str) -> None:
    document = document_from_bytes(docx(p("One") + p("Two", mark), header1=p("Head")), "a.docx")
    assert [document.page(document.text.index(word)) for word in ("Head", "One", "Two")] == [1, 1, 2]


def test_where_word_laid_out_the_pages_breaks_by_hand_do_not_count_twice() -> None:
    both = '<w:r><w:br w:type="page"/></w:r><w:r><w:lastRenderedPageBreak/></w:r>'
    assert len(document_from_bytes(docx(p("One") + p("Two", both)), "a.docx").pages) == 2


def test_the_strict_form_of_the_format_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = docx(p("Strict"))
    made = f"<w:document xmlns:w='{strict}'><w:body>{p('Strict')}</w:body></w:document>".encode()
    assert document_from_bytes(archive({"word/document.xml": made}), "a").text == "Strict\n"
    assert document_from_bytes(body, "a").text == "Strict\n"


def test_evidence_has_line_and_page() -> None:
    mark = "<w:r><w:lastRenderedPageBreak/></w:r>"
    asked = p("Request: massage therapy, 6 visits, for the neck.", mark)
    document = document_from_bytes(docx(p("Dear Sir") + asked), "a.docx")
    (item,) = [fact for fact in read(document).facts if fact.type == "request.item"]
    (evidence, *_) = item.evidence
    assert (evidence.line, evidence.page) == (2, 2)
    assert document.text[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (archive({"xl/workbook.xml": b"<a/>"}), "this is an archive and no Word file"),
        (archive({"word/document.xml": b"<a><b>"}), "the Word file cannot be read"),
        (archive({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "the Word file cannot be read"),
        (archive({"word/document.xml": b"<a>" * 300 + b"</a>" * 300}), "the Word file cannot be read"),
        (docx(p("x"))[:-60], "the file is broken or locked"),
        (b"PK\x03\x04 and no more", "the file is broken or locked"),
        (docx(""), "the file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word file of an old kind, or a locked one; save it as .docx"),
        (rb"{\rtf1 letter}", "a Word file of an old kind"),
    ],
)
def test_what_cannot_be_used_is_told(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        document_from_bytes(data, "letter.docx")


def test_an_archive_that_unpacks_to_more_than_any_letter_is_refused() -> None:
    bomb = docx(p("a" * reader.MAX_XML))
    assert len(bomb) < 100_000
    with pytest.raises(InputError, match=r"20\.0 MB is more than the 20 MB"):
        document_from_bytes(bomb, "bomb.docx")
    with pytest.raises(InputError, match=r"3\.0 MB is more than the 2 MB"):
        document_from_bytes(docx(p("a" * 3_000_000)), "long.docx")


def test_an_archive_that_lies_about_its_size_is_still_held_to_it() -> None:
    data = docx(p("a" * 30_000_000))
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        size = made.getinfo("word/document.xml").file_size
    lied = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(InputError):
        document_from_bytes(lied, "bomb.docx")


def test_names_of_parts_beside_the_text_are_passed_over() -> None:
    files = {"word/document.xml": f"<w:document {W}><w:body>{p('Hi')}</w:body></w:document>".encode()}
    files["word/comments.xml"] = b"not even XML"
    assert document_from_bytes(archive(files), "a.docx").text == "Hi\n"
