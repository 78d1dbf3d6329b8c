"""The passages of a document, from which each assembler takes those that it can make something of."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from engine.reading.figures import figures_in
from engine.reading.lazily import once
from engine.reading.passage import Passage

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable


class Passages(tuple[Passage, ...]):  # noqa: SLOT001 - it keeps where its categories stand
    """Passages in order, of which an assembler asks for those that have what it cannot do without.

    They are sorted once, so that a sentence is shown only to what can make something of it.
    """

    def having(self, *categories: str, words: frozenset[str] = frozenset()) -> tuple[Passage, ...]:
        """Those in which a mention of one of the categories was found, or one of some words in its compared form."""
        places = {place for each in categories for place in self._places.get(each, ())}
        if words:
            places.update(place for place, each in enumerate(self) if not words.isdisjoint(each.forms))
        return tuple(self[place] for place in sorted(places))

    def matching(self, pattern: re.Pattern[str]) -> Iterable[Passage]:
        """Those in which a match of a pattern begins, found in one pass over the text."""
        starts = [each.start for each in self]
        found = pattern.finditer(self[0].text) if self else ()
        places = {place for match in found if (place := bisect_right(starts, match.start()) - 1) >= 0}
        return (self[place] for place in sorted(places))

    def with_figures(self, fewest: int = 1) -> Iterable[Passage]:
        """Those with so many figures or words for numbers, parts of codes and dates among them."""
        return (each for each in self if figures_in(each.text, each.start, each.end) >= fewest)

    @once
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, passage in enumerate(self):
            for category in passage.found:
                found.setdefault(category, []).append(place)
        return found
