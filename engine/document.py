"""A document as the user gave it: its text, unchanged, with a map of lines and pages."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate


@dataclass(frozen=True)
class Document:
    """Text of one document. Offsets everywhere are character offsets into `text`; `pages` holds page starts.

    `empty_pages` are the numbers, from 1, of pages that hold pictures and no text, which therefore nobody has read.
    """

    name: str
    text: str
    pages: tuple[int, ...] = ()
    empty_pages: tuple[int, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Hash of the text in UTF-8, by which messages name a document without quoting it."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    def line(self, offset: int) -> int:
        """The line, from 1, on which a character stands."""
        return bisect_right(self._line_starts, offset)

    def page(self, offset: int) -> int | None:
        """The page, from 1, on which a character stands, or nothing where the document has no pages."""
        return bisect_right(self.pages, offset) or None

    def paragraph(self, offset: int) -> tuple[int, int]:
        """The first and the last line of the paragraph in which a character stands; empty lines part paragraphs."""
        line = self.line(offset)
        before = bisect_right(self._paragraphs, line, key=lambda lines: lines[0]) - 1
        first, last = self._paragraphs[before] if before >= 0 else (0, 0)
        return (first, last) if last >= line else (line, line)

    @cached_property
    def _paragraphs(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        apart = True
        for number, text in enumerate(self.text.split("\n"), 1):
            if not text.strip():
                apart = True
                continue
            found.append((number, number) if apart else (found.pop()[0], number))
            apart = False
        return found
