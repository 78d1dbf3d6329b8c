"""Where figures stand in a text, so that grammars need not be tried at every letter of it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from engine.reading.numbers import NUMBER_WORDS
from engine.reading.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_MORE = frozenset({"dozen", "hundred"})
_BEFORE_MORE = frozenset({"a", "half"})
# After one of these a figure is the rest of a code, a date or a fraction.
_INSIDE = frozenset(".,/#-_")


def figure_starts(text: str, start: int, end: int, words: frozenset[str] = frozenset()) -> Iterator[int]:
    """The offsets in `text[start:end]` at which a number begins, or one of `words` (in the form of `form_of`)."""
    starts, _, norms = tokens_of(text)
    low, high = bisect_left(starts, start), bisect_left(starts, end)
    for index in range(low, high):
        norm = norms[index]
        opens = norm[0].isdigit() or norm in NUMBER_WORDS or norm in words
        if not opens and not (norm in _BEFORE_MORE and index + 1 < high and norms[index + 1] in _MORE):
            continue
        at = starts[index]
        if at == 0 or not (text[at - 1].isalnum() or text[at - 1] in _INSIDE):
            yield at
