"""What several commands share: their options, how a path becomes a case, and how results are written."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from engine.casefile import ENDINGS, case_from_reading
from engine.document_io import load_document
from engine.errors import InputError
from engine.reading.code_files import load_codes
from engine.reading.lexicons import reading_lexicon
from engine.reading.reader import read
from engine.render.text import WIDTH, Paper
from engine.wording import empty_pages

if TYPE_CHECKING:
    from engine.case import Case
    from engine.document import Document
    from engine.reading.lexicons import ReadingLexicon
    from engine.vocabulary import Vocabulary


class Engine(StrEnum):
    """Which evaluators answer."""

    BOTH = "both"
    FIRING = "firing"
    DIRECT = "direct"


def parse_day(text: str) -> date:
    """A day given as YYYY-MM-DD; anything else is a usage error."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"`{text}` is not a day; write YYYY-MM-DD") from error


RulesOption: TypeAlias = Annotated[
    Path | None, typer.Option("--rules", metavar="DIR", help="A folder of rules instead of those that come with this.")
]
CasesOption: TypeAlias = Annotated[
    Path | None, typer.Option("--cases", metavar="DIR", help="A folder of cases (default: cases beside the rules).")
]
PackOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--pack",
        metavar="NAMES",
        help="Packs of guidelines instead of the default ones, with commas and in search order; `all` is every pack.",
    ),
]
CodesOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--codes",
        metavar="FILE",
        envvar="UPHELD_CODES",
        help='What service codes mean, a line each, such as "97124": massage_therapy. No CPT codes come with this.',
    ),
]
DayOption: TypeAlias = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=parse_day,
        help="The day (YYYY-MM-DD) whose guidelines apply, whatever the letter says.",
    ),
]
EngineOption: TypeAlias = Annotated[
    Engine,
    typer.Option("--engine", help="durable-rules cross-checked by the direct evaluator (both), or one of them."),
]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


def packs_of(names: str) -> tuple[str, ...]:
    """The packs that an option names, in order."""
    return tuple(name.strip() for name in names.split(",") if name.strip())


def is_case(path: str) -> bool:
    """Whether a path is that of a case file, by its ending; every other is a letter."""
    return path.lower().endswith(ENDINGS)


def lexicon_of(rules: Path | None, codes: Path | None) -> ReadingLexicon:
    """The words that letters are read by, with a user's own codes.

    Raises RuleErrors and InputError where a file of them cannot be used.
    """
    known = load_codes(codes, reading_lexicon(rules).treatments) if codes is not None else ()
    return reading_lexicon(rules, known)


def load_case(path: str, vocabulary: Vocabulary, lexicon: ReadingLexicon) -> Case:
    """The case of a letter or of a case file, by its ending; what a user should know of it goes to standard error.

    Raises InputError or RuleErrors where it cannot be used.
    """
    if not is_case(path):
        document = load_document(path)
        say(*notices(document))
        return case_from_reading(read(document, lexicon))
    from engine.casefile import load_case_file  # noqa: PLC0415  (a letter is answered without the reader of case files)

    loaded = load_case_file(Path(path), vocabulary, lexicon=lexicon)
    say(*loaded.warnings)
    return loaded.case


def notices(document: Document) -> tuple[str, ...]:
    """What a user should know of a document before trusting what is read of it."""
    if not document.empty_pages:
        return ()
    cure = "run the file through text recognition (OCR), or read them yourself"
    return (f"`{document.name}`: {empty_pages(document.empty_pages)} and could not be read; {cure}",)


def paper() -> Paper:
    """What standard output is: a terminal of some width and colour, or a file of fixed width without colour."""
    if not sys.stdout.isatty():
        return Paper()
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return Paper(width=min(WIDTH, max(40, shutil.get_terminal_size().columns)), colour=not plain)


def write(text: str) -> None:
    """Write a result to standard output."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all; raises InputError where its folder cannot be written to."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise InputError(f"`{path}`: the file cannot be written ({error.strerror}); name another file") from error


def say(*messages: str) -> None:
    """Tell something beside the result, on standard error."""
    for message in messages:
        typer.echo(message, err=True)
