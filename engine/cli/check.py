"""`upheld check`: a recommendation for every disputed item of letters and cases."""

from __future__ import annotations

from datetime import date  # noqa: TC003  (typer reads annotations when it runs)
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.inputs import (
    CodesOption,
    DayOption,
    Engine,
    EngineOption,
    JsonOption,
    RulesOption,
    is_case,
    lexicon_of,
    load_case,
    packs_of,
    paper,
    say,
    write,
)
from engine.errors import UpheldError
from engine.library import Library, load_library
from engine.recommend import check_case
from engine.recommendation import CheckResult
from engine.render.json import CHECK, PACKS, check_object, dumps
from engine.render.packs import compare_packs
from engine.render.report import report
from engine.render.text import render

if TYPE_CHECKING:
    from engine.reading.lexicons import ReadingLexicon

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def check(
    *,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", help="Letters (.txt, .pdf, .docx, .html, or - for standard input) or cases (.yaml)."
        ),
    ],
    json: JsonOption = False,
    as_of: DayOption = None,
    rules: RulesOption = None,
    codes: CodesOption = None,
    pack: Annotated[
        list[str] | None,
        typer.Option(
            "--pack",
            metavar="NAMES",
            help="Packs of guidelines instead of the default ones (with commas, in search order; `all` is every pack). "
            "Given twice or more, the answers under each stand side by side.",
        ),
    ] = None,
    engine: EngineOption = Engine.BOTH,
) -> None:
    """Say for every disputed item whether its denial should be upheld or overturned, and why.

    Example: upheld check letter.txt

    Example: upheld check --json --as-of 2014-05-14 case.yaml

    Example: upheld check --pack mtus --pack cms_lcd letter.txt

    Exit status: 0 it ran, whatever the answers; 2 unusable input; 3 the two evaluators disagree.
    """
    chosen, lexicon = pack or [""], lexicon_of(rules, codes)
    if len(chosen) > 1 and len(paths) > 1:
        raise typer.BadParameter("several packs side by side take one document", param_hint="--pack")
    if len(chosen) > 1:
        write(_side_by_side(paths[0], chosen, rules, lexicon, as_of, engine, json=json))
        return
    library = load_library(rules, packs_of(chosen[0]))

    def answer(path: str) -> CheckResult:
        result = check_case(load_case(path, library.vocabulary, lexicon), library, as_of=as_of, engine=engine.value)
        say(*result.messages, *_corrections(path, result, library, lexicon, as_of, engine))
        return result

    if len(paths) == 1:
        result = answer(paths[0])
        write(dumps(check_object(result)) if json else render(report(result), paper()))
        return
    answers = [_tried(path, answer) for path in paths]
    write(_several_json(answers) if json else _several_text(answers))
    raise typer.Exit(max(error.exit_status if isinstance(error, UpheldError) else 0 for _, error in answers))


def _corrections(
    path: str, result: CheckResult, library: Library, lexicon: ReadingLexicon, as_of: date | None, engine: Engine
) -> tuple[str, ...]:
    """What a person's corrections changed, where the path is that of a corrected draft."""
    if not is_case(path):
        return ()
    from engine.casefile.corrections import corrections  # noqa: PLC0415  (a letter is answered without it)

    return corrections(Path(path), result, library, lexicon, as_of=as_of, engine=engine.value)


def _side_by_side(
    path: str,
    packs: list[str],
    rules: Path | None,
    lexicon: ReadingLexicon,
    as_of: date | None,
    engine: Engine,
    *,
    json: bool,
) -> str:
    """The answers under several packs: a table of outcomes, then each answer in full."""
    libraries = {names: load_library(rules, packs_of(names)) for names in packs}
    case = load_case(path, next(iter(libraries.values())).vocabulary, lexicon)
    results = {names: check_case(case, each, as_of=as_of, engine=engine.value) for names, each in libraries.items()}
    say(*dict.fromkeys(message for result in results.values() for message in result.messages))
    if json:
        return dumps({"schema": PACKS, "packs": {names: check_object(result) for names, result in results.items()}})
    sheet = paper()
    texts = [render(report(result, name=f"{path}, pack {names}"), sheet) for names, result in results.items()]
    return f"\n{'=' * sheet.width}\n".join([compare_packs(results), *texts])


def _tried(path: str, answer: Any) -> tuple[str, CheckResult | UpheldError]:
    """The answer for one of several documents; one that cannot be used does not keep back the others."""
    try:
        return path, answer(path)
    except UpheldError as error:
        say(str(error))
        return path, error


def _several_json(answers: list[tuple[str, CheckResult | UpheldError]]) -> str:
    documents = [
        {"document": {"name": path}, "error": str(got)} if isinstance(got, UpheldError) else check_object(got)
        for path, got in answers
    ]
    return dumps({"schema": CHECK, "documents": documents})


def _several_text(answers: list[tuple[str, CheckResult | UpheldError]]) -> str:
    sheet = paper()
    texts = [render(report(got, name=path), sheet) for path, got in answers if isinstance(got, CheckResult)]
    return f"\n{'=' * sheet.width}\n".join(texts)
