from __future__ import annotations

from datetime import date

import pytest

from engine.conditions import All, Any, Atom, Op
from engine.library import load_library
from engine.program import Criterion, Derived, Keyword, Lift, Program, Stage, Status
from engine.recommendation import DateUsed
from engine.render.aloud import Aloud
from engine.render.words import amount, date_used, day, one_line
from engine.standing import Standing

EMPTY = Program("x", Status.CONDITIONAL, (), (), ())
DUTY = Atom("full_duty", Op.IS, ("yes",))
NO_DUTY = Atom("full_duty", Op.IS, ("no",))
VISITS = Atom("visits_this_course", Op.AT_MOST, bound=6)


@pytest.fixture
def aloud() -> Aloud:
    return Aloud(EMPTY, load_library().vocabulary)


@pytest.mark.parametrize(
    ("value", "unit", "says"),
    [
        (6, "visit", "6 visits"),
        (1, "visit", "1 visit"),
        (50, "percent", "50 percent"),
        (2, "study", "2 studies"),
        (3, "day", "3 days"),
        (2, "patch", "2 patches"),
        (3, "visit a week", "3 visits a week"),
        (120, "mg of oral morphine a day", "120 mg of oral morphine a day"),
        (1.5, "", "1.5"),
    ],
)
def test_amounts_are_said_with_their_unit(value: float, unit: str, says: str) -> None:
    assert amount(value, unit) == says


def test_days_are_said_the_same_under_every_locale() -> None:
    assert day(date(2016, 7, 28)) == "28 July 2016"
    assert date_used(DateUsed(value=date(2016, 7, 28), kind="as_of")) == "28 July 2016 (given with --as-of)"


def test_a_line_carries_nothing_that_steers_a_terminal() -> None:
    assert one_line("a\x1b[2J\n\tb\u202ec\x9b") == "a [2J b c"


@pytest.mark.parametrize(
    ("keyword", "says"),
    [
        (Keyword.REQUIRE, "It must be documented that the patient works full duty."),
        (Keyword.PRESUME, "It is presumed, unless the record says otherwise, that the patient works full duty."),
        (Keyword.WEIGH, "It is weighed whether the patient works full duty; silence or the contrary goes to a person"),
        (Keyword.LIMIT, "Limit: the patient works full duty; silence fails."),
        (Keyword.EXCLUDE, "Excluded where the record states that the patient works full duty."),
    ],
)
def test_the_keyword_says_what_silence_does(aloud: Aloud, keyword: Keyword, says: str) -> None:
    assert aloud.criterion(Criterion("x", keyword, DUTY)).startswith(says)


def test_tests_inside_tests_are_told_apart(aloud: Aloud) -> None:
    said = aloud.condition(All((NO_DUTY, Any((DUTY, VISITS)))))
    assert said.startswith(
        "it is not so that the patient works full duty, and (either the patient works full duty, or "
    )
    assert said.endswith("come to this: at most 6 visits)")


def test_stages_exceptions_and_derived_facts_are_said(aloud: Aloud) -> None:
    silent = Atom("full_duty", Op.IS, ("yes",), silent=Standing.MET)
    assert aloud.stage(Stage("repeat", silent)).endswith("full duty (taken as so where the record is silent)")
    assert aloud.stage(Stage("first", None)) == "`first` otherwise"
    lift = Lift("x", DUTY, frozenset({"b", "a"}))
    assert aloud.lift(lift) == "Lifts `a` and `b` where the record states that the patient works full duty."
    derived = aloud.derived(Derived("functional_improvement", DUTY, Any(())))
    assert derived.endswith("yes where the patient works full duty")
    staged = Criterion("x", Keyword.REQUIRE, DUTY, frozenset({"trial"}))
    assert aloud.criterion(staged).startswith("At stage `trial`: It must be documented")
