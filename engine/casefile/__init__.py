"""Case files: what a person states of a case, or expects of a letter, in YAML or JSON.

`load_case_file` reads one, `case_from_reading` makes a case of a letter, `draft` writes a reading as a case file that a
person can correct. The format is documented in `docs/rule-syntax.md`.
"""

from __future__ import annotations

from engine.casefile.draft import draft
from engine.casefile.expected import CaseFile, Expectation, ExpectedItem
from engine.casefile.from_reading import case_from_reading, dates_from
from engine.casefile.load import ENDINGS, load_case_file

__all__ = [
    "ENDINGS",
    "CaseFile",
    "Expectation",
    "ExpectedItem",
    "case_from_reading",
    "dates_from",
    "draft",
    "load_case_file",
]
