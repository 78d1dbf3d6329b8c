"""The synthetic guideline that the benchmarks run: four derived facts, two stages, ten criteria, one exception.

Its shape is that of a real one (a choice of words, a count with a limit, `any` and `all` two deep); its cases are drawn
with a fixed seed, 30 % of the facts missing. It says nothing about medicine.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from engine.conditions import All, Any, Atom, Interval, Op
from engine.program import Criterion, Derived, Keyword, Lift, Program, Stage, Status
from engine.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.conditions import Value

CHOICES = {
    "activities": ("better", "same", "worse"),
    "work": ("fewer", "full_duty", "same", "more"),
    "strength": ("gained", "same"),
    "pain": ("less", "same", "more"),
    "relief": ("only_during", "lasting"),
    "dose": ("less", "same", "more"),
    "diagnosis": ("low_back", "neck", "shoulder", "knee"),
    "flare": ("yes", "no"),
    "recent": ("yes", "no"),
    "denied": ("yes", "no"),
    "earlier": ("yes", "no"),
    "exercise": ("yes", "no"),
    "infection": ("yes", "no"),
    "consent": ("yes", "no"),
    "goals": ("yes", "no"),
    "tried": ("yes", "no"),
}
NUMBERS = {"months_since": 24, "visits": 18, "per_week": 5, "age": 80}


def _word(fact: str, *words: str, silent: Standing = Standing.NOT_DOCUMENTED) -> Atom:
    return Atom(fact, Op.IS if len(words) == 1 else Op.ONE_OF, words, silent=silent)


def guideline(name: str = "sample") -> Program:
    """One guideline; each call makes a new one, so that a hundred and fifty are a hundred and fifty."""
    return Program(name, Status.CONDITIONAL, _derived(), _stages(), _criteria(), (_exception(),))


def _derived() -> tuple[Derived, ...]:
    gained = All((_word("strength", "gained"), _word("pain", "less")))
    unchanged = All(
        (_word("work", "same", "more"), Any((_word("pain", "same", "more"), _word("dose", "same", "more"))))
    )
    better = Any((_word("activities", "better"), _word("work", "fewer", "full_duty"), gained))
    lapsed = Any((Atom("months_since", Op.AT_LEAST, bound=6), _word("flare", "yes")))
    return (
        Derived("gain", better, Any((_word("relief", "only_during"), unchanged))),
        Derived("new_course", lapsed, _word("recent", "yes")),
        Derived("again", All((_word("gain", "yes"), _word("new_course", "yes"))), _word("gain", "no")),
        Derived("active", Any((_word("exercise", "yes"), _word("goals", "yes"))), _word("denied", "yes")),
    )


def _stages() -> tuple[Stage, ...]:
    return (Stage("repeat", _word("earlier", "yes", silent=Standing.NOT_MET)), Stage("first", None))


def _criteria() -> tuple[Criterion, ...]:
    spine = All((_word("diagnosis", "low_back", "neck"), Any((_word("tried", "yes"), _word("goals", "yes")))))
    return (
        Criterion("adjunct", Keyword.PRESUME, _word("active", "yes")),
        Criterion("visits_total", Keyword.LIMIT, Atom("visits", Op.AT_MOST, bound=6)),
        Criterion("benefit", Keyword.REQUIRE, _word("gain", "yes"), frozenset({"repeat"})),
        Criterion("interval", Keyword.REQUIRE, _word("again", "yes"), frozenset({"repeat"})),
        Criterion("frequency", Keyword.WEIGH, Atom("per_week", Op.AT_MOST, bound=3)),
        Criterion("infection", Keyword.EXCLUDE, _word("infection", "yes")),
        Criterion("consent", Keyword.WEIGH, _word("consent", "yes")),
        Criterion("grown", Keyword.PRESUME, Atom("age", Op.AT_LEAST, bound=18)),
        Criterion("spine", Keyword.REQUIRE, spine),
        Criterion("worse", Keyword.EXCLUDE, _word("activities", "worse")),
    )


def _exception() -> Lift:
    return Lift("flare_up", All((_word("flare", "yes"), _word("denied", "no"))), frozenset({"visits_total"}))


def cases(count: int, seed: int = 7) -> Sequence[dict[str, Value]]:
    """So many cases, always the same ones."""
    drawn = Random(seed)  # noqa: S311 - the same cases every time
    return [_case(drawn) for _ in range(count)]


def _case(drawn: Random) -> dict[str, Value]:
    case: dict[str, Value] = {}
    for fact, words in CHOICES.items():
        if drawn.random() > 0.3:
            case[fact] = drawn.choice(words)
    for fact, most in NUMBERS.items():
        if drawn.random() > 0.3:
            low = drawn.randint(0, most)
            case[fact] = Interval(low, None if drawn.random() < 0.1 else low)
    return case
