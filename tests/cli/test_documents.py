"""Letters of every kind of file through the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.documents.files import docx, p, pdf

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Upheld

ASKED = "Request date 5/14/2014. Request: massage therapy, 6 visits, for the neck."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("letter.docx", docx(p("Request date 5/14/2014.") + p("Request: massage therapy, 6 visits, for the neck."))),
        ("letter.html", f"<p>{ASKED}</p>".encode()),
        ("letter.pdf", pdf(ASKED)),
    ],
)
def test_a_letter_is_answered_whatever_file_it_comes_in(upheld: Upheld, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    ran = upheld("check", "--json", tmp_path / name)
    assert (ran.status, ran.err) == (0, "")
    (item,) = json.loads(ran.out)["items"]
    assert (item["treatment"], item["quantity"], item["date"]["value"]) == ("massage_therapy", 6, "2014-05-14")
    assert json.loads(upheld("check", "--json", "-", stdin=data).out)["items"] == [item] or name.endswith("html")


def test_pages_without_text_are_told_by_check_and_read_and_kept_in_a_draft(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf(ASKED, "", ""))
    told = "`scan.pdf`: pages 2 and 3 hold pictures and no text and could not be read; run the file through text"
    ran = upheld("check", "--json", tmp_path / "scan.pdf")
    assert ran.err.startswith(told)
    lines = json.loads(ran.out)["items"][0]["needs_person"]
    assert "pages 2 and 3 hold pictures and no text: nobody has read what is on them" in lines
    draft = upheld("read", tmp_path / "scan.pdf")
    assert draft.err.startswith(told)
    (tmp_path / "case.yaml").write_text(draft.out, encoding="utf-8")
    again = upheld("check", "--json", tmp_path / "case.yaml")
    assert json.loads(again.out)["items"][0]["needs_person"] == lines
