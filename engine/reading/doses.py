"""Doses of drugs, as written: "10/325 mg four times daily", "1 po TID", "q6h prn"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.reading.figures import figure_starts
from engine.reading.folding import lowered
from engine.reading.numbers import RANGE, range_of
from engine.reading.units import times_a_day

Figure = int | float
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose at `text[start:end]`.

    `mg` is the strength of one tablet in milligrams (of its first drug where two are given); `mcg_per_hour` that of a
    patch. `count` is the number taken at a time where stated. `per_day` is the number of tablets, capsules or doses a
    day; where a range is given it is the upper end. `prn` is set where the drug is taken only as needed.
    """

    start: int
    end: int
    mg: Figure | None = None
    count: Figure | None = None
    per_day: Figure | None = None
    prn: bool = False
    mcg_per_hour: Figure | None = None


_NUMBER_WORD = {"once": 1, "twice": 2, "thrice": 3}
_STRENGTH = (
    r"(?P<mg>\d{1,4}(?:,\d{3})?(?:\.\d{1,3})?)(?:\s?[-/]\s?\d{1,4}(?:\.\d+)?)?"
    r"\s?(?P<measure>mg|milligrams?|mcg/hr|mcg/h|mcg|g)\b"
)
_PAIRED = r"(?P<pair>\d{1,2}(?:\.\d)?)/(?:300|325|500|650|660|750)(?!\d)"
_FORM = r"(?:tablets?|tabs?|pills?|capsules?|caps?|patch(?:es)?)"
_TAKEN = rf"(?P<taken>(?P<count>{RANGE})\s?{_FORM}?\s?(?:p\.?o\.?|by mouth|orally)?)"
_FORM_WORD = re.compile(_FORM, re.IGNORECASE)
_MOST_AT_ONCE = 5


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    short = "|".join(sorted((re.escape(word) for word in times_a_day()), key=len, reverse=True))
    dotted = r"b\.i\.d\.?|t\.i\.d\.?|q\.i\.d\.?|q\.d\.?"
    often = (
        rf"(?P<often>(?P<short>{short}|{dotted})\b"
        rf"|q\.?\s?(?P<hours>{RANGE})\s?(?:h\b|hours?|hrs?)\.?"
        rf"|(?:once |one )?every (?P<every>{RANGE})\s?(?:h\b|hours?|hrs?)\.?"
        rf"|(?:(?P<times>{RANGE})\s?(?:x|times)|(?P<word>once|twice|thrice))"
        r"\s?(?:daily|(?:a|per|each|every|/)\s?day|/d\b|nightly)"
        rf"|(?P<tablets>{RANGE})\s?{_FORM}\s?(?:daily|(?:a|per|each|/)\s?day)"
        rf"|(?P<bare>{RANGE})\s?(?:daily|(?:a|per|/)\s?day)\b"
        r"|(?P<one>every (?:night|day|morning|evening)|in the (?:morning|evening)"
        r"|(?:at|each|per) (?:night|day|bedtime|hs)|(?:a|per) day))"
    )
    prn = r"(?P<prn>,?\s?(?:p\.?r\.?n\b\.?|as needed|when needed|if needed))"
    strength = rf"(?:{_STRENGTH}|{_PAIRED})"
    full = rf"(?:{strength}(?:,?\s?{_FORM})?(?:[ ,;(]*{_TAKEN})??[ ,;(]*)?(?:{often})?{prn}?"
    taken = rf"(?:take |takes |taking )?{_TAKEN}\s?{often}{prn}?"
    named = full.replace("(?P<", "(?P<a_")
    other = taken.replace("(?P<", "(?P<b_")
    return re.compile(f"(?:{other}|{named})")


_A_DAY = frozenset({"a day", "per day"})
_MOST_A_DAY = 12
# Alone they tell no dose.
_NO_DOSE = frozenset({"a day", "per day", "in the morning", "in the evening"})
_OPENERS = frozenset(
    [
        "q",
        "b",
        "t",
        "every",
        "at",
        "each",
        "per",
        "a",
        "in",
        "as",
        "when",
        "if",
        "p",
        "prn",
        "once",
        "twice",
        "thrice",
        "take",
    ]
)


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return _OPENERS.union(times_a_day())


def doses(text: str, start: int = 0, end: int | None = None) -> tuple[Dose, ...]:
    """The doses of a stretch of text in order. A strength alone is a dose; a bare number is none."""
    stop = len(text) if end is None else end
    found: list[Dose] = []
    small = lowered(text)
    last = start
    for place in figure_starts(text, start, stop, _openers()):
        match = _pattern().match(small, place, stop) if place >= last else None
        dose = _dose(match) if match and match.end() > match.start() else None
        if match is None or dose is None:
            continue
        last = match.end()
        before = found[-1] if found else None
        if before and _completes(before, dose) and not text[before.end : dose.start].strip(" ,;:("):
            found[-1] = replace(dose, start=before.start, mg=before.mg, mcg_per_hour=before.mcg_per_hour)
        else:
            found.append(dose)
    return tuple(found)


def _completes(strength: Dose, intake: Dose) -> bool:
    """Whether a strength and how it is taken, standing side by side, are one dose."""
    return strength.per_day is None and intake.mg is None and intake.mcg_per_hour is None and not strength.prn


def _dose(match: re.Match[str]) -> Dose | None:
    groups = {key[2:]: value for key, value in match.groupdict().items() if value is not None}
    count = range_of(groups["count"])[1] if "count" in groups else None
    figure = _figure(groups.get("mg") or groups.get("pair") or "")
    measure = groups.get("measure", "mg" if "pair" in groups else "").lower()
    mg = figure if measure in {"mg", "milligram", "milligrams"} else None
    if count is not None and groups.get("one", "").lower() in _A_DAY and count <= _MOST_A_DAY and mg is None:
        return Dose(match.start(), match.start() + len(match[0].rstrip(" ,;(")), None, None, count, "prn" in groups)
    if count is not None and count >= _MOST_AT_ONCE and not _FORM_WORD.search(groups.get("taken", "")) and mg is None:
        mg, count = count, None
    times = _times(groups)
    dose = Dose(
        match.start(),
        match.start() + len(match[0].rstrip(" ,;(")),
        mg,
        count,
        times * (count or 1) if times is not None else None,
        "prn" in groups,
        figure if measure.startswith("mcg/") else None,
    )
    bare = groups.get("one", "").lower() in _NO_DOSE and mg is None and count is None
    empty = dose.mg is None and dose.per_day is None and dose.mcg_per_hour is None and not dose.prn
    return None if empty or bare else dose


def _figure(written: str) -> Figure | None:
    plain = written.replace(",", "")
    if not plain:
        return None
    return float(plain) if "." in plain else int(plain)


def _times(groups: dict[str, str]) -> Figure | None:
    """Doses a day from whichever way they are written."""
    if "short" in groups:
        return times_a_day()[groups["short"].lower().replace(".", "")]
    for key in ("hours", "every"):
        if key in groups:
            shortest = range_of(groups[key])[0]
            return _HOURS_A_DAY // shortest or None if shortest else None
    for key in ("times", "tablets", "bare"):
        if key in groups:
            return range_of(groups[key])[1]
    if "word" in groups:
        return _NUMBER_WORD[groups["word"].lower()]
    return 1 if "one" in groups else None
