"""Stretches of text that do not overlap."""

from __future__ import annotations

from bisect import bisect_left, insort


class Occupied:
    """The stretches taken so far; asking whether another is free costs the same however many there are."""

    def __init__(self) -> None:
        self._taken: list[tuple[int, int]] = []

    def take(self, start: int, end: int) -> bool:
        """Take a stretch if it overlaps none taken before; tells whether it was free."""
        at = bisect_left(self._taken, (start, end))
        if at < len(self._taken) and self._taken[at][0] < end:
            return False
        if at and self._taken[at - 1][1] > start:
            return False
        insort(self._taken, (start, end))
        return True
