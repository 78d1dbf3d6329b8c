"""The patterns in which amounts of treatment are written, built from the words of `rules/lexicon/units.yaml`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.lazily import lazily
from engine.reading.numbers import NUMBER, RANGE
from engine.reading.tokens import forms
from engine.reading.units import alternatives, plurals, words

if TYPE_CHECKING:
    import re


class Way(NamedTuple):
    """A pattern; whether it begins with a figure and need only be tried where one stands; what it cannot do without."""

    pattern: re.Pattern[str]
    anchored: bool
    cues: frozenset[str]


_FREE = frozenset({"labelled", "times", "hash", "named", "further"})
_MORE = forms("additional another further extra more add'l addtl")
_CUES = {
    "adverb": forms("daily weekly monthly week wk month"),
    "grid": forms("x"),
    "times": forms("x times"),
    "hash": forms("#"),
    "named": forms("quantity qty quant number total up count series set box pack dispense disp"),
    "labelled": forms(": ="),
    "part": forms("/ of"),
    "further": _MORE,
    "more": _MORE,
    "hourly": forms("hour hr hrs"),
}


def _cues(kind: str) -> frozenset[str]:
    """The forms of which a text has one wherever a pattern matches."""
    if kind == "counted":
        return forms(" ".join(plurals(*words("units"))))
    if kind == "frequency":
        period = plurals("day", "week", "month")
        return forms(" ".join([*period, *(f"x{word}" for word in period)]))  # "2xwk"
    return _CUES[kind]


@lru_cache(maxsize=1)
def patterns() -> dict[str, Way]:
    """One pattern for each way of writing an amount, by the name of its reader in `engine.reading.quantities`.

    All are for text in small letters (`engine.reading.folding.lowered`).
    """
    period = rf"(?P<period>{alternatives('day', 'week', 'month')})\b\.?"
    span = rf"(?P<span>{alternatives('day', 'week', 'month')})\b\.?"
    often = (
        rf"(?:(?P<n>{RANGE})\s?-?\s?(?:x|times?|visits?|sessions?|treatments?|days?|tx)?|(?P<word>once|twice|thrice))"
    )
    link = (
        r"(?:\s?,?\s?(?:for|x|times|over|during|in|,)\s?)"
        r"(?:\s?(?:up to|the next|about|a period of|a total of|another)\s?)*"
    )
    every = r"\s?(?:per|a|an|each|every|/|x|\bin a)\s?"
    no_rate = r"(?!\s?(?:a|per|each|/)\s?(?:day|week|wk|month)\b)"
    duration = rf"(?P<m>{RANGE})\s?-?\s?(?:more |additional |consecutive )?{span}{no_rate}"
    unit = rf"(?P<unit>{alternatives(*words('units'))})"
    never = "|".join(sorted(words("never_between"), key=len, reverse=True))
    between = rf"(?:(?!(?:{never})\b)[a-z'()&/]+(?:-[a-z]+)*[ -]){{0,5}}?"
    more = r"additional|another|further|extra|more|add'l|addtl"
    no_measure = r"(?!\w|[/%.-]\d|\s?(?:mg|%|percent|lb|degree|minute|mile))"
    counted = rf"(?:[ -](?P<between>{between}){unit}\b)?"
    sources = {
        "frequency": rf"{often}{every}(?P<other>other )?{period}(?:{link}{duration})?",
        "adverb": rf"(?:(?P<n>{NUMBER})x?\s(?:(?:times|visits?|sessions?|treatments?)\s)?"
        rf"|(?P<word>once|twice|thrice)[ -]|(?P<other>every other )|every\s|q\s?)?"
        rf"(?P<period>daily|weekly|monthly|week|wk|month)\b(?:\s?(?:times|sessions|visits)\s)?"
        rf"(?:{link}{duration}|\s?x\s?(?P<k>{NUMBER}))",
        "grid": rf"(?P<n>{RANGE})\s?x\s?(?P<m>{RANGE})(?:\s?(?P<span>{alternatives('day', 'week', 'month')})\b\.?)?"
        r"(?!\s?(?:cm|mm|in\b|inch|mg|ml|lb|ft|/))",
        "times": rf"(?:\bx|\btimes)\s?(?P<n>{RANGE})(?!\s?(?:/|per\b|a week|a day|mg|cm|mm|\d))"
        rf"(?:[ -](?P<between>{between}){unit}\b\.?)?",
        "hash": rf"#\s?(?P<n>{NUMBER})(?![\d-])(?:\s?{unit}\b)?",
        "named": r"\b(?:quantity|qty|quant|number|total|up to|(?:total|count|series|set|box|pack) of|dispense|disp)"
        rf"\.?\s?(?:of|:|=|#|-|\s)*(?P<n>{RANGE})"
        rf"(?!\w)(?:[ -](?P<between>{between}){unit}\b)?",
        "labelled": rf"\b{unit}(?:\(s\))?\s?[:=]\s?(?P<n>{RANGE})(?![\w/%]|\.\d|\s?(?:mg|%))",
        "part": rf"(?P<n>{NUMBER})\s?(?P<sep>/|of|out of)\s?(?:the )?(?P<of>{NUMBER})(?!\s?mg)"
        rf"(?:\s(?P<between>{between}){unit}\b|\s(?P<auth>authorized|approved|certified|planned)\b)?",
        "counted": rf"(?!(?:19|20)\d\d\b)(?P<n>{RANGE})\+?[ -]*(?P<between>{between}){unit}\b\.?"
        rf"(?:\s?(?:per|each|a|/)\s?(?P<each>session|visit|day|week|month)\b)?(?:{link}{duration})?",
        "further": rf"\b(?:{more}) (?P<n>{RANGE}){no_measure}{counted}",
        "more": rf"(?P<n>{RANGE}) (?:{more}){no_measure}{counted}",
        "hourly": rf"(?P<n>{RANGE})\s?(?:hours?|hrs?)\s?(?:per|a|each|/)\s?(?:day|visit)\b",
    }
    return {kind: Way(lazily(source), kind not in _FREE, _cues(kind)) for kind, source in sources.items()}
