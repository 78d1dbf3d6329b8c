from __future__ import annotations

from typing import TYPE_CHECKING

from engine.assurance.case_list import CaseRef, case_list
from engine.library import load_library
from engine.packs import ALL
from engine.program import Keyword
from engine.render.catalogue import page
from engine.render.catalogue_index import catalogue
from tests.rules_folder import FILES, RULE, library_of, rule, write_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SHOWN = CaseRef("cases/rubbing/one.yaml", "Six | are fine.", ("overturned",))
DATED = """limit: {visits_this_course: {at most: {values: {2010-01-01: 6, 2012-06-01: 4}}}}"""


def page_of(folder: Path, changes: Mapping[str, str] | None = None) -> str:
    library = library_of(folder, changes)
    return page(library.guidelines[0], library, (SHOWN,), "../")


def test_a_page_has_all_that_the_file_says(tmp_path: Path) -> None:
    told = page_of(tmp_path)
    for words in (
        "# Rubbing\n",
        "| In force | 1 January 2010 to 31 December 2014, by the date of the request |",
        "| Confidence in the figures | high |",
        "| Rule file | [rules/book/rubbing.yaml](../rules/book/rubbing.yaml) |",
        "1. `repeat` where there was a course before\n2. `first` otherwise",
        "| `visits` | every | visits come to this: at most 6 visits | up to six |",
        "- **Beside exercise** (`beside`): taken for granted until the record denies it\n  - It is presumed, unless",
        "## What excludes it\n\n- **Fever** (`fever`): must not be so",
        "## At stage `repeat`\n\n- **A gain from before** (`gain`): must be shown",
        "## Exceptions\n\n- **A reason is given** (`odd`)\n  - Lifts `visits` where the record states",
        "## Computed from other facts\n\n- it has brought a gain: yes where",
        "- by criteria of the same name: `beside`, `visits`, `fever`, `gain`",
        "| [rubbing/one](../cases/rubbing/one.yaml) | Six \\| are fine. | overturned |",
    ):
        assert words in told, words


def test_readings_stand_apart_from_the_text(tmp_path: Path) -> None:
    changes = rule("says: beside exercise,", "says: beside exercise, reading: Ours alone., merged: [old_id],")
    told = page_of(tmp_path, changes)
    asked, apart = told.split("## Our readings")
    assert "Ours alone" not in asked
    assert "- `beside`: Ours alone." in apart
    assert "- `old_id`, by `beside`" in apart
    assert "Our readings" not in page_of(tmp_path / "other")


def test_a_figure_that_changed_with_the_years_shows_each_year(tmp_path: Path) -> None:
    told = page_of(tmp_path, rule("limit: {visits_this_course: {at most: 6}}", DATED))
    assert "at most 6 visits; from 1 June 2012: visits come to this: at most 4 visits |" in told


def test_a_limit_by_row_shows_its_table(tmp_path: Path) -> None:
    by_row = "limit: {visits_this_course: {at most: {table: sizes, row: approach, column: most}}}"
    told = page_of(tmp_path, rule("limit: {visits_this_course: {at most: 6}}", by_row))
    assert "### Sizes\n" in told
    assert "| `high` | from above | 2 | 2 | high |" in told
    assert "Where no row is known, the least generous one counts." in told


def test_every_criterion_of_every_guideline_stands_on_its_page_once() -> None:
    library = load_library(None, (ALL,))
    for guideline in library.guidelines:
        told = page(guideline, library, ())
        for criterion in guideline.compiled.criteria:
            places = (f"\n| `{criterion.id}` | ", f"(`{criterion.id}`): ")
            assert [told.count(place) for place in places].count(1) == 1, (guideline.id, criterion.id)
            assert (places[0] in told) is (criterion.keyword is Keyword.LIMIT)


def test_the_index_by_date_has_a_span_wherever_a_text_begins_or_ends(tmp_path: Path) -> None:
    other = FILES[RULE].replace("from: 2010-01-01, until: 2014-12-31", "from: 2015-06-01")
    library = library_of(tmp_path, {"book/rubbing-2015.yaml": other})
    told = catalogue(library, {}, "..")["by-date.md"]
    assert [line for line in told.splitlines() if line.startswith("## ")] == [
        "## 1 January 2010 to 31 December 2014",
        "## 1 June 2015 to this day",
    ]


def test_cases_are_listed_under_the_guideline_that_they_expect(tmp_path: Path) -> None:
    write_rules(tmp_path)
    cases = tmp_path / "cases" / "rubbing"
    cases.mkdir(parents=True)
    expect = "items: [{treatment: rubbing, expect: {outcome: upheld, basis: limit_exceeded, guideline: book/rubbing}}]"
    (cases / "one.yaml").write_text(f"says: Too many.\n{expect}\n", encoding="utf-8")
    (cases / "two.yaml").write_text("items: [\n", encoding="utf-8")
    (cases / "three.yaml").write_text("items: [{treatment: rubbing}]\n", encoding="utf-8")
    one = CaseRef("cases/rubbing/one.yaml", "Too many.", ("upheld: limit exceeded",))
    assert case_list(tmp_path / "cases", tmp_path) == {"book/rubbing": (one,)}
    assert case_list(tmp_path / "cases", tmp_path, "book/nothing") == {}
