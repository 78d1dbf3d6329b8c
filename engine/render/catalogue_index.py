"""The catalogue of a library: one page a guideline, and indexes by treatment, body part, citation and date.

Made from the files alone, so that the same files give the same bytes.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from posixpath import dirname, relpath
from typing import TYPE_CHECKING, TypeAlias

from engine.criteria import CONFIDENCE
from engine.program import FAILS, Keyword
from engine.render.catalogue import ASKED, figures, in_force, page, scope
from engine.render.markup import link, prose, table
from engine.render.words import day, plain, plural
from engine.standing import Standing
from engine.wording import capital, listed, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.assurance.case_list import CaseRef
    from engine.guideline import Guideline
    from engine.library import Library

    Cases: TypeAlias = Mapping[str, Sequence[CaseRef]]

INDEX = "README.md"
MARK = "<!-- Made by `upheld rules catalogue` from the rule files: change those, and make it again. -->"
"""The first line of every page, by which a folder is known to hold a catalogue."""
_HEADS = ("guideline", "in force", "speaks to", "status", "confidence")


def catalogue(library: Library, cases: Cases, root: str) -> dict[str, str]:
    """Every page by its path inside the catalogue; `root` leads from there to the folder that holds the rules."""
    body = {
        INDEX: _index(library, cases),
        "by-body-part.md": _by_body_part(library),
        "by-citation.md": _by_citation(library),
        "by-date.md": _by_date(library),
    }
    body |= {_table_page(name): _table(library, name) for name in library.vocabulary.tables}
    for each in library.guidelines:
        name = page_of(each)
        up = "/".join(part for part in (relpath(".", dirname(name)), root) if part) + "/"
        body[name] = page(each, library, cases.get(each.id, ()), up)
    return {name: f"{MARK}\n\n{text}" for name, text in sorted(body.items())}


def page_of(guideline: Guideline) -> str:
    """The page of a guideline inside the catalogue."""
    return f"{guideline.id}.md"


def _table_page(name: str) -> str:
    return f"tables/{name.replace('_', '-')}.md"


def _table(library: Library, name: str) -> str:
    found = library.vocabulary.tables[name]
    return _page(found.title, figures(found), sentence(found.citation))


def _page(title: str, lines: Iterable[str], *lead: str) -> str:
    paragraphs = [line for text in lead if text for line in ("", text)]
    return "\n".join([f"# {prose(title)}", *paragraphs, *lines]) + "\n"


def _row(guideline: Guideline) -> tuple[str, ...]:
    said = prose(scope(guideline)) if guideline.phases or guideline.body_parts else ""
    name = link(guideline.title, page_of(guideline))
    return name, in_force(guideline), said, guideline.status.value, guideline.source.confidence


def _rows(guidelines: Iterable[Guideline]) -> Iterator[str]:
    return table(_HEADS, (_row(each) for each in guidelines))


def _index(library: Library, cases: Cases) -> str:
    known = library.vocabulary.treatments
    names = {each.id: known[each.treatment].name for each in library.guidelines}
    found = sorted(library.guidelines, key=lambda each: (names[each.id].lower(), each.source.since, each.id))
    heads = ("treatment", *_HEADS, "criteria", "cases")
    rows = (
        (
            prose(names[each.id]),
            *_row(each),
            str(len(each.criteria)),
            str(len(cases.get(each.id, ()))),
        )
        for each in found
    )
    lines = [*_links(library), *_packs(library), *_keywords(), "", "## By treatment", *table(heads, rows)]
    return _page("The guidelines, one page each", lines, prose(_counts(library.guidelines)))


def _counts(guidelines: Sequence[Guideline]) -> str:
    texts = Counter(each.source.confidence for each in guidelines)
    confidence = listed(f"{texts[each]} {each}" for each in CONFIDENCE if texts[each])
    criteria = [text for each in guidelines for text in each.criteria]
    readings = sum(bool(text.reading) for text in criteria)
    return (
        f"{len(guidelines)} guidelines with {len(criteria)} criteria, of which {readings} carry a reading of ours; "
        f"confidence in the figures: {confidence}."
    )


def _links(library: Library) -> Iterator[str]:
    tables = sorted(library.vocabulary.tables.values(), key=lambda each: each.title)
    others = listed(link(each.title, _table_page(each.id)) for each in tables)
    yield ""
    yield (
        "Also [by body part](by-body-part.md), [by citation](by-citation.md) and [by date](by-date.md)."
        + (f" Tables of figures: {others}." if others else "")
    )


def _packs(library: Library) -> Iterator[str]:
    if library.packs:
        yield from ("", "## Packs", "", "In search order: a later one speaks only where an earlier one does not.", "")
    for pack in library.packs:
        count = sum(pack.holds(each.id) for each in library.guidelines)
        yield f"- `{pack.name}`: {prose(pack.title)} ({count} {plural('guideline') if count != 1 else 'guideline'})"


def _keywords() -> Iterator[str]:
    fates = (Standing.NOT_DOCUMENTED, Standing.NOT_MET)
    rows = ((f"`{each}`", ASKED[each], *(_fate(each, fate) for fate in fates)) for each in Keyword)
    yield from ("", "## How criteria decide")
    yield from table(("keyword", "what it names", "the record is silent", "the record says the contrary"), rows)


def _fate(keyword: Keyword, standing: Standing) -> str:
    basis = FAILS.get((keyword, standing))
    return f"fails: {plain(basis)}" if basis else "passes"


def _by_body_part(library: Library) -> str:
    named = library.vocabulary.body_parts
    lines: list[str] = []
    for part, guidelines in sorted(_parts(library).items(), key=lambda pair: _part_name(pair[0], named)):
        lines += ["", f"## {capital(_part_name(part, named))}", *_rows(guidelines)]
    whole = [each for each in library.guidelines if not _parts_of(each, library)]
    lines += ["", "## Any part of the body", *_rows(whole)]
    return _page("By body part", lines, "A guideline stands under each part that it or the name of its treatment says.")


def _parts(library: Library) -> dict[str, list[Guideline]]:
    found: dict[str, list[Guideline]] = {}
    for each in library.guidelines:
        for part in _parts_of(each, library):
            found.setdefault(part, []).append(each)
    return found


def _parts_of(guideline: Guideline, library: Library) -> tuple[str, ...]:
    own = library.vocabulary.treatments[guideline.treatment].body_part
    return guideline.body_parts or ((own,) if own else ())


def _part_name(part: str, named: Mapping[str, Mapping[str, object]]) -> str:
    return str(named[part].get("name", plain(part)))


def _by_citation(library: Library) -> str:
    sources: dict[str, list[Guideline]] = {}
    for each in library.guidelines:
        sources.setdefault(each.source.guideline, []).append(each)
    lines: list[str] = []
    for source, guidelines in sorted(sources.items()):
        cited = sorted(guidelines, key=lambda each: _natural(each.source.citation))
        rows = ((prose(each.source.citation), *_row(each)) for each in cited)
        lines += ["", f"## {prose(source)}", *table(("citation", *_HEADS), rows)]
    return _page("By citation", lines)


def _natural(text: str) -> list[tuple[int, str]]:
    """A text such that page 46 comes before page 111."""
    return [(int(part), "") if part.isdigit() else (0, part.lower()) for part in re.findall(r"\d+|\D+", text)]


def _by_date(library: Library) -> str:
    lines: list[str] = []
    for since, until in _eras(library.guidelines):
        lines += ["", f"## {day(since)} {f'to {day(until)}' if until else 'to this day'}", ""]
        lines += _in_force_on(library, since)
    lead = (
        "The date of the request selects the text, or that of the decision where the request has none. "
        "Texts that came into force with a span are in bold."
    )
    return _page("By date", lines, lead)


def _in_force_on(library: Library, on: date) -> Iterator[str]:
    """The guidelines in force on a day, one line a source; those that came into force on it stand out."""
    for source in sorted({each.source.guideline for each in library.guidelines}):
        found = [each for each in library.guidelines if each.source.guideline == source and each.source.in_force(on)]
        links = [link(each.title, page_of(each)) for each in found]
        told = [f"**{name}**" if each.source.since == on else name for each, name in zip(found, links, strict=True)]
        if told:
            yield f"- {prose(source)}: {', '.join(told)}"


def _eras(guidelines: Iterable[Guideline]) -> Iterator[tuple[date, date | None]]:
    """The spans of days between which no text comes into force or ends."""
    starts = {each.source.since for each in guidelines}
    starts |= {each.source.until + timedelta(days=1) for each in guidelines if each.source.until}
    ordered = sorted(starts)
    for index, since in enumerate(ordered):
        if any(each.source.in_force(since) for each in guidelines):
            yield since, ordered[index + 1] - timedelta(days=1) if index + 1 < len(ordered) else None
