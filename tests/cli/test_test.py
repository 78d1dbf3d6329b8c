from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

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
    write(cases, "gap.yaml", "outcome: overturned", "outcome: upheld")
    write(cases, "gap.yaml", "says:", "status: todo\nsays:")
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
