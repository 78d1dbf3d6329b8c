"""The README's examples run, and print what it says they print.

A fenced block marked `console` is a transcript: lines that begin with `$ ` are commands, the lines below each are what
it writes to standard output, and a line `...` stands for any lines. A command without output below it has only to
succeed. Blocks marked otherwise are not run. Commands run in file order in one folder that looks like the checkout, so
that a file which one writes is there for the next, and the checkout stays clean.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
# What make exports to its children would change what a command under test prints, as would a wish for colour.
UNWANTED = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "FORCE_COLOR", "CLICOLOR_FORCE", "CI"}


@dataclass(frozen=True)
class Example:
    """One command of a transcript, the line it stands on, and the lines it should write."""

    command: str
    line: int
    expected: tuple[str, ...]


def examples(markdown: str) -> list[Example]:
    """Every command of every `console` block, in order."""
    found: list[Example] = []
    in_block = False
    for number, line in enumerate(markdown.splitlines(), start=1):
        if line.startswith("```"):
            in_block = not in_block and line.strip() == "```console"
        elif in_block and line.startswith("$ "):
            found.append(Example(line[2:].strip(), number, ()))
        elif in_block:
            assert found, f"README.md:{number}: a console block begins with a line `$ command`"
            last = found.pop()
            found.append(Example(last.command, last.line, (*last.expected, line.rstrip())))
    return found


def pattern(expected: tuple[str, ...]) -> re.Pattern[str]:
    """What a command's output must match: these lines, `...` for any number of lines, blank lines at the end apart."""
    text = "\n".join(expected).rstrip("\n").splitlines()
    return re.compile("".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in text))


def as_tested(command: str) -> str:
    """The command as it is run here: make must not set up an environment, nor run the tests inside the tests."""
    words = command.split()
    if words[0] != "make":
        return command
    if words[1:2] == ["check"]:
        ready = BIN.parent / ".run-ready"
        return f"make --silent --old-file={ready} VENV={BIN.parent} {' '.join(words[1:])}"
    return f"make --dry-run {' '.join(words[1:])} >/dev/null"


def environment() -> dict[str, str]:
    """This test's environment, without what changes output, and with the project's own commands first."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return {**kept, "PATH": f"{BIN}{os.pathsep}{kept.get('PATH', os.defpath)}", "NO_COLOR": "1", "TERM": "dumb"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose entries lead to the checkout's."""
    folder = tmp_path_factory.mktemp("checkout")
    for entry in ROOT.iterdir():
        if entry.name == ".ci" or not entry.name.startswith("."):
            (folder / entry.name).symlink_to(entry)
    return folder


@pytest.mark.parametrize("example", [pytest.param(found, id=found.command) for found in examples(README)])
def test_an_example_of_the_readme_runs_and_prints_what_it_says(example: Example, checkout: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", as_tested(example.command)],
        cwd=checkout,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    where = f"README.md:{example.line}: `{example.command}`"
    assert done.returncode == 0, f"{where} exits with {done.returncode}:\n{done.stderr}"
    if example.expected:
        printed = "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip("\n") + "\n"
        assert pattern(example.expected).fullmatch(printed), f"{where} prints instead:\n{printed}"


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"`[^`]*`|^make .*$", README, re.MULTILINE)))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets
    assert [target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_a_transcript_is_read_as_commands_and_their_output() -> None:
    markdown = "```console\n$ one\n$ two 'x'\nfirst\n\n...\nlast\n```\n```sh\n$ three\n```\n"
    assert examples(markdown) == [Example("one", 2, ()), Example("two 'x'", 3, ("first", "", "...", "last"))]


def test_dots_stand_for_any_lines_and_nothing_else_does() -> None:
    expected = pattern(("a.c", "...", "z"))
    assert expected.fullmatch("a.c\nz\n")
    assert expected.fullmatch("a.c\n1\n2\nz\n")
    assert not expected.fullmatch("abc\nz\n")
    assert not expected.fullmatch("a.c\nz\nmore\n")
