"""Which phrases of the lexicon give which facts, as data: `rules/vocabulary/fact-sources.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from engine import rule_files
from engine.checking import Checker

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from engine.facts import Scalar
    from engine.reading.lexicon_files import Entry

_FILE = "vocabulary/fact-sources.yaml"


@dataclass(frozen=True, slots=True)
class FactSource:
    """One fact type: the slot that tells one of its facts from another, and the lexicon's category that gives it.

    `by` is the attribute of an entry that holds the value of the slot; empty, it is the entry's id. A type without
    `category` comes from no phrase. Entries of the category `also` give it only together with other words.
    """

    main: str
    category: str = ""
    by: str = ""
    also: str = ""

    def value(self, entry: Entry) -> str:
        """What an entry of the category gives, or nothing."""
        return entry.attributes.get(self.by, "") if self.by else entry.id

    def gives(self, entry: Entry, words: Collection[str] | None = None) -> bool:
        """Whether an entry gives a fact of the type; with one of these words in its main slot, where some are named."""
        if not self.category or entry.category not in {self.category, self.also}:
            return False
        value = self.value(entry)
        return value != "" and (words is None or value in words)


@lru_cache(maxsize=4)
def load_sources(folder: Path) -> Mapping[str, FactSource]:
    """The sources of a rules folder by fact type, none where it has no such file; RuleErrors with all its mistakes."""
    path = folder / _FILE
    if not path.is_file():
        return {}
    check = Checker(rule_files.read(path, name=f"{folder.name}/{_FILE}"))
    found: dict[str, FactSource] = {}
    for kind in check.mapping(()):
        check.mapping((kind,), ("main",), ("from", "by", "also"))
        found[kind] = FactSource(*(check.text((kind, key)) for key in ("main", "from", "by", "also")))
    check.finish()
    return found


def main_value(kind: str, value: Mapping[str, Scalar], sources: Mapping[str, FactSource]) -> str:
    """What tells a fact from others of its type, or nothing."""
    source = sources.get(kind)
    return "" if source is None else str(value.get(source.main, ""))
