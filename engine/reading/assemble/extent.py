"""How much relief a sentence tells of beside an outcome, and how long it lasted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.numbers import NUMBER, value_of

if TYPE_CHECKING:
    from engine.reading.durations import Span
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots
    from engine.reading.scores import Percent

_PERCENT_NEAR = 40
_WEEKS_NEAR, _FRACTION_NEAR = 60, 16
_FRACTIONS = {
    "half": 50,
    "halved": 50,
    "three quarters": 75,
    "three fourths": 75,
    "two thirds": 66,
    "third": 33,
    "quarter": 25,
}
_FRACTION = re.compile(
    r"\b(?P<part>half|halved|three[ -](?:quarters|fourths)|two[ -]thirds|(?<=\ba )(?:third|quarter)"
    r"|(?<=\bone )(?:third|quarter)"
    r")\b(?P<left>\s(?:of\s)?what\b)?(?! (?:an )?(?:hour|day|mile|block|tablet|shift|year|the time|of the time|way))",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|about|approximately|roughly|some|at least|over|more than|around|~|[\s,(])*", re.IGNORECASE)
_AT_WEEKS = re.compile(r"\b(?:at|after)\s\Z", re.IGNORECASE)
_A_SPAN = re.compile(r"(?:a|per|each|every)\s", re.IGNORECASE)
_TIMES = re.compile(
    r"\b(?:times?|once|twice|thrice|x|days?|mornings?|evenings?|nights?|hours?|hrs?|visits?|sessions?|tabs?|tablets?|pills?"
    r"|classes|shifts?|per|a)\s\Z",
    re.IGNORECASE,
)
_GOOD_TIME = re.compile(rf"\b(?P<n>{NUMBER})\s[a-z]+\s(?P<span>week|month)s\b", re.IGNORECASE)
_WEEKS_PER = {"days": 1 / 7, "weeks": 1, "months": 30 / 7, "years": 52}


def extent_of(passage: Passage, mention: Mention) -> tuple[Slots, list[tuple[str, Place]]]:
    """How much relief, in percent, and for how many weeks, with the places of the figures."""
    slots: Slots = {}
    places: list[tuple[str, Place]] = []
    near = [
        p
        for p in passage.percents
        if abs(p.start - mention.start) <= _PERCENT_NEAR
        or mention.start <= p.start < mention.end
        or (p.start >= mention.end and _BY.fullmatch(passage.words(mention.end, p.start)))
    ]
    if near:
        slots["percent"] = percent_of(near[0])
        places.append(("percent", (near[0].start, near[0].end)))
    else:
        slots |= _fraction(passage, mention)
    later = [d for d in passage.durations if _AT_WEEKS.search(passage.text[passage.start : d.start])]
    if later and passage.percents:
        slots |= {"percent": percent_of(passage.percents[-1]), "weeks": weeks_of(later[-1])}
        places.append(("percent,weeks", (later[-1].start, passage.percents[-1].end)))
        return {key: value for key, value in slots.items() if value is not None}, places
    near_by = (d for d in passage.durations if mention.start <= d.start <= mention.end + _WEEKS_NEAR)
    lasting = [d for d in near_by if not _is_rate(passage, d)]
    weeks = weeks_of(lasting[0]) if lasting else None
    good = _GOOD_TIME.search(passage.text, mention.start, mention.end)
    if good is not None and not lasting:
        slots["weeks"] = round(value_of(good["n"]) * _WEEKS_PER[good["span"].lower() + "s"], 1)
    if weeks is not None and not any(a.start <= lasting[0].start < a.end for a in passage.ago):
        slots["weeks"] = weeks
        places.append(("weeks", (lasting[0].start, lasting[0].end)))
    return slots, places


def _is_rate(passage: Passage, span: Span) -> bool:
    """Whether a length of time says how often: "three mornings a week"."""
    if not _A_SPAN.match(passage.text, span.start, span.end):
        return False
    return _TIMES.search(passage.text[max(passage.start, span.start - 24) : span.start]) is not None


def _fraction(passage: Passage, mention: Mention) -> Slots:
    """How much relief in words: "by half", "three quarters of"."""
    start = max(passage.start, mention.start - _FRACTION_NEAR)
    end = min(passage.end, mention.end + _FRACTION_NEAR)
    found = _FRACTION.search(passage.text, mention.start, end) or _FRACTION.search(passage.text, start, mention.start)
    if found is None:
        return {}
    part = _FRACTIONS[" ".join(found["part"].lower().replace("-", " ").split())]
    return {"percent": 100 - part if found["left"] else part}


def percent_of(found: Percent) -> int | float:
    """The figure that is certainly reached: "less than 50" is at most 49."""
    low = found.low - 1 if found.qualifier == "under" else found.low
    return int(low) if low == int(low) else low


def weeks_of(span: object) -> int | float | None:
    """A length of time in weeks; nothing where it tells no figure."""
    for name, factor in _WEEKS_PER.items():
        value = getattr(span, name)
        if value is not None:
            weeks = value * factor
            return int(weeks) if weeks == int(weeks) else round(weeks, 1)
    return None
