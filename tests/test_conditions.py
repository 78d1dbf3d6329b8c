"""Three-valued tests: strong Kleene logic over atoms, and numbers of which only a part may be known."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conditions import ALWAYS, NEVER, All, Any, Atom, Interval, Op, atoms, stands
from engine.standing import Standing, every, opposite, some

MET, SILENT, NOT_MET = Standing.MET, Standing.NOT_DOCUMENTED, Standing.NOT_MET
YES = Atom("fact", Op.IS, ("yes",))
ENDS = st.one_of(st.none(), st.integers(0, 20))


def interval(ends: tuple[int | None, int | None]) -> Interval:
    low, high = ends
    return Interval(high, low) if low is not None and high is not None and low > high else Interval(low, high)


INTERVALS = st.tuples(ENDS, ENDS).map(interval)


@pytest.mark.parametrize(("value", "standing"), [("yes", MET), ("no", NOT_MET), (None, SILENT)])
def test_silence_is_neither_yes_nor_no(value: str | None, standing: Standing) -> None:
    assert stands(YES, {} if value is None else {"fact": value}) is standing


def test_one_of() -> None:
    atom = Atom("part", Op.ONE_OF, ("neck", "head"))
    assert [stands(atom, {"part": part}) for part in ("neck", "head", "hand")] == [MET, MET, NOT_MET]
    assert stands(atom, {}) is SILENT


@pytest.mark.parametrize(
    ("low", "high", "at_most", "at_least"),
    [
        (6, 6, MET, MET),
        (5, 5, MET, NOT_MET),
        (7, 7, NOT_MET, MET),
        (7, None, NOT_MET, MET),
        (6, None, SILENT, MET),
        (3, None, SILENT, SILENT),
        (None, 6, MET, SILENT),
        (None, 5, MET, NOT_MET),
        (3, 9, SILENT, SILENT),
        (7, 9, NOT_MET, MET),
        (None, None, SILENT, SILENT),
    ],
)
def test_a_bound_of_six(low: float | None, high: float | None, at_most: Standing, at_least: Standing) -> None:
    values = {"n": Interval(low, high)}
    assert stands(Atom("n", Op.AT_MOST, bound=6), values) is at_most
    assert stands(Atom("n", Op.AT_LEAST, bound=6), values) is at_least


@given(INTERVALS, st.integers(0, 20))
def test_a_partly_known_number_stands_as_every_number_that_it_may_be(value: Interval, bound: int) -> None:
    atom = Atom("n", Op.AT_MOST, bound=bound)
    low, high = value.low if value.low is not None else -1, value.high if value.high is not None else 21
    possible = {stands(atom, {"n": Interval(n, n)}) for n in range(int(low), int(high) + 1)}
    assert stands(atom, {"n": value}) is (possible.pop() if len(possible) == 1 else SILENT)


@pytest.mark.parametrize("pair", list(product(Standing, Standing)))
def test_kleene(pair: tuple[Standing, Standing]) -> None:
    words = {MET: "yes", NOT_MET: "no"}
    values = {name: words[each] for name, each in zip("ab", pair, strict=True) if each in words}
    parts = (Atom("a", Op.IS, ("yes",)), Atom("b", Op.IS, ("yes",)))
    assert stands(All(parts), values) is every(pair) is min(pair)
    assert stands(Any(parts), values) is some(pair) is max(pair)
    assert opposite(every(pair)) is some(map(opposite, pair))


def test_empty_groups() -> None:
    assert stands(ALWAYS, {}) is MET
    assert stands(NEVER, {}) is NOT_MET


def test_silence_may_be_told_to_stand_for_something_in_selection() -> None:
    atom = Atom("n", Op.IS, ("yes",), silent=NOT_MET)
    assert stands(atom, {}) is NOT_MET
    assert stands(atom, {"n": "yes"}) is MET


def test_atoms_come_left_to_right() -> None:
    names = [each.fact for each in atoms(All((Atom("a", Op.IS), Any((Atom("b", Op.IS), Atom("c", Op.IS))))))]
    assert names == ["a", "b", "c"]


def test_an_exact_number() -> None:
    assert [Interval(3, 3).exact, Interval(3, 4).exact, Interval(3, None).exact, Interval(None, None).exact] == [
        3,
        None,
        None,
        None,
    ]


def test_how_standings_are_said() -> None:
    assert [each.text for each in Standing] == ["not met", "not documented", "met"]
