"""Time of one item, rules only, in each evaluator and in zen-engine on the same rules: `python -m benchmarks.items`.

Rounds are interleaved and every call is timed by itself, so that a busy machine disturbs all alike; the medians and
their ratios are what to read.
"""

from __future__ import annotations

import argparse
import sys
from statistics import median, quantiles
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

from benchmarks.workload import cases, guideline
from benchmarks.zen import compile_zen, expected
from engine.inference import evaluator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BUDGET_US = {"firing": 1000.0, "direct": 10.0}


def timed(call: Callable[[Any], object], inputs: Sequence[Any]) -> list[float]:
    """Microseconds of each call."""
    found: list[float] = []
    for item in inputs:
        began = perf_counter_ns()
        call(item)
        found.append((perf_counter_ns() - began) / 1000)
    return found


def contenders() -> dict[str, Callable[[Any], Any]]:
    """The evaluators by name; zen-engine only where it is installed."""
    program = guideline()
    found: dict[str, Callable[[Any], Any]] = {name: evaluator(program, name) for name in ("firing", "direct", "both")}
    try:
        found["zen-engine"] = compile_zen(program)
    except ImportError:
        sys.stderr.write("zen-engine is not installed (`pip install .[bench]`); it is left out\n")
    return found


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--cases", type=int, default=500)
    options = parser.parse_args()
    drawn = cases(options.cases)
    engines = contenders()
    for case in drawn:
        verdict = engines["direct"](case)
        assert engines["both"](case).findings == verdict.findings
        assert "zen-engine" not in engines or engines["zen-engine"](case) == expected(verdict)
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(options.rounds):
        for name, engine in engines.items():
            times[name] += timed(engine, drawn)
    fired = median(len(engines["firing"](case).trace) for case in drawn)
    print(f"{options.cases} cases x {options.rounds} rounds, results equal; {fired:.0f} rules fire in the median case")
    base = median(times["zen-engine"]) if "zen-engine" in times else None
    print("evaluator     p50 us   p99 us   to direct  to zen-engine  budget us")
    for name, found in times.items():
        to_zen = f"{median(found) / base:13.2f}" if base else f"{'-':>13}"
        ratio = median(found) / median(times["direct"])
        budget = f"{BUDGET_US[name]:.0f}" if name in BUDGET_US else "-"
        print(f"{name:12}{median(found):8.1f}{quantiles(found, n=100)[98]:9.1f}{ratio:12.1f}  {to_zen}  {budget:>9}")


if __name__ == "__main__":
    main()
