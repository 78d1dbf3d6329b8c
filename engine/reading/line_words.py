"""The small words by which a line shows what part a treatment plays in it, from `rules/lexicon/line-words.yaml`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from engine import rule_files
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of a list in order; raises KeyError for a list that the file does not have."""
    written = rule_files.read(rules_folder() / "lexicon" / "line-words.yaml").data["words"][name]
    return tuple(word.strip() for word in str(written).split(","))


@cache
def any_of(name: str) -> str:
    """A pattern of all words of a list, the longest first; raises KeyError for a list that the file does not have."""
    words = sorted(listed(name), key=lambda word: (-len(word), word))
    return by_letter([_pattern(word) for word in words])


def by_letter(patterns: Iterable[str]) -> str:
    """A pattern of several that each begin with a character that stands for itself, parted by it.

    It matches as the patterns in their order do, and is tried several times faster where they are many.
    """
    parted: dict[str, list[str]] = {}
    for each in patterns:
        first = each[:2] if each[0] == "\\" else each[0]
        parted.setdefault(first, []).append(each[len(first) :])
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in parted.items()) + ")"


def _pattern(word: str) -> str:
    """A word as a pattern: whole, or with any ending where a star stands for one."""
    plain = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s")
    return plain + (r"\w*" if word.endswith("*") else r"(?!\w)")


@cache
def searching(name: str, before: str = r"\b", after: str = "") -> re.Pattern[str]:
    """A compiled pattern for the words of a list between two patterns, whatever the case."""
    return re.compile(before + any_of(name) + after, re.IGNORECASE)
