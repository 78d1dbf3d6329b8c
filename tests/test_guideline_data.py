"""The rule files answer for all of the guideline data, and differ from it only where this is said, with a reason."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from engine.conditions import atoms
from engine.guideline import CITED
from engine.library import load_library
from engine.settle.measures import MEASURES
from tests.guideline_data import (
    CONFIDENCE,
    FIGURES,
    KEYWORDS,
    PACKS,
    PAGES,
    SECOND_TEXTS,
    STATUS,
    accounts,
    data,
    entries,
    file_of,
    files,
    keywords,
    needs_data,
    treatments,
)

ROOT = Path(__file__).parent.parent
EACH = pytest.mark.parametrize("treatment", treatments(), ids=[each["id"] for each in treatments()])
pytestmark = needs_data


def packs() -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in data().get("other_packs", ())}


def table(name: str) -> dict[str, dict[str, Any]]:
    return load_library().vocabulary.tables[name].rows


def test_the_data_is_as_large_as_it_was() -> None:
    kinds = [kind for each in treatments() for kind, _ in entries(each)]
    assert len(treatments()) == 79
    assert kinds.count("criteria") + kinds.count("repeat_criteria") == 197
    assert kinds.count("limits") == 79
    assert kinds.count("exclusions") == 34


@EACH
def test_a_treatment_is_answered_by_its_own_file(treatment: dict[str, Any]) -> None:
    assert file_of(treatment["id"]).treatment == treatment["id"]


@EACH
def test_every_entry_of_the_data_is_accounted_for(treatment: dict[str, Any]) -> None:
    known = accounts(file_of(treatment["id"]))
    assert [entry["id"] for _, entry in entries(treatment) if entry["id"] not in known] == []


@EACH
def test_no_file_answers_for_what_the_data_does_not_have(treatment: dict[str, Any]) -> None:
    guideline = file_of(treatment["id"])
    merged = {*guideline.merged, *(name for each in guideline.criteria for name in each.merged)}
    assert merged <= {entry["id"] for _, entry in entries(treatment)}


@EACH
def test_status_confidence_and_days_are_those_of_the_data(treatment: dict[str, Any]) -> None:
    guideline = file_of(treatment["id"])
    if treatment["id"] not in STATUS:
        assert guideline.status.value.replace(" ", "_") == treatment["status_class"]
    assert guideline.source.confidence == CONFIDENCE[treatment["source_confidence"]]
    days = treatment["in_force"]
    if days and days["from"]:
        # Corrected by the second reading: the text of 2009 serves requests of one day more.
        until = {"2016-07-27": "2016-07-28"}.get(days["to"], days["to"])
        assert (str(guideline.source.since), str(guideline.source.until)) == (days["from"], until)


@EACH
def test_the_pages_are_those_of_the_data(treatment: dict[str, Any]) -> None:
    guideline = file_of(treatment["id"])
    cited = " ".join([guideline.source.citation, *(each.citation for each in guideline.criteria)])
    spans = [(int(first), int(last or first)) for first, last in re.findall(r"(\d+)(?:-(\d+))?", cited)]
    wanted = re.findall(r"\d+", str(treatment["citation"].get("pages")))
    missing = [page for page in wanted if not any(first <= int(page) <= last for first, last in spans)]
    assert [page for page in missing if (treatment["id"], page) not in PAGES] == []


def differing_keywords(treatment: dict[str, Any]) -> list[str]:
    """The entries whose criterion has a keyword that does not follow from strength and from what silence means."""
    guideline = file_of(treatment["id"])
    known = accounts(guideline)
    given = {each.id: each.keyword.value for each in guideline.compiled.criteria}
    encoded = [(kind, entry, known[entry["id"]]) for kind, entry in entries(treatment) if known[entry["id"]]]
    return [
        entry["id"]
        for kind, entry, criterion in encoded
        # What is stated twice is encoded once: a requirement that a limit answers for is that limit.
        if given[criterion] not in keywords(kind, entry) | ({"limit"} if criterion != entry["id"] else set())
    ]


def differing_figures(treatment: dict[str, Any]) -> list[str]:
    """The limits whose figure is not in the test of the criterion that answers for them."""
    guideline = file_of(treatment["id"])
    known = accounts(guideline)
    bounds = {each.id: {atom.bound for atom in atoms(each.holds)} for each in guideline.compiled.criteria}
    limits = [entry for kind, entry in entries(treatment) if kind == "limits" and known[entry["id"]]]
    return [
        entry["id"]
        for entry in limits
        if entry["max" if entry["bound"] == "ceiling" else "min"] not in bounds[known[entry["id"]]]
    ]


@EACH
def test_keywords_follow_from_strength_and_from_what_silence_means(treatment: dict[str, Any]) -> None:
    said = {name for of, name in KEYWORDS if of == treatment["id"]}
    assert "*" in said or set(differing_keywords(treatment)) == said


@EACH
def test_figures_are_those_of_the_data(treatment: dict[str, Any]) -> None:
    assert set(differing_figures(treatment)) == {name for of, name in FIGURES if of == treatment["id"]}


@EACH
def test_what_only_informs_is_a_note_and_never_a_criterion(treatment: dict[str, Any]) -> None:
    known = accounts(file_of(treatment["id"]))
    informs = [entry["id"] for kind, entry in entries(treatment) if entry.get("bound") == "informational"]
    assert [name for name in informs if known[name]] == []


def test_every_difference_is_of_a_treatment_of_the_data() -> None:
    named = {*STATUS, *(of for of, _ in (*KEYWORDS, *FIGURES, *PAGES))}
    assert named <= {each["id"] for each in treatments()}


def test_no_other_file_claims_to_be_of_the_schedule() -> None:
    ours = {name for name in files() if not name.startswith("packs/")}
    assert ours == {file_of(each["id"]).id for each in treatments()} | SECOND_TEXTS


ROWS = data().get("postsurgical", {}).get("table", [])


def test_the_table_after_surgery_has_the_rows_of_the_data_and_no_others() -> None:
    assert len(ROWS) == 47
    assert table("postsurgical").keys() == {each["id"] for each in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=[each["id"] for each in ROWS])
def test_a_row_after_surgery_is_that_of_the_data(row: dict[str, Any]) -> None:
    ours = table("postsurgical")[row["id"]]
    assert ours["region"] == row["region"]
    assert (ours["visits"], ours["weeks"], ours["months"]) == (row["visits_max"], row["weeks"], row["period_months"])
    assert ours["half"] == row["initial_course_visits"]
    assert (ours["second_from"], ours["beyond_from"]) == (ours["half"] + 1, ours["visits"] + 1)
    assert ours["confidence"] == CONFIDENCE[row["source_confidence"]]


def test_the_rules_after_surgery_are_accounted_for() -> None:
    guideline = files()["mtus-2009/postsurgical/physical-medicine"]
    wanted = {each["id"] for each in data()["postsurgical"]["rules"]}
    assert wanted - accounts(guideline).keys() == set()


NAMES = {
    "lidocaine patch": "lidocaine_patch",
    "lidocaine cream/lotion/gel": "lidocaine",
    "capsaicin 0.025": "capsaicin",
    "capsaicin 0.0375": "capsaicin_strong",
    "other antiepileptics": "other_antiepileptic",
}
CORRECTED = {"flurbiprofen": "not recommended", "ibuprofen": "not recommended"}
CARRIERS = {"menthol", "camphor"}
INGREDIENTS = data().get("topical_ingredients", {}).get("table", [])


@pytest.mark.parametrize("row", INGREDIENTS, ids=[each["ingredient"] for each in INGREDIENTS])
def test_a_drug_on_the_skin_is_judged_as_the_data_says(row: dict[str, Any]) -> None:
    name = NAMES.get(row["ingredient"], row["ingredient"].replace(" ", "_"))
    standing = CORRECTED.get(name, row["topical_status"].replace("_", " "))
    ours = table("topical_ingredients")[name]
    assert ours["standing"] == ("judged with the others" if name in CARRIERS else standing)
    assert ours["confidence"] == ("medium" if name in CORRECTED else CONFIDENCE[row["source_confidence"]])
    assert bool(ours.get("needs")) is (ours["standing"] == "conditional")


def test_what_the_second_reading_adds_on_the_skin_is_there() -> None:
    rows = table("topical_ingredients")
    assert {name: rows[name]["standing"] for name in CORRECTED} == CORRECTED
    assert {rows[name]["standing"] for name in ("base", "penetration_enhancer")} == {"not addressed"}


PRACTICE = [each["id"] for each in data().get("imr_practice", ())]


@pytest.mark.parametrize("name", PRACTICE)
def test_a_rule_of_practice_has_a_case_of_its_name(name: str) -> None:
    assert (ROOT / "cases" / "practice" / f"{name.replace('_', '-')}.yaml").is_file()


def test_there_are_fifteen_rules_of_practice() -> None:
    assert len(PRACTICE) == 15


@pytest.mark.parametrize(("name", "file"), PACKS.items(), ids=list(PACKS))
def test_a_text_from_elsewhere_is_accounted_for(name: str, file: str) -> None:
    known = accounts(files()[file])
    assert [entry["id"] for _, entry in entries(packs()[name]) if entry["id"] not in known] == []


def test_every_text_from_elsewhere_is_one_of_the_data() -> None:
    assert {name for name in files() if name.startswith("packs/")} == set(PACKS.values())


MODULES = sorted(path for path in (ROOT / "engine").rglob("*.py") if "reading" not in path.parts)


@pytest.mark.parametrize("path", MODULES, ids=[path.relative_to(ROOT).as_posix() for path in MODULES])
def test_no_module_but_of_reading_names_a_treatment_or_a_criterion(path: Path) -> None:
    # Names of documents, measures, and a slot that a criterion is named after, are no rules.
    names = {each["id"] for each in treatments()} - {*CITED}
    names |= {entry["id"] for each in treatments() for _, entry in entries(each) if "_" in entry["id"]}
    names -= {*MEASURES, "per_session"}
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    assert [node.value for node in tree if isinstance(node, ast.Constant) and node.value in names] == []
