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
from engine.reading.lexicon import Lexicon
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.reading.lexicon import Mention


class Judged(NamedTuple):
    """An assertion with the cue that made it: its place in the text and its id; no cue stands at (0, 0)."""

    assertion: Assertion
    cue_start: int = 0
    cue_end: int = 0
    cue: str = ""


_WINDOW = {"list": 14, "clause": 20, "near": 4, "sentence": 60}
_ENDS = {
    "list": {"hard", "subject", "verb"},
    "clause": {"hard", "subject"},
    "near": {"hard", "subject", "verb"},
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
_STOP = re.compile(r"[;\n\t|]|\.\s|:\s")
_COMMA = re.compile(r"[,()]|\s-\s")
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
) -> Judged:
    """What the sentence says of the thing at `text[start:end]`.

    `masks` are the places of other recognised things, whose inner words are no cues ("spondylosis without myelopathy").
    Where several cues reach the thing, one that makes it hypothetical goes before one that makes it undocumented, and
    that before one that negates it.
    """
    found = cues().find(text, sentence_start, sentence_end)
    hidden = [(start, end), *masks]
    seen = [mention for mention in found if not _is_hidden(mention, hidden)]
    reaching = [
        (rank, mention)
        for mention in seen
        if (rank := _RANK.get(mention.attributes.get("assertion", ""), -1)) >= 0
        and _reaches(text, mention, start, end, seen)
    ]
    if not reaching:
        return _AFFIRMED
    _, cue = min(reaching, key=lambda pair: (pair[0], _distance(pair[1], start, end), pair[1].start))
    return Judged(Assertion(cue.attributes["assertion"]), cue.start, cue.end, cue.id)


def _is_hidden(mention: Mention, hidden: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in hidden)


def _distance(mention: Mention, start: int, end: int) -> int:
    return start - mention.end if mention.end <= start else mention.start - end


def _reaches(text: str, cue: Mention, start: int, end: int, seen: Sequence[Mention]) -> bool:
    """Whether the thing stands in the direction and within the scope of a cue."""
    direction = cue.attributes["direction"]
    if cue.end <= start and direction in {"after", "both"}:
        return _open(text, cue, cue.end, start, seen)
    if cue.start >= end and direction in {"before", "both"}:
        return _open(text, cue, end, cue.start, seen)
    return False


def _open(text: str, cue: Mention, low: int, high: int, seen: Sequence[Mention]) -> bool:
    """Whether nothing between cue and thing ends the scope."""
    between = text[low:high]
    if _STOP.search(between) or _words(text, low, high) > _window(cue):
        return False
    scope = cue.attributes.get("scope", "list")
    backwards = high == cue.start
    if (scope == "near" or backwards) and _COMMA.search(between):
        return False
    ends = _ENDS[scope] - ({"verb"} if backwards else set())
    return not any(
        mention.attributes.get("ends", "") in ends for mention in seen if low <= mention.start and mention.end <= high
    )


def _window(cue: Mention) -> int:
    return int(cue.attributes.get("window", _WINDOW[cue.attributes.get("scope", "list")]))


def _words(text: str, low: int, high: int) -> int:
    return len(_WORD.findall(text, low, high))
