"""`upheld test`: runs case files and shows expected beside actual, by stage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.caserunner import CaseReport, case_paths, run_case
from engine.cli.inputs import (
    Engine,
    EngineOption,
    JsonOption,
    PackOption,
    RulesOption,
    packs_of,
    say,
    write,
    write_whole,
)
from engine.errors import InputError
from engine.library import load_library
from engine.render.cases import cases_object, junit, render
from engine.render.json import dumps

if TYPE_CHECKING:
    from engine.library import Library

app = typer.Typer(add_completion=False, rich_markup_mode=None)

PACE = 100
"""Cases after which progress is told, where a person watches."""


@app.command()
def run_tests(
    *,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]", help="Case files or folders of them (default: cases).")
    ] = None,
    rules: RulesOption = None,
    pack: PackOption = "",
    json: JsonOption = False,
    junit_file: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Also write JUnit XML to this file.")
    ] = None,
    engine: EngineOption = Engine.BOTH,
) -> None:
    """Run the cases; show what was expected beside what came out: facts read, standings, recommendation.

    Example: upheld test

    Example: upheld test cases/massage-therapy --rules my-rules

    Exit status: 0 all as expected; 1 some case is not; 2 no such cases, or rules with mistakes.
    """
    wanted = paths or [Path("cases")]
    found = _found(wanted)
    library = load_library(rules, packs_of(pack))
    reports = _run(found, library, engine.value)
    if junit_file is not None:
        write_whole(junit_file, junit(reports))
    write(dumps(cases_object(reports)) if json else render(reports))
    if not all(report.ok for report in reports):
        raise typer.Exit(1)


def _found(paths: list[Path]) -> list[tuple[Path, str]]:
    for path in paths:
        if not path.exists():
            raise InputError(f"`{path}`: there is no such file or folder; name case files or folders of them")
    found = case_paths(paths)
    if not found:
        raise InputError(f"`{paths[0]}`: there is no case file here; case files end in .yaml or .json")
    return found


def _run(found: list[tuple[Path, str]], library: Library, engine: str) -> list[CaseReport]:
    """Run the cases in order, with words of progress where standard error is a terminal."""
    reports = []
    for path, name in found:
        reports.append(run_case(path, name, library, engine=engine))
        if len(reports) % PACE == 0 and sys.stderr.isatty():
            say(f"{len(reports)} of {len(found)} cases run")
    return reports
