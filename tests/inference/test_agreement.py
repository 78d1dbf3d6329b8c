"""The evaluators agree with each other and with the definition, on programs and values of every shape."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.conditions import All, Any, Condition, Interval, stands
from engine.errors import Disagreement, EngineError
from engine.inference import ENGINES, FALLBACK, Evaluator, available, disagreement, engine_used, evaluator
from engine.inference.direct import compile_direct
from engine.inference.firing import compile_firing
from engine.program import Basis, Criterion, Derived, Keyword, Program, Stage, Status
from engine.standing import Standing, opposite
from tests.inference.programs import (
    FACTS,
    MASSAGE,
    VALUES,
    Case,
    at_least,
    at_most,
    conditions,
    program,
    programs,
    reference,
    word,
)


@settings(max_examples=200)
@given(programs(), st.lists(VALUES, min_size=1, max_size=6))
def test_firing_direct_and_definition_agree(tested: Program, cases: list[Case]) -> None:
    firing, direct = compile_firing(tested).evaluate, compile_direct(tested)
    for values in cases:
        expected = reference(tested, values).findings
        assert direct(values).findings == expected
        assert firing(values).findings == expected


@given(programs(), VALUES)
def test_order_of_facts_does_not_matter(tested: Program, values: Case) -> None:
    evaluate = compile_firing(tested).evaluate
    turned = dict(reversed(list(values.items())))
    assert evaluate(values) == evaluate(turned)


@given(programs(), VALUES)
def test_trace_tells_the_verdict(tested: Program, values: Case) -> None:
    verdict = compile_firing(tested)(values)
    rules = [step.rule for step in verdict.trace]
    assert len(set(rules)) == len(rules)
    assert f"stage.{verdict.stage}" in rules
    for name in verdict.failed:
        assert any(rule.startswith(f"{name}.fails.") for rule in rules)
    outcome = "overturned" if verdict.basis is Basis.MET else "upheld"
    assert rules[-1] == f"outcome.{outcome}.{verdict.basis}"


@given(conditions(FACTS), conditions(FACTS), conditions(FACTS), VALUES)
def test_kleene_laws(a: Condition, b: Condition, c: Condition, values: Case) -> None:
    """In every evaluator: idempotence, commutation, association, absorption, distribution."""
    laws: list[tuple[Condition, Condition]] = [
        (All((a, a)), a),
        (All((a, b)), All((b, a))),
        (Any((a, b)), Any((b, a))),
        (All((a, All((b, c)))), All((a, b, c))),
        (Any((a, Any((b, c)))), Any((a, b, c))),
        (All((a, Any((a, b)))), a),
        (Any((a, All((a, b)))), a),
        (All((a, Any((b, c)))), Any((All((a, b)), All((a, c))))),
    ]
    sides = [side for law in laws for side in law]
    tested = program(*(Criterion(f"c{at}", Keyword.WEIGH, side) for at, side in enumerate(sides)))
    for verdict in (compile_firing(tested)(values), compile_direct(tested)(values)):
        found = [standing for _, standing in verdict.standings]
        assert found[::2] == found[1::2]
        assert found[:2] == [stands(a, values)] * 2


@given(st.lists(st.sampled_from(list(Standing))))
def test_de_morgan(found: list[Standing]) -> None:
    words = {Standing.MET: "yes", Standing.NOT_MET: "no"}
    values = {f"f{at}": words[standing] for at, standing in enumerate(found) if standing in words}
    yes, no = (tuple(word(f"f{at}", one) for at in range(len(found))) for one in ("yes", "no"))
    tested = program(Criterion("all", Keyword.WEIGH, All(yes)), Criterion("any", Keyword.WEIGH, Any(no)))
    expected = min(found, default=Standing.MET)
    for verdict in (compile_firing(tested)(values), compile_direct(tested)(values)):
        (_, every), (_, some) = verdict.standings
        assert every is expected
        assert some is opposite(expected)


SWITCH = {"yes": "no", "no": "yes"}


@given(programs(stages=1), VALUES, st.data())
def test_better_record_never_turns_overturned_into_upheld(tested: Program, values: Case, data: st.DataObject) -> None:
    """Within one stage: what a criterion wants, once stated, does not hurt."""
    keyword = data.draw(st.sampled_from([Keyword.REQUIRE, Keyword.PRESUME, Keyword.WEIGH, Keyword.EXCLUDE]))
    wanted = data.draw(st.sampled_from(["yes", "no"]))
    said = SWITCH[wanted] if keyword is Keyword.EXCLUDE else wanted
    added = Criterion("added", keyword, word("added_fact", wanted))
    grown = Program("drawn", tested.status, tested.derived, tested.stages, (*tested.criteria, added), tested.lifts)
    evaluate = compile_direct(grown)
    silent, stated = evaluate(values), evaluate({**values, "added_fact": said})
    if silent.basis is Basis.MET:
        assert stated.basis is Basis.MET


@given(programs(stages=1), VALUES, st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_fewer_visits_never_turn_overturned_into_upheld(
    tested: Program, values: Case, bound: int, more: int, fewer: int
) -> None:
    fewer, more = sorted((fewer, more))
    added = Criterion("added", Keyword.LIMIT, at_most("sessions", bound))
    grown = Program("drawn", tested.status, tested.derived, tested.stages, (*tested.criteria, added), tested.lifts)
    evaluate = compile_direct(grown)
    many = evaluate({**values, "sessions": Interval(more, more)})
    few = evaluate({**values, "sessions": Interval(fewer, fewer)})
    if many.basis is Basis.MET:
        assert few.basis is Basis.MET


@pytest.mark.parametrize("engine", ENGINES)
def test_silence_follows_the_keyword(engine: str) -> None:
    verdict = evaluator(MASSAGE, engine)({"earlier": "yes"})
    assert dict(verdict.standings)["adjunct"] is Standing.NOT_DOCUMENTED
    assert verdict.failed == ("visits_total", "benefit")
    assert verdict.basis is Basis.NOT_DOCUMENTED


@pytest.mark.parametrize("engine", ENGINES)
def test_known_part_beyond_the_limit_is_enough(engine: str) -> None:
    verdict = evaluator(MASSAGE, engine)({"visits": Interval(12, None)})
    assert verdict.stage == "first"
    assert verdict.basis is Basis.LIMIT_EXCEEDED
    assert evaluator(MASSAGE, engine)({"visits": Interval(6, None)}).basis is Basis.NOT_DOCUMENTED


@pytest.mark.parametrize("engine", ENGINES)
def test_exception_lifts_only_when_stated(engine: str) -> None:
    verdict = evaluator(MASSAGE, engine)({"visits": Interval(12, 12), "flare": "yes"})
    assert verdict.lifted == (("visits_total", "flare_up"),)
    assert verdict.basis is Basis.MET
    assert evaluator(MASSAGE, engine)({"visits": Interval(12, 12), "flare": "no"}).failed == ("visits_total",)


def test_trace_is_the_chain_that_fired() -> None:
    values: Case = {"visits": Interval(6, 6), "activities": "better", "earlier": "yes", "exercise": "no"}
    assert [step.rule for step in evaluator(MASSAGE)(values).trace] == [
        "gain.yes",
        "new_course.unknown",
        "stage.repeat",
        "adjunct.fails.contradicted",
        "visits_total.met",
        "benefit.met",
        "infection.passes.not_documented",
        "consent.passes.not_documented",
        "flare_up.absent",
        "outcome.upheld.contradicted",
    ]
    assert evaluator(MASSAGE, "direct")(values).trace == ()


def test_status_comes_first_and_can_be_lifted() -> None:
    bare = Program("bare", Status.NOT_RECOMMENDED, (), (Stage("only", None),), ())
    for engine in ENGINES:
        verdict = evaluator(bare, engine)({})
        assert verdict.failed == ("status",)
        assert verdict.basis is Basis.NOT_RECOMMENDED


def test_values_under_a_derived_name_are_not_looked_at() -> None:
    values: Case = {"gain": "yes", "earlier": "yes", "visits": Interval(6, 6), "relief": "only during"}
    assert evaluator(MASSAGE)(values).basis is Basis.CONTRADICTED


def test_evaluators_are_kept() -> None:
    assert evaluator(MASSAGE, "direct") is evaluator(MASSAGE, "direct")
    assert evaluator(MASSAGE, "direct") is not evaluator(MASSAGE, "firing")


def test_disagreement_names_guideline_and_both_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = reference(MASSAGE, {"visits": Interval(12, 12)})
    monkeypatch.setattr("engine.inference.compile_direct", lambda _: lambda _values: wrong)
    with pytest.raises(
        Disagreement, match=r"`massage_therapy`.*firing says `met`, direct says `limit_exceeded`"
    ) as caught:
        Evaluator(MASSAGE, "both")({"visits": Interval(6, 6)})
    assert caught.value.exit_status == 3
    assert "disagree" in disagreement(MASSAGE, wrong, wrong)


def test_without_durable_rules_direct_answers_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise EngineError("durable-rules could not be imported")

    monkeypatch.setattr("engine.inference.engine_module", missing)
    assert not available()
    assert engine_used("both") == "direct"
    assert engine_used("firing") == "firing"
    alone = Evaluator(MASSAGE, engine_used("both"))
    assert alone.engine_used == "direct"
    assert alone({"visits": Interval(6, 6)}).trace == ()
    assert "answered alone" in FALLBACK


def test_unknown_engine_is_refused() -> None:
    with pytest.raises(EngineError, match="no engine `drools`; use one of `both`"):
        evaluator(MASSAGE, "drools")


def test_wide_derived_facts_get_parts() -> None:
    pairs = tuple(Any((word(f"w{at}", "a", "b"), at_most("n", at))) for at in range(4))
    tested = program(
        Criterion("needs", Keyword.REQUIRE, word("made", "yes")),
        derived=(Derived("made", yes=All(pairs), no=All((*pairs[:3], word("last", "a", "b", "c")))),),
    )
    evaluate = compile_firing(tested)
    assert any(step.rule.startswith("made.part_") for step in evaluate({}).trace)
    cases: list[Case] = [
        {},
        {"n": Interval(0, 0)},
        {"n": Interval(0, 0), "last": "b"},
        {"w0": "a", "w1": "b", "n": Interval(3, 9)},
    ]
    for values in cases:
        assert evaluate(values).findings == reference(tested, values).findings


def test_wide_conditions_get_facts_of_their_own() -> None:
    """Lists far beyond one rule's width still agree with the definition."""
    wide = Any(tuple(All((at_most(f"n{at}", at), word(f"w{at}", "a", "b", "c"))) for at in range(60)))
    tested = program(
        Criterion("wide", Keyword.REQUIRE, wide),
        Criterion("long", Keyword.REQUIRE, word("choice", *(f"word{at}" for at in range(200)))),
        Criterion("least", Keyword.WEIGH, All(tuple(at_least(f"n{at}", 3) for at in range(60)))),
    )
    evaluate = compile_firing(tested).evaluate
    cases: list[Case] = [
        {},
        {"n7": Interval(1, 2), "w7": "b", "choice": "word150"},
        {"choice": "none of them", **{f"w{at}": "z" for at in range(60)}},
        {f"n{at}": Interval(9, 9) for at in range(60)},
    ]
    for values in cases:
        assert evaluate(values).findings == reference(tested, values).findings
