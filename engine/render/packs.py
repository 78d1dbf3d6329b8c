"""Answers under several packs side by side: one row an item, one column a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.rationale import say_item
from engine.render.words import plain

if TYPE_CHECKING:
    from engine.recommendation import CheckResult, Recommendation

WIDTH = 44


def compare_packs(results: dict[str, CheckResult]) -> str:
    """A table of outcomes and bases; every result holds the same items in the same order."""
    items = next(iter(results.values())).items
    heads = ("item", *results)
    rows = [heads, *(_row(number, item, results) for number, item in enumerate(items))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines) + "\n"


def _row(number: int, item: Recommendation, results: dict[str, CheckResult]) -> tuple[str, ...]:
    name = f"{number + 1}. {say_item(item)}"
    short = name if len(name) <= WIDTH else name[: WIDTH - 1].rstrip() + "…"
    return (short, *(_cell(result.items[number]) for result in results.values()))


def _cell(item: Recommendation) -> str:
    outcome = plain(item.outcome.value)
    return outcome if item.basis in {"not_covered", "met"} else f"{outcome} ({plain(item.basis)})"
