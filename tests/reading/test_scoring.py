"""Reading against the annotated letters: floors that no change may break."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from engine.facts import Assertion, Evidence, Fact
from tests.scoring.__main__ import guideline_ids, read_facts
from tests.scoring.gold import CORPUS, LETTERS, Gold, GoldDocument, GoldItem, corpus, letters
from tests.scoring.match import answers, score, score_items
from tests.scoring.report import Figures, by_label, totals

if TYPE_CHECKING:
    from pathlib import Path

needs_letters = pytest.mark.skipif(
    not (LETTERS / "L00_myofascial.yaml").exists(), reason="the annotated letters are not beside this checkout"
)
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")


def fact(kind: str, start: int, end: int, assertion: Assertion = Assertion.AFFIRMED, **value: object) -> Fact:
    evidence = Evidence(start=start, end=end, line=1, quote="x" * (end - start))
    return Fact.model_validate({"type": kind, "value": value, "assertion": assertion, "evidence": (evidence,)})


def gold(kind: str, span: tuple[int, int], assertion: str = "affirmed", **slots: object) -> Gold:
    return Gold("label", (kind,), dict(slots), assertion, (span,), critical=True)


class TestMatching:
    def test_type_assertion_overlap_and_slots(self) -> None:
        label = gold("benefit", (10, 20), domain="pain")
        assert answers(fact("benefit", 15, 25, domain="pain"), label)
        assert not answers(fact("benefit", 20, 25, domain="pain"), label)
        assert not answers(fact("benefit", 15, 25, domain="adl"), label)
        assert not answers(fact("benefit", 15, 25, Assertion.NEGATED, domain="pain"), label)

    def test_had_is_affirmed_or_historical(self) -> None:
        label = gold("surgery", (0, 5), "historical", procedure="acdf", date=2012)
        assert answers(fact("surgery", 0, 5, procedure="acdf", date=date(2012, 4, 2)), label)

    def test_a_repetition_is_no_error_and_an_addition_is(self) -> None:
        document = GoldDocument("d", "", (gold("benefit", (0, 5), domain="pain"),))
        facts = [
            fact("benefit", 0, 5, domain="pain"),
            fact("benefit", 50, 55, domain="pain"),
            fact("benefit", 60, 65, domain="adl"),
        ]
        found = score(document, facts, critical=True)
        assert (len(found.hits), len(found.extras)) == (1, 1)

    def test_items_go_by_treatment_and_quantity(self) -> None:
        document = GoldDocument(
            "d", "", (), (GoldItem("acupuncture", 6, "visit", ""), GoldItem("tens", 1, "device", ""))
        )
        facts = [
            fact("request.item", 0, 5, treatment="acupuncture", quantity=12),
            fact("request.item", 6, 9, treatment="tens"),
        ]
        found = score_items(document, facts, {"acupuncture", "tens"})
        assert (len(found.hits), len(found.misses), len(found.extras)) == (1, 1, 1)

    def test_figures(self) -> None:
        figures = Figures(8, 2, 0)
        assert (figures.precision, figures.recall) == (1.0, 0.8)
        assert round(figures.f1, 3) == 0.889
        assert Figures(0, 0, 0).f1 == 1.0


def test_locked_letters_are_apart(tmp_path: Path) -> None:
    (tmp_path / "ur").mkdir()
    for name in ("U03", "U21"):
        letter = f"id: {name}\ntext: She has neck pain.\nitems: []\nfacts: []\n"
        (tmp_path / "ur" / f"{name}.yaml").write_text(letter, encoding="utf-8")
    assert [each.name for each in corpus(folder=tmp_path)] == ["U03"]
    assert [each.name for each in corpus(locked=True, folder=tmp_path)] == ["U21"]


@needs_letters
class TestLetters:
    def test_decision_critical_facts(self) -> None:
        figures = totals(score(each, read_facts(each), critical=True) for each in letters())
        assert figures.f1 >= 0.98, figures
        assert figures.precision >= 0.985, figures

    def test_every_critical_label_has_a_floor(self) -> None:
        scores = [score(each, read_facts(each), critical=True) for each in letters()]
        poor = {label: figures for label, figures in by_label(scores).items() if figures.f1 < 0.93}
        assert poor == {}


@needs_corpus
class TestCorpus:
    def test_disputed_items(self) -> None:
        ids = guideline_ids()
        scores = [score_items(each, read_facts(each), ids) for each in corpus()]
        figures = Figures(*(sum(len(getattr(each, key)) for each in scores) for key in ("hits", "misses", "extras")))
        assert figures.f1 >= 0.96, figures

    def test_decision_critical_facts(self) -> None:
        figures = totals(score(each, read_facts(each), critical=True) for each in corpus())
        assert figures.f1 >= 0.93, figures
