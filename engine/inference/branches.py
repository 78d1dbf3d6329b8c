"""A condition as disjoint conjunctions of plain comparisons: the only form that durable-rules is given.

Each fact is always present: a word that is not known is the word `?`, and an end of a number that is not known lies
at plus or minus `FAR`. So each of met, not documented and not met is a plain comparison, no rule ever negates or asks
whether a field exists, and exactly one branch of one standing matches. (A rule with overlapping branches would fire
once for each.)
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from engine.conditions import All, Any, Atom, Op
from engine.inference.checks import UNKNOWN
from engine.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.conditions import Condition

WIDEST = 48
"""Branches of one condition beyond which its parts get facts of their own (durable-rules' alpha stack holds 64)."""

Want: TypeAlias = frozenset[Standing]
MET: Want = frozenset({Standing.MET})
NOT_MET: Want = frozenset({Standing.NOT_MET})
SILENT: Want = frozenset({Standing.NOT_DOCUMENTED})
EITHER: Want = MET | SILENT | NOT_MET


@dataclass(frozen=True, slots=True, order=True)
class Test:
    """One comparison of one field of the case fact; `op` is durable-rules' own word for it."""

    field: str
    op: str
    value: str | int | float


Branch: TypeAlias = tuple[Test, ...]
Branches: TypeAlias = tuple[Branch, ...]

TRUE: Branches = ((),)


PART = "~"
"""What the name of a part begins with: a fact that stands for a part of a wide condition, with three words in all."""
PART_WORDS = {Standing.MET: "met", Standing.NOT_MET: "not met", Standing.NOT_DOCUMENTED: UNKNOWN}


class TooWideError(Exception):
    """A condition needs more branches than one rule may have."""


def word_field(fact: str) -> str:
    """The field that holds a word, or tells whether a number is known; prefixed, so that no fact can be `id`."""
    return f"is_{fact}"


def low_field(fact: str) -> str:
    """The field that holds the known lower end of a number."""
    return f"low_{fact}"


def high_field(fact: str) -> str:
    """The field that holds the known upper end of a number."""
    return f"high_{fact}"


def branches(condition: Condition, want: Want) -> Branches:
    """The branches of which exactly one matches when the condition stands as wanted, and none otherwise.

    Raises TooWideError beyond WIDEST.
    """
    if want == EITHER:
        return TRUE
    if not want:
        return ()
    match condition:
        case Atom():
            return _word(condition, want) if condition.op in {Op.IS, Op.ONE_OF} else _number(condition, want)
        case All(parts):
            return _list(parts, want, MET, NOT_MET)
        case Any(parts):
            return _list(parts, want, NOT_MET, MET)


def both(*factors: Branches) -> Branches:
    """The branches that match where each factor matches; still disjoint."""
    size = 1
    for factor in factors:
        size *= len(factor)
    if size > WIDEST * 8:
        raise TooWideError
    joined = (tuple(dict.fromkeys(test for part in choice for test in part)) for choice in product(*factors))
    return _narrow(branch for branch in joined if _possible(branch))


def _narrow(found: Iterable[Branch]) -> Branches:
    result = tuple(found)
    if len(result) > WIDEST:
        raise TooWideError
    return result


def _possible(branch: Branch) -> bool:
    """Whether no two tests of a branch on one word exclude each other."""
    equal: dict[str, str | int | float] = {}
    for test in branch:
        if test.op == "$eq" and equal.setdefault(test.field, test.value) != test.value:
            return False
    return not any(test.op == "$neq" and equal.get(test.field) == test.value for test in branch)


def _list(parts: Sequence[Condition], want: Want, neutral: Want, decisive: Want) -> Branches:
    """A list whose `decisive` standing in one part decides: not met for `all`, met for `any`."""
    if want in (neutral, neutral | SILENT):
        return both(*(branches(part, want) for part in parts))
    if want == decisive:
        return _first(parts, neutral | SILENT, decisive, EITHER)
    if want == decisive | SILENT:
        return _first(parts, neutral, decisive | SILENT, EITHER)
    if want == SILENT:
        return _first(parts, neutral, SILENT, neutral | SILENT)
    return _narrow(_list(parts, neutral, neutral, decisive) + _list(parts, decisive, neutral, decisive))


def _first(parts: Sequence[Condition], before: Want, here: Want, after: Want) -> Branches:
    """One branch set for each part that is the first to stand as `here`."""
    found: list[Branch] = []
    for index, part in enumerate(parts):
        wanted = [branches(other, before) for other in parts[:index]]
        wanted.append(branches(part, here))
        wanted.extend(branches(other, after) for other in parts[index + 1 :])
        found.extend(both(*wanted))
    return _narrow(found)


def _word(atom: Atom, want: Want) -> Branches:
    """A word atom; where the fact is not known it stands as `silent` says."""
    field = word_field(atom.fact)
    if atom.fact.startswith(PART):
        return _part(field, want)
    words = tuple(dict.fromkeys(atom.words))
    unknown = atom.silent in want
    if Standing.NOT_MET in want:
        if Standing.MET in want:
            return TRUE if unknown else ((Test(field, "$neq", UNKNOWN),),)
        others = words if unknown else (*words, UNKNOWN)
        return (tuple(Test(field, "$neq", word) for word in others),)
    chosen = (*(words if Standing.MET in want else ()), *((UNKNOWN,) if unknown else ()))
    return _narrow((Test(field, "$eq", word),) for word in chosen)


def _part(field: str, want: Want) -> Branches:
    """A part is one of three words, so that any two of its standings are one comparison."""
    if len(want) == 1:
        return tuple((Test(field, "$eq", PART_WORDS[standing]),) for standing in want)
    return tuple((Test(field, "$neq", PART_WORDS[standing]),) for standing in EITHER - want)


def _number(atom: Atom, want: Want) -> Branches:
    known = _known_number(atom, want)
    if atom.silent is Standing.NOT_DOCUMENTED:
        return known
    field = word_field(atom.fact)
    given = both(((Test(field, "$neq", UNKNOWN),),), known)
    return ((Test(field, "$eq", UNKNOWN),), *given) if atom.silent in want else given


def _known_number(atom: Atom, want: Want) -> Branches:
    """A number stands between its ends: `at most` is decided by the upper end when met, by the lower when not."""
    low, high, bound = low_field(atom.fact), high_field(atom.fact), exact(atom.bound)
    if atom.op is Op.AT_MOST:
        met, silent = Test(high, "$lte", bound), Test(high, "$gt", bound)
        not_met, possible = Test(low, "$gt", bound), Test(low, "$lte", bound)
    else:
        met, silent = Test(low, "$gte", bound), Test(low, "$lt", bound)
        not_met, possible = Test(high, "$lt", bound), Test(high, "$gte", bound)
    table: dict[Want, Branches] = {
        EITHER: TRUE,
        MET: ((met,),),
        NOT_MET: ((not_met,),),
        SILENT: ((possible, silent),),
        MET | SILENT: ((possible,),),
        NOT_MET | SILENT: ((silent,),),
        MET | NOT_MET: ((met,), (not_met,)),
    }
    return table.get(want, ())


def exact(number: float) -> int | float:
    """The number as it is written in JSON: whole where it is whole, so that 6 and 6.0 are one."""
    return int(number) if number == int(number) else number
