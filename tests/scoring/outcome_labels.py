"""What the corpus expects of each disputed item, and which answered item it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from tests.scoring.gold import CORPUS, FIRST_LOCKED, labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from engine.recommendation import Recommendation

NOT_COVERED = "not_covered"


@dataclass(frozen=True)
class Expected:
    """One labelled item: the treatment as the guideline data calls it, and every basis that two raters hold right."""

    treatment: str
    wording: str
    body_part: str
    quantity: float | None
    outcome: str
    bases: tuple[str, ...]
    deciding: tuple[str, ...]
    arguable: bool


@dataclass(frozen=True)
class Letter:
    """One corpus letter. `day` is what a user would give with `--as-of` where the letter tells no date."""

    name: str
    folder: str
    text: str
    day: date | None
    items: tuple[Expected, ...]


def corpus_letters(*, locked: bool = False, folder: Path = CORPUS) -> list[Letter]:
    """The open letters, or the locked ones, by folder and name."""
    paths = sorted(folder.glob("*/*.yaml"))
    return [_letter(path) for path in paths if (_number(path) >= FIRST_LOCKED) == locked]


def letters_of(folder: Path) -> list[Letter]:
    """Every labelled letter of one folder, by name."""
    return [_letter(path) for path in sorted(folder.glob("*.yaml"))]


def _number(path: Path) -> int:
    return int(re.sub(r"\D", "", path.stem) or 0)


def _letter(path: Path) -> Letter:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = data.get("text_blind") or data["text"]
    day = data.get("request_date") or data.get("as_of")
    return Letter(data["id"], path.parent.name, text, _day(day), tuple(_expected(each) for each in data["items"]))


def _day(given: object) -> date | None:
    return date.fromisoformat(str(given)) if given else None


def _expected(each: dict[str, Any]) -> Expected:
    also = each.get("reason_class_alt") or []
    return Expected(
        treatment=family(each["treatment"]),
        wording=each["wording"],
        body_part=each.get("body_part") or "",
        quantity=each.get("quantity"),
        outcome=each["expected"],
        bases=(each["reason_class"], *([also] if isinstance(also, str) else also)),
        deciding=tuple(each.get("deciding") or ()),
        arguable=bool(each.get("arguable")),
    )


def family(treatment: str) -> str:
    """The family that letters name; some entries of the data are told apart only by phase."""
    return str(labels()["families"].get(treatment, treatment))


def pairs(
    expected: Sequence[Expected], answered: Sequence[Recommendation], parts: Mapping[str, Any]
) -> tuple[dict[int, int], list[int]]:
    """Which answered item each labelled one is about, best pairs first, and the answered items left over."""
    scored = [
        (score, -at, -index)
        for at, wanted in enumerate(expected)
        for index, got in enumerate(answered)
        if (score := _likeness(wanted, got, parts)) is not None
    ]
    found: dict[int, int] = {}
    for _, at, index in sorted(scored, reverse=True):
        if -at not in found and -index not in found.values():
            found[-at] = -index
    return found, [index for index in range(len(answered)) if index not in found.values()]


def _likeness(wanted: Expected, got: Recommendation, parts: Mapping[str, Any]) -> tuple[int, int, int, int] | None:
    """Quantity, body part and words in common, of a pair of one treatment; nothing where they cannot be one item."""
    same = family(got.treatment) == wanted.treatment
    words = len(_words(wanted.wording) & _words(got.wording + " " + got.body_part.replace("_", " ")))
    if not same and (wanted.treatment != NOT_COVERED or not words):
        return None
    here = _parts(wanted.body_part, parts)
    near = -1 if here and got.body_part and got.body_part not in here else int(got.body_part in here)
    return int(same), int(wanted.quantity == got.quantity), near, words


def _parts(said: str, parts: Mapping[str, Any]) -> set[str]:
    plain = f" {said.replace('_', ' ').lower()} "
    names = {part: [part.replace("_", " "), *each["words"]] for part, each in parts.items()}
    return {part for part, words in names.items() if any(re.search(rf"\b{re.escape(word)}\b", plain) for word in words)}


def _words(said: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+|\d+", said.lower()) if len(word) > 2 or word.isdigit()}


def named_otherwise(wanted: Expected, rest: Sequence[Recommendation]) -> str:
    """The treatment under which an item that was not found seems to have been read, for whoever looks for the cause."""
    words = _words(wanted.wording)
    best = max(rest, key=lambda got: len(words & _words(got.wording)), default=None)
    return best.treatment if best is not None and words & _words(best.wording) else ""
