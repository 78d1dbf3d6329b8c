"""A checker returns something usable for everything and notes what is wrong, each mistake once."""

from __future__ import annotations

from datetime import date

import pytest

from engine.checking import Checker, suggestion
from engine.errors import RuleErrors
from engine.strict_yaml import parse

TEXT = """\
title: 5
size: six
when: soon
names: [a, 2]
table:
  deep: {x: 1}
empty:
"""


@pytest.fixture
def check() -> Checker:
    return Checker(parse(TEXT, "f.yaml"))


def said(check: Checker) -> list[str]:
    return [str(error) for error in check.errors]


@pytest.mark.parametrize(
    ("word", "known", "cure"),
    [
        ("reqiure", ["require", "presume"], "did you mean `require`?"),
        ("zzz", ["b", "a"], "write one of `a`, `b`"),
        ("zzz", [], ""),
        ("zzz", [f"word{n}" for n in range(13)], ""),
    ],
)
def test_a_misspelt_word_gets_the_nearest_or_a_short_list(word: str, known: list[str], cure: str) -> None:
    assert suggestion(word, known) == cure


def test_each_kind_of_value_says_what_it_must_be(check: Checker) -> None:
    assert check.text(("title",)) == ""
    assert check.number(("size",)) == 0
    assert check.day(("when",)) is None
    assert check.sequence(("table",)) == []
    assert check.mapping(("names",)) == {}
    assert check.texts(("names",)) == ("a", "")
    assert check.word(("size",), ("seven",)) == ""
    assert said(check) == [
        "f.yaml:1: `title` must be text, not `5`; quote it",
        "f.yaml:2: `size` must be a number, not `six`; write digits, such as `6` or `0.5`",
        "f.yaml:3: `when` must be a date, not `soon`; write YYYY-MM-DD",
        "f.yaml:5: `table` must be a list; put `- ` before each entry",
        "f.yaml:4: `names` must be a list of keys with values; write `key: value` lines",
        "f.yaml:4: an entry of `names` must be text, not `2`; quote it",
        "f.yaml:2: `six` is not known here; write one of `seven`",
    ]


def test_right_values_come_back_as_they_are() -> None:
    check = Checker(parse("a: x\nb: 2.5\nc: 2014-01-31\nd: [p, q]\ne: one\n", "f.yaml"))
    assert (check.text(("a",)), check.number(("b",)), check.day(("c",))) == ("x", 2.5, date(2014, 1, 31))
    assert (check.texts(("d",)), check.texts(("e",)), check.word(("e",), ("one",))) == (("p", "q"), ("one",), "one")
    assert check.text(("none",), "default") == "default"
    assert check.word(("none",), (), "default") == "default"
    check.finish()


def test_lacking_and_unknown_keys(check: Checker) -> None:
    check.mapping((), ("title", "source"), ("size", "when", "names", "tabel", "empty"))
    assert said(check) == [
        "f.yaml:1: the file lacks `source`; add `source:`",
        "f.yaml:5: `table` is not a key of the file; did you mean `tabel`?",
    ]


def test_what_lacks_is_not_wrong_a_second_time(check: Checker) -> None:
    check.mapping((), ("source",))
    check.mapping(("source",), ("from",))
    check.mapping(("source", "from"), ("day",))
    assert said(check) == ["f.yaml:1: the file lacks `source`; add `source:`"]


def test_nothing_where_something_must_be(check: Checker) -> None:
    check.number(("empty",))
    check.mapping(("empty",))
    assert said(check) == [
        "f.yaml:7: `empty` must be a number, not nothing; write digits, such as `6` or `0.5`",
        "f.yaml:7: `empty` must be a list of keys with values; write `key: value` lines",
    ]


def test_a_structure_in_place_of_a_word_is_named_and_not_printed(check: Checker) -> None:
    check.text(("table",))
    check.text(("names",))
    assert [each.split("not ")[1] for each in said(check)] == ["a list of keys; quote it", "a list; quote it"]


def test_finishing_raises_every_mistake(check: Checker) -> None:
    check.wrong(("table", "deep", "x"), "b", "c")
    check.wrong(("title",), "a")
    with pytest.raises(RuleErrors) as caught:
        check.finish()
    assert str(caught.value) == "f.yaml:1: a\nf.yaml:6: b; c"
