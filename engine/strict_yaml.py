"""YAML read strictly: no duplicate keys, no surprises in scalars, and a line for every value.

PyYAML composes the node tree; scalars are resolved here, because YAML 1.1 reads `1:30` as 90, `no` as false and keeps
the last of two equal keys without a word. A plain scalar is a whole number, a decimal number, an ISO date, or text;
`yes` and `no` stay the words they are; `true` and `false` are refused so that one spelling is in use.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.errors import Place, RuleError, RuleErrors

if TYPE_CHECKING:
    from pathlib import Path

Path_: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """One YAML file: its plain data and, for every path of keys and indexes, the line it stands on.

    One out of the cache has few of the lines; the others are found in its `text` when they are asked for.
    """

    file: str
    data: Any
    lines: dict[Path_, int] = field(repr=False)
    text: str = field(default="", repr=False, compare=False)

    def place(self, *path: str | int) -> Place:
        """The place of the value at `path`, or of its nearest ancestor that has one."""
        lines = self.lines if path in self.lines else self._all_lines
        while path and path not in lines:
            path = path[:-1]
        return Place(self.file, lines.get(path, 0))

    @cached_property
    def _all_lines(self) -> dict[Path_, int]:
        return parse(self.text, self.file, errors=[]).lines if self.text else self.lines

    def error(self, path: Path_, wrong: str, instead: str = "") -> RuleError:
        """A mistake at `path` of this file."""
        return RuleError(self.place(*path), wrong, instead)


def read(path: Path, *, name: str | None = None, loader: Any = None, errors: list[RuleError] | None = None) -> Source:
    """Read one file. `name` is how errors call it.

    Raises RuleErrors: the file is missing, is not UTF-8, is not YAML, or holds duplicate keys or refused scalars. The
    latter leave data to go on with: with a list of `errors` they are added to it, and the caller raises them.
    """
    file = name or str(path)
    return parse(text_of(path, file), file, loader=loader, errors=errors)


def text_of(path: Path, file: str) -> str:
    """The text of a file that errors call `file`; raises RuleErrors where it is missing or not UTF-8."""
    try:
        return decoded(path.read_bytes(), file)
    except OSError as error:
        raise RuleErrors([RuleError(Place(file), f"the file cannot be read ({error.strerror})")]) from error


def decoded(content: bytes, file: str) -> str:
    """The text of the bytes of a file; raises RuleErrors where they are not UTF-8."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RuleErrors([RuleError(Place(file), "the file is not UTF-8 text", "save it as UTF-8")]) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, file: str, *, loader: Any = None, errors: list[RuleError] | None = None) -> Source:
    """Read YAML text that stands in `file`; raises RuleErrors as `read` does."""
    from engine import yaml_nodes  # noqa: PLC0415  (PyYAML is slow to load, and not needed where files come from the cache)

    data, lines, wrong = yaml_nodes.parse(text, file, loader)
    if errors is not None:
        errors.extend(wrong)
    elif wrong:
        raise RuleErrors(wrong)
    return Source(file, data, lines)
