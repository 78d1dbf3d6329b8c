"""Lines that are nothing but the name of a treatment with its amount, and the marks with which they open.

Where outcomes are left out, as before a decision is made, only the treatment shows that such a line is an item.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.reading.boxes import decision_boxes
from engine.reading.line_words import searching
from engine.reading.list_marks import mark_end, named_mark
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.reading.passage import Passage

_LONGEST = 220
_DRUG_BY = 12
# In a line these tell of a date, a finding or an operation, whatever its label.
_TOLD_OF = r"\s?:|\bper (?:the )?(?:ncs|emg|mri|x-?ray)|\bs/p\b"
_PARTED = r"\(|[;\t|]|\.\s|\s--?\s|\b"
_PAGES = r"|\b\d{2,3}-\d{2,3}[;,.:]"
_BOXES = (r"[\s\d.)(:\t-]*(?:", r"[\s:;,#./\t-]*)*\Z")
_TITLE_END = re.compile(r"\)?:\s|\(")
_CLAUSE = re.compile(r"[,;(:\t|]|\s-{1,2}\s|\.\s")
_ROW = re.compile(r"[|\t]")
_DATED = re.compile(r"\s*(?:[*>-]\s*)?\(?\d{1,2}(?:[/-]\d{1,2}[/-]|/\d{1,2}:?\s)")
_RESULT = re.compile(r"[\s,(-]*(?:(?:on|of|dated|done|from|in)\s)?\Z", re.IGNORECASE)
NOT_ASKED = frozenset(
    {"medications", "treatment_history", "objective", "subjective", "history", "signature", "documents"}
)
# Sections in which a list that says how much stands only where the heading of a plan was left out.
_EXAMINED = frozenset({"objective", "subjective"})
_NUMBERED = re.compile(r"(?:\A|\s)\(?\d{1,2}[.)][ \t]\Z")
_NUMBERED_BY = 5
_NAME_BY = 48
_LONGEST_TITLE = 10
_LABEL_BY = 36
_ASKS_BY = 4
_TICK_BY = 60
_INTRODUCED = re.compile(
    r"\s*(?:the|this|a|an|your|our|my)?\s?(?:requests?|requested|authorization|authorisation|approval|refill|prescription|order|rx|need)"
    r"\s(?:is\s)?(?:for|of|concerning|regarding|to|about)\s(?:the\s|an?\s)?",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\[(?P<tick>[\sx\u2713\u2714+*_-]{0,3})\]|\((?P<cross>[\sx_]{1,2})\)|(?P<sign>[\u2610-\u2612])", re.IGNORECASE
)
_DETERMINATION = "issues"
_ENTERED = frozenset({Kind.PATIENT, Kind.LABEL, Kind.HEADER})


def is_list_line(passage: Passage) -> bool:
    """Whether a passage is a whole line that names a treatment early and has no word of a sentence."""
    if not passage.of("treatment") or is_cited(passage) or not names_early(passage, passage.start):
        return False
    begins = opens_line(passage) and passage.of("treatment")[0].start - passage.start <= _DRUG_BY
    return _whole_line(passage) or (begins and bool(passage.amounts))


def is_marked_line(passage: Passage) -> bool:
    """Whether a passage is an item of a list or a row of a table that names a treatment: "2. ...", "... | #60"."""
    if not passage.of("treatment"):
        return False
    text, end = passage.text, passage.end
    start = line_start(passage)
    numbered = start > passage.start or _NUMBERED.search(text, max(0, passage.start - _NUMBERED_BY), passage.start)
    if not numbered and not _ROW.search(text, passage.start, end):
        return False
    if passage.zone.section in NOT_ASKED and not (passage.zone.section in _EXAMINED and measures(passage)):
        return False
    if _DATED.match(text, passage.start) or _BOX.search(text, passage.start, end) or is_dated_result(passage):
        return False
    introduced = _INTRODUCED.match(text, start, end)
    early = names_early(passage, introduced.end() if introduced else start, early=_DRUG_BY)
    return early and not _is_told_of(passage)


def _is_told_of(passage: Passage) -> bool:
    if searching("addressed", before=r"[*>\s-]*", after=r"\s?:").match(passage.text, passage.start, passage.end):
        return True
    told = searching("told_label", r"\s*", r"(?=[\s:,-])").match(passage.text, line_start(passage), passage.end)
    if told and passage.zone.kind is not Kind.LABEL and not passage.of("request"):
        return True
    return searching("label", after=_TOLD_OF).search(passage.text, passage.start, passage.end) is not None


def measures(passage: Passage) -> bool:
    """Whether a line says how much of a treatment, and not that it was had."""
    return bool(passage.amounts or passage.of("detail")) and not passage.has("dropped", "told")


def is_dated_result(passage: Passage) -> bool:
    """Whether a line tells what a study of some day showed: "NCS 5/2011: absent saphenous response"."""
    mentions = passage.of("treatment")
    days = [d for d in passage.dates if passage.words(d.end, d.end + 1) in {":", ")"}]
    return any(d.start >= mentions[0].end and _RESULT.match(passage.words(mentions[0].end, d.start)) for d in days)


def is_numbered_request(passage: Passage) -> bool:
    """Whether a line counts itself as a request, wherever it stands: "Item 2", "Request #3", "Issue 1 of 3"."""
    if not passage.of("treatment"):
        return False
    mark = named_mark().match(passage.text, passage.start, passage.end)
    return mark is not None and names_early(passage, line_start(passage))


def is_ticked(passage: Passage) -> bool:
    """Whether a box with a tick in it stands before a treatment: "[X] TENS unit"."""
    boxes = next(_boxes(passage, passage.end), None) if passage.of("treatment") else None
    if (
        boxes is None
        or passage.zone.section in NOT_ASKED
        or not searching("before_box", *_BOXES).match(passage.words(passage.start, boxes.start()))
    ):
        return False
    told = passage.has("dropped", "told") or passage.of("failure")
    return not told and any(ticked(passage, mention.start) for mention in passage.of("treatment"))


def ticked(passage: Passage, at: int) -> bool | None:
    """Whether the box that stands right before a name is ticked; none where no box does."""
    boxes = list(_boxes(passage, at))
    if not boxes or at - boxes[-1].end() > _TICK_BY:
        return None
    box = boxes[-1]
    if searching("answer").search(passage.text, box.end(), at):
        return None
    return bool((box["tick"] or box["cross"] or "").strip(" _-")) or box["sign"] in {"\u2611", "\u2612"}


def _boxes(passage: Passage, end: int) -> Iterator[re.Match[str]]:
    """The boxes of a line up to a place that are not those of a decision."""
    found = list(_BOX.finditer(passage.text, passage.start, end))
    decided = {box.start for box in decision_boxes(passage.text, passage.start, passage.end)} if found else ()
    return (box for box in found if box.start() not in decided)


def is_decided_by_box(passage: Passage) -> bool:
    """Whether a line names a treatment beside boxes that say what was decided: "TENS [ ] certified [x] denied"."""
    if not passage.of("treatment"):
        return False
    first = passage.of("treatment")[0].start
    ends = [box.end for box in decision_boxes(passage.text, passage.start, passage.end)]
    return bool(ends) and names_early(passage, max((end for end in ends if end <= first), default=passage.start))


def is_entry(passage: Passage) -> bool:
    """Whether a line, with or without a mark, begins with a treatment and does not tell of one that was had."""
    if not passage.of("treatment") or passage.zone.kind not in _ENTERED or passage.zone.section in NOT_ASKED:
        return False
    if passage.zone.kind is Kind.HEADER and not measures(passage):
        return False
    if _tells(passage) or _DATED.match(passage.text, passage.start):
        return False
    if is_dated_result(passage):
        return False
    start = line_start(passage)
    labelled = ":" in passage.words(start, passage.of("treatment")[0].start)
    loosely = bool(passage.amounts)
    return not labelled and names_early(passage, start, early=_DRUG_BY, loosely=loosely) and not _is_told_of(passage)


def _tells(passage: Passage) -> bool:
    """Whether a line tells that care was had or what came of it, before a colon that ends its title."""
    title = _TITLE_END.search(passage.text, passage.of("treatment")[0].end, passage.end) if passage.amounts else None
    end = title.end() if title else passage.end
    told = [m for m in passage.of("dropped") if m.id == "told"]
    return any(m.start < end for m in (*told, *passage.of("benefit")))


def is_necessity_question(passage: Passage) -> bool:
    """Whether a line asks if a treatment is medically necessary: "Is Ambien 10 mg #30 medically necessary?"."""
    if not passage.is_question or not passage.of("treatment"):
        return False
    first = passage.of("treatment")[0]
    return searching("necessity").search(passage.text, first.end, passage.end) is not None


def gives_reason(passage: Passage) -> bool:
    """Whether a line is why something was decided: "Why not certified: ..."."""
    label = searching("reason_label", before=r"\s*", after=r"[^:\n]{0,30}:")
    return label.match(passage.text, line_start(passage), passage.end) is not None


def opens_asking(passage: Passage) -> bool:
    """Whether a few words of asking before a colon open the passage: "Requested, then: nursing at home"."""
    start = line_start(passage)
    colon = passage.text.find(":", start, start + _LABEL_BY)
    asks = [m for m in passage.of("request") if m.id == "request" and m.start - start <= _ASKS_BY and m.end <= colon]
    return bool(asks) and opens_line(passage) and names_early(passage, colon + 1, loosely=True)


def is_decided_row(passage: Passage) -> bool:
    """Whether a row names a treatment in one cell and what was decided in a later one."""
    if not passage.of("ur_decision") or not is_marked_line(passage):
        return False
    first = passage.of("treatment")[0]
    cell = _ROW.search(passage.text, first.end, passage.end)
    return cell is not None and any(m.start > cell.start() for m in passage.of("ur_decision"))


def is_disputed(passage: Passage) -> bool:
    """Whether a line of a determination names what is in dispute, and does not cite or reason."""
    if passage.has("request", "request") or passage.of("ur_decision"):
        return True
    named = next((m.start for m in passage.of("treatment")), passage.start)
    listed = names_early(passage, line_start(passage)) and not is_cited(passage)
    return listed and ";" not in passage.words(passage.start, named)


def is_cited(passage: Passage) -> bool:
    """Whether the treatment is named in the citation of a guideline: after its name, or before it without an amount."""
    mentions = passage.of("treatment")
    if not mentions or passage.has("request", "request"):
        return False
    first = mentions[0]
    if searching("cited", after=_PAGES).search(passage.text, passage.start, first.start):
        return True
    cited = searching("cited", after=_PAGES).search(passage.text, first.end, passage.end)
    return cited is not None and not any(each.start < cited.start() for each in passage.amounts)


def names_early(passage: Passage, start: int, early: int = 0, *, loosely: bool = False) -> bool:
    """Whether a treatment stands near the start of the line or of its cell, in no sentence; drugs within `early`.

    `loosely` looks for words of a sentence only up to the first comma or bracket after the name.
    """
    mentions = [mention for mention in passage.of("treatment") if mention.start >= start]
    if not mentions:
        return False
    first = mentions[0]
    cell = max(start, *(passage.text.rfind(mark, start, first.start) + 1 for mark in "\t|"))
    if searching("reason_label", after=r"\s?:").search(passage.text, cell, first.start):
        return False
    if first.start - cell > (early if early and "drug" in first.attributes else _NAME_BY):
        return False
    aside = searching("reason", before=_PARTED).search(passage.text, first.end, passage.end)
    outcomes = [each.start for each in passage.of("granting") if each.start >= first.end]
    title = _TITLE_END.search(passage.text, first.end, passage.end) if passage.amounts else None
    clause = _CLAUSE.search(passage.text, first.end, passage.end) if loosely else None
    box = _BOX.search(passage.text, first.end, passage.end)
    stops = [found.start() for found in (aside, clause, box, title) if found] + outcomes[:1]
    end = min(passage.end, first.end + _LONGEST, *stops)
    verbs = searching("sentence")
    return not (verbs.search(passage.text, start, first.start) or verbs.search(passage.text, first.end, end))


def line_start(passage: Passage) -> int:
    """Where a line begins behind the mark of its list."""
    return mark_end(passage.text, passage.start, passage.end)


def opens_line(passage: Passage) -> bool:
    """Whether a passage stands at the start of its line."""
    return passage.text[max(0, passage.start - 1) : passage.start] in {"", "\n"}


def is_labelled(passage: Passage) -> bool:
    """Whether a line is a field of a form for a treatment, and does not say that it was had: "DME: TENS unit"."""
    kind = searching("label_kind", before=r"\s*", after=r"\s").match(passage.text, passage.start, passage.end)
    start = kind.end() if kind else passage.start
    label = searching("asking_label", before=r"\s*", after=r"\s?[:\t]\s?").match(passage.text, start, passage.end)
    if label is None or not opens_line(passage) or passage.zone.section in NOT_ASKED:
        return False
    told = passage.has("dropped", "told") or passage.dates
    return not told and names_early(passage, label.end(), loosely=True)


def is_title(passage: Passage) -> bool:
    """Whether a passage is a short line that begins with the name of a treatment and ends without a stop."""
    line = passage.words(passage.start, passage.end)
    if not _whole_line(passage) or line[-1] in ".:;," or len(line.split()) > _LONGEST_TITLE:
        return False
    named = next((m.start for m in passage.of("treatment")), passage.start)
    if "\t" in passage.words(passage.start, named):
        return False
    return is_entry(passage)


def _whole_line(passage: Passage) -> bool:
    return opens_line(passage) and passage.text[passage.end : passage.end + 1] in {"", "\n"}


def with_item_lines(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, with the bare item lines of a determination as labels."""
    inside = False
    for passage in passages:
        inside = inside or passage.zone.section == _DETERMINATION
        kind = passage.zone.kind
        if inside and kind in {Kind.GUIDELINE, Kind.PATIENT} and is_list_line(passage):
            zone = replace(passage.zone, kind=Kind.LABEL, section=_DETERMINATION)
            yield replace(passage, zone=zone)
        else:
            yield passage
