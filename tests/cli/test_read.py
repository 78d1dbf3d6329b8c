from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from tests.cli.conftest import Upheld

ROOT = Path(__file__).parent.parent.parent
LETTERS = sorted((ROOT / "cases").rglob("*.txt"))
SHARED = ROOT.parent / "shared" / "letters"


def written(folder: Path, upheld: Upheld, letter: Path) -> Path:
    """The draft of a letter, beside it."""
    path = folder / "draft.yaml"
    path.write_text(upheld("read", letter).out, encoding="utf-8")
    return path


@pytest.mark.parametrize("letter", LETTERS, ids=lambda path: path.stem)
def test_a_draft_gives_the_recommendations_of_its_letter(upheld: Upheld, letter: Path, tmp_path: Path) -> None:
    copy = tmp_path / letter.name
    copy.write_bytes(letter.read_bytes())
    same(upheld, copy)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated letters are not beside this checkout")
@pytest.mark.parametrize("name", sorted(path.name for path in SHARED.glob("[LT]*.yaml")))
def test_a_draft_of_an_annotated_letter_does_so_too(upheld: Upheld, name: str, tmp_path: Path) -> None:
    text = yaml.safe_load((SHARED / name).read_text(encoding="utf-8"))["text"]
    (tmp_path / "letter.txt").write_text(text, encoding="utf-8")
    if "no disputed treatment was found" in upheld("check", tmp_path / "letter.txt").err:
        pytest.skip("nothing in it is in dispute")
    same(upheld, tmp_path / "letter.txt")


def same(upheld: Upheld, letter: Path) -> None:
    """Letter and draft give the same answers, unread sentences included; of facts only the order may differ."""
    draft = upheld("check", "--json", written(letter.parent, upheld, letter))
    assert (draft.status, draft.err) == (0, "")
    answers = [json.loads(ran.out) for ran in (upheld("check", "--json", letter), draft)]
    for answer in answers:
        answer["facts"] = sorted(map(json.dumps, answer["facts"]))
    assert answers[0] == answers[1]


def test_a_draft_lists_the_decisive_facts_first_and_unread_sentences_last(upheld: Upheld, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(
        "The patient is a 47-year-old male. He had 8 visits of massage therapy in March 2013 and can lift more.\n"
        "Request: massage therapy, 6 visits, for the neck.\n",
        encoding="utf-8",
    )
    told = upheld("read", letter).out
    data = yaml.safe_load(told)
    assert data["items"][0]["treatment"] == "massage_therapy"
    types = [
        next(key for key in fact if key in {"prior_course", "benefit", "patient.age"}) for fact in data["facts"][:1]
    ]
    assert types == ["prior_course"]
    assert all(fact["review"] == "pending" for fact in [*data["items"], *data["facts"]])


def test_a_letter_on_standard_input_is_read(upheld: Upheld) -> None:
    ran = upheld("read", "-", "--json", stdin=b"Request: massage therapy, 6 visits, for the neck.\n")
    found = json.loads(ran.out)
    assert list(found) == ["schema", "document", "dates", "facts", "unread"]
    assert found["document"]["name"] == "standard input"
    assert "request.item" in [fact["type"] for fact in found["facts"]]


def test_an_edited_draft_changes_the_answer(upheld: Upheld, tmp_path: Path) -> None:
    letter = tmp_path / LETTERS[0].name
    letter.write_bytes(LETTERS[0].read_bytes())
    draft = written(tmp_path, upheld, letter)
    before = json.loads(upheld("check", "--json", draft).out)
    text = draft.read_text(encoding="utf-8")
    draft.write_text(text.replace("    review: pending", "    review: rejected", 1), encoding="utf-8")
    after = upheld("check", "--json", draft)
    assert after.status == 2 or len(json.loads(after.out)["items"]) < len(before["items"])


def test_a_case_file_is_no_letter(upheld: Upheld, case: Path) -> None:
    ran = upheld("read", case)
    assert ran.status == 2
    assert "this is a case file already" in ran.err
