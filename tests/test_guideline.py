"""Rule files: what a right one compiles to, and every mistake of a wrong one with its line and cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.conditions import Atom, Op
from engine.program import Keyword, Stage, Status
from engine.standing import Standing
from tests.rules_folder import FILES, RULE, library_of, mistakes, rule

if TYPE_CHECKING:
    from pathlib import Path

    from engine.guideline import Guideline


def loaded(tmp_path: Path, changes: dict[str, str] | None = None) -> Guideline:
    return library_of(tmp_path, changes).guidelines[0]


def test_a_right_file(tmp_path: Path) -> None:
    guideline = loaded(tmp_path)
    assert (guideline.id, guideline.family, guideline.status) == ("book/rubbing", "rubbing", Status.CONDITIONAL)
    program = guideline.compiled
    selects = Atom("earlier_course", Op.IS, ("yes",), silent=Standing.NOT_MET)
    assert program.stages == (Stage("repeat", selects), Stage("first", None))
    assert [(each.id, each.keyword, each.stages) for each in program.criteria] == [
        ("beside", Keyword.PRESUME, None),
        ("visits", Keyword.LIMIT, None),
        ("fever", Keyword.EXCLUDE, None),
        ("gain", Keyword.REQUIRE, frozenset({"repeat"})),
    ]
    assert [each.name for each in program.derived] == ["better"]
    assert [(each.id, each.lifts) for each in program.lifts] == [("odd", frozenset({"visits"}))]
    assert guideline.criterion("gain").says == "a gain from before"
    with pytest.raises(KeyError):
        guideline.criterion("gian")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("treatment: rubbing", "treatment: rubing", "2: `rubing` is not known here; did you mean `rubbing`?"),
        ("status: conditional", "status: maybe", "8: `maybe` is not known here"),
        ("status: conditional", "statsu: conditional", "8: `statsu` is not a key of the file; did you mean `status`?"),
        ("confidence: high", "confidence: hihg", "7: `hihg` is not known here; did you mean `high`?"),
        ("from: 2010-01-01, ", "", "6: `in_force` lacks `from`; add `from:`"),
        ("2010-01-01", "2010-02-30", "6: `2010-02-30` is not a day of the calendar; write YYYY-MM-DD"),
        ("2010-01-01", "someday", "6: `from` must be a date, not `someday`; write YYYY-MM-DD"),
        ("until: 2014", "until: 2004", "6: `until` 2004-12-31 is before `from` 2010-01-01; swap them"),
        ("  - first: otherwise", "  - first: {exercise: yes}",
         "11: exactly the last stage is `otherwise`; end the list with `- name: otherwise`"),
        ("repeat: {earlier_course: yes}", "repeat: otherwise", "10: exactly the last stage is `otherwise`"),
        ("  - first: otherwise", "  - first: otherwise\n  - first: otherwise", "12: `first` is the name of two stages"),
        ("  - first: otherwise", "  - notes: otherwise", "11: `notes` is a key of the file and cannot name a stage"),
        ("  - first: otherwise", "  - first", "11: a stage is `name: test`, and the last is `name: otherwise`"),
        ("\nrepeat:\n", "\nrepaet:\n", "18: `repaet` is not a key of the file; did you mean `repeat`?"),
        ("presume: {exercise: yes}", "presume: {exercse: yes}",
         "13: `exercse` is not a fact of the vocabulary; did you mean `exercise`?"),
        ("at most: 6", "at mots: 6",
         "15: `visits_this_course` takes `at most` or `at least`, not `at mots`; did you mean `at most`?"),
        ("at most: 6", "at most: 1:30", "15: `at most` must be a number, not `1:30`"),
        ("presume: {exercise: yes}", "presum: {exercise: yes}",
         "13: `presum` is not a key of an entry of `indication`; did you mean `presume`?"),
        ("presume: {exercise: yes}", "presum: {exercise: yes}",
         "13: criterion `beside` takes exactly one of `require`"),
        ("presume: {exercise: yes}", "presume: {exercise: yes}, weigh: {exercise: yes}",
         "13: criterion `beside` takes exactly one of `require`, `presume`, `weigh`, `limit`, `exclude`; the keyword"),
        ("says: beside exercise, ", "", "13: an entry of `indication` lacks `says`; add `says:`"),
        ("id: gain", "id: visits", "19: `visits` is the id of two criteria (first on line 15); rename or remove one"),
        ("id: gain", "id: status", "19: `status` names what exceptions lift, not a criterion; rename it"),
        ("limit: {visits_this_course: {at most: 6}}", "limit: {exercise: yes}",
         "15: `limit` of `visits` bounds no number; use `require`, `presume`, `weigh` or `exclude`"),
        ("lifts: [visits]", "lifts: [vists]", "21: `vists` is not a criterion of this file; did you mean `visits`?"),
        ("lifts: [visits]", "lift: [visits]", "21: an entry of `exceptions` lacks `lifts`; add `lifts:`"),
        ("when: {exceptional: yes}", "when: {exceptionl: yes}",
         "21: `exceptionl` is not a fact of the vocabulary; did you mean `exceptional`?"),
        ("{id: gain, ", "{id: gain, stages: [first], ",
         "19: a criterion under `repeat` is of that stage; leave it out"),
        ("{id: visits, ", "{id: visits, stages: [frist], ", "15: `frist` is not known here; did you mean `first`?"),
        ("status: conditional", "status: conditional\nphase: acut",
         "9: `acut` is not known here; did you mean `acute`?"),
        ("status: conditional", "status: conditional\nbody_parts: [neek]", "9: `neek` is not known here"),
        ("status: conditional", "status: conditional\nstatus: conditional",
         "9: `status` stands twice (first on line 8)"),
        ("status: conditional", "status: conditional\nnotes: [{says: a, when: {fevr: yes}}]",
         "9: `fevr` is not a fact of the vocabulary; did you mean `fever`?"),
        ("title: Rubbing", "title: 6", "1: `title` must be text, not `6`; quote it"),
    ],
)
def test_mistakes(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = mistakes(tmp_path, rule(old, new))
    assert any(line.startswith(f"rules/book/rubbing.yaml:{message}") for line in found), found
    assert len(found) <= 2, found


def test_every_mistake_of_a_file_comes_at_once_in_line_order(tmp_path: Path) -> None:
    text = FILES[RULE]
    edits = (("high", "hihg"), ("yes}\n  - first", "ys}\n  - first"), ("at most", "at mots"), ("id: gain", "id: fever"))
    for old, new in edits:
        text = text.replace(old, new, 1)
    found = mistakes(tmp_path, {RULE: text + "exceptions: []\n"})
    assert [int(line.split(":")[1]) for line in found] == [7, 10, 15, 19, 22]


@pytest.mark.parametrize("text", ["", "- a\n", "6\n"])
def test_a_file_that_is_no_rule_says_so_without_noise(tmp_path: Path, text: str) -> None:
    found = mistakes(tmp_path, {"book/other.yaml": text or "# nothing\n"})
    assert found[0].startswith("rules/book/other.yaml:")
    assert "the file must be a list of keys with values" in found[0]


def test_an_empty_file_lacks_four_things_and_no_more(tmp_path: Path) -> None:
    found = mistakes(tmp_path, {"book/other.yaml": "rank: 1\n"})
    lacking = [line.split(" lacks ")[1].split(";")[0] for line in found]
    assert lacking == ["`source`", "`status`", "`title`", "`treatment`"]


DATED = "limit: {visits_this_course: {at most: {values: {2010-01-01: 6, 2012-01-01: 4}}}}"


def test_dated_values_lie_inside_the_days_in_force(tmp_path: Path) -> None:
    wrong = DATED.replace("2012", "2015").replace("2010-01-01", "2009-12-31")
    found = mistakes(tmp_path, rule("limit: {visits_this_course: {at most: 6}}", wrong))
    assert [line.split("; ")[0] for line in found] == [
        "rules/book/rubbing.yaml:15: `2009-12-31` is outside `in_force`",
        "rules/book/rubbing.yaml:15: `2015-01-01` is outside `in_force`",
    ]


def test_one_of_dated_values_holds_from_the_first_day(tmp_path: Path) -> None:
    wrong = DATED.replace("2010-01-01", "2011-01-01")
    found = mistakes(tmp_path, rule("limit: {visits_this_course: {at most: 6}}", wrong))
    assert found == ["rules/book/rubbing.yaml:15: no value holds from 2010-01-01 to `2011-01-01`; add `2010-01-01:`"]


def test_dated_values_of_a_stage_test_are_read_for_the_day(tmp_path: Path) -> None:
    test = "{quantity: {at least: {values: {2010-01-01: 6, 2012-01-01: 4}}}}"
    guideline = loaded(tmp_path, rule("repeat: {earlier_course: yes}", f"repeat: {test}"))
    assert guideline.compiled.stages[0].when == Atom("quantity", Op.AT_LEAST, bound=6)


def test_a_note_may_ask_for_a_derived_fact_that_no_criterion_uses(tmp_path: Path) -> None:
    changes = rule("status: conditional", "status: conditional\nnotes: [{says: a, when: {sure: yes}}]")
    changes["derived/sure.yaml"] = "reads: sure\nyes: {fever: no}\n"
    assert [each.name for each in loaded(tmp_path, changes).compiled.derived] == ["better", "sure"]


def test_a_file_without_stages_has_one(tmp_path: Path) -> None:
    lines = FILES[RULE].split("stages:")[0]
    guideline = loaded(tmp_path, {RULE: lines + "indication:\n  - {id: a, says: a, require: {exercise: yes}}\n"})
    assert guideline.compiled.stages == (Stage("always", None),)


class TestAmountStated:
    """Where no limit bounds an amount, that one is stated is asked for."""

    LIMIT = "  - {id: visits, says: up to six, limit: {visits_this_course: {at most: 6}}}\n"

    def ids(self, guideline: Guideline) -> dict[str, frozenset[str] | None]:
        return {each.id: each.stages for each in guideline.compiled.criteria if each.id == "amount_stated"}

    def without_limit(self, instead: str) -> dict[str, str]:
        text = FILES[RULE].replace(self.LIMIT, instead).replace("lifts: [visits]", "lifts: [fever]")
        return {RULE: text.replace("limits:\nexclusions", "exclusions")}

    def test_a_file_with_a_limit_on_an_amount_asks_for_no_more(self, tmp_path: Path) -> None:
        assert self.ids(loaded(tmp_path)) == {}

    def test_a_file_without_one_asks_in_every_stage(self, tmp_path: Path) -> None:
        guideline = loaded(tmp_path, self.without_limit(""))
        assert self.ids(guideline) == {"amount_stated": None}
        assert guideline.compiled.criteria[-1].keyword is Keyword.REQUIRE
        assert guideline.criterion("amount_stated").says == "the request states an amount"

    @pytest.mark.parametrize(
        "limit",
        ["{relief_percent: {at least: 50}}", "{any: [{relief_percent: {at most: 50}}, {fever: no}]}",
         "{visits_this_course: {at least: 2}}"],
    )
    def test_a_limit_on_something_else_bounds_no_amount(self, tmp_path: Path, limit: str) -> None:
        changes = self.without_limit(f"  - {{id: other, says: a, limit: {limit}}}\n")
        assert self.ids(loaded(tmp_path, changes)) == {"amount_stated": None}

    def test_a_weighed_amount_bounds_none(self, tmp_path: Path) -> None:
        changes = self.without_limit("  - {id: other, says: a, weigh: {quantity: {at most: 6}}}\n")
        assert self.ids(loaded(tmp_path, changes)) == {"amount_stated": None}

    def test_it_is_asked_in_the_stages_without_a_limit(self, tmp_path: Path) -> None:
        changes = self.without_limit("  - {id: v, says: a, stages: [first], limit: {weeks_asked: {at most: 6}}}\n")
        assert self.ids(loaded(tmp_path, changes)) == {"amount_stated": frozenset({"repeat"})}

    def test_a_stage_test_that_bounds_the_amount_is_enough(self, tmp_path: Path) -> None:
        changes = self.without_limit("")
        changes[RULE] = changes[RULE].replace("repeat: {earlier_course: yes}", "repeat: {quantity: {at most: 6}}")
        assert self.ids(loaded(tmp_path, changes)) == {"amount_stated": frozenset({"first"})}

    def test_a_bound_from_a_table_bounds_the_fact_behind_it(self, tmp_path: Path) -> None:
        bound = "{quantity: {at most: {table: sizes, row: approach, column: most}}}"
        assert self.ids(loaded(tmp_path, self.without_limit(f"  - {{id: v, says: a, limit: {bound}}}\n"))) == {}

    def test_a_file_that_asks_itself_is_not_asked_twice(self, tmp_path: Path) -> None:
        changes = self.without_limit("  - {id: own, says: a, require: {amount_stated: yes}}\n")
        assert self.ids(loaded(tmp_path, changes)) == {}

    def test_a_vocabulary_without_amounts_asks_for_none(self, tmp_path: Path) -> None:
        changes = self.without_limit("") | {"vocabulary/amounts.yaml": ""}
        assert self.ids(loaded(tmp_path, changes)) == {}
