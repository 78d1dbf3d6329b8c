"""Whether a passage asks for a treatment that it names, and how: outright, on a condition, or by what it intends."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.facts import Assertion, Source
from engine.reading.bids import is_bid_for, is_refused, may_intend, was_had
from engine.reading.item_lines import NOT_ASKED, opens_line, ticked
from engine.reading.line_words import searching
from engine.reading.naming import amounts_of, amounts_shared
from engine.reading.ranks import DISPUTED, FIELD, INFERRED, LISTED

if TYPE_CHECKING:
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.naming import Named
    from engine.reading.passage import Passage

_NEXT_ITEM = re.compile(r"[;\n]|\(\d\)|\band \(?\d")
_GOAL = re.compile(r"\bgoals?\b", re.IGNORECASE)
_BE = re.compile(r"(?:is|are|was|were|has|have|would|will|remains?)\b", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|was|are|were|be|been|being)\s(?:also\s)?\Z")
_DISPENSED = frozenset({"tablet", "capsule", "patch", "tube", "gram", "count"})
_NUMBER_SIGN = "#"
_TO_BE = re.compile(r"\bbe(?:ing)?\s\Z", re.IGNORECASE)
_SOON = r"\s(?:\w+\s){0,2}\Z"
_SOON_IN_CLAUSE = r"\s(?:(?!and\b|or\b)[\w-]+\s){0,2}\Z"
_ARTICLE = r"\s(?:(?:the|his|her|a|an|this)\s)?\Z"
_CLOSE = re.compile(r"[\s\w/,.-]{0,20}\Z")
_PLAIN = re.compile(r"(?!.*,\s(?:so|but|now|yet|hence|therefore|thus)\b)[^(.;\t|]{0,70}\Z")
_DAY_ONLY = re.compile(r"[\s:,(-]*(?:(?:on|of|dated|done|from|in)\s)?\Z", re.IGNORECASE)
_NIL = re.compile(r"\s*[:=-]?\s*(?:none|nil|n/a)\b(?!\s*,?\s*(?:refills?|repeats?))", re.IGNORECASE)
_LINKED = re.compile(r"[^.:;\t|]{0,40}[,;&+][^.:;\t|]{0,24}\Z")
_NEEDED = re.compile(r"\s(?:[\w-]+\s){0,2}\Z")
_GRANTED = re.compile(r"\b(?:authori[sz]ed|approved|certified|granted|allowed)\s\Z", re.IGNORECASE)
_NO_REFILL = re.compile(r"\bno\s(?:r\.?f\.?|r/f|refills?)\b", re.IGNORECASE)
_NEXT, _OPENS = 6, 8
_PARTED = re.compile(r";|\.\s")
_BESIDE = 12
_RIGHT_BY = 5
_NEAR = 40
_OUTRIGHT = frozenset({"request"})
_INTENDED = frozenset({"request", "intent"})
_ANY = frozenset({"request", "intent", "plan"})
_INJECTED = frozenset({"injection", "block", "level"})
_ASKED_ONLY_BY_NAME = frozenset({"exercise_home_program", "functional_improvement_measures"})
_VISITS = frozenset({"visit", "session", "treatment"})


def asked(
    context: Context, passage: Passage, each: Named, names: list[Named], rank: int
) -> tuple[Assertion, str] | None:
    """How the passage asks for the treatment: outright, or on a condition; nothing where it does not."""
    if _is_injectate(context, each, names) or _is_aside(passage, each, names, rank):
        return None
    if rank == DISPUTED:
        return Assertion.AFFIRMED, "item.disputed"
    if ticked(passage, each.start) is False or _is_dropped(passage, each, rank):
        return None
    if rank == FIELD:
        return _in_field(passage, each, names)
    return _asked_more_softly(context, passage, each, names, rank)


def _in_field(passage: Passage, each: Named, names: list[Named]) -> tuple[Assertion, str] | None:
    """How a line of a request asks: for all that it names, but for what it says was had, is not wanted, or depends."""
    if _already_had(passage, each) or _denied(passage, passage.start, each.start):
        return None
    if _NIL.match(passage.text, each.end) or (names[0] != each and _tells_past(passage, each)):
        return None
    if any(
        0 <= m.start - each.end <= _NEXT or m.start - passage.start <= _NEXT or not opens_line(passage)
        for m in passage.of("conditional")
    ):
        return _on_condition(passage, each)
    return Assertion.AFFIRMED, "item.field"


def _asked_more_softly(
    context: Context, passage: Passage, each: Named, names: list[Named], rank: int
) -> tuple[Assertion, str] | None:
    """How a passage asks that is not by its place a request."""
    if each.treatment in _ASKED_ONLY_BY_NAME:
        return None
    if rank == LISTED:
        return _in_list(context, passage, each, names)
    return (
        _inferred(context, passage, each, names) if rank == INFERRED else _asked_in_words(context, passage, each, names)
    )


def _in_list(context: Context, passage: Passage, each: Named, names: list[Named]) -> tuple[Assertion, str] | None:
    """How a line asks that is known as a request by its shape alone: not where it tells of care that was had."""
    if _already_had(passage, each) or _tells_past(passage, each) or _denied(passage, passage.start, each.start):
        return None
    if _is_conditional(passage, each):
        return _on_condition(passage, each)
    first = next(iter(names)) == each or _is_chained(passage, each, names)
    asks = _is_requested(passage, each, _OUTRIGHT) or bool(amounts_shared(each, names, passage, context.lexicon))
    return (Assertion.AFFIRMED, "item.listed") if first or asks else None


def _is_chained(passage: Passage, each: Named, names: list[Named]) -> bool:
    """Whether only marks and a few plain words part the names of a line up to this one: "a walker; LSO brace"."""
    earlier = names[: names.index(each) + 1]
    gaps = (passage.words(one.end, other.start) for one, other in pairwise(earlier))
    return all(_LINKED.match(gap) and not searching("sentence").search(gap) for gap in gaps)


def _asked_in_words(
    context: Context, passage: Passage, each: Named, names: list[Named]
) -> tuple[Assertion, str] | None:
    """How a sentence or a plan asks."""
    if _behind(passage, each) or _was_had_at_once(passage, each):
        return None
    if _is_conditional(passage, each):
        return _on_condition(passage, each)
    firmly = _is_requested(passage, each, _OUTRIGHT) or _counts_more(passage, each, names)
    if firmly or (not _tells_past(passage, each) and is_bid_for(context, passage, each)):
        return Assertion.AFFIRMED, "item.requested" if firmly else "item.bid"
    if _is_plan(context, passage) and _planned(context, passage, each, names):
        return Assertion.AFFIRMED, "item.planned"
    if may_intend(context, passage) and _is_requested(passage, each, _INTENDED):
        return Assertion.AFFIRMED, "item.intended"
    return None


def _inferred(context: Context, passage: Passage, each: Named, names: list[Named]) -> tuple[Assertion, str] | None:
    """What is likely asked for where nothing in the document asks outright: intended, or named with an amount."""
    if _already_had(passage, each) or _tells_past(passage, each) or _is_conditional(passage, each):
        return None
    if was_had(passage, each) or _denied(passage, passage.start, each.start) or passage.zone.section in NOT_ASKED:
        return None
    if _is_requested(passage, each, _ANY) or (_planned(context, passage, each, names) and not _is_taken(passage, each)):
        return Assertion.AFFIRMED, "item.inferred"
    if is_refused(passage, each):
        return Assertion.AFFIRMED, "item.inferred"
    return None


def _is_plan(context: Context, passage: Passage) -> bool:
    """Whether a sentence is one of a plan: by its section, or as it opens with what is to be done ("Continue ...")."""
    if passage.zone.section == "plan":
        return True
    first = next((m.start for m in passage.of("request")), passage.end)
    return first - passage.start <= _OPENS and may_intend(context, passage)


def _tells_past(passage: Passage, each: Named) -> bool:
    """Whether the line says of the treatment that it was had, or of no use, or gives nothing but its day."""
    told = [m for m in passage.of("dropped") if m.id == "told"]
    if any(each.left <= m.start < each.right and _PLAIN.match(_gap(passage, each, m)) for m in told):
        return True
    if passage.amounts:
        return False
    return any(_DAY_ONLY.match(passage.words(each.end, d.start)) for d in passage.dates if d.start >= each.end)


def _was_had_at_once(passage: Passage, each: Named) -> bool:
    """Whether the very next words say that it was had: "PT 10/10 completed in July"."""
    told = [m for m in passage.of("dropped") if m.id == "told" and m.start >= each.end]
    return any(_at_once(passage.words(each.end, m.start)) for m in told)


def _gap(passage: Passage, each: Named, mention: Mention) -> str:
    """What stands between a name and a word."""
    return (
        passage.words(each.end, mention.start) if mention.start >= each.end else passage.words(mention.end, each.start)
    )


def _is_dropped(passage: Passage, each: Named, rank: int) -> bool:
    """Whether words beside the name say that it is not asked for, or put off."""
    found = [m for m in passage.of("dropped") if m.id != "told" and not _PARTED.search(_gap(passage, each, m))]
    marks = [m for m in found if m.id == "dropped" and m.start >= each.end and m.end <= each.right]
    before = [m for m in found if 0 <= each.start - m.end <= (_BESIDE if m.id == "dropped" else _RIGHT_BY)]
    return bool(before) or any(rank in {FIELD, LISTED} or m.start - each.end <= _NEAR for m in marks)


def _on_condition(passage: Passage, each: Named) -> tuple[Assertion, str] | None:
    """A request that depends on something; a reviewer's "could be considered" is none."""
    if passage.zone.source in {Source.UR, Source.REVIEWER}:
        return None
    if passage.zone.section == "plan" or _is_requested(passage, each, _ANY):
        return Assertion.HYPOTHETICAL, "item.conditional"
    return None


def _behind(passage: Passage, each: Named) -> bool:
    """Whether a name stands right behind "after", "status post" and the like."""
    return searching("behind", after=_ARTICLE).search(passage.words(passage.start, each.start)) is not None


def _denied(passage: Passage, start: int, end: int) -> bool:
    """Whether a word of denial stands right before `end`."""
    return searching("denial", after=_SOON).search(_NO_REFILL.sub("", passage.words(start, end))) is not None


def _prepositional(between: str) -> bool:
    return searching("preposition", after=_SOON_IN_CLAUSE).search(between) is not None


def _at_once(between: str) -> bool:
    """Whether so little stands between a name and a word that the word is of it."""
    return _CLOSE.match(between) is not None and searching("parting").search(between) is None


def _is_injectate(context: Context, each: Named, names: list[Named]) -> bool:
    """Whether a local anesthetic is what an injection named before it holds."""
    before = [n for n in names if n.end <= each.start]
    if not before or each.drug is None or not each.drug.startswith("lidocaine"):
        return False
    return any(context.lexicon.unit(name.treatment) in _INJECTED for name in before)


def _is_aside(passage: Passage, each: Named, names: list[Named], rank: int) -> bool:
    """Whether the name stands in a reason or a circumstance given after another treatment was named."""
    before = [n for n in names if n.end <= each.start]
    if not before:
        return False
    between = passage.words(before[-1].end, each.start)
    if rank in {FIELD, LISTED} and _prepositional(between) and not amounts_of(each, names, passage):
        return True
    aside = searching("circumstance", after=r"\b").search(between)
    return aside is not None and not _NEXT_ITEM.search(between[aside.end() :])


def _already_had(passage: Passage, each: Named) -> bool:
    """Whether the word right before the name puts it into the past: "prior MRI"."""
    if _behind(passage, each) or _GRANTED.search(passage.words(passage.start, each.start)):
        return True
    return any(0 <= each.start - m.end <= 1 for m in passage.of("past"))


def _is_conditional(passage: Passage, each: Named) -> bool:
    return any(
        m.end <= each.start
        or (each.end <= m.start < each.right and not searching("first").search(passage.words(each.end, m.start)))
        for m in passage.of("conditional")
    )


def _is_requested(passage: Passage, each: Named, ids: frozenset[str]) -> bool:
    """Whether the nearest word before the treatment that says its part is one of asking, not of having had it."""
    after = next((m for m in passage.of("request") if m.id in ids and each.end <= m.start < each.right), None)
    if after and _is_said_of(passage, each, after):
        return not searching("not_asking", after=_SOON).search(passage.words(each.end, after.start))
    cues = [m for m in passage.of("request") if m.end <= each.start and (m.id in ids or _is_needed(passage, each, m))]
    if not cues:
        return False
    since = cues[-1].end
    had = any(
        m.id == "completed"
        and since <= m.start
        and m.end <= each.start
        and not _TO_BE.search(passage.words(since, m.start))
        for m in passage.of("course")
    )
    failed = any(since <= m.start and m.end <= each.start for m in passage.of("failure"))
    negated = searching("not_asking", after=_SOON).search(passage.words(passage.start, cues[-1].start)) or searching(
        "denial", after=_SOON
    ).search(passage.words(since, each.start))
    return not had and not failed and not negated


def _is_needed(passage: Passage, each: Named, cue: Mention) -> bool:
    """Whether a word of need stands right before the name: "needs lumbar films"."""
    return cue.id == "near" and _NEEDED.match(passage.words(cue.end, each.start)) is not None


def _is_said_of(passage: Passage, each: Named, cue: Mention) -> bool:
    """Whether a word of asking behind a name is said of it: "is requested", "are proposed", "would be helpful"."""
    own = _BE.match(passage.text, cue.start) is not None
    return own or (cue.id == "request" and _IS.search(passage.words(each.end, cue.start)) is not None)


def _counts_more(passage: Passage, each: Named, names: list[Named]) -> bool:
    """Whether a count asked for after the name is one of it: "the doctor of chiropractic requests 8 more visits"."""
    cue = next((m for m in passage.of("request") if m.id == "request" and each.end <= m.start < each.right), None)
    if cue is None:
        return False
    return any(cue.end <= a.start and a.unit in _VISITS for a in amounts_of(each, names, passage))


def _is_taken(passage: Passage, each: Named) -> bool:
    """Whether a drug is told as one that is taken."""
    return each.drug is not None and searching("taking").search(passage.words(each.left, each.start)) is not None


def _planned(context: Context, passage: Passage, each: Named, names: list[Named]) -> bool:
    """Whether a plan asks for the treatment: an amount goes with it, or a word such as continue or start."""
    if _GOAL.search(passage.text, passage.start, passage.end):
        return False
    amounts = amounts_shared(each, names, passage, context.lexicon)
    if each.drug:
        return any(a.unit in _DISPENSED or passage.words(a.start, a.start + 1) == _NUMBER_SIGN for a in amounts)
    return bool(amounts) or any(m.end <= each.start for m in passage.of("request"))
