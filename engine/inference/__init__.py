"""The evaluators of a program: `firing` (durable-rules), `direct` (generated Python), and both held against each other.

An evaluator is compiled once for a program and kept; compiling happens when one is first asked for, so that a check
pays only for the guidelines that its letter needs.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from engine.errors import Disagreement, EngineError
from engine.inference.checks import check
from engine.inference.direct import compile_direct
from engine.inference.durable_host import engine_module
from engine.inference.firing import compile_firing

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.conditions import Values
    from engine.program import Program, Verdict

__all__ = ["ENGINES", "FALLBACK", "Evaluator", "available", "check", "engine_used", "evaluator"]

ENGINES = ("both", "firing", "direct")
"""What `--engine` takes."""

FALLBACK = "durable-rules could not be imported; the direct evaluator answered alone"
"""What the caller says, on standard error, when `engine_used` is not the engine that was asked for."""

_KEPT = 1024
_cache: OrderedDict[tuple[int, str], Evaluator] = OrderedDict()


class Evaluator:
    """A program made ready: called with settled values, it gives the verdict."""

    def __init__(self, program: Program, engine_used: str) -> None:
        self.program = program
        self.engine_used = engine_used
        """The engine that answers: `direct` where `both` was asked for and durable-rules cannot be imported."""
        self._evaluate = _COMPILERS[engine_used](program)

    def __call__(self, values: Values) -> Verdict:
        """The verdict on settled values.

        Raises EngineError where a value cannot be compared or the engine fails, and Disagreement where `both` differ.
        """
        return self._evaluate(values)


def available() -> bool:
    """Whether durable-rules can be imported here."""
    try:
        engine_module()
    except EngineError:
        return False
    return True


def engine_used(engine: str) -> str:
    """The engine that answers when `engine` is asked for; only `both` falls back. Raises EngineError for no engine."""
    if engine not in ENGINES:
        raise EngineError(f"there is no engine `{engine}`; use one of `{'`, `'.join(ENGINES)}`")
    return "direct" if engine == "both" and not available() else engine


def evaluator(program: Program, engine: str = "both") -> Evaluator:
    """The evaluator of a program, compiled on first use and kept.

    Raises EngineError where the program cannot be run by that engine.
    """
    # A program is a large value to hash, so it is known by identity; the kept evaluator keeps it alive.
    key = (id(program), engine)
    found = _cache.get(key)
    if found is None:
        found = _cache[key] = Evaluator(program, engine_used(engine))
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return found


def _compile_both(program: Program) -> Callable[[Values], Verdict]:
    firing, direct = compile_firing(program).evaluate, compile_direct(program)

    def evaluate(values: Values) -> Verdict:
        fired, reckoned = firing(values), direct(values)
        if fired.findings != reckoned.findings:
            raise Disagreement(disagreement(program, fired, reckoned))
        return fired

    return evaluate


def disagreement(program: Program, fired: Verdict, reckoned: Verdict) -> str:
    """What the user reads when the evaluators differ: the guideline, and each finding that differs, from both."""
    names = ("stage", "derived", "standings", "failed", "lifted", "basis")
    pairs = zip(names, fired.findings, reckoned.findings, strict=True)
    parts = [f"{name}: firing says `{a}`, direct says `{b}`" for name, a, b in pairs if a != b]
    return f"guideline `{program.guideline}`: the evaluators disagree; " + "; ".join(parts) + "; report this"


_COMPILERS: dict[str, Callable[[Program], Callable[[Values], Verdict]]] = {
    "direct": compile_direct,
    "firing": lambda program: compile_firing(program).evaluate,
    "both": _compile_both,
}
