"""Outcomes over the letters of ours never fall below what was reached (`floors.yaml`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from engine import strict_yaml
from engine.library import load_library
from tests.scoring.__main__ import main
from tests.scoring.outcome_labels import letters_of
from tests.scoring.outcomes import judge

FLOORS: dict[str, Any] = strict_yaml.read(Path(__file__).with_name("floors.yaml")).data["letters"]
SETS = Path(__file__).parents[1] / "letters"


@pytest.mark.parametrize("name", FLOORS)
def test_outcomes_of_a_set_hold(name: str) -> None:
    scored = judge(letters_of(SETS / name), load_library())
    sure = [each for each in scored.items if not each.wanted.arguable]
    floor = FLOORS[name]
    assert sum(each.right for each in sure) >= floor["outcome"]
    assert sum(each.right_basis for each in sure) >= floor["basis"]
    assert len(scored.extra) <= floor["extra_at_most"]


def test_every_set_that_is_not_held_out_has_a_floor() -> None:
    assert {path.name for path in SETS.iterdir() if path.is_dir()} - {"g", "m", "r"} == set(FLOORS)


def test_totals_of_a_set_show_none_of_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--totals", str(SETS / "d")]) == 0
    out = capsys.readouterr().out
    assert "missed" not in out
    assert re.search(r"^all +\d+ +\d+ +\d+ ", out, re.MULTILINE)


def test_a_folder_without_letters_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--totals", str(tmp_path)]) == 2
    assert "no letters to score" in capsys.readouterr().err
