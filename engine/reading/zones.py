"""Zones: for every sentence, the section it stands in, what kind of sentence it is, and whose account it gives.

Headings, sentence kinds, speakers and report words are data (`sections`, `sentence-kinds`, `speakers`, `reports` of
`rules/lexicon`). Here is only how they combine.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from engine.facts import Source
from engine.reading.folding import case_of
from engine.reading.headings import Heading, heading_at, inline_headings, is_decorated, is_unknown_heading
from engine.reading.lead_ins import HAD, LeadIn, lead_in
from engine.reading.list_marks import Mark, mark_of
from engine.reading.report_dates import report_date
from engine.reading.section import (
    NARRATIVE,
    NOT_OF_PATIENT,
    Section,
    genre_of,
    is_label,
    is_listed,
    is_prose,
    is_row,
    is_told,
    left,
    preamble,
)
from engine.reading.sentence_kinds import Kind, Reader, Remark
from engine.reading.sentences import sentence_ends
from engine.reading.structure import structure
from engine.reading.zone import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from engine.reading.lexicon import Mention
    from engine.reading.normalise import Normal

    Part: TypeAlias = tuple[int, int, Section]

__all__ = ["Kind", "Zone", "zones"]


_LIST_ITEM = re.compile(r"\s*(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})[).]\s|[*>-]{1,2}\s|#\d|\[.?\]|\([0-9a-z]{1,2}\))")
_DATED = re.compile(r":|\d{4}|\d[/-]\d")
_NUMBER = re.compile(r"\s*[(#]?([0-9]{1,2})[.)]")
_QUESTION = re.compile(r"\s*(?:Who|What|Why|When|Where|How|Is|Was|Were|Has|Have|Does|Do|Did|Are)\b[^.?!\n]{2,60}\?")
_ASKING_TITLE = re.compile(r"\s*(?:What|Why|How|Who|Where)\s(?=\S+\s)[^.?!:;\n]{4,70}\Z")
_TITLES = 200
_SOURCES = {source.value: source for source in Source}
_ANNOUNCED = {"request": "provider", "decision": "ur", "approved": "ur"}  # else care that was had


def zones(normal: Normal) -> tuple[Zone, ...]:
    """The zones of a document in order; together they cover all of its text that is not blank."""
    return tuple(_Walk(normal.text).zones())


class _Walk:
    """One pass over a document, line by line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.case = case_of(text)
        mentions = structure().find(text)
        self.mentions = mentions
        self.starts = [mention.start for mention in mentions]
        self.sections = {mention.start: mention for mention in mentions if mention.category == "section"}
        self.genre = genre_of(mentions)
        self.reader = Reader(text, self.genre)
        self.section = Section()
        self.as_of: date | None = None
        self.header_date: date | None = None
        self.item: int | None = None
        self.items = self.heading_end = 0
        self.listing: tuple[Section, Mark] | None = None

    def zones(self) -> Iterator[Zone]:
        """Every zone, as the lines come."""
        at = 0
        for number, line in enumerate(self.text.split("\n")):
            if line.strip():
                yield from self.line(number, at, at + len(line))
            at += len(line) + 1

    def within(self, start: int, end: int) -> list[Mention]:
        """The structural mentions inside a stretch."""
        inside = slice(bisect_left(self.starts, start), bisect_left(self.starts, end))
        return [mention for mention in self.mentions[inside] if mention.end <= end]

    def line(self, number: int, start: int, end: int) -> Iterator[Zone]:
        """The zones of one line: parts between headings, then sentences."""
        self.reader.new_line()
        found = self.within(start, end)
        for part_start, part_end, section in self.parts(start, end, found):
            at = part_start
            for stop in sentence_ends(self.text, part_start, part_end, self.case):
                yield from self.sentence(number, at, stop, section)
                at = stop

    def parts(self, start: int, end: int, found: Sequence[Mention]) -> Iterator[Part]:
        """A line cut at its headings, each part with the section it stands in."""
        heading = heading_at(self.text, start, end, self.sections, self.case)
        if heading and len(heading.text) == 1 and (self.section.kind == "label" or is_listed(self.text, start, end)):
            heading = None  # the letter of a list
        announced = self.announced(start, end, heading, found)
        if announced:
            yield from self.lead(start, end, announced, heading)
            return
        if is_row(self.text, start, end, self.case):
            yield start, end, self.row(start, end, heading, found)
            return
        self.resumed(start, end, heading)
        section = self.opened(start, end, heading)
        at = start
        marks = [mention for mention in found if mention.category == "section"]
        for inner in inline_headings(self.text, heading.end if heading else start, end, marks, self.case):
            if inner.start > at:
                yield at, inner.start, section
            section = self.enter(inner)
            at = inner.start
        if at < end:
            yield at, end, section

    def announced(self, start: int, end: int, heading: Heading | None, found: Sequence[Mention]) -> LeadIn | None:
        """What a line announces, unless it is a heading that says more; a title at the top announces nothing."""
        if heading and heading.attributes.get("kind") != "patient":
            return None
        lead = lead_in(self.text, start, end, found)
        item = self.section.kind == "label" and _LIST_ITEM.match(self.text, start, end)
        titled = lead is not None and lead.title and lead.section != HAD and (self.section.id == "header" or item)
        return None if titled or self.section.kind == "issues" else lead

    def lead(self, start: int, end: int, announced: LeadIn, heading: Heading | None) -> Iterator[Part]:
        """A line that announces a list: what it says itself belongs to the section before, or is a title."""
        words = self.text[announced.start : announced.end].strip(" :-")
        before = self.opened(start, end, heading)
        if announced.title and announced.section == HAD:
            before = replace(before, heading="")  # "Failed conservative tx" says so, whether or not a list follows
        elif announced.title:
            before = Section("header", "header", "form", words)
        source = _ANNOUNCED.get(announced.section)
        kind = "label" if source else "patient"
        self.section = Section(announced.section, kind, source or "record", words, announced=True)
        self.as_of, self.item, self.listing = self.header_date, None, None
        yield start, end, before

    def resumed(self, start: int, end: int, heading: Heading | None) -> None:
        """A list goes on after a label inside it ("Goal: ...") with the next number or letter of its own kind."""
        if heading and heading.alone:
            self.listing = None
        mark = mark_of(self.text, start, end)
        if mark is None:
            return
        if self.listing and mark.follows(self.listing[1]) and not heading:
            self.section = self.listing[0]
        if self.section.kind == "label" or self.section.id == "plan":
            self.listing = (self.section, mark)

    def row(self, start: int, end: int, heading: Heading | None, found: Sequence[Mention]) -> Section:
        """The section of a row of cells: a request where a cell asks for something, else a header or a table."""
        sections = [mention for mention in found if mention.category == "section"]
        cells = {mention.id for mention in sections if is_label(self.text, mention, start, end)}
        if cells & {"request", "request_line"}:
            asked = Section("request", "label", "form", self.section.heading)
            if not _DATED.search(self.text, start, end):  # the head of a table: its rows follow
                self.section = asked
            return asked
        if "header" in cells:
            return replace(self.section, id="header", kind="header", source="form")
        if heading:
            before, entered = self.section, self.enter(heading)
            if self.text[heading.end - 1] == "\t" and entered.kind == "patient" and entered.id != "plan":
                self.section = before  # the label of a row is of that row
            return entered
        if self.section.kind == "header" and is_told(self.text, start, end, self.case):
            return replace(self.section, id="form", kind="patient")
        self.section = replace(self.section, listed=self.section.listed or self.section.kind == "label")
        return self.section

    def opened(self, start: int, end: int, heading: Heading | None) -> Section:
        """The section of a line, after its own heading if it has one."""
        if heading:
            return self.enter(heading)
        if is_unknown_heading(self.text, start, end, self.case):
            return self.unknown(start, end)
        if self.section.kind in NOT_OF_PATIENT:
            self.section = left(self.section, self.text, start, end, self.within(start, end))
        if self.section.kind == "header":
            listed = bool(_LIST_ITEM.match(self.text, start, end))
            prose = is_prose(self.text, start, end, self.case, self.within(start, end))
            said = preamble(self.section, self.text[start:end], listed=listed, prose=prose)
            self.section = said if said is NARRATIVE else self.section
            return said
        if self.section.kind == "label" or self.section.announced:
            self.after_list(start, end)
        return self.section

    def enter(self, heading: Heading) -> Section:
        """Go into the section that a heading opens; a header label counts for its own line only."""
        kind, source = heading.attributes.get("kind", "patient"), heading.attributes.get("source", "record")
        section = Section(heading.section, kind, source, heading.text, listed=not heading.alone)
        self.heading_end = heading.end
        if kind == "boilerplate" and heading.alone and self.section.id == "header" and heading.end < _TITLES:
            return replace(self.section, heading=heading.text)  # the title of the document
        if heading.section == "header" or (heading.inline and kind == "label"):
            return section
        self.section = section
        self.as_of = self.header_date
        if kind in {"patient", "boilerplate"}:
            self.item = None
        return section

    def unknown(self, start: int, end: int) -> Section:
        """A heading that the lexicon does not know leaves boilerplate and guidelines; between signs, any section."""
        heading = self.text[start:end].strip(" :")
        leads = {m.id for m in self.within(start, end) if m.category == "lead" and self.section.kind == "label"}
        told = bool(leads & {"other", "had"}) and not leads & {"asks", "bids"}
        if told or self.section.kind in {"boilerplate", "guideline"} or is_decorated(self.text, start, end):
            self.section = replace(NARRATIVE, id="other", heading=heading)
        return replace(self.section, heading=heading, kind="header")

    def after_list(self, start: int, end: int) -> None:
        """Running text after the list of a request goes back to the narrative."""
        begun = self.section.listed or self.section.source == "form"
        unbegun = self.section.announced and not self.section.listed  # what is announced may be a sentence
        if any(each.match(self.text, start, end) for each in (_QUESTION, _ASKING_TITLE)):
            self.section = NARRATIVE
        elif unbegun or _LIST_ITEM.match(self.text, start, end):
            self.section = replace(self.section, listed=True)
        elif begun and is_prose(self.text, start, end, self.case, self.within(start, end)):
            self.section = NARRATIVE

    def sentence(self, number: int, start: int, end: int, section: Section) -> Iterator[Zone]:
        """The zones of one sentence, blank ends left out: one, or two where it turns from guideline to patient."""
        text = self.text[start:end]
        start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
        if start >= end:
            return
        found = self.within(start, end)
        self.date(start, end, section, found)
        if any(mention.id == "copied_from_ur" for mention in found):
            self.section = replace(self.section, source="ur")
        said = found if self.heading_end <= start else self.within(self.heading_end, end)
        for remark in self.reader.remarks(start, end, section.kind, section.id, said):
            if remark.disputed:
                self.next_item(start)
                section = self.section
            yield self.zone(number, section, remark, found)

    def next_item(self, start: int) -> None:
        """A line that names a disputed item opens its part of the determination; a number on it is kept."""
        numbered = _NUMBER.match(self.text, start)
        self.item = int(numbered[1]) - 1 if numbered and int(numbered[1]) else self.items
        self.items = self.item + 1
        if self.section.kind in {"rationale", "guideline", "patient", "boilerplate"}:
            self.section = Section("issues", "issues", "reviewer", self.section.heading)

    def date(self, start: int, end: int, section: Section, found: Sequence[Mention]) -> None:
        """Keep the date of the report that a sentence names."""
        reported = report_date(self.text, start, end, found)
        if reported is None:
            return
        if reported.header and section.kind == "header":
            self.header_date = self.header_date or reported.date
        self.as_of = reported.date

    def zone(self, number: int, section: Section, remark: Remark, found: Sequence[Mention]) -> Zone:
        source = remark.source or self.source(section)
        named = any(mention.category == "report" for mention in found)
        dated = remark.kind is Kind.PATIENT and (source is not Source.UR or named or self.genre == "ur")
        heading_only = self.text[remark.start : remark.end].strip(" :.") == section.heading and section.heading
        return Zone(
            remark.start,
            remark.end,
            section.id,
            Kind.HEADER if heading_only and remark.kind is not Kind.BOILERPLATE else remark.kind,
            source,
            self.as_of if dated else None,
            section.heading,
            number,
            self.item,
        )

    def source(self, section: Section) -> Source:
        """Who speaks where no words tell: in a utilization review letter, the reviewer who writes it."""
        if self.genre == "ur" and section.source in {"record", "reviewer"}:
            return Source.UR
        return _SOURCES[section.source]
