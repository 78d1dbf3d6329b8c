"""Whether a passage asks for a treatment that it names, and how: outright, on a condition, or by what it intends.

`GROUNDS` is a table: each row is a reason, with the places for which it counts, and what follows. The first that holds
decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine.facts import Assertion, Source
from engine.reading import asking_against as against
from engine.reading import asking_for
from engine.reading.asking_place import Asking
from engine.reading.bids import is_bid_for
from engine.reading.ranks import ASKED, DISPUTED, FIELD, INFERRED, LISTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.reading.context import Context
    from engine.reading.naming import Named
    from engine.reading.passage import Passage


class Ground(NamedTuple):
    """A reason: in places of these ranks, where it `holds`, the name is asked for by this rule, or is not."""

    ranks: frozenset[int]
    holds: Callable[[Asking], bool]
    gives: str
    why: str


_NOT = ""
_ON_CONDITION = "item.conditional"
_EVERY = frozenset({DISPUTED, FIELD, LISTED, ASKED, INFERRED})
_BELOW = _EVERY - {DISPUTED}
_SOFTLY = frozenset({LISTED, ASKED, INFERRED})
_TOLD = frozenset({FIELD, LISTED, INFERRED})


def _ranks(*ranks: int) -> frozenset[int]:
    return frozenset(ranks)


def _by_place(_: Asking) -> bool:
    return True


GROUNDS = (
    Ground(_EVERY, against.is_injectate, _NOT, "it is what an injection named before it holds"),
    Ground(_EVERY, against.is_aside, _NOT, "it is named in a reason or a circumstance of another"),
    Ground(_ranks(DISPUTED), _by_place, "item.disputed", "a determination lists it as in dispute"),
    Ground(_ranks(FIELD, LISTED), against.is_letterhead, _NOT, "it belongs to the name of an office at the head"),
    Ground(_BELOW, against.is_unticked, _NOT, "its box is not ticked"),
    Ground(_BELOW, against.is_dropped, _NOT, "words beside it say that it is not asked for, or put off"),
    Ground(_BELOW, against.is_headed_off, _NOT, "it stands behind a label of what is not asked for"),
    Ground(_BELOW, against.is_only_asked_about, _NOT, "a question names it, and asks for nothing"),
    Ground(_SOFTLY, against.counts_only_by_name, _NOT, "such care is asked for by name only"),
    Ground(_TOLD, against.was_before, _NOT, "the word before it puts it into the past"),
    Ground(_TOLD, against.is_denied, _NOT, "a word of denial stands before it"),
    Ground(_ranks(FIELD), against.is_nil, _NOT, "the field says that there is none"),
    Ground(_ranks(FIELD, LISTED), against.is_of_a_day, _NOT, "the field tells of a study by its day, or of a year"),
    Ground(_ranks(FIELD), against.is_later_and_past, _NOT, "behind what is asked for it is told as had"),
    Ground(_ranks(LISTED, INFERRED), against.tells_past, _NOT, "the line tells that it was had"),
    Ground(_ranks(FIELD), against.depends, _ON_CONDITION, "the field makes it depend on something"),
    Ground(_ranks(FIELD), _by_place, "item.field", "a line of a request names it"),
    Ground(_ranks(ASKED), against.is_behind, _NOT, "it stands behind a word such as after"),
    Ground(_ranks(ASKED), against.was_had_at_once, _NOT, "the next words say that it was had"),
    Ground(_ranks(LISTED, ASKED), against.is_conditional, _ON_CONDITION, "the sentence makes it depend on something"),
    Ground(_ranks(INFERRED), against.is_conditional, _NOT, "it depends on something"),
    Ground(_ranks(INFERRED), against.is_history, _NOT, "it was had, or stands where history is told"),
    Ground(_ranks(LISTED), asking_for.leads_line, "item.listed", "a line of a list names it first, or asks for it"),
    Ground(_ranks(ASKED), asking_for.is_firm, "item.requested", "a word of asking is said of it"),
    Ground(_ranks(ASKED), is_bid_for, "item.bid", "other words bid for it: behind it, in a question, in a refusal"),
    Ground(_ranks(ASKED), asking_for.is_planned, "item.planned", "a plan names it with an amount or a word of plans"),
    Ground(_ranks(ASKED), asking_for.is_intended, "item.intended", "a treating office means to give it"),
    Ground(_ranks(INFERRED), asking_for.is_likely, "item.inferred", "it is meant, planned or was refused"),
)
_BY_RANK = {rank: tuple(each for each in GROUNDS if rank in each.ranks) for rank in _EVERY}


def asked(
    context: Context, passage: Passage, each: Named, names: list[Named], rank: int
) -> tuple[Assertion, str] | None:
    """How the passage asks for the treatment: outright, or on a condition; nothing where it does not."""
    asking = Asking(context, passage, each, names, rank)
    ground = ground_of(asking)
    if ground is None or ground.gives == _NOT:
        return None
    if ground.gives == _ON_CONDITION:
        return (Assertion.HYPOTHETICAL, _ON_CONDITION) if _may_depend(asking) else None
    return Assertion.AFFIRMED, ground.gives


def ground_of(asking: Asking) -> Ground | None:
    """The first ground that holds; none where nothing asks."""
    return next((each for each in _BY_RANK[asking.rank] if each.holds(asking)), None)


def _may_depend(asking: Asking) -> bool:
    """Whether what depends on something is a request at all; a reviewer's "could be considered" is none."""
    if asking.passage.zone.source in {Source.UR, Source.REVIEWER}:
        return False
    return asking.passage.zone.section == "plan" or asking_for.is_requested(asking, asking_for.ANY)
