"""What asks for a treatment that was named before: "PT 2x6 - pls auth", "whether an MRI is needed", "I denied it"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.asking_against import tells_past, was_had
from engine.reading.item_lines import NOT_ASKED, line_start, names_early
from engine.reading.line_words import searching

if TYPE_CHECKING:
    from engine.reading.asking_place import Asking
    from engine.reading.passage import Passage

_PASSIVE = re.compile(r"(?:\b(?:is|are|was|were|been)\s(?:\w+\s)?|,\s)\Z", re.IGNORECASE)
REVIEWS = frozenset({"imr", "ur"})
"""Whose letters tell what others asked for."""
_SHORT = 120
_REACH = 3
_NEAR = 40
_REFUSED = frozenset({"denied", "modified"})


def is_bid_for(asking: Asking) -> bool:
    """Whether other words than a request before the name ask for it: a bid behind it, a question, a refusal."""
    if tells_past(asking) or was_had(asking):
        return False
    passage = asking.passage
    own = [m for m in passage.of("bid") if m.start >= asking.each.end]
    if any(m.id == "bid" or may_intend(asking) for m in own) or _is_bid_next(asking):
        return True
    if _is_questioned(asking) or (asking.context.genre == "ur" and is_refused(asking)):
        return True
    return (bool(passage.amounts) and _is_beside(asking)) or _goes_on(asking)


def may_intend(asking: Asking) -> bool:
    """Whether a word of intent asks here: where a treating office writes, and not of what was done before."""
    return asking.context.genre not in REVIEWS and asking.passage.zone.section not in NOT_ASKED


def _is_bid_next(asking: Asking) -> bool:
    """Whether a short sentence follows that asks for what this one proposes."""
    passage = asking.passage
    near = asking.context.passages[passage.index + 1 : passage.index + 1 + _REACH]
    later = [p for p in near if p.end - p.start <= _SHORT and p.zone.section == passage.zone.section]
    bids = any(p.of("bid") and not p.of("treatment") and (p.index == passage.index + 1 or _of_all(p)) for p in later)
    return bids and bool(passage.amounts or passage.of("request") or names_early(passage, line_start(passage)))


def _of_all(passage: Passage) -> bool:
    """Whether a bid is one for more than the last that was named: "Please authorize all"."""
    return searching("all").search(passage.text, passage.start, passage.end) is not None


def _is_questioned(asking: Asking) -> bool:
    """Whether the sentence asks if the treatment is needed: "whether a gym membership is medically necessary"."""
    asks = any(m.end <= asking.each.start for m in asking.passage.of("question"))
    return asks and any(m.start >= asking.each.end and m.id == "intent" for m in asking.passage.of("request"))


def is_refused(asking: Asking) -> bool:
    """Whether the sentence tells that the treatment was refused: "UR denied the MRI", "Theramine was non-certified"."""
    each, passage = asking.each, asking.passage
    decided = [m for m in passage.of("ur_decision") if m.id in _REFUSED]
    behind = (passage.words(each.end, m.start) for m in decided if m.start >= each.end)
    return any(m.end <= each.start for m in decided) or any(_PASSIVE.search(words) for words in behind)


def _is_beside(asking: Asking) -> bool:
    """Whether it is asked for beside what a word behind it asks: "besides Norco #60 I ask for a drug screen"."""
    opens = searching("beside", after=r"\s(?:the\s|his\s|her\s)?\Z").search(asking.before())
    return opens is not None and any(
        m.id == "request" and m.start >= asking.each.end for m in asking.passage.of("request")
    )


def _goes_on(asking: Asking) -> bool:
    """Whether a sentence goes on with what the last that names a treatment asks: "Also microcurrent, 8 times"."""
    passage = asking.passage
    opened = searching("continuing", before=r"\A").match(asking.before())
    if opened is None or asking.each.start - passage.start > _NEAR:
        return False
    before = next((p for p in asking.context.before(passage, _REACH) if p.of("treatment")), None)
    return before is not None and before.has("request", "request")
