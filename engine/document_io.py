"""Loads one document from a file or from standard input; every way in which that fails has its own message and cure."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.document import Document
from engine.errors import InputError

MAX_BYTES = 2_000_000
"""A letter is a few kB and a whole claim file some hundred; more is several documents in one."""
STANDARD_INPUT = "-"
_PDF = b"%PDF-"
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Control characters that text files do hold: tab, line feed, form feed (a page end), carriage return.
_CONTROL = bytes({*range(32)} - {9, 10, 12, 13})
_PDF_CURE = "turn it into text first (`pdftotext -layout`), or install the reader: `pip install 'upheld[pdf]'`"


def load_document(path: str | Path) -> Document:
    """Read a document. `-` is standard input; a PDF is known by its first bytes, whatever its name.

    Raises InputError: no such file, a folder, unreadable, empty, binary, larger than `MAX_BYTES`, or not UTF-8.
    """
    if str(path) == STANDARD_INPUT:
        return document_from_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input")
    return document_from_bytes(read_bytes(Path(path)), Path(path).name)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that is not too large; raises InputError as `load_document` does."""
    if path.is_dir():
        raise InputError(f"`{path}`: this is a folder; name the files in it, for example `{path}/*.txt`")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(str(path), path.stat().st_size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"`{path}`: there is no such file; check the name, or give `-` for standard input") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise InputError(f"`{path}`: the file cannot be read ({reason}); check its name and your rights") from error


def document_from_bytes(data: bytes, name: str) -> Document:
    """A document from the bytes of a file; raises InputError as `load_document` does."""
    if len(data) > MAX_BYTES:
        raise _too_large(name, len(data))
    if data.startswith(_PDF):
        return _from_pdf(data, name)
    return _not_blank(Document(name, _decoded(data, name)))


def _decoded(data: bytes, name: str) -> str:
    if data.startswith(_WIDE_MARKS):
        raise InputError(f"`{name}`: the text is UTF-16, not UTF-8; convert it with `iconv -f UTF-16 -t UTF-8`")
    if data.translate(None, _CONTROL) != data:
        raise InputError(f"`{name}`: this is a binary file, not text; save the letter as plain text (.txt) or as PDF")
    try:
        return data.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        raise InputError(
            f"`{name}`: the text is not UTF-8 (byte {error.start}); convert it with `iconv -f WINDOWS-1252 -t UTF-8`"
        ) from error


def _from_pdf(data: bytes, name: str) -> Document:
    pages = [f"{page.rstrip()}\n\n" for page in _pdf_pages(data, name)]
    starts = tuple(sum(len(page) for page in pages[:index]) for index in range(len(pages)))
    if not "".join(pages).strip():
        raise InputError(f"`{name}`: the PDF holds pictures and no text; run it through text recognition (OCR) first")
    return Document(name, "".join(pages), starts)


def _pdf_pages(data: bytes, name: str) -> list[str]:
    try:
        import pypdf  # noqa: PLC0415  (an extra: absent unless asked for, and slow to load)
    except ImportError as error:
        raise InputError(f"`{name}`: reading PDF needs `pypdf`; {_PDF_CURE}") from error
    import io  # noqa: PLC0415  (only PDFs need it)

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        return [_whole_characters(page.extract_text()) for page in reader.pages]
    except Exception as error:  # pypdf raises whatever a broken file makes it stumble over
        raise InputError(f"`{name}`: the PDF cannot be read; turn it into text first (`pdftotext -layout`)") from error


def _whole_characters(text: str) -> str:
    """Text without the half characters that a broken font table gives, which no output can carry."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", " ")


def _too_large(name: str, size: int) -> InputError:
    most = MAX_BYTES / 1_000_000
    return InputError(
        f"`{name}`: {size / 1_000_000:.1f} MB is more than the {most:.0f} MB that one document may have; "
        "split it, and give the letter that asks for the treatment"
    )


def _not_blank(document: Document) -> Document:
    if not document.text.strip():
        raise InputError(f"`{document.name}`: the file is empty; give a file that holds the text of the letter")
    return document
