"""Writes plain data as YAML that is read back as the very same data, laid out for a person to edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

DECIMALS = 6
"""Digits after the point: strict YAML holds no more than fifteen in all, and no letter that many."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*\Z")
_NOT_PLAIN = {"true", "false", "null", "on", "off"}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def written(value: Any) -> str:
    """A value on one line: a scalar, a list `[...]` or a mapping `{...}`; keys without a value are left out."""
    if isinstance(value, Mapping):
        parts = (f"{key}: {written(each)}" for key, each in value.items() if each is not None)
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    return _scalar(value)


def entry(keys: Mapping[str, Any]) -> str:
    """One entry of a list, a line for each key; a list of mappings has a line for each of them."""
    lines = [line for key, value in keys.items() if value is not None for line in _lines(key, value)]
    return "  - " + "\n    ".join(lines) + "\n"


def _lines(key: str, value: Any) -> Iterable[str]:
    if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        return [f"{key}:", *(f"  - {written(each)}" for each in value)]
    return [f"{key}: {written(value)}"]


def text(words: str) -> str:
    """Text in double quotes, which alone can hold every character in YAML."""
    return '"' + "".join(map(_character, words)) + '"'


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{Decimal(repr(round(value, DECIMALS))):f}"
    if isinstance(value, int | date):
        return str(value)
    return value if _PLAIN.match(value) and value.lower() not in _NOT_PLAIN else text(value)


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"
