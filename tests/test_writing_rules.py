"""The page on adding a guideline is followed to the letter, in a copy of the folders that an editor works in.

A block that begins with `# write FILE` or `# add to FILE` is applied, and the commands of `console` blocks are run and
compared as those of the README are.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_readme import environment, examples, pattern

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EDIT = re.compile(r"# (write|add to) (\S+)\n")
EDITED = ("rules", "cases", "docs")
"""What an editor changes; the rest of the checkout is only looked at."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder like the checkout, with copies of what is edited, and `upheld` of its own."""
    for entry in ROOT.iterdir():
        if entry.name in EDITED:
            shutil.copytree(entry, tmp_path / entry.name)
        elif not entry.name.startswith("."):
            (tmp_path / entry.name).symlink_to(entry)
    command = tmp_path / "bin" / "upheld"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m engine.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return tmp_path


def apply(block: str, folder: Path) -> None:
    """Do what an editor does with a block: write a file, or add to the end of one."""
    edit = EDIT.match(block)
    assert edit, f"a block begins with `# write FILE` or `# add to FILE`, and not with {block.splitlines()[:1]}"
    path = folder / edit[2]
    assert path.is_file() or edit[1] == "write", f"{edit[2]} is not there to be added to"
    before = path.read_text(encoding="utf-8") if edit[1] == "add to" else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before + block[edit.end() :], encoding="utf-8")


def run(block: str, folder: Path) -> None:
    """Run the commands of a block and compare what they print."""
    path = f"{folder / 'bin'}{os.pathsep}{environment()['PATH']}"
    variables = {**environment(), "PATH": path, "PYTHONPATH": str(folder)}
    for example in examples(f"```console\n{block}```\n"):
        done = subprocess.run(
            ["sh", "-c", example.command],
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"`{example.command}` exits with {done.returncode}:\n{done.stdout}{done.stderr}"
        printed = "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip("\n") + "\n"
        assert not example.expected or pattern(example.expected).fullmatch(printed), (
            f"`{example.command}` prints instead:\n{printed}"
        )


def test_the_page_can_be_followed_to_the_letter(checkout: Path) -> None:
    blocks = BLOCKS.findall(PAGE)
    assert len(blocks) * 2 == PAGE.count("```")
    for language, block in blocks:
        if language == "console":
            run(block, checkout)
        else:
            apply(block, checkout)


def test_every_link_of_the_page_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", PAGE)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_the_library_does_not_have_the_treatment_of_the_exercise() -> None:
    names = [path for path in (ROOT / "rules").rglob("*.yaml") if "mirror_therapy" in path.read_text(encoding="utf-8")]
    assert names == []
