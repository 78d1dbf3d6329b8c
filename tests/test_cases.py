"""Every case file under cases/: what is read, how each criterion stands, and the answer are as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.caserunner import Status, case_paths, run_case
from engine.library import load_library

ROOT = Path(__file__).parent.parent
CASES = [(path, path.relative_to(ROOT).as_posix()) for path, _ in case_paths([ROOT / "cases"])]


@pytest.mark.parametrize(("path", "name"), CASES, ids=[name for _, name in CASES])
def test_case(path: Path, name: str) -> None:
    report = run_case(path, name, load_library())
    if report.status is Status.TODO:
        pytest.xfail("; ".join(map(str, report.differences)))
    assert report.ok, "\n".join([report.message, *map(str, report.differences)])


def test_there_are_cases_for_every_guideline() -> None:
    expected = {
        line.split("guideline:")[1].split("#")[0].strip()
        for path, _ in CASES
        for line in path.read_text(encoding="utf-8").splitlines()
        if "guideline:" in line
    }
    assert {each.id for each in load_library().guidelines} - expected == set()
