"""The text of a web page: blocks as lines, rows of tables as lines with tabs; no scripts and nothing from elsewhere."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser

from engine.document import Document
from engine.errors import InputError

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEAD = 2_048
_ENCODINGS = {"utf-8", "ascii", "iso8859-1", "cp1252"}
# What pages call Latin-1 is Windows-1252 everywhere, by the standard of the web.
_AS_WINDOWS = {"ascii", "iso8859-1"}
_DROPPED = {"script", "style", "head", "template", "noscript", "svg", "object", "iframe"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "br", "dd", "details", "div", "dl", "dt", "fieldset"),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li"),
    *("main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
}
_PARTED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"}
_CELLS = {"td", "th"}
_TICKS = {"checkbox", "radio"}
_SILENT = {"hidden", "password", "submit", "button", "reset", "image", "file"}


def document_of(data: bytes, name: str) -> Document:
    """A document from the bytes of a web page; raises InputError where its characters cannot be told."""
    page = _Page()
    page.feed(_decoded(data, name))
    page.close()
    return Document(name, page.text())


def _decoded(data: bytes, name: str) -> str:
    named = _CHARSET.search(data[:_HEAD])
    try:
        encoding = codecs.lookup(named[1].decode("ascii")).name if named else "utf-8"
    except LookupError:
        encoding = "unknown"
    encoding = "utf-8" if data.startswith(codecs.BOM_UTF8) else encoding
    if encoding not in _ENCODINGS:
        raise InputError(f"`{name}`: the characters of this page are in an encoding that is not read; save it as UTF-8")
    try:
        return data.decode("cp1252" if encoding in _AS_WINDOWS else encoding.replace("utf-8", "utf-8-sig"))
    except UnicodeDecodeError as error:
        wrong = f"`{name}`: the page is not {encoding.upper()} as it says (byte {error.start})"
        raise InputError(f"{wrong}; open it in a browser and save it as UTF-8") from error


class _Page(HTMLParser):
    """Collects the lines of a page as a reader sees them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.dropped: list[str] = []
        self.cells: list[int] = []  # for each table that is open, the cells of its row so far
        self.lists: list[int | None] = []
        self.plain = 0

    def text(self) -> str:
        """The lines; never two empty ones after one another."""
        self._end_line()
        kept = [line for index, line in enumerate(self.lines) if line or (index and self.lines[index - 1])]
        return "\n".join(kept).strip("\n") + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag in _DROPPED:
            self.dropped.append(tag)
        if self.dropped:
            return
        if tag in _CELLS and self.cells:
            self.line += "\t" if self.cells[-1] else ""
            self.cells[-1] += 1
        elif tag in _BLOCKS:
            self._block(tag)
        if tag == "input":
            self._field({key: value or "" for key, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if self.dropped:
            if tag in self.dropped:
                del self.dropped[self.dropped.index(tag) :]
            return
        if tag == "table" and self.cells:
            self.cells.pop()
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        self.plain -= tag == "pre" and self.plain > 0
        if tag in _BLOCKS and not self._in_row(tag):
            self._end_line()
            self._part(tag)

    def handle_data(self, data: str) -> None:
        """Add text; blanks and line breaks count as one blank, but not in text that is set as it stands."""
        if self.dropped:
            return
        if self.plain and not self._in_row(""):
            first, *rest = data.expandtabs().split("\n")
            self.line += first
            for each in rest:
                self._end_line()
                self.line = each
            return
        words = re.sub(r"[ \t\n\r\f]+", " ", data)
        self.line += words.lstrip(" ") if not self.line or self.line[-1] in " \t" else words

    def _block(self, tag: str) -> None:
        if self._in_row(tag):
            self.line += "" if not self.line or self.line[-1] in " \t" else " "
            return
        self._end_line()
        self._part(tag)
        if tag == "table":
            self.cells.append(0)
        elif tag == "tr" and self.cells:
            self.cells[-1] = 0
        elif tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li" and self.lists:
            number = self.lists[-1]
            self.lists[-1] = number if number is None else number + 1
            self.line = "- " if number is None else f"{number + 1}. "
        self.plain += tag == "pre"

    def _field(self, attrs: dict[str, str]) -> None:
        """What is ticked or typed in a field of a form."""
        kind = attrs.get("type", "text").lower()
        if kind in _TICKS:
            self.line += "[x] " if "checked" in attrs else "[ ] "
        elif kind not in _SILENT:
            self.line += attrs.get("value", "")

    def _in_row(self, tag: str) -> bool:
        """Whether a block stands in a cell, whose words stay on the line of their row."""
        return bool(self.cells and self.cells[-1]) and tag not in {"tr", "table", "tbody", "thead", "tfoot"}

    def _part(self, tag: str) -> None:
        if tag in _PARTED and self.lines and self.lines[-1] and len(self.lists) < 2:
            self.lines.append("")

    def _end_line(self) -> None:
        line, self.line = self.line.rstrip(), ""
        if line:
            self.lines.append(line)
