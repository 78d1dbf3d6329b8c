"""Programs and values for the tests of the evaluators, and the plain reference that they are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

from engine.conditions import All, Any, Atom, Interval, Op, stands
from engine.program import (
    BASIS_ORDER,
    FAILS,
    STATUS,
    Basis,
    Criterion,
    Derived,
    Keyword,
    Lift,
    Program,
    Stage,
    Status,
    Verdict,
)
from engine.standing import Standing, opposite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.conditions import Condition, Value, Values

Case: TypeAlias = "dict[str, Value]"

WORDS = ("yes", "no", "better", "full duty", 'say "no"', "genügt")
NUMBERS = ("visits", "months", "dose")
FACTS = ("alpha", "beta", "gamma", "id", "sid")
DERIVED = ("gain", "lapse", "fresh")
STAGES = ("first", "second", "last")


def word(fact: str, *words: str, silent: Standing = Standing.NOT_DOCUMENTED) -> Atom:
    return Atom(fact, Op.IS if len(words) == 1 else Op.ONE_OF, words, silent=silent)


def at_most(fact: str, bound: float) -> Atom:
    return Atom(fact, Op.AT_MOST, bound=bound)


def at_least(fact: str, bound: float) -> Atom:
    return Atom(fact, Op.AT_LEAST, bound=bound)


def program(*criteria: Criterion, **rest: object) -> Program:
    """A program of one stage around some criteria."""
    given: dict[str, object] = {"derived": (), "stages": (Stage("only", None),), "lifts": ()}
    given |= rest
    return Program(guideline="sample", status=Status.CONDITIONAL, criteria=criteria, **given)  # type: ignore[arg-type] # kwargs of mixed types


MASSAGE = Program(
    guideline="massage_therapy",
    status=Status.CONDITIONAL,
    derived=(
        Derived(
            "gain",
            yes=Any((word("activities", "better"), All((word("strength", "gained"), word("pain", "less"))))),
            no=Any((word("relief", "only during"), All((word("work", "same"), word("pain", "same"))))),
        ),
        Derived("new_course", yes=Any((at_least("months", 6), word("flare", "yes"))), no=word("running", "yes")),
    ),
    stages=(Stage("repeat", word("earlier", "yes", silent=Standing.NOT_MET)), Stage("first", None)),
    criteria=(
        Criterion("adjunct", Keyword.PRESUME, word("exercise", "yes")),
        Criterion("visits_total", Keyword.LIMIT, at_most("visits", 6)),
        Criterion("benefit", Keyword.REQUIRE, word("gain", "yes"), frozenset({"repeat"})),
        Criterion("infection", Keyword.EXCLUDE, word("infection", "yes")),
        Criterion("consent", Keyword.WEIGH, word("consent", "yes")),
    ),
    lifts=(Lift("flare_up", word("flare", "yes"), frozenset({"visits_total"})),),
)


def reference(tested: Program, values: Values) -> Verdict:
    """The verdict by the definition of `stands` and nothing else."""
    known: dict[str, Value] = {fact: value for fact, value in values.items() if fact not in _names(tested)}
    derived = tuple(_derive(item, known) for item in tested.derived)
    stage = next(s.name for s in tested.stages if s is tested.stages[-1] or s.when is None or _met(s.when, known))
    standings = tuple((item.id, _standing(item, stage, known)) for item in tested.criteria)
    failing = dict(_failing(tested, standings))
    lifts = {name: lift.id for lift in reversed(tested.lifts) if _met(lift.when, known) for name in lift.lifts}
    failed = tuple(name for name in failing if name not in lifts)
    lifted = tuple((name, lifts[name]) for name in failing if name in lifts)
    bases = [failing[name] for name in failed]
    return Verdict(stage, derived, standings, failed, lifted, min(bases, key=BASIS_ORDER.index, default=Basis.MET))


def _names(tested: Program) -> set[str]:
    return {item.name for item in tested.derived}


def _derive(item: Derived, known: dict[str, Value]) -> tuple[str, Standing]:
    if _met(item.no, known):
        known[item.name] = "no"
        return item.name, Standing.NOT_MET
    if _met(item.yes, known):
        known[item.name] = "yes"
        return item.name, Standing.MET
    return item.name, Standing.NOT_DOCUMENTED


def _met(condition: Condition, known: Values) -> bool:
    return stands(condition, known) is Standing.MET


def _standing(item: Criterion, stage: str, known: Values) -> Standing | None:
    if item.stages is not None and stage not in item.stages:
        return None
    found = stands(item.holds, known)
    return opposite(found) if item.keyword is Keyword.EXCLUDE else found


def _failing(tested: Program, standings: tuple[tuple[str, Standing | None], ...]) -> Iterator[tuple[str, Basis]]:
    if tested.status is Status.NOT_RECOMMENDED:
        yield STATUS, Basis.NOT_RECOMMENDED
    for item, (name, standing) in zip(tested.criteria, standings, strict=True):
        basis = None if standing is None else FAILS.get((item.keyword, standing))
        if basis is not None:
            yield name, basis


BOUNDS = st.sampled_from([0, 1, 6, 6.5, 12, 24.25, -3])
STANDINGS = st.sampled_from(list(Standing))


def conditions(words: tuple[str, ...], depth: int = 2) -> st.SearchStrategy[Condition]:
    """Conditions on some word facts and on the numbers, lists nested so deep."""
    one = st.builds(word, st.sampled_from(words), st.sampled_from(WORDS), silent=STANDINGS)
    several = st.builds(
        lambda fact, chosen, silent: Atom(fact, Op.ONE_OF, tuple(chosen), silent=silent),
        st.sampled_from(words),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
        STANDINGS,
    )
    bound = st.builds(
        lambda fact, op, number, silent: Atom(fact, op, bound=number, silent=silent),
        st.sampled_from(NUMBERS),
        st.sampled_from([Op.AT_MOST, Op.AT_LEAST]),
        BOUNDS,
        STANDINGS,
    )
    atoms: st.SearchStrategy[Condition] = st.one_of(one, several, bound)
    if not depth:
        return atoms
    parts = st.lists(conditions(words, depth - 1), max_size=3).map(tuple)
    return st.one_of(atoms, parts.map(All), parts.map(Any))


@st.composite
def programs(draw: st.DrawFn, stages: int = 3) -> Program:
    """Programs with derived facts that use one another, up to so many stages, every keyword, and exceptions."""
    count = draw(st.integers(0, len(DERIVED)))
    derived = tuple(
        Derived(name, draw(conditions((*FACTS, *DERIVED[:at]))), draw(conditions((*FACTS, *DERIVED[:at]))))
        for at, name in enumerate(DERIVED[:count])
    )
    tests = conditions((*FACTS, *DERIVED[:count]))
    names = STAGES[-draw(st.integers(1, stages)) :]
    return Program(
        guideline="drawn",
        status=draw(st.sampled_from(list(Status))),
        derived=derived,
        stages=(*(Stage(name, draw(tests)) for name in names[:-1]), Stage(names[-1], None)),
        criteria=tuple(draw(st.lists(criteria(tests, names), max_size=4, unique_by=lambda item: item.id))),
        lifts=tuple(draw(st.lists(lifts(tests), max_size=2, unique_by=lambda item: item.id))),
    )


def criteria(tests: st.SearchStrategy[Condition], names: tuple[str, ...]) -> st.SearchStrategy[Criterion]:
    applies = st.one_of(st.none(), st.frozensets(st.sampled_from(names)))
    ids = st.sampled_from(["one", "two", "three", "four"])
    return st.builds(Criterion, ids, st.sampled_from(list(Keyword)), tests, applies)


def lifts(tests: st.SearchStrategy[Condition]) -> st.SearchStrategy[Lift]:
    named = st.frozensets(st.sampled_from(["one", "two", "three", STATUS]), min_size=1)
    return st.builds(Lift, st.sampled_from(["spare", "other"]), tests, named)


def _interval(ends: tuple[float | None, float | None]) -> Interval:
    low, high = ends
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Interval(low, high)


INTERVALS = st.tuples(st.one_of(st.none(), BOUNDS), st.one_of(st.none(), BOUNDS)).map(_interval)
VALUES: st.SearchStrategy[Case] = st.fixed_dictionaries(
    {},
    optional={
        **{fact: st.sampled_from([*WORDS, "elsewhere"]) for fact in (*FACTS, DERIVED[0])},
        **dict.fromkeys(NUMBERS, INTERVALS),
    },
)
