"""Courses told as a log: lines that each begin with a date and name the treatment given that day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.assemble.antecedent import course_meant
from engine.reading.tokens import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.dates import DateMention
    from engine.reading.passage import Passage
    from engine.reading.request_slots import Slots

_SHORTEST = 3
_LIST = re.compile(
    r"\b(?:dates? of (?:service|treatment|visits?)|treatment dates|visits? (?:to date|attended|on)"
    r"|sessions? attended|seen on|attended on)\b",
    re.IGNORECASE,
)
_OF_LIST = forms("date dates visit visits session seen attended")
_LINE_START = re.compile(r"\A[\s#*|()\d.-]{0,6}\Z")
_Row = tuple["Passage", "DateMention", "str | None"]


def assemble(context: Context) -> Iterator[Fact]:
    """A course for every run of dated lines that name one treatment; missed visits are not counted."""
    run: list[_Row] = []
    for passage in context.stated.having(words=_OF_LIST):
        yield from _listed(context, passage)
    for row in filter(None, (_row(context, passage) for passage in context.stated)):
        if run and row[0].index != run[-1][0].index + 1:
            yield from _course(context, run)
            run = []
        run.append(row)
    yield from _course(context, run)


def _listed(context: Context, passage: Passage) -> Iterator[Fact]:
    """A course whose visits are listed by day in one line: "Dates of service: 9/29, 10/6, 10/14"."""
    cue = _LIST.search(passage.text, passage.start, passage.end)
    if cue is None:
        return
    days = [d for d in passage.dates if d.start >= cue.end()]
    names = [each.treatment for each in context.names(passage) if context.lexicon.is_course(each.treatment)]
    treatment = names[0] if names else course_meant(context, passage)
    if len(days) < _SHORTEST or treatment is None:
        return
    value: Slots = {"treatment": treatment, "visits": len(days), "start": days[0].date, "end": days[-1].date}
    yield context.fact("prior_course", value, passage, (cue.start(), days[-1].end), "course.listed")


def _row(context: Context, passage: Passage) -> _Row | None:
    first = passage.dates[0] if passage.dates else None
    if first is None or not _LINE_START.match(passage.words(passage.start, first.start)):
        return None
    if passage.has("course", "missed") or passage.has("tally", "missed"):
        return passage, first, None
    names = context.names(passage)
    if not names and passage.has("tally", "had"):
        return passage, first, course_meant(context, passage)
    return (passage, first, names[0].treatment) if names else None


def _course(context: Context, run: list[_Row]) -> Iterator[Fact]:
    given = [row for row in run if row[2] is not None]
    treatments = {row[2] for row in given}
    if len(given) < _SHORTEST or len(treatments) != 1:
        return
    first, last = given[0], given[-1]
    value = {"treatment": first[2], "visits": len(given), "start": first[1].date, "end": last[1].date}
    places = [("visits", (row[0].start, row[0].end)) for row in given[1:]]
    yield context.fact("prior_course", value, first[0], (first[0].start, first[0].end), "course.log", slots=places)
