"""A cold `upheld check LETTER`, letter to recommendation: `python -m benchmarks.cold LETTER`.

A new process each time, with the files in the cache of the system; the budget is 0.35 s of wall time. *Kept*: as every
run but the first is, with what an earlier one kept (see "The cache" in `docs/architecture.md`). *First*: with nothing
kept, and keeping it. *Off*: with `UPHELD_CACHE=off`. On a machine that others use, too, processor time (of the user and
the system) is the steadier figure. `--imports` also prints the slowest imports of one run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

BUDGET_S = 0.35


def once(command: list[str], kept: str) -> tuple[float, float]:
    """Seconds of one run: wall, and processor; stops the benchmark where the command fails."""
    before, began = getrusage(RUSAGE_CHILDREN), perf_counter()
    environment = {**os.environ, "UPHELD_CACHE": kept}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - ours
    wall, after = perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"`{' '.join(command)}` ended with {done.returncode}:\n{done.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def slowest_imports(letter: str, engine: str) -> list[str]:
    """The imports that take longest with all they import, in the words of Python's own report."""
    command = [sys.executable, "-X", "importtime", "-m", "engine.cli", "check", letter, "--engine", engine]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:") and "cumulative" not in line]
    return sorted(lines, key=lambda line: int(line.split("|")[1]), reverse=True)[:25]


def main() -> None:
    """Measure and print; bare Python is measured beside, because only the ratio to it travels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("letter")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--engine", default="both")
    parser.add_argument("--imports", action="store_true")
    options = parser.parse_args()
    check = [sys.executable, "-m", "engine.cli", "check", options.letter, "--engine", options.engine]
    bare = [sys.executable, "-c", "pass"]
    rows: dict[str, list[tuple[float, float]]] = {"kept": [], "first": [], "off": [], "bare Python": []}
    with TemporaryDirectory() as kept:
        once(check, kept)
        for number in range(options.rounds):
            rows["kept"].append(once(check, kept))
            rows["first"].append(once(check, f"{kept}/{number}"))
            rows["off"].append(once(check, "off"))
            rows["bare Python"].append(once(bare, "off"))
    base = min(cpu for _, cpu in rows["bare Python"])
    for name, times in rows.items():
        wall, cpu = median(each for each, _ in times), min(each for _, each in times)
        judged = "" if name != "kept" else f", {'within' if wall <= BUDGET_S else 'OVER'} the budget of {BUDGET_S} s"
        print(f"{name:12} wall median {wall:.3f} s, cpu best {cpu:.3f} s, ratio to bare {cpu / base:4.0f}{judged}")
    if options.imports:
        print("\n".join(slowest_imports(options.letter, options.engine)))


if __name__ == "__main__":
    main()
