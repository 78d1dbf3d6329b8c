"""The date of the report that a sentence speaks from: "Per the 6/3/2014 report", "Date of exam: 08/21/2014"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.dates import DateMention, Precision, dates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from engine.reading.lexicon import Mention

_LINK = re.compile(
    r"\W*(?:(?:report|note|visit|form|pr-2|dated|date|of|on|from|the|was|as|s|for|was|seen|again)\W+)*\Z", re.IGNORECASE
)
_NOT_A_REPORT = {"injury"}
_FARTHEST = 34


class ReportDate(NamedTuple):
    """A report's date; `header` where the document's own date line gives it."""

    date: date
    header: bool


def report_date(text: str, start: int, end: int, mentions: Sequence[Mention]) -> ReportDate | None:
    """The date of the first report that the sentence names with one."""
    reports = [mention for mention in mentions if mention.category == "report"]
    if not reports:
        return None
    days = [found for found in dates(text, start, end) if found.precision is Precision.DAY]
    for report in reports:
        for day in days:
            if _belongs(text, report, day):
                return ReportDate(day.date, report.attributes.get("date") == "header")
    return None


def _belongs(text: str, report: Mention, day: DateMention) -> bool:
    """Whether only linking words stand between a report and a date."""
    between = text[report.end : day.start] if day.start >= report.end else text[day.end : report.start]
    return len(between) <= _FARTHEST and bool(_LINK.match(between))
