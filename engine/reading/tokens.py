"""Words, numbers and marks of a text, each with its offsets and the form in which phrases are compared."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from engine.reading.folding import scanning
from engine.reading.lazily import by_text
from engine.reading.spelling import spelled

# A hyphen inside a word parts it as a blank would; a dash between blanks is a mark of its own.
_TOKEN = re.compile(
    r"(?<!\w)[wW]/(?:[oO](?:ut)?(?!\w)|(?!\w{1,2}\b))"  # "w/o relief", "w/ relief"
    r"|[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)*|(?<!\w)-|-(?!\w)|[^\s\w-]|_+|\n"
)
_PARTED = re.compile(f"({_TOKEN.pattern})")
_SHORTEST_PLURAL = 4
_SHORTEST_CAPITALS = 3
_forms: dict[str, str] = {}
_FORMS_KEPT = 50_000
_AMBIGUOUS = "pt"


class Token(NamedTuple):
    """One word, number or mark: `text[start:end]`, and `norm`, the form that phrases are compared in."""

    start: int
    end: int
    norm: str


class Tokens(NamedTuple):
    """The tokens of a text as three lists side by side, which is what scanning many of them fast takes."""

    starts: list[int]
    words: list[str]
    norms: list[str]


def form_of(word: str) -> str:
    """The form in which a word is compared: small letters, without a possessive or a plural ending, rightly spelled."""
    form = _forms.get(word)
    if form is None:
        if len(_forms) > _FORMS_KEPT:
            _forms.clear()
        plural = len(word) >= _SHORTEST_CAPITALS and word[-1] == "s" and word[:-1].isupper()
        form = _forms[word] = spelled(word[:-1].lower() if plural else _form(word.lower()))
    return form


def _form(word: str) -> str:
    if word.endswith(("'s", "s'")):
        word = word[:-2] if word.endswith("'s") else word[:-1]
    if word in scanning("singular"):
        return word
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1]


@by_text
def tokens_of(text: str) -> Tokens:
    """The tokens of a text in order; kept for the few texts last read."""
    # What lies between tokens and the tokens in turn; the length of all before a token is where it starts.
    pieces = _PARTED.split(text)
    words = pieces[1::2]
    starts = list(accumulate(map(len, pieces)))[0:-1:2]
    known = _forms.get
    norms = [known(word) or form_of(word) for word in words]
    if _AMBIGUOUS in norms:
        _tell_patients(words, norms)
    return Tokens(starts, words, norms)


def _tell_patients(words: list[str], norms: list[str]) -> None:
    """Put the patient where "pt" is one, by the words beside it; written PT it is therapy."""
    follows, leads, therapy = (_telling(name) for name in ("of_patient", "at_patient", "of_therapy"))
    for index, norm in enumerate(norms):
        if norm != _AMBIGUOUS or words[index].startswith("PT"):
            continue
        before, after = norms[index - 1] if index else "", norms[index + 1 : index + 3]
        spoken_of = bool(after) and after[0] in follows and not therapy.intersection(after[1:])
        if "'" in words[index] or spoken_of or before in leads:
            norms[index] = "patient"


@lru_cache(maxsize=8)
def _telling(name: str) -> frozenset[str]:
    return forms(" ".join(scanning(name)))


def said(text: str, start: int, end: int) -> list[str]:
    """The forms of the tokens that begin in `text[start:end]`."""
    starts, _, norms = tokens_of(text)
    return norms[bisect_left(starts, start) : bisect_left(starts, end)]


def forms(words: str) -> frozenset[str]:
    """The forms of words that are listed with a blank between them."""
    return frozenset(map(form_of, words.split()))


def tokenise(text: str) -> list[Token]:
    """The tokens of a text in order. A line end is a token, so that no phrase reaches over it."""
    return [Token(match.start(), match.end(), form_of(match[0])) for match in _TOKEN.finditer(text)]
