"""`upheld read`: what was read of a letter, as a draft that a person can correct."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.casefile import ENDINGS, dates_from, draft
from engine.cli.inputs import JsonOption, notices, say, write
from engine.document_io import load_document
from engine.errors import InputError
from engine.reading.reader import read as read_document
from engine.render.json import dumps, read_object

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def read(
    *,
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="A letter (.txt, .pdf, .docx, .html, or - for standard input).")
    ],
    json: JsonOption = False,
) -> None:
    """Print what was read of a letter: a case file to correct, with the sentences left unread at its end.

    Example: upheld read letter.txt > case.yaml, edit case.yaml, upheld check case.yaml
    """
    if path.lower().endswith(ENDINGS):
        raise InputError(f"`{path}`: this is a case file already; edit it, and give it to `upheld check`")
    document = load_document(path)
    say(*notices(document))
    reading = read_document(document)
    write(dumps(read_object(reading, dates_from(reading.facts))) if json else draft(reading))
