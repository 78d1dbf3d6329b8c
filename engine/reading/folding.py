"""Character folding and repair of scanning errors, all of it length-preserving.

Every function returns text of the length it was given, so offsets stay true without any bookkeeping. Characters that
need more room (ligatures, the ellipsis) are left to `engine.reading.normalise`, which tracks lengths.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

from engine import rule_files
from engine.reading.lazily import by_text
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Mapping


class Case(StrEnum):
    """How a document uses capitals; rules that read meaning into case are off where it carries none."""

    MIXED = "mixed"
    UPPER = "upper"
    LOWER = "lower"


_SAMPLE = 20_000
_UPPER, _LOWER = ascii_uppercase.encode(), ascii_lowercase.encode()


@by_text
def case_of(text: str) -> Case:
    """Whether capitals carry meaning in this text: `upper` and `lower` documents are typed in one case."""
    sample = text[:_SAMPLE].encode("ascii", "ignore")
    upper, lower = (len(sample) - len(sample.translate(None, letters)) for letters in (_UPPER, _LOWER))
    if upper > 5 * lower:
        return Case.UPPER
    return Case.LOWER if lower > 40 and upper * 100 < lower else Case.MIXED


@by_text
def lowered(text: str) -> str:
    """The text in small letters, of the same length: a pattern that need not mind case is made and matched faster."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


_FOLDS = {
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff"
    "\u200b\u200c\u200d\u2060\x00\x08",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d",
    "'": "\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02bc",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    "*": "\u2022\u25aa\u25cf\u25e6\u2023\u2043\u00b7",
    "x": "\u00d7",
    "\n": "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
    ">": "\u2192\u21d2\u2794\u279c\u27a1\u27f6",
}
_SOFT = "\u00ad"
_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)([^*\n]{1,120})(?<!\*)\*\*(?!\*)")
_FILLED = re.compile(r"(?<![A-Za-z0-9_])_+(?=[A-Za-z0-9$#])|(?<=[A-Za-z0-9.%)])_+(?![A-Za-z0-9_])")
_TYPED_BULLET = re.compile(r"^([ \t]*)o(?=[ \t]+[A-Z0-9\"(])", re.MULTILINE)
_TABLE = {ord(char): to for to, chars in _FOLDS.items() for char in chars}


def fold(text: str) -> str:
    """Plain quotes, dashes, blanks and line ends for their typographic kin; same length as `text`.

    Signs that only set words off (`**bold**`, the line under a word filled in by hand) become soft hyphens.
    """
    folded = text.replace("\r\n", " \n").translate(_TABLE)
    if "**" in folded:
        folded = _BOLD.sub(lambda match: _SOFT * 2 + match[1] + _SOFT * 2, folded)
    if "\no " in folded or "\no\t" in folded or " o " in folded:
        folded = _TYPED_BULLET.sub(r"\1*", folded)
    return _FILLED.sub(lambda match: _SOFT * len(match[0]), folded) if "_" in folded else folded


# A figure in which a scanner took 0 for O and 1 for l or I. Levels of the spine written small (`l4-5`) are not figures.
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9])(?=[0-9][0-9/.,:-]{0,60}[OolI]|[OolI][OolI/.,:-]{0,60}[0-9])"
    r"[0-9OolI]+(?:[/.,:-][0-9OolI]+)*(?![A-Za-z0-9])"
)
_FIGURE_TO = str.maketrans("OolI", "0011")
_LEVEL = re.compile(r"[lI][1-6](?:[-/,]l?[1-6])*\Z")
_COUNTED = re.compile(r"[\s-]+(?:[a-z-]+\s+){0,2}?(?:visit|session|treatment|week|month|day|year|hour|tablet|point)")
_MIXED_FIGURE = re.compile(r"[0-9].*[OolI]|[OolI].*[0-9]", re.DOTALL)
_SACRAL = re.compile(r"\b([LlT][0-9]{1,2}[-/ ]{1,3})S[lI]\b")

# A word in which a scanner took l for 1 and o for 0.
_WORD = re.compile(r"(?<![A-Za-z0-9])(?=[01]*[A-Za-z])[A-Za-z]*[01][A-Za-z01]*(?![A-Za-z0-9])")
_INSIDE = re.compile(r"(?:[A-Za-z]{2,}[01]+[A-Za-z]+|[A-Za-z]+[01]+[A-Za-z]{2,})\Z")
_AHEAD = re.compile(r"(?:1[aeiou]|0[a-z])[a-z]+\Z")
_BEHIND = re.compile(r"[A-Za-z]*[aeiou][01]\Z")
_CAPITALS = re.compile(r"l(?:(?<=[A-Z]l)(?=[A-Z])|(?<=[A-Z]{2}l)(?![A-Za-z])|(?<![A-Za-z]l)(?=[A-Z]{3}))")


@lru_cache(maxsize=1)
def _scanning() -> Mapping[str, frozenset[str]]:
    data = rule_files.read(rules_folder() / "lexicon" / "scanning.yaml").data
    return {key: frozenset(words.split()) for key, words in data.items() if key != "data"}


def scanning(name: str) -> frozenset[str]:
    """One word list of `rules/lexicon/scanning.yaml`; raises RuleErrors where the file is missing or broken."""
    return _scanning()[name]


def repair(text: str) -> str:
    """Put right what scanners confuse (0 and O, 1 and l) where digits or letters around leave no doubt.

    Same length as `text`. What cannot be told (a spinal level `l2` against the count 12) is left as it stands unless a
    counted thing follows.
    """
    if "O" in text or "l" in text or "I" in text:
        if "Sl" in text or "SI" in text:
            text = _SACRAL.sub(lambda match: match[1] + "S1", text)
        text = _FIGURE.sub(_figure, text)
        text = _CAPITALS.sub("I", text)
    if "0" in text or "1" in text:
        text = _WORD.sub(_word, text)
    return text


def _figure(match: re.Match[str]) -> str:
    found = match[0]
    if not _MIXED_FIGURE.search(found):
        return found
    if _LEVEL.match(found) and not _COUNTED.match(match.string, match.end()):
        return found
    if found[0] in "Oo" and len(found) == 2 and found[1] in "123":
        return found  # O2, the gas
    return found.translate(_FIGURE_TO)


def _word(match: re.Match[str]) -> str:
    found = match[0]
    if found.lower() in scanning("kept"):
        return found
    fixed = found.replace("1", "l").replace("0", "O" if found.isupper() else "o")
    if fixed.lower() in scanning("repaired"):
        return fixed
    letters = sum(1 for char in found if char.isalpha())
    if letters >= 3 and _INSIDE.match(found) and found[-1] not in "01":
        return fixed
    if _AHEAD.match(found):
        return fixed
    if _BEHIND.match(found) and letters >= 2 and found[:-1].lower() not in scanning("numbered"):
        return fixed
    return found
