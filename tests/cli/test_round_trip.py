"""From a letter to a draft, to a corrected draft, to a case: what a person does with `read`, `check` and `promote`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from engine.caserunner import run_case
from engine.library import load_library
from tests.casefile_letters import LETTER, ZORBLE, drafted, edit, letter_in, taught

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Upheld


def added(path: Path) -> None:
    """Add the benefit that reading missed."""
    fact = f'  - benefit: {{domain: adl, treatment: massage_therapy}}\n    quote: "{ZORBLE}"\n    review: added\n'
    edit(path, "facts:\n", f"facts:\n{fact}")


def confirmed(path: Path) -> None:
    """Confirm all that is pending."""
    text = path.read_text(encoding="utf-8").replace("    review: pending", "    review: confirmed")
    path.write_text(text, encoding="utf-8")


class TestMerge:
    """`upheld read LETTER --merge CASE`."""

    def test_a_draft_is_merged_in_place_and_the_changes_are_told(self, upheld: Upheld, tmp_path: Path) -> None:
        letter = letter_in(tmp_path)
        path = drafted(letter, taught("working full duty", category="diagnosis", entry_id="migraine", x="y"))
        edit(path, "review: pending", "review: rejected", after="patient.age")
        ran = upheld("read", letter, "--merge", path, "--output", path)
        assert (ran.status, ran.out) == (0, "")
        assert ran.err == "line 5: `diagnosis` is not read any more\n"
        assert "review: rejected" in path.read_text(encoding="utf-8")
        assert upheld("read", letter, "--merge", path).err == "nothing has changed\n"

    def test_what_does_not_go_together_is_a_usage_error(self, upheld: Upheld, tmp_path: Path) -> None:
        letter = letter_in(tmp_path)
        assert upheld("read", letter, "--merge", drafted(letter), "--json").status == 2
        assert upheld("read", letter, letter).status == 2

    def test_a_draft_that_cannot_be_merged_leaves_the_output_as_it_was(self, upheld: Upheld, tmp_path: Path) -> None:
        letter = letter_in(tmp_path)
        path = drafted(letter)
        edit(path, "working full duty", "is working", after="work.status")
        before = path.read_bytes()
        ran = upheld("read", letter, "--merge", path, "--output", path)
        assert ran.status == 2
        assert "mark it `review: corrected`" in ran.err
        assert path.read_bytes() == before


class TestCorrections:
    """`upheld check CASE` tells what a person's corrections changed."""

    def test_what_they_changed_is_told_on_standard_error(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path, LETTER.replace(" She is working full duty.", "")))
        assert upheld("check", path).err == ""
        added(path)
        edit(path, "quantity: 6", "quantity: 12")
        edit(path, "review: pending", "review: corrected", after="items:")
        ran = upheld("check", path)
        assert ran.err.splitlines()[0] == "corrections: 1 corrected, 1 added"
        assert ran.err.splitlines()[1].endswith("as corrected")
        assert "upheld (limit exceeded) as corrected" in ran.err
        assert "zorble" not in ran.err

    def test_what_they_did_not_change_is_told_too(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "review: pending", "review: rejected", after="patient.age")
        first, second = upheld("check", path).err.splitlines()
        assert first == "corrections: 1 rejected"
        assert second.endswith(", as before")

    def test_items_that_were_added_or_taken_out(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "review: pending", "review: rejected", after="items:")
        edit(path, "items:\n", "items:\n  - {treatment: acupuncture, quantity: 6, review: added}\n")
        told = upheld("check", path).err.splitlines()
        assert told[1].startswith("item 1 was not read: ")
        assert told[2] == "of the items that are read, 1 is left out"

    def test_without_the_letter_or_with_another_nothing_is_compared(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "review: pending", "review: rejected", after="patient.age")
        letter_in(tmp_path, LETTER + "more")
        assert "corrections" not in upheld("check", path).err
        (tmp_path / "letter.txt").unlink()
        assert upheld("check", path).err == ""


class TestPromote:
    """`upheld promote CASE --to FOLDER`."""

    def made(self, upheld: Upheld, tmp_path: Path, *words: str) -> dict[str, Any]:
        ran = upheld("promote", tmp_path / "case.yaml", "--to", tmp_path / "cases" / "massage", *words)
        assert ran.status == 0, ran.err
        (case,) = (tmp_path / "cases").rglob("*.yaml")
        report = run_case(case, "case", load_library())
        assert report.ok, report
        found: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
        return found

    def test_a_confirmed_draft_becomes_a_case_with_the_answers_of_today(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        added(path)
        confirmed(path)
        found = self.made(upheld, tmp_path, "--says", "A course long ago, with benefit.")
        assert list(found) == ["says", "dates", "items", "facts"]
        (item,) = found["items"]
        assert item["expect"]["outcome"] == "overturned"
        assert item["expect"]["deciding"] == ["visits_total", "prior_benefit"]
        assert ZORBLE in [fact.get("quote") for fact in found["facts"]]
        keys = {key for each in (*found["items"], *found["facts"]) for key in each}
        assert keys & {"review", "id", "rule", "at", "section"} == set()

    def test_without_quotes_no_words_of_the_letter_are_left_in_the_facts(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        added(path)
        confirmed(path)
        found = self.made(upheld, tmp_path, "--without-quotes", "--name", "other")
        assert all({"quote", "line", "also"} & fact.keys() == set() for fact in found["facts"])
        assert [each.name for each in (tmp_path / "cases").rglob("*.yaml")] == ["other.yaml"]

    def test_what_nobody_has_looked_at_is_refused_unless_it_is_allowed(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        ran = upheld("promote", path, "--to", tmp_path / "cases")
        assert ran.status == 2
        assert f"{path}:" in ran.err
        assert "confirm, correct or reject them, or give `--allow-pending`" in ran.err
        assert not (tmp_path / "cases").exists()
        assert self.made(upheld, tmp_path, "--allow-pending")["says"].startswith(
            "A corrected draft of a letter: massage"
        )

    def test_rejected_entries_are_left_out_and_items_counted_anew(self, upheld: Upheld, tmp_path: Path) -> None:
        asked = LETTER.replace("Request: massage", "Request: acupuncture, 6 visits, for the neck.\nRequest: massage")
        path = drafted(letter_in(tmp_path, asked))
        tied = "  - benefit: {domain: sleep}\n    item: 2\n    review: added\n"
        gone = "  - benefit: {domain: rom}\n    item: 1\n    review: added\n"
        edit(path, "facts:\n", f"facts:\n{tied}{gone}")
        edit(path, "review: pending", "review: rejected", after="items:")
        confirmed(path)
        found = self.made(upheld, tmp_path)
        assert [item["treatment"] for item in found["items"]] == ["massage_therapy"]
        benefits = [fact for fact in found["facts"] if "benefit" in fact]
        assert [(each["benefit"]["domain"], each["item"]) for each in benefits] == [("sleep", 1)]

    def test_a_case_is_never_written_over(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        confirmed(path)
        self.made(upheld, tmp_path)
        ran = upheld("promote", path, "--to", tmp_path / "cases" / "massage")
        assert ran.status == 2
        assert "is there already, and nothing was written" in ran.err

    def test_a_treatment_that_no_text_covers_is_expected_to_be_so(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "- treatment: massage_therapy\n    wording", "- wording", after="items:")
        confirmed(path)
        (item,) = self.made(upheld, tmp_path)["items"]
        assert item["expect"] == {"outcome": "not_covered", "basis": "not_covered"}

    def test_packs_of_the_draft_are_those_of_the_case(self, upheld: Upheld, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "document:", "pack: mtus\nsays: With one pack.\ndocument:")
        confirmed(path)
        found = self.made(upheld, tmp_path)
        assert (found["pack"], found["says"]) == (["mtus"], "With one pack.")


def test_a_draft_whose_item_was_inferred_asks_until_a_person_confirms_it(upheld: Upheld, tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path))
    text = path.read_text(encoding="utf-8")
    rule = next(line for line in text.splitlines() if line.startswith("    rule: item."))
    path.write_text(text.replace(rule, "    rule: item.inferred", 1), encoding="utf-8")
    assert "nothing in the letter asks for this outright" in " ".join(upheld("check", path).out.split())
    edit(path, "review: pending", "review: confirmed", after="item.inferred")
    assert "nothing in the letter asks for this outright" not in " ".join(upheld("check", path).out.split())


@pytest.mark.parametrize("words", [["read", "letter.txt", "--output"], ["promote", "case.yaml", "--to"]])
def test_a_place_that_cannot_be_written_to_is_told(upheld: Upheld, tmp_path: Path, words: list[str]) -> None:
    path = drafted(letter_in(tmp_path))
    confirmed(path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = upheld(words[0], tmp_path / words[1], words[2], tmp_path / "file" / "inside")
    assert ran.status == 2
    assert "cannot be written" in ran.err
