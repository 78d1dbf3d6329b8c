"""The pipeline from a case to its recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import recommend
from engine.case import Case, Dates, Item
from engine.errors import Disagreement, EngineError
from engine.facts import Assertion, Fact, Sentence
from engine.inference import FALLBACK
from engine.library import load_library
from engine.recommend import check_case
from engine.recommendation import Outcome
from tests.rules_folder import DAY, answer_of, case_of, fact, library_of

if TYPE_CHECKING:
    from pathlib import Path

    from engine.conditions import Values
    from engine.facts import Scalar
    from engine.program import Program, Verdict

LIBRARY = load_library()


def items(*treatments: str) -> tuple[Item, ...]:
    return tuple(
        Item(index=index, wording=name, treatment=name, slots={"treatment": name, "quantity": 4})
        for index, name in enumerate(treatments)
    )


def test_items_are_judged_singly_and_in_order() -> None:
    asked = items("massage_therapy", "moon_dust", "acupuncture")
    case = Case(name="c", sha256="abc", dates=Dates(request=DAY), items=asked, facts=())
    result = check_case(case, LIBRARY, engine="direct")
    assert [each.treatment for each in result.items] == ["massage_therapy", "moon_dust", "acupuncture"]
    assert [each.outcome for each in result.items] == [Outcome.OVERTURNED, Outcome.NOT_COVERED, Outcome.UPHELD]
    for index, each in enumerate(asked):
        alone = check_case(case.model_copy(update={"items": (each,)}), LIBRARY, engine="direct")
        assert alone.items[0] == result.items[index]


def test_the_result_names_document_rules_engine_and_what_was_read() -> None:
    unread = (Sentence(start=0, end=1, line=1, quote="x"),)
    said = fact("flare_up", present="new")
    case = Case(name="c", sha256="abc", dates=Dates(request=DAY), items=(), facts=(said,), unread=unread)
    result = check_case(case, LIBRARY, engine="direct")
    assert (result.document.name, result.document.sha256) == ("c", "abc")
    assert (result.library, result.engine, result.messages) == (LIBRARY.ref, "direct", ())
    assert (result.facts, result.unread, result.items) == ((said,), unread, ())


@pytest.mark.parametrize("engine", ["direct", "firing", "both"])
def test_every_engine_gives_the_same_answer_but_for_its_trace(tmp_path: Path, engine: str) -> None:
    library = library_of(tmp_path)
    case = case_of(fact("prior_course", treatment="rubbing", visits=2), fact("benefit", domain="function"), quantity=5)
    direct, other = (answer_of(library, case, engine=each) for each in ("direct", engine))
    assert other.model_copy(update={"trace": ()}) == direct
    assert bool(other.trace) is (engine != "direct")


def test_the_trace_is_the_chain_that_fired(tmp_path: Path) -> None:
    answer = answer_of(library_of(tmp_path), case_of(quantity=9), engine="both")
    fired = [step.rule for step in answer.trace]
    assert fired[-1].startswith("outcome.upheld")
    assert any(rule.startswith("stage.first") for rule in fired)


def test_an_engine_that_does_not_exist() -> None:
    with pytest.raises(EngineError, match="there is no engine `abacus`"):
        check_case(case_of(), LIBRARY, engine="abacus")


def test_without_durable_rules_the_direct_evaluator_answers_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recommend, "engine_used", lambda _: "direct")
    result = check_case(case_of(treatment="massage_therapy", quantity=4), LIBRARY)
    assert (result.engine, result.messages) == ("direct", (FALLBACK,))


def test_evaluators_that_differ_give_no_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(program: Program, _engine: str) -> object:
        def evaluate(_values: Values) -> Verdict:
            message = f"guideline `{program.guideline}`: the evaluators disagree"
            raise Disagreement(message)

        return evaluate

    monkeypatch.setattr(recommend, "evaluator", broken)
    with pytest.raises(Disagreement) as caught:
        check_case(case_of(treatment="massage_therapy", quantity=4), LIBRARY)
    assert caught.value.exit_status == 3


def test_an_item_that_presupposes_another_says_so_where_that_one_is_not_overturned() -> None:
    asked = fact("request.item", treatment="knee_meniscectomy", quantity=1)
    operation = {"procedure": "meniscectomy", "row": "meniscectomy", "body_part": "knee", "status": "planned"}
    planned = Fact(type="surgery", value=dict(operation), assertion=Assertion.HYPOTHETICAL)
    therapy: dict[str, Scalar] = {
        "treatment": "physical_medicine", "quantity": 4, "body_part": "knee", "postoperative": "yes"
    }
    pair = (
        Item(index=0, wording="left meniscectomy", treatment="knee_meniscectomy", slots=asked.value, fact=asked),
        Item(index=1, wording="therapy", treatment="physical_medicine", slots=therapy),
    )
    case = Case(name="c", sha256="", dates=Dates(request=DAY), items=pair, facts=(planned,))
    first, second = check_case(case, LIBRARY, engine="direct").items
    assert second.depends_on == (0,)
    line = f"this presupposes left meniscectomy, which is {first.outcome.value.replace('_', ' ')}"
    assert (line in second.needs_person) is (first.outcome is not Outcome.OVERTURNED)
