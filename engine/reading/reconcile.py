"""Makes one fact of what a document says several times; what it says differently stays side by side."""

from __future__ import annotations

from collections import deque
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.facts import Fact

# Types of which a statement that says less is the same statement again; elsewhere only equal values are.
_APART = "request.item"  # each is one by itself
_LESS_IS_SAME = frozenset(
    {
        "prior_course",
        "diagnosis",
        "imaging",
        "surgery",
        "ur.decision",
        "medication",
        "uds",
        "exam.finding",
        "work.status",
    }
)


class _Told:
    """What was told once or more: the fullest statement of it, and all the evidence in order."""

    __slots__ = ("evidence", "fact")

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        self.evidence = deque(fact.evidence)

    def join(self, other: Fact) -> bool:
        """Take in a statement that says the same, or more, or less; tells whether it is one."""
        mine, yours = self.fact.value.items(), other.value.items()
        if yours <= mine:
            self.evidence.extend(other.evidence)
        elif mine <= yours:
            self.fact = other
            self.evidence.extendleft(reversed(other.evidence))
        else:
            return False
        return True

    def whole(self) -> Fact:
        """The statement with its evidence, none twice."""
        if len(self.evidence) == len(self.fact.evidence):
            return self.fact
        return self.fact.model_copy(update={"evidence": tuple(dict.fromkeys(self.evidence))})


def reconcile(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts in order of appearance, each with all the evidence for it; that of the fullest statement comes first."""
    kept: list[_Told] = []
    alike: dict[tuple[object, ...], list[_Told]] = {}
    for fact in _ordered(facts):
        group = alike.setdefault(_key(fact), [])
        if not any(told.join(fact) for told in group):
            kept.append(_Told(fact))
            if fact.type != _APART:
                group.append(kept[-1])
    return tuple(_ordered([told.whole() for told in kept]))


def _ordered(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts by their first place; those at one place by what they say."""
    placed = sorted(((_where(fact), fact) for fact in facts), key=itemgetter(0))
    for _, same in groupby(placed, key=itemgetter(0)):
        here = [fact for _, fact in same]
        yield from here if len(here) == 1 else sorted(here, key=_says)


def _where(fact: Fact) -> tuple[int, int, str]:
    first = fact.evidence[0]
    return first.start, first.end, fact.type


def _says(fact: Fact) -> str:
    return repr(sorted(fact.value.items(), key=lambda pair: pair[0]))


def _key(fact: Fact) -> tuple[object, ...]:
    """What two statements of the same thing have in common; most types have their whole value in common."""
    whole = None if fact.type in _LESS_IS_SAME else frozenset(fact.value.items())
    return fact.type, fact.assertion, fact.source, fact.as_of, fact.item, whole
