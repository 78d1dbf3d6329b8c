"""Whether a passage asks for a treatment that it names, and with what weight it says what is in dispute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion, Source
from engine.reading.item_lines import NOT_ASKED, is_marked_line, names_early
from engine.reading.naming import amounts_of
from engine.reading.passage import REQUEST_SECTIONS
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from engine.reading.context import Context
    from engine.reading.naming import Named
    from engine.reading.passage import Passage

# The disputed lines of a determination; the fields, lists and tables of a request; sentences and plans that ask.
DISPUTED, FIELD, ASKED = 1, 2, 3
# After these words a sentence gives a reason or a circumstance, and no longer says what is asked for.
_ASIDE = re.compile(
    r"\b(?:because|since|so that|who|instead of|rather than|in addition to|adjunct to|alongside|while|as|due to|despite"
    r"|in place of|along with|to be given with|which|where|if|whether|following|contains?)\b",
    re.IGNORECASE,
)
_NEXT_ITEM = re.compile(r"[;\n]|\(\d\)|\band \(?\d")
_GOAL = re.compile(r"\bgoals?\b", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|was|are|were|be|been|being)\s(?:also\s)?\Z")
_NOT = re.compile(r"\b(?:not|no longer|never|without|denies|declined?|did not)\s(?:\w+\s){0,2}\Z", re.IGNORECASE)
_DISPENSED = frozenset({"tablet", "capsule", "patch", "tube", "gram", "count"})
_NUMBER_SIGN = "#"
_INJECTED = frozenset({"injection", "block", "level"})
_ASKED_ONLY_BY_NAME = frozenset({"exercise_home_program", "functional_improvement_measures"})
_HEADING = 64
_VISITS = frozenset({"visit", "session", "treatment"})


def rank_of(context: Context, passage: Passage) -> int | None:
    """The weight of a passage in saying what is in dispute; none where it says nothing of it."""
    kind = passage.zone.kind
    if kind is Kind.LABEL and passage.zone.section not in REQUEST_SECTIONS:
        return DISPUTED
    if kind not in {Kind.PATIENT, Kind.HEADER, Kind.LABEL}:
        return None
    if is_marked_line(passage) or (kind is Kind.LABEL and _is_field(passage)):
        return FIELD
    if kind is Kind.HEADER:
        return FIELD if passage.has("request", "request") and not passage.of("conditional") else None
    return FIELD if kind is Kind.PATIENT and _follows_heading(context, passage) else ASKED


def _is_field(passage: Passage) -> bool:
    """Whether a line below the heading of a request names what is asked for, instead of telling why."""
    asks = names_early(passage, passage.start) or passage.has("request", "request")
    return asks and not passage.tells


def _follows_heading(context: Context, passage: Passage) -> bool:
    """Whether the words before are no more than the heading of a request: "Requests.", "They want"."""
    earlier = context.passages[passage.index - 1] if passage.index else None
    if earlier is None or earlier.end - earlier.start > _HEADING or passage.zone.section in NOT_ASKED:
        return False
    heads = earlier.has("request", "request") and not earlier.of("treatment") and passage.start - earlier.end <= 2
    return heads and names_early(passage, passage.start)


def asked(
    context: Context, passage: Passage, each: Named, names: list[Named], rank: int
) -> tuple[Assertion, str] | None:
    """How the passage asks for the treatment: outright, or on a condition; nothing where it does not."""
    if _is_injectate(context, each, names) or _is_aside(passage, each, names):
        return None
    if rank == DISPUTED:
        return Assertion.AFFIRMED, "item.disputed"
    if rank == FIELD:
        return None if _already_had(passage, each) else (Assertion.AFFIRMED, "item.field")
    return None if each.treatment in _ASKED_ONLY_BY_NAME else _asked_in_words(passage, each, names)


def _asked_in_words(passage: Passage, each: Named, names: list[Named]) -> tuple[Assertion, str] | None:
    """How a sentence or a plan asks."""
    if _is_conditional(passage, each):
        return _on_condition(passage, each)
    if _is_requested(passage, each, strict=True) or _counts_more(passage, each, names):
        return Assertion.AFFIRMED, "item.requested"
    if passage.zone.section == "plan" and _planned(passage, each, names):
        return Assertion.AFFIRMED, "item.planned"
    return None


def _on_condition(passage: Passage, each: Named) -> tuple[Assertion, str] | None:
    """A request that depends on something; a reviewer's "could be considered" is none."""
    if passage.zone.source in {Source.UR, Source.REVIEWER}:
        return None
    if passage.zone.section == "plan" or _is_requested(passage, each, strict=False):
        return Assertion.HYPOTHETICAL, "item.conditional"
    return None


def _is_injectate(context: Context, each: Named, names: list[Named]) -> bool:
    """Whether a local anesthetic is what an injection named before it holds."""
    before = [n for n in names if n.end <= each.start]
    if not before or each.drug is None or not each.drug.startswith("lidocaine"):
        return False
    return context.lexicon.unit(before[-1].treatment) in _INJECTED


def _is_aside(passage: Passage, each: Named, names: list[Named]) -> bool:
    """Whether the name stands in a reason or a circumstance given after another treatment was named."""
    before = [n for n in names if n.end <= each.start]
    if not before:
        return False
    between = passage.words(before[-1].end, each.start)
    aside = _ASIDE.search(between)
    return aside is not None and not _NEXT_ITEM.search(between[aside.end() :])


def _already_had(passage: Passage, each: Named) -> bool:
    """Whether the word right before the name puts it into the past: "prior MRI"."""
    return any(0 <= each.start - m.end <= 1 for m in passage.of("past"))


def _is_conditional(passage: Passage, each: Named) -> bool:
    return any(m.end <= each.start or each.end <= m.start < each.right for m in passage.of("conditional"))


def _is_requested(passage: Passage, each: Named, *, strict: bool) -> bool:
    """Whether the nearest word before the treatment that says its part is one of asking, not of having had it."""
    after = next((m for m in passage.of("request") if m.id == "request" and each.end <= m.start < each.right), None)
    if after and _IS.search(passage.words(each.end, after.start)):
        return not _NOT.search(passage.words(each.end, after.start))
    cues = [m for m in passage.of("request") if (m.id == "request" or not strict) and m.end <= each.start]
    if not cues:
        return False
    since = cues[-1].end
    had = any(m.id == "completed" and since <= m.start and m.end <= each.start for m in passage.of("course"))
    failed = any(since <= m.start and m.end <= each.start for m in passage.of("failure"))
    return not had and not failed and not _NOT.search(passage.words(passage.start, cues[-1].start))


def _counts_more(passage: Passage, each: Named, names: list[Named]) -> bool:
    """Whether a count asked for after the name is one of it: "the doctor of chiropractic requests 8 more visits"."""
    cue = next((m for m in passage.of("request") if m.id == "request" and each.end <= m.start < each.right), None)
    if cue is None:
        return False
    return any(cue.end <= a.start and a.unit in _VISITS for a in amounts_of(each, names, passage))


def _planned(passage: Passage, each: Named, names: list[Named]) -> bool:
    """Whether a plan asks for the treatment: an amount goes with it, or a word such as continue or start."""
    if _GOAL.search(passage.text, passage.start, passage.end):
        return False
    amounts = amounts_of(each, names, passage)
    if each.drug:
        return any(a.unit in _DISPENSED or passage.words(a.start, a.start + 1) == _NUMBER_SIGN for a in amounts)
    return bool(amounts) or any(m.end <= each.start for m in passage.of("request"))
