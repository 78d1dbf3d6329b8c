"""Lines of a determination that are nothing but the name of a disputed treatment with its amount.

Where outcomes are left out, as before a decision is made, only the treatment shows that such a line opens an item.
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
    r"|\bper (?:the )?(?:ncs|emg|mri|x-?ray)|\bs/p\b|\[\s?x?\s?\]",
    re.IGNORECASE,
)
_ROW = re.compile(r"[|\t]")
_DATED = re.compile(r"\s*\(?\d{1,2}[/-]\d{1,2}")
NOT_ASKED = frozenset(
    {"medications", "treatment_history", "objective", "subjective", "history", "signature", "documents"}
)
_NAME_BY = 48
_NAMED_MARK = re.compile(r"\s*(?:line|item|request|service)\b", re.IGNORECASE)
LIST_MARK = re.compile(
    r"\s*(?:req(?:uests?)?:?\s|[A-Za-z]{1,4}:\s)?(?:\(?\d{1,2}\s?[.):|]|\(?[a-hA-H](?:[.)]|\s-)"
    r"|(?:line|item|request|service) \d+[.:]?|[-*\u2022]|\((?:i{1,3}|iv|v)\))\s*",
    re.IGNORECASE,
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
    r"\(|\b(?:because|since|so that|alongside|for|to|as|re|due|given|delivered|continue|with)\b", re.IGNORECASE
)
_DETERMINATION = "issues"


def is_list_line(passage: Passage) -> bool:
    """Whether a passage is a whole line that names a treatment early and has no word of a sentence."""
    return names_early(passage, passage.start) and _whole_line(passage)


def is_marked_line(passage: Passage) -> bool:
    """Whether a passage is an item of a list or a row of a table that names a treatment: "2. ...", "... | #60"."""
    mark = LIST_MARK.match(passage.text, passage.start, passage.end)
    named = mark is not None and _NAMED_MARK.match(mark[0]) is not None
    if (passage.zone.section in NOT_ASKED and not named) or _DATED.match(passage.text, passage.start):
        return False
    if _HEAD.search(passage.text, passage.start, passage.end):
        return False
    if mark is None and not _ROW.search(passage.text, passage.start, passage.end):
        return False
    return names_early(passage, mark.end() if mark else passage.start, early=_DRUG_BY)


def names_early(passage: Passage, start: int, early: int = 0) -> bool:
    """Whether a treatment stands near the start of the line or of its cell, in no sentence; drugs within `early`."""
    mentions = passage.of("treatment")
    if not mentions or passage.end - passage.start > _LONGEST:
        return False
    first = mentions[0]
    cell = max(start, *(passage.text.rfind(mark, start, first.start) + 1 for mark in "\t|"))
    reach = early if early and "drug" in first.attributes else _NAME_BY
    aside = _ASIDE.search(passage.text, first.end, passage.end)
    end = aside.start() if aside else passage.end
    return first.start - cell <= reach and not _SENTENCE.search(passage.text, start, end)


def _whole_line(passage: Passage) -> bool:
    before = passage.text[max(0, passage.start - 1) : passage.start]
    after = passage.text[passage.end : passage.end + 1]
    return before in {"", "\n"} and after in {"", "\n"}


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
