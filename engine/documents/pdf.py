"""The text of a PDF, page by page, with what was typed into the fields of a form."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from engine.document import Document
from engine.documents.limits import MAX_TEXT, too_large
from engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURE = "turn it into text first (`pdftotext -layout`), or install the reader: `pip install 'upheld[pdf]'`"
_INDEX = re.compile(r"\[\d+\]")
_DEEPEST = 20
"""Fields inside fields; a form has two or three."""
_UNSET = {"", "/Off"}


def document_of(data: bytes, name: str) -> Document:
    """A document from the bytes of a PDF.

    Raises InputError: no reader installed, locked, broken, too much text, or pictures only.
    """
    texts = _pages(data, name)
    pages = [f"{text.rstrip()}\n\n" for text in texts]
    if not "".join(pages).strip():
        raise InputError(f"`{name}`: the PDF holds pictures and no text; run it through text recognition (OCR) first")
    starts = tuple(sum(map(len, pages[:index])) for index in range(len(pages)))
    empty = tuple(number for number, text in enumerate(texts, 1) if not text.strip())
    return Document(name, "".join(pages), starts, empty)


def _pages(data: bytes, name: str) -> list[str]:
    try:
        import pypdf  # noqa: PLC0415  (an extra: absent unless asked for, and slow to load)
    except ImportError as error:
        raise InputError(f"`{name}`: reading PDF needs `pypdf`; {_CURE}") from error
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        texts = [] if locked else list(_texts(reader))
    except Exception as error:  # pypdf raises whatever a broken file makes it stumble over
        raise InputError(f"`{name}`: the PDF cannot be read; turn it into text first (`pdftotext -layout`)") from error
    if locked:
        raise InputError(f"`{name}`: the PDF is locked with a password; save a copy without one")
    if (size := sum(map(len, texts))) > MAX_TEXT:
        raise too_large(name, size)
    return texts


def _texts(reader: Any) -> Iterator[str]:
    """The text of each page, until it is more than a document may have."""
    size = 0
    for page in reader.pages:
        text = _whole_characters(_page(page))
        yield text
        size += len(text)
        if size > MAX_TEXT:
            return


def _page(page: Any) -> str:
    """The text of a page, and below it one line `Name: value` for each field of a form that is filled in."""
    text = str(page.extract_text()).rstrip()
    fields = list(_fields(page))
    return "\n".join([*([text] if text else []), *fields])


def _fields(page: Any) -> Iterator[str]:
    """The filled fields of a page from top to bottom, and from left to right."""
    found = [each.get_object() for each in page.get("/Annots") or ()]
    fields = [each for each in found if each.get("/Subtype") == "/Widget"]
    for field in sorted(fields, key=_place):
        value = _value(field)
        if value:
            yield f"{_name(field)}: {value}"


def _place(field: Any) -> tuple[float, float]:
    left, bottom, right, top = map(float, field.get("/Rect") or (0, 0, 0, 0))
    return -max(bottom, top), min(left, right)


def _value(field: Any) -> str:
    """What a field holds; of a choice that is ticked, its name, and nothing for one that is not."""
    value = _inherited(field, "/V")
    if _inherited(field, "/FT") == "/Btn":
        state = str(field.get("/AS") or value or "")
        return "" if state in _UNSET else state.removeprefix("/")
    listed = value if isinstance(value, list) else [value]
    return ", ".join(str(each).strip().replace("\r", "\n") for each in listed if each is not None)


def _name(field: Any) -> str:
    """What a field is called: as the form shows it to who fills it in, else by its name."""
    shown = str(_inherited(field, "/TU") or "").strip()
    named = _INDEX.sub("", str(_inherited(field, "/T") or "field")).replace("_", " ").strip()
    return " ".join((shown or named).rstrip(":").split())


def _inherited(field: Any, key: str) -> Any:
    """A property of a field, or of the nearest field above it that has it."""
    for _ in range(_DEEPEST):
        if key in field:
            found = field[key]  # looks up what the file only refers to
            return list(found) if isinstance(found, list) else found
        if "/Parent" not in field:
            return None
        field = field["/Parent"]
    return None


def _whole_characters(text: str) -> str:
    """Text without the half characters that a broken font table gives, which no output can carry."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", " ")
