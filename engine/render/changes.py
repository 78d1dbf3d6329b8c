"""What would change an answer, read off its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.program import Keyword
from engine.recommendation import Outcome
from engine.standing import Standing

if TYPE_CHECKING:
    from engine.recommendation import Finding, Recommendation

_SILENT = Standing.NOT_DOCUMENTED.text
_MET = Standing.MET.text
_FAILS_WHEN_CONTRADICTED = {Keyword.REQUIRE.value, Keyword.PRESUME.value, Keyword.EXCLUDE.value}


def would_change(item: Recommendation) -> list[str]:
    """Sentences for one item: what would turn it, one criterion a sentence; empty where nothing was decided."""
    match item.outcome:
        case Outcome.UPHELD:
            return _to_overturn(item)
        case Outcome.OVERTURNED:
            return _to_uphold(item)
        case _:
            return []


def _to_overturn(item: Recommendation) -> list[str]:
    failing = [finding for finding in item.findings if finding.deciding]
    lines = [_cure(finding, item) for finding in failing]
    if len(failing) > 1:
        lines.append(f"all {len(failing)} must change: each alone keeps the answer")
    return lines


def _cure(finding: Finding, item: Recommendation) -> str:
    name = f"`{finding.criterion}`"
    if finding.keyword == "status":
        return f"{name}: one of the exceptions that the text names would have to be documented"
    if finding.standing == _SILENT:
        return f"{name}: the record would have to show it ({_says(finding)})"
    if finding.keyword == Keyword.LIMIT.value:
        fits = f"; {item.supportable:g} would fit" if item.supportable else ""
        return f"{name}: the request would have to stay within it ({_says(finding)}){fits}"
    if finding.keyword == Keyword.EXCLUDE.value:
        return f"{name}: the statement that excludes it would have to be wrong or out of date ({_says(finding)})"
    return f"{name}: later or better evidence would have to outweigh what speaks against it ({_says(finding)})"


def _to_uphold(item: Recommendation) -> list[str]:
    applying = [finding for finding in item.findings if not finding.lifted_by]
    shown = [finding for finding in applying if finding.keyword == Keyword.REQUIRE.value and finding.standing == _MET]
    limits = [finding for finding in applying if finding.keyword == Keyword.LIMIT.value and finding.standing == _MET]
    silent = [each for each in applying if each.standing == _SILENT and each.keyword in _FAILS_WHEN_CONTRADICTED]
    return [
        *(f"`{each.criterion}`: without what shows it, or with evidence against it ({_says(each)})" for each in shown),
        *(f"`{each.criterion}`: a larger request, or more already received ({_says(each)})" for each in limits),
        *(f"`{each.criterion}`: {_stated(each)}, on which the record is silent ({_says(each)})" for each in silent),
    ]


def _says(finding: Finding) -> str:
    return finding.says.rstrip(".")


def _stated(finding: Finding) -> str:
    return "a statement that it is so" if finding.keyword == Keyword.EXCLUDE.value else "a statement to the contrary"
