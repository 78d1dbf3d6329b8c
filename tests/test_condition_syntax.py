"""Tests of rule files: what they may say, and what is said of what they may not."""

from __future__ import annotations

from datetime import date

import pytest

from engine.checking import Checker
from engine.condition_syntax import ConditionReader, Kind, with_silence
from engine.conditions import ALWAYS, All, Any, Atom, Condition, Op
from engine.program import Lookup
from engine.standing import Standing
from engine.strict_yaml import parse

KINDS = {
    "helped": Kind("flag", ("no", "yes")),
    "flare": Kind("flag", ("no", "yes"), "no"),
    "way": Kind("choice", ("high", "low"), "low"),
    "visits": Kind("number"),
}
TABLES = {"sizes": ("most",)}


def read(text: str, on: date | None = None) -> tuple[Condition, list[str], ConditionReader]:
    check = Checker(parse(f"test: {text}\n", "f.yaml"))
    reader = ConditionReader(check, KINDS, TABLES, on)
    return reader.read(("test",)), [str(error) for error in check.errors], reader


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("{helped: yes}", Atom("helped", Op.IS, ("yes",))),
        ("{helped: no}", Atom("helped", Op.IS, ("no",))),
        ("{way: high}", Atom("way", Op.IS, ("high",))),
        ("{way: {one of: [high, low]}}", Atom("way", Op.ONE_OF, ("high", "low"))),
        ("{way: {one of: high}}", Atom("way", Op.ONE_OF, ("high",))),
        ("{visits: {at most: 6}}", Atom("visits", Op.AT_MOST, bound=6)),
        ("{visits: {at least: 0.5}}", Atom("visits", Op.AT_LEAST, bound=0.5)),
        ("{all: [{helped: yes}]}", All((Atom("helped", Op.IS, ("yes",)),))),
        (
            "{any: [{helped: yes}, {all: [{way: low}, {visits: {at most: 1}}]}]}",
            Any(
                (
                    Atom("helped", Op.IS, ("yes",)),
                    All((Atom("way", Op.IS, ("low",)), Atom("visits", Op.AT_MOST, bound=1))),
                )
            ),
        ),
    ],
)
def test_right_tests(text: str, condition: Condition) -> None:
    found, errors, _ = read(text)
    assert (found, errors) == (condition, [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{helpd: yes}", "`helpd` is not a fact of the vocabulary; did you mean `helped`?"),
        ("{helped: maybe}", "`maybe` is not known here; write one of `no`, `yes`"),
        ("{helped: }", "`helped` takes `yes` or `no`; write one of `no`, `yes`"),
        ("{helped: 1}", "`helped` takes `yes` or `no`; write one of `no`, `yes`"),
        ("{helped: {one of: [yes]}}", "`helped` takes `yes` or `no`; write one of `no`, `yes`"),
        ("{helped: {at most: 6}}", "`helped` takes `yes` or `no`; write one of `no`, `yes`"),
        ("{way: hihg}", "`hihg` is not known here; did you mean `high`?"),
        ("{way: [high]}", "`way` takes a word or `{one of: [...]}`; write one of `high`, `low`"),
        ("{way: {one of: [hihg]}}", "`hihg` is not known here; did you mean `high`?"),
        ("{way: {one of: []}}", "`one of` names no word of `way`; write one of `high`, `low`"),
        ("{visits: {at mots: 6}}", "`visits` takes `at most` or `at least`, not `at mots`; did you mean `at most`?"),
        ("{visits: {at most: 6, at least: 3}}",
         "`visits` takes `at most` or `at least`, not `at most`, `at least`; put each bound in `all: [...]`"),
        ("{visits: 6}", "`visits` takes `at most` or `at least`, not `6`; write `{at most: 6}`"),
        ("{visits: }", "`visits` takes `at most` or `at least`, not nothing; write `{at most: 6}`"),
        ("{visits: {at most: six}}", "`at most` must be a number, not `six`; write digits, such as `6` or `0.5`"),
        ("{visits: {at most: 1:30}}", "`at most` must be a number, not `1:30`; write digits, such as `6` or `0.5`"),
        ("{visits: {at most: }}", "`at most` must be a number, not nothing; write digits, such as `6` or `0.5`"),
        ("{helped: yes, way: high}",
         "a test names one fact, not `helped`, `way`; put them in `all: [...]` or `any: [...]`"),
        ("helped", "a test names a fact and what it must be; write `{fact: value}`"),
        ("{}", "a test names a fact and what it must be; write `{fact: value}`"),
        ("{any: []}", "`any` is empty; list at least one test"),
        ("{any: }", "`any` is empty; list at least one test"),
        ("{any: {helped: yes}}", "`any` must be a list; put `- ` before each entry"),
        ("{any: [{all: [{any: [{helped: yes}]}]}]}",
         "`any` and `all` go two deep; split this into two criteria or a derived fact"),
        ("{visits: {at most: {table: sizs, row: way, column: most}}}",
         "`sizs` is not known here; did you mean `sizes`?"),
        ("{visits: {at most: {table: sizes, row: helped, column: most}}}",
         "`helped` is not known here; write one of `way`"),
        ("{visits: {at most: {table: sizes, row: way, column: mots}}}",
         "`mots` is not known here; did you mean `most`?"),
        ("{visits: {at most: {table: sizes, row: way}}}", "`at most` lacks `column`; add `column:`"),
        ("{visits: {at most: {values: {someday: 6}}}}",
         "`someday` is not a day; write the day from which the value holds as YYYY-MM-DD"),
        ("{visits: {at most: {values: {2014-01-01: six}}}}",
         "`2014-01-01` must be a number, not `six`; write digits, such as `6` or `0.5`"),
        ("{visits: {at most: {sizes: 1}}}", "`at most` lacks `values`; add `values:`"),
    ],
)
def test_wrong_tests(text: str, message: str) -> None:
    _, errors, _ = read(text)
    assert f"f.yaml:1: {message}" in errors
    assert len(errors) <= 2


def test_a_wrong_test_is_one_mistake_and_the_others_are_found_too() -> None:
    found, errors, _ = read("{all: [{helpd: yes}, {visits: 6}, {way: high}]}")
    assert len(errors) == 2
    assert found == All((ALWAYS, ALWAYS, Atom("way", Op.IS, ("high",))))


@pytest.mark.parametrize(
    ("on", "bound"),
    [
        (None, 3),
        (date(2009, 12, 31), 1),
        (date(2010, 1, 1), 1),
        (date(2011, 12, 31), 1),
        (date(2012, 1, 1), 2),
        (date(2013, 12, 31), 2),
        (date(2014, 1, 1), 3),
        (date(2030, 1, 1), 3),
    ],
)
def test_of_dated_values_the_latest_that_is_not_after_the_day_counts(on: date | None, bound: float) -> None:
    found, errors, reader = read("{visits: {at most: {values: {2012-01-01: 2, 2010-01-01: 1, 2014-01-01: 3}}}}", on)
    assert (found, errors) == (Atom("visits", Op.AT_MOST, bound=bound), [])
    assert reader.dates == {"2010-01-01", "2012-01-01", "2014-01-01"}


def test_a_bound_read_from_a_table_is_a_fact_of_its_own() -> None:
    found, errors, reader = read("{visits: {at least: {table: sizes, row: way, column: most}}}")
    name = "visits_over_sizes_most_by_way"
    assert (found, errors) == (Atom(name, Op.AT_LEAST, bound=0), [])
    assert reader.lookups == {name: Lookup(name, "visits", "sizes", "way", "most", floor=True)}


def test_silence_stands_for_something_in_selection_only_where_the_vocabulary_says_so() -> None:
    tests = "{helped: yes}, {flare: yes}, {way: low}, {way: {one of: [high]}}, {visits: {at most: 6}}"
    found, _, _ = read(f"{{all: [{tests}]}}")
    assert isinstance(found, All)
    silent = with_silence(found, KINDS)
    assert isinstance(silent, All)
    assert [part.silent for part in silent.parts if isinstance(part, Atom)] == [
        Standing.NOT_DOCUMENTED,
        Standing.NOT_MET,
        Standing.MET,
        Standing.NOT_MET,
        Standing.NOT_DOCUMENTED,
    ]
