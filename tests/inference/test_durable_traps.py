"""Each way in which durable-rules is known to crash, hang or answer wrongly, and that none of them reaches us.

What would end the interpreter if it went wrong runs in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engine.conditions import All, Interval
from engine.conditions import Any as AnyOf
from engine.errors import EngineError
from engine.inference import durable_host, evaluator, plan
from engine.inference.direct import compile_direct
from engine.inference.durable_host import Host
from engine.inference.firing import compile_firing
from engine.program import Criterion, Derived, Keyword, Lift, Stage
from engine.standing import Standing
from tests.inference.programs import MASSAGE, Case, at_least, at_most, program, reference, word

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SET_UP = """
from engine.conditions import Interval
from engine.inference import evaluator
from engine.inference.durable_host import Host
from tests.inference.programs import MASSAGE
"""


def alone(script: str, *options: str, seed: str = "0") -> str:
    """Run a script in a process of its own; fails if it crashes or hangs."""
    command = [sys.executable, *options, "-c", SET_UP + script]
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"exit {done.returncode}: {done.stderr}"
    return done.stdout


def rule(*tests: dict[str, Any]) -> dict[str, Any]:
    return {"all": [{"m": {"$and": list(tests)}}]}


def _noting(numbers: list[int]) -> Callable[[int], str | None]:
    """A consequent that notes which rule fired."""

    def fire(number: int) -> None:
        numbers.append(number)

    return fire


def standings(values: dict[str, Any], *criteria: Criterion) -> list[Standing | None]:
    """How criteria stand in durable-rules, which must be as the definition and the direct evaluator have it."""
    tested = program(*criteria)
    verdict = compile_firing(tested)(values)
    assert verdict.findings == compile_direct(tested)(values).findings == reference(tested, values).findings
    return [standing for _, standing in verdict.standings]


def weigh(condition: Any) -> Criterion:
    return Criterion("tested", Keyword.WEIGH, condition)


# ------------------------------------------------------------------------------------------------ crashes and hangs


def test_state_in_which_nothing_fired_is_not_deleted() -> None:
    script = """
host = Host("silent", [{"all": [{"m": {"$and": [{"step": 1}, {"a": "b"}]}}]}])
for _ in range(50):
    try:
        host.run('{"step":1,"a":"x"}', lambda number: None)
    except Exception as error:
        print(type(error).__name__)
host.run('{"step":1,"a":"b"}', lambda number: print("fired", number))
"""
    assert alone(script).split() == ["EngineError"] * 50 + ["fired", "0"]


def test_half_a_join_is_an_error_and_not_a_crash() -> None:
    script = """
half = {"all": [{"m": {"step": 1}}, {"n": {"step": 2}}]}
for _ in range(50):
    try:
        Host("half", [half]).run('{"step":1}', lambda number: None)
    except Exception as error:
        print(type(error).__name__)
"""
    assert alone(script).split() == ["EngineError"] * 50


def test_many_cases_never_meet_the_limit_of_live_states() -> None:
    script = """
evaluate = evaluator(MASSAGE, "firing")
print(len({evaluate({"visits": Interval(n, n)}).basis for n in range(5000)}))
"""
    assert alone(script).strip() == "2"


def test_facts_are_flat_so_no_exception_field_can_refire() -> None:
    assert standings({"exception": "yes"}, weigh(word("exception", "yes"))) == [Standing.MET]


def test_more_than_512_constants_on_one_property() -> None:
    long = word("choice", *(f"word{number}" for number in range(700)))
    for value, expected in (("word699", Standing.MET), ("elsewhere", Standing.NOT_MET)):
        assert standings({"choice": value}, weigh(long)) == [expected]
    assert standings({}, weigh(long)) == [Standing.NOT_DOCUMENTED]


@pytest.mark.parametrize(("empty", "expected"), [(All(()), Standing.MET), (AnyOf(()), Standing.NOT_MET)])
def test_empty_list_does_not_hang(empty: Any, expected: Standing) -> None:
    assert standings({}, weigh(empty)) == [expected]


# --------------------------------------------------------------------------------------------- silent wrong answers


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, ValueError])
def test_exception_of_a_consequent_surfaces(error: type[BaseException]) -> None:
    host = Host("loud", [rule({"step": 1})])

    def fire(_: int) -> None:
        raise error("from within")

    with pytest.raises(error, match="from within"):
        host.run('{"step":1}', fire)


def test_no_background_thread_is_started() -> None:
    before = threading.active_count()
    evaluator(MASSAGE, "firing")({})
    assert threading.active_count() == before
    assert "durable.engine" not in sys.modules


def test_long_strings_are_refused_as_they_compare_modulo_65536() -> None:
    longest = "x" * 65_535
    assert standings({"name": longest}, weigh(word("name", longest))) == [Standing.MET]
    assert standings({"name": longest[1:]}, weigh(word("name", longest))) == [Standing.NOT_MET]
    for evaluate in (compile_firing(MASSAGE), compile_direct(MASSAGE)):
        with pytest.raises(EngineError, match="the word given for `exercise` cannot be compared"):
            evaluate({"exercise": "é" * 40_000})
    with pytest.raises(EngineError, match="choose another word"):
        compile_firing(program(weigh(word("name", longest + "x"))))


@pytest.mark.parametrize("given", ["true", "1", "True", "6"])
def test_words_that_look_like_flags_or_numbers_stay_words(given: str) -> None:
    for asked in ("true", "1", "True", "6", "yes"):
        expected = Standing.MET if asked == given else Standing.NOT_MET
        assert standings({"fact": given}, weigh(word("fact", asked))) == [expected]


@pytest.mark.parametrize("given", [True, 1, 6.0])
def test_flags_and_bare_numbers_are_refused(given: Any) -> None:
    for evaluate in (compile_firing(MASSAGE), compile_direct(MASSAGE)):
        with pytest.raises(EngineError, match="`exercise` is given as a number"):
            evaluate({"exercise": given})
        with pytest.raises(EngineError, match="`visits` is given as a word"):
            evaluate({"visits": given})
        with pytest.raises(EngineError, match="the number given for `visits`"):
            evaluate({"visits": Interval(low=True, high=None)})


def test_kinds_do_not_mix() -> None:
    with pytest.raises(EngineError, match="`visits` is tested as a word and as a number"):
        evaluator(program(weigh(All((word("visits", "6"), at_most("visits", 6))))))
    for evaluate in (compile_firing(MASSAGE), compile_direct(MASSAGE)):
        with pytest.raises(EngineError, match="`visits` is given as a word"):
            evaluate({"visits": "6"})


def test_null_is_missing() -> None:
    assert standings({"fact": None}, weigh(word("fact", "yes"))) == [Standing.NOT_DOCUMENTED]
    assert standings({"count": None}, weigh(at_most("count", 6))) == [Standing.NOT_DOCUMENTED]
    assert standings({"count": Interval(None, None)}, weigh(at_least("count", 6))) == [Standing.NOT_DOCUMENTED]


def test_missing_fact_stands_as_its_silence_and_an_open_number_does_not() -> None:
    for silent in Standing:
        tested = at_most("count", 6)
        tested = type(tested)(tested.fact, tested.op, bound=6, silent=silent)
        assert standings({}, weigh(tested)) == [silent]
        assert standings({"count": Interval(None, None)}, weigh(tested)) == [Standing.NOT_DOCUMENTED]


def test_word_for_unknown_cannot_be_used() -> None:
    with pytest.raises(EngineError, match="choose another word"):
        compile_direct(program(weigh(word("fact", "?"))))
    for evaluate in (compile_firing(MASSAGE), compile_direct(MASSAGE)):
        with pytest.raises(EngineError, match="leave the fact out"):
            evaluate({"exercise": "?"})


def test_nothing_leaks_from_case_to_case() -> None:
    evaluate = evaluator(MASSAGE, "firing")
    first = evaluate({})
    evaluate({"visits": Interval(99, 99), "infection": "yes", "earlier": "yes"})
    assert evaluate({}) == first


def test_same_case_twice() -> None:
    evaluate = evaluator(MASSAGE, "firing")
    values: Case = {"visits": Interval(6, 6), "earlier": "yes"}
    assert evaluate(values) == evaluate(dict(values))


def test_derived_fact_is_never_tested_by_its_absence() -> None:
    """Whichever is declared first, a rule on `no` or on silence waits until the fact is derived."""
    for yes, expected in (("yes", Standing.NOT_MET), ("no", Standing.NOT_DOCUMENTED)):
        tested = program(
            Criterion("early", Keyword.EXCLUDE, word("made", "yes")),
            derived=(Derived("made", word("seen", "yes"), word("denied", "yes")),),
        )
        assert compile_firing(tested)({"seen": yes}).standings == (("early", expected),)


def test_rule_with_overlapping_branches_fires_twice_but_counts_once() -> None:
    numbers: list[int] = []
    host = Host("twice", [{"all": [{"m": {"$or": [{"a": "yes"}, {"b": "yes"}]}}]}])
    host.run('{"a":"yes","b":"yes"}', _noting(numbers))
    assert numbers == [0, 0]
    several = AnyOf(tuple(word(f"w{number}", "yes") for number in range(5)))
    tested = program(Criterion("any", Keyword.REQUIRE, several))
    trace = compile_firing(tested)({f"w{number}": "yes" for number in range(5)}).trace
    assert [step.rule for step in trace] == ["stage.only", "any.met", "outcome.overturned.met"]


def test_rules_of_one_group_may_not_both_fire(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = compile_firing(MASSAGE)
    monkeypatch.setattr(evaluate._host, "run", lambda _, fire: [fire(0), fire(0), fire(1)])
    with pytest.raises(EngineError, match=r"both `gain.no` and `gain.yes` fired"):
        evaluate({})


def test_chain_that_stops_early_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = compile_firing(MASSAGE)
    monkeypatch.setattr(evaluate._host, "run", lambda *_: None)
    with pytest.raises(EngineError, match="stopped before an outcome"):
        evaluate({})


def test_priorities_are_not_used() -> None:
    """Order comes from the steps alone, so neither ties nor the unsigned 16 bits of a priority can reverse it."""
    script = "from engine.inference.tables import Tables; print('pri' in str(Tables(MASSAGE).bodies))"
    assert alone(script).strip() == "False"


# -------------------------------------------------------------------------------------------- exceptions and formats


@pytest.mark.parametrize("number", [1e-7, 1e16, 1e308, float("inf"), float("-inf"), float("nan"), 2**63, -(10**15)])
def test_numbers_that_json_or_the_engine_would_distort_are_refused(number: float) -> None:
    for evaluate in (compile_firing(MASSAGE), compile_direct(MASSAGE)):
        for interval in (Interval(number, None), Interval(None, number)):
            with pytest.raises(EngineError, match="the number given for `visits` cannot be compared"):
                evaluate({"visits": interval})
    with pytest.raises(EngineError, match="the bound on `visits` is not a plain number"):
        compile_firing(program(weigh(at_most("visits", number))))


def test_range_that_ends_before_it_begins_is_refused() -> None:
    for evaluate in (compile_firing(MASSAGE), compile_direct(MASSAGE)):
        with pytest.raises(EngineError, match="the range given for `visits`"):
            evaluate({"visits": Interval(9, 3)})


@pytest.mark.parametrize("number", [6, 6.0, 0.1 + 0.2, 0.0001, 123456789.125, 999_999_999_999_999])
def test_numbers_compare_exactly(number: float) -> None:
    from math import inf, nextafter  # noqa: PLC0415 - only here

    assert standings({"n": Interval(number, number)}, weigh(at_most("n", number))) == [Standing.MET]
    if isinstance(number, float):
        above = nextafter(number, inf)
        assert standings({"n": Interval(above, above)}, weigh(at_most("n", number))) == [Standing.NOT_MET]


@pytest.mark.parametrize(
    "text", ['say "no"', "it's", "{a: b}", "line\nbreak", "tab\t", "back\\slash", "Größe", "痛", "a.b"]
)
def test_every_text_compares_as_itself(text: str) -> None:
    assert standings({"fact": text}, weigh(word("fact", text))) == [Standing.MET]
    assert standings({"fact": text + " "}, weigh(word("fact", text))) == [Standing.NOT_MET]


def test_lone_surrogate_is_refused() -> None:
    with pytest.raises(EngineError, match="the word given for `exercise`"):
        evaluator(MASSAGE)({"exercise": "\ud800"})


@pytest.mark.parametrize("fact", ["id", "sid", "step", "m", "is_x", "low_x", "exception", "s"])
def test_names_that_the_engine_uses_are_ordinary_facts(fact: str) -> None:
    for value, expected in (("yes", Standing.MET), ("no", Standing.NOT_MET)):
        assert standings({fact: value}, weigh(word(fact, "yes"))) == [expected]


@pytest.mark.parametrize("fact", ["a.b", "", "$s", "with space", 'quo"te'])
def test_names_that_the_engine_would_take_apart_are_refused(fact: str) -> None:
    with pytest.raises(EngineError, match="cannot name a fact; use letters"):
        evaluator(program(weigh(word(fact, "yes"))))


@pytest.mark.parametrize("odd", ['x$state "quoted": 1', "a.b, {c}", "erste Ä\n", "$and", "sid"])
def test_ids_and_stages_may_be_anything(odd: str) -> None:
    only = Criterion(odd, Keyword.REQUIRE, word("fact", "yes"), frozenset({odd}))
    never = Criterion("never", Keyword.REQUIRE, word("fact", "no"), frozenset({"other"}))
    tested = program(only, never, stages=(Stage("other", word("fact", "no")), Stage(odd, None)))
    for value in ("yes", "no"):
        assert compile_firing(tested)({"fact": value}).findings == reference(tested, {"fact": value}).findings
    assert compile_firing(tested)({"fact": "yes"}).stage == odd


def test_two_fields_that_the_engine_would_take_for_one_are_refused_at_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine knows a field by a hash of 32 bits alone."""
    monkeypatch.setattr(plan, "fnv1a", len)
    with pytest.raises(EngineError, match=r"takes `\w+` and `\w+` for one; rename one of them"):
        compile_firing(MASSAGE)
    monkeypatch.undo()
    assert plan.fnv1a("a") == 0xE40C292C


# ------------------------------------------------------------------------------------------------------- hard limits


def test_more_tests_on_one_fact_than_the_alpha_stack_holds() -> None:
    many = [Criterion(f"c{number}", Keyword.WEIGH, word(f"w{number}", "yes")) for number in range(150)]
    assert standings({f"w{number}": "yes" for number in range(150)}, *many) == [Standing.MET] * 150


def test_more_derived_facts_than_a_join_holds() -> None:
    names = [f"d{number}" for number in range(30)]
    tested = program(
        Criterion("every", Keyword.REQUIRE, All(tuple(word(name, "yes") for name in names))),
        derived=tuple(Derived(name, word(f"w{name}", "yes"), word(f"w{name}", "no")) for name in names),
    )
    for last in ("yes", "no", "?"):
        values = dict.fromkeys((f"w{name}" for name in names), "yes") | ({} if last == "?" else {"wd29": last})
        if last == "?":
            del values["wd29"]
        assert compile_firing(tested)(values).findings == reference(tested, values).findings


def test_more_unknown_facts_than_existence_tests_are_allowed() -> None:
    many = [Criterion(f"c{number}", Keyword.REQUIRE, word(f"w{number}", "yes")) for number in range(200)]
    assert standings({}, *many) == [Standing.NOT_DOCUMENTED] * 200


def test_more_rules_on_one_test_than_a_node_holds() -> None:
    many = [Criterion(f"c{number}", Keyword.WEIGH, word("same", "yes")) for number in range(300)]
    assert standings({"same": "yes"}, *many) == [Standing.MET] * 300


def test_more_facts_in_one_criterion_than_a_fact_has_properties() -> None:
    every = weigh(All(tuple(word(f"w{number}", "yes") for number in range(300))))
    assert standings({f"w{number}": "yes" for number in range(300)}, every) == [Standing.MET]


def test_more_rules_than_a_ruleset_holds_is_refused_at_load() -> None:
    many = [Criterion(f"c{number}", Keyword.WEIGH, word(f"w{number}", "yes")) for number in range(1400)]
    with pytest.raises(EngineError, match=r"guideline `sample`: it needs 42\d\d rules and 4096 is the most; split"):
        compile_firing(program(*many))


@pytest.mark.parametrize(
    ("limit", "message"),
    [("MOST_FIELDS", r"one step tests \d+ fields and 2 is the most"), ("MOST_SIBLINGS", "is the most; split")],
)
def test_limits_that_the_plan_keeps_below_are_checked_all_the_same(
    limit: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, limit, 2)
    with pytest.raises(EngineError, match=message):
        compile_firing(MASSAGE)


@pytest.mark.parametrize(
    ("tested", "message"),
    [
        (program(stages=()), "it has no stage"),
        (program(weigh(word("a", "b")), weigh(word("a", "b"))), "criterion `tested` stands 2 times"),
        (program(stages=(Stage("s", word("a", "b")), Stage("s", None))), "stage `s` stands 2 times"),
        (
            program(lifts=(Lift("l", word("a", "b"), frozenset({"x"})),) * 2),
            "exception `l` stands 2 times; rename or remove one",
        ),
        (
            program(derived=(Derived("a", word("b", "yes"), AnyOf(())), Derived("b", word("c", "yes"), AnyOf(())))),
            "`a` uses `b` before it is derived",
        ),
    ],
)
def test_programs_that_no_evaluator_may_run(tested: Any, message: str) -> None:
    for make in (compile_firing, compile_direct):
        with pytest.raises(EngineError, match=f"guideline `sample`: .*{message}"):
            make(tested)


# --------------------------------------------------------------------------------------- errors, threads, processes


def test_host_is_discarded_after_an_error() -> None:
    host = Host("again", [rule({"step": 1}), rule({"step": 2})])

    def stumble(number: int) -> str | None:
        if number:
            raise ValueError
        return '{"step":2}'

    with pytest.raises(ValueError):  # noqa: PT011 - it has no text
        host.run('{"step":1}', stumble)
    fired: list[int] = []
    host.run('{"step":1}', _noting(fired))
    assert fired == [0]


@pytest.mark.parametrize("fact", ["not json", '{"step":1', '{"step":[}', '{"step":9}'])
def test_what_the_engine_refuses_is_an_engine_error_and_the_host_recovers(fact: str) -> None:
    host = Host("refusing", [rule({"step": 1})])
    with pytest.raises(EngineError, match=r"guideline `refusing`: durable-rules failed: .*use `--engine direct`"):
        host.run(fact, lambda _: None)
    fired: list[int] = []
    host.run('{"step":1}', _noting(fired))
    assert fired == [0]


def test_rules_that_the_engine_refuses_are_an_engine_error() -> None:
    with pytest.raises(EngineError, match="its rules were refused"):
        Host("misspelt", [rule({"$lee": {"step": 1}})])


def test_duplicate_fact_is_an_error() -> None:
    host = Host("twice", [rule({"step": 1})])
    with pytest.raises(EngineError, match="a fact was not taken"):
        host.run('{"step":1}', lambda _: '{"step":1}')


def test_eight_threads() -> None:
    evaluate = evaluator(MASSAGE, "firing")
    cases: list[Case] = [{"visits": Interval(number, number), "earlier": "yes"} for number in range(12)]
    expected = [reference(MASSAGE, values).findings for values in cases]
    wrong: list[int] = []

    def work() -> None:
        turns = [number % 12 for number in range(500)]
        wrong.extend(turn for turn in turns if evaluate(cases[turn]).findings != expected[turn])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_fork() -> None:
    script = """
import os
evaluate = evaluator(MASSAGE)
before = evaluate({"visits": Interval(6, 6)})
child = os.fork()
if child == 0:
    os._exit(0 if evaluate({"visits": Interval(6, 6)}) == before else 1)
print(os.waitpid(child, 0)[1], evaluate({"visits": Interval(6, 6)}) == before)
"""
    assert alone(script).split() == ["0", "True"]


def test_same_trace_under_every_hash_seed() -> None:
    script = """
print(evaluator(MASSAGE)({"visits": Interval(7, 7), "earlier": "yes", "flare": "yes", "infection": "yes"}))
"""
    assert len({alone(script, seed=seed) for seed in ("0", "1", "42")}) == 1


def test_no_warning_even_as_an_error() -> None:
    assert alone("print(evaluator(MASSAGE, 'firing')({}).basis)", "-W", "error").strip() == "not_documented"


def test_engine_imports_without_durable_rules() -> None:
    script = """
import sys
assert "durable_rules_engine" not in sys.modules
sys.modules["durable_rules_engine"] = None
evaluate = evaluator(MASSAGE)
print(evaluate.engine_used, evaluate({}).basis)
try:
    evaluator(MASSAGE, "firing")
except Exception as error:
    print(error)
"""
    first, second = alone(script).splitlines()
    assert first == "direct not_documented"
    assert second.startswith("durable-rules could not be imported (")


def test_rulesets_are_freed_with_their_host() -> None:
    engine = durable_host.engine_module()
    host = Host("freed", [rule({"step": 1})])
    handle = host._handle
    del host
    with pytest.raises(engine.error):
        engine.assert_fact(handle, '{"step":1}')
