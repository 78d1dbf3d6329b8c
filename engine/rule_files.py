"""Rule files read through the cache: the YAML of a file is parsed once, and again when a byte of it changes.

Files without mistakes are kept, folder by folder, under the hash of their content; so an edit is seen at once and its
neighbours are not parsed again. For rules only: letters and cases go through `engine.strict_yaml`, which keeps nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import cache, strict_yaml
from engine.strict_yaml import Source

if TYPE_CHECKING:
    from pathlib import Path

    from engine.errors import RuleError
    from engine.strict_yaml import Path_

_KEY = "content hash to data and some lines"
_SPARE = 2
"""How many versions of its files a folder may keep on average before those not in use are dropped."""


class _Shelf:
    """The files of one folder that are known, by the hash of their content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = "rules-" + cache.key_of(str(folder))[:32]
        self.known: dict[str, Any] = cache.load(self.name, _KEY) or {}
        self.used: set[str] = set()
        self.grown = False


_shelves: dict[Path, _Shelf] = {}


def read(path: Path, *, name: str | None = None, errors: list[RuleError] | None = None) -> Source:
    """Read one rule file, as `strict_yaml.read` does and with the same mistakes."""
    file = name or str(path)
    return parsed(strict_yaml.text_of(path, file), path.parent, file, errors)


def parsed(text: str, folder: Path, file: str, errors: list[RuleError] | None = None) -> Source:
    """The text of a file of a folder, parsed now or before; `file` is how errors call it."""
    shelf = _shelf(folder)
    key = cache.key_of(text)
    shelf.used.add(key)
    if key in shelf.known:
        data, lines = shelf.known[key]
        return Source(file, data, {tuple(place): line for *place, line in lines}, text)
    before = len(errors or ())
    source = strict_yaml.parse(text, file, errors=errors)
    if len(errors or ()) == before:
        lines = [[*place, line] for place, line in source.lines.items() if _is_asked(place)]
        shelf.known[key] = source.data, lines
        shelf.grown = True
    return source


def _is_asked(place: Path_) -> bool:
    """Whether its line is asked for where nothing is wrong: a key of the top, or an entry of a list there."""
    return len(place) == 1 or (len(place) == 2 and isinstance(place[1], int))


def keep() -> None:
    """Write down what was parsed since the last call."""
    for shelf in _shelves.values():
        if shelf.grown:
            if len(shelf.known) > _SPARE * sum(1 for _ in shelf.folder.glob("*.yaml")):
                shelf.known = {key: each for key, each in shelf.known.items() if key in shelf.used}
            cache.save(shelf.name, _KEY, shelf.known)
            shelf.grown = False


def _shelf(folder: Path) -> _Shelf:
    folder = folder.absolute()
    shelf = _shelves.get(folder)
    if shelf is None:
        shelf = _shelves[folder] = _Shelf(folder)
    return shelf
