"""`python -m tests.scoring --perturb`: how well the same facts are read when only the look of letters changes.

A perturbation is a list of edits of the original text, so that the place of every label is known in the new one.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from engine.document import Document
from engine.reading.reader import read
from tests.scoring.match import score
from tests.scoring.report import HEAD, Figures, totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.scoring.gold import Gold, GoldDocument

_SOFT_END = re.compile(r"(?<=\S)\n(?=[ \t]*[a-z(])")
_SHORTEST_WRAPPED = 50
_CONFUSED = {
    "l": "1",
    "1": "l",
    "O": "0",
    "0": "O",
    "I": "l",
    "5": "S",
    "S": "5",
    "m": "rn",
    "c": "e",
    "B": "8",
    "o": "0",
}


@dataclass(frozen=True)
class Edit:
    """The characters `text[start:end]` of the original become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Edited:
    """A text after edits in order of place, none of which overlap, with the way from old offsets to new ones."""

    text: str
    ends: tuple[int, ...]
    shifts: tuple[int, ...]

    def moved(self, offset: int) -> int:
        """Where a character of the original stands now; one that was replaced, where its replacement begins or ends."""
        return offset + self.shifts[bisect_right(self.ends, offset)]


def edited(text: str, edits: Iterable[Edit]) -> Edited:
    """The text with the edits made."""
    listed = list(edits)
    pieces: list[str] = []
    at = 0
    for edit in listed:
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    grown = accumulate((len(edit.new) - (edit.end - edit.start) for edit in listed), initial=0)
    return Edited("".join([*pieces, text[at:]]), tuple(edit.end for edit in listed), tuple(grown))


def _each(pattern: str, new: Callable[[re.Match[str]], str] | str) -> Callable[[str], Iterator[Edit]]:
    """An edit for each place where a pattern stands."""

    def edits(text: str) -> Iterator[Edit]:
        for match in re.finditer(pattern, text):
            yield Edit(*match.span(), new if isinstance(new, str) else new(match))

    return edits


def _rewrapped(width: int) -> Callable[[str], Iterator[Edit]]:
    """Wrapped lines joined, and every line broken at the last blank before a width."""

    def edits(text: str) -> Iterator[Edit]:
        joined = _SOFT_END.sub(lambda m: " " if _column(text, m.start()) > _SHORTEST_WRAPPED else "\n", text)
        marks = list(joined)
        start = 0
        while start < len(joined):
            end = (joined.find("\n", start) + 1 or len(joined) + 1) - 1
            blank = joined.rfind(" ", start + 1, start + width + 1) if end - start > width else -1
            if blank > start:
                marks[blank] = "\n"
            start = (blank if blank > start else end) + 1
        yield from (Edit(i, i + 1, new) for i, (old, new) in enumerate(zip(text, marks, strict=True)) if old != new)

    return edits


def _column(text: str, offset: int) -> int:
    return offset - text.rfind("\n", 0, offset) - 1


def _noise(share: float) -> Callable[[str], Iterator[Edit]]:
    """A share of the characters that scanning confuses, confused; the same ones every time."""

    def edits(text: str) -> Iterator[Edit]:
        for place, char in enumerate(text):
            chance = zlib.crc32(f"{place} {char} {len(text)}".encode()) / 2**32
            if char in _CONFUSED and chance < share:
                yield Edit(place, place + 1, _CONFUSED[char])

    return edits


def _curly(match: re.Match[str]) -> str:
    marks = {"'": "\u2018\u2019", '"': "\u201c\u201d"}[match[0]]
    return marks[0] if match.start() == 0 or match.string[match.start() - 1].isspace() else marks[1]


def _typeset(text: str) -> Iterator[Edit]:
    """Curly quotes, dashes for hyphens between figures or blanks, and blanks that do not break after figures."""
    found = [*_each("[\"']", _curly)(text), *_each(r"(?<=[\d ])-(?=[\d ])", "\u2013")(text)]
    found += _each(r"(?<=\d) (?=[a-z])", "\u00a0")(text)
    return iter(sorted(found, key=lambda edit: edit.start))


def _case(change: Callable[[str], str]) -> Callable[[str], Iterator[Edit]]:
    def edits(text: str) -> Iterator[Edit]:
        return (Edit(i, i + 1, change(char)) for i, char in enumerate(text) if change(char) != char)

    return edits


PERTURBATIONS: dict[str, Callable[[str], Iterable[Edit]]] = {
    "as it is": lambda _: (),
    "rewrapped at 60": _rewrapped(60),
    "rewrapped at 80": _rewrapped(80),
    "rewrapped at 100": _rewrapped(100),
    "two blanks for one": _each("(?<=[^ ]) (?=[^ ])", "  "),
    "line ends of DOS": _each("\n", "\r\n"),
    "quotes and dashes": _typeset,
    "lower case": _case(str.lower),
    "upper case": _case(str.upper),
    "line ends lost": _each("\n+", " "),
    "noise 0.2 %": _noise(0.002),
    "noise 0.5 %": _noise(0.005),
    "noise 1 %": _noise(0.01),
    "noise 3 %": _noise(0.03),
}


def perturbed(document: GoldDocument, name: str) -> GoldDocument:
    """A document after a perturbation, with its labels at their new places."""
    found = edited(document.text, PERTURBATIONS[name](document.text))
    facts = tuple(_moved(gold, found) for gold in document.facts)
    return replace(document, text=found.text, facts=facts)


def _moved(gold: Gold, found: Edited) -> Gold:
    return replace(gold, spans=tuple((found.moved(start), found.moved(end)) for start, end in gold.spans))


def figures(documents: Iterable[GoldDocument], name: str) -> Figures:
    """How well the facts of documents are read after a perturbation."""
    changed = [perturbed(each, name) for each in documents]
    return totals(score(each, list(read(Document(each.name, each.text)).facts), critical=True) for each in changed)


def table(documents: list[GoldDocument]) -> Iterator[str]:
    """A line for each perturbation, the last column being what it costs."""
    yield f"{HEAD}      cost"
    plain = figures(documents, "as it is").f1
    for name in PERTURBATIONS:
        found = figures(documents, name)
        yield f"{found.row(name)}  {found.f1 - plain:+.3f}"
