"""Care that was never had, told without its name: `never-had.yaml`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from engine.document import Document
from engine.reading.reader import read

BANK = yaml.safe_load(Path(__file__).with_name("never-had.yaml").read_text(encoding="utf-8"))
LETTER = "PROGRESS REPORT\nDate of exam: 03/14/2014\nSUBJECTIVE\n{told}\n\nREQUEST FOR AUTHORIZATION\n1. {asked}\n"
TOLD = [(group["asked"], group["treatment"], line) for group in BANK for line in group["told"]]
SILENT = [(group["asked"], line) for group in BANK for line in group.get("silent", [])]


def denied(asked: str, told: str) -> set[str]:
    facts = read(Document("told", LETTER.format(asked=asked, told=told))).facts
    return {str(f.value["treatment"]) for f in facts if f.type == "prior_course" and f.assertion == "negated"}


@pytest.mark.parametrize(("asked", "treatment", "told"), TOLD)
def test_denials_of_care_spoken_of_are_read(asked: str, treatment: str, told: str) -> None:
    assert treatment in denied(asked, told)


@pytest.mark.parametrize(("asked", "told"), SILENT)
def test_other_denials_are_not(asked: str, told: str) -> None:
    assert denied(asked, told) == set()
