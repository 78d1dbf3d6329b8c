"""Grounds on which a treatment that is named is asked for, where its place alone does not say so."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.reading.asking_against import denies, tells_past
from engine.reading.bids import REVIEWS, is_refused, may_intend
from engine.reading.item_lines import line_start
from engine.reading.line_words import searching
from engine.reading.naming import amounts_of, amounts_shared

if TYPE_CHECKING:
    from engine.reading.asking_place import Asking
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage

_GOAL = re.compile(r"\bgoals?\b", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|was|are|were|be|been|being)\s(?:also\s)?\Z")
_DISPENSED = frozenset({"tablet", "capsule", "patch", "tube", "gram", "count"})
_NUMBER_SIGN = "#"
_TO_BE = re.compile(r"\bbe(?:ing)?\s\Z", re.IGNORECASE)
_SOON = r"\s(?:\w+\s){0,2}\Z"
_IN_CLAUSE = r"(?:\s[\w'-]+){0,7}\s\Z"
_LINKED = re.compile(r"[^.:;\t|]{0,40}[,;&+][^.:;\t|]{0,24}\Z")
_NEEDED = re.compile(r"\s(?:[\w-]+\s){0,2}\Z")
_OPENS = 8
_LABEL = re.compile(r"[A-Z][\w /]{1,24}:\s\Z")
_OUTRIGHT = frozenset({"request"})
_INTENDED = frozenset({"request", "intent"})
ANY = frozenset({"request", "intent", "plan"})
_VISITS = frozenset({"visit", "session", "treatment"})


def leads_line(asking: Asking) -> bool:
    """Whether a line known as a request by its shape names the treatment first, in a chain, or asks for it."""
    if asking.names[0] == asking.each or _is_chained(asking) or is_requested(asking, _OUTRIGHT):
        return True
    return bool(amounts_shared(asking.each, asking.names, asking.passage, asking.context.lexicon))


def _is_chained(asking: Asking) -> bool:
    """Whether only marks and a few plain words part the names of a line up to this one: "a walker; LSO brace"."""
    earlier = asking.names[: asking.names.index(asking.each) + 1]
    gaps = (asking.passage.words(one.end, other.start) for one, other in pairwise(earlier))
    return all(_LINKED.match(gap) and not searching("sentence").search(gap) for gap in gaps)


def is_firm(asking: Asking) -> bool:
    """Whether the sentence asks outright for the treatment, or for so many more visits of it."""
    return is_requested(asking, _OUTRIGHT) or _counts_more(asking)


def is_planned(asking: Asking) -> bool:
    """Whether a sentence of a plan asks for the treatment."""
    return _is_plan(asking) and _is_due(asking)


def is_intended(asking: Asking) -> bool:
    """Whether a treating office means to give the treatment."""
    return may_intend(asking) and (is_requested(asking, _INTENDED) or _opens_as_order(asking))


def _opens_as_order(asking: Asking) -> bool:
    """Whether a sentence opens with a name that is itself an order, of nothing past: "Refer to pain mgmt."."""
    passage, each = asking.passage, asking.each
    orders = any(m.id == "intent" and each.start <= m.start < each.end for m in passage.of("request"))
    return orders and each.start == line_start(passage) and not passage.dates and not tells_past(asking)


def is_likely(asking: Asking) -> bool:
    """What is likely asked for where nothing in the document asks outright: intended, planned, or refused."""
    return is_requested(asking, ANY) or (_is_due(asking) and not _is_taken(asking)) or is_refused(asking)


def _is_plan(asking: Asking) -> bool:
    """Whether a sentence is one of a plan: by its section, or as it opens with what is to be done ("Continue ...")."""
    passage = asking.passage
    if passage.zone.section == "plan":
        return True
    first = next((m.start for m in passage.of("request")), passage.end)
    if _LABEL.match(passage.words(passage.start, first)):  # "Therapy: start ...": no history, whatever the label
        return asking.context.genre not in REVIEWS
    return first - passage.start <= _OPENS and may_intend(asking)


def _is_due(asking: Asking) -> bool:
    """Whether an amount goes with the treatment, or a word such as continue or start, and no goal is told."""
    passage, each = asking.passage, asking.each
    if _GOAL.search(passage.text, passage.start, passage.end):
        return False
    amounts = amounts_shared(each, asking.names, passage, asking.context.lexicon)
    if each.drug:
        return any(a.unit in _DISPENSED or passage.words(a.start, a.start + 1) == _NUMBER_SIGN for a in amounts)
    if amounts or any(each.left <= m.start < each.right for m in passage.of("detail") if "arrangement" in m.attributes):
        return True
    return any(m.end <= each.start and not _is_negated(passage, m) for m in passage.of("request"))


def _is_taken(asking: Asking) -> bool:
    """Whether a drug is told as one that is taken."""
    words = asking.passage.words(asking.each.left, asking.each.start)
    return asking.each.drug is not None and searching("taking").search(words) is not None


def is_requested(asking: Asking, ids: frozenset[str]) -> bool:
    """Whether the nearest word before the treatment that says its part is one of asking, not of having had it."""
    passage, each = asking.passage, asking.each
    after = next((m for m in passage.of("request") if m.id in ids and each.end <= m.start < each.right), None)
    if after and _is_said_of(asking, after):
        return not _is_negated(passage, after, since=each.end)
    cues = [m for m in passage.of("request") if m.end <= each.start and (m.id in ids or _is_needed(asking, m))]
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
    denied = _is_negated(passage, cues[-1]) or denies(passage.words(since, each.start))
    return not had and not failed and not denied


def _is_negated(passage: Passage, cue: Mention, since: int | None = None) -> bool:
    """Whether a word of asking is denied, or the belief in it: "I do not feel that any more is needed"."""
    if searching("not_asking", after=_SOON).search(passage.words(passage.start if since is None else since, cue.start)):
        return True
    return searching("not_thought", after=_IN_CLAUSE).search(passage.words(passage.start, cue.start)) is not None


def _is_needed(asking: Asking, cue: Mention) -> bool:
    """Whether a word of need stands right before the name: "needs lumbar films"."""
    return cue.id == "near" and _NEEDED.match(asking.passage.words(cue.end, asking.each.start)) is not None


def _is_said_of(asking: Asking, cue: Mention) -> bool:
    """Whether a word of asking behind a name is said of it: "is requested", "are proposed", "would be helpful"."""
    own = searching("auxiliary", before="").match(asking.passage.text, cue.start) is not None
    return own or (cue.id == "request" and _IS.search(asking.passage.words(asking.each.end, cue.start)) is not None)


def _counts_more(asking: Asking) -> bool:
    """Whether a count asked for after the name is one of it: "the doctor of chiropractic requests 8 more visits"."""
    passage, each = asking.passage, asking.each
    cue = next((m for m in passage.of("request") if m.id == "request" and each.end <= m.start < each.right), None)
    if cue is None:
        return False
    return any(cue.end <= a.start and a.unit in _VISITS for a in amounts_of(each, asking.names, passage))
