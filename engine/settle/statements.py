"""Rule facts that statements give: every matching statement is a candidate, and the policy settles which counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.case import ITEM, each_once
from engine.condition_syntax import FLAG_WORDS
from engine.conditions import Interval
from engine.facts import Assertion, Fact
from engine.settle.record import STATED, UNKNOWN, Record, Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from engine.declarations import FactDef, Pattern
    from engine.facts import Scalar

GENERAL = "a general statement, as none names this treatment"
"""How a fact was settled that no statement on this treatment speaks to."""
NAMED = 2
"""How close a statement is to the item that names its treatment."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement and what it would make of the fact: a word, or a number. `close` is how closely it is about it."""

    value: str | float
    fact: Fact
    close: int


def settle_statements(record: Record, definition: FactDef, against: Collection[str]) -> Settled:
    """Settle a fact from its patterns.

    `against` holds the words that go against the item, or `low` or `high` for a number. A statement that the thing is
    not documented never beats a statement, and is kept beside it; alone it leaves the fact unknown.
    """
    found = [each for pattern in definition.patterns for each in _matches(record, definition, pattern)]
    silent = each_once(fact for pattern in definition.patterns for fact in _silences(record, definition, pattern))
    found = _without_denials_of_others(found)
    if definition.scope == "treatment":
        found = [each for each in found if each.close >= NAMED or not _is_told_of(record, each.fact)]
    named = [each for each in found if each.close >= NAMED]
    general = definition.scope == "treatment" and bool(found) and not named
    candidates = named if named and definition.scope == "treatment" else found
    if not candidates:
        return Settled(facts=silent, how="said to be not documented" if silent else "")
    how = GENERAL if general else ""
    if definition.kind == "number":
        settled = settle_numbers(record, candidates, against, how)
    else:
        settled = _settle_word(record, candidates, against, how)
    return replace(settled, against=each_once((*settled.against, *silent)))


def _is_told_of(record: Record, denial: Fact) -> bool:
    """Whether a denial naming no treatment stands beside what the record tells of this one: it is of something else."""
    return denial.assertion is Assertion.NEGATED and any(
        close >= NAMED and each.assertion in STATED for close, each in record.about(denial.type)
    )


_ALTERNATIVES = {"diagnosis": "concept"}
"""Fact types, with the slot that names one of several, of which one may be denied while another is so."""


def _without_denials_of_others(found: list[Candidate]) -> list[Candidate]:
    """Without the denial of one thing where another that serves as well is stated: no metatarsalgia, but fasciitis."""
    signs = [each.fact for each in found if each.fact.type == _SIGN and each.fact.assertion in STATED]
    found = [each for each in found if not _is_one_test_of_several(each, signs)]
    said = {(each.fact.type, _alternative(each)) for each in found if each.fact.assertion in STATED}
    types = {kind for kind, name in said if name is not None}
    return [
        each
        for each in found
        if each.fact.assertion is not Assertion.NEGATED
        or each.fact.type not in types
        or _alternative(each) is None
        or (each.fact.type, _alternative(each)) in said
    ]


_SIGN = "exam.finding"
_ONE_EXAMINATION = 300
"""How many characters the tests of one examination may stand apart."""


def _is_one_test_of_several(candidate: Candidate, positive: list[Fact]) -> bool:
    """Whether a test is negative beside another of the same examination that serves as well and is positive."""
    fact = candidate.fact
    denied = fact.type == _SIGN and fact.assertion is Assertion.NEGATED
    return denied and any(_is_beside(fact, each) for each in positive)


def _is_beside(one: Fact, other: Fact) -> bool:
    if not one.evidence or not other.evidence:
        return False
    return one.as_of == other.as_of and abs(one.evidence[0].start - other.evidence[0].start) <= _ONE_EXAMINATION


def _alternative(candidate: Candidate) -> object:
    slot = _ALTERNATIVES.get(candidate.fact.type)
    return candidate.fact.value.get(slot) if slot else None


def stated(record: Record, name: str) -> Settled:
    """One fact of the vocabulary, settled from what a person entered and from statements; unknown if undeclared."""
    definition = record.vocabulary.facts.get(name)
    if definition is None:
        return UNKNOWN
    if name in record.item.given:
        return entered(record.item.given[name])
    return settle_statements(record, definition, usually_against(definition))


def entered(value: Scalar) -> Settled:
    """What a person entered for a fact."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Settled(Interval(float(value), float(value)), "entered by a person")
    word = FLAG_WORDS[value] if isinstance(value, bool) else str(value)
    return Settled(word, "entered by a person", rows=(word,))


def usually_against(definition: FactDef) -> tuple[str, ...]:
    """What goes against an item where no criterion says so: little, and no."""
    return ("low",) if definition.kind == "number" else ("no",)


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


def _settle_word(record: Record, candidates: list[Candidate], against: Collection[str], how: str) -> Settled:
    words = sorted({str(each.value) for each in candidates})
    if len(words) == 1:
        return Settled(words[0], how, _facts(candidates), rows=tuple(words))
    winners, why = _separate(record, candidates, lambda each: each.value in against)
    return replace(_won(record, candidates, winners, how, why), value=str(winners[0].value), rows=tuple(words))


def settle_numbers(record: Record, candidates: list[Candidate], against: Collection[str], how: str = "") -> Settled:
    """One number out of several statements, by the policy; `against` says which end of the scale is the worse."""
    numbers = sorted({float(each.value) for each in candidates})
    worst = numbers[-1] if "high" in against else numbers[0]
    if len(numbers) == 1:
        return Settled(Interval(worst, worst), how, _facts(candidates))
    winners, why = _separate(record, candidates, lambda each: each.value == worst)
    number = float(winners[0].value)
    return replace(_won(record, candidates, winners, how, why), value=Interval(number, number))


def _won(record: Record, candidates: list[Candidate], winners: list[Candidate], how: str, why: str) -> Settled:
    """Both sides of a conflict: the statements of the value that counts, and those against it."""
    kept = [each for each in candidates if each.value == winners[0].value]
    lost = [each for each in candidates if each.value != winners[0].value]
    return Settled(None, how, _facts(kept), _facts(lost), record.policy.says[why])


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
            return _one_value([each for each in candidates if against(each)] or candidates)


def _one_value(candidates: list[Candidate]) -> list[Candidate]:
    """Those of one value, so that a conflict always ends: the first word where several go against the item."""
    first = min(candidates, key=lambda each: str(each.value)).value
    return [each for each in candidates if each.value == first]


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
    return each_once(each.fact for each in candidates)
