"""Answers as text that a person can read aloud; colour only where a terminal shows it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.recommendation import Outcome
from engine.render.words import one_line, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.recommendation import Quote
    from engine.render.report import Block, Entry, Report, Section

WIDTH = 100
"""Columns of text that does not go to a terminal."""
_INDENT = "   "
_MARKS = {"met": "+", "not met": "x", "not documented": "?", "not applicable": "-", "": "-"}
_COLOURS = {"met": "32", "not met": "31", "not documented": "33", "not applicable": "2", "": ""}
_OUTCOME_COLOURS = {Outcome.UPHELD: "1;31", Outcome.OVERTURNED: "1;32", Outcome.NOT_COVERED: "1;33"}
_BOLD, _DIM = "1", "2"
_MARK_WIDTH = 17


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written on: its width in columns, and whether it shows colour."""

    width: int = WIDTH
    colour: bool = False

    def paint(self, text: str, code: str) -> str:
        """Text in a colour or weight (an ANSI code), where there is any."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code else text

    def wrap(self, text: str, first: str, rest: str) -> list[str]:
        """Text in lines, the first and the others each with its own indent; words are never cut."""
        return textwrap.wrap(
            one_line(text),
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )


def render(report: Report, paper: Paper | None = None) -> str:
    """A report as text that ends with a line break."""
    return "\n".join(_lines(report, paper or Paper())) + "\n"


def _lines(report: Report, paper: Paper) -> Iterator[str]:
    yield paper.paint(report.name, _BOLD)
    for block in report.blocks:
        yield ""
        yield from _block(block, paper)
    for section in report.sections:
        yield ""
        yield from _section(section, paper, "")
    yield ""
    yield paper.paint(report.colophon, _DIM)


def _block(block: Block, paper: Paper) -> Iterator[str]:
    yield from _headline(f"{block.number}. {block.title}", block, paper)
    if block.asked:
        yield _INDENT + block.asked
    for section in block.sections:
        yield ""
        yield from _section(section, paper, _INDENT)


def _headline(title: str, block: Block, paper: Paper) -> Iterator[str]:
    """The item to the left, the answer to the right of its last line, or below where it does not fit."""
    lines = paper.wrap(title, "", _INDENT) or [title]
    yield from (paper.paint(line, _BOLD) for line in lines[:-1])
    answer = paper.paint(block.answer, _OUTCOME_COLOURS[block.outcome])
    gap = paper.width - len(lines[-1]) - len(block.answer)
    if gap >= 2:
        yield paper.paint(lines[-1], _BOLD) + " " * gap + answer
    else:
        yield paper.paint(lines[-1], _BOLD)
        yield _INDENT + answer


def _section(section: Section, paper: Paper, indent: str) -> Iterator[str]:
    if section.heading:
        yield indent + paper.paint(section.heading, _BOLD)
    for paragraph in section.paragraphs:
        yield from paper.wrap(paragraph, indent, indent)
    for point in section.points:
        yield from paper.wrap(point, f"{indent}- ", f"{indent}  ")
    for entry in section.entries:
        yield from _entry(entry, paper, indent)


def _entry(entry: Entry, paper: Paper, indent: str) -> Iterator[str]:
    lead = f"{_MARKS[entry.mark]} {entry.mark}".ljust(_MARK_WIDTH) if entry.mark else "- "
    inner = indent + " " * len(lead)
    first, *rest = paper.wrap(entry.head, indent + lead, inner) or [indent + lead]
    yield indent + paper.paint(lead, _COLOURS[entry.mark]) + first[len(indent + lead) :]
    yield from rest
    for line in entry.lines:
        yield from paper.wrap(line, inner, inner)
    for quote in entry.quotes:
        yield from (paper.paint(line, _DIM) for line in _quote(quote, paper, inner))


def _quote(quote: Quote, paper: Paper, indent: str) -> list[str]:
    return paper.wrap(f"“{one_line(quote.quote)}” ({place(quote)})", indent, indent + "  ")
