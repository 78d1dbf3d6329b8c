"""The words of amounts, from `rules/lexicon/units.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from engine import rule_files
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Mapping


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    data = rule_files.read(rules_folder() / "lexicon" / "units.yaml").data
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, listed in data.items():
        if name != "data":
            pairs = listed.items() if isinstance(listed, dict) else [("", listed)]
            found[name] = {str(key): tuple(str(words).split()) for key, words in pairs}
    return found


@lru_cache(maxsize=8)
def words(name: str) -> tuple[str, ...]:
    """The keys of a list of the file, or the words of a plain one."""
    listed = _data()[name]
    return listed[""] if "" in listed else tuple(listed)


@lru_cache(maxsize=1)
def _unit_words() -> Mapping[str, str]:
    return {word: unit for unit, listed in _data()["units"].items() for word in listed}


def unit_of(word: str) -> str:
    """The unit that a word names, whatever its number and case; raises KeyError for other words."""
    plain = word.lower().strip(". ")
    known = _unit_words()
    return known[plain] if plain in known else known[plain.removesuffix("s")]


def alternatives(*units: str) -> str:
    """A pattern of all words for these units, the longest first, with their plurals."""
    listed = sorted({word for unit in units for word in _data()["units"][unit]}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) + ("s?" if len(word) > 1 else "") for word in listed) + ")"


def plurals(*units: str) -> list[str]:
    """All words for these units, and their plurals in -s."""
    return [each for unit in units for word in _data()["units"][unit] for each in (word, f"{word}s")]


@lru_cache(maxsize=1)
def times_a_day() -> Mapping[str, int]:
    """How many doses a day a word stands for."""
    return {word: int(count) for count, listed in _data()["per_day"].items() for word in listed}
