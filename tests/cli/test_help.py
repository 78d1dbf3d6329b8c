from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from engine.cli import COMMANDS

if TYPE_CHECKING:
    from tests.cli.conftest import Upheld

LEAVES = [[name] for name in COMMANDS if name != "rules"]
LEAVES += [["rules", name] for name in ("list", "show", "lint", "schema")]


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_every_command_teaches_itself_with_an_example(upheld: Upheld, words: list[str]) -> None:
    ran = upheld(*words, "--help")
    assert ran.status == 0
    assert f"Example: upheld {' '.join(words)}" in ran.out


def test_help_lists_every_command(upheld: Upheld) -> None:
    ran = upheld("--help")
    assert ran.status == 0
    assert all(f"\n  {name} " in ran.out for name in COMMANDS)
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_version_is_told(upheld: Upheld) -> None:
    ran = upheld("--version")
    assert ran.status == 0
    assert ran.out.startswith("upheld ")


def test_a_command_that_is_not_there_is_a_usage_error(upheld: Upheld) -> None:
    ran = upheld("chek", "letter.txt")
    assert ran.status == 2
    assert "chek" in ran.err


def test_no_command_waits_for_what_another_needs() -> None:
    heavy = {"engine.recommend", "engine.reading.reader", "durable", "html", "yaml", "engine.cli.check"}
    code = f"import sys, engine.cli; print(sorted({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_checking_loads_neither_html_nor_the_lint_nor_the_pdf_reader() -> None:
    code = "import sys, engine.cli.check; print(sorted(n for n in sys.modules if n.startswith({!r})))"
    wanted = ("html", "pypdf", "engine.assurance", "engine.caserunner", "rich")
    done = subprocess.run([sys.executable, "-c", code.format(wanted)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
