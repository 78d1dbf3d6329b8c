"""Checks a strict YAML source and collects every mistake, so that an editor sees them all at once."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from engine.errors import RuleError, RuleErrors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from engine.strict_yaml import Path_, Source


def suggestion(word: str, known: Iterable[str]) -> str:
    """The cure for a misspelt word: the nearest known one, or the list when it is short."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    return "write one of " + ", ".join(f"`{each}`" for each in words) if 0 < len(words) <= 12 else ""


class Checker:
    """One source being checked. Each method returns a usable value and notes what is wrong with the one it found."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.errors: list[RuleError] = []
        self._lacking: set[Path_] = set()

    def wrong(self, path: Path_, what: str, instead: str = "") -> None:
        """Note one mistake at `path`."""
        self.errors.append(self.source.error(path, what, instead))

    def finish(self) -> None:
        """Raise RuleErrors if anything was wrong."""
        if self.errors:
            raise RuleErrors(self.errors)

    def at(self, path: Path_) -> Any:
        """The value at `path`, or nothing."""
        value = self.source.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def mapping(
        self, path: Path_, required: Collection[str] = (), optional: Collection[str] | None = None
    ) -> dict[str, Any]:
        """The mapping at `path`; unknown keys are wrong unless `optional` is None, which allows any."""
        value = self.at(path)
        if not isinstance(value, dict):
            # What lacks, or is no mapping, is said once and not again for each key that is looked for in it.
            if not any(path[:length] in self._lacking for length in range(len(path) + 1)):
                self.wrong(path, f"{_where(path)} must be a list of keys with values", "write `key: value` lines")
                self._lacking.add(path)
            return {}
        for key in required:
            if value.get(key) is None:
                self._lacking.add((*path, key))
                self.wrong(path, f"{_where(path)} lacks `{key}`", f"add `{key}:`")
        if optional is not None:
            allowed = {*required, *optional}
            for key in value:
                if key not in allowed:
                    self.wrong((*path, key), f"`{key}` is not a key of {_where(path)}", suggestion(key, allowed))
        return value

    def sequence(self, path: Path_) -> list[Any]:
        """The list at `path`; nothing there is an empty list."""
        value = self.at(path)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(path, f"{_where(path)} must be a list", "put `- ` before each entry")
            return []
        return value

    def text(self, path: Path_, default: str = "") -> str:
        """The text at `path`."""
        value = self.at(path)
        if value is None:
            return default
        if not isinstance(value, str):
            self.wrong(path, f"{_where(path)} must be text, not {_said(value)}", "quote it")
            return default
        return value

    def texts(self, path: Path_) -> tuple[str, ...]:
        """One text or a list of texts at `path`."""
        if isinstance(self.at(path), str):
            return (self.text(path),)
        return tuple(self.text((*path, index)) for index, _ in enumerate(self.sequence(path)))

    def word(self, path: Path_, known: Collection[str], default: str = "") -> str:
        """The word at `path`, which must be one of `known`."""
        value = self.at(path)
        if value is None:
            return default
        if not isinstance(value, str) or value not in known:
            self.wrong(path, f"{_said(value)} is not known here", suggestion(str(value), known))
            return default
        return value

    def number(self, path: Path_) -> float:
        """The number at `path`; 0 when it is not one."""
        value = self.at(path)
        if isinstance(value, int | float):
            return value
        self.wrong(path, f"{_where(path)} must be a number, not {_said(value)}", "write digits, such as `6` or `0.5`")
        return 0

    def day(self, path: Path_) -> date | None:
        """The date at `path`, or nothing."""
        value = self.at(path)
        if value is None or isinstance(value, date):
            return value
        self.wrong(path, f"{_where(path)} must be a date, not {_said(value)}", "write YYYY-MM-DD")
        return None


def _said(value: Any) -> str:
    """A value as the user wrote it, or what it is where that would fill the line."""
    if isinstance(value, dict):
        return "a list of keys"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"`{value}`"


def _where(path: Path_) -> str:
    words = [step for step in path if isinstance(step, str)]
    if not words:
        return "the file"
    return f"an entry of `{words[-1]}`" if isinstance(path[-1], int) else f"`{words[-1]}`"
