"""The cases that show a guideline at work, by guideline: for pages of the library, which link to them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine import strict_yaml
from engine.errors import RuleErrors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CaseRef:
    """One case file: its path from the folder that holds the rules, what it shows, and the answers it expects."""

    path: str
    says: str
    answers: tuple[str, ...]


def case_list(cases: Path, root: Path, only: str = "") -> dict[str, tuple[CaseRef, ...]]:
    """The cases of a folder by the id of the guideline that they expect; `root` is what paths count from.

    `only` names the one guideline wanted, so that other files need not be read. A file with mistakes is passed over:
    `upheld test` tells them.
    """
    found: dict[str, list[CaseRef]] = {}
    for path in sorted(cases.rglob("*.yaml")):
        if only.encode() in path.read_bytes():
            name = os.path.relpath(path, root).replace(os.sep, "/")
            for guideline, case in _cases(path, name):
                found.setdefault(guideline, []).append(case)
    return {guideline: tuple(listed) for guideline, listed in found.items()}


def _cases(path: Path, name: str) -> Iterator[tuple[str, CaseRef]]:
    try:
        data = strict_yaml.read(path).data
    except RuleErrors:
        return
    answers: dict[str, list[str]] = {}
    for expect in _expectations(data):
        answers.setdefault(str(expect.get("guideline")), []).append(_answer(expect))
    says = str(data.get("says", "")) if answers else ""
    yield from ((guideline, CaseRef(name, says, tuple(listed))) for guideline, listed in answers.items())


def _expectations(data: Any) -> Iterator[dict[str, Any]]:
    items = data.get("items") if isinstance(data, dict) else None
    for item in items if isinstance(items, list) else ():
        expect = item.get("expect") if isinstance(item, dict) else None
        if isinstance(expect, dict) and "guideline" in expect:
            yield expect


def _answer(expect: dict[str, Any]) -> str:
    outcome, basis = str(expect.get("outcome", "")), str(expect.get("basis", ""))
    return outcome if basis in {"met", ""} else f"{outcome}: {basis.replace('_', ' ')}"
