"""Facts are read when only the look of a letter changes, never worse than the floors."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import strict_yaml
from tests.scoring.__main__ import main
from tests.scoring.gold import LETTERS, letters
from tests.scoring.perturbing import PERTURBATIONS, Edit, edited, figures, perturbed

FLOORS: dict[str, float] = strict_yaml.read(Path(__file__).with_name("perturbation_floors.yaml")).data
needs_letters = pytest.mark.skipif(
    not (LETTERS / "L00_myofascial.yaml").exists(), reason="the annotated letters are not beside this checkout"
)


@needs_letters
@pytest.mark.parametrize("name", PERTURBATIONS)
def test_facts_are_read_whatever_the_letters_look_like(name: str) -> None:
    assert figures(letters(), name).f1 >= FLOORS[name]


@needs_letters
@pytest.mark.parametrize("name", PERTURBATIONS)
def test_labels_stand_on_the_same_words_after_a_perturbation(name: str) -> None:
    for document in letters():
        changed = perturbed(document, name)
        pairs = [
            (document.text[old[0] : old[1]], changed.text[new[0] : new[1]])
            for before, after in zip(document.facts, changed.facts, strict=True)
            for old, new in zip(before.spans, after.spans, strict=True)
        ]
        if "noise" not in name and name != "quotes and dashes":
            assert all(old.lower().split() == new.lower().split() for old, new in pairs)
        assert all(old[:1].lower() == new[:1].lower() or "noise" in name for old, new in pairs)


def test_every_perturbation_has_its_floor() -> None:
    assert set(FLOORS) == set(PERTURBATIONS)


def test_long_lines_are_broken_and_wrapped_ones_joined() -> None:
    text = "HEADING\n" + "word " * 11 + "ends\nhere softly and goes on\nBut not here"
    found = edited(text, PERTURBATIONS["rewrapped at 60"](text)).text
    assert found == "HEADING\n" + "word " * 11 + "ends\nhere softly and goes on\nBut not here"
    found = edited(text, PERTURBATIONS["rewrapped at 100"](text)).text
    assert found == "HEADING\n" + "word " * 11 + "ends here softly and goes on\nBut not here"


def test_offsets_follow_edits() -> None:
    found = edited("abcdef", [Edit(1, 2, "BBB"), Edit(4, 5, "")])
    assert found.text == "aBBBcdf"
    assert [found.text[found.moved(place)] for place in (0, 2, 3, 5)] == ["a", "c", "d", "f"]


@given(st.text(st.sampled_from("aA .'\"-\n1l"), max_size=60), st.sampled_from(sorted(PERTURBATIONS)))
def test_edits_are_in_order_and_do_not_overlap(text: str, name: str) -> None:
    edits = list(PERTURBATIONS[name](text))
    assert all(one.end <= other.start for one, other in pairwise(edits))
    assert edited(text, edits).moved(len(text)) == len(edited(text, edits).text)


@needs_letters
def test_the_table_has_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--perturb", "L00"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(PERTURBATIONS) + 1
