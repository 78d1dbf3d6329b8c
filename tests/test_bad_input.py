"""Whatever a user gives, `upheld` says what is wrong and what to do, without a traceback and without quoting it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.document_io import MAX_BYTES, document_from_bytes, load_document
from engine.errors import InputError
from engine.resources import rules_folder

PRIVATE = "Jane Roe has lupus"


def check(*words: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "engine.cli", "check", *map(str, words)]
    root = Path(__file__).parent.parent
    return subprocess.run(command, input=stdin, capture_output=True, cwd=root, check=False)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "the file is empty; give a file that holds the text of the letter"),
        ("blank.txt", b" \n\t\n", "the file is empty"),
        ("scan.txt", b"\x00\x01\x02letter", "this is a binary file, not text; save the letter as plain text"),
        ("big.txt", PRIVATE.encode() + b" a" * 2_500_000, "5.0 MB is more than the 2 MB that one document may have"),
        ("latin.txt", "Señor".encode("latin-1"), "the text is not UTF-8 (byte 2); convert it with `iconv"),
        ("wide.txt", "letter".encode("utf-16"), "the text is UTF-16, not UTF-8; convert it with `iconv -f UTF-16"),
        ("no-item.txt", f"{PRIVATE}. She is well.\n".encode(), "no disputed treatment was found"),
        ("broken.pdf", b"%PDF-1.7 nothing", "the PDF cannot be read; turn it into text first"),
        ("case.yaml", b"items: [\n", "case.yaml:2: this is not YAML"),
        ("deep.yaml", b"items: " + b"[" * 20_000 + b"]" * 20_000, "lists stand in lists too deep"),
        ("deeper.yaml", b"items: " + b"[" * 400_000 + b"]" * 400_000, "lists stand in lists too deep"),
        ("steps.yaml", b"items:\n" + b"- " * 400_000 + b"x\n", "lists stand in lists too deep"),
        ("latin.yaml", "says: Señor".encode("latin-1"), "the file is not UTF-8 text (byte 8); save it as UTF-8"),
        ("twice.yaml", b"items: []\nitems: []\n", "twice.yaml:2: `items` stands twice (first on line 1); keep one"),
        ("empty.yaml", b"", "`the file` must be a list of keys with values"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    done = check(tmp_path / name)
    told = done.stderr.decode()
    assert done.returncode == 2
    assert done.stdout == b""
    assert says.replace("`the file`", "the file") in told.replace("`the file`", "the file")
    assert "Traceback" not in told
    assert PRIVATE not in told


def test_a_name_that_leads_nowhere_a_folder_and_a_file_without_rights(tmp_path: Path) -> None:
    missing, folder = check(tmp_path / "missing.txt"), check(tmp_path)
    assert (missing.returncode, folder.returncode) == (2, 2)
    assert b"there is no such file; check the name, or give `-` for standard input" in missing.stderr
    assert b"this is a folder; name the files in it" in folder.stderr
    locked = tmp_path / "locked.txt"
    locked.write_text("x", encoding="utf-8")
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        pytest.skip("this user may read every file")
    assert b"the file cannot be read (Permission denied)" in check(locked).stderr


def test_standard_input_is_held_to_the_same(tmp_path: Path) -> None:
    assert b"standard input`: the file is empty" in check("-", stdin=b"").stderr
    assert b"more than the 2 MB" in check("-", stdin=b"a" * (MAX_BYTES + 1)).stderr
    assert list(tmp_path.iterdir()) == []


def test_a_treatment_that_no_guideline_addresses_is_not_covered_and_no_error(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("dates: {request: 2014-05-14}\nitems: [{wording: moon dust, quantity: 3}]\n", encoding="utf-8")
    done = check(case)
    assert done.returncode == 0
    assert b"NOT COVERED" in done.stdout


def test_a_case_without_any_date_is_not_covered_and_names_the_cure(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("items: [{treatment: massage_therapy, quantity: 3}]\n", encoding="utf-8")
    done = check(case)
    assert done.returncode == 0
    assert b"`--as-of YYYY-MM-DD`" in done.stdout


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The rules, to be spoilt."""
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


def test_a_typo_in_a_rule_is_told_with_its_line_and_cure(rules: Path, tmp_path: Path) -> None:
    path = rules / "mtus-2009" / "chronic-pain" / "massage-therapy.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("visits_this_course: {at most", "visits_this_corse: {at most"), encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "visits_this_course" in each)
    done = check(tmp_path / "any.txt", "--rules", rules)
    assert done.returncode == 2
    expected = (
        f"rules/mtus-2009/chronic-pain/massage-therapy.yaml:{line}: `visits_this_corse` is not a fact of the "
        "vocabulary; did you mean `visits_this_course`?\n"
    )
    assert done.stderr.decode() == expected


def test_two_guidelines_in_force_for_the_same_thing_are_told_with_a_day(rules: Path, tmp_path: Path) -> None:
    folder = rules / "mtus-2009" / "chronic-pain"
    shutil.copy(folder / "massage-therapy.yaml", folder / "massage-again.yaml")
    done = check(tmp_path / "any.txt", "--rules", rules)
    assert done.returncode == 2
    assert b"are both in force for `massage_therapy` on 2009-07-18" in done.stderr


def test_a_folder_of_rules_that_is_not_there(tmp_path: Path) -> None:
    done = check(tmp_path / "any.txt", "--rules", tmp_path / "none")
    assert done.returncode == 2
    assert b"there is no such folder of rules" in done.stderr


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert document_from_bytes(b"\xef\xbb\xbfletter", "a.txt").text == "letter"


def test_line_ends_are_kept_because_offsets_count_them(tmp_path: Path) -> None:
    (tmp_path / "dos.txt").write_bytes(b"one\r\ntwo\r\n")
    assert load_document(tmp_path / "dos.txt").text == "one\r\ntwo\r\n"


def test_a_pdf_gives_its_text_and_the_start_of_each_page() -> None:
    document = document_from_bytes(pdf("Massage therapy x 6", "Page two"), "letter.pdf")
    assert document.text.startswith("Massage therapy x 6")
    assert document.page(0) == 1
    assert document.page(document.text.index("Page two")) == 2


def test_a_pdf_of_pictures_is_told_to_be_one() -> None:
    with pytest.raises(InputError, match="the PDF holds pictures and no text; run it through text recognition"):
        document_from_bytes(pdf("", ""), "scan.pdf")


def test_without_the_pdf_reader_the_message_names_both_cures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(InputError, match=r"needs `pypdf`; turn it into text first .* `pip install 'upheld\[pdf\]'`"):
        document_from_bytes(pdf("x"), "letter.pdf")


def pdf(*pages: str) -> bytes:
    """The smallest PDF that holds these lines, one a page."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        resources = f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * index} 0 R"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + (tail + trailer).encode()
