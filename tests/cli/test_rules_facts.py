"""`upheld rules facts` and the page made by it."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from engine.assurance.fact_examples import example_of, wordings
from engine.cli.rules import app
from engine.resources import rules_folder
from engine.vocabulary import load_vocabulary

PAGE = Path(__file__).parents[2] / "docs" / "facts.md"


def test_the_page_is_as_the_rules_say() -> None:
    printed = CliRunner().invoke(app, ["facts"])
    assert printed.exit_code == 0
    assert PAGE.read_text(encoding="utf-8") == printed.stdout, "run `upheld rules facts > docs/facts.md`"


def test_every_fact_that_only_statements_give_has_words_from_which_it_is_read() -> None:
    known = wordings(rules_folder())
    facts = load_vocabulary(rules_folder()).facts.values()
    stated = [each for each in facts if each.patterns and all(p.fact == "statement" for p in each.patterns)]
    assert stated
    assert [each.name for each in stated if not example_of(each, known)] == []


def test_a_fact_says_by_what_it_is_given() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "| `exception_documented` |" in page
    assert "form only: whether a reason makes this patient an exception is for a person to judge" in page
    assert "computed: `earlier_course`" in page
