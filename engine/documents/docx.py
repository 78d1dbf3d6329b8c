"""The text of a Word file: paragraphs and rows of tables as lines, with headers, footers and notes, and its pages.

A Word file is a zip archive of XML parts. Only the standard library reads it, and nothing outside it is ever fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from engine.document import Document
from engine.documents.docx_text import Lines, Numbering
from engine.documents.limits import MAX_TEXT, too_large
from engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BODY = "word/document.xml"
_NUMBERING = "word/numbering.xml"
_BEFORE = re.compile(r"word/header\d*\.xml\Z")
_AFTER = re.compile(r"word/(?:footnotes|endnotes|footer\d*)\.xml\Z")
_USUAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MAX_XML = 20_000_000
"""Bytes of XML that are unpacked; marks take some ten times the room of the text between them."""
_DEEPEST = 250
"""Elements inside one another; a table in a table in a text box has some forty."""


def document_of(data: bytes, name: str) -> Document:
    """A document from the bytes of a Word file; raises InputError where it is none, broken, locked or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _parts(archive, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InputError(f"`{name}`: the file is broken or locked; save it anew as .docx or as PDF") from error
    try:
        return _document(parts, name)
    except (ET.ParseError, ValueError) as error:
        raise InputError(f"`{name}`: the Word file cannot be read; save it anew as .docx or as PDF") from error


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    """The parts that hold text, unpacked to no more than `MAX_XML`, whatever the archive says of their size."""
    listed = sorted(archive.namelist())
    if _BODY not in listed:
        raise InputError(f"`{name}`: this is an archive and no Word file; give the letter in it (.docx, .pdf or .txt)")
    wanted = [each for each in listed if each in {_BODY, _NUMBERING} or _BEFORE.match(each) or _AFTER.match(each)]
    found: dict[str, bytes] = {}
    for each in wanted:
        left = MAX_XML - sum(map(len, found.values()))
        with archive.open(each) as part:
            found[each] = part.read(left + 1)
        if len(found[each]) > left:
            raise too_large(name, MAX_XML + 1, MAX_XML)
    return found


def _document(parts: dict[str, bytes], name: str) -> Document:
    numbering = Numbering(_tree(parts[_NUMBERING])) if _NUMBERING in parts else Numbering()
    heads, body, feet = ([*_texts(parts, pattern, numbering)] for pattern in (_BEFORE, None, _AFTER))
    lead = "".join(each.text for each in heads)
    text = lead + body[0].text + "".join(each.text for each in feet)
    if len(text) > MAX_TEXT:
        raise too_large(name, len(text))
    pages = tuple(len(lead) + start if start else 0 for start in body[0].pages)
    return Document(name, text, pages)


def _texts(parts: dict[str, bytes], pattern: re.Pattern[str] | None, numbering: Numbering) -> Iterator[Lines]:
    """The text of the body, or of the parts whose names fit; those that say the same are taken once."""
    said: set[str] = set()
    for each, data in parts.items():
        if each == _BODY if pattern is None else pattern.match(each):
            lines = Lines(_tree(data), numbering)
            if pattern is None or (lines.text.strip() and lines.text not in said):
                said.add(lines.text)
                yield lines


def _tree(data: bytes) -> ET.Element:
    parser = ET.XMLParser(target=_Builder())  # noqa: S314  (no document type gets past `_Builder`, so no entity can expand)
    parser.feed(data)
    root = parser.close()
    if not isinstance(root, ET.Element):
        raise ValueError("no element")  # noqa: TRY004  (what is wrong is the file)
    return root


class _Builder(ET.TreeBuilder):
    """Builds a tree without document types, which alone can name entities, and no deeper than any letter is."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse a document type: Word writes none."""
        del name, pubid, system
        raise ValueError("a document type")

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        """Open an element."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ValueError("too deep")
        return super().start(*_usual(tag, attrs))

    def end(self, tag: str, /) -> ET.Element:
        """Close an element."""
        self.depth -= 1
        return super().end(tag.replace(_STRICT, _USUAL))


def _usual(tag: str, attrs: dict[str, str]) -> tuple[str, dict[str, str]]:
    """An element of the strict form of the format as one of the usual form."""
    if not tag.startswith(_STRICT):
        return tag, attrs
    return tag.replace(_STRICT, _USUAL), {key.replace(_STRICT, _USUAL): value for key, value in attrs.items()}
