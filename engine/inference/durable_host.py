"""durable-rules, held on a short lead: one guideline's rules, one case at a time, every failure loud.

Only this module touches durable-rules. It drives the library's forward-chaining engine (the compiled module
`durable_rules_engine`) itself, instead of through the Python runner `durable.engine.Host`, because that runner starts
two background threads, swallows every exception of a consequent (even SystemExit), treats a consequent with a second
argument as asynchronous, and spends most of the time of a firing on JSON that nobody reads. What remains to be guarded
is said beside each guard.
"""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import finalize

from engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_SID = "0"  # durable-rules' state id where a fact names none; one is used for ever, as the 1,025th live one crashes


def engine_module() -> Any:
    """The compiled engine of durable-rules; raises EngineError where it is not installed or does not load."""
    try:
        import durable_rules_engine  # noqa: PLC0415 - `engine` must import where durable-rules cannot
    except ImportError as error:
        raise EngineError(f"durable-rules could not be imported ({error}); install it, or use `direct`") from error
    return durable_rules_engine


class Host:
    """The rules of one guideline in the engine.

    Rules are numbered as given, and the engine calls a consequent by that number. A host whose run failed in any way
    drops its ruleset and builds a new one for the next run: what the old one still holds cannot be trusted.
    """

    def __init__(self, name: str, rules: Sequence[Mapping[str, Any]]) -> None:
        """`rules` are bodies in durable-rules' JSON form. Raises EngineError where the engine refuses them."""
        self._name = name
        self._rules = json.dumps({str(number): rule for number, rule in enumerate(rules)})
        self._engine = engine_module()
        self._lock = Lock()
        self._handle: int | None = None
        self._build()

    def run(self, fact: str, fire: Callable[[int], str | None]) -> None:
        """Assert a fact (JSON) and call `fire` with the number of each rule that fires, until none is left.

        What `fire` returns is asserted as the next fact. Anything it raises is raised; EngineError where the engine
        itself fails.
        """
        with self._lock:
            try:
                self._run(fact, fire)
            except BaseException:
                self._free()
                self._handle = None
                raise

    def _run(self, fact: str, fire: Callable[[int], str | None]) -> None:
        engine = self._engine
        handle = self._build() if self._handle is None else self._handle
        try:
            state = self._add(handle, fact)
            started = engine.start_action_for_state(handle, state)
            # Deleting a state in which nothing fired crashes the interpreter, so it is not deleted then.
            if started is None:
                raise self._failed("no rule fired on the first fact")
            fired: str | None = started[1]
            while fired is not None:
                following = fire(int(fired[2 : fired.index('"', 2)]))
                if following is not None:
                    self._add(handle, following)
                fired = engine.complete_and_start_action(handle, state)
            engine.delete_state(handle, _SID)
        except (engine.error, MemoryError) as error:
            raise self._failed(str(error)) from error

    def _add(self, handle: int, fact: str) -> int:
        """Assert a fact; it must be new to the state, and some rule must match it."""
        status, state = self._engine.assert_fact(handle, fact)
        if status:
            raise self._failed(f"a fact was not taken (status {status})")
        return int(state)

    def _build(self) -> int:
        try:
            handle = int(self._engine.create_ruleset(self._name, self._rules))
        except (self._engine.error, MemoryError) as error:
            raise self._failed(f"its rules were refused ({error})") from error
        self._free = finalize(self, self._engine.delete_ruleset, handle)
        self._free.atexit = False
        self._handle = handle
        return handle

    def _failed(self, what: str) -> EngineError:
        instead = "use `--engine direct` and report it"
        return EngineError(f"guideline `{self._name}`: durable-rules failed: {what}; {instead}")
