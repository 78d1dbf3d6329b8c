"""`upheld read`: what was read of a letter, as a draft that a person can correct."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.casefile import dates_from, draft
from engine.cli.inputs import (
    CodesOption,
    JsonOption,
    RulesOption,
    is_case,
    lexicon_of,
    notices,
    say,
    write,
    write_whole,
)
from engine.document_io import load_document
from engine.errors import InputError
from engine.reading.reader import read as read_document
from engine.render.json import dumps, read_object
from engine.resources import rules_folder

if TYPE_CHECKING:
    from engine.casefile.proposals import Accepted
    from engine.document import Document
    from engine.facts import Reading
    from engine.reading.lexicons import ReadingLexicon

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def read(
    *,
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="A letter (.txt, .pdf, .docx, .html, or - for standard input).")
    ],
    json: JsonOption = False,
    rules: RulesOption = None,
    codes: CodesOption = None,
    merge: Annotated[
        Path | None,
        typer.Option("--merge", metavar="CASE", help="Keep what you made of an earlier draft of the letter."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None,
    extractor: Annotated[
        list[str] | None,
        typer.Option("--extractor", metavar="NAME", help="Also list what an installed extractor proposes, to confirm."),
    ] = None,
    teach: Annotated[
        bool, typer.Option("--teach", help="Propose phrases for the lexicon from drafts that you have corrected.")
    ] = False,
) -> None:
    """Print what was read of a letter: a case file to correct, with the sentences left unread at its end.

    Example: upheld read letter.txt > case.yaml, edit case.yaml, upheld check case.yaml

    Example: upheld read letter.txt --merge case.yaml --output case.yaml

    Example: upheld read --teach case.yaml
    """
    if teach:
        text = _taught(paths)
    elif len(paths) > 1:
        raise typer.BadParameter("one letter at a time", param_hint="PATH")
    else:
        text = _read(paths[0], lexicon_of(rules, codes), merge, extractor or [], json=json)
    if output is None:
        write(text)
    else:
        write_whole(output, text)


def _read(path: str, lexicon: ReadingLexicon, merge: Path | None, extractors: list[str], *, json: bool) -> str:
    if is_case(path):
        raise InputError(f"`{path}`: this is a case file already; edit it, and give it to `upheld check`")
    if merge is not None and (json or extractors):
        raise typer.BadParameter("takes neither `--json` nor `--extractor`", param_hint="--merge")
    document = load_document(path)
    say(*notices(document))
    reading = read_document(document, lexicon)
    if merge is not None:
        return _merged(merge, document, reading)
    proposals = _proposals(extractors, document, reading) if extractors else None
    if json:
        found = read_object(reading, dates_from(reading.facts))
        proposed = {"proposals": [*proposals.items, *proposals.facts]} if proposals else {}
        return dumps({**found, **proposed})
    return draft(reading, *((proposals.items, proposals.facts) if proposals else ()))


def _merged(path: Path, document: Document, reading: Reading) -> str:
    from engine.casefile.entries import load_draft  # noqa: PLC0415  (a first reading needs none of it)
    from engine.casefile.merging import merge  # noqa: PLC0415 - only this option needs it
    from engine.vocabulary import load_vocabulary  # noqa: PLC0415 - only this option needs it

    merged = merge(load_draft(path, load_vocabulary(rules_folder()), document), reading)
    say(*(merged.changes or ("nothing has changed",)))
    return merged.text


def _proposals(names: list[str], document: Document, reading: Reading) -> Accepted:
    from engine.casefile.proposals import accepted  # noqa: PLC0415  (only where an extractor is asked for)
    from engine.extractors import find, propose  # noqa: PLC0415 - only this option needs it
    from engine.vocabulary import load_vocabulary  # noqa: PLC0415 - only this option needs it

    proposed = [propose(find(name), document) for name in names]
    say(*(f"`{each.by}` may propose something else another time" for each in proposed if not each.deterministic))
    found = accepted(proposed, document, reading.facts, load_vocabulary(rules_folder()))
    say(*found.dropped)
    return found


def _taught(paths: list[str]) -> str:
    from engine.assurance.teaching import teach  # noqa: PLC0415  (only where drafts are to teach)

    return teach([Path(path) for path in paths])
