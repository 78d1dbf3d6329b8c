from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import engine.recommend
from engine.errors import Disagreement

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Upheld

ITEM = [
    *("wording", "treatment", "quantity", "unit", "body_part", "row", "date", "stage", "outcome", "basis", "guideline"),
    *("considered", "depends_on", "supportable", "needs_person", "notes", "findings", "missing", "rationale"),
]
FINDING = [
    *("criterion", "keyword", "standing", "deciding", "says", "because", "citation", "judgement", "reading"),
    *("confidence", "evidence", "unread"),
]


def answer(upheld: Upheld, *words: str | Path) -> dict[str, Any]:
    ran = upheld("check", "--json", *words)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_case_is_answered_with_outcome_citation_and_the_words_that_decide(upheld: Upheld, case: Path) -> None:
    ran = upheld("check", case)
    assert (ran.status, ran.err) == (0, "")
    for words in ("OVERTURNED", "8 CCR 9792.24.2", "in force 18 July 2009 to 28 July 2016", "prior_benefit"):
        assert words in ran.out
    assert "“the last massage was eleven months ago” (line 4, the record)" in ran.out


def test_json_has_the_fields_of_the_contract_and_no_others(upheld: Upheld, case: Path) -> None:
    found = answer(upheld, case)
    assert list(found) == ["schema", "document", "library", "engine", "items", "facts", "unread"]
    assert found["schema"] == "upheld/check/1"
    assert list(found["document"]) == ["name", "sha256"]
    assert list(found["library"]) == ["version", "sha256"]
    (item,) = found["items"]
    assert list(item) == ITEM
    assert list(item["guideline"]) == ["id", "title", "citation", "in_force"]
    assert item["guideline"]["in_force"] == {"from": "2009-07-18", "until": "2016-07-28"}
    assert item["date"] == {"value": "2014-05-14", "kind": "request"}
    assert all(list(finding) == FINDING for finding in item["findings"])
    quotes = [quote for finding in item["findings"] for quote in finding["evidence"]]
    assert quotes
    assert all(list(quote) == ["quote", "start", "end", "line", "source"] for quote in quotes)


def test_json_spells_standings_as_programs_do(upheld: Upheld, case: Path) -> None:
    (item,) = answer(upheld, case)["items"]
    standings = {finding["criterion"]: finding["standing"] for finding in item["findings"]}
    assert standings["adjunct_to_active_care"] == "not_documented"
    assert standings["visits_total"] == "met"
    assert item["quantity"] == 6
    assert isinstance(item["quantity"], int)


def test_a_larger_request_is_upheld_with_advice_and_the_physician_notice(upheld: Upheld, case: Path) -> None:
    case.write_text(case.read_text(encoding="utf-8").replace("quantity: 6", "quantity: 12"), encoding="utf-8")
    (item,) = answer(upheld, case)["items"]
    assert (item["outcome"], item["basis"], item["supportable"]) == ("upheld", "limit_exceeded", 6)
    told = upheld("check", case).out
    assert "UPHELD" in told
    assert "6 visits would stay within the limit. This is advice" in told
    assert "only a physician may delay, modify or deny" in " ".join(told.split())


def test_another_day_selects_another_text_or_none(upheld: Upheld, case: Path) -> None:
    (item,) = answer(upheld, case, "--as-of", "2018-01-01")["items"]
    assert item["outcome"] == "not_covered"
    assert item["date"] == {"value": "2018-01-01", "kind": "as_of"}


def test_a_day_that_is_none_is_a_usage_error(upheld: Upheld, case: Path) -> None:
    ran = upheld("check", "--as-of", "14/5/2014", case)
    assert ran.status == 2
    assert "`14/5/2014` is not a day; write YYYY-MM-DD" in ran.err


@pytest.mark.parametrize("engine", ["firing", "direct"])
def test_each_evaluator_alone_gives_the_same_findings(upheld: Upheld, case: Path, engine: str) -> None:
    alone = answer(upheld, case, "--engine", engine)
    assert alone["engine"] == engine
    assert alone["items"] == answer(upheld, case)["items"]


def test_evaluators_that_disagree_give_no_outcome(upheld: Upheld, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def differ(*_: object) -> None:
        raise Disagreement("`massage`: firing says met, direct says not met")

    monkeypatch.setattr(engine.recommend, "evaluator", lambda *_: differ)
    ran = upheld("check", case)
    assert (ran.status, ran.out) == (3, "")
    assert "firing says met, direct says not met" in ran.err


def test_several_documents_each_have_their_block(upheld: Upheld, case: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(case.read_text(encoding="utf-8"), encoding="utf-8")
    ran = upheld("check", case, other)
    assert ran.status == 0
    assert [line for line in ran.out.splitlines() if line.endswith(".yaml")] == [str(case), str(other)]
    found = answer(upheld, case, other)
    assert list(found) == ["schema", "documents"]
    assert [each["document"]["name"] for each in found["documents"]] == ["case.yaml", "other.yaml"]


def test_a_document_that_cannot_be_used_does_not_keep_back_the_others(
    upheld: Upheld, case: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.yaml"
    ran = upheld("check", "--json", missing, case)
    assert ran.status == 2
    assert "there is no such file" in ran.err
    first, second = json.loads(ran.out)["documents"]
    assert list(first) == ["document", "error"]
    assert second["items"][0]["outcome"] == "overturned"


def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(case: Path) -> None:
    def run(seed: str) -> bytes:
        words = [sys.executable, "-m", "engine.cli", "check", "--json", str(case)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(words, env=environment, capture_output=True, check=True).stdout

    assert run("1") == run("2") != b""


def test_a_fault_of_the_program_tells_its_place_and_nothing_of_the_letter(
    upheld: Upheld, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("Jane Roe has lupus")

    monkeypatch.setattr(engine.recommend, "evaluator", fail)
    ran = upheld("check", case)
    assert (ran.status, ran.out) == (2, "")
    assert "a fault of this program: KeyError in tests.cli.test_check:" in ran.err
    assert "lupus" not in ran.err


@pytest.mark.parametrize(("variable", "painted"), [("UNSET", True), ("NO_COLOR", False)])
def test_a_terminal_shows_colour_unless_it_is_told_not_to(
    upheld: Upheld, case: Path, monkeypatch: pytest.MonkeyPatch, variable: str, *, painted: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setenv(variable, "1")
    assert "\x1b[" not in upheld("check", case).out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    told = upheld("check", case).out
    assert ("\x1b[" in told) is painted
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in told.splitlines()) <= 70
