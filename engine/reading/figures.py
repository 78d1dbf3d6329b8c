"""Where figures stand in a text, so that grammars need not be tried at every letter of it."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from engine.reading.lazily import by_text
from engine.reading.numbers import NUMBER_WORDS
from engine.reading.tokens import tokens_of

_MORE = (["dozen"], ["hundred"])
_BEFORE_MORE = frozenset({"a", "half"})
_FORMS_KEPT = 50_000
# After one of these a figure is the rest of a code, a date or a fraction.
_INSIDE = frozenset(".,/#-_")


def figure_starts(text: str, start: int, end: int, words: frozenset[str] = frozenset()) -> list[int]:
    """The offsets in `text[start:end]` at which a number begins, or one of `words` (in the form of `form_of`)."""
    places = _places(words)(text)
    return places[bisect_left(places, start) : bisect_left(places, end)]


class _Openers(dict[str, bool]):
    """For each form whether a number begins with it, or it is one of `words`, or a number may; worked out once."""

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self.words = words | NUMBER_WORDS | _BEFORE_MORE

    def __missing__(self, form: str) -> bool:
        if len(self) > _FORMS_KEPT:
            self.clear()
        found = self[form] = form in self.words or form[0].isdigit()
        return found


@lru_cache(maxsize=8)
def _places(words: frozenset[str]) -> by_text[list[int]]:
    """Those of a whole text."""
    opens = _Openers(words)

    def places(text: str) -> list[int]:
        starts, _, norms = tokens_of(text)
        found = []
        for index in [index for index, norm in enumerate(norms) if opens[norm]]:
            norm, at = norms[index], starts[index]
            if norm in _BEFORE_MORE and norm not in words and norms[index + 1 : index + 2] not in _MORE:
                continue
            if at == 0 or not (text[at - 1].isalnum() or text[at - 1] in _INSIDE):
                found.append(at)
        return found

    return by_text(places)
