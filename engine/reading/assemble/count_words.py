"""The patterns in which visits are counted, built from the words of `rules/lexicon/line-words.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.lazily import lazily
from engine.reading.line_words import any_of, searching
from engine.reading.numbers import NUMBER

if TYPE_CHECKING:
    from engine.reading.passage import Place

ORDINALS = ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]


class Count(NamedTuple):
    """Visits that were had and visits that were allowed, and where the numbers stand."""

    visits: int | None
    authorized: int | None
    place: Place | None


class Words(NamedTuple):
    """The patterns of counts that hold words, from `line-words.yaml`."""

    label: re.Pattern[str]
    followed: re.Pattern[str]
    not_counted: re.Pattern[str]
    measured: re.Pattern[str]
    rounds: re.Pattern[str]
    several: re.Pattern[str]
    nth: re.Pattern[str]
    ahead: re.Pattern[str]
    noun: re.Pattern[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """All of them."""
    noun = any_of("count_noun")
    each = rf"(?P<each>{NUMBER})"
    return Words(
        label=lazily(
            rf"(?:\s(?:since|from|as of|through)\s[^:;]{{1,30}})?[\s:=#(-]{{1,4}}"
            rf"(?:{any_of('count_lead')}\s){{0,3}}(?:{noun})?[\s:=#(-]{{0,3}}\Z",
            re.IGNORECASE,
        ),
        followed=lazily(
            rf"\s(?:of\s)?(?:(?:{noun}|{any_of('count_follow')}|[A-Za-z]{{2,20}}(?:\s(?:therapy|care|treatment))?)\s){{0,6}}\Z",
            re.IGNORECASE,
        ),
        not_counted=searching("not_counted"),
        measured=lazily(rf"\s?(?:-\s?)?{any_of('measured')}|%", re.IGNORECASE),
        rounds=lazily(rf"(?P<n>{NUMBER})\s{any_of('rounds')}\sof\s{each}(?![\w/-]|\.\d)", re.IGNORECASE),
        several=lazily(
            rf"(?:{any_of('rounds')}|\bfirst\s{NUMBER}\b)[^.;()]{{0,30}}"
            rf"\((?P<list>{NUMBER}(?:\s?(?:,|and|then|plus|\+|&)\s?(?:and\s|then\s)?{NUMBER})+)\)"
            rf"|(?<!\d )\b{any_of('first_visit')}\s?(?:\+|plus|and|&)\s?(?P<more>{NUMBER})(?![\w/-]|\.\d)",
            re.IGNORECASE,
        ),
        nth=lazily(
            rf"\b{any_of('one_visit')}\s?(?:number|no\.?)?\s?#?:?\s?(?P<n>\d{{1,2}})"
            r"(?:\s?(?:/(?!10\b)|of|out of)\s?(?P<of>\d{1,2}))?(?![\w/:.-]\d|\w|\s?%|/)"
            rf"|(?:\A|[.;:,]\s|\n|\b(?:his|her|my|today's|a|is|was|for|the)\s|\d\s{{1,9}})(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
            rf"\s(?:\w+\s){{0,2}}?{any_of('one_visit')}",
            re.IGNORECASE,
        ),
        ahead=searching("ahead"),
        noun=lazily(rf"\s(?:{noun}\s)?\Z", re.IGNORECASE),
    )
