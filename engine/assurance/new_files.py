"""Writes new files beside those that are there: all of them or none, and never over one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_new(files: Mapping[Path, str]) -> None:
    """Write files that must not be there yet, and the folders that they need.

    Raises InputError where one is there already or cannot be written; what was written before is then taken back.
    """
    for path in files:
        if path.exists():
            raise InputError(f"`{path}` is there already, and nothing was written; edit it, or move it away")
    made: list[Path] = []
    try:
        for path, text in files.items():
            _make_folders(path.parent, made)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(text)
    except OSError as error:
        _take_back(made)
        raise InputError(f"`{path}`: it cannot be written ({error.strerror}), and nothing was") from error
    except BaseException:
        _take_back(made)
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    if not folder.is_dir():
        _make_folders(folder.parent, made)
        folder.mkdir()
        made.append(folder)


def _take_back(made: list[Path]) -> None:
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
