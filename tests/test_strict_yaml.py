"""YAML is read as an editor means it, or refused with a line and a cure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from engine.errors import RuleError, RuleErrors
from engine.resources import rules_folder
from engine.strict_yaml import parse, read

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]
loaders = pytest.mark.parametrize("loader", LOADERS, ids=lambda each: each.__name__)


@loaders
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("'true'", "true"),
        ("6", 6),
        ("-3", -3),
        ("0.5", 0.5),
        ("1:30", "1:30"),
        ("007", "007"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("'6'", "6"),
        ("2014-05-14", date(2014, 5, 14)),
        ("'2014-05-14'", "2014-05-14"),
        ("2014-5-14", "2014-5-14"),
        ("~", None),
        ("", None),
        ("9" * 5000, "9" * 5000),
        ("0." + "3" * 400, "0." + "3" * 400),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_scalars_are_what_they_look_like(loader: Any, text: str, value: object) -> None:
    found = parse(f"key: {text}\n", "f.yaml", loader=loader).data["key"]
    assert found == value
    assert type(found) is type(value)


@loaders
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3: `a` stands twice (first on line 1); keep one"),
        ("a:\n  - b: 1\n    b: 2\n", "f.yaml:3: `b` stands twice (first on line 2); keep one"),
        ("a: true\n", "f.yaml:1: `true` is not used here; write `yes`, or quote it"),
        ("a: False\n", "f.yaml:1: `False` is not used here; write `no`, or quote it"),
        ("a: ON\n", "f.yaml:1: `ON` is not used here; write `yes`, or quote it"),
        ("a: [off]\n", "f.yaml:1: `off` is not used here; write `no`, or quote it"),
        ("a: 2014-02-30\n", "f.yaml:1: `2014-02-30` is not a day of the calendar; write YYYY-MM-DD"),
        ("? [x]\n: 1\n", "f.yaml:1: a key must be a word; quote it"),
        ("a: &x [1]\nb: *x\n", "f.yaml:2: an alias (`*`) is not used here; write the text out again"),
        ("a: &x\n  b: *x\n", "f.yaml:2: an alias (`*`) is not used here; write the text out again"),
    ],
)
def test_what_a_reader_could_take_two_ways_is_refused(loader: Any, text: str, message: str) -> None:
    with pytest.raises(RuleErrors) as caught:
        parse(text, "f.yaml", loader=loader)
    assert str(caught.value) == message


def test_every_mistake_is_reported_at_once_in_line_order() -> None:
    with pytest.raises(RuleErrors) as caught:
        parse("a: on\nb: 1\nb: 2\nc: 2014-13-01\n", "f.yaml")
    assert [error.place.line for error in caught.value.errors] == [1, 3, 4]


@loaders
@pytest.mark.parametrize("text", ["a:\n  b: 1\n c: 2\n", "a: [1\n", "a: 'x\n", "a\x00b", "--- 1\n--- 2\n", "\t- a"])
def test_what_is_not_yaml_is_said_with_its_place(loader: Any, text: str) -> None:
    with pytest.raises(RuleErrors, match=r"^f\.yaml(:\d+)?: this is not YAML"):
        parse(text, "f.yaml", loader=loader)


def test_lists_too_deep_are_an_error_and_no_crash() -> None:
    with pytest.raises(RuleErrors, match="too deep"):
        parse("[" * 5000 + "]" * 5000, "f.yaml", loader=yaml.SafeLoader)


def test_aliases_cannot_blow_a_file_up() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    with pytest.raises(RuleErrors):
        parse("\n".join(lines), "f.yaml")


def test_the_lines_of_values_are_known_and_missing_ones_fall_back() -> None:
    source = parse("a: 1\nb:\n  - c: 2\n  - c: 3\n", "f.yaml")
    assert str(source.place("b", 1, "c")) == "f.yaml:4"
    assert str(source.place("b", 0, "nothing", "here")) == "f.yaml:3"
    assert str(source.error((), "wrong", "right")) == "f.yaml:1: wrong; right"


def test_a_list_of_errors_takes_the_mistakes_that_leave_data() -> None:
    errors: list[RuleError] = []
    source = parse("a: on\nb: 2\n", "f.yaml", errors=errors)
    assert source.data == {"a": "on", "b": 2}
    assert [str(error) for error in errors] == ["f.yaml:1: `on` is not used here; write `yes`, or quote it"]


def test_files_that_cannot_be_read_say_so(tmp_path: Any) -> None:
    with pytest.raises(RuleErrors, match="cannot be read"):
        read(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"a: caf\xe9\n")
    with pytest.raises(RuleErrors, match=r"^x\.yaml: the file is not UTF-8 text; save it as UTF-8$"):
        read(tmp_path / "latin.yaml", name="x.yaml")


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert parse(text, "f.yaml").data is None


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse("\ufeffa: 1\n", "f.yaml").data == {"a": 1}


def test_both_loaders_read_every_file_of_ours_alike() -> None:
    for path in sorted(rules_folder().rglob("*.yaml")):
        sources = [read(path, loader=loader) for loader in LOADERS]
        assert all(source.data == sources[0].data and source.lines == sources[0].lines for source in sources)
