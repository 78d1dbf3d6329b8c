"""Reads a document: normalise, zones, mentions, assemblers, reconcile.

Reading knows nothing of rules: the same letter gives the same facts whatever they say. It is a function of the text and
the lexicon alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Reading
from engine.reading.acts import acts
from engine.reading.assemble import (
    benefit,
    codes,
    concepts,
    courses,
    courses_unnamed,
    dated,
    device_pain,
    device_trials,
    drug_pain,
    drug_times,
    drugs,
    examination,
    failures,
    gain_rows,
    gains,
    items,
    logs,
    measures,
    neuro,
    never_had,
    onset,
    operations,
    patient,
    relief_figures,
    review,
    studies,
    work,
)
from engine.reading.boxes import unticked
from engine.reading.context import Context
from engine.reading.dates import dates, year_of
from engine.reading.item_lines import with_item_lines
from engine.reading.lexicons import ReadingLexicon, reading_lexicon
from engine.reading.normalise import normalise
from engine.reading.others import OTHER, is_within, names_another, of_others
from engine.reading.outcomes import outcomes
from engine.reading.passage import Passage
from engine.reading.passages import Passages
from engine.reading.reconcile import reconcile
from engine.reading.unread import unread
from engine.reading.zones import Zone, zones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from engine.document import Document
    from engine.facts import Fact
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Place

_SPINAL = re.compile(r"\d|-\s?spine|[-/]s(?:pine)?\b|\sspine\b", re.IGNORECASE)
_IN_FIGURES = re.compile(r"(?<![\d/])\d{1,2}[/-]\d{1,2}[/-]((?:19|20)?\d\d)(?![\d/])")
_IN_WORDS = re.compile(r" (?:(?<=[A-Za-z] )|(?<=[A-Za-z]\. ))\d{1,2}(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b")
_MONTH_LONG = 11
_DAY_FIRST = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?[A-Za-z]{3,9}\.?,?[ -]((?:19|20)\d\d)\b")
ASSEMBLERS: tuple[Callable[[Context], Iterable[Fact]], ...] = (
    patient.assemble,
    dated.assemble,
    codes.assemble,
    concepts.assemble,
    examination.assemble,
    neuro.assemble,
    drug_pain.assemble,
    items.assemble,
    courses.assemble,
    courses_unnamed.assemble,
    never_had.assemble,
    logs.assemble,
    benefit.assemble,
    gains.assemble,
    gain_rows.assemble,
    relief_figures.assemble,
    work.assemble,
    failures.assemble,
    failures.concurrent,
    review.assemble,
    review.citations,
    studies.assemble,
    drugs.assemble,
    drug_times.assemble,
    operations.assemble,
    measures.assemble,
    onset.assemble,
    device_trials.assemble,
    device_pain.assemble,
)


def read(document: Document, lexicon: ReadingLexicon | None = None) -> Reading:
    """All that a document says, each fact with its evidence, and the sentences left unread.

    Any text is accepted; one without anything clinical gives an empty reading.
    """
    context = context_of(document, lexicon or reading_lexicon())
    facts = reconcile(fact for assemble in ASSEMBLERS for fact in assemble(context))
    return Reading(
        name=document.name,
        sha256=document.sha256,
        facts=facts,
        unread=tuple(unread(context, facts)),
        empty_pages=document.empty_pages,
    )


def context_of(document: Document, lexicon: ReadingLexicon) -> Context:
    """The passages of a document with the mentions found in each."""
    normal = normalise(document.text)
    found = zones(normal)
    today = _today(normal.text)
    passages = Passages(with_item_lines(_passages(normal.text, found, lexicon, today)))
    return Context(document, normal, passages, lexicon)


def _passages(text: str, found: Iterable[Zone], lexicon: ReadingLexicon, today: date | None) -> Iterator[Passage]:
    for index, zone in enumerate(found):
        mentions: dict[str, list[Mention]] = {}
        found_here = lexicon.lexicon.find(text, zone.start, zone.end)
        hidden = (*unticked(text, zone.start, zone.end), *of_others(text, zone.end, found_here))
        for mention in found_here:
            if hidden and _is_hidden(text, mention, hidden, found_here):
                continue
            if mention.category == "side" and _SPINAL.match(text, mention.end):
                continue  # the letter of a spinal level, or of a part of the spine
            mentions.setdefault(mention.category, []).append(mention)
        _compose(text, zone, mentions)
        grouped = {category: tuple(each) for category, each in mentions.items()}
        yield Passage(text, zone, index, grouped, today)


def _is_hidden(text: str, mention: Mention, hidden: tuple[Place, ...], found: tuple[Mention, ...]) -> bool:
    """Whether a mention says nothing of the patient: it stands in an empty box, or another person is spoken of."""
    return mention.category != OTHER and is_within(mention, hidden) and not names_another(text, mention, found)


def _compose(text: str, zone: Zone, mentions: dict[str, list[Mention]]) -> None:
    """Put what follows from several mentions beside those that stand for themselves."""
    for made in (*outcomes(text, zone.start, zone.end, mentions), *acts(text, zone.start, zone.end, mentions)):
        mentions.setdefault(made.category, []).append(made)
    for category in ("benefit", "work"):
        if category in mentions:
            mentions[category].sort(key=lambda each: (each.start, each.end))


def _today(text: str) -> date | None:
    """The latest full date, by which dates without a year are read; nothing where there is none."""
    found = [match for pattern in (_IN_FIGURES, _IN_WORDS, _DAY_FIRST) for match in pattern.finditer(text)]
    years = [year_of(match[1]) for match in found]
    latest = max(years, default=0)
    last = (match for match, year in zip(found, years, strict=True) if year == latest)
    days = (each.date for match in last for each in dates(text, max(0, match.start() - _MONTH_LONG), match.end()))
    return max((day for day in days if day.year == latest), default=None)
