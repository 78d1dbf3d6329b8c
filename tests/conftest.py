"""Hypothesis searches afresh on a developer's machine and repeats itself in CI; nowhere does it race a clock."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Deadlines and slowness measure the machine, which other work shares; benchmarks/ measures the program.
_no_clock = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("local", _no_clock)
settings.register_profile("ci", _no_clock, derandomize=True, print_blob=True)
# Tests must see what the program works out, in this process and in those that they start, not what one before them did.
os.environ["UPHELD_CACHE"] = "off"
settings.load_profile("ci" if os.environ.get("CI") else "local")
