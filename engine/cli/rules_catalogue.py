"""`upheld rules catalogue`: every guideline as a page, with indexes, in a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from engine.assurance.case_list import case_list
from engine.assurance.catalogue_files import stale, write_pages
from engine.cli.inputs import CasesOption, RulesOption, say, write
from engine.errors import InputError
from engine.library import load_library
from engine.packs import ALL
from engine.render.catalogue_index import MARK
from engine.render.catalogue_index import catalogue as pages_of


def catalogue(
    *,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of pages, made anew.")] = Path(
        "docs/catalogue"
    ),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if the pages are not those of the rules.")
    ] = False,
    rules: RulesOption = None,
    cases: CasesOption = None,
) -> None:
    """Write every guideline as a page, with indexes by treatment, body part, citation and date.

    Example: upheld rules catalogue docs/catalogue

    Exit status: 0 written, or up to date; 1 with --check, pages that are not.
    """
    pages = _pages(folder, rules, cases)
    if check:
        _check(folder, pages)
        return
    write_pages(folder, pages, MARK)
    say(f"{len(pages)} pages written to {folder}")


def _pages(folder: Path, rules: Path | None, cases: Path | None) -> dict[str, str]:
    library = load_library(rules, (ALL,))
    site = library.folder.absolute().parent
    listed = case_list(cases or site / "cases", site)
    return pages_of(library, listed, Path(os.path.relpath(site, folder.absolute())).as_posix())


def _check(folder: Path, pages: dict[str, str]) -> None:
    if not folder.is_dir():
        raise InputError(f"`{folder}`: there are no pages here; run `upheld rules catalogue {folder}`")
    found = stale(folder, pages)
    if found:
        write("".join(f"{folder / name}: not as the rules and cases say\n" for name in found))
        say(f"{len(found)} pages are stale; run `upheld rules catalogue {folder}`")
        raise typer.Exit(1)
    write(f"{len(pages)} pages are as the rules and cases say")
