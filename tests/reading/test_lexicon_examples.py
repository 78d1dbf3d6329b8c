"""Every example of every lexicon file is run: it must be found where it says so, and not found where it says so."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
import yaml

from engine import strict_yaml
from engine.reading.lexicon import Lexicon
from engine.reading.lexicon_files import Entry, entries_of, files_of
from engine.resources import rules_folder

if TYPE_CHECKING:
    from pathlib import Path

FILES = list(files_of([rules_folder() / "lexicon"]))
ENTRIES = [(path, entry) for path in FILES for entry in entries_of(path)]


@lru_cache(maxsize=1)
def _lexicons() -> dict[Path, Lexicon]:
    return {path: Lexicon.load(path) for path in {path for path, _ in ENTRIES}}


def _ids(path: Path, entry: Entry, text: str) -> set[str]:
    """What is found in a text in the example's own file, where entries compete as they do in use."""
    return {mention.id for mention in _lexicons()[path].find(text) if mention.category == entry.category}


@pytest.mark.parametrize(("path", "entry"), ENTRIES, ids=[f"{path.stem}:{entry.id}" for path, entry in ENTRIES])
def test_examples_are_found_and_counter_examples_are_not(path: Path, entry: Entry) -> None:
    missed = [text for text in entry.match if entry.id not in _ids(path, entry, text)]
    wrong = [text for text in entry.no_match if entry.id in _ids(path, entry, text)]
    assert (missed, wrong) == ([], [])


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_both_yaml_loaders_read_the_same(path: Path) -> None:
    slow, fast = strict_yaml.read(path, loader=yaml.SafeLoader), strict_yaml.read(path)
    assert slow.data == fast.data
