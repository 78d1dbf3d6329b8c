"""Markdown in small parts: escaped text, links and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.render.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Marks that would change how words of a letter look; `_` only where it could open or close emphasis.
_SPECIAL = re.compile(r"([\\`*#<>\[\]|~&]|(?<!\w)_|_(?!\w))")
_SPECIAL_OF_OURS = re.compile(r"([\\*<>\[\]|~]|(?<!\w)_|_(?!\w))")


def escaped(text: str) -> str:
    """Text of others on one line, of which no character is taken for a mark."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def prose(text: str) -> str:
    """Text of a rule file on one line; names in backticks stay names."""
    return _SPECIAL_OF_OURS.sub(r"\\\1", one_line(text))


def link(text: str, target: str) -> str:
    """A link to a file or a page."""
    return f"[{prose(text)}]({target})"


def bullet(text: str, *below: str) -> Iterator[str]:
    """One point of a list, and the points under it; empty ones are left out."""
    yield f"- {text}"
    yield from (f"  - {each}" for each in below if each)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table with a blank line before it; cells are Markdown already. Nothing where there is no row."""
    body = list(rows)
    if body:
        yield from ("", _row(heads), _row(["---"] * len(heads)), *map(_row, body))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
