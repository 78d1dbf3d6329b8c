"""Which standings of each criterion some case expects; `upheld test` shows that the expectations hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import strict_yaml
from engine.assurance.issues import Coverage
from engine.errors import RuleErrors
from engine.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.library import Library

STANDINGS = tuple(standing.text for standing in reversed(Standing))


def case_coverage(library: Library, cases: Path) -> Iterator[Coverage]:
    """Each criterion of each guideline with the standings in which no case expects it."""
    seen = {pair for path in sorted(cases.rglob("*.yaml")) for pair in _expected(path)}
    for guideline in library.guidelines:
        for criterion in guideline.criteria:
            unseen = tuple(each for each in STANDINGS if (guideline.id, criterion.id, each) not in seen)
            yield Coverage(guideline.id, criterion.id, unseen)


def _expected(path: Path) -> Iterator[tuple[str, str, str]]:
    try:
        data = strict_yaml.read(path).data
    except RuleErrors:
        return  # `upheld test` tells what is wrong with it
    for item in _list(data, "items"):
        expect = item.get("expect") if isinstance(item, dict) else None
        if isinstance(expect, dict) and isinstance(expect.get("standings"), dict):
            yield from ((str(expect.get("guideline")), name, str(word)) for name, word in expect["standings"].items())


def _list(data: Any, key: str) -> list[Any]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []
