"""Loads one document from a file or from standard input; every way in which that fails has its own message and cure.

A letter is plain text, a PDF, a Word file (.docx) or a web page. What it is shows in its first bytes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine.document import Document
from engine.documents import limits
from engine.errors import InputError

if TYPE_CHECKING:
    from typing import BinaryIO

MAX_BYTES = limits.MAX_TEXT
"""Bytes of a file of plain text."""
STANDARD_INPUT = "-"
_PDF = b"%PDF-"
_ARCHIVE = b"PK\x03\x04"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_RICH_TEXT = b"{\\rtf"
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FIRST = 8
_PAGE = re.compile(rb"\s*(?:<!--.{0,1000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_PAGE_HEAD = 2_048
_PAGE_NAMES = (".html", ".htm", ".xhtml")
# Control characters that text files do hold: tab, line feed, form feed (a page end), carriage return.
_CONTROL = bytes({*range(32)} - {9, 10, 12, 13})


def load_document(path: str | Path) -> Document:
    """Read a document. `-` is standard input.

    Raises InputError: no such file, a folder, unreadable, empty, binary, too large, not UTF-8, or broken.
    """
    if str(path) == STANDARD_INPUT:
        return document_from_bytes(_all_of(sys.stdin.buffer), "standard input")
    return document_from_bytes(read_bytes(Path(path), most=None), Path(path).name)


def _all_of(stream: BinaryIO) -> bytes:
    """What a stream holds, up to one byte more than its kind of document may have."""
    first = stream.read(_FIRST)
    return first + stream.read(_most(first) + 1 - len(first))


def read_bytes(path: Path, most: int | None = MAX_BYTES) -> bytes:
    """The bytes of a file of at most so many, or as many as its kind may have; InputError as for `load_document`."""
    if path.is_dir():
        raise InputError(f"`{path}`: this is a folder; name the files in it, for example `{path}/*.txt`")
    try:
        with path.open("rb") as file:
            first = file.read(_FIRST)
            most, size = most or _most(first), path.stat().st_size
            if size > most:
                raise limits.too_large(str(path), size, most)
            return first + file.read()
    except FileNotFoundError as error:
        raise InputError(f"`{path}`: there is no such file; check the name, or give `-` for standard input") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise InputError(f"`{path}`: the file cannot be read ({reason}); check its name and your rights") from error


def document_from_bytes(data: bytes, name: str) -> Document:
    """A document from the bytes of a file; raises InputError as `load_document` does."""
    if len(data) > (most := _most(data)):
        raise limits.too_large(name, len(data), most)
    return _not_blank(_document(data, name))


def _document(data: bytes, name: str) -> Document:
    if data.startswith(_PDF):
        from engine.documents import pdf  # noqa: PLC0415  (as below: what plain text does not need)

        return pdf.document_of(data, name)
    if data.startswith(_ARCHIVE):
        from engine.documents import docx  # noqa: PLC0415 - only such files need it

        return docx.document_of(data, name)
    if _PAGE.match(data[:_PAGE_HEAD]) or name.lower().endswith(_PAGE_NAMES):
        from engine.documents import web  # noqa: PLC0415 - only such files need it

        return web.document_of(data, name)
    text = _decoded(data, name)
    return Document(name, text, _pages(text))


def _pages(text: str) -> tuple[int, ...]:
    """Where pages start in a text whose pages end with a form feed, as `pdftotext` writes it."""
    ends = [match.end() for match in re.finditer("\f", text)]
    return (0, *(end for end in ends if end < len(text))) if ends else ()


def _most(data: bytes) -> int:
    """How large a file may be that begins so."""
    return limits.MAX_FILE if data.startswith((_PDF, _ARCHIVE)) else MAX_BYTES


def _decoded(data: bytes, name: str) -> str:
    if data.startswith(_WIDE_MARKS):
        raise InputError(f"`{name}`: the text is UTF-16, not UTF-8; convert it with `iconv -f UTF-16 -t UTF-8`")
    if data.startswith((_OLD_WORD, _RICH_TEXT)):
        raise InputError(f"`{name}`: this is a Word file of an old kind, or a locked one; save it as .docx or as PDF")
    if data.translate(None, _CONTROL) != data:
        raise InputError(f"`{name}`: this is a binary file, not text; save the letter as plain text (.txt) or as PDF")
    try:
        return data.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        raise InputError(
            f"`{name}`: the text is not UTF-8 (byte {error.start}); convert it with `iconv -f WINDOWS-1252 -t UTF-8`"
        ) from error


def _not_blank(document: Document) -> Document:
    if not document.text.strip():
        raise InputError(f"`{document.name}`: the file is empty; give a file that holds the text of the letter")
    return document
