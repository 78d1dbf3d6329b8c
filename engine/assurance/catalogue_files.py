"""Keeps a folder of generated pages: written whole or not at all, and compared with what would be written now."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def stale(folder: Path, pages: Mapping[str, str]) -> list[str]:
    """The pages of a folder that are missing, different or no longer wanted, in order of name."""
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    old = {name for name, text in pages.items() if name not in there or there[name].read_bytes() != text.encode()}
    return sorted(old | (there.keys() - pages.keys()))


def write_pages(folder: Path, pages: Mapping[str, str], mark: str) -> None:
    """Put these pages, and no others, in a folder, in one step.

    Raises InputError where the folder holds something that does not begin with the mark of generated pages, or cannot
    be written.
    """
    _refuse_foreign(folder, mark)
    part = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        for name, text in pages.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            (part / name).write_bytes(text.encode())
        _swap(part, folder)
    except OSError as error:
        raise InputError(f"`{folder}`: it cannot be written ({error.strerror}); name another folder") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refuse_foreign(folder: Path, mark: str) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"`{folder}`: this is a file; name a folder for the pages")
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_symlink() or (path.is_file() and not path.read_bytes().startswith(mark.encode())):
            name = path.relative_to(folder).as_posix()
            raise InputError(f"`{folder}` holds `{name}`, which was not made by this command; name another folder")


def _swap(part: Path, folder: Path) -> None:
    """Put a finished folder in the place of another; what was there comes back if that fails."""
    old = part.with_name(f"{part.name}.old")
    if folder.exists():
        folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
