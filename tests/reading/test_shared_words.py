"""Words that phrases of a lexicon share by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.errors import RuleErrors
from engine.reading.lexicon import Lexicon

if TYPE_CHECKING:
    from pathlib import Path

_FILE = 'category: gain\nentries:\n  eased:\n    phrases: ["<unit> eased"]\n'


def _folder(folder: Path, words: str, phrases: str = _FILE) -> Path:
    (folder / "words.yaml").write_text(f"data: words\nwords:\n{words}", encoding="utf-8")
    (folder / "gain.yaml").write_text(phrases, encoding="utf-8")
    return folder


def test_a_name_stands_for_its_words_and_those_that_it_names(tmp_path: Path) -> None:
    lexicon = Lexicon.load(_folder(tmp_path, "  the: the|her|\n  unit: <the> (tens|device)\n"))
    assert [len(lexicon.find(text)) for text in ("Her TENS eased it", "device eased it", "the pill eased it")] == [
        1,
        1,
        0,
    ]


def test_a_name_without_words_is_reported_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(RuleErrors) as raised:
        Lexicon.load(_folder(tmp_path, "  the: the|her|\n"))
    assert "gain.yaml:4" in str(raised.value)
    assert "`<unit>` names no shared words" in str(raised.value)


def test_a_list_may_only_name_those_above_it(tmp_path: Path) -> None:
    with pytest.raises(RuleErrors) as raised:
        Lexicon.load(_folder(tmp_path, "  unit: <the> tens\n  the: the|her\n"))
    assert "words.yaml:3" in str(raised.value)
