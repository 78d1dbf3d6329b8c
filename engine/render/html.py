"""Answers as one HTML page that stands by itself: no scripts, nothing loaded from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from engine.render.words import one_line, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.recommendation import Quote
    from engine.render.report import Block, Entry, Report, Section

_STYLE = """\
:root { color-scheme: light dark; --line: #8886; --quote: #ffe9a8; --ink: #222; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
article { border-top: 1px solid var(--line); margin-top: 2rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.2rem; } h3 { font-size: 1rem; margin-bottom: .2rem; }
p, ul { margin: .3rem 0; }
.answer, .mark { border: 1px solid; border-radius: .3rem; padding: 0 .4rem; white-space: nowrap; font-weight: 600; }
.upheld, .not-met { color: #b3261e; } .overturned, .met { color: #1b7f3b; }
.not-covered, .not-documented { color: #9a6700; } .not-applicable { color: #777; }
.deciding { font-weight: 600; } li ul { font-weight: 400; }
mark { background: var(--quote); color: var(--ink); } .place, footer { color: #777; font-size: .9em; }
@media print { body { margin: 0; max-width: none; } article { break-inside: avoid-page; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(report: Report) -> str:
    """A report as an HTML page that ends with a line break."""
    return page(report.name, [report])


def page(title: str, reports: list[Report]) -> str:
    """One page for several reports."""
    return "\n".join(_page(title, reports)) + "\n"


def _page(title: str, reports: list[Report]) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(title)}</title>"
    yield f"<style>\n{_STYLE}</style></head><body>"
    for report in reports:
        yield from _report(report)
    yield "</body></html>"


def _report(report: Report) -> Iterator[str]:
    yield f"<main><h1>{_text(report.name)}</h1>"
    for block in report.blocks:
        yield from _block(block)
    for section in report.sections:
        yield from _section(section, "h2")
    yield f"<footer>{_text(report.colophon)}</footer></main>"


def _block(block: Block) -> Iterator[str]:
    kind = block.outcome.value.replace("_", "-")
    yield f'<article><h2>{block.number}. {_text(block.title)} <span class="answer {kind}">{block.answer}</span></h2>'
    if block.asked:
        yield f"<p>{_text(block.asked)}</p>"
    for section in block.sections:
        yield from _section(section, "h3")
    yield "</article>"


def _section(section: Section, level: str) -> Iterator[str]:
    yield "<section>"
    if section.heading:
        yield f"<{level}>{_text(section.heading)}</{level}>"
    yield from (f"<p>{_text(paragraph)}</p>" for paragraph in section.paragraphs)
    if section.points or section.entries:
        yield "<ul>"
        yield from (f"<li>{_text(point)}</li>" for point in section.points)
        for entry in section.entries:
            yield from _entry(entry)
        yield "</ul>"
    yield "</section>"


def _entry(entry: Entry) -> Iterator[str]:
    kind = entry.mark.replace(" ", "-")
    mark = f'<span class="mark {kind}">{entry.mark}</span> ' if entry.mark else ""
    weight = ' class="deciding"' if entry.deciding else ""
    yield f"<li{weight}>{mark}{_text(entry.head)}"
    if entry.lines or entry.quotes:
        yield "<ul>"
        yield from (f"<li>{_text(line)}</li>" for line in entry.lines)
        yield from (f"<li>{_quote(quote)}</li>" for quote in entry.quotes)
        yield "</ul>"
    yield "</li>"


def _quote(quote: Quote) -> str:
    return f'<mark>{_text(quote.quote)}</mark> <span class="place">({place(quote)})</span>'


def _text(text: str) -> str:
    return escape(one_line(text))
