"""Runs the command line in this process and keeps what it writes."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from engine.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Ran:
    """Exit status and what was written."""

    status: int
    out: str
    err: str


class Upheld(Protocol):
    """Runs `upheld` with some words and maybe bytes on standard input."""

    def __call__(self, *words: str | Path, stdin: bytes = b"") -> Ran: ...


@pytest.fixture
def upheld(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Upheld:
    def run(*words: str | Path, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["upheld", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            main()
        written = capsys.readouterr()
        return Ran(int(stopped.value.code or 0), written.out, written.err)

    return run


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case of ours: six visits of massage after a remote course that helped."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


CASE = """\
says: Six visits after a remote course with benefit are within the ceiling.
dates: {request: 2014-05-14, injury: 2007-04-16}
items:
  - treatment: massage_therapy
    quantity: 6
    unit: visit
    body_part: neck
facts:
  - prior_course: {treatment: massage_therapy, ago_months: 11}
    quote: the last massage was eleven months ago
    line: 4
  - benefit: {domain: adl, treatment: massage_therapy}
    source: provider
"""
