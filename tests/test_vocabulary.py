"""Vocabulary files: every mistake of every file at once, each with its line and a cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.conditions import Atom, Op
from engine.declarations import Table
from engine.errors import RuleErrors
from engine.facts import Assertion
from engine.library import load_library
from engine.vocabulary import load_vocabulary
from tests.rules_folder import FACTS, edited, library_of, mistakes, write_rules

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "{kind: flag, scope: patient, reads: it is so, "


def added(text: str) -> dict[str, str]:
    return {"vocabulary/facts/more.yaml": text}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x: {kind: flg, scope: patient, reads: a, form_only: b}", "1: `flg` is not known here; did you mean `flag`?"),
        ("x: {kind: flag, scope: nobody, reads: a, form_only: b}",
         "1: `nobody` is not known here; write one of `any`, `item`, `patient`, `treatment`"),
        ("x: {kind: flag, scope: patient, form_only: b}", "1: `x` lacks `reads`; add `reads:`"),
        ("x: {kind: flag, scope: patient, reads: a}",
         "1: nothing gives `x`; add `yes:`, `from:`, `measure:`, or `form_only: why`"),
        ("x: " + HEAD + "form_only: b, raeds: c}", "1: `raeds` is not a key of `x`; did you mean `reads`?"),
        ("x: " + HEAD + "measure: quantitty}", "1: `quantitty` is not known here; did you mean `quantity`?"),
        ("x: {kind: choice, scope: item, reads: a, form_only: b}",
         "1: the choice `x` has no words; add `values: [...]`"),
        ("x: {kind: number, scope: item, reads: a, form_only: b}", "1: the number `x` has no unit; add `unit:`"),
        ("x: {kind: number, unit: mile, scope: item, reads: a, yes: [{fact: flare_up}]}",
         "1: a number takes no `yes`; use `from`, with `slot` or `give`"),
        ("x: {kind: number, unit: mile, scope: item, reads: a, from: [{fact: benefit}]}",
         "1: `from` names neither `slot` nor `give`; say which slot holds the value"),
        ("x: " + HEAD + "either: [{fact: flare_up, assertion: [negated]}]}",
         "1: `either` takes no `assertion`; affirmed is yes and negated is no; use `yes` and `no`"),
        ("x: " + HEAD + "yes: [{fact: flar_up}]}", "1: `flar_up` is not known here; did you mean `flare_up`?"),
        ("x: " + HEAD + "yes: [{fact: benefit, where: {domane: pain}}]}",
         "1: `domane` is not a slot of this fact; did you mean `domain`?"),
        ("x: " + HEAD + "yes: [{fact: benefit, where: {domain: [pain, paine]}}]}",
         "1: `paine` is not a value of `domain`; did you mean `pain`?"),
        ("x: " + HEAD + "yes: [{fact: benefit, assertion: [negatd]}]}",
         "1: `negatd` is not an assertion; did you mean `negated`?"),
        ("x: " + HEAD + "yes: [{fact: benefit, about: nobody}]}", "1: `nobody` is not known here"),
        ("x: " + HEAD + "form_only: b, silence: perhaps}", "1: `perhaps` is not known here; write one of `no`, `yes`"),
        ("x: " + HEAD + "form_only: b, says: c}", "1: `says` lacks `{value}`"),
        ("x: " + HEAD + "form_only: b, asks: c}",
         "1: a flag takes `reads` and `denies` only; leave out `says` and `asks`"),
        ("x: {kind: number, unit: mile, scope: item, reads: a, form_only: b, denies: c}",
         "1: a number is not denied; leave it out"),
        ("fever: " + HEAD + "form_only: b}", "1: `fever` is declared twice (first at rules/vocabulary/facts/all.yaml:"),
        ("x:", "1: `x` must be a list of keys with values"),
        ("- x", "1: the file must be a list of keys with values"),
    ],
)
def test_mistakes_in_facts(tmp_path: Path, text: str, message: str) -> None:
    found = mistakes(tmp_path, added(text + "\n"))
    assert any(line.startswith(f"rules/vocabulary/facts/more.yaml:{message}") for line in found), found


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("derived/x.yaml", "yes: {better: yes}\n", "x.yaml:1: the file lacks `reads`; add `reads:`"),
        ("derived/x.yaml", "reads: a\n", "x.yaml:1: nothing gives `x`; add `yes:` or `no:` with a test"),
        ("derived/x.yaml", "reads: a\nyes: {bettr: yes}\n",
         "x.yaml:2: `bettr` is not a fact of the vocabulary; did you mean `better`?"),
        ("derived/fever.yaml", "reads: a\nyes: {better: yes}\n",
         "fever.yaml:1: `fever` is declared as a fact too; rename this file or that fact"),
        ("derived/more/better.yaml", "reads: a\nyes: {fever: yes}\n",
         "better.yaml:1: `better` is the name of two files; rename one"),
        ("derived/x.yaml", "reads: a\nyes: {quantity: {at most: {table: sizes, row: approach, column: most}}}\n",
         "x.yaml:2: `sizes` is not known here"),
        ("tables/x.yaml", "rows: {a: {n: 1}}\n", "x.yaml:1: the file lacks `title`; add `title:`"),
        ("tables/x.yaml", "title: X\n", "x.yaml:1: the file lacks `rows`; add `rows:`"),
        ("tables/x.yaml", "title: X\nrows: {a: 6}\n", "x.yaml:2: `a` must be a list of keys with values"),
        ("tables/x.yaml", "title: X\nunknown: least genrous\nrows: {a: {n: 1}}\n",
         "x.yaml:2: `least genrous` is not known here; did you mean `least generous`?"),
        ("tables/x.yaml", "title: X\nrows:\n  a: {n: 1, needs: [fevre]}\n",
         "x.yaml:3: `fevre` is not known here; did you mean `fever`?"),
        ("vocabulary/treatments.yaml", "rubbing: yes\n", "treatments.yaml:1: `rubbing` must be a list of keys"),
        ("vocabulary/body-parts.yaml", "- neck\n", "body-parts.yaml:1: the file must be a list of keys"),
        ("vocabulary/amounts.yaml", "counts: [visit]\nspans: []\nstated: amount_stated\nid: a\nsays: b\n",
         "amounts.yaml:1: `visit` is not known here; write one of `quantity`"),
        ("vocabulary/fact-types.yaml", "", "fact-types.yaml: the file cannot be read"),
    ],
)
def test_mistakes_in_other_files(tmp_path: Path, file: str, text: str, message: str) -> None:
    found = mistakes(tmp_path, {file: text})
    assert any(f"{message}" in line for line in found), found


def test_every_mistake_of_every_file_comes_at_once(tmp_path: Path) -> None:
    changes = added("x: {kind: flg}\ny: on\n") | {"derived/z.yaml": "reads: a\n", "tables/t.yaml": "title: T\n"}
    found = "\n".join(mistakes(tmp_path, changes))
    for passage in ("`flg`", "lacks `scope`", "`on` is not used here", "nothing gives `z`", "lacks `rows`"):
        assert passage in found


def test_a_circle_of_derived_facts_is_told_along_its_uses(tmp_path: Path) -> None:
    changes = {
        "derived/a.yaml": "reads: a\nyes: {c: yes}\n",
        "derived/b.yaml": "reads: b\nno: {any: [{a: yes}, {fever: yes}]}\n",
        "derived/c.yaml": "reads: c\nyes: {b: no}\n",
    }
    circle = "derived facts go in a circle: `a` uses `c` uses `b` uses `a`"
    assert mistakes(tmp_path, changes) == [f"rules/derived/a.yaml:1: {circle}; take one of these tests out"]


def test_a_fact_derived_from_itself_is_a_circle(tmp_path: Path) -> None:
    assert "`a` uses `a`" in mistakes(tmp_path, {"derived/a.yaml": "reads: a\nyes: {a: yes}\n"})[0]


def test_derived_facts_come_after_those_that_they_use(tmp_path: Path) -> None:
    changes = {
        "derived/a.yaml": "reads: a\nyes: {z: yes}\n",
        "derived/z.yaml": "reads: z\nyes: {better: yes}\n",
        "derived/unused.yaml": "reads: u\nyes: {fever: yes}\n",
    }
    vocabulary = library_of(tmp_path, changes).vocabulary
    found = vocabulary.derived_for([Atom("a", Op.IS, ("yes",))])
    assert [each.name for each in found] == ["better", "z", "a"]


def test_patterns_are_read_as_they_are_written(tmp_path: Path) -> None:
    text = "x:\n  {kind: flag, scope: patient, reads: a, no: [{fact: benefit, where: {domain: pain}, about: item}]}\n"
    fact = library_of(tmp_path, added(text)).vocabulary.facts["x"]
    (pattern,) = fact.patterns
    assert (pattern.fact, pattern.where, pattern.gives) == ("benefit", (("domain", ("pain",)),), "no")
    assert pattern.assertions == (Assertion.AFFIRMED, Assertion.HISTORICAL)
    assert (pattern.about, pattern.flips) == ("item", False)
    assert (fact.file, fact.line) == ("rules/vocabulary/facts/more.yaml", 1)


def test_only_columns_of_numbers_may_bound_a_fact() -> None:
    table = Table("t", "T", "", "none", {"a": {"n": 1, "says": "x", "mixed": 2}, "b": {"n": 2.5, "mixed": "y"}})
    assert table.columns == ("n",)


def test_a_vocabulary_without_amounts_has_none(tmp_path: Path) -> None:
    assert library_of(tmp_path, {"vocabulary/amounts.yaml": ""}).vocabulary.amounts is None


def test_measures_are_checked_only_where_they_are_told(tmp_path: Path) -> None:
    folder = write_rules(tmp_path, edited(FACTS, "measure: weeks_asked}", "measure: something}"))
    assert load_vocabulary(folder).facts["weeks_asked"].measure == "something"
    with pytest.raises(RuleErrors):
        load_vocabulary(folder, ["quantity"])


def test_our_own_numbers_and_choices_can_be_said_in_sentences() -> None:
    facts = load_library().vocabulary.facts.values()
    lacking = [each.name for each in facts if each.kind != "flag" and not (each.says and each.asks)]
    assert lacking == []


def test_the_small_folder_is_right(tmp_path: Path) -> None:
    assert [each.id for each in library_of(tmp_path).guidelines] == ["book/rubbing"]
