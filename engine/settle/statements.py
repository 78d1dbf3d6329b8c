"""Rule facts that statements give: every matching statement is a candidate, and the policy settles which counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.conditions import Interval
from engine.facts import Assertion, Fact
from engine.settle.record import ITEM, STATED, UNKNOWN, Record, Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.vocabulary import FactDef, Pattern

FLIPPED = {"yes": "no", "no": "yes"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement and what it would make of the fact: a word, or a number. `close` is how closely it is about it."""

    value: str | float
    fact: Fact
    close: int


def settle_statements(record: Record, definition: FactDef, against: str) -> Settled:
    """Settle a fact from its patterns. `against` is the word, or `low`/`high` for numbers, that goes against the item.

    A statement that the thing is not documented never beats a statement; alone it leaves the fact unknown, shown.
    """
    found = [each for pattern in definition.patterns for each in _matches(record, definition, pattern)]
    silent = tuple(fact for pattern in definition.patterns for fact in _silences(record, definition, pattern))
    named = [each for each in found if each.close >= 2]
    general = definition.scope == "treatment" and bool(found) and not named
    candidates = named if named and definition.scope == "treatment" else found
    if not candidates:
        return Settled(facts=_unique(silent), how="said to be not documented" if silent else "")
    how = "a general statement, as none names this treatment" if general else ""
    if definition.kind == "number":
        return _settle_number(record, candidates, against, how)
    return _settle_word(record, candidates, against, how)


def _matches(record: Record, definition: FactDef, pattern: Pattern) -> Iterable[Candidate]:
    for close, fact in record.about(pattern.fact, pattern.about or definition.scope):
        value = _value(definition, pattern, fact) if _fits(pattern, fact) else None
        if value is not None:
            yield Candidate(value, fact, close)


def _fits(pattern: Pattern, fact: Fact) -> bool:
    return all(str(fact.value.get(slot)) in words for slot, words in pattern.where)


def _value(definition: FactDef, pattern: Pattern, fact: Fact) -> str | float | None:
    """What a fitting statement gives; nothing when it does not assert what the pattern needs."""
    if pattern.flips:
        if fact.assertion is Assertion.NEGATED:
            return "no"
        return "yes" if fact.assertion in STATED else None
    if fact.assertion not in pattern.assertions:
        return None
    if pattern.gives:
        return pattern.gives
    given = fact.value.get(pattern.slot)
    if definition.kind == "number":
        return float(given) if isinstance(given, int | float) else None
    return str(given) if given is not None and str(given) in definition.words else None


def _silences(record: Record, definition: FactDef, pattern: Pattern) -> Iterable[Fact]:
    for _, fact in record.about(pattern.fact, pattern.about or definition.scope):
        if fact.assertion is Assertion.NOT_DOCUMENTED and _fits(pattern, fact) and fact.type != ITEM:
            yield fact


def _settle_word(record: Record, candidates: list[Candidate], against: str, how: str) -> Settled:
    words = sorted({str(each.value) for each in candidates})
    if len(words) == 1:
        return Settled(words[0], how, _facts(candidates), rows=tuple(words))
    winners, why = _separate(record, candidates, lambda each: str(each.value) == against)
    word = str(winners[0].value)
    lost = [each for each in candidates if each.value != word]
    kept = [each for each in candidates if each.value == word]
    return Settled(word, how, _facts(kept), _facts(lost), record.policy.says[why], rows=tuple(words))


def _settle_number(record: Record, candidates: list[Candidate], against: str, how: str) -> Settled:
    numbers = sorted({float(each.value) for each in candidates})
    if len(numbers) == 1:
        return Settled(Interval(numbers[0], numbers[0]), how, _facts(candidates))
    worst = numbers[0] if against == "low" else numbers[-1]
    winners, why = _separate(record, candidates, lambda each: each.value == worst)
    number = float(winners[0].value)
    lost = [each for each in candidates if each.value != number]
    kept = [each for each in candidates if each.value == number]
    return Settled(Interval(number, number), how, _facts(kept), _facts(lost), record.policy.says[why])


def _separate(
    record: Record, candidates: list[Candidate], against: Callable[[Candidate], bool]
) -> tuple[list[Candidate], str]:
    """Those that the first test of the policy that leaves one value prefers, and that test's name."""
    left = candidates
    for test in record.policy.order:
        best = _preferred(record, left, test, against)
        if len({each.value for each in best}) == 1:
            return best, test
        left = best
    return left, "against"


def _preferred(
    record: Record, candidates: list[Candidate], test: str, against: Callable[[Candidate], bool]
) -> list[Candidate]:
    match test:
        case "specific":
            return _best(candidates, lambda each: each.close)
        case "measured":
            return _best(candidates, lambda each: _is_measured(record, each.fact))
        case "later":
            return _latest(candidates)
        case "record":
            return _best(candidates, lambda each: each.fact.source not in record.policy.accounts)
        case _:
            return [each for each in candidates if against(each)] or candidates[:1]


def _best(candidates: list[Candidate], key: Callable[[Candidate], int]) -> list[Candidate]:
    top = max(key(each) for each in candidates)
    return [each for each in candidates if key(each) == top]


def _is_measured(record: Record, fact: Fact) -> bool:
    slots = any(slot in fact.value for slot in record.policy.measured_slots)
    return slots or fact.type in record.policy.measured_types


def _latest(candidates: list[Candidate]) -> list[Candidate]:
    """Those with the latest date; a date separates only where every candidate has one."""
    dates = [each.fact.as_of for each in candidates]
    known = [day for day in dates if day is not None]
    if len(known) < len(dates):
        return candidates
    return [each for each in candidates if each.fact.as_of == max(known)]


def _facts(candidates: list[Candidate]) -> tuple[Fact, ...]:
    return _unique(each.fact for each in candidates)


def _unique(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    kept: list[Fact] = []
    for fact in facts:
        if fact not in kept:
            kept.append(fact)
    return tuple(kept)


def first(settled: Iterable[Settled]) -> Settled:
    """The first settled fact that is known, or unknown."""
    return next((each for each in settled if each.value is not None), UNKNOWN)
