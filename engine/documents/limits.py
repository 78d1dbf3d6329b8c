"""How much one document may hold, so that no file, however made, fills the memory."""

from __future__ import annotations

from engine.errors import InputError

MAX_TEXT = 2_000_000
"""Bytes of text in one document. A letter is a few kB and a whole claim file some hundred; more is several in one."""
MAX_FILE = 50_000_000
"""Bytes of a PDF or Word file, which holds pictures and fonts beside its text."""


def too_large(name: str, size: int, most: int = MAX_TEXT) -> InputError:
    """The error for a document that is larger than `most` bytes."""
    return InputError(
        f"`{name}`: {size / 1_000_000:.1f} MB is more than the {most / 1_000_000:.0f} MB that one document may have; "
        "split it, and give the letter that asks for the treatment"
    )
