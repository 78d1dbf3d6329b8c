"""What was worked out from rule files, kept between runs so that a command need not work it out again.

Only rules are kept, never anything of a letter or a case. An entry is answered for exactly the content that it was made
from, by exactly this program; whatever is missing, broken, or another's is as good as absent. Entries are JSON in
`$XDG_CACHE_HOME/upheld` (by default `~/.cache/upheld`), readable by their owner alone. `UPHELD_CACHE=off` does without,
and `UPHELD_CACHE=DIR` keeps them elsewhere.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager, suppress
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OFF = "off"
_MOST = 64
"""Entries kept; the least lately written go first."""
_DAY = "\0"


def key_of(*parts: str) -> str:
    """One key for several texts; texts that differ in any way have another."""
    digest = sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(content) + content)
    return digest.hexdigest()


def load(name: str, key: str) -> Any:
    """What was kept under a name for a key, or nothing. Plain data: mappings, lists, text, numbers, days."""
    folder = _folder()
    if folder is None:
        return None
    try:
        # One handle is asked and read, so that what was judged is what is read.
        with (folder / f"{name}.json").open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            head, _, body = file.read().partition(b"\n")
        if head != _head(key, body):
            return None
        return json.loads(body, object_hook=_revived)
    except (OSError, ValueError, RecursionError):
        return None


def save(name: str, key: str, value: Any) -> None:
    """Keep a value under a name for a key, in place of what was kept there. A folder that cannot be written is fine."""
    folder = _folder()
    if folder is None:
        return
    body = json.dumps(value, ensure_ascii=True, separators=(",", ":"), default=_day).encode()
    written = folder / f".{name}.{os.getpid()}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(_head(key, body) + b"\n" + body)
            written.replace(folder / f"{name}.json")  # whole or not at all, also beside another process
            _prune(folder)
        finally:
            written.unlink(missing_ok=True)


@contextmanager
def unused() -> Iterator[None]:
    """Do without the cache for a while, where what is worked out will not be asked for again."""
    before = os.environ.get("UPHELD_CACHE")
    os.environ["UPHELD_CACHE"] = OFF
    try:
        yield
    finally:
        if before is None:
            del os.environ["UPHELD_CACHE"]
        else:
            os.environ["UPHELD_CACHE"] = before


def _head(key: str, body: bytes) -> bytes:
    return " ".join(["upheld", _program(), key, sha256(body).hexdigest()]).encode()


def _folder() -> Path | None:
    """Where entries are kept; nothing where they are not."""
    chosen = os.environ.get("UPHELD_CACHE", "")
    if chosen:
        return None if chosen.lower() == OFF else Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):  # noqa: PTH117  (a string that may be empty is no path yet)
        return Path(base, "upheld")
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "upheld"
    return None


def _is_ours(status: os.stat_result) -> bool:
    """Whether nobody else can have written the file."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


@lru_cache(maxsize=1)
def _program() -> str:
    """This very program: its files by size and time of change, and the Python that runs it."""
    files = sorted(_files(os.path.dirname(__file__)))  # noqa: PTH120  (a Path for each file costs more than the rest)
    return key_of(sys.version, sys.byteorder, *files)[:32]


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
            elif entry.is_dir() and not entry.name.startswith(("_", ".")):
                yield from _files(entry.path)


def _prune(folder: Path) -> None:
    kept: Iterable[Path] = folder.glob("*.json")
    by_age = sorted(kept, key=lambda path: (path.stat().st_mtime_ns, path.name))
    for path in by_age[:-_MOST]:
        path.unlink(missing_ok=True)


def _day(value: Any) -> dict[str, str]:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"`{type(value).__name__}` is not kept")


def _revived(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found[_DAY]) if len(found) == 1 and _DAY in found else found
