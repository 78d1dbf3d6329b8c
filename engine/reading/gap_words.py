"""The small words that part or join a topic and what is said of it, from `rules/lexicon/gap-words.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache

from engine import rule_files
from engine.reading.line_words import by_letter
from engine.resources import rules_folder


@lru_cache(maxsize=32)
def gap_words(name: str) -> re.Pattern[str]:
    """A pattern of any word of a list; raises KeyError for a list that the file does not have."""
    return re.compile(rf"(?<!\w)(?:{listed(name)})", re.IGNORECASE)


@lru_cache(maxsize=8)
def right_before(name: str) -> re.Pattern[str]:
    """A pattern of a text that ends with a word of a list and at most a blank."""
    return re.compile(rf"(?<!\w)(?:{listed(name)})\s?\Z", re.IGNORECASE)


def opening(name: str, text: str) -> int | None:
    """How far from its start a text opens with a word of a list, small fillers apart; nothing where it does not."""
    match = _opens(name).match(text)
    return match.start("cue") if match else None


def ending(name: str, text: str) -> int | None:
    """How far from its end a text ends with a word of a list, small fillers apart; nothing where it does not."""
    match = _ends(name).search(text)
    return len(text) - match.end("cue") if match else None


@lru_cache(maxsize=8)
def _opens(name: str) -> re.Pattern[str]:
    fill = rf"[\s(]*(?:(?:{listed('fill_after')})[\s(]*)*"
    return re.compile(rf"{fill}(?P<cue>(?<!\w)(?:{listed(name)}))", re.IGNORECASE)


@lru_cache(maxsize=8)
def _ends(name: str) -> re.Pattern[str]:
    fill = rf"(?:[\s(:=~]|(?<!\w)(?:{listed('fill_before')}))*"
    return re.compile(rf"(?P<cue>(?<!\w)(?:{listed(name)})){fill}\Z", re.IGNORECASE)


@lru_cache(maxsize=32)
def _words(name: str) -> tuple[str, ...]:
    written = rule_files.read(rules_folder() / "lexicon" / "gap-words.yaml").data["words"][name]
    return tuple(sorted((word.strip() for word in str(written).split(",") if word.strip()), key=lambda w: (-len(w), w)))


def listed(name: str) -> str:
    """The words of a list as alternatives of a pattern, the longest first."""
    return by_letter([_pattern(word) for word in _words(name)])


def _pattern(word: str) -> str:
    """A word as a pattern: whole, or with any ending where a star stands for one."""
    plain = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s")
    return plain + (r"\w*" if word.endswith("*") else r"(?!\w)")
