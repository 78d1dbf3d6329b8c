"""Grounds on which a treatment that is named is not asked for: it was had, is denied, depends, or is put off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.how_much import bare_count
from engine.reading.item_lines import NOT_ASKED, is_necessity_question, line_start, opens_line, ticked
from engine.reading.line_words import searching
from engine.reading.naming import amounts_of
from engine.reading.ranks import FIELD, LISTED

if TYPE_CHECKING:
    from engine.reading.asking_place import Asking
    from engine.reading.lexicon import Mention

_NEXT_ITEM = re.compile(r"[;\n]|\(\d\)|\band \(?\d")
_SOON = r"\s(?:\w+\s){0,2}\Z"
_SOON_IN_CLAUSE = r"\s(?:(?!and\b|or\b)[\w-]+\s){0,2}\Z"
_ARTICLE = r"\s(?:(?:the|his|her|a|an|this)\s)?\Z"
_AT_ONCE = r"\s\Z"
_NO_REFILLS = r"(?!\s*,?\s*(?:refills?|repeats?))"
_CLOSE = re.compile(r"[\s\w/,.-]{0,20}\Z")
_PLAIN = re.compile(r"(?!.*,\s(?:so|but|now|yet|hence|therefore|thus)\b)[^(.;\t|]{0,70}\Z")
_DAY_ONLY = re.compile(r"[\s:,(-]*(?:(?:on|of|dated|done|from|in)\s)?\Z", re.IGNORECASE)
_NO_REFILL = re.compile(r"\bno\s(?:r\.?f\.?|r/f|refills?)\b", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:[A-Z][a-z]{2,8}\.?(?:\s?-\s?[A-Z][a-z]{2,8}\.?)?\s)?(?:19|20)\d\d(?:\s?-\s?(?:19|20)?\d\d)?[\t:]"
)
_YEAR_BEHIND = re.compile(r",?\s(?:in\s)?(?:19|20)\d\d\s*(?:[,;.)\n]|\Z)")
_DAY_NEAR = re.compile(r"[\w\s/().-]{0,24}\Z")
_TELLS = re.compile(r"\)?\s?[:=-]\s")
_STUDIED = frozenset({"study", "test"})
_PARTED = re.compile(r";|\.\s")
_HEADS = re.compile(r"[^.;:\t|\d]{0,24}:\s")
_ASKING = ("request", "bid", "question")
_CLOSE_BY = 24
_BESIDE = 12
_RIGHT_BY = 5
_NEAR = 40
_NEXT = 6
_HEAD_LINES = 2
_MANY = 3
_SUPPLY = 4
_INJECTED = frozenset({"injection", "block", "level"})
_BY_NAME = frozenset({"exercise_home_program", "functional_improvement_measures"})


def is_injectate(asking: Asking) -> bool:
    """Whether a local anesthetic is what an injection named before it holds."""
    drug = asking.each.drug
    if drug is None or not drug.startswith("lidocaine"):
        return False
    unit = asking.context.lexicon.unit
    return any(unit(n.treatment) in _INJECTED for n in asking.names if n.end <= asking.each.start)


def is_aside(asking: Asking) -> bool:
    """Whether the name stands in a reason or a circumstance given after another treatment was named."""
    before = [n for n in asking.names if n.end <= asking.each.start]
    if not before:
        return False
    between = asking.passage.words(before[-1].end, asking.each.start)
    joined = asking.rank in {FIELD, LISTED} and searching("preposition", after=_SOON_IN_CLAUSE).search(between)
    if joined and not amounts_of(asking.each, asking.names, asking.passage):
        return True
    aside = searching("circumstance", after=r"\b").search(between)
    return aside is not None and not _NEXT_ITEM.search(between[aside.end() :])


def is_letterhead(asking: Asking) -> bool:
    """Whether the name is part of the name of an office at the head of its letter."""
    passage = asking.passage
    if passage.zone.line > _HEAD_LINES or passage.amounts or passage.of("detail"):
        return False
    end = min(passage.end, asking.each.end + _NEAR)
    return searching("letterhead").search(passage.text, asking.each.start, end) is not None


def is_unticked(asking: Asking) -> bool:
    """Whether the box before the name is empty."""
    return ticked(asking.passage, asking.each.start) is False


def is_dropped(asking: Asking) -> bool:
    """Whether words beside the name say that it is not asked for, or put off."""
    each = asking.each
    begin = line_start(asking.passage)
    found = [m for m in asking.passage.of("dropped") if m.id != "told" and m.end > begin and _is_of(asking, m)]
    marks = [m for m in found if m.id != "off" and m.start >= each.end and m.end <= each.right]
    before = [m for m in found if 0 <= each.start - m.end <= (_RIGHT_BY if m.id == "off" else _BESIDE)]
    return bool(before) or any(asking.rank in {FIELD, LISTED} or m.start - each.end <= _NEAR for m in marks)


def _is_of(asking: Asking, mention: Mention) -> bool:
    """Whether no other sentence parts the two; of what comes from elsewhere, whether no amount of it is asked for."""
    if _PARTED.search(_gap(asking, mention)):
        return False
    if mention.id != "supplied":
        return True
    own = amounts_of(asking.each, asking.names, asking.passage)
    count = bare_count(asking.each, asking.passage) or 0
    between = range(asking.each.end, mention.start)
    return count <= _SUPPLY and not any(a.start in between or (a.total or 0) > _SUPPLY for a in own)


def is_headed_off(asking: Asking) -> bool:
    """Whether the words before a colon say that nothing behind it is asked for: "Not on the table: the MRI, PT"."""
    passage = asking.passage
    return any(
        m.id == "dropped" and m.end <= asking.each.start and _HEADS.match(passage.text, m.end, asking.each.start)
        for m in passage.of("dropped")
    )


def is_only_asked_about(asking: Asking) -> bool:
    """Whether the name stands in a question that asks for nothing, or is answered with no: "Chiro?"."""
    passage = asking.passage
    if is_necessity_question(passage):
        return False
    if not passage.is_question or passage.end - asking.each.end > _CLOSE_BY:
        return False
    answer = next(iter(asking.context.passages[passage.index + 1 : passage.index + 2]), None)
    refused = answer is not None and bool(answer.of("dropped")) and not answer.of("treatment")
    return refused or not any(map(passage.of, _ASKING))


def counts_only_by_name(asking: Asking) -> bool:
    """Whether the care is one that every plan names, and that only the line of a request asks for."""
    return asking.each.treatment in _BY_NAME


def was_before(asking: Asking) -> bool:
    """Whether the word right before the name puts it into the past: "prior MRI"."""
    if is_behind(asking) or searching("granted_before", after=_AT_ONCE).search(asking.before()):
        return True
    return any(0 <= asking.each.start - m.end <= 1 for m in asking.passage.of("past"))


def is_behind(asking: Asking) -> bool:
    """Whether a name stands right behind "after", "status post" and the like."""
    return searching("behind", after=_ARTICLE).search(asking.before()) is not None


def is_denied(asking: Asking) -> bool:
    """Whether a word of denial stands right before the name."""
    return denies(asking.before())


def denies(words: str) -> bool:
    """Whether a stretch of words ends with a denial, of what comes next."""
    return searching("denial", after=_SOON).search(_NO_REFILL.sub("", words)) is not None


def is_nil(asking: Asking) -> bool:
    """Whether a field says that there is none: "DME: none"."""
    nil = searching("nil", before=r"\s*[:=-]?\s*", after=_NO_REFILLS)
    return nil.match(asking.passage.text, asking.each.end) is not None


def is_later_and_past(asking: Asking) -> bool:
    """Whether a name behind the first of a line is told as had."""
    return asking.names[0] != asking.each and tells_past(asking)


def is_of_a_day(asking: Asking) -> bool:
    """Whether a line tells of a study by its day, or is one of a list of years: "MRI 7/11", "2012: naproxen"."""
    passage, each = asking.passage, asking.each
    if _YEAR.match(passage.text, passage.start):
        return True
    if asking.context.lexicon.unit(each.treatment) not in _STUDIED:
        return False
    near = (d for d in passage.dates if _DAY_NEAR.match(passage.words(each.end, d.start)))
    if any(_TELLS.match(passage.text, d.end) for d in near):
        return True
    if passage.amounts or bare_count(each, passage):
        return False
    return any(_DAY_ONLY.match(passage.words(each.end, d.start)) for d in passage.dates if d.start >= each.end)


def tells_past(asking: Asking) -> bool:
    """Whether the line says of the treatment that it was had, or of no use, or gives nothing but its day."""
    passage, each = asking.passage, asking.each
    told = [m for m in passage.of("dropped") if m.id == "told"]
    if any(each.left <= m.start < each.right and _PLAIN.match(_gap(asking, m)) for m in told):
        return True
    if asking.rank == LISTED and told and len(asking.names) >= _MANY and not passage.of("request"):
        return True  # one of several that are told together
    if _YEAR_BEHIND.match(passage.text, each.end):
        return True
    if passage.amounts:
        return False
    return any(_DAY_ONLY.match(passage.words(each.end, d.start)) for d in passage.dates if d.start >= each.end)


def was_had_at_once(asking: Asking) -> bool:
    """Whether the very next words say that it was had: "PT 10/10 completed in July"."""
    told = [m for m in asking.passage.of("dropped") if m.id == "told" and m.start >= asking.each.end]
    gaps = (asking.passage.words(asking.each.end, m.start) for m in told)
    return any(_CLOSE.match(gap) and not searching("parting").search(gap) for gap in gaps)


def _gap(asking: Asking, mention: Mention) -> str:
    """What stands between the name and a word."""
    each = asking.each
    ends = (each.end, mention.start) if mention.start >= each.end else (mention.end, each.start)
    return asking.passage.words(*ends)


def depends(asking: Asking) -> bool:
    """Whether a condition stands right behind the name in a field, or opens the field."""
    passage = asking.passage
    if searching("opens_condition", before="").match(passage.text, line_start(passage), asking.each.start):
        return True
    return any(
        0 <= m.start - asking.each.end <= _NEXT or m.start - passage.start <= _NEXT or not opens_line(passage)
        for m in passage.of("conditional")
    )


def is_conditional(asking: Asking) -> bool:
    """Whether a condition stands before the name, or behind it without something that is to come first."""
    each, passage = asking.each, asking.passage
    return any(
        m.end <= each.start
        or (each.end <= m.start < each.right and not searching("first").search(passage.words(each.end, m.start)))
        for m in passage.of("conditional")
    )


def is_history(asking: Asking) -> bool:
    """Whether a word of having stands before the name, or the section is one of history."""
    return was_had(asking) or asking.passage.zone.section in NOT_ASKED


def was_had(asking: Asking) -> bool:
    """Whether a word before the name says that it was had, and none between the two asks for it."""
    passage, each = asking.passage, asking.each
    had = list(searching("having").finditer(passage.text, passage.start, each.start))
    return bool(had) and not any(had[-1].end() <= m.start < each.start for m in passage.of("request"))
