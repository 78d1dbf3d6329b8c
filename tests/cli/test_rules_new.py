from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from engine.assurance.new_files import write_new
from engine.errors import InputError
from engine.resources import rules_folder
from tests.rules_folder import write_rules

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Upheld

NEW = "mtus-2009/chronic-pain/kinesiology-tape"
CASES = ("met", "not-documented", "not-met")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of our rules that an editor may change."""
    return shutil.copytree(rules_folder(), tmp_path / "rules")


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_a_new_guideline_loads_lints_and_its_cases_hold(upheld: Upheld, rules: Path) -> None:
    made = upheld("rules", "new", "kinesiology_tape", "--folder", "mtus-2009/chronic-pain", "--rules", rules)
    cases = rules.parent / "cases" / "kinesiology-tape"
    assert (made.status, made.err) == (0, "")
    assert made.out.splitlines() == [str(rules / f"{NEW}.yaml"), *(str(cases / f"{name}.yaml") for name in CASES)]
    linted = upheld("rules", "lint", "--rules", rules)
    assert linted.status == 0, linted.out
    assert f"  {NEW} " in linted.out
    ran = upheld("test", cases, "--rules", rules)
    assert ran.status == 0, ran.out
    shown = upheld("rules", "show", "kinesiology-tape", "--rules", rules).out
    assert "MTUS Chronic Pain Medical Treatment Guidelines" in shown
    assert "in force 18 July 2009 to 28 July 2016" in " ".join(shown.split())


def test_a_case_for_a_pack_that_is_not_loaded_by_default_names_it(upheld: Upheld, rules: Path, tmp_path: Path) -> None:
    words = ("--folder", rules / "packs" / "cms-lcd", "--title", "Discs: pictures", "--rules", rules)
    assert upheld("rules", "new", "discography", *words, "--cases", tmp_path / "mine").status == 0
    made = tmp_path / "mine" / "discography"
    assert "\npack: cms_lcd\n" in (made / "met.yaml").read_text(encoding="utf-8")
    assert upheld("test", made, "--rules", rules).status == 0


def test_a_text_with_days_of_its_own_begins_a_folder(upheld: Upheld, tmp_path: Path) -> None:
    rules = write_rules(tmp_path)
    shutil.copyfile(rules_folder() / "scaffold.yaml", rules / "scaffold.yaml")
    words = ("--folder", "other", "--rules", rules)
    ran = upheld("rules", "new", "needling", *words)
    assert ran.status == 2
    assert "`other` holds no guideline to take source and days from; say with --source" in ran.err
    unknown = upheld("rules", "new", "needling", *words, "--source", "A text", "--from", "2015-01-01")
    assert unknown.status == 2
    assert "rules/other/needling.yaml:14: `conservative_care_failed` is not a fact" in unknown.err
    assert not (rules / "other").exists()
    facts = rules / "vocabulary" / "facts" / "all.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + FAILED, encoding="utf-8")
    done = upheld(
        "rules", "new", "needling", *words, "--source", "A text", "--from", "2015-01-01", "--until", "2015-12-31"
    )
    assert done.status == 0, done.err
    assert "in_force: {from: 2015-01-01, until: 2015-12-31}" in (rules / "other" / "needling.yaml").read_text("utf-8")


FAILED = """\
conservative_care_failed:
  kind: flag
  scope: patient
  reads: other care failed
  yes: [{fact: statement, where: {concept: conservative_care_failed}}]
  no: [{fact: statement, where: {concept: no_conservative_care}}]
"""


@pytest.mark.parametrize("name", [f"rules/{NEW}.yaml", "cases/kinesiology-tape/not-met.yaml"])
def test_nothing_is_written_over_nor_beside(upheld: Upheld, rules: Path, name: str) -> None:
    there = rules.parent / name
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_text("mine\n", encoding="utf-8")
    if name.startswith("rules"):
        there.write_text((rules / "mtus-2009/chronic-pain/yoga.yaml").read_text("utf-8"), encoding="utf-8")
        (rules / "mtus-2009/chronic-pain/yoga.yaml").unlink()
    before = there.read_bytes(), tree(rules.parent)
    ran = upheld("rules", "new", "kinesiology_tape", "--folder", "mtus-2009/chronic-pain", "--rules", rules)
    assert ran.status == 2
    assert f"`{there}` is there already, and nothing was written" in ran.err
    assert (there.read_bytes(), tree(rules.parent)) == before


@pytest.mark.parametrize(
    ("treatment", "folder", "told"),
    [
        ("kinesiology_tap", "mtus-2009/chronic-pain", "did you mean `kinesiology_tape`? If it is a new one, add it to"),
        ("mirror_work", "mtus-2009/chronic-pain", "`mirror_work` is no treatment; add it to `rules/vocabulary/"),
        ("kinesiology_tape", "packs/none", "`packs/none` is in no pack"),
        ("kinesiology_tape", "../elsewhere", "`../elsewhere` is no folder for guidelines"),
        ("kinesiology_tape", "tables", "`tables` is no folder for guidelines"),
    ],
)
def test_what_cannot_be_started_is_told(upheld: Upheld, rules: Path, treatment: str, folder: str, told: str) -> None:
    before = tree(rules.parent)
    ran = upheld("rules", "new", treatment, "--folder", folder, "--rules", rules)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert tree(rules.parent) == before


def test_two_texts_for_the_same_days_are_refused(upheld: Upheld, rules: Path) -> None:
    shutil.move(rules / "mtus-2009/chronic-pain/yoga.yaml", rules / "mtus-2009/chronic-pain/stretching.yaml")
    ran = upheld("rules", "new", "yoga", "--folder", "mtus-2009/chronic-pain", "--rules", rules)
    assert ran.status == 2
    assert "are both in force for `yoga` on 2009-07-18" in ran.err
    assert not (rules / "mtus-2009/chronic-pain/yoga.yaml").exists()


def test_a_text_that_another_pack_answers_before_is_told(upheld: Upheld, rules: Path) -> None:
    ran = upheld("rules", "new", "acupuncture", "--folder", "odg-gaps", "--rules", rules)
    assert ran.status == 0
    assert "`mtus-2007/acupuncture/acupuncture` is searched first, and answers for `acupuncture`" in ran.err


def test_what_was_begun_is_taken_back_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="it cannot be written"):
        write_new({tmp_path / "a" / "b" / "one.yaml": "1\n", tmp_path / "file" / "two.yaml": "2\n"})
    assert tree(tmp_path) == {"file"}
