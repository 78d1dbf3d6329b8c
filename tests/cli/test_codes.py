"""Service codes: ours name their treatments, a user's file says what others mean, and none is dropped in silence."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from engine.reading.code_files import load_codes
from engine.reading.lexicons import reading_lexicon
from engine.resources import rules_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Upheld

LETTER = """\
REQUEST FOR AUTHORIZATION
Date: 03/14/2013
Patient: 45-year-old male. DOI 01/05/2012. Springfield, OR 97124.
Diagnosis: low back pain

Services requested:
1. 97124 x 6 visits
2. CPT 97810, 2 x 3
3. E0730, one month rental
"""
CODES = '"97124": massage_therapy\n"97810": acupuncture\n'


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def _items(upheld: Upheld, *words: str | Path) -> list[tuple[str | None, Any, str]]:
    ran = upheld("check", "--json", *words)
    assert ran.status == 0, ran.err
    return [(each["treatment"] or None, each["quantity"], each["basis"]) for each in json.loads(ran.out)["items"]]


def test_a_hcpcs_code_names_its_treatment_and_an_unexplained_code_is_not_covered(upheld: Upheld, letter: Path) -> None:
    assert _items(upheld, letter) == [
        (None, 6, "not_covered"),
        (None, 6, "not_covered"),
        ("tens", 1, "not_documented"),
    ]
    assert "no treatment is known by the code 97810 (a file given with `--codes`" in " ".join(
        upheld("check", letter).out.split()
    )


def test_a_file_of_the_user_says_what_codes_mean(upheld: Upheld, letter: Path, tmp_path: Path) -> None:
    codes = tmp_path / "codes.local.yaml"
    codes.write_text(CODES, encoding="utf-8")
    expected = [("massage_therapy", 6), ("acupuncture", 6), ("tens", 1)]
    assert [each[:2] for each in _items(upheld, letter, "--codes", codes)] == expected
    for command in ("explain", "read"):
        assert "massage" in upheld(command, letter, "--codes", codes).out


def test_the_file_may_be_named_in_the_environment_and_goes_before_ours(
    upheld: Upheld, letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = tmp_path / "codes.local.yaml"
    codes.write_text(CODES + "E0730: interferential\n", encoding="utf-8")
    monkeypatch.setenv("UPHELD_CODES", str(codes))
    assert [each[0] for each in _items(upheld, letter)] == ["massage_therapy", "acupuncture", "interferential"]


def test_mistakes_of_the_file_are_all_told_with_line_and_cure(upheld: Upheld, letter: Path, tmp_path: Path) -> None:
    codes = tmp_path / "codes.local.yaml"
    codes.write_text('"97124": massage_therapie\n"E07": tens\n"E07300": tens\n', encoding="utf-8")
    ran = upheld("check", letter, "--codes", codes)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        f"{codes}:1: `massage_therapie` is no treatment; did you mean `massage_therapy`?",
        f"{codes}:2: `E07` is no service code; write five characters, such as `97124` or `E0730`",
        f"{codes}:3: `E07300` is no service code; write five characters, such as `97124` or `E0730`",
    ]
    missing = upheld("check", letter, "--codes", tmp_path / "none.yaml")
    assert missing.status == 2
    assert "cannot be read" in missing.err


def test_a_code_keeps_its_zeros(tmp_path: Path) -> None:
    codes = tmp_path / "codes.local.yaml"
    codes.write_text("00100: massage_therapy\n", encoding="utf-8")
    assert load_codes(codes, reading_lexicon().treatments) == (("00100", "massage_therapy"),)


def test_a_rules_folder_with_a_lexicon_of_its_own_is_read_by_it(upheld: Upheld, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(rules_folder(), rules)
    treatments = rules / "vocabulary" / "treatments.yaml"
    text = treatments.read_text(encoding="utf-8")
    assert 'phrases: ["acupuncture"' in text
    treatments.write_text(text.replace('phrases: ["acupuncture"', 'phrases: ["zorbling", "acupuncture"', 1), "utf-8")
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER.replace("2. CPT 97810, 2 x 3", "2. Zorbling, 2 x 3"), encoding="utf-8")
    assert ("acupuncture", 6) not in [each[:2] for each in _items(upheld, letter)]
    assert ("acupuncture", 6) in [each[:2] for each in _items(upheld, letter, "--rules", rules)]
