"""For how long a complaint has lasted: "pain for ten months", "eleven months of numbness", "began six weeks ago"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.passage import REQUEST_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.durations import Span
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage

_REACH = 90
_OF = re.compile(
    r"[\s'\u2019-]*(?:of|worth of|history|h/o|hx|with|duration of|long|standing|old)\s(?:[\w/'-]+\s){0,5}\Z",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;\n]|\.\s|\b(?:and|then|but) (?:has|had|he|she|was|is)\b", re.IGNORECASE)
# What leads from a complaint to its length of time.
_LEADS = re.compile(
    r"(?:\b(?:for|x|over|past|last|previous|lasting|lasted|of|by|now|present|since|about|nearly|almost|going on|ongoing"
    r"|chronic|duration|well|at|is|are|was)\b|[,(:~>x]|-)"
    r"\s*(?:the\s|a\s|an\s|last\s|past\s|previous\s|now\s|some\s|well\s|period of\s|total of\s|good\s)*\Z",
    re.IGNORECASE,
)
_DURATION = re.compile(r"\s?'?\s?(?:duration|standing|long|history|in duration)\b", re.IGNORECASE)
_SHORTEST = 0.1
_FOR = re.compile(r"\bfor\s(?:[\w/]+\s){0,3}\Z", re.IGNORECASE)
_FOR_TIME = re.compile(r"\bfor\s(?:the\s|about\s|past\s|last\s|over\s|some\s)*\Z", re.IGNORECASE)
_THERE_IS = re.compile(r"\s*,?\s*(?:now\s)?(?:there|he|she|the patient|it)\b[^.;]*\b(?:has|have|had)\b", re.IGNORECASE)
_NOTED = re.compile(r"sx|symptoms|complaints?|pain|numbness|tingling", re.IGNORECASE)
_ENTRY_END = re.compile(r"\.?\s?[,;|)]")
_DENIED = frozenset({Assertion.NEGATED, Assertion.HYPOTHETICAL, Assertion.NOT_DOCUMENTED})
_STEADY = frozenset({"complaint", "label"})


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each length of time that a complaint is said to have lasted."""
    for passage in context.patient.having("symptom"):
        if passage.zone.section in REQUEST_SECTIONS:
            continue
        for span in passage.durations:
            about = _complaint(context, passage, span)
            if about is not None and (span.in_months or 0) >= _SHORTEST:
                place = (min(span.start, about.start), max(span.end, about.end))
                yield context.fact(
                    "pain_duration", {"months": _whole(span.in_months or 0)}, passage, place, "onset.lasting"
                )


def _whole(months: float) -> int | float:
    return int(months) if months == int(months) else months


def _complaint(context: Context, passage: Passage, span: Span) -> Mention | None:
    """The complaint that has lasted for this time, where the words between say so."""
    words = passage.of("symptom")
    before = [m for m in words if m.end <= span.start and span.start - m.end <= _REACH]
    found = _told_before(passage, span, before) or _told_after(passage, span, words)
    if found is None or (found.id == "complaint" and context.judge(passage, (found.start, found.end)) in _DENIED):
        return None
    return found


def _told_before(passage: Passage, span: Span, before: list[Mention]) -> Mention | None:
    """A complaint that leads to the time; what else stands between must not make it the time of something else."""
    heads = [m for m in before if m.id in _STEADY]
    if not heads:
        began = None if passage.of("treatment") else next((m for m in reversed(before) if m.id == "began"), None)
        return began if began and _is_ago(passage, span) and not _between(passage, span, began) else None
    head = heads[-1]
    if _BREAK.search(passage.text, head.end, span.start) or _between(passage, span, head):
        return None
    between = passage.words(head.end, span.start)
    if head.id == "label":
        return head
    if any(m.id == "began" for m in before if m.start >= head.start) and _is_ago(passage, span):
        return head
    if _is_ago(passage, span):
        return None
    leads = _LEADS.search(between) or (_DURATION.match(passage.text, span.end) and between.strip().endswith("of"))
    leads = leads or _is_entry(passage, head, span)
    return head if leads and not _taken_for(passage, head) else None


def _is_entry(passage: Passage, head: Mention, span: Span) -> bool:
    """Whether a complaint and its time are an entry of notes: "sx 19 mo., VAS 6"."""
    begun = not passage.words(head.end, span.start).strip()
    ended = not passage.text[span.end : passage.end].strip() or bool(_ENTRY_END.match(passage.text, span.end))
    return begun and ended and bool(_NOTED.fullmatch(passage.words(head.start, head.end)))


def _taken_for(passage: Passage, head: Mention) -> bool:
    """Whether a treatment stands before the complaint it is taken for: "therapy twice a week for neck pain"."""
    lead = passage.words(passage.start, head.start)
    return bool(passage.of("treatment")) and bool(_FOR.search(lead))


def _between(passage: Passage, span: Span, head: Mention) -> bool:
    """Whether care, or a change, stands between, or right before the complaint in its clause."""
    words = passage.of("symptom")
    if any(m.id == "other_matter" and head.end <= m.start and m.end <= span.start for m in words):
        return True
    inside = [m for category in ("treatment", "care", "benefit") for m in passage.of(category)]
    return any(head.end <= m.start and m.end <= span.start for m in inside)


def _told_after(passage: Passage, span: Span, words: tuple[Mention, ...]) -> Mention | None:
    """A complaint after its time: "nine months of pain", "a two-year history of", "for four months there has been"."""
    after = next((m for m in words if m.start >= span.end and m.id != "began"), None)
    if after is None or after.id != "complaint" or after.start - span.end > _REACH:
        return None
    between = passage.words(span.end, after.start)
    if _BREAK.search(between):
        return None
    if _OF.fullmatch(between):
        return after
    opens = _FOR_TIME.search(passage.words(passage.start, span.start))
    there = _THERE_IS.match(between)
    return after if opens and there else None


def _is_ago(passage: Passage, span: Span) -> bool:
    return any(a.start <= span.start < a.end and not a.within for a in passage.ago)
