"""Small files of every kind, made here so that none lies about."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def docx(body: str, **parts: str) -> bytes:
    """A Word file with this body; `parts` are others by name (`header1`, `numbering`), each the inside of its root."""
    made = {"document": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    made |= {name: f"<w:{name} {W}>{inside}</w:{name}>" for name, inside in parts.items()}
    return archive({f"word/{name}.xml": text.encode() for name, text in made.items()})


def archive(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return held.getvalue()


def p(text: str, before: str = "") -> str:
    """A paragraph of a Word file; tabs and line breaks in it are marks of their own there."""
    runs = text.replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    return f'<w:p>{before}<w:r><w:t xml:space="preserve">{runs}</w:t></w:r></w:p>'


def table(*rows: Iterable[str]) -> str:
    """A table of a Word file."""
    lines = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def pdf(*pages: str, fields: Iterable[dict[str, Any]] = (), locked: str = "") -> bytes:
    """A PDF with these texts, one a page; the fields of a form stand on the first."""
    writer = pypdf.PdfWriter()
    for text in pages:
        page = writer.add_blank_page(300, 300)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 250 Td ({text}) Tj ET".encode() if text else b"")
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        fonts = DictionaryObject({NameObject("/F1"): _dictionary(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(stream)
    if fields:
        writer.pages[0][NameObject("/Annots")] = ArrayObject(writer._add_object(_field(each)) for each in fields)
    if locked:
        writer.encrypt(locked)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def _dictionary(words: dict[str, str]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in words.items()})


def _field(field: dict[str, Any]) -> DictionaryObject:
    """A field of a form: its name, tooltip, value, kind (`/Tx`, `/Btn`, `/Ch`), height on the page, and parent."""
    made = DictionaryObject({NameObject("/Subtype"): NameObject("/Widget")})
    made[NameObject("/Rect")] = ArrayObject(FloatObject(each) for each in (10, field["y"], 90, field["y"] + 10))
    for key, value in field.items():
        if key == "parent":
            made[NameObject("/Parent")] = _field({**value, "y": 0})
        elif key != "y":
            made[NameObject(f"/{key}")] = _value(value)
    return made


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return ArrayObject(map(TextStringObject, value))
    return NameObject(value) if str(value).startswith("/") else TextStringObject(value)
