"""Reads what a case file expects of each item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.casefile.expected import Expectation
from engine.program import Basis
from engine.recommendation import Outcome
from engine.standing import Standing

if TYPE_CHECKING:
    from engine.checking import Checker
    from engine.strict_yaml import Path_

NOT_APPLICABLE = "not applicable"
KEYS = ("outcome", "basis", "guideline", "stage", "standings", "deciding")
BASES = (*Basis, Outcome.NOT_COVERED.value)
STANDINGS = (*(standing.text for standing in Standing), NOT_APPLICABLE)


def read_expectation(check: Checker, path: Path_) -> Expectation | None:
    """What is expected at `path`, or None where nothing is; mistakes are noted in `check`."""
    if check.at(path) is None:
        return None
    check.mapping(path, ("outcome",), KEYS)
    deciding = (*path, "deciding")
    return Expectation(
        outcome=check.word((*path, "outcome"), tuple(Outcome)),
        basis=check.word((*path, "basis"), BASES),
        guideline=check.text((*path, "guideline")),
        stage=check.text((*path, "stage")),
        standings=_standings(check, (*path, "standings")),
        deciding=check.texts(deciding) if check.at(deciding) is not None else None,
    )


def _standings(check: Checker, path: Path_) -> dict[str, str]:
    if check.at(path) is None:
        return {}
    return {name: check.word((*path, name), STANDINGS) for name in check.mapping(path)}
