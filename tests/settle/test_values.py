"""Every fact that a program asks for, settled; bounds read from tables; what goes against the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine.conditions import Interval
from engine.program import Lookup
from engine.settle.measures import MEASURES
from engine.settle.record import UNKNOWN, Settled
from engine.settle.values import settle, table_row, unfavourable, values_of
from tests.rules_folder import FILES, RULE, fact, library_of, record_of, rule

if TYPE_CHECKING:
    from pathlib import Path

    from engine.library import Library

BY_TABLE = "limit: {quantity: {at most: {table: sizes, row: approach, column: most}}}"
LIMIT = "limit: {visits_this_course: {at most: 6}}"
NAME = "quantity_less_sizes_most_by_approach"


def settled(library: Library, *facts: Any, **slots: Any) -> dict[str, Settled]:
    return settle(record_of(library, *facts, **slots), library.guidelines[0].compiled)


def test_every_fact_that_the_program_names_is_settled(tmp_path: Path) -> None:
    found = settled(library_of(tmp_path), fact("concurrent", treatment="exercise"), quantity=4)
    names = ["earlier_course", "exceptional", "exercise", "fever", "function_better", "visits_this_course"]
    assert list(found) == names
    assert values_of(found) == {"exercise": "yes", "visits_this_course": Interval(4, 4)}


def test_notes_are_settled_too(tmp_path: Path) -> None:
    note = "notes: [{says: a, when: {relief_percent: {at least: 9}}}]"
    changes = rule("status: conditional", f"status: conditional\n{note}")
    library = library_of(tmp_path, changes)
    guideline = library.guidelines[0]
    record = record_of(library, fact("benefit", domain="pain", percent=50))
    found = settle(record, guideline.compiled, tuple(note.when for note in guideline.notes))
    assert found["relief_percent"].value == Interval(50, 50)


def test_what_a_person_enters_counts_first(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    record = record_of(library, fact("concurrent", treatment="exercise"), quantity=4)
    record.item.given.update({"exercise": "no", "visits_this_course": 9})
    found = values_of(settle(record, library.guidelines[0].compiled))
    assert found == {"exercise": "no", "visits_this_course": Interval(9, 9)}


@pytest.mark.parametrize(
    ("slots", "value", "row"),
    [
        ({"approach": "high", "quantity": 2}, Interval(0, 0), "high"),
        ({"approach": "low", "quantity": 2}, Interval(1, 1), "low"),
        ({"quantity": 2}, Interval(1, 1), "low"),
        ({"approach": "high"}, None, "high"),
        ({"approach": "low", "quantity": 2, "quantity_high": 4}, Interval(1, 3), "low"),
    ],
)
def test_a_bound_from_a_table(tmp_path: Path, slots: dict[str, Any], value: Interval | None, row: str) -> None:
    library = library_of(tmp_path, rule(LIMIT, BY_TABLE))
    found = settled(library, **slots)[NAME]
    assert (found.value, found.rows, found.table) == (value, (row,), "sizes")


def test_without_a_rule_for_it_an_unknown_row_leaves_the_bound_unknown(tmp_path: Path) -> None:
    table = FILES["tables/sizes.yaml"].replace("least generous", "none")
    changes = rule(LIMIT, BY_TABLE) | {"tables/sizes.yaml": table}
    found = settled(library_of(tmp_path, changes), quantity=1)[NAME]
    assert (found.value, found.how) == (None, "no row of the table “Sizes” is known")


class TestTableRow:
    """The most generous of several rows; the table's own rule where none is known."""

    def row(self, library: Library, *rows: str, floor: bool = False, column: str = "most") -> tuple[str | None, str]:
        lookup = Lookup("x", "quantity", "sizes", "approach", column, floor=floor)
        return table_row(library.vocabulary.tables["sizes"], lookup, Settled(rows=rows) if rows else UNKNOWN)

    def test_several_rows(self, tmp_path: Path) -> None:
        library = library_of(tmp_path)
        assert self.row(library, "high", "low")[0] == "high"
        assert self.row(library, "low", "nothing")[0] == "low"
        assert self.row(library, "high", "low", floor=True, column="least")[0] == "high"

    def test_no_row(self, tmp_path: Path) -> None:
        library = library_of(tmp_path)
        assert self.row(library) == ("low", "the least generous row of the table “Sizes”, as none is known")
        assert self.row(library, floor=True, column="least")[0] == "low"

    def test_a_row_that_the_table_names_for_it(self, tmp_path: Path) -> None:
        table = FILES["tables/sizes.yaml"].replace("least generous", "high")
        library = library_of(tmp_path, {"tables/sizes.yaml": table})
        assert self.row(library) == ("high", "the row “from above” of the table “Sizes”, as no other fits")


def against(tmp_path: Path, requirement: str) -> dict[str, tuple[str, ...]]:
    text = FILES[RULE].split("indication:")[0] + f"indication:\n  - {{id: a, says: a, {requirement}}}\n"
    library = library_of(tmp_path, {RULE: text})
    words = {name: each.words for name, each in library.vocabulary.facts.items()}
    return unfavourable(library.guidelines[0].compiled, words)


@pytest.mark.parametrize(
    ("requirement", "name", "words"),
    [
        ("require: {exercise: yes}", "exercise", ("no",)),
        ("exclude: {exercise: yes}", "exercise", ("yes",)),
        ("presume: {exercise: no}", "exercise", ("yes",)),
        ("require: {better: yes}", "function_better", ("no",)),
        ("exclude: {better: yes}", "function_better", ("yes",)),
        ("exclude: {better: no}", "function_better", ("no",)),
        ("limit: {quantity: {at most: 6}}", "quantity", ("high",)),
        ("require: {relief_percent: {at least: 50}}", "relief_percent", ("low",)),
        ("exclude: {quantity: {at least: 3}}", "quantity", ("high",)),
        ("require: {approach: high}", "approach", ("low",)),
        ("exclude: {approach: {one of: [high]}}", "approach", ("high",)),
        (BY_TABLE, "quantity", ("high",)),
        ("require: {any: [{fever: no}, {all: [{exercise: yes}, {fever: yes}]}]}", "fever", ("yes",)),
    ],
)
def test_what_goes_against_the_request(tmp_path: Path, requirement: str, name: str, words: tuple[str, ...]) -> None:
    assert against(tmp_path, requirement)[name] == words


def test_a_conflict_is_settled_against_the_request_as_the_rule_means_it(tmp_path: Path) -> None:
    both = fact("statement", concept="fever"), fact("benefit", domain="pain", percent=40), fact("benefit", percent=60)
    library = library_of(tmp_path, rule("require: {better: yes}", "require: {relief_percent: {at least: 50}}"))
    found = settled(library, *both, fact("benefit", domain="pain", percent=60))
    assert found["relief_percent"].value == Interval(40, 40)


def test_a_conflict_on_a_measured_fact_reaches_the_bound_from_a_table(tmp_path: Path) -> None:
    library = library_of(tmp_path, rule(LIMIT, BY_TABLE.replace("quantity", "relief_percent")))
    pain = [fact("benefit", domain="pain", percent=each) for each in (40, 60)]
    found = settled(library, *pain, approach="high")["relief_percent_less_sizes_most_by_approach"]
    assert found.conflict == library.policy.says["against"]


def test_every_measure_answers_on_an_empty_record(tmp_path: Path) -> None:
    record = record_of(library_of(tmp_path))
    for name, measure in MEASURES.items():
        assert measure(record).value in {None, "no"}, name
