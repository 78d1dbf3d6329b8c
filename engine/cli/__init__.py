"""The command `upheld`."""

from __future__ import annotations

import sys


def main() -> None:
    """Say that no command is there yet, and exit with status 2."""
    sys.exit("upheld: no command is built in this checkout yet")
