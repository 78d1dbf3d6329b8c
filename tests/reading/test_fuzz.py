"""Whatever text it is given, reading neither fails nor points at anything but the words that it quotes.

A few hundred mutated letters in every run; `UPHELD_FUZZ=20000` tries that many, which takes some minutes.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.casefile import case_from_reading, draft
from engine.document import Document
from engine.errors import InputError
from engine.reading.reader import read
from engine.strict_yaml import parse
from tests.reading.letters import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.facts import Reading

MANY = int(os.environ.get("UPHELD_FUZZ", "300"))
BATCHES = 10
ROOT = Path(__file__).parents[2]
OWN = sorted((ROOT / "cases").rglob("*.txt"))
LONGEST = 3_000
_STRANGE = (
    "\t\r\n\x0c\x00\u00a0\u00ad\u200b\u2028\ufb01\u2026\ud800\U0001f9e0\u0130\u1e9e"
    "()[]{}|*#%:;,.-\u2013\u2014'\"/\\0123456789"
)


def seeds() -> list[str]:
    """The letters of the cases, and those beside the checkout where they are there."""
    texts = [path.read_text(encoding="utf-8") for path in OWN]
    beside = sorted(FOLDER.glob("[LT]*.yaml")) if FOLDER.is_dir() else []
    return [*texts, *(str(parse(path.read_text(encoding="utf-8"), path.name).data["text"]) for path in beside)]


def mutated(texts: list[str], chance: random.Random) -> str:
    """A stretch of a letter after a handful of changes."""
    text = chance.choice(texts)
    start = chance.randrange(max(1, len(text) - 200))
    text = text[start : start + chance.randrange(50, LONGEST)]
    for _ in range(chance.randrange(1, 8)):
        text = chance.choice(CHANGES)(text, texts, chance)
    return text[: 2 * LONGEST]


def _cut(text: str, _: list[str], chance: random.Random) -> str:
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[:start] + text[end:]


def _doubled(text: str, _: list[str], chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    piece = text[start : start + chance.randrange(1, 80)]
    return text[:start] + piece * chance.choice((2, 2, 3, 40)) + text[start:]


def _strange(text: str, _: list[str], chance: random.Random) -> str:
    marks = {chance.randrange(len(text) + 1): chance.choice(_STRANGE) for _ in range(chance.randrange(1, 20))}
    return "".join(marks.get(place, "") + char for place, char in enumerate(text))


def _spliced(text: str, texts: list[str], chance: random.Random) -> str:
    other = chance.choice(texts)
    start = chance.randrange(len(other))
    at = chance.randrange(len(text) + 1)
    return text[:at] + other[start : start + chance.randrange(1, 400)] + text[at:]


def _shuffled(text: str, _: list[str], chance: random.Random) -> str:
    lines = text.split(chance.choice(("\n", ". ", " ")))
    chance.shuffle(lines)
    return chance.choice(("\n", " ", "")).join(lines)


def _cased(text: str, _: list[str], chance: random.Random) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _one_line(text: str, _: list[str], chance: random.Random) -> str:
    return text.replace(chance.choice(("\n", " ", ".", ":")), chance.choice(("", " ", "\n", "\t", "|")))


CHANGES: tuple[Callable[[str, list[str], random.Random], str], ...] = (
    *(_cut, _doubled, _strange, _spliced, _shuffled, _cased, _one_line),
)


def wrong(text: str, reading: Reading) -> list[str]:
    """What points at other words than it quotes, or at none."""
    document = Document("x", text)
    places = [(fact.type, each) for fact in reading.facts for each in fact.evidence]
    found = [kind for kind, each in places if text[each.start : each.end] != each.quote or not each.quote]
    found += [kind for kind, each in places if each.line != document.line(each.start)]
    found += ["unread" for each in reading.unread if text[each.start : each.end] != each.quote]
    return found


@pytest.mark.parametrize("batch", range(BATCHES))
def test_mutated_letters_are_read_without_a_fault_and_every_quote_is_where_it_says(batch: int) -> None:
    chance = random.Random(batch)  # noqa: S311  (the same letters every time)
    texts = seeds()
    for number in range(MANY // BATCHES):
        text = mutated(texts, chance)
        reading = read(Document("x", text))
        assert wrong(text, reading) == [], (batch, number)


def test_a_draft_of_a_mutated_letter_is_a_case_file() -> None:
    chance = random.Random(99)  # noqa: S311  (the same letters every time)
    texts = seeds()
    for _ in range(20):
        reading = read(Document("x", mutated(texts, chance).replace("\ud800", "")))
        assert parse(draft(reading), "draft").data["document"]["name"] == "x"
        try:
            case_from_reading(reading)
        except InputError as error:
            assert "no disputed treatment was found" in str(error)  # noqa: PT017  (either is fine)
