from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from engine.guideline import CRITERION_KEYS, GUIDELINE_KEYS
from engine.library import load_library
from engine.packs import ALL
from engine.program import Keyword
from tests.rules_folder import FILES, RULE, write_rules

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Upheld

MASSAGE = "mtus-2009/chronic-pain/massage-therapy"
SURE = FILES[RULE].replace("confidence: high", "confidence: verified")


def ids(upheld: Upheld, *words: str) -> list[str]:
    ran = upheld("rules", "list", "--json", *words)
    assert ran.status == 0, ran.err
    return [each["id"] for each in json.loads(ran.out)["guidelines"]]


def test_the_list_names_every_guideline_with_days_and_confidence(upheld: Upheld) -> None:
    told = upheld("rules", "list").out
    library = load_library()
    assert all(each.id in told for each in library.guidelines)
    assert told.endswith(f"\n{len(library.guidelines)} guidelines\n")
    line = next(line for line in told.splitlines() if line.startswith(MASSAGE))
    assert "2009-07-18 to 2016-07-28" in line


def test_the_list_is_narrowed_by_day_treatment_and_verification(upheld: Upheld) -> None:
    assert MASSAGE in ids(upheld, "--on", "2014-05-14")
    assert MASSAGE not in ids(upheld, "--on", "2018-01-01")
    assert ids(upheld, "--treatment", "massage_therapy") == [MASSAGE]
    assert MASSAGE not in ids(upheld, "--unverified")


def test_the_list_is_narrowed_by_source_and_confidence(upheld: Upheld) -> None:
    assert MASSAGE in ids(upheld, "--source", "chronic pain", "--confidence", "verified")
    assert MASSAGE not in ids(upheld, "--confidence", "high")
    assert MASSAGE not in ids(upheld, "--source", "acoem")
    gaps = ids(upheld, "--source", "odg_gaps")
    assert gaps == ids(upheld, "--source", "odg-gaps")
    assert gaps
    assert all(each.startswith("odg-gaps/") for each in gaps)
    ran = upheld("rules", "list", "--confidence", "hihg")
    assert (ran.status, ran.out) == (2, "")
    assert "`hihg` is not a level of confidence; did you mean `high`?" in ran.err


def test_the_list_counts_confidence_and_readings(upheld: Upheld) -> None:
    lines = upheld("rules", "list", "--treatment", "massage_therapy").out.splitlines()
    assert lines[-3:] == [
        "confidence in the figures: 1 verified",
        "criteria: 5, of which 3 carry a reading of ours",
        "1 guidelines",
    ]
    assert upheld("rules", "list", "--on", "1990-01-01").out.endswith("\n0 guidelines\n")


def test_our_readings_are_listed_apart_and_counted(upheld: Upheld) -> None:
    told = upheld("rules", "list", "--treatment", "massage_therapy", "--readings").out
    assert told.startswith(f"{MASSAGE}\n  adjunct_to_active_care: Silence is passed over;")
    assert told.endswith("\n\n4 readings\n")
    found = json.loads(upheld("rules", "list", "--readings", "--json").out)
    assert found["schema"] == "upheld/readings/1"
    assert {"guideline": MASSAGE, "criterion": "prior_benefit"}.items() <= next(
        each for each in found["readings"] if each["guideline"] == MASSAGE and each["criterion"] == "prior_benefit"
    ).items()


def test_a_text_with_one_figure_below_verified_is_unverified(upheld: Upheld, tmp_path: Path) -> None:
    rules = write_rules(tmp_path, {RULE: SURE.replace("up to six,", "up to six, confidence: low,")})
    assert ids(upheld, "--rules", str(rules), "--unverified") == ["book/rubbing"]
    (rules / RULE).write_text(SURE, encoding="utf-8")
    assert ids(upheld, "--rules", str(rules), "--unverified") == []


def test_a_treatment_that_is_not_known_is_told_with_the_nearest(upheld: Upheld) -> None:
    ran = upheld("rules", "list", "--treatment", "masage_therapy")
    assert ran.status == 2
    assert "`masage_therapy` is not a treatment; did you mean `massage_therapy`?" in ran.err


def test_a_rule_is_read_aloud_from_its_structure_beside_what_it_says(upheld: Upheld) -> None:
    told = " ".join(upheld("rules", "show", "massage-therapy").out.split())
    assert "It is presumed, unless the record says otherwise, that other active treatment" in told
    assert "At stage `repeat`: It must be documented that function has improved with the treatment." in told
    assert "at most 6 visits; silence fails." in told
    assert "`first course` otherwise" in told


def test_a_rule_is_shown_as_a_page_with_links_from_the_folder_that_holds_the_rules(upheld: Upheld) -> None:
    told = upheld("rules", "show", "massage-therapy", "--format", "markdown").out
    assert told.startswith("# Massage therapy\n\nRecommended as an option.\n")
    assert "(rules/mtus-2009/chronic-pain/massage-therapy.yaml) |" in told
    assert "](cases/massage-therapy/first-course-over-ceiling.yaml) |" in told
    assert "| upheld: limit exceeded |" in told


def test_every_rule_can_be_shown(upheld: Upheld) -> None:
    for guideline in load_library().guidelines:
        shown: dict[str, Any] = json.loads(upheld("rules", "show", guideline.id, "--json").out)
        assert [each["id"] for each in shown["criteria"]] == [each.id for each in guideline.criteria]
        assert all(each["aloud"].endswith(".") for each in shown["criteria"])


@pytest.mark.parametrize("name", ["massage-therpy", "nothing-like-it"])
def test_a_rule_that_is_not_there_is_told(upheld: Upheld, name: str) -> None:
    ran = upheld("rules", "show", name)
    assert ran.status == 2
    assert f"`{name}` is no guideline" in ran.err


def test_the_rules_that_come_with_this_have_no_mistakes(upheld: Upheld) -> None:
    ran = upheld("rules", "lint")
    assert ran.status == 0, ran.out
    assert "0 errors" in ran.out


def test_the_schema_knows_every_key_that_the_loader_takes_and_every_fact(upheld: Upheld) -> None:
    schema = json.loads(upheld("rules", "schema").out)
    assert {"title", "treatment", "source", "status", *GUIDELINE_KEYS} == schema["properties"].keys()
    criterion = schema["$defs"]["criterion"]["properties"]
    assert {"id", "says", *CRITERION_KEYS, *(keyword.value for keyword in Keyword)} == criterion.keys()
    assert {} not in [*schema["properties"].values(), *criterion.values()]
    assert schema["$defs"]["atom"]["properties"].keys() == load_library().vocabulary.kinds.keys()


def test_what_a_lint_finds_is_json_too(upheld: Upheld) -> None:
    ran = upheld("rules", "lint", "--json")
    found = json.loads(ran.out)
    assert (ran.status, found["errors"], found["schema"]) == (0, 0, "upheld/lint/1")
    every = {each.id for each in load_library(None, (ALL,)).guidelines}
    assert {each["guideline"] for each in found["coverage"]} == every


def test_a_spoilt_folder_of_rules_makes_the_lint_fail(upheld: Upheld, tmp_path: Path) -> None:
    ran = upheld("rules", "lint", "--rules", tmp_path)
    assert ran.status == 1
    assert "vocabulary/treatments.yaml: error: the file cannot be read" in ran.out


def test_the_end_of_an_id_that_several_have_is_told(upheld: Upheld) -> None:
    ran = upheld("rules", "show", "opioids")
    assert ran.status == 2
    assert "`mtus-2009/chronic-pain/opioids`, `mtus-2017/opioids/opioids`; write one of them whole" in ran.err
