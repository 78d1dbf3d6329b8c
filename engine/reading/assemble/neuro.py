"""Strength, feeling and reflexes on examination: what is tested, and whether it is lost or kept.

The lexicon names what is tested and the words for lost and kept; grades ("4/5", "reflex 1+") are read here. Each state
goes with the test that it stands next to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from engine.facts import Assertion
from engine.reading.assemble.beside import part_beside, side_beside
from engine.reading.assemble.limbs import limb_of
from engine.reading.naming import levels
from engine.reading.tokens import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact, Scalar
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place

_FINDINGS = {
    ("strength", "lost"): "motor_loss",
    ("strength", "kept"): "motor_intact",
    ("feeling", "lost"): "sensory_loss",
    ("feeling", "kept"): "sensation_intact",
    ("reflex", "lost"): "reflex_change",
    ("reflex", "kept"): "reflexes_normal",
    ("all", "kept"): "neuro_normal",
}
_GRADE = re.compile(
    r"(?<![\d/.-])(?P<n>[0-5])\s?(?P<sign>[+-]?)\s?(?:/|out of|over|of)\s?(?:5|five\b)(?P<after>[+-]?)(?![\d/])",
    re.IGNORECASE,
)
_REFLEX_GRADE = re.compile(
    r"(?<![\d/.])(?P<n>[0-4])\s?(?:\+|/\s?4)(?![\d/])"
    r"|(?:\b[RL]\s|\b(?i:reflex(?:es)?|jerks?|achilles|patellar?|dtrs?)\s*(?:is|was|:|=)?\s*)(?P<nil>0)(?![\d./+])"
)
_POINTS = re.compile(
    r"(?:two.point(?: discrimination)?|2.?pd)\W+(?:\w+\W+){0,3}?(?P<points>\d{1,2})\s?mm"
    r"|(?:semmes.?weinstein|monofilament)\W+(?:\w+\W+){0,3}?(?P<filament>[2-6]\.\d\d)",
    re.IGNORECASE,
)
_OF_POINTS = forms("point pd semmes semmesweinstein monofilament")
_WIDEST_POINTS = 5
_FINEST_LOST = 3.2
_BREAK = re.compile(r"[;.\n|]|,|\bbut\b|\bwith\b")
_FULL_STOP = re.compile(r"[;\n|]|\.\s")
_BEFORE = 45
_AFTER = 14
_GRADED = 60
_EVEN = 20


class _State(NamedTuple):
    """A word or a grade that says lost or kept, and how far from it the test may stand: before, after."""

    start: int
    end: int
    name: str
    reach: tuple[int, int]
    test: str = ""


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each test of strength, feeling or reflexes whose state is told."""
    for passage in context.patient.having("nerve_test"):
        tests = passage.of("nerve_test")
        found = [(state, test) for state in _states(passage) if (test := _test_of(passage, state, tests))]
        # "1+ on the right, 2+ on the left": the normal side is what the other is measured against.
        weak = any(state.test == "reflex" and state.name == "lost" for state, _ in found)
        for state, test in found:
            finding = _finding(test, state)
            if finding and not (weak and state.test == "reflex" and state.name == "kept"):
                yield _fact(context, passage, test, state, finding)
    for passage in context.patient.having(words=_OF_POINTS):
        yield from _points(context, passage)


def _states(passage: Passage) -> Iterator[_State]:
    for mention in passage.of("nerve_state"):
        yield _State(mention.start, mention.end, mention.id, (_BEFORE, _AFTER))
    for match in _GRADE.finditer(passage.text, passage.start, passage.end):
        full = match["n"] == "5" and "-" not in match["sign"] + match["after"]
        yield _State(*match.span(), "kept" if full else "lost", (_GRADED, _GRADED), "strength")
    for match in _REFLEX_GRADE.finditer(passage.text, passage.start, passage.end):
        place = match.span("nil" if match["nil"] else 0)
        if match["n"] != "1" or not _is_even(passage, place[1]):
            yield _State(*place, "lost" if (match["n"] or "0") in "01" else "kept", (_GRADED, _AFTER), "reflex")


def _is_even(passage: Passage, end: int) -> bool:
    """Whether a grade is told of both sides: a low one that is even is how the patient is made, and no loss."""
    return any(0 <= each.start - end <= _EVEN for each in passage.of("nerve_even"))


def _test_of(passage: Passage, state: _State, tests: tuple[Mention, ...]) -> Mention | None:
    """The test that a state goes with: one that follows at once, else the last before it, else the next after it."""
    fitting = [each for each in tests if state.test in {"", each.attributes["test"]} and _finding(each, state)]
    after = next((each for each in fitting if each.start >= state.end), None)
    before = next((each for each in reversed(fitting) if each.end <= state.start), None)
    if before and not _near(passage, before.end, state.start, state, state.reach[0]):
        before = None
    if after and not _near(passage, state.end, after.start, state, state.reach[1]):
        after = None
    if after and before:
        close = after.start - state.end <= min(_AFTER, state.start - before.end)
        return after if close else before
    return before or after


def _finding(test: Mention, state: _State) -> str | None:
    """What it is called that a test has this state, if it has a name."""
    return _FINDINGS.get((test.attributes["test"], state.name))


def _near(passage: Passage, start: int, end: int, state: _State, reach: int) -> bool:
    return end - start <= reach and _is_open(passage, start, end, state)


def _is_open(passage: Passage, start: int, end: int, state: _State) -> bool:
    """Whether nothing between parts the two; a grade may stand behind a comma."""
    return not (_FULL_STOP if state.test else _BREAK).search(passage.words(start, end))


def _fact(context: Context, passage: Passage, test: Mention, state: _State, finding: str) -> Fact:
    place = (min(test.start, state.start), max(test.end, state.end))
    near = (max(passage.start, place[0] - _AFTER), min(passage.end, place[1] + _BEFORE))
    level = next(iter(levels(passage, *near)), None)
    value: dict[str, Scalar | None] = {
        "finding": finding,
        "body_part": test.attributes.get("body_part")
        or (level is None and part_beside(passage, test))
        or limb_of(passage, place, level),
        "side": side_beside(passage, test),
        "level": level,
    }
    assertion = Assertion.AFFIRMED if state.test else context.judge(passage, (state.start, state.end))
    return context.fact("exam.finding", value, passage, place, "exam.nerve", assertion)


def _points(context: Context, passage: Passage) -> Iterator[Fact]:
    """Measured feeling: points told apart from 6 mm on, or filaments felt from 3.22 on, are less than normal."""
    for match in _POINTS.finditer(passage.text, passage.start, passage.end):
        lost = int(match["points"]) > _WIDEST_POINTS if match["points"] else float(match["filament"]) > _FINEST_LOST
        finding = "sensory_loss" if lost else "sensation_intact"
        place: Place = match.span()
        value: dict[str, Scalar | None] = {"finding": finding, "body_part": limb_of(passage, place, None)}
        yield context.fact("exam.finding", value, passage, place, "exam.points", Assertion.AFFIRMED)
