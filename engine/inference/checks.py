"""What a program and its values must satisfy before any evaluator runs them.

durable-rules compares `1`, `true` and `"true"` as equal, reads numbers with an exponent wrongly and hangs on some
inputs, so nothing doubtful may reach it. The direct evaluator obeys the same rules, so that both refuse alike.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from engine.conditions import Atom, Interval, Op, atoms
from engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.conditions import Condition, Value
    from engine.program import Program

UNKNOWN = "?"
"""The word that stands for a fact that is not known; no vocabulary may use it as a choice."""

FAR = 10**15
"""Beyond every number that a record gives: where an open end of an interval is put. JSON prints it without exponent."""

SMALLEST = 0.0001
"""The smallest number above zero that can be compared."""

LONGEST = 65_535
"""Bytes of the longest word; durable-rules compares lengths modulo 65,536."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_WORDS = frozenset({Op.IS, Op.ONE_OF})


def refuse(guideline: str, wrong: str, instead: str) -> EngineError:
    """The error for a guideline that no engine may run."""
    return EngineError(f"guideline `{guideline}`: {wrong}; {instead}")


def conditions(program: Program) -> Iterator[Condition]:
    """Every condition of a program, in file order."""
    for derived in program.derived:
        yield from (derived.no, derived.yes)
    for stage in program.stages:
        if stage.when is not None:
            yield stage.when
    yield from (criterion.holds for criterion in program.criteria)
    yield from (lift.when for lift in program.lifts)


def numbers(program: Program) -> frozenset[str]:
    """The facts that a program compares as numbers; every other fact it names is a word."""
    return frozenset(atom.fact for tree in conditions(program) for atom in atoms(tree) if atom.op not in _WORDS)


def check(program: Program) -> None:
    """Raise EngineError, naming the guideline and the cure, where a program cannot be run by every evaluator."""
    if not program.stages:
        raise refuse(program.guideline, "it has no stage", "give it at least one")
    _check_unique(program)
    _check_order(program)
    for tree in conditions(program):
        for atom in atoms(tree):
            _check_atom(program.guideline, atom)
    words = {atom.fact for tree in conditions(program) for atom in atoms(tree) if atom.op in _WORDS}
    words.update(derived.name for derived in program.derived)
    for fact in sorted(words & numbers(program)):
        raise refuse(program.guideline, f"`{fact}` is tested as a word and as a number", "use one kind of test for it")


def _check_unique(program: Program) -> None:
    for kind, names in (
        ("derived fact", [derived.name for derived in program.derived]),
        ("stage", [stage.name for stage in program.stages]),
        ("criterion", [criterion.id for criterion in program.criteria]),
        ("exception", [lift.id for lift in program.lifts]),
    ):
        for name, count in sorted(Counter(names).items()):
            if count > 1:
                raise refuse(program.guideline, f"{kind} `{name}` stands {count} times", "rename or remove one")


def _check_order(program: Program) -> None:
    later = {derived.name for derived in program.derived}
    for derived in program.derived:
        used = {atom.fact for tree in (derived.no, derived.yes) for atom in atoms(tree)}
        for fact in sorted(used & later):
            raise refuse(program.guideline, f"`{derived.name}` uses `{fact}` before it is derived", "put it after that")
        later.discard(derived.name)


def _check_atom(guideline: str, atom: Atom) -> None:
    if not _NAME.match(atom.fact):
        raise refuse(guideline, f"`{atom.fact}` cannot name a fact", "use letters, digits, underscores and hyphens")
    if not _plain(atom.bound):
        raise refuse(guideline, f"the bound on `{atom.fact}` is not a plain number", "write it without an exponent")
    for word in atom.words:
        if word == UNKNOWN or too_long(word):
            raise refuse(guideline, f"`{atom.fact}` is compared with `{word[:40]}`", "choose another word")


def too_long(word: str) -> bool:
    """Whether durable-rules could mistake the word for another."""
    return len(word) > LONGEST // 4 and len(word.encode("utf-8", "surrogatepass")) > LONGEST


def _plain(number: float) -> bool:
    """Whether Python prints the number without an exponent (which it does from 0.0001 up); false for a NaN."""
    return number == 0 or SMALLEST <= abs(number) < FAR


def check_word(fact: str, value: Value) -> str:
    """The word of a fact; raises EngineError (naming the fact, never its value) where it is none that can be run."""
    if not isinstance(value, str):
        raise EngineError(f"`{fact}` is given as a number where the guideline tests a word; give one of its words")
    if value == UNKNOWN or too_long(value) or not _encodes(value):
        raise EngineError(f"the word given for `{fact}` cannot be compared; leave the fact out if it is not known")
    return value


def _encodes(word: str) -> bool:
    return word.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in word)


def check_interval(fact: str, value: Value) -> Interval:
    """The interval of a fact; raises EngineError where it is not one, or its ends are no numbers or out of order."""
    if not isinstance(value, Interval):
        raise EngineError(f"`{fact}` is given as a word where the guideline tests a number; give a number")
    if value.low is not None:
        _check_end(fact, value.low)
    if value.high is not None:
        _check_end(fact, value.high)
        if value.low is not None and value.low > value.high:
            raise EngineError(f"the range given for `{fact}` ends before it begins; give the lower number first")
    return value


def _check_end(fact: str, number: float) -> None:
    if number.__class__ not in _NUMBER_TYPES or not _plain(number):
        raise EngineError(f"the number given for `{fact}` cannot be compared; use 0, or 0.0001 up to 10^15")


_NUMBER_TYPES = (int, float)
