"""Daily activities that are done again, alone, longer or thanks to a treatment; and those that are still not done.

An activity by itself says nothing, nor does a limit ("can sit only 20 minutes"). A gain shows in a word beside it
(`act-marks.yaml`) or in the other half of a comparison ("walks six blocks, could not manage two before").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.gap_words import listed, right_before
from engine.reading.lexicon import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WORD = re.compile(r"[^\W_]+")
_SUBJECT = re.compile(
    r"\b(?:I|we|(?:[Hh]e|[Ss]he|[Tt]hey|[Pp]atient|[Pp]t)\s(?:is|are)|(?:he|she)'s)\s(?:\w+ly\s|also\s|now\s)?\Z"
)
_WENT_ON = re.compile(r"(?:was|were)\s(?:also\s|already\s)?\w{2,11}ing\b.*", re.IGNORECASE)
_ING = 14
_CAUSED = re.compile(r"\b(?:after|upon|from|when)\b", re.IGNORECASE)
_MEANWHILE = re.compile(r"\bwhen\b", re.IGNORECASE)
_NEAR, _GAIN_AFTER, _GAIN_BEFORE, _HELD = 14, 8, 3, 6
# A limit goes on over what would be an ability: "cannot get through the dishes".
_BEARING = ({"cause", "resume", "able", "limit", "gain"}, {"cause", "resume", "limit", "gain"})
_REACH = {"cause": 12, "resume": 4}


@lru_cache(maxsize=1)
def _part() -> re.Pattern[str]:
    words, after = listed("parts"), listed("parts_after_comma")
    return re.compile(rf"[;()!?]|\.\s|\n|\s-\s|,\s(?=(?:{after}))|(?<!\w)(?:{words})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _does() -> re.Pattern[str]:
    return re.compile(rf"(?!{listed('plural_nouns')})\w+s\b|(?:{listed('did')})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _doing() -> re.Pattern[str]:
    lead = r"\s?(?:to\s|doing\s|the\s|his\s|her\s|some\s|light\s|part-time\s|at\s|in\s)*"
    return re.compile(rf"{lead}(?!{listed('no_deeds')})[a-z]{{2,}}ing\b", re.IGNORECASE)


class _Part(NamedTuple):
    """A part of a sentence with the activities and marks in it."""

    start: int
    end: int
    acts: tuple[Mention, ...]
    marks: tuple[Mention, ...]

    def has(self, *kinds: str) -> bool:
        return any(mark.attributes["kind"] in kinds for mark in self.marks)


def acts(text: str, start: int, end: int, found: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
    """The activities gained, or still not done, of one sentence, as mentions of `benefit`."""
    marks = found.get("act_mark", ())
    topics = [each for each in found.get("topic", ()) if "act" in each.attributes]
    if not topics and not any(mark.attributes["kind"] == "resume" for mark in marks):
        return
    parts = list(_parts(text, start, end, topics, marks))
    for index, part in enumerate(parts):
        others = parts[:index] + parts[index + 1 :]
        for act in part.acts:
            made = _of_act(text, part, others, act)
            if made is not None:
                yield made
        yield from _resumed(text, part)


def _parts(text: str, start: int, end: int, topics: Sequence[Mention], marks: Sequence[Mention]) -> Iterator[_Part]:
    low = start
    for stop in [
        *(match.end() if match[0][0] in ";()!?.,\n" else match.start() for match in _part().finditer(text, start, end)),
        end,
    ]:
        if stop > low:
            inside = [tuple(each for each in some if low <= each.start < stop) for some in (topics, marks)]
            yield _Part(low, stop, inside[0], inside[1])
            low = stop


def _of_act(text: str, part: _Part, others: Sequence[_Part], act: Mention) -> Mention | None:
    limit = _nearest_before(text, part, act, "limit")
    if limit is not None:
        still = next((m for m in part.marks if m.attributes["kind"] == "still"), None)
        return _made(act, still, "still", limit, polarity="negative", unchanged="yes") if still else None
    earlier = _nearest_before(text, part, act, "before")
    if _nearest_before(text, part, act, "other") or (earlier and not _went_on(text, part, earlier, act)):
        return None
    mark = _gain_mark(text, part, act)
    if mark is not None:
        return _made(act, mark, "gain")
    return None if act.attributes["act"] == "noun" else _of_done(text, part, others, act)


def _went_on(text: str, part: _Part, mark: Mention, act: Mention) -> bool:
    """Whether "was" only says that an activity went on: "in that time she was hooking her bra behind"."""
    if _MEANWHILE.search(text, act.end, part.end):
        return False
    return (part.has("now") or part.has("gain")) and bool(_WENT_ON.fullmatch(text, mark.start, act.start + _ING))


def _of_done(text: str, part: _Part, others: Sequence[_Part], act: Mention) -> Mention | None:
    """An activity that is done, or can be: a gain now or against before, else only thanks to a treatment."""
    able = _nearest_before(text, part, act, "able")
    weak = act.attributes["act"] == "weak"
    if _is_held(text, part, act) or not (able or (not weak and _is_done(text, act))):
        return None
    if part.has("now") or _is_compared(part, others, act):
        return _made(act, able, "compared")
    return _made(act, able, "does", needs="treatment")


def _is_compared(part: _Part, others: Sequence[_Part], act: Mention) -> bool:
    """Whether the sentence tells how it was before: "(needed the scooter before)"."""
    if any(mark.attributes["kind"] == "before" and mark.start >= act.end for mark in part.marks):
        return True
    return any(other.has("before") or (other.has("limit") and other.has("now")) for other in others)


def _is_held(text: str, part: _Part, act: Mention) -> bool:
    """Whether an activity is done only so far ("only 20 minutes") or with an aid ("with a cane")."""
    return any(
        mark.attributes["kind"] in {"only", "aid"}
        and len(_WORD.findall(text, min(act.end, mark.end), max(act.start, mark.start)))
        <= (_HELD if mark.start >= act.end else 1)
        for mark in part.marks
    )


def _gain_mark(text: str, part: _Part, act: Mention) -> Mention | None:
    """The mark by which an activity is a gain: again, alone, longer; what lets it; what goes back to it."""
    for mark in part.marks:
        kind = mark.attributes["kind"]
        after = mark.start >= act.start
        reach = (_GAIN_AFTER if after else _GAIN_BEFORE) if kind == "gain" else _REACH.get(kind, -1)
        if after and kind != "gain":
            continue
        low, high = (act.end, mark.start) if after else (mark.end, act.start)
        apart = low <= high and len(_WORD.findall(text, low, high)) <= reach
        caused = not after and kind != "cause" and _CAUSED.search(text, low, high)
        if apart and not caused and not _is_limited(part, low, high):
            return mark
    return None


def _is_limited(part: _Part, low: int, high: int) -> bool:
    return any(mark.attributes["kind"] == "limit" and low <= mark.start and mark.end <= high for mark in part.marks)


def _nearest_before(text: str, part: _Part, act: Mention, kind: str) -> Mention | None:
    """The mark of a kind before an activity with none of another bearing between them."""
    for mark in reversed(part.marks):
        if mark.start >= act.start:
            continue
        if mark.attributes["kind"] == kind:
            return mark if len(_WORD.findall(text, mark.end, act.start)) <= _NEAR else None
        if mark.attributes["kind"] in _BEARING[kind == "limit"]:
            return None
    return None


def _is_done(text: str, act: Mention) -> bool:
    """Whether the words say that it is done ("walks", "I cook"), not only what is done ("walking")."""
    if right_before("named_after").search(text[max(0, act.start - 12) : act.start]):
        return False
    went_on = _WENT_ON.match(text[max(0, act.start - 4) : act.end].lstrip())
    told = went_on or _does().match(text, act.start, act.end)
    return bool(told or _SUBJECT.search(text[max(0, act.start - 12) : act.start]))


def _resumed(text: str, part: _Part) -> Iterator[Mention]:
    """What one went back to, whatever it is, when it is named as something done: "back to coaching"."""
    for mark in part.marks:
        if mark.attributes["kind"] != "resume" or any(
            m.attributes["kind"] == "limit" and m.start < mark.start for m in part.marks
        ):
            continue
        doing = _doing().match(text, mark.end, part.end)
        if doing is not None:
            yield _made(Mention(doing.start(), doing.end(), "topic", "acts", {"domain": "adl"}), mark, "resumed")


def _made(act: Mention, mark: Mention | None, how: str, limit: Mention | None = None, **more: str) -> Mention:
    ends = [each for each in (act, mark, limit) if each is not None]
    start, end = min(m.start for m in ends), max(m.end for m in ends)
    return Mention(start, end, "benefit", f"act.{how}", {"domain": "adl", **more})
