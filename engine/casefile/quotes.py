"""Finds the quotes of a corrected draft in its letter again, so that evidence stays verbatim."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.document import Document
    from engine.facts import Evidence, Fact


def relocated(fact: Fact, letter: Document) -> Fact | None:
    """The fact with its evidence at its place in the letter; None where a quote does not occur there.

    White space is not compared, because a person who corrects a quote does not see where the letter breaks a line.
    """
    found = [_found(evidence, letter) for evidence in fact.evidence]
    if any(evidence is None for evidence in found):
        return None
    return fact.model_copy(update={"evidence": tuple(evidence for evidence in found if evidence is not None)})


def _found(evidence: Evidence, letter: Document) -> Evidence | None:
    spans = list(_spans(evidence.quote, letter.text))
    if not spans:
        return None
    start, end = min(spans, key=lambda span: _distance(span[0], evidence, letter))
    place = {"start": start, "end": end, "line": letter.line(start), "page": letter.page(start)}
    return evidence.model_copy(update={**place, "quote": letter.text[start:end]})


def _spans(quote: str, text: str) -> list[tuple[int, int]]:
    words = quote.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [match.span() for match in re.finditer(pattern, text)]


def _distance(start: int, evidence: Evidence, letter: Document) -> tuple[int, int]:
    """How far an occurrence is from where the draft says it stands: by lines where only the line is given."""
    lines = abs(letter.line(start) - evidence.line) if evidence.line else 0
    return (abs(start - evidence.start), lines) if evidence.start else (lines, start)
