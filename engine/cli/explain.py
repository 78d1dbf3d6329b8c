"""`upheld explain`: every finding with its evidence, why not, and what would change it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.inputs import (
    CodesOption,
    DayOption,
    Engine,
    EngineOption,
    PackOption,
    RulesOption,
    lexicon_of,
    load_case,
    packs_of,
    paper,
    say,
    write,
)
from engine.library import load_library
from engine.recommend import check_case
from engine.render import html, markdown
from engine.render.changes import would_change
from engine.render.json import dumps, explain_object
from engine.render.report import report
from engine.render.text import render

if TYPE_CHECKING:
    from engine.recommendation import CheckResult

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Format(StrEnum):
    """What the explanation is written as."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


@app.command()
def explain(
    *,
    path: Annotated[
        str,
        typer.Argument(metavar="PATH", help="A letter (.txt, .pdf, .docx, .html, or -) or a case (.yaml, .json)."),
    ],
    item: Annotated[
        int | None, typer.Option("--item", metavar="N", min=1, help="Only this item, counted from 1.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.TEXT,
    as_of: DayOption = None,
    rules: RulesOption = None,
    codes: CodesOption = None,
    pack: PackOption = "",
    engine: EngineOption = Engine.BOTH,
) -> None:
    """Show everything that led to an answer, with the words of the letter, and what would change it.

    Example: upheld explain letter.txt --item 2

    Example: upheld explain letter.txt --format html > letter.html
    """
    library = load_library(rules, packs_of(pack))
    case = load_case(path, library.vocabulary, lexicon_of(rules, codes))
    result = check_case(case, library, as_of=as_of, engine=engine.value)
    if item is not None and item > len(result.items):
        count = len(result.items)
        there = "is 1 item" if count == 1 else f"are {count} items"
        raise typer.BadParameter(f"there {there}; count from 1", param_hint="--item")
    say(*result.messages)
    write(_written(result, item, form))


def _written(result: CheckResult, item: int | None, form: Format) -> str:
    if form is Format.JSON:
        chosen = result.items if item is None else result.items[item - 1 : item]
        kept = result.model_copy(update={"items": chosen})
        return dumps(explain_object(kept, [would_change(each) for each in chosen]))
    whole = report(result, full=True, item=item)
    match form:
        case Format.MARKDOWN:
            return markdown.render(whole)
        case Format.HTML:
            return html.render(whole)
        case _:
            return render(whole, paper())
