"""Cost per item as the library grows from 12 to 150 guidelines: `python -m benchmarks.growth`.

Two questions, because the answers differ. *Same items*: the items of twelve guidelines, while twelve or 150 are
loaded; this is what one letter or one treatment sees, and the budget (at most 20 % more) is on it. *Spread*: each item
for another guideline in turn, so that every item finds the caches of the processor cold: the worst order there is.
All libraries are loaded at once and their rounds interleaved. Load is the time to compile a whole library, which a
check never does: it compiles the guidelines that its letter needs.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.items import timed
from benchmarks.workload import cases, guideline
from engine.inference import Evaluator, evaluator

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALL, LARGE = 12, 150
ITEMS = 1500
ROUNDS = 6
ALLOWED = 1.2


def resident_mb() -> float:
    """Memory of this process, in MB (Linux; 0 elsewhere)."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6
    except OSError:
        return 0.0


def loaded(engine: str, size: int) -> list[Evaluator]:
    """A library of its own, compiled; prints what that took."""
    before, began = resident_mb(), perf_counter()
    library = [evaluator(guideline(f"sample_{number}"), engine) for number in range(size)]
    took, grown = perf_counter() - began, resident_mb() - before
    print(f"{engine:7}{size:4} guidelines: load {took:6.3f} s ({1000 * took / size:4.1f} ms each), {grown:6.1f} MB")
    return library


def turns(library: Sequence[Evaluator]) -> list[tuple[Evaluator, Any]]:
    """Each case with the next guideline of the library."""
    return [(library[number % len(library)], case) for number, case in enumerate(cases(ITEMS))]


def main() -> None:
    """Measure and print, engine by engine."""
    for engine in ("firing", "direct", "both"):
        small, large = loaded(engine, SMALL), loaded(engine, LARGE)
        rows = {"alone": turns(small), "same items": turns(large[:SMALL]), "spread": turns(large)}
        times: dict[str, list[float]] = {name: [] for name in rows}
        for _ in range(ROUNDS):
            for name, row in rows.items():
                times[name] += timed(lambda turn: turn[0](turn[1]), row)
        base = median(times["alone"])
        for name, found in times.items():
            ratio = median(found) / base
            judged = "" if name != "same items" else ("  within 1.2" if ratio <= ALLOWED else "  OVER 1.2")
            print(f"{engine:7}  {name:11} p50 {median(found):6.1f} us, ratio {ratio:.2f}{judged}")


if __name__ == "__main__":
    main()
