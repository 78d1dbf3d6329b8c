"""What utilization review decided, when, how much it allowed, and why; and the guidelines it cites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion, Source
from engine.reading.dates import Precision
from engine.reading.folding import lowered
from engine.reading.lazily import lazily
from engine.reading.numbers import NUMBER, value_of
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_REASON = re.compile(
    r"\b(?:because(?: of)?|due to|stating|noting|on the basis(?: that| of)?|citing|as not|since"
    r"|reason(?:s)?(?: given)?(?: was| is)?|for lack of|as|:)\s*(?P<reason>[^.\n]{8,240})",
    re.IGNORECASE,
)
_TO_COUNT = lazily(
    rf"(?:\s(?:down|back|the request|it|them))?(?:\sto|\sonly)?\s(?P<n>{NUMBER})(?!\s?(?:/|-?day|mg))"
)
_REVIEW_SECTIONS = frozenset({"decision"})
_UR_KINDS = {Kind.PATIENT, Kind.LABEL, Kind.HEADER, Kind.CONCLUSION}


def assemble(context: Context) -> Iterator[Fact]:
    """A decision for each sentence in which the payer's reviewer decides."""
    deciding = context.passages.having("ur_decision")
    letter_date = _decision_date(context) if deciding else None
    for passage in deciding:
        if passage.zone.kind not in _UR_KINDS:
            continue
        for mention in _decisive(passage):
            yield _decision(context, passage, mention, letter_date)
            yield from _reasons(context, passage, mention)


def _decisive(passage: Passage) -> list[Mention]:
    """The decisions of a sentence in which review speaks: the sentence names it, or stands in its decision."""
    named_so = _names_review(passage) or bool(passage.of("ur_actor"))
    by_review = named_so or passage.zone.section in _REVIEW_SECTIONS or passage.zone.source is Source.UR
    if not by_review or passage.zone.section == "issues":
        return []
    mentions = list(passage.of("ur_decision"))
    if passage.has("ur_decision", "modified"):
        return [m for m in mentions if m.id == "modified"][:1]
    denied = [m for m in mentions if m.id == "denied"]
    return denied[:1] or mentions[:1]


def _names_review(passage: Passage) -> bool:
    """Whether the word for the decision is one that only reviewers use."""
    words = (passage.words(m.start, m.end).lower() for m in passage.of("ur_decision") if m.id != "approved")
    return any("certif" in each or "determination" in each for each in words)


def _decision(context: Context, passage: Passage, mention: Mention, letter_date: date | None) -> Fact:
    dated = [d for d in passage.dates if d.precision is Precision.DAY]
    near = min(dated, key=lambda d: abs(d.start - mention.start), default=None)
    names = context.names(passage)
    decision = mention.attributes["decision"]
    if decision == "approved" and any(p.has("ur_decision", "modified") for p in context.before(passage, 2)):
        decision = "modified"
    value: Slots = {
        "decision": decision,
        "date": near.date
        if near
        else letter_date
        if passage.zone.source is Source.UR or passage.zone.section in _REVIEW_SECTIONS
        else None,
        "approved_quantity": _approved(passage, mention),
        "treatment": names[0].treatment if len(names) == 1 else None,
    }
    places: list[tuple[str, Place]] = [("date", (near.start, near.end))] if near else []
    place = (mention.start, mention.end)
    return context.fact("ur.decision", value, passage, place, f"ur.{mention.id}", slots=places).model_copy(
        update={"source": Source.UR}
    )


def _approved(passage: Passage, mention: Mention) -> int | float | None:
    if mention.id == "denied":
        return None
    bare = _TO_COUNT.match(lowered(passage.text), mention.end)
    if bare is not None:
        return value_of(bare["n"])
    counts = [a for a in passage.amounts if a.total is not None and a.start >= mention.start]
    if not counts and mention.id == "approved":
        counts = [a for a in passage.amounts if a.total is not None]
    return counts[0].total if counts else None


def _decision_date(context: Context) -> date | None:
    """The date of a review letter: that of its decision, else the first date of its head."""
    for wanted in (("decision",), ("other",)):
        for passage in context.passages:
            if passage.zone.kind not in {Kind.HEADER, Kind.LABEL}:
                continue
            for mention in passage.dates:
                cues = [c for c in passage.of("dated") if c.end <= mention.start and mention.start - c.end <= 12]
                if cues and cues[-1].id in wanted and mention.precision is Precision.DAY:
                    return mention.date
    return None


def _reasons(context: Context, passage: Passage, mention: Mention) -> Iterator[Fact]:
    match = _REASON.search(passage.text, mention.end, passage.end)
    if match is None or mention.id == "approved":
        return
    value: Slots = {"reason": match["reason"].strip(" ,;\"'")}
    yield context.fact("ur.reason", value, passage, match.span("reason"), "ur.reason", Assertion.AFFIRMED).model_copy(
        update={"source": Source.UR}
    )


_DOCUMENTS = (
    ("acupuncture", re.compile(r"\bacupuncture (?:medical )?treatment guidelines?", re.IGNORECASE)),
    ("postsurgical", re.compile(r"\bpost-?\s?surgical (?:treatment )?guidelines?", re.IGNORECASE)),
    (
        "mtus_chronic_pain",
        re.compile(
            r"\bchronic pain (?:medical )?(?:treatment )?guidelines?|\bCPMTG\b|\bchronic pain section", re.IGNORECASE
        ),
    ),
    ("acoem", re.compile(r"\bACOEM\b|\bAmerican College of Occupational", re.IGNORECASE)),
    ("odg", re.compile(r"\bODG\b|\bOfficial Disability Guidelines", re.IGNORECASE)),
    ("opioids", re.compile(r"\bopioids? treatment guidelines?", re.IGNORECASE)),
)
_CHAPTER = re.compile(r"\b(?:chapter|ch\.)\s?(?P<n>\d{1,2})\b", re.IGNORECASE)
_PAGE = re.compile(
    r"\bpages?(?:\(s\))?\s?:?\s?(?P<p>\d{1,3}(?:\s?-\s?\d{1,3})?)"
    r"|\bpp?\.\s?(?P<q>\d{1,3}(?:\s?-\s?\d{1,3})?)",
    re.IGNORECASE,
)
_BY = {
    "claims_guideline": "claims_administrator",
    "reviewer_guideline": "reviewer",
    "guidelines": "claims_administrator",
}


def citations(context: Context) -> Iterator[Fact]:
    """The guideline documents that a claims administrator or reviewer says a decision rests on."""
    for passage in context.passages:
        by = _BY.get(passage.zone.section)
        if by is None:
            continue
        for document, pattern in _DOCUMENTS:
            match = pattern.search(passage.text, passage.start, passage.end)
            if match is None:
                continue
            chapter = _CHAPTER.search(passage.text, match.start(), passage.end) if document == "acoem" else None
            page = _PAGE.search(passage.text, match.start(), passage.end)
            value: Slots = {
                "document": document,
                "chapter": int(chapter["n"]) if chapter else None,
                "page": (page["p"] or page["q"]) if page else None,
                "by": by,
            }
            yield context.fact("guideline.cited", value, passage, match.span(), "citation")
