from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.assurance.issues import LintReport, Severity
from engine.assurance.lint import lint
from engine.resources import rules_folder

NO_CASES = Path("no-such-folder")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The rules, to be spoilt."""
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(report: LintReport, severity: Severity) -> list[str]:
    return [str(issue) for issue in report.issues if issue.severity is severity]


def test_the_mistakes_of_several_files_are_told_at_once_in_file_order(rules: Path) -> None:
    book = rules / "mtus-2009" / "chronic-pain"
    change(book / "massage-therapy.yaml", "visits_total", "prior_benefit")
    change(book / "tens.yaml", "status: ", "statuss: ")
    errors = told(lint(rules, NO_CASES), Severity.ERROR)
    assert any("`prior_benefit` is the id of two criteria" in each for each in errors)
    assert any("`statuss` is not a key of the file; did you mean `status`?" in each for each in errors)
    assert [each.split(":")[0] for each in errors] == sorted(each.split(":")[0] for each in errors)


def test_two_texts_in_force_on_one_day_are_told_with_that_day(rules: Path) -> None:
    book = rules / "mtus-2009" / "chronic-pain"
    shutil.copy(book / "massage-therapy.yaml", book / "massage-again.yaml")
    (error,) = told(lint(rules, NO_CASES), Severity.ERROR)
    assert "both in force for `massage_therapy` on 2009-07-18" in error


def test_a_name_in_two_families_is_told_with_its_line(rules: Path) -> None:
    treatments = rules / "vocabulary" / "treatments.yaml"
    change(treatments, '"yoga class",', '"yoga class", "Massage-Therapy",')
    (error,) = told(lint(rules, NO_CASES), Severity.ERROR)
    assert "`Massage-Therapy` stands in two families, `massage_therapy` and `yoga`" in error
    assert int(error.split(":")[1]) > 1


def test_a_fact_that_no_rule_uses_and_a_concept_that_no_phrase_gives_are_warnings(rules: Path) -> None:
    facts = rules / "vocabulary" / "facts" / "psych.yaml"
    lines = facts.read_text(encoding="utf-8").rstrip("\n")
    unused = "unused_fact:\n  kind: flag\n  reads: nothing uses this\n  scope: patient\n"
    gives = "  yes: [{fact: statement, where: {concept: never_said}}]\n"
    facts.write_text(f"{lines}\n{unused}{gives}", encoding="utf-8")
    report = lint(rules, NO_CASES)
    assert report.errors == ()
    warnings = told(report, Severity.WARNING)
    line = lines.count("\n") + 2
    expected = f"rules/vocabulary/facts/psych.yaml:{line}: warning: no rule uses `unused_fact`; use it, or take it out"
    assert expected in warnings
    assert any("no phrase of the lexicon gives the concept `never_said`" in each for each in warnings)


def test_coverage_counts_the_standings_that_cases_expect(rules: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "one.yaml").write_text(
        "items:\n"
        "  - treatment: massage_therapy\n"
        "    expect:\n"
        "      guideline: mtus-2009/chronic-pain/massage-therapy\n"
        "      standings: {visits_total: met, prior_benefit: not documented}\n",
        encoding="utf-8",
    )
    (cases / "broken.yaml").write_text("items: [", encoding="utf-8")
    coverage = {each.criterion: each.unseen for each in lint(rules, cases).coverage if "massage" in each.guideline}
    assert coverage["visits_total"] == ("not documented", "not met")
    assert coverage["prior_benefit"] == ("met", "not met")
    assert coverage["adjunct_to_active_care"] == ("met", "not documented", "not met")
