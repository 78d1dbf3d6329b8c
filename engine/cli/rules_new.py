"""`upheld rules new`: starts a guideline, with three cases."""

from __future__ import annotations

from datetime import date  # noqa: TC003  (typer reads annotations when it runs)
from pathlib import Path
from typing import Annotated

import typer

from engine.assurance.new_files import write_new
from engine.assurance.scaffold import Start, scaffold, searched_first
from engine.cli.inputs import CasesOption, RulesOption, parse_day, say, write
from engine.errors import InputError
from engine.library import load_library
from engine.packs import ALL

_INSTALLED = "_rules"
"""What the rules folder is called inside an installed package, where nothing of an editor's belongs."""


def new(
    *,
    treatment: Annotated[
        str, typer.Argument(metavar="TREATMENT", help="The id of a treatment in vocabulary/treatments.yaml.")
    ],
    folder: Annotated[
        str, typer.Option("--folder", metavar="FOLDER", help="The folder of the text, such as mtus-2009/chronic-pain.")
    ],
    title: Annotated[str, typer.Option("--title", help="The name for readers (default: the treatment's).")] = "",
    source: Annotated[str, typer.Option("--source", help="The text (default: that of the others in the folder).")] = "",
    citation: Annotated[str, typer.Option("--citation", help="Where in the text, with the page.")] = "",
    since: Annotated[
        date | None, typer.Option("--from", metavar="DATE", parser=parse_day, help="The first day it is in force.")
    ] = None,
    until: Annotated[
        date | None, typer.Option("--until", metavar="DATE", parser=parse_day, help="The last day it is in force.")
    ] = None,
    rules: RulesOption = None,
    cases: CasesOption = None,
) -> None:
    """Start a guideline: a rule file that loads, and a case each that is met, not documented and not met.

    Example: upheld rules new kinesiology_tape --folder mtus-2009/chronic-pain

    Nothing is written over, and where one file cannot be written none is.
    """
    library = load_library(rules, (ALL,))
    if rules is None and library.folder.name == _INSTALLED:
        raise InputError("these rules are part of the installed program; give a copy of your own with --rules DIR")
    start = Start(treatment, _inside(folder, library.folder), title, source, citation, since, until)
    made = scaffold(start, library)
    files = {_place(name, library.folder, cases): text for name, text in made.files.items()}
    write_new(files)
    write("".join(f"{path}\n" for path in files))
    first = searched_first(made.guideline, library)
    if first is not None:
        say(f"`{first.id}` is searched first, and answers for `{treatment}` on {made.guideline.source.since}")


def _inside(folder: str, rules: Path) -> str:
    """The folder as rule ids begin, whether it was given from the rules folder or with it."""
    given = Path(folder)
    for base in (rules, rules.absolute(), Path(rules.name)):
        if given.is_relative_to(base):
            return given.relative_to(base).as_posix()
    return given.as_posix().rstrip("/")


def _place(name: str, rules: Path, cases: Path | None) -> Path:
    """Where a file of the scaffold goes; near the reader's own folder it is named from there."""
    first, rest = name.split("/", 1)
    here = Path.cwd()
    whole = (rules if first == rules.name else cases or rules.parent / first) / rest
    return whole.relative_to(here) if whole.is_relative_to(here) else whole
