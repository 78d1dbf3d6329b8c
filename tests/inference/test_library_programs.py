"""Every guideline of this project runs in both evaluators, which agree on cases drawn from its own words."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from engine.conditions import Interval, Op, atoms
from engine.inference import evaluator
from engine.inference.checks import conditions, numbers
from engine.library import load_library
from tests.inference.programs import Case, reference

if TYPE_CHECKING:
    from engine.guideline import Guideline
    from engine.program import Program

CASES = 150


def drawn(tested: Program, number: int) -> Case:
    """A case on the facts that a program names: their words, one that no test names, numbers about their bounds."""
    source = Random(number)  # noqa: S311 - the same cases every time
    words: dict[str, set[str]] = {}
    bounds: dict[str, set[float]] = {}
    for tree in conditions(tested):
        for atom in atoms(tree):
            words.setdefault(atom.fact, {"something else"}).update(atom.words)
            bounds.setdefault(atom.fact, set()).update({atom.bound - 1, atom.bound, atom.bound + 0.5})
    case: Case = {}
    for fact in sorted(words):
        if source.random() < 0.35:
            continue
        if fact in numbers(tested):
            low = source.choice(sorted(bounds[fact]))
            case[fact] = Interval(low, source.choice([low, low + 3, None]))
        else:
            case[fact] = source.choice(sorted(words[fact]))
    return case


@pytest.mark.parametrize("guideline", load_library().guidelines, ids=lambda guideline: guideline.id)
def test_evaluators_agree_on_every_guideline(guideline: Guideline) -> None:
    tested = guideline.compiled
    evaluate = evaluator(tested)
    bases = set()
    for number in range(CASES):
        case = drawn(tested, number)
        verdict = evaluate(case)
        assert verdict.findings == reference(tested, case).findings
        bases.add(verdict.basis)
    assert bases


def test_library_uses_every_kind_of_test() -> None:
    ops = {atom.op for each in load_library().guidelines for tree in conditions(each.compiled) for atom in atoms(tree)}
    assert Op.IS in ops
    assert Op.AT_MOST in ops
