"""Codes as the document gives them: diagnoses (ICD) and services (HCPCS level II, and numbers labelled as codes)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.passage import Passage

# Three digits and a point are a weight, a dose or a price more often than a code: a label or a diagnosis must stand by.
_ICD9 = re.compile(r"(?<![\w.$/-])(?P<code>(?:\d{3}|V\d{2})\.\d{1,2})(?![\w./%-]|\s?(?:mg|lb|kg|degrees))")
_ICD10 = re.compile(r"(?<![\w.])(?P<code>[A-TV-Z]\d{2}\.[0-9A-Z]{1,4})(?![\w.])")
_HCPCS = re.compile(r"(?<![\w.-])(?P<code>[A-V]\d{4})(?![\w-])")
_PROCEDURE = re.compile(
    r"\b(?:CPT|HCPCS|procedure|code)s?(?:\s?/\s?HCPCS)?(?:\s(?:code"
    r"|\(if known\)))*s?\s*(?:\([^)]*\))?\s*[:#]?\s*(?P<code>\d{5})\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:\bICD[\s-]?(?:9|10)?(?:[\s-]?CM)?(?:[\s-]?codes?)?\s*(?:\([^)]*\))?\s*[:#]?\s*"
    r"|\bdiagnos\w+\W{0,3}|\(|;\s?|,\s?|\bcodes?\b\W{0,3})\Z",
    re.IGNORECASE,
)
_NEAR = 24
_MAY_CODE = re.compile(r"\d\d\.\d|[A-V]\d{4}|\d{5}")


def assemble(context: Context) -> Iterator[Fact]:
    """Every code of the sentences that speak of the patient or of the request."""
    for passage in context.passages.matching(_MAY_CODE):
        if passage.zone.kind in {Kind.PATIENT, Kind.HEADER, Kind.LABEL}:
            yield from _codes(context, passage)


def _codes(context: Context, passage: Passage) -> Iterator[Fact]:
    for system, pattern in (("icd9", _ICD9), ("icd10", _ICD10), ("hcpcs", _HCPCS), ("procedure", _PROCEDURE)):
        for match in pattern.finditer(passage.text, passage.start, passage.end):
            if system == "icd9" and not _is_code(passage, match):
                continue
            place = match.span("code")
            yield context.fact("code", {"system": system, "code": match["code"]}, passage, place, f"code.{system}")


def _is_code(passage: Passage, match: re.Match[str]) -> bool:
    before = passage.text[max(passage.start, match.start() - 40) : match.start()]
    if _LABEL.search(before):
        return True
    return any(0 <= match.start() - mention.end <= _NEAR for mention in passage.of("diagnosis"))
