"""Answers as Markdown, for a file note or an appeal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.render.words import one_line, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.render.report import Block, Entry, Report, Section

# Marks that would change how words of a letter look; `_` only where it could open or close emphasis.
_SPECIAL = re.compile(r"([\\`*#<>\[\]|~&]|(?<!\w)_|_(?!\w))")


def render(report: Report) -> str:
    """A report as Markdown that ends with a line break."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {_text(report.name)}"
    for block in report.blocks:
        yield from _block(block)
    for section in report.sections:
        yield from _section(section, "##")
    yield ""
    yield f"*{_text(report.colophon)}*"


def _block(block: Block) -> Iterator[str]:
    yield ""
    yield f"## {block.number}. {_text(block.title)}: {block.answer}"
    if block.asked:
        yield ""
        yield _text(block.asked)
    for section in block.sections:
        yield from _section(section, "###")


def _section(section: Section, level: str) -> Iterator[str]:
    if section.heading:
        yield ""
        yield f"{level} {section.heading}"
    for paragraph in section.paragraphs:
        yield ""
        yield _text(paragraph)
    if section.points or section.entries:
        yield ""
    yield from (f"- {_text(point)}" for point in section.points)
    for entry in section.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    mark = f"**{entry.mark}** " if entry.mark else ""
    yield f"- {mark}{_text(entry.head)}"
    yield from (f"  - {_text(line)}" for line in entry.lines)
    yield from (f"  - “{_text(quote.quote)}” ({place(quote)})" for quote in entry.quotes)


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))
