from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.assurance import catalogue_files
from engine.errors import InputError
from engine.library import load_library
from engine.packs import ALL
from engine.render.catalogue_index import MARK

if TYPE_CHECKING:
    from tests.cli.conftest import Upheld

ROOT = Path(__file__).parent.parent.parent
CATALOGUE = ROOT / "docs" / "catalogue"
PAGES = sorted(CATALOGUE.rglob("*.md"))


def read(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.md")}


def test_the_catalogue_is_what_the_rules_and_cases_say(upheld: Upheld) -> None:
    ran = upheld("rules", "catalogue", CATALOGUE, "--check")
    assert ran.status == 0, f"{ran.out}\nthe catalogue is stale: run `make catalogue` and commit docs/catalogue"


def test_every_guideline_has_a_page_that_every_index_leads_to() -> None:
    pages = read(CATALOGUE)
    for guideline in load_library(None, (ALL,)).guidelines:
        assert f"{guideline.id}.md" in pages
        for index in ("README.md", "by-body-part.md", "by-citation.md", "by-date.md"):
            assert f"({guideline.id}.md)".encode() in pages[index], (guideline.id, index)


@pytest.mark.parametrize("page", PAGES, ids=[path.relative_to(CATALOGUE).as_posix() for path in PAGES])
def test_every_link_leads_to_a_file_of_ours(page: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert [each for each in links if not (page.parent / each).is_file()] == []
    assert [each for each in links if ROOT not in (page.parent / each).resolve().parents] == []


@pytest.mark.parametrize("page", PAGES, ids=[path.relative_to(CATALOGUE).as_posix() for path in PAGES])
def test_every_table_has_as_many_cells_in_each_row_as_in_its_head(page: Path) -> None:
    cells = 0
    for line in page.read_text(encoding="utf-8").splitlines():
        found = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert found in {0, cells} or not cells, line
        cells = found


def test_pages_are_the_same_wherever_they_are_made_but_for_the_way_to_the_rules(upheld: Upheld, tmp_path: Path) -> None:
    assert upheld("rules", "catalogue", tmp_path / "pages").status == 0
    made = read(tmp_path / "pages")
    assert made.keys() == read(CATALOGUE).keys()
    assert made["by-date.md"] == (CATALOGUE / "by-date.md").read_bytes()


def test_a_page_that_is_changed_missing_or_left_over_is_stale(upheld: Upheld, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    none = upheld("rules", "catalogue", folder, "--check")
    assert (none.status, none.out) == (2, "")
    assert f"run `upheld rules catalogue {folder}`" in none.err
    upheld("rules", "catalogue", folder)
    (folder / "by-date.md").unlink()
    (folder / "left-over.md").write_text(MARK, encoding="utf-8")
    (folder / "README.md").write_text(f"{MARK}\nmine\n", encoding="utf-8")
    ran = upheld("rules", "catalogue", folder, "--check")
    assert ran.status == 1
    assert ran.out.split() == [
        word
        for name in ("README.md", "by-date.md", "left-over.md")
        for word in f"{folder / name}: not as the rules and cases say".split()
    ]
    assert upheld("rules", "catalogue", folder).status == 0
    assert upheld("rules", "catalogue", folder, "--check").status == 0


def test_a_folder_with_work_of_others_is_left_alone(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine\n", encoding="utf-8")
    ran = upheld("rules", "catalogue", tmp_path)
    assert ran.status == 2
    assert f"`{tmp_path}` holds `notes.md`, which was not made by this command" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.md"]
    assert upheld("rules", "catalogue", tmp_path / "notes.md").status == 2


def test_pages_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pages"
    catalogue_files.write_pages(folder, {"a.md": "m 1", "b/c.md": "m 2"}, "m")
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda path, to: _failing(path, to, rename))
    with pytest.raises(InputError, match="it cannot be written"):
        catalogue_files.write_pages(folder, {"a.md": "m 3"}, "m")
    monkeypatch.undo()
    assert read(folder) == {"a.md": b"m 1", "b/c.md": b"m 2"}
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


def _failing(path: Path, to: Path, rename: object) -> Path:
    """The last step fails: a finished folder is not put in its place."""
    if to.name == "pages" and not path.name.endswith(".old"):
        raise OSError(28, "No space left on device")
    assert callable(rename)
    moved = rename(path, to)
    assert isinstance(moved, Path)
    return moved
