"""The library: all rule files together, and none of them answered from memory after it was edited."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from engine.conditions import Atom
from engine.errors import RuleErrors
from engine.library import load_library
from engine.resources import rules_folder
from tests.rules_folder import FILES, RULE, library_of, mistakes, rule, write_rules

if TYPE_CHECKING:
    from pathlib import Path


PAIR = "`book/rubbing` and `book/second`"
CURE = "end one with `until`, or tell them apart by phase or body part"


def other(*edits: tuple[str, str]) -> dict[str, str]:
    """A second file beside the first, with edits."""
    text = FILES[RULE]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return {"book/second.yaml": text}


def part(*parts: str) -> tuple[str, str]:
    return "status: conditional", f"status: conditional\nbody_parts: [{', '.join(parts)}]"


def phase(*phases: str) -> tuple[str, str]:
    return "status: conditional", f"status: conditional\nphase: [{', '.join(phases)}]"


def test_two_files_for_one_thing_on_one_day_are_told_with_a_witness(tmp_path: Path) -> None:
    assert mistakes(tmp_path, other(("2010-01-01", "2014-12-31"), ("2014-12-31}", "2015-12-31}"))) == [
        f"rules/book/second.yaml: {PAIR} are both in force for `rubbing` on 2014-12-31; {CURE}"
    ]


@pytest.mark.parametrize(
    ("first", "second", "witness"),
    [
        (phase("acute"), phase("chronic"), None),
        (phase("acute"), phase("chronic", "acute"), "in the acute phase"),
        (phase("acute"), ("title", "title"), "in the acute phase"),
        (part("neck"), part("low_back"), None),
        (part("neck"), part("neck"), "for `neck`"),
        (part("neck"), ("title", "title"), "for `neck`"),
        (part("wrist"), part("hand"), "for `hand`"),
        (part("arm"), part("elbow"), "for `elbow`"),
        (part("wrist"), part("elbow"), None),
    ],
)
def test_phase_and_part_tell_files_apart(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str], witness: str | None
) -> None:
    changes = rule(*first) if first[0] != "title" else {}
    changes |= other(second)
    if witness is None:
        assert len(library_of(tmp_path, changes).guidelines) == 2
    else:
        assert witness in mistakes(tmp_path, changes)[0]


def test_files_that_follow_one_another_do_not_overlap(tmp_path: Path) -> None:
    changes = other(("until: 2014-12-31", "until: 2020-12-31"), ("from: 2010-01-01", "from: 2015-01-01"))
    assert len(library_of(tmp_path, changes).guidelines) == 2


def test_a_file_without_an_end_is_in_force_for_ever(tmp_path: Path) -> None:
    changes = rule(", until: 2014-12-31", "") | other(("from: 2010-01-01, until: 2014-12-31", "from: 2099-01-01"))
    assert "on 2099-01-01" in mistakes(tmp_path, changes)[0]


def test_another_treatment_never_overlaps(tmp_path: Path) -> None:
    assert len(library_of(tmp_path, other(("treatment: rubbing", "treatment: needling"))).guidelines) == 2


def test_a_file_of_another_name_may_serve_the_family(tmp_path: Path) -> None:
    changes = other(("treatment: rubbing", "treatment: needling\nfamily: rubbing"))
    assert "both in force for `rubbing`" in mistakes(tmp_path, changes)[0]


def test_mistakes_of_several_files_come_together(tmp_path: Path) -> None:
    changes = rule("status: conditional", "status: maybe") | other(("title: Rubbing", "titel: Rubbing"))
    found = mistakes(tmp_path, changes)
    assert {line.split(":")[0] for line in found} == {"rules/book/rubbing.yaml", "rules/book/second.yaml"}


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("settle/policy.yaml", "order: [against, later]\n",
         "rules/settle/policy.yaml:1: the order must end with `against`"),
        ("settle/policy.yaml", "order: [agianst]\n", "`agianst` is not known here; did you mean `against`?"),
        ("settle/policy.yaml", "order: [against]\n", "the file lacks `acute_months`"),
        ("settle/units.yaml", "days: {day: one}\n", "rules/settle/units.yaml:1: `day` must be a number, not `one`"),
        ("library.yaml", "title: x\n", "rules/library.yaml:1: the file lacks `version`"),
        ("library.yaml", "version: 1\n", "`version` must be text, not `1`"),
        ("vocabulary/drugs.yaml", "x: {morphine_equivalent: [{from: 2014, per_mg: 1, unit: u}]}\n",
         "rules/vocabulary/drugs.yaml:1: `from` must be a date, not `2014`"),
        ("vocabulary/drugs.yaml", "x: {morphine_equivalent: [{from: 2014-01-01, per_mg: much, unit: u}]}\n",
         "`per_mg` must be a number, not `much`"),
    ],
)
def test_mistakes_in_what_is_not_a_guideline(tmp_path: Path, file: str, text: str, message: str) -> None:
    assert any(message in line for line in mistakes(tmp_path, {file: text}))


def test_there_is_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(RuleErrors, match="there is no such folder of rules; give --rules DIR"):
        load_library(tmp_path / "none")


def test_an_edited_rule_is_never_answered_from_memory(tmp_path: Path) -> None:
    folder = write_rules(tmp_path)
    before = load_library(folder)
    assert load_library(folder) is before
    file = folder / RULE
    file.write_text(file.read_text(encoding="utf-8").replace("at most: 6", "at most: 4"), encoding="utf-8")
    after = load_library(folder)
    assert after.ref.sha256 != before.ref.sha256
    assert [each.holds.bound for each in after.guidelines[0].compiled.criteria if isinstance(each.holds, Atom)][1] == 4


def test_the_hash_is_that_of_names_and_texts(tmp_path: Path) -> None:
    one, two = library_of(tmp_path / "one"), library_of(tmp_path / "two")
    assert one.ref == two.ref
    (tmp_path / "two/rules/book/rubbing.yaml").rename(tmp_path / "two/rules/book/rub.yaml")
    assert load_library(tmp_path / "two/rules").ref.sha256 != one.ref.sha256


def test_a_family_comes_in_search_order(tmp_path: Path) -> None:
    changes = rule(*phase("chronic")) | other(("status: conditional", "status: conditional\nrank: -1\nphase: acute"))
    library = library_of(tmp_path, changes)
    assert [each.id for each in library.of_family("rubbing")] == ["book/second", "book/rubbing"]
    assert library.guideline("book/second").rank == -1
    with pytest.raises(KeyError):
        library.guideline("book/none")


@pytest.mark.parametrize(
    ("on", "bound"),
    [
        (date(2000, 1, 1), 6),
        (date(2010, 1, 1), 6),
        (date(2011, 12, 31), 6),
        (date(2012, 1, 1), 4),
        (date(2014, 12, 31), 4),
    ],
)
def test_a_dated_value_is_compiled_for_the_day(tmp_path: Path, on: date, bound: float) -> None:
    library = library_of(tmp_path, rule("at most: 6", "at most: {values: {2010-01-01: 6, 2012-01-01: 4}}"))
    program = library.program(library.guidelines[0], on)
    limit = next(each.holds for each in program.criteria if each.id == "visits")
    assert isinstance(limit, Atom)
    assert limit.bound == bound
    assert library.program(library.guidelines[0], on) is program


def test_our_own_rules_load() -> None:
    library = load_library()
    assert library.folder == rules_folder()
    assert len(library.guidelines) >= 14
    assert [each.id for each in library.guidelines] == sorted(each.id for each in library.guidelines)
