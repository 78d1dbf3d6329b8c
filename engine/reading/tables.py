"""Tables of requests and decisions: which lines are their rows, how much a row asks for, and whether it was granted.

A table begins with a line whose cells name its columns (`rules/lexicon/table-heads.yaml`); its rows follow as long as
the lines have cells. Cells are parted by bars, by wide gaps or, in a list exported by a program, by commas.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engine import rule_files
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WORD = re.compile(r"[a-z][a-z'-]*")
_RULE = re.compile(r"[\s|+=_-]*\Z")
_COUNT = re.compile(r"#?\s*\(?(?P<n>\d{1,4})\)?(?!\d|\s?(?:mg|mcg|%|/))")
_FIGURE = re.compile(r"\d")
_BRACKETED = re.compile(r"\([^)]*\)")
_TICKED = re.compile(r"[\[(]?\s?[xX\u2713\u2714\u2611\u2612]\s?[\])]?\Z")
_OUTCOMES = frozenset({"granted", "refused", "changed"})
_DENYING = frozenset({"not", "non", "un"})
_NUMBERS = frozenset({"#", "no", "#s", "nr"})
_FEWEST_COMMAS = 3
_FEWEST_CELLS = 2
_PATIENCE = 2
_TIME = "time"
_DAY = re.compile(
    r"\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?(?:\s?\d{1,4}(?:,?\s\d{4})?)?",
    re.IGNORECASE,
)


class Row(NamedTuple):
    """One row: the count in its column of quantities, and whether its columns of outcomes show it granted whole."""

    quantity: int | None
    granted: bool


def rows(lines: Sequence[str]) -> Mapping[int, Row]:
    """The rows of requests among the lines of a document, by the number of the line."""
    found: dict[int, Row] = {}
    head: list[str] = []
    by_comma, missed = False, 0
    for number, line in enumerate(lines):
        if not head and "\t" not in line and "|" not in line and not _listed(line):
            continue
        roles = _roles(_cells(line, by_comma=_listed(line)))
        cells = _cells(line, by_comma=by_comma)
        if roles:
            head, by_comma, missed = roles, _listed(line), 0
        elif head and len(cells) >= (len(head) - 1 if by_comma else len(head) if missed else _FEWEST_CELLS):
            found[number], missed = _row(cells, head), 0
        elif head and not _RULE.match(line):
            missed += 1
            head = head if missed < _PATIENCE else []
    return found


def measured_rows(lines: Sequence[str]) -> frozenset[int]:
    """The lines below a head whose columns are times, as long as they have cells: "28 Jan | 16 Mar", "intake | now"."""
    found = set[int]()
    inside = False
    for number, line in enumerate(lines):
        if "\t" not in line and "|" not in line:
            inside = inside and bool(_RULE.match(line)) and bool(line)
            continue
        cells = [cell for cell in _cells(line, by_comma=False) if cell]
        if _heads_times(cells):
            inside = True
        elif inside or sum(_is_dated(cell) for cell in cells) >= _FEWEST_CELLS:
            found.add(number)
    return frozenset(found)


def _heads_times(cells: Sequence[str]) -> bool:
    """Whether the cells, all but perhaps the first, name times and nothing else, two of them or more."""
    times = [_is_time(cell) for cell in cells]
    return sum(times) >= _FEWEST_CELLS and all(times[1:]) and not any(":" in cell for cell in cells)


def _is_dated(cell: str) -> bool:
    """Whether a cell opens with its own day: "4/25: three a day"."""
    day = _DAY.match(cell)
    return day is not None and cell[day.end() : day.end() + 1] == ":"


def _is_time(cell: str) -> bool:
    words = _WORD.findall(_DAY.sub("", cell).lower())
    return bool(cell) and (bool(words) or cell != _DAY.sub("", cell)) and set(words) <= _heads()[_TIME]


def _listed(line: str) -> bool:
    return line.count(",") >= _FEWEST_COMMAS and "\t" not in line and "|" not in line


def _cells(line: str, *, by_comma: bool) -> list[str]:
    if by_comma and "\t" not in line and "|" not in line:
        return [part.strip() for part in line.split(",")]
    inner = line.strip(" \t")
    return [part.strip() for part in inner.removeprefix("|").removesuffix("|").split("|" if "|" in line else "\t")]


def _roles(cells: Sequence[str]) -> list[str]:
    """The roles of the columns that a line names; nothing where the line is no head of a table of requests."""
    if len(cells) < _FEWEST_CELLS or any(len(cell.split()) > 4 or any(map(str.isdigit, cell[:-1])) for cell in cells):
        return []
    roles = list(_named(cells))
    kinds = {role for role in roles if role}
    if len(kinds & _OUTCOMES) >= _FEWEST_CELLS and kinds <= {*_OUTCOMES, "quantity"} and all(roles):
        return ["item", *roles]  # the column of what is asked for has no name of its own
    asks = "item" in kinds and bool(kinds & {"quantity", "granted", "refused", "outcome"})
    known = sum(1 for role in roles if role)
    return roles if asks and "date" not in kinds and 2 * known >= len(roles) else []


def _named(cells: Sequence[str]) -> Iterator[str]:
    """One role for each cell; a second column that would be the item counts what is asked."""
    seen = set[str]()
    for cell in cells:
        said = set(_WORD.findall(cell.lower()))
        if said & _DENYING and said & _heads()["granted"]:
            said = said - _heads()["granted"] | {"refused"}
        fitting = [role for role, words in _heads().items() if role != _TIME and words & said]
        role = next((each for each in fitting if each not in seen or each == "other"), "")
        numbers = cell.strip().lower().strip(".") in _NUMBERS
        role = ("quantity" if seen else "other") if numbers else role
        seen.add(role)
        yield role


def _row(cells: Sequence[str], head: Sequence[str]) -> Row:
    if len(cells) != len(head):
        at = head.index("quantity") if "quantity" in head else len(cells)
        return Row(_count(cells[at]) if at < len(cells) and cells[at].isdigit() else None, granted=False)
    by_role = {role: cell for role, cell in zip(head, cells, strict=True) if role}
    quantity = _count(by_role.get("quantity", ""))
    granted, refused = _count(by_role.get("granted", "")), _count(by_role.get("refused", ""))
    whole = quantity is not None and granted == quantity
    checked = _TICKED.match(by_role.get("granted", "")) is not None
    return Row(quantity, granted=whole or checked or (refused == 0 and granted is not None))


def _count(cell: str) -> int | None:
    """The one count of a cell, what stands in brackets apart; nothing where it has several figures."""
    match = _COUNT.match(cell)
    return int(match["n"]) if match and not _FIGURE.search(_BRACKETED.sub("", cell[match.end() :])) else None


@lru_cache(maxsize=1)
def _heads() -> Mapping[str, frozenset[str]]:
    data = rule_files.read(rules_folder() / "lexicon" / "table-heads.yaml").data
    return {role: frozenset(words.split()) for role, words in data["roles"].items()}
