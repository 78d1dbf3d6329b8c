"""Case files: what a person states of a case, or expects of a letter, in YAML or JSON.

`load_case_file` reads one, `case_from_reading` makes a case of a letter, `draft` writes a reading as a case file that a
person can correct. The format is documented in `docs/rule-syntax.md`. Each is loaded when it is first asked for: to
answer a letter takes neither the reader nor the writer of case files.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.casefile.drafting import draft
    from engine.casefile.expected import CaseFile, Expectation, ExpectedItem
    from engine.casefile.from_reading import case_from_reading, dates_from
    from engine.casefile.load import load_case_file

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

ENDINGS = (".yaml", ".yml", ".json")
"""How the name of a case file ends; every other file is a letter."""
_HOME = {
    "CaseFile": "expected",
    "Expectation": "expected",
    "ExpectedItem": "expected",
    "case_from_reading": "from_reading",
    "dates_from": "from_reading",
    "draft": "drafting",
    "load_case_file": "load",
}


def __getattr__(name: str) -> Any:
    """A name of this package out of its module."""
    if name not in _HOME:
        raise AttributeError(f"module `{__name__}` has no `{name}`")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
