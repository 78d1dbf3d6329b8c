"""A treatment named in a passage, of which is asked whether the passage asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.reading.context import Context
    from engine.reading.naming import Named
    from engine.reading.passage import Passage


@dataclass(frozen=True, slots=True)
class Asking:
    """A name in a passage of some rank, of which is asked whether it is asked for; `names` are all of the passage."""

    context: Context
    passage: Passage
    each: Named
    names: list[Named]
    rank: int

    def before(self) -> str:
        """The words of the passage before the name."""
        return self.passage.words(self.passage.start, self.each.start)
