"""Makes one fact of what a document says several times; what it says differently stays side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.facts import Evidence, Fact

# Types of which a statement that says less is the same statement again; elsewhere only equal values are.
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


def reconcile(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts in order of appearance, each with all the evidence for it."""
    kept: dict[tuple[object, ...], list[Fact]] = {}
    for fact in sorted(facts, key=_where):
        group = kept.setdefault(_key(fact), [])
        for index, other in enumerate(group):
            joined = _joined(other, fact)
            if joined is not None:
                group[index] = joined
                break
        else:
            group.append(fact)
    return tuple(sorted((fact for group in kept.values() for fact in group), key=_where))


def _where(fact: Fact) -> tuple[int, int, str, str]:
    first = fact.evidence[0]
    return first.start, first.end, fact.type, repr(sorted(fact.value.items(), key=lambda pair: pair[0]))


def _key(fact: Fact) -> tuple[object, ...]:
    return fact.type, fact.assertion, fact.source, fact.as_of, fact.item


def _joined(one: Fact, other: Fact) -> Fact | None:
    """The two as one fact, or nothing where they say different things."""
    if one.type == "request.item":
        return None
    if one.value == other.value:
        return one.model_copy(update={"evidence": _evidence(one, other)})
    if one.type not in _LESS_IS_SAME:
        return None
    for more, less in ((one, other), (other, one)):
        if less.value.items() <= more.value.items():
            return more.model_copy(update={"evidence": _evidence(more, less)})
    return None


def _evidence(first: Fact, second: Fact) -> tuple[Evidence, ...]:
    """The evidence of both, that of the fuller fact first, none twice."""
    return tuple(dict.fromkeys((*first.evidence, *second.evidence)))
