"""Where figures stand in a text, so that grammars need not be tried at every letter of it."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.reading.lazily import by_text
from engine.reading.numbers import NUMBER_WORDS
from engine.reading.tokens import tokens_of

if TYPE_CHECKING:
    import re

_MORE = (["dozen"], ["hundred"])
_BEFORE_MORE = frozenset({"a", "half"})
_FORMS_KEPT = 50_000
# After one of these a figure is the rest of a code, a date or a fraction.
_INSIDE = frozenset(".,/#-_")


def figure_starts(text: str, start: int, end: int, words: frozenset[str] = frozenset()) -> list[int]:
    """The offsets in `text[start:end]` at which a number begins, or one of `words` (in the form of `form_of`)."""
    places = _places(words)(text)
    return places[bisect_left(places, start) : bisect_left(places, end)]


def figures_in(text: str, start: int, end: int) -> int:
    """How many figures and words for numbers begin in `text[start:end]`, parts of codes and dates among them."""
    places = _figures(text)
    return bisect_left(places, end) - bisect_left(places, start)


def places_of(pattern: re.Pattern[str]) -> by_text[list[int]]:
    """Where a pattern matches in a whole text, found in one pass and kept for the texts last read."""
    return by_text(lambda text: [match.start() for match in pattern.finditer(text)])


def any_in(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, is in `range(start, end)`."""
    return bisect_left(places, start) < bisect_left(places, end)


@by_text
def _figures(text: str) -> list[int]:
    starts, _, norms = tokens_of(text)
    return [at for at, form in zip(starts, norms, strict=True) if form in NUMBER_WORDS or form[0].isdigit()]


class _Openers:
    """The words that open anything that is looked for, and the forms met so far, each with whether it opens."""

    def __init__(self) -> None:
        self.words = NUMBER_WORDS | _BEFORE_MORE
        self.known: dict[str, bool] = {}
        self.places = by_text(self.places_of)

    def add(self, words: frozenset[str]) -> None:
        """Look for more words from now on."""
        if not words <= self.words:
            self.words |= words
            self.known = {}
            self.places = by_text(self.places_of)

    def places_of(self, text: str) -> list[tuple[int, str]]:
        """Where something opens in a text, and its form, in one pass over the text for all that is looked for."""
        starts, _, norms = tokens_of(text)
        if len(self.known) > _FORMS_KEPT:
            self.known = {}
        for form in set(norms).difference(self.known):
            self.known[form] = form in self.words or form[0].isdigit()
        places = [index for index, opens in enumerate(map(self.known.__getitem__, norms)) if opens]
        return [
            (at, form if norms[index + 1 : index + 2] not in _MORE else "")
            for index in places
            for at, form in ((starts[index], norms[index]),)
            if at == 0 or not (text[at - 1].isalnum() or text[at - 1] in _INSIDE)
        ]


_openers = _Openers()


@lru_cache(maxsize=8)
def _places(words: frozenset[str]) -> by_text[list[int]]:
    """Those of a whole text."""
    _openers.add(words)
    opening = words | NUMBER_WORDS | {""}
    return by_text(lambda text: [at for at, form in _openers.places(text) if form in opening or form[0].isdigit()])
