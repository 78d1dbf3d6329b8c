"""Patterns compiled when they are first used: the larger take milliseconds each, and a letter needs few of them."""

from __future__ import annotations

import re
from typing import Any, cast


def lazily(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as `re.compile` gives it, compiled on first use; what is wrong with its source is told then."""
    return cast("re.Pattern[str]", _Lazily(source, flags))


class _Lazily:
    """Stands in for a pattern; each method that was asked for once is its own from then on."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found
