"""Gold facts: the annotated letters and the corpus, brought to the fact types that reading gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from engine import strict_yaml

REPO = Path(__file__).parents[2]
LETTERS = REPO.parent / "shared" / "letters"
CORPUS = LETTERS / "corpus"
FIRST_LOCKED = 20


@dataclass(frozen=True)
class Gold:
    """One label: the fact types that answer it, the slots they must carry, and where it stands."""

    label: str
    types: tuple[str, ...]
    slots: dict[str, Any]
    assertion: str
    spans: tuple[tuple[int, int], ...]
    critical: bool
    numbers: tuple[float, ...] = ()
    dated: date | None = None
    shown: str = ""


@dataclass(frozen=True)
class GoldItem:
    """One disputed item of a corpus letter."""

    treatment: str
    quantity: float | None
    unit: str
    wording: str


@dataclass(frozen=True)
class GoldDocument:
    """One annotated document with its labels."""

    name: str
    text: str
    facts: tuple[Gold, ...]
    items: tuple[GoldItem, ...] = ()
    also_true: tuple[dict[str, Any], ...] = ()
    exhaustive: bool = True
    extra: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def labels() -> dict[str, Any]:
    """The table of labels."""
    data: dict[str, Any] = strict_yaml.read(Path(__file__).with_name("labels.yaml")).data
    return data


def letters(folder: Path = LETTERS) -> list[GoldDocument]:
    """The annotated letters of a folder, by name."""
    return [_letter(path) for path in sorted(folder.glob("[LT][0-9]*.yaml"))]


def _letter(path: Path) -> GoldDocument:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    table = labels()
    text = data["text"]
    facts = tuple(_label(each, table, text) for each in data["facts"] if each["type"] not in table["not_scored"])
    return GoldDocument(data["id"], text, facts, also_true=tuple(table["also_true"].get(data["id"], ())))


def _label(each: dict[str, Any], table: dict[str, Any], text: str) -> Gold:
    rule = table["letters"][each["type"]]
    slots: dict[str, Any] = {}
    for name, slot in rule["slots"].items():
        if each["value"].get(name) is not None:
            slots |= _slot(slot, each["value"][name], table["values"])
    slots |= table["by_body_part"].get(f"{slots.get('treatment')} {slots.get('body_part')}", {})
    span = (each["evidence"]["start"], each["evidence"]["end"])
    # Some labels point at the first place of their words and mean another; the same words elsewhere serve too.
    spans = (span, *_spans(each["evidence"]["quote"], text, whole=True))
    return Gold(
        each["type"],
        (rule["type"],),
        slots,
        each["assertion"],
        spans,
        "critical" in rule,
        shown=each["evidence"]["quote"],
    )


def _slot(slot: str, value: Any, words: dict[str, Any]) -> dict[str, Any]:
    known = words.get(slot, {}).get(str(value), value)
    if slot == "concept" and isinstance(known, str):
        known = known.replace(" ", "_")
    if isinstance(known, dict):
        return dict(known)
    if slot in {"date", "end"} and isinstance(known, str):
        return {slot: date.fromisoformat(known)}
    return {slot: known}


def corpus(*, locked: bool = False, folder: Path = CORPUS) -> list[GoldDocument]:
    """Corpus documents: the open ones, or the locked ones."""
    paths = sorted(folder.glob("*/*.yaml"))
    return [_corpus_document(path) for path in paths if (_number(path) >= FIRST_LOCKED) == locked]


def letters_in(folder: Path) -> list[GoldDocument]:
    """The letters of one folder in the format of the corpus, such as `tests/letters/r`."""
    return [_corpus_document(path) for path in sorted(folder.glob("*.yaml"))]


def _number(path: Path) -> int:
    return int(re.sub(r"\D", "", path.stem) or 0)


def _corpus_document(path: Path) -> GoldDocument:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = data.get("text_blind") or data["text"]
    table = labels()["corpus"]
    facts = tuple(
        gold
        for each in data["facts"]
        if each["type"] in table and (gold := _corpus_label(each, table[each["type"]], text))
    )
    items = tuple(_item(each) for each in data["items"])
    return GoldDocument(data["id"], text, facts, items, exhaustive=False)


def _item(each: dict[str, Any]) -> GoldItem:
    treatment = labels()["families"].get(each["treatment"], each["treatment"])
    return GoldItem(treatment, each.get("quantity"), each.get("unit") or "", each["wording"])


def _corpus_label(each: dict[str, Any], rule: dict[str, Any], text: str) -> Gold | None:
    spans = _spans(each["quote"], text)
    if not spans:
        return None
    value = str(each["value"])
    slots = {rule["word"]: value} if "word" in rule else {}
    dated = _first_date(value) if "date" in rule else None
    numbers = (
        tuple(float(found) for found in re.findall(r"(?<![\w./-])\d+(?:\.\d+)?(?![\d/-])", value))
        if "number" in rule
        else ()
    )
    dated = dated or _first_date(value)
    assertion = each.get("assertion", "affirmed")
    return Gold(
        each["type"], tuple(rule["types"]), slots, assertion, spans, "critical" in rule, numbers, dated, each["quote"]
    )


def _first_date(value: str) -> date | None:
    found = re.search(r"\d{4}-\d{2}-\d{2}", value)
    return date.fromisoformat(found[0]) if found else None


def _spans(quote: str, text: str, *, whole: bool = False) -> tuple[tuple[int, int], ...]:
    """Every place where a quote stands, blanks being equal; as whole words where asked."""
    pattern = r"\s+".join(re.escape(part) for part in quote.split())
    pattern = rf"(?<!\w){pattern}(?!\w)" if whole and pattern else pattern
    return tuple(match.span() for match in re.finditer(pattern, text)) if pattern else ()
