"""Looks for one name in two treatment families, which would leave it open what a letter asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import strict_yaml
from engine.assurance.issues import Issue, Severity
from engine.errors import RuleErrors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.strict_yaml import Source

LISTS = ("phrases", "abbreviations")


def treatment_names(folder: Path) -> Iterator[Issue]:
    """Every name that stands in two families of `vocabulary/treatments.yaml`."""
    name = f"{folder.name}/vocabulary/treatments.yaml"
    try:
        source = strict_yaml.read(folder / "vocabulary" / "treatments.yaml", name=name)
    except RuleErrors:
        return  # loading tells what is wrong with it
    first: dict[str, str] = {}
    for family, phrase, path in _names(source):
        other = first.setdefault(_folded(phrase), family)
        if other != family:
            wrong = f"`{phrase}` stands in two families, `{other}` and `{family}`"
            yield Issue(Severity.ERROR, source.place(*path), wrong, "keep it in the one that letters mean by it")


def _names(source: Source) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    families: dict[str, Any] = source.data if isinstance(source.data, dict) else {}
    for family, entry in families.items():
        for kind in LISTS:
            for index, phrase in enumerate((entry or {}).get(kind) or []):
                yield family, str(phrase), (family, kind, index)


def _folded(phrase: str) -> str:
    """A name as letters are compared: without case, and with hyphen, blank and nothing the same."""
    return "".join(char for char in phrase.lower() if char not in " -")
