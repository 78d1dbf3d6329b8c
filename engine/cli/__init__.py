"""The command `upheld`.

Each command is a module of this package, loaded only when it is called, so that none waits for what another needs.
Exit status: 0 it ran; 1 a check failed; 2 unusable input or arguments; 3 the evaluators disagree.
"""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from engine import rule_files
from engine.errors import UpheldError

COMMANDS = ("check", "explain", "read", "promote", "test", "rules")
"""Every command, in the order in which help lists them; each is a module with a typer app named `app`."""
HELP = """\
Check a requested medical treatment against written guidelines, and say why.

For every disputed item of a letter: upheld, overturned or not covered, with the guideline, the findings and the words
of the letter that carry them.

    upheld check letter.txt           the answer, and why

    upheld explain letter.txt         all that led to it, what would change it

    upheld read letter.txt > c.yaml   what was read, as a draft to correct

    upheld check c.yaml               the answer to the corrected draft

    upheld rules list                 the guidelines that are loaded

A result is a finding to put before a physician, not a decision.
"""


_GARBAGE = 200_000
"""Objects made and kept before a search for garbage."""


class LazyGroup(TyperGroup):
    """A group of commands whose modules are imported when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command by its name, or nothing."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"engine.cli.{cmd_name}").app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=LazyGroup,
    help=HELP,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  (slow to load, and wanted here alone)

        try:
            typer.echo(f"upheld {version('upheld')}")
        except PackageNotFoundError:
            typer.echo("upheld (not installed)")
        raise typer.Exit


@app.callback()
def upheld(
    *,
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda wanted: _version(wanted=wanted), is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Nothing by itself: the commands do the work."""


def main() -> NoReturn:
    """Run the command line and exit; what is wrong with the input is told on standard error, without a traceback."""
    # Rules and lexicons are built once and kept: looking for garbage meanwhile costs a tenth of a run and finds none.
    gc.set_threshold(_GARBAGE)
    # Nor is it worth a fifth of a run to look through them once more at its end.
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except UpheldError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        typer.echo(_fault(error), err=True)
        sys.exit(UpheldError.exit_status)
    finally:
        rule_files.keep()
    sys.exit(0)


def _fault(error: Exception) -> str:
    """What is told of an error that nobody foresaw: where, and not what, because that could be words of a letter."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f"{last.tb_frame.f_globals.get('__name__')}:{last.tb_lineno}" if last else "an unknown place"
    return (
        f"a fault of this program: {type(error).__name__} in {place}; please report it with the command and without "
        "the letter (`python -X dev -m engine.cli ...` shows more)"
    )
