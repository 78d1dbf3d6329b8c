"""`upheld promote`: a draft that a person has gone through becomes a case with today's answers as expected."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.assurance.new_files import write_new
from engine.casefile.entries import load_draft
from engine.casefile.load import load_case_file
from engine.casefile.promotion import promoted, refuse_pending
from engine.caserunner import run_case
from engine.cli.inputs import PackOption, RulesOption, packs_of, say, write
from engine.errors import InputError
from engine.library import load_library
from engine.reading.lexicons import reading_lexicon
from engine.recommend import check_case

if TYPE_CHECKING:
    from engine.casefile.entries import OldDraft
    from engine.library import Library
    from engine.recommendation import CheckResult

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def promote(
    *,
    path: Annotated[Path, typer.Argument(metavar="CASE", help="A draft of a letter that you have gone through.")],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="The folder of cases that it goes into.")],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What the case is called (default: as here).")
    ] = "",
    says: Annotated[str, typer.Option("--says", metavar="TEXT", help="What the case shows, in a sentence.")] = "",
    allow_pending: Annotated[
        bool, typer.Option("--allow-pending", help="Take in what nobody has looked at, as it was read.")
    ] = False,
    without_quotes: Annotated[
        bool, typer.Option("--without-quotes", help="Leave out the words of the letter, which is a health record.")
    ] = False,
    rules: RulesOption = None,
    pack: PackOption = "",
) -> None:
    """Make a case of a corrected draft: today's answers become what is expected, for `upheld test` to hold them to.

    Example: upheld promote case.yaml --to cases/massage-therapy --says "A course a year back, with benefit."

    The case is written whole or not at all, and never over another.
    """
    library = load_library(rules)
    draft = load_draft(path, library.vocabulary)
    packs = packs_of(pack) or packs_of(",".join(_listed(draft.rest.get("pack"))))
    library = load_library(rules, packs)
    if not allow_pending:
        refuse_pending(draft)
    result = check_case(load_case_file(path, library.vocabulary, lexicon=reading_lexicon(rules)).case, library)
    title = says or str(draft.rest.get("says", "")) or _title(result)
    text = promoted(draft, result, title, packs=packs, quotes=not without_quotes)
    case = to / f"{name or path.stem}.yaml"
    _prove(text, case.name, library)
    write_new({case: text})
    say(*_notes(draft, without_quotes=without_quotes))
    write(f"{case}: {len(result.items)} item{'s' if len(result.items) > 1 else ''}")


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _title(result: CheckResult) -> str:
    answers = (f"{item.treatment or 'a treatment'} {item.outcome.value}".replace("_", " ") for item in result.items)
    return f"A corrected draft of a letter: {', '.join(answers)}."


def _prove(text: str, name: str, library: Library) -> None:
    """Run the case before it is written where it stays: what does not come out as it says is no case."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        report = run_case(path, name, library)
    if not report.ok:
        what = "; ".join([*filter(None, [report.message]), *map(str, report.differences)])
        raise InputError(
            f"`{name}`: as a case of its own the draft is answered otherwise, so nothing was written: {what}"
        )


def _notes(draft: OldDraft, *, without_quotes: bool) -> list[str]:
    notes = [] if without_quotes else ["the case holds words of the letter; take out names before you pass it on"]
    if draft.unread:
        notes.append(f"{len(draft.unread)} sentences that gave no fact were left out")
    return notes
