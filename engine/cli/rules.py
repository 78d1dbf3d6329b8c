"""`upheld rules`: the loaded guidelines, one of them read aloud, mistakes, and the schema for editors."""

from __future__ import annotations

from datetime import date  # noqa: TC003  (typer reads annotations when it runs)
from enum import StrEnum
from typing import Annotated

import typer

from engine.assurance.case_list import case_list
from engine.assurance.lint import lint as lint_rules
from engine.assurance.schema import rule_schema
from engine.checking import suggestion
from engine.cli.inputs import CasesOption, JsonOption, PackOption, RulesOption, packs_of, paper, parse_day, write
from engine.cli.rules_catalogue import catalogue
from engine.cli.rules_choice import Wanted, choose
from engine.cli.rules_facts import facts
from engine.cli.rules_new import new
from engine.errors import InputError
from engine.library import Library, load_library
from engine.packs import ALL
from engine.render.catalogue import page
from engine.render.json import dumps
from engine.render.lint import lint_object, render_lint
from engine.render.rules import (
    list_object,
    readings_object,
    render_list,
    render_readings,
    render_show,
    show_object,
)
from engine.resources import rules_folder
from engine.vocabulary import load_vocabulary

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Look at the guidelines, find what is wrong with one, and write new ones.",
)
app.command()(new)
app.command()(catalogue)
app.command()(facts)


class Format(StrEnum):
    """How a guideline is shown."""

    TEXT = "text"
    MARKDOWN = "markdown"


@app.command("list")
def list_(
    *,
    on: Annotated[
        date | None, typer.Option("--on", metavar="DATE", parser=parse_day, help="Only those in force on this day.")
    ] = None,
    source: Annotated[
        str, typer.Option("--source", metavar="WORDS", help="Only those of this pack, or of a text of this name.")
    ] = "",
    treatment: Annotated[
        str, typer.Option("--treatment", metavar="ID", help="Only those of this treatment or family.")
    ] = "",
    confidence: Annotated[
        str, typer.Option("--confidence", metavar="LEVEL", help="Only those of this confidence: verified, high, ...")
    ] = "",
    unverified: Annotated[
        bool, typer.Option("--unverified", help="Only those with figures not verified against the printed text.")
    ] = False,
    readings: Annotated[
        bool, typer.Option("--readings", help="Instead of the table, what we read into the texts of those listed.")
    ] = False,
    rules: RulesOption = None,
    pack: PackOption = "",
    json: JsonOption = False,
) -> None:
    """List the guidelines: id, title, days in force, status, confidence, number of criteria; and count them.

    Example: upheld rules list --on 2014-05-14

    Example: upheld rules list --pack all --source odg --unverified
    """
    library = load_library(rules, packs_of(pack))
    wanted = Wanted(on=on, source=source, treatment=treatment, confidence=confidence, unverified=unverified)
    found = choose(library, wanted)
    if readings:
        write(dumps(readings_object(found)) if json else render_readings(found, paper()))
    else:
        write(dumps(list_object(found)) if json else render_list(found))


@app.command()
def show(
    *,
    identity: Annotated[str, typer.Argument(metavar="ID", help="The id of a guideline, or the end of it.")],
    form: Annotated[
        Format, typer.Option("--format", help="For a terminal, or as a page with figures, readings and cases.")
    ] = Format.TEXT,
    rules: RulesOption = None,
    cases: CasesOption = None,
    json: JsonOption = False,
) -> None:
    """Read a rule aloud from its structure, beside what its file says.

    Example: upheld rules show massage-therapy

    Example: upheld rules show massage-therapy --format markdown > massage-therapy.md
    """
    library = load_library(rules, (ALL,))
    guideline = library.guideline(_identity(identity, library))
    if json:
        write(dumps(show_object(guideline, library)))
    elif form is Format.MARKDOWN:
        root = library.folder.absolute().parent
        listed = case_list(cases or root / "cases", root, guideline.id)
        write(page(guideline, library, listed.get(guideline.id, ())))
    else:
        write(render_show(guideline, library, paper()))


def _identity(asked: str, library: Library) -> str:
    known = [each.id for each in library.guidelines]
    alike = [each for each in known if each == asked] or [each for each in known if f"/{each}".endswith(f"/{asked}")]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise InputError(f"`{asked}` is the end of {', '.join(f'`{each}`' for each in alike)}; write one of them whole")
    near = suggestion(asked, [*known, *(each.rsplit("/", 1)[-1] for each in known)])
    raise InputError(f"`{asked}` is no guideline; {near or '`upheld rules list` names them'}")


@app.command()
def lint(
    *,
    rules: RulesOption = None,
    cases: CasesOption = None,
    json: JsonOption = False,
) -> None:
    """Find mistakes in the rules, all at once, and criteria that no case exercises.

    Example: upheld rules lint --rules my-rules

    Exit status: 0 no mistakes (there may be warnings); 1 mistakes.
    """
    folder = rules or rules_folder()
    found = lint_rules(folder, cases or folder.parent / "cases")
    write(dumps(lint_object(found)) if json else render_lint(found))
    if found.errors:
        raise typer.Exit(1)


@app.command()
def schema(rules: RulesOption = None) -> None:
    """Print the JSON Schema of rule files, for editors.

    Example: upheld rules schema > rule.schema.json
    """
    write(dumps(rule_schema(load_vocabulary(rules or rules_folder()))))
