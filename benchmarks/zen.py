"""The same program as a decision of zen-engine (GoRules JDM), for comparison: one expression node over flat facts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.conditions import All, Atom, Interval, Op, atoms
from engine.inference.checks import FAR, UNKNOWN, conditions, numbers
from engine.program import BASIS_ORDER, FAILS, Keyword, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.conditions import Condition, Values
    from engine.program import Criterion, Program

RANK = {basis: rank for rank, basis in enumerate(BASIS_ORDER)}


def compile_zen(program: Program) -> Callable[[Values], tuple[Any, ...]]:
    """A function from values to (stage, standings, basis) as zen-engine has them; raises ImportError without it."""
    import zen  # noqa: PLC0415 - an extra

    decision = zen.ZenEngine().create_decision(json.dumps(_graph(program)))
    numeric = numbers(program)
    facts = sorted({atom.fact for tree in conditions(program) for atom in atoms(tree)})
    words = [fact for fact in facts if fact not in numeric and fact not in {item.name for item in program.derived}]
    ids = [f"c{index}" for index, _ in enumerate(program.criteria)]

    def evaluate(values: Values) -> tuple[Any, ...]:
        flat: dict[str, Any] = {word: values.get(word, UNKNOWN) for word in words}
        for fact in numeric:
            value = values.get(fact)
            known = value if isinstance(value, Interval) else Interval(None, None)
            flat[f"{fact}_low"] = -FAR if known.low is None else known.low
            flat[f"{fact}_high"] = FAR if known.high is None else known.high
        result = decision.evaluate(flat)["result"]
        return result["stage"], tuple([result[name] for name in ids]), BASIS_ORDER[int(result["rank"])]

    return evaluate


def expected(verdict: Any) -> tuple[Any, ...]:
    """What the function must give where an evaluator gives this verdict."""
    standings = tuple(-1 if standing is None else int(standing) for _, standing in verdict.standings)
    return verdict.stage, standings, verdict.basis


def _graph(program: Program) -> dict[str, Any]:
    rows = [{"id": str(at), "key": key, "value": text} for at, (key, text) in enumerate(_expressions(program))]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "rules", "name": "rules", "type": "expressionNode", "content": {"expressions": rows}},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [{"id": "1", "sourceId": "in", "targetId": "rules"}, {"id": "2", "sourceId": "rules", "targetId": "out"}]
    return {"nodes": nodes, "edges": edges}


def _expressions(program: Program) -> Iterator[tuple[str, str]]:
    made = {item.name for item in program.derived}
    for item in program.derived:
        yes, no = _standing(item.yes, made), _standing(item.no, made)
        yield item.name, f'({no}) == 2 ? "no" : (({yes}) == 2 ? "yes" : "{UNKNOWN}")'
    *tested, last = program.stages
    choice = json.dumps(last.name)
    for stage in reversed(tested):
        choice = f"({_standing(stage.when or All(()), made)}) == 2 ? {json.dumps(stage.name)} : ({choice})"
    yield "stage", choice
    for index, criterion in enumerate(program.criteria):
        yield f"c{index}", _criterion(criterion, made)
    for index, lift in enumerate(program.lifts):
        yield f"l{index}", f"({_standing(lift.when, made)}) == 2"
    yield "rank", f"min([{', '.join(_ranks(program))}])"


def _criterion(criterion: Criterion, made: set[str]) -> str:
    standing = _standing(criterion.holds, made)
    if criterion.keyword is Keyword.EXCLUDE:
        standing = f"2 - ({standing})"
    if criterion.stages is None:
        return standing
    return f"$.stage in {json.dumps(sorted(criterion.stages))} ? ({standing}) : -1"


def _ranks(program: Program) -> Iterator[str]:
    yield "0" if program.status is Status.NOT_RECOMMENDED else "5"
    for index, criterion in enumerate(program.criteria):
        lifted = [f"$.l{at}" for at, lift in enumerate(program.lifts) if criterion.id in lift.lifts]
        for (keyword, standing), basis in FAILS.items():
            if keyword is criterion.keyword:
                test = " and ".join([f"$.c{index} == {int(standing)}", *(f"not {lift}" for lift in lifted)])
                yield f"({test} ? {RANK[basis]} : 5)"


def _standing(condition: Condition, made: set[str]) -> str:
    if isinstance(condition, Atom):
        return _atom(condition, made)
    name = "min" if isinstance(condition, All) else "max"
    inner = ", ".join(f"({_standing(part, made)})" for part in condition.parts)
    return f"{name}([{inner}])" if condition.parts else ("2" if name == "min" else "0")


def _atom(atom: Atom, made: set[str]) -> str:
    low, high = f"{atom.fact}_low", f"{atom.fact}_high"
    if atom.op is Op.AT_MOST:
        return f"{low} > {atom.bound} ? 0 : ({high} <= {atom.bound} ? 2 : 1)"
    if atom.op is Op.AT_LEAST:
        return f"{high} < {atom.bound} ? 0 : ({low} >= {atom.bound} ? 2 : 1)"
    fact = f"$.{atom.fact}" if atom.fact in made else atom.fact
    return f'{fact} == "{UNKNOWN}" ? {int(atom.silent)} : ({fact} in {json.dumps(list(atom.words))} ? 2 : 0)'
