"""`upheld rules`: the loaded guidelines, one of them read aloud, mistakes, and the schema for editors."""

from __future__ import annotations

from datetime import date  # noqa: TC003  (typer reads annotations when it runs)
from pathlib import Path  # noqa: TC003  (likewise)
from typing import Annotated

import typer

from engine.assurance.lint import lint as lint_rules
from engine.assurance.schema import rule_schema
from engine.checking import suggestion
from engine.cli.inputs import JsonOption, PackOption, RulesOption, packs_of, paper, parse_day, write
from engine.errors import InputError
from engine.library import Library, load_library
from engine.packs import ALL
from engine.render.json import dumps
from engine.render.lint import lint_object, render_lint
from engine.render.rules import list_object, render_list, render_show, show_object
from engine.resources import rules_folder
from engine.vocabulary import load_vocabulary

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Look at the guidelines: what is loaded, what a rule says, what is wrong with one.",
)


@app.command("list")
def list_(
    *,
    on: Annotated[
        date | None, typer.Option("--on", metavar="DATE", parser=parse_day, help="Only those in force on this day.")
    ] = None,
    treatment: Annotated[
        str, typer.Option("--treatment", metavar="ID", help="Only those of this treatment or family.")
    ] = "",
    unverified: Annotated[
        bool, typer.Option("--unverified", help="Only those not verified against the printed text.")
    ] = False,
    rules: RulesOption = None,
    pack: PackOption = "",
    json: JsonOption = False,
) -> None:
    """List the guidelines: id, title, days in force, status, confidence, number of criteria.

    Example: upheld rules list --on 2014-05-14
    """
    library = load_library(rules, packs_of(pack))
    if treatment and treatment not in library.vocabulary.treatments:
        raise InputError(f"`{treatment}` is not a treatment; {suggestion(treatment, library.vocabulary.treatments)}")
    found = [
        each
        for each in library.guidelines
        if (on is None or each.source.in_force(on))
        and treatment in {"", each.treatment, each.family}
        and (not unverified or each.source.confidence != "verified")
    ]
    write(dumps(list_object(found)) if json else render_list(found))


@app.command()
def show(
    *,
    identity: Annotated[str, typer.Argument(metavar="ID", help="The id of a guideline, or the end of it.")],
    rules: RulesOption = None,
    json: JsonOption = False,
) -> None:
    """Read a rule aloud from its structure, beside what its file says.

    Example: upheld rules show massage-therapy
    """
    library = load_library(rules, (ALL,))
    guideline = library.guideline(_identity(identity, library))
    write(dumps(show_object(guideline, library)) if json else render_show(guideline, library, paper()))


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
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="DIR", help="Cases to count for coverage (default: cases beside the rules)."),
    ] = None,
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
