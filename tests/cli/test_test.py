from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import engine.cli.test

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Upheld

EXPECT = """\
    expect:
      outcome: overturned
      basis: met
      stage: repeat
      standings: {visits_total: met, prior_benefit: met, adjunct_to_active_care: not documented}
      deciding: [visits_total, prior_benefit]
facts:
"""


@pytest.fixture
def cases(case: Path) -> Path:
    """A folder with one case that is as expected."""
    case.write_text(case.read_text(encoding="utf-8").replace("facts:\n", EXPECT), encoding="utf-8")
    return case.parent


def write(cases: Path, name: str, old: str, new: str) -> None:
    text = (cases / "case.yaml").read_text(encoding="utf-8")
    assert old in text
    (cases / name).write_text(text.replace(old, new), encoding="utf-8")


def test_cases_that_are_as_expected_pass(upheld: Upheld, cases: Path) -> None:
    ran = upheld("test", cases)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1].split() == ["all", "1", "0", "0", "0", "0"]


def test_a_difference_names_its_stage_and_shows_expected_beside_actual(upheld: Upheld, cases: Path) -> None:
    write(cases, "case.yaml", "visits_total: met", "visits_total: not met")
    ran = upheld("test", cases)
    assert ran.status == 1
    assert "standings: item 1, visits_total: expected not met, got met" in ran.out


def test_the_answer_is_compared_apart_from_the_standings(upheld: Upheld, cases: Path) -> None:
    write(cases, "case.yaml", "basis: met", "basis: contradicted")
    write(cases, "case.yaml", "deciding: [visits_total, prior_benefit]", "deciding: [visits_total]")
    told = upheld("test", cases).out
    assert "recommendation: item 1, basis: expected contradicted, got met" in told
    assert "recommendation: item 1, deciding: expected visits_total, got visits_total, prior_benefit" in told


def test_a_criterion_that_does_not_exist_is_a_difference(upheld: Upheld, cases: Path) -> None:
    write(cases, "case.yaml", "visits_total: met", "visits_totl: not applicable")
    assert "visits_totl: expected not applicable, got no such criterion" in upheld("test", cases).out


def test_a_case_that_asserts_only_the_outcome_is_incomplete(upheld: Upheld, cases: Path) -> None:
    text = (cases / "case.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("      ") or "outcome" in line]
    (cases / "case.yaml").write_text("\n".join(kept), encoding="utf-8")
    ran = upheld("test", cases)
    assert ran.status == 1
    assert "item 1 lacks `basis`, `standings`, `deciding` under `expect:`" in ran.out


def test_a_known_gap_is_counted_apart_and_does_not_fail(upheld: Upheld, cases: Path) -> None:
    (cases / "gap.yaml").write_text(
        "status: todo\n" + (cases / "case.yaml").read_text(encoding="utf-8").replace("overturned", "upheld"), "utf-8"
    )
    ran = upheld("test", cases)
    assert ran.status == 0
    assert ran.out.splitlines()[-1].split() == ["all", "1", "0", "0", "0", "1"]


def test_a_known_gap_that_is_closed_fails_until_its_mark_is_taken_away(upheld: Upheld, cases: Path) -> None:
    write(cases, "case.yaml", "says:", "status: todo\nsays:")
    ran = upheld("test", cases)
    assert ran.status == 1
    assert "this known gap is closed; take `status: todo` away" in ran.out


def test_mistakes_in_a_case_file_are_told_with_their_lines_and_the_others_run(upheld: Upheld, cases: Path) -> None:
    write(cases, "typo.yaml", "quantity: 6", "quantty: 6")
    ran = upheld("test", cases)
    assert ran.status == 1
    assert "typo.yaml:5: `quantty` is not a slot of `request.item`; did you mean `quantity`?" in ran.out
    assert ran.out.splitlines()[-1].split() == ["all", "1", "0", "0", "1", "0"]


def test_json_and_junit_tell_the_same(upheld: Upheld, cases: Path, tmp_path: Path) -> None:
    write(cases, "wrong.yaml", "stage: repeat", "stage: first course")
    junit = tmp_path / "report.xml"
    ran = upheld("test", cases, "--json", "--junit", junit)
    assert ran.status == 1
    found = json.loads(ran.out)
    assert found["counts"] == {"passed": 1, "failed": 1, "incomplete": 0, "error": 0, "todo": 0}
    (difference,) = found["cases"][1]["differences"]
    assert difference == {
        "stage": "recommendation",
        "item": 1,
        "what": "stage",
        "expected": "first course",
        "actual": "repeat",
    }
    suite = ET.parse(junit).getroot()[0]  # noqa: S314  (written by the command under test)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_report_that_cannot_be_written_is_told_without_a_traceback(upheld: Upheld, cases: Path) -> None:
    ran = upheld("test", cases, "--junit", cases / "no" / "such" / "report.xml")
    assert ran.status == 2
    assert "the file cannot be written" in ran.err


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_place_without_cases_is_unusable(upheld: Upheld, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    ran = upheld("test", tmp_path / name)
    assert ran.status == 2
    assert str(tmp_path / name) in ran.err


LETTER = """\
PROGRESS NOTE

Date: 05/14/2014

He finished 4 visits of massage therapy in June 2013.

Request: massage therapy, 6 visits, for the neck.
"""
LETTER_CASE = """\
says: A letter of ours.
letter: note.txt
items:
  - treatment: massage_therapy
    quantity: 6
    expect:
      outcome: upheld
      basis: not_documented
      standings: {visits_total: met, prior_benefit: not documented}
      deciding: [prior_benefit]
facts:
  - prior_course: {treatment: massage_therapy, visits: 4}
"""


@pytest.fixture
def letter_case(tmp_path: Path) -> Path:
    """A case whose facts come from a letter."""
    (tmp_path / "note.txt").write_text(LETTER, encoding="utf-8")
    path = tmp_path / "note.yaml"
    path.write_text(LETTER_CASE, encoding="utf-8")
    return path


def test_what_is_expected_of_a_letter_may_be_part_of_what_is_read(upheld: Upheld, letter_case: Path) -> None:
    ran = upheld("test", letter_case)
    assert (ran.status, ran.out.splitlines()[0].split()[0]) == (0, "folder"), ran.out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "visits: 4",
            "visits: 5",
            "facts: prior_course: expected {treatment: massage_therapy, visits: 5} affirmed, got {",
        ),
        ("facts:", "dates: {injury: 2010-01-02}\nfacts:", "facts: date of injury: expected 2010-01-02, got nothing"),
        ("quantity: 6", "quantity: 7", "facts: item 1, quantity: expected 7, got 6"),
        (
            "massage_therapy\n    q",
            "acupuncture\n    q",
            "item 1, disputed item: expected acupuncture, got massage_therapy",
        ),
        ("massage_therapy\n    q", "acupuncture\n    q", "facts: disputed item: expected nothing, got massage_therapy"),
        ("facts:", "facts:\n  - flare_up: {}", "facts: flare_up: expected {} affirmed, got nothing"),
    ],
)
def test_a_letter_read_otherwise_differs_at_the_stage_of_facts(
    upheld: Upheld, letter_case: Path, old: str, new: str, says: str
) -> None:
    letter_case.write_text(LETTER_CASE.replace(old, new), encoding="utf-8")
    ran = upheld("test", letter_case)
    assert ran.status == 1
    assert says in ran.out


def test_a_letter_case_that_expects_no_facts_is_incomplete(upheld: Upheld, letter_case: Path) -> None:
    letter_case.write_text(LETTER_CASE.split("facts:", maxsplit=1)[0], encoding="utf-8")
    assert "a case with a letter lists under `facts:` what is expected to be read" in upheld("test", letter_case).out


def test_facts_that_no_letter_gives_can_be_entered_beside_one(upheld: Upheld, letter_case: Path) -> None:
    entered = LETTER_CASE.replace("    expect:", "    given: {full_duty: yes}\n    expect:")
    letter_case.write_text(entered, encoding="utf-8")
    assert "OVERTURNED" in upheld("check", letter_case).out
    assert "standings: item 1, prior_benefit: expected not documented, got met" in upheld("test", letter_case).out


def test_progress_is_told_where_a_person_watches(upheld: Upheld, cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.cli.test, "PACE", 1)
    assert upheld("test", cases).err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert upheld("test", cases).err == "1 of 1 cases run\n"
