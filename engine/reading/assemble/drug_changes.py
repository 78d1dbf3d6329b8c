"""What became of a drug: started, stopped, more or less of it; by words before its name or behind it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.reading.line_words import any_of
from engine.reading.numbers import NUMBER, value_of

if TYPE_CHECKING:
    from engine.reading.naming import Named
    from engine.reading.passage import Passage

_CHANGES = ("stopped", "started", "increased", "decreased")
_FROM_TO = re.compile(
    rf"\bfrom\s(?P<a>{NUMBER})[^.;\n]{{0,25}}?\sto\s(?P<b>{NUMBER})"
    rf"|\A[\s\w/.-]{{0,20}}?\b(?P<c>\d+)(?:\s?(?:/|a|per)\s?d(?:ay)?)?\s?(?:->|to|down to)\s?(?P<d>\d+)"
    rf"|\b(?:was|used to (?:take|use)|were)\s[^.;\n]{{0,20}}?(?P<e>{NUMBER})[^.;\n]{{0,20}}?\bnow\s(?P<f>{NUMBER})",
    re.IGNORECASE,
)
_DOWN = re.compile(r"\A[^.;\n]{0,30}\b(?:fell from|went from|cut from|down from|now prn)", re.IGNORECASE)
_UP = re.compile(r"\A[^.;\n]{0,30}\bup from", re.IGNORECASE)
_AROUND = re.compile(rf"\bfrom\s(?P<a>{NUMBER})\s[^.;\n]{{0,50}}?\bto\s(?P<b>{NUMBER})", re.IGNORECASE)
_WORKING = re.compile(r"\s(?:working|helping|being effective)", re.IGNORECASE)
# Of something else is what stands behind these: "naproxen, and the limit was raised".
_INTO = re.compile(r"\b(?:switch|chang|rotat|convert)\w*\s(?:\w+\s)?from\s[\w\s-]{2,30}\sto\s\Z", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:and|but|while|as|when|with)\s(?:the|his|her|a|an|no|she|he)\b|\b(?:limit|range|motion|grip)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[;\n]|\.\s|\b(?:pain|symptoms)\b", re.IGNORECASE)
# Before a word of change they make it one that is wished for or to come.
_WISHED = re.compile(
    r"(?<!had )(?<!has )(?<!have )\b(?:to|will|would|should|could|may|might|can|if|cannot|can't|try|trying)"
    r"\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)
_REACH = 40


@lru_cache(maxsize=8)
def _before(change: str) -> re.Pattern[str]:
    """Words of a change right before a name, with what belongs to the name between."""
    return re.compile(
        r"(?<!has been )(?<!not )(?<!never )(?<!without )"
        rf"\b{any_of(f'drug_{change}')}[\s:]{{1,2}}(?:{any_of('drug_fill')}\s){{0,4}}\Z",
        re.IGNORECASE,
    )


@lru_cache(maxsize=8)
def _after(change: str) -> re.Pattern[str]:
    """Words of a change behind a name and its dose."""
    return re.compile(
        rf"(?:\A|[(:,>|-]|--|->|\b{any_of('drug_aux')})\s?(?:{any_of('drug_aux')}\s)*{any_of(f'drug_{change}_after')}",
        re.IGNORECASE,
    )


def change_of(passage: Passage, each: Named, end: int) -> str | None:
    """What became of a drug whose dose ends at `end`, as its sentence says; words before the name go first."""
    before = passage.words(max(passage.start, each.start - 2 * _REACH), each.start)
    rest = passage.words(end, min(each.right, _clause_end(passage, end))).lstrip()
    told = _by_figures(passage, each, passage.words(each.end, end) + " " + rest)
    if told is not None:
        return told
    for change in (*_CHANGES, "unchanged"):
        found = _before(change).search(before)
        if found and (change == "started" or not _WISHED.search(before, 0, found.start())):
            return change
    if _INTO.search(before):
        return "started"
    for change in (*_CHANGES, "unchanged"):
        match = _after(change).search(rest)
        if match and not _WORKING.match(rest, match.end()) and not _OTHER.search(rest, 0, match.start()):
            return change
    return None


def _behind(passage: Passage, each: Named) -> str:
    return passage.words(each.end, each.right)


def _clause_end(passage: Passage, start: int) -> int:
    match = _CLAUSE.search(passage.text, start, min(passage.end, start + 2 * _REACH))
    return match.start() if match else min(passage.end, start + 2 * _REACH)


def _by_figures(passage: Passage, each: Named, after: str) -> str | None:
    match = _FROM_TO.search(after)
    if match is not None and _OTHER.search(after, 0, match.start()):
        return None
    if match is None:
        around = _AROUND.search(passage.text, passage.start, min(each.right, each.end + _REACH))
        match = around if around and around.start() < each.start < around.end() else None
    if match is None:
        return "decreased" if _DOWN.match(after) else "increased" if _UP.match(after) else None
    first, second = _ends(match)
    return "increased" if second > first else "decreased" if second < first else None


def _ends(match: re.Match[str]) -> tuple[float, float]:
    groups = [value for value in match.groups() if value is not None]
    return float(value_of(groups[0])), float(value_of(groups[1]))


def taken_now(passage: Passage, each: Named, change: str | None) -> float | None:
    """How many a day are taken since the change, where two figures a day tell it: "from six per day to four"."""
    match = _FROM_TO.search(_behind(passage, each)[: 2 * _REACH]) if change in {"increased", "decreased"} else None
    if match is None:
        return None
    around = match.string[match.start() : match.end() + _BEHIND]
    return None if _IN_MG.search(around) or not _A_DAY.search(around) else _ends(match)[1]


_BEHIND = 15
_IN_MG = re.compile(r"\d\s?m?c?g\b", re.IGNORECASE)
_A_DAY = re.compile(r"\b(?:a|per|each|/)\s?day\b|/d\b|\bdaily\b|\btablets?\b|\bpills?\b|\btabs?\b", re.IGNORECASE)
