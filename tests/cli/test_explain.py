from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Upheld


def test_every_finding_the_settled_facts_the_chain_and_what_would_change_it_are_shown(
    upheld: Upheld, case: Path
) -> None:
    ran = upheld("explain", case)
    assert ran.status == 0
    for heading in ("Findings", "What would change it", "How the facts were settled", "What fired", "Fine print"):
        assert f"\n   {heading}\n" in ran.out
    assert "visits_this_course = 6" in ran.out
    assert "outcome.overturned" in ran.out
    assert "`visits_total`: a larger request, or more already received" in ran.out


def test_an_upheld_item_says_what_would_have_to_change(upheld: Upheld, case: Path) -> None:
    text = case.read_text(encoding="utf-8").replace("quantity: 6", "quantity: 12").split("  - benefit")[0]
    case.write_text(text, encoding="utf-8")
    told = " ".join(upheld("explain", case).out.split())
    assert "`visits_total`: the request would have to stay within it" in told
    assert "`prior_benefit`: the record would have to show it" in told
    assert "all 2 must change: each alone keeps the answer" in told


def test_one_item_can_be_chosen_and_one_that_is_not_there_is_a_usage_error(upheld: Upheld, case: Path) -> None:
    assert "1. massage therapy" in upheld("explain", case, "--item", "1").out
    ran = upheld("explain", case, "--item", "2")
    assert ran.status == 2
    assert "there is 1 item" in ran.err


@pytest.mark.parametrize(
    ("form", "start"), [("json", "{"), ("markdown", "# case.yaml"), ("html", "<!doctype html>"), ("text", "case.yaml")]
)
def test_every_format_is_written(upheld: Upheld, case: Path, form: str, start: str) -> None:
    ran = upheld("explain", case, "--format", form)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(start)


def test_json_adds_the_chain_to_the_contract_of_check(upheld: Upheld, case: Path) -> None:
    (explained,) = json.loads(upheld("explain", case, "--format", "json").out)["items"]
    (checked,) = json.loads(upheld("check", case, "--json").out)["items"]
    assert explained.keys() - checked.keys() == {"would_change", "settled", "trace", "evidence"}
    assert {name: value for name, value in checked.items() if name != "findings"}.items() <= explained.items()
