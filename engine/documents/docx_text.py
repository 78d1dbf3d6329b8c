"""Walks one XML part of a Word file and writes what a reader of it sees, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What is deleted, moved away, hidden or said twice is not what a reader sees.
_SKIPPED = {
    _FALLBACK,
    *(_W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "tblPr", "sectPr", "sdtPr")),
}
_WRAPPERS = {_W + name for name in ("sdt", "sdtContent", "ins", "customXml")}
_BREAKS = {_W + "br", _W + "cr"}
_HYPHENS = {_W + "noBreakHyphen": "-", _W + "tab": "\t"}
# Ticked and empty boxes of the symbol fonts that forms are made with.
_TICKED = {"F0FE", "F0FD", "F053", "F054", "2612", "2611"}
_EMPTY = {"F0A8", "F06F", "F071", "F0A3", "2610"}
_OFF = {"0", "false", "off"}


class Numbering:
    """What marks the paragraphs of numbered and bulleted lists bear, counted on from one to the next."""

    def __init__(self, root: Element | None = None) -> None:
        self.formats: dict[tuple[str, str], str] = {}
        self.counts: dict[tuple[str, str], int] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        levels = {
            _value(abstract, "abstractNumId"): {
                _value(level, "ilvl"): _said(level, "numFmt") for level in abstract.findall(_W + "lvl")
            }
            for abstract in root.findall(_W + "abstractNum")
        }
        for num in root.findall(_W + "num"):
            for level, form in levels.get(_said(num, "abstractNumId"), {}).items():
                self.formats[_value(num, "numId"), level] = form

    def mark(self, paragraph: Element) -> str:
        """The mark of a paragraph, or nothing where it stands in no list."""
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        if found is None:
            return ""
        key = (_said(found, "numId"), _said(found, "ilvl") or "0")
        form = self.formats.get(key, "bullet")
        if key[0] in {"", "0"} or form == "none":
            return ""
        self.counts[key] = self.counts.get(key, 0) + 1
        return _mark(form, self.counts[key])


def _mark(form: str, count: int) -> str:
    if form == "bullet":
        return "- "
    if form in {"lowerLetter", "upperLetter"} and count <= 26:
        return f"{chr(ord('a' if form == 'lowerLetter' else 'A') + count - 1)}. "
    return f"{count}. "


class Lines:
    """The lines of one part: `text`, and in `pages` where its pages start, where the part tells."""

    def __init__(self, root: Element, numbering: Numbering) -> None:
        self.numbering = numbering
        # Word notes where it last broke the pages; only without that do breaks set by hand tell.
        self.laid_out = root.find(f".//{_W}lastRenderedPageBreak") is not None
        self.pieces: list[str] = []
        self.length = 0
        self.starts: list[int] = []
        for block in root:
            self._block(block)
        self.text = "".join(self.pieces)
        self.pages = (0, *self.starts) if self.starts else ()

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def _block(self, block: Element) -> None:
        if block.tag == _W + "p":
            self._paragraph(block)
        elif block.tag == _W + "tbl":
            for row in _inside(block, "tr"):
                self._add("\t".join(map(self._cell, _inside(row, "tc"))).rstrip() + "\n")
            self._add("\n")
        elif not _is_unseen(block):
            for child in block:
                self._block(child)

    def _paragraph(self, paragraph: Element) -> None:
        """One paragraph, then the paragraphs of the text boxes that hang on it."""
        self._add(self.numbering.mark(paragraph))
        boxes: list[Element] = []
        for piece in self._runs(paragraph, boxes):
            self._add(piece)
        self._add("\n")
        for box in boxes:
            for block in box:
                self._block(block)

    def _cell(self, cell: Element) -> str:
        """A cell on one line, and what hangs on it."""
        boxes: list[Element] = []
        said = [*self._runs(cell, boxes, apart=" ")]
        for box in boxes:  # a box in a box is put by after the one that holds it
            said += self._runs(box, boxes, apart=" ")
        return " ".join("".join(said).split())

    def _runs(self, element: Element, boxes: list[Element], apart: str = "") -> Iterator[str]:
        """The text below an element; text boxes are put by. `apart` follows each paragraph inside it."""
        for child in element:
            tag = child.tag
            if tag == _W + "txbxContent":
                boxes.append(child)
            elif tag == _W + "t":
                yield child.text or ""
            elif tag in _BREAKS:
                yield "\n" if _value(child, "type") != "page" else self._page(by_hand=True)
            elif tag == _W + "lastRenderedPageBreak":
                yield self._page(by_hand=False)
            elif tag in _HYPHENS:
                yield _HYPHENS[tag]
            elif tag == _W + "sym":
                yield _box(_value(child, "char").upper())
            elif tag == _W + "checkBox":
                yield _legacy_box(child)
            elif not _is_unseen(child):
                yield from self._runs(child, boxes, apart)
                yield apart if tag == _W + "p" else ""

    def _page(self, *, by_hand: bool) -> str:
        if by_hand is not self.laid_out:
            self.starts.append(self.length)
        return "\n" if by_hand else ""


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also where Word wraps them; not those of a table inside."""
    for child in element:
        if child.tag == _W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, name)


def _is_unseen(element: Element) -> bool:
    if element.tag == _W + "sdt":  # a field that still shows what to enter
        return element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
    hidden = element.find(f"{_W}rPr/{_W}vanish") if element.tag == _W + "r" else None
    return element.tag in _SKIPPED or (hidden is not None and _value(hidden, "val") not in _OFF)


def _box(char: str) -> str:
    if char in _TICKED:
        return "[x]"
    return "[ ]" if char in _EMPTY else " "


def _legacy_box(box: Element) -> str:
    """A tick of an old form, which is set as such or by default."""
    for name in ("checked", "default"):
        state = box.find(_W + name)
        if state is not None:
            return "[ ]" if _value(state, "val") in _OFF else "[x]"
    return "[ ]"


def _value(element: Element, name: str) -> str:
    return element.get(_W + name) or element.get(_W14 + name) or ""


def _said(element: Element, name: str) -> str:
    child = element.find(_W + name)
    return "" if child is None else _value(child, "val")
