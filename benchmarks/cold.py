"""Wall time of a cold `upheld check LETTER`, letter to recommendation: `python -m benchmarks.cold LETTER`.

A new process each time, with the files in the cache of the system; the budget is 0.35 s. `--imports` also prints the
slowest imports of one run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from statistics import median
from time import perf_counter

BUDGET_S = 0.35


def once(command: list[str]) -> float:
    """Seconds of one run; stops the benchmark where the command fails."""
    began = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    took = perf_counter() - began
    if done.returncode != 0:
        raise SystemExit(f"`{' '.join(command)}` ended with {done.returncode}:\n{done.stderr}")
    return took


def slowest_imports(letter: str, engine: str) -> list[str]:
    """The imports that take longest with all they import, in the words of Python's own report."""
    command = [sys.executable, "-X", "importtime", "-m", "engine.cli", "check", letter, "--engine", engine]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:") and "cumulative" not in line]
    return sorted(lines, key=lambda line: int(line.split("|")[1]), reverse=True)[:25]


def main() -> None:
    """Measure and print; bare Python is measured beside, because much of a cold start is not ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("letter")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--engine", default="both")
    parser.add_argument("--imports", action="store_true")
    options = parser.parse_args()
    check = [sys.executable, "-m", "engine.cli", "check", options.letter, "--engine", options.engine]
    once(check)
    ours, bare = [], []
    for _ in range(options.rounds):
        ours.append(once(check))
        bare.append(once([sys.executable, "-c", "pass"]))
    judged = "within" if median(ours) <= BUDGET_S else "OVER"
    print(f"check: median {median(ours):.3f} s, best {min(ours):.3f} s, {judged} the budget of {BUDGET_S} s")
    print(f"bare Python: median {median(bare):.3f} s; ratio {median(ours) / median(bare):.1f}")
    if options.imports:
        print("\n".join(slowest_imports(options.letter, options.engine)))


if __name__ == "__main__":
    main()
