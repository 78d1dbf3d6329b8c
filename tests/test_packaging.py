"""What is shipped: the wheel holds the rules, the locks hold nothing of one machine, set-up explains its failures."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from engine.resources import rules_folder

ROOT = Path(__file__).parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def info_folder() -> str:
    return f"upheld-{project()['project']['version']}.dist-info"


def python(code: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter, in which no test has imported anything yet."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


def set_up(folder: Path, tools: Path, *wanted: str) -> subprocess.CompletedProcess[str]:
    """The set-up as it goes on a machine that has only the commands in `tools`."""
    return subprocess.run(
        ["/bin/sh", str(ROOT / ".ci/set-up"), str(folder), "requirements.lock", *wanted],
        cwd=ROOT,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of commands with those that any POSIX machine has, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("head", "rm"):
        where = shutil.which(name)
        assert where
        (folder / name).symlink_to(where)
    return folder


def command(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_every_rule_file_where_the_engine_looks(wheel: zipfile.ZipFile) -> None:
    ours = {path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*.yaml")}
    shipped = {name.removeprefix("engine/_rules/") for name in wheel.namelist() if name.startswith("engine/_rules/")}
    assert ours
    assert ours <= shipped


def test_the_wheel_holds_the_engine_and_nothing_beside_it(wheel: zipfile.ZipFile) -> None:
    assert {name.split("/")[0] for name in wheel.namelist()} == {"engine", info_folder()}
    assert "engine/py.typed" in wheel.namelist()


def test_the_wheel_names_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    assert "upheld = engine.cli:main" in wheel.read(f"{info_folder()}/entry_points.txt").decode()
    assert f"{info_folder()}/licenses/LICENSE" in wheel.namelist()


def test_a_checkout_finds_its_rules() -> None:
    assert (rules_folder() / "vocabulary" / "fact-types.yaml").is_file()


@pytest.mark.parametrize("lock", [*LOCKS, "uv.lock"])
def test_a_lock_names_no_place_but_the_public_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"file:|find-links|--index|--extra|@ |\bpath = |\bgit = ", text) == []
    assert set(re.findall(r"https?://[^/\"\s]+", text)) <= {"https://pypi.org", "https://files.pythonhosted.org"}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_by_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text(encoding="utf-8"))[1:]
    assert entries
    assert [entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+ .*\\\n\s+--hash=sha256:", entry)] == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    asked = project()
    for lock, wanted in [
        ("requirements.lock", asked["project"]["dependencies"]),
        ("requirements-dev.lock", asked["project"]["dependencies"] + asked["dependency-groups"]["dev"]),
    ]:
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        assert {re.split(r"[=<>]", name)[0] for name in wanted} <= locked, f"`{lock}` is out of date; run make lock"


def test_both_locks_agree() -> None:
    run, dev = (
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in LOCKS
    )
    assert run.items() <= dev.items()


def test_the_engine_is_imported_where_durable_rules_is_not_installed() -> None:
    hidden = "import sys; sys.modules['durable'] = sys.modules['durable_rules_engine'] = None; "
    done = python(hidden + "import engine, engine.cli")
    assert done.returncode == 0, done.stderr


def test_importing_the_command_loads_nothing_heavy() -> None:
    heavy = ["durable", "hypothesis", "polars", "pyarrow", "pypdf", "z3"]
    done = python(f"import engine.cli, sys; print(sorted(set(sys.modules) & set({heavy})))")
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_set_up_says_that_no_python_was_found(tmp_path: Path, tools: Path) -> None:
    done = set_up(tmp_path / "venv", tools)
    assert done.returncode == 1
    assert done.stderr.startswith("no usable Python: upheld needs Python 3.11 or later")


def test_set_up_says_which_pythons_it_passed_over_and_why(tmp_path: Path, tools: Path) -> None:
    command(tools, "python3", "echo '3.9 is older than 3.11' >&2; exit 1")
    command(tools, "python3.12", "echo 'it cannot make environments' >&2; exit 1")
    done = set_up(tmp_path / "venv", tools, "mine")
    assert done.returncode == 1
    assert "python3.12: it cannot make environments\n  python3: 3.9 is older than 3.11" in done.stderr


def test_set_up_says_that_no_compiler_was_found(tmp_path: Path, tools: Path) -> None:
    # An environment whose pip fails: the diagnosis after it runs on the real interpreter.
    made = tmp_path / "venv" / "bin"
    made.mkdir(parents=True)
    fails = 'case "$*" in *"pip install"*) echo "error: subprocess-exited-with-error" >&2; exit 1;; esac'
    command(made, "python", f'{fails}\nCC=no-such-compiler exec "{sys.executable}" "$@"')
    done = set_up(tmp_path / "venv", tools)
    assert done.returncode == 1
    assert "no C compiler: durable-rules is compiled" in done.stderr
    assert "`no-such-compiler` was not found" in done.stderr


@pytest.mark.parametrize("script", [".ci/run", ".ci/set-up"])
def test_a_script_may_be_executed(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
