"""What is said of a thing: that it is so, is not so, was so, may be so, would be so, or is not in the record.

After ConText (Harkema et al. 2009): a cue reaches over the words after it or before it until something ends its scope.
Cues, their reach and what ends it are data: `cues.yaml` and `cue-ends.yaml` of
`rules/lexicon`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engine.facts import Assertion
from engine.reading.lazily import by_text
from engine.reading.lexicon import Lexicon
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.reading.lexicon import Mention


# Cues and other words that end a scope, in order, and those that judge with their rank.
_Cues = tuple["tuple[Mention, ...]", "list[tuple[float, Mention]]"]


class Judged(NamedTuple):
    """An assertion with the cue that made it: its place in the text and its id; no cue stands at (0, 0)."""

    assertion: Assertion
    cue_start: int = 0
    cue_end: int = 0
    cue: str = ""


_WINDOW = {"list": 14, "clause": 20, "near": 4, "sentence": 60, "or_list": 14}
_ENDS = {
    "list": {"hard", "subject", "verb"},
    "or_list": {"hard", "subject", "verb"},
    "near": {"hard", "subject", "verb"},
    "clause": {"hard", "subject"},
    "sentence": {"hard"},
}
_RANK: dict[str, int] = {
    Assertion.HYPOTHETICAL: 0,
    Assertion.NOT_DOCUMENTED: 1,
    Assertion.NEGATED: 2,
    Assertion.UNCERTAIN: 3,
    Assertion.HISTORICAL: 4,
}
_AFFIRMED = Judged(Assertion.AFFIRMED)
# What ends every scope; a colon does not end one that reaches over the sentence ("Goals: ...").
# The full stop of a title or an initial ("Mr. S. has") ends nothing.
_FULL_STOP = r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\b[A-Z])\.\s"
_STOP = re.compile(rf"[;\n\t|]|{_FULL_STOP}|:\s")
_STOPS = {False: _STOP, True: re.compile(rf"[;\n\t|]|{_FULL_STOP}")}
_COMMA = re.compile(r"[,()]|\s-\s")
_OR = re.compile(r"\b(?:or|nor)\b", re.IGNORECASE)
# A cue that runs into the thing counts by what stands outside it, unless its "not" is the thing's own ("not working").
_NEGATOR = re.compile(r"\b(?:no|not|never|without|nor|none)\b|n't\b|\bden|\bif\b|\bnegative", re.IGNORECASE)
_AHEAD = re.compile(r"(?:will|shall|should|must|to be|(?:is|are) to|needs? to)\b", re.IGNORECASE)
_OWN_DENIAL = re.compile(r"(?:no|without|not|never)\b", re.IGNORECASE)
_LIST_REST = 60
_FARTHEST = 600  # characters; wider than the widest window of words
# The word right after a cue belongs to it: the "had" of "has not had" ends nothing.
_FIRST_WORD = re.compile(r"\W*\w+")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1)
def cues() -> Lexicon:
    """The cue lexicon, read once; raises RuleErrors where its files have mistakes."""
    folder = rules_folder() / "lexicon"
    return Lexicon.load(folder / "cues.yaml", folder / "cue-ends.yaml")


def assertion_of(
    text: str,
    sentence_start: int,
    sentence_end: int,
    start: int,
    end: int,
    masks: Iterable[tuple[int, int]] = (),
    parts: Sequence[tuple[int, int]] = (),
) -> Judged:
    """What the sentence says of the thing at `text[start:end]`.

    `masks` are the places of other recognised things, whose inner words are no cues ("spondylosis without myelopathy").
    `parts` are those of the thing, where it stands in several: what denies within one ("did not help") is no cue.
    Where several cues reach the thing, one that makes it hypothetical goes before one that makes it undocumented, and
    that before one that negates it.
    """
    found, ranked = _cues_in(text, max(sentence_start, start - _FARTHEST), min(sentence_end, end + _FARTHEST))
    # "No dispute" makes sure of what comes after it; of a dispute its "no" is a denial.
    own_no = next((cue for cue in found if _is_sure(cue) and _runs_in(text, cue, start)), None)
    if own_no is not None:
        return _judged(own_no)._replace(assertion=Assertion.NEGATED)
    hidden = [(start, end), *masks] if ranked else []
    open_cues = [pair for pair in ranked if not _is_hidden(pair[1], hidden) and not _is_of_part(text, pair[1], parts)]
    if not open_cues:
        return _AFFIRMED
    seen = [cue for cue in found if not _is_hidden(cue, hidden) and not _is_of_part(text, cue, parts)]
    reaching = [pair for pair in open_cues if _reaches(text, pair[1], start, end, seen)]
    turning = [pair for pair in reaching if "turns" in pair[1].attributes]
    plain = [pair for pair in reaching if "turns" not in pair[1].attributes]
    if not plain:
        # "No course of care has been documented" as one thing: the record is silent on it, it does not deny.
        own = turning and _OWN_DENIAL.match(text, start, end)
        return _judged(turning[0][1]) if own else _AFFIRMED
    judged = _judged(min(plain, key=lambda pair: (pair[0], _distance(pair[1], start, end), pair[1].start))[1])
    if turning and turning[0][1].attributes["turns"] == judged.assertion:
        return _judged(turning[0][1])
    return judged


def _cues_in(text: str, start: int, end: int) -> _Cues:
    """The cues of a stretch; kept, as most sentences say something of several things."""
    known = _known(text)
    found = known.get((start, end))
    if found is None:
        cues_found = cues().find(text, start, end)
        found = known[start, end] = cues_found, [(rank, cue) for cue in cues_found if (rank := _rank(cue)) >= 0]
    return found


@by_text
def _known(_: str) -> dict[tuple[int, int], _Cues]:
    """The cues of a text by stretch, as far as they were asked for."""
    return {}


def _rank(cue: Mention) -> float:
    """Which cue goes first where several reach a thing; one that yields stands just behind a denial."""
    if "yields" in cue.attributes:
        return _RANK[Assertion.NEGATED] + 0.5
    return _RANK.get(cue.attributes.get("assertion", ""), -1)


def _judged(cue: Mention) -> Judged:
    return Judged(Assertion(cue.attributes["assertion"]), cue.start, cue.end, cue.id)


def _is_sure(cue: Mention) -> bool:
    return cue.attributes.get("assertion") == Assertion.AFFIRMED


def _runs_in(text: str, cue: Mention, start: int) -> bool:
    """Whether a cue begins before a thing with a word that denies, and goes on into it."""
    return cue.start < start < cue.end and _NEGATOR.search(text, cue.start, start) is not None


def _is_hidden(mention: Mention, hidden: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in hidden)


def _is_of_part(text: str, mention: Mention, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether a cue shares words with a part, and by those outside it denies nothing, as "was ineffective".

    Nor may they put the part off: "will be signed".
    """
    return any(
        mention.start < end
        and start < mention.end
        and not (mention.start < start and _AHEAD.match(text, mention.start))
        and not _NEGATOR.search(text, mention.start, start)
        and not _NEGATOR.search(text, end, mention.end)
        for start, end in parts
    )


def _distance(mention: Mention, start: int, end: int) -> int:
    return start - mention.end if mention.end <= start else mention.start - end


def _reaches(text: str, cue: Mention, start: int, end: int, seen: Sequence[Mention]) -> bool:
    """Whether the thing stands in the direction and within the scope of a cue; "no X and no Y" denies Y once.

    A cue for what came before it may take in the thing itself: "massage did not improve her pain".
    """
    if cue.end <= start and cue.attributes.get("assertion") == "negated" and _OWN_DENIAL.match(text, start, end):
        return False
    if cue.start < start and end <= cue.end and cue.attributes.get("assertion") == "negated":
        return bool(_NEGATOR.search(text, cue.start, start))
    direction = cue.attributes["direction"]
    if cue.start < start < cue.end and direction == "before":
        return cue.attributes["assertion"] == "hypothetical" or _NEGATOR.search(text, cue.start, start) is not None
    if cue.start < start and direction in {"after", "both"}:
        return (
            _is_open(text, cue, cue.end, start, seen) if cue.end <= start else not _NEGATOR.search(text, start, cue.end)
        )
    if cue.end > end and direction in {"before", "both"}:
        return (
            _is_open(text, cue, end, cue.start, seen) if cue.start >= end else not _NEGATOR.search(text, cue.start, end)
        )
    return False


def _is_open(text: str, cue: Mention, low: int, high: int, seen: Sequence[Mention]) -> bool:
    """Whether nothing between cue and thing, in whichever order they stand, ends the scope."""
    between = text[low:high]
    backwards = high == cue.start
    scope = cue.attributes.get("scope", "list")
    if _STOPS[scope == "sentence"].search(between) or len(_WORD.findall(between)) > _window(cue, backwards=backwards):
        return False
    if _COMMA.search(between) and _comma_ends(text, scope, low, high, backwards=backwards):
        return False
    if not backwards and _is_closed_off(text, cue, between):
        return False
    ends = _ENDS[scope] - ({"verb"} if backwards else set())
    first = _FIRST_WORD.match(text, low)
    opening = first.end() if first and not backwards else low
    return not any(
        mention.attributes.get("ends") in ends for mention in seen if opening <= mention.start and mention.end <= high
    )


def _is_closed_off(text: str, cue: Mention, between: str) -> bool:
    """Whether a cue stands in brackets that close before the thing: "naproxen (no good), then baths"."""
    closed = between.find(")")
    return closed >= 0 and "(" not in between[:closed] and text.rfind("(", 0, cue.start) > text.rfind(")", 0, cue.start)


def _comma_ends(text: str, scope: str, low: int, high: int, *, backwards: bool) -> bool:
    if scope == "or_list" and not backwards:
        stop = _STOP.search(text, high)
        return not _OR.search(text, low, stop.start() if stop else high + _LIST_REST)
    return scope == "near" or (backwards and scope != "sentence")


def _window(cue: Mention, *, backwards: bool) -> int:
    """The most words that may stand between."""
    attributes = cue.attributes
    default = attributes.get("window", _WINDOW[attributes.get("scope", "list")])
    return int(attributes.get("window_before", default) if backwards else default)
