"""Tables of scores."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.scoring.match import Score


@dataclass(frozen=True)
class Figures:
    """Counts of hits, misses and extras, and what follows from them."""

    hits: int
    misses: int
    extras: int

    @property
    def precision(self) -> float:
        """Share of read facts that answer a label."""
        return self.hits / (self.hits + self.extras) if self.hits + self.extras else 1.0

    @property
    def recall(self) -> float:
        """Share of labels answered."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def row(self, name: str) -> str:
        """One line of a table."""
        return (
            f"{name:<24}{self.hits:>5}{self.misses:>6}{self.extras:>6}"
            f"   {self.precision:.3f}  {self.recall:.3f}  {self.f1:.3f}"
        )


HEAD = f"{'':<24}{'hit':>5}{'miss':>6}{'extra':>6}   P      R      F1"


def totals(scores: Iterable[Score]) -> Figures:
    """Micro figures over documents."""
    listed = list(scores)
    return Figures(
        sum(len(s.hits) for s in listed), sum(len(s.misses) for s in listed), sum(len(s.extras) for s in listed)
    )


def by_label(scores: Iterable[Score]) -> dict[str, Figures]:
    """Figures for each label; extras count under the first label that their type answers."""
    listed = list(scores)
    hits = Counter(gold.label for s in listed for gold, _ in s.hits)
    misses = Counter(gold.label for s in listed for gold in s.misses)
    extras = Counter(fact.type for s in listed for fact in s.extras)
    names = {
        kind: gold.label for s in listed for gold in [*(g for g, _ in s.hits), *s.misses] for kind in gold.types[:1]
    }
    labels = sorted({*hits, *misses, *(names.get(kind, kind) for kind in extras)})
    extra = Counter({names.get(kind, kind): 0 for kind in extras})
    for kind, count in extras.items():
        extra[names.get(kind, kind)] += count
    return {label: Figures(hits[label], misses[label], extra[label]) for label in labels}
