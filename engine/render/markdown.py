"""Answers as Markdown, for a file note or an appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.render.markup import escaped
from engine.render.words import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.render.report import Block, Entry, Report, Section


def render(report: Report) -> str:
    """A report as Markdown that ends with a line break."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.name)}"
    for block in report.blocks:
        yield from _block(block)
    for section in report.sections:
        yield from _section(section, "##")
    yield ""
    yield f"*{escaped(report.colophon)}*"


def _block(block: Block) -> Iterator[str]:
    yield ""
    yield f"## {block.number}. {escaped(block.title)}: {block.answer}"
    if block.asked:
        yield ""
        yield escaped(block.asked)
    for section in block.sections:
        yield from _section(section, "###")


def _section(section: Section, level: str) -> Iterator[str]:
    if section.heading:
        yield ""
        yield f"{level} {section.heading}"
    for paragraph in section.paragraphs:
        yield ""
        yield escaped(paragraph)
    if section.points or section.entries:
        yield ""
    yield from (f"- {escaped(point)}" for point in section.points)
    for entry in section.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    mark = f"**{entry.mark}** " if entry.mark else ""
    yield f"- {mark}{escaped(entry.head)}"
    yield from (f"  - {escaped(line)}" for line in entry.lines)
    yield from (f"  - “{escaped(quote.quote)}” ({place(quote)})" for quote in entry.quotes)
