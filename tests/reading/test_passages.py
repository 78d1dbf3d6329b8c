"""Passages chosen by what an assembler cannot do without; the choice never changes what is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from engine.document import Document
from engine.reading.lexicons import reading_lexicon
from engine.reading.passages import Passages
from engine.reading.reader import context_of, read
from engine.reading.tokens import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

    from engine.reading.passage import Passage

REPO = Path(__file__).parents[2]
TEXT = "CLINICAL CASE SUMMARY\nHe had six visits of acupuncture. His sleep is better. Seen on 3/4/2014.\n"


def passages() -> Passages:
    return context_of(Document("letter", TEXT), reading_lexicon()).patient


def words_of(chosen: Iterable[Passage]) -> list[str]:
    return [each.words(each.start, each.end) for each in chosen]


def letters() -> list[str]:
    cases = [path.read_text(encoding="utf-8") for path in sorted((REPO / "cases").rglob("*.txt"))]
    ours = sorted((REPO / "tests" / "letters").glob("[a-f]/*.yaml"))[::4]
    return [*cases, *(yaml.safe_load(path.read_text(encoding="utf-8"))["text"] for path in ours)]


def test_by_category_in_order() -> None:
    assert words_of(passages().having("treatment")) == ["He had six visits of acupuncture."]
    assert words_of(passages().having("topic", "treatment"))[0] == "He had six visits of acupuncture."
    assert words_of(passages().having("nothing_such")) == []


def test_by_word() -> None:
    assert words_of(passages().having(words=forms("sleep"))) == ["His sleep is better."]


def test_by_figure() -> None:
    found = ["He had six visits of acupuncture.", "Seen on 3/4/2014."]
    assert words_of(passages().with_figures()) == found


def test_by_pattern() -> None:
    assert words_of(passages().matching(re.compile(r"\d{4}"))) == ["Seen on 3/4/2014."]
    assert words_of(Passages().matching(re.compile(r"\d{4}"))) == []


def test_what_assemblers_declare_hides_nothing_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = letters()
    chosen = [read(Document("letter", text)) for text in texts]
    for choice in ("having", "matching", "with_figures"):
        monkeypatch.setattr(Passages, choice, lambda self, *_, **__: tuple(self))
    assert [read(Document("letter", text)) for text in texts] == chosen
