"""Lines that are nothing but the name of a treatment with its amount, and the marks with which they open.

Where outcomes are left out, as before a decision is made, only the treatment shows that such a line is an item.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.reading.passage import Passage

_LONGEST = 220
_DRUG_BY = 12
_HEAD = re.compile(
    r"\b(?:date|dob|d/i|doi|dx|pt|patient|claim|claimant|employee|employer|phone|fax|npi|specialty"
    r"|provider|from|subject)\s?:|\A(?:re|to)\s?:"
    r"|\bper (?:the )?(?:ncs|emg|mri|x-?ray)|\bs/p\b",
    re.IGNORECASE,
)
_ROW = re.compile(r"[|\t]")
_DATED = re.compile(r"\s*(?:[*>-]\s*)?\(?\d{1,2}[/-]\d{1,2}[/-]")
NOT_ASKED = frozenset(
    {"medications", "treatment_history", "objective", "subjective", "history", "signature", "documents"}
)
_NAME_BY = 48
_TICK_BY = 60
_CITED_BY = 110
_NAMED_MARK = re.compile(
    r"\s*(?:line|item|request|service|issue|disputed item|req)\s?(?:no\.?\s?)?#?\s?\d", re.IGNORECASE
)
LIST_MARK = re.compile(
    r"\s*(?:req(?:uests?)?:?\s|[A-Za-z]{1,4}:\s)?(?:\(?\d{1,2}\s?[.):|\t]|\d{1,2}\.\d{1,2}[.)]?\s|[(\[]?[a-hA-H](?:[.)\]]|\s-)"
    r"|(?:line|item|request|service|issue|disputed item|req)\s?(?:no\.?\s?)?#?\s?\d{1,2}(?:\sof\s\d{1,2})?[.:)\t-]?"
    r"|\[\d{1,2}\]|#\s?\d{1,2}[.):\t]?\s|\d{3,7}\s?[\t,:|]|\d{1,2}\s-\s|[-*\u2022>]|\(?(?:i{1,3}|iv|vi{0,3}|ix|x)[.)]\s)\s*",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\[(?P<tick>[\sx\u2713\u2714+*_-]{0,3})\]|\((?P<cross>[\sx_]{1,2})\)|(?P<sign>[\u2610-\u2612])", re.IGNORECASE
)
# Words of sentences, which no line of an item list has.
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|should|may|can|cannot|could|would|will|does|do|did"
    r"|recommends?|recommended|uses|used|reviewed|exists?|help(?:s|ed)?"
    r"|states?|allows?|not|he|she|they|it|his|her|their|which|that|there|patient|claimant|worker|applicant|guidelines?"
    r"|mtus|odg|acoem|page|pages|denied|based|because|therefore|following|tried|failed|completed|attended|stopped|takes"
    r"|went|gave|showed?|shows)\b",
    re.IGNORECASE,
)
# What comes after tells why or what for.
_ASIDE = re.compile(
    r"\(|[;\t|]|\.\s|\s--?\s|\b(?:because|since|so that|alongside|for|to|as|re|due|given|delivered|continue|with|which|who|after|before)\b",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\b(?:mtus|cpmtg|acoem|odg|ccr|guidelines?|page|pages|pp?\.|ch\.|chapter|criteria|recommended|option)(?!\w)"
    r"|\b\d{2,3}-\d{2,3}[;,.]",
    re.IGNORECASE,
)
_DETERMINATION = "issues"


def is_list_line(passage: Passage) -> bool:
    """Whether a passage is a whole line that names a treatment early and has no word of a sentence."""
    return names_early(passage, passage.start) and _whole_line(passage) and not is_cited(passage)


def is_marked_line(passage: Passage) -> bool:
    """Whether a passage is an item of a list or a row of a table that names a treatment: "2. ...", "... | #60"."""
    mark = LIST_MARK.match(passage.text, passage.start, passage.end)
    if passage.zone.section in NOT_ASKED or _DATED.match(passage.text, passage.start):
        return False
    if _HEAD.search(passage.text, passage.start, passage.end) or _BOX.search(passage.text, passage.start, passage.end):
        return False
    if mark is None and not _ROW.search(passage.text, passage.start, passage.end):
        return False
    return names_early(passage, mark.end() if mark else passage.start, early=_DRUG_BY)


def is_numbered_request(passage: Passage) -> bool:
    """Whether a line counts itself as a request, wherever it stands: "Item 2", "Request #3", "Issue 1 of 3"."""
    mark = _NAMED_MARK.match(passage.text, passage.start, passage.end)
    found = LIST_MARK.match(passage.text, passage.start, passage.end)
    return mark is not None and found is not None and names_early(passage, found.end())


def is_ticked(passage: Passage) -> bool:
    """Whether a box with a tick in it stands before a treatment: "[X] TENS unit"."""
    mentions = passage.of("treatment")
    return bool(mentions) and any(ticked(passage, mention.start) for mention in mentions)


def ticked(passage: Passage, at: int) -> bool | None:
    """Whether the box that stands right before a name is ticked; none where no box does."""
    boxes = list(_BOX.finditer(passage.text, passage.start, at))
    if not boxes or at - boxes[-1].end() > _TICK_BY:
        return None
    box = boxes[-1]
    return bool((box["tick"] or box["cross"] or "").strip(" _-")) or box["sign"] in {"\u2611", "\u2612"}


def is_entry(passage: Passage) -> bool:
    """Whether a line, with or without a mark, begins with a treatment and does not tell of one that was had."""
    if passage.zone.kind not in {Kind.PATIENT, Kind.LABEL} or passage.zone.section in NOT_ASKED:
        return False
    if _HEAD.search(passage.text, passage.start, passage.end) or _DATED.match(passage.text, passage.start):
        return False
    mark = LIST_MARK.match(passage.text, passage.start, passage.end)
    told = passage.has("course", "completed", "missed") or passage.of("failure") or passage.of("benefit")
    return not told and names_early(passage, mark.end() if mark else passage.start, early=_DRUG_BY)


def is_cited(passage: Passage) -> bool:
    """Whether the treatment is named in the citation of a guideline, or far down in a sentence."""
    mentions = passage.of("treatment")
    if not mentions or passage.has("request", "request") or passage.of("granting"):
        return False
    first = mentions[0].start
    return first - passage.start > _CITED_BY or bool(_CITED.search(passage.text, passage.start, first))


def names_early(passage: Passage, start: int, early: int = 0) -> bool:
    """Whether a treatment stands near the start of the line or of its cell, in no sentence; drugs within `early`."""
    mentions = [mention for mention in passage.of("treatment") if mention.start >= start]
    if not mentions:
        return False
    first = mentions[0]
    cell = max(start, *(passage.text.rfind(mark, start, first.start) + 1 for mark in "\t|"))
    reach = early if early and "drug" in first.attributes else _NAME_BY
    aside = _ASIDE.search(passage.text, first.end, passage.end)
    end = min(aside.start() if aside else passage.end, first.end + _LONGEST)
    return first.start - cell <= reach and not _SENTENCE.search(passage.text, start, end)


def opens_line(passage: Passage) -> bool:
    """Whether a passage stands at the start of its line."""
    return passage.text[max(0, passage.start - 1) : passage.start] in {"", "\n"}


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
