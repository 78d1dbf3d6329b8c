"""A program in durable-rules: forward chaining decides, and the chain that fired is kept as the trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import EngineError
from engine.inference.branches import word_field
from engine.inference.durable_host import Host
from engine.inference.groups import Role
from engine.inference.tables import Tables, counts, piece
from engine.program import BASIS_ORDER, Basis, Verdict
from engine.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.conditions import Values
    from engine.inference.plan import Rule, Step
    from engine.program import Fired, Program

_BASES: tuple[Basis, ...] = tuple(basis for basis in BASIS_ORDER if basis is not Basis.MET)


def compile_firing(program: Program) -> FiringEvaluator:
    """A program made ready for durable-rules; raises EngineError where it exceeds a hard limit of the engine."""
    return FiringEvaluator(program)


class FiringEvaluator:
    """A program in the engine; safe to call from several threads, which take turns."""

    def __init__(self, program: Program) -> None:
        self._tables = Tables(program)
        self._host = Host(program.guideline, self._tables.bodies)

    def evaluate(self, values: Values) -> Verdict:
        """The verdict on settled values, with its trace.

        Raises EngineError where a value cannot be compared or the engine fails.
        """
        run = _Run(self._tables, values)
        self._host.run(run.next_fact() or "", run.fire)
        return run.verdict()

    __call__ = evaluate


class _Run:
    """One evaluation: what has fired so far, and the steps that are still ahead."""

    __slots__ = ("_ahead", "_failed", "_fields", "_lifted", "_stage", "_tables", "_trace", "_waiting", "_won")

    def __init__(self, tables: Tables, values: Values) -> None:
        self._tables = tables
        self._fields = tables.fields(values)
        self._ahead: Iterator[Step] = iter(tables.plan.before)
        self._waiting = 0
        self._won: dict[int, Rule] = {}
        self._trace: list[Fired] = []
        self._stage = ""
        self._failed: tuple[str, ...] = ()
        self._lifted: tuple[tuple[str, str], ...] = ()

    def fire(self, number: int) -> str | None:
        """Note what a rule establishes; the fact of the next step, as JSON, when this step is complete."""
        rule = self._tables.rules[number]
        known = self._won.get(rule.group)
        if known is not None:
            self._check_same(known, rule)
            return None
        self._won[rule.group] = rule
        self._trace.append(rule.way.fired)
        self._waiting -= 1
        if rule.way.word:
            self._establish(rule)
        return None if self._waiting else self.next_fact()

    def next_fact(self) -> str | None:
        """The fact of the step that now begins, as JSON; nothing after the outcome."""
        step = next(self._ahead, None)
        if step is None:
            return None
        self._waiting = len(step.groups)
        if step is self._tables.plan.outcome:
            self._tally()
        return self._tables.fact(step, self._fields)

    def _check_same(self, known: Rule, rule: Rule) -> None:
        """A rule may fire once for each branch that matches; two rules of one group may not fire."""
        if known is not rule:
            raise self._broken(f"both `{known.way.fired.rule}` and `{rule.way.fired.rule}` fired")

    def _broken(self, what: str) -> EngineError:
        guideline = self._tables.program.guideline
        return EngineError(f"guideline `{guideline}`: {what}; use `--engine direct` and report it")

    def _establish(self, rule: Rule) -> None:
        """A derived fact gets its value; a chosen stage brings its criteria."""
        plan = self._tables.plan
        group = plan.groups[rule.group]
        if group.role is Role.STAGE:
            self._stage = rule.way.word
            self._ahead = iter((*plan.criteria[self._stage], plan.outcome))
        else:
            field = word_field(group.id)
            self._fields[field] = piece(field, rule.way.word)

    def _tally(self) -> None:
        """Count, for the outcome to fire on, the failures that no exception lifts."""
        lifts: dict[str, str] = {}
        for group, index in self._tables.lifts:
            if self._won[index].way.standing is Standing.MET:
                lifts |= dict.fromkeys(group.names - lifts.keys(), group.id)
        left: dict[Basis, int] = dict.fromkeys(_BASES, 0)
        failed: list[str] = []
        lifted: list[tuple[str, str]] = []
        for name, index in self._tables.failable:
            won = self._won.get(index)
            if won is None or won.way.basis is None:
                continue
            if name in lifts:
                lifted.append((name, lifts[name]))
            else:
                failed.append(name)
                left[won.way.basis] += 1
        self._failed, self._lifted = tuple(failed), tuple(lifted)
        self._fields |= counts(left)

    def verdict(self) -> Verdict:
        """What has fired, as a verdict; raises EngineError where the chain stopped before an outcome."""
        won = self._won
        outcome = won.get(self._tables.plan.outcome.groups[0])
        if outcome is None or outcome.way.basis is None:
            raise self._broken("the chain stopped before an outcome")
        return Verdict(
            stage=self._stage,
            derived=tuple([(name, won[index].way.standing) for name, index in self._tables.derived]),
            standings=tuple(
                [(name, won[index].way.standing if index in won else None) for name, index in self._tables.criteria]
            ),
            failed=self._failed,
            lifted=self._lifted,
            basis=outcome.way.basis,
            trace=tuple(self._trace),
        )
