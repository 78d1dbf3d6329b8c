"""Words that are a letter off: names spelled amiss ("accupuncture"), and words as scanners mistake them ("funetion").

Only names that no common word resembles are open to any slip; they are listed in `rules/lexicon/spelling.yaml`. Common
words are open to the letters that scanners mistake for others; `rules/lexicon/scanned.yaml` lists both.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from engine import rule_files
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SHORTEST = 7


def spelled(word: str) -> str:
    """The name for which a word in small letters is meant, one letter off or two of them swapped; else the word."""
    respelled, names, near = _spellings()
    if word in respelled:
        return respelled[word]
    if len(word) < _SHORTEST - 1 or not word.isalpha():
        return word
    if word in names or word in respelled:
        return respelled.get(word, word)
    for shorter in (word, *_shortened(word)):
        for name in near.get(shorter, ()):
            if name[0] == word[0] and _is_one_off(word, name):
                return name
    return _as_printed(word)


def _as_printed(word: str) -> str:
    """The word that a scanner made this one of by mistaking one letter, where it is no word of its own."""
    mistaken, words, right = _scanned()
    if word in words or word in right:
        return word
    for read, printed in mistaken.items():
        at = word.find(read)
        while at >= 0:
            meant = word[:at] + printed + word[at + len(read) :]
            if meant in words:
                return meant
            at = word.find(read, at + 1)
    return word


def spellings() -> str:
    """All that spelling depends on, as one text, for a key to what was made of spelled words."""
    respelled, names, _ = _spellings()
    return f"{sorted(respelled.items())}{sorted(names)}{_scanned()[0]}{sorted(_scanned()[1])}"


@lru_cache(maxsize=1)
def _scanned() -> tuple[Mapping[str, str], frozenset[str], frozenset[str]]:
    """What scanners mistake for what; the words that this may have befallen; words that look like one of those."""
    data = rule_files.read(rules_folder() / "lexicon" / "scanned.yaml").data
    return data["mistaken"], frozenset(str(data["words"]).split()), frozenset(str(data["right"]).split())


@lru_cache(maxsize=1)
def _spellings() -> tuple[Mapping[str, str], frozenset[str], Mapping[str, tuple[str, ...]]]:
    """Words with their other spellings; words that are right as they stand; names by each word a letter shorter."""
    data = rule_files.read(rules_folder() / "lexicon" / "spelling.yaml").data
    names = str(data["names"]).split()
    near: dict[str, tuple[str, ...]] = {}
    for name in names:
        for shorter in (name, *_shortened(name)):
            near[shorter] = (*near.get(shorter, ()), name)
    return data["respelled"], frozenset([*names, *str(data["other_words"]).split()]), near


def _shortened(word: str) -> Iterator[str]:
    """The words that a word becomes by leaving out one letter."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_one_off(word: str, name: str) -> bool:
    """Whether a word becomes a name by one letter added, left out or changed, or by two neighbours swapped."""
    at = next((i for i in range(min(len(word), len(name))) if word[i] != name[i]), min(len(word), len(name)))
    one, other = word[at:], name[at:]
    swapped = one[1:2] + one[:1] + one[2:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or (len(one) > 1 and swapped == other)
