"""The page on rule syntax keeps to the truth: its examples stand in our files, and it names every key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.casefile.load import TOP_KEYS
from engine.guideline import CRITERION_KEYS, GUIDELINE_KEYS
from engine.program import Keyword
from engine.settle.measures import MEASURES
from engine.strict_yaml import read

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "rule-syntax.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
WORDING = {"reads", "says", "asks", "denies"}
DECLARING = {"kind", "scope", "unit", "values", "silence", "measure", "form_only", "note"}
FACT_FILE_KEYS = WORDING | DECLARING | {"yes", "no", "either", "from"}
ALL_KEYS = sorted({*GUIDELINE_KEYS, *CRITERION_KEYS, *Keyword, *MEASURES, *FACT_FILE_KEYS, *TOP_KEYS} - {"document"})
"""Every key an editor may write; `document` is written by `upheld read` alone."""


def test_every_example_names_its_file() -> None:
    assert len(EXAMPLES) == PAGE.count("```yaml")


@pytest.mark.parametrize(("file", "example"), EXAMPLES, ids=[file for file, _ in EXAMPLES])
def test_examples_stand_in_our_files_word_for_word(file: str, example: str) -> None:
    assert example in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ALL_KEYS)
def test_every_key_is_explained(key: str) -> None:
    assert f"`{key}`" in PAGE or f"`{key}:" in PAGE


def test_every_fact_key_in_use_is_explained() -> None:
    used = {
        key
        for path in sorted((ROOT / "rules" / "vocabulary" / "facts").glob("*.yaml"))
        for entry in read(path).data.values()
        for key in entry
    }
    assert used <= FACT_FILE_KEYS
