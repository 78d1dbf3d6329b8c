"""Who the patient is: age and sex, from the head of a form or the first sentences of a summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.figures import figure_starts
from engine.reading.numbers import NUMBER, value_of
from engine.reading.others import of_others
from engine.reading.tokens import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.passage import Passage

_SEX_WORD = r"(?P<sex>female|woman|lady|girl|male|man|gentleman|boy|rnale|fem\.?|F|M)"
_OLD = r"(?:years?|yrs?|y)[\s./-]{0,2}(?:old|o)\b\.?"
_AGE = re.compile(
    rf"(?<![\w/.#-])(?P<age>{NUMBER})[\s-]{{0,2}}(?:{_OLD}|y\.?\s?o\.?(?![a-z])|yr\b\.?(?=\s+(?:old|m|f)))"
    rf"(?:,?\s(?:[\w-]+\s){{0,4}}?{_SEX_WORD}\b)?",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"\bage(?:\s?/\s?sex)?\s*(?::|is|of"
    rf"|=)?\s*(?P<age>\d{{1,3}})\b(?![/.]\d)(?:,?\s*/?\s*{_SEX_WORD}\b)?",
    re.IGNORECASE,
)
# A bare age beside a bare letter counts only in capitals or beside a name: "29 M", "58F", "41/F", "male, 52".
_BESIDE = re.compile(r"(?<![\w/.#-])(?P<age>[1-9]\d)\s?/?\s?(?P<sex>[MF])\b(?![.'/-]?\w)")
_SEX_FIRST = re.compile(r"(?<![\w/])(?P<sex>male|female|[MFmf])\s?,\s?(?P<age>[1-9]\d)\b(?![/%-]|\.\d)")
_AGE_THEN_SEX = re.compile(r"(?<![\w/.#-])(?P<age>[1-9]\d)\s?,\s?(?P<sex>male|female)\b", re.IGNORECASE)
_SEX_LABEL = re.compile(r"\b(?:sex|gender)\s*[:=]?\s*(?P<sex>female|male|[MF])\b", re.IGNORECASE)
_TICKED = re.compile(r"\[\s?[xX]\s?\]\s?(?P<sex>[MF]|male|female)\b", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:(?P<f>Mrs|Ms|Miss)|(?P<m>Mr))\b\.?\s[A-Z]")
_NAME_THEN_SEX = re.compile(r"(?:[A-Z]\.\s?[A-Z]\.|[A-Z]\. ?[A-Z][a-z]+)(?:,|\s)\s*(?P<sex>[MF])\b(?![.'/]\w)")
_ADJECTIVE = re.compile(r"\b(?P<sex>female|woman|male|man|gentleman|lady)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:(?P<f>she|her|hers|herself)|(?P<m>he|his|him|himself))\b", re.IGNORECASE)
# A passage has one of these, and for an age a figure, wherever the finer patterns match.
_OF_AGE = forms("year yr yrs y yo yearold yrold yold age m f male female")
_OF_SEX = forms("sex gender mrs ms miss mr female male man woman gentleman lady m f")
_PRONOUNS = forms("she her hers herself he his him himself")
_FEMALE = frozenset({"female", "woman", "lady", "girl", "f", "fem", "fem."})
_OLDEST = 110
_YOUNGEST = 14
_ONE_SIDED = 3


def assemble(context: Context) -> Iterator[Fact]:
    """Age and sex; sex by pronoun only where it is stated nowhere."""
    sex_stated = False
    for passage in context.stated:
        for fact in (*_ages(context, passage), *_sexes(context, passage)):
            sex_stated = sex_stated or fact.type == "patient.sex"
            yield fact
    if not sex_stated:
        yield from _by_pronoun(context)


def _ages(context: Context, passage: Passage) -> Iterator[Fact]:
    if not passage.says(_OF_AGE) or not figure_starts(passage.text, passage.start, passage.end):
        return
    others = of_others(passage.text, passage.end, passage.of("other_person"))
    for rule, pattern in _AGE_PATTERNS:
        for match in pattern.finditer(passage.text, passage.start, passage.end):
            if any(start <= match.start() < end for start, end in others):
                continue
            years = value_of(match["age"])
            if not isinstance(years, int) or not _YOUNGEST <= years <= _OLDEST or _is_relative(match):
                continue
            yield context.fact("patient.age", {"years": years}, passage, _age_place(match), rule)
            if match.groupdict().get("sex"):
                yield _sex(context, passage, match, f"{rule}.sex")


_AGE_PATTERNS = (
    ("age.old", _AGE),
    ("age.label", _LABELLED),
    ("age.beside", _BESIDE),
    ("age.after_sex", _SEX_FIRST),
    ("age.before_sex", _AGE_THEN_SEX),
)
_SEX_PATTERNS = (("sex.label", _SEX_LABEL), ("sex.ticked", _TICKED), ("sex.name", _NAME_THEN_SEX))
_RELATIVE = re.compile(r"\b(?:son|daughter|child|mother|father|wife|husband|reviewer|practitioner)\b", re.IGNORECASE)


def _is_relative(match: re.Match[str]) -> bool:
    """Whether the age is that of somebody else in the sentence."""
    return bool(_RELATIVE.search(match.string, match.end(), min(len(match.string), match.end() + 16)))


def _age_place(match: re.Match[str]) -> tuple[int, int]:
    text = match[0]
    found = re.match(rf"(?:{NUMBER})[\s-]{{0,2}}(?:{_OLD}|y\.?\s?o\.?)", text, re.IGNORECASE)
    return (match.start(), match.start() + found.end()) if found else match.span()


def _sex(context: Context, passage: Passage, match: re.Match[str], rule: str) -> Fact:
    word = match["sex"].lower()
    return context.fact(
        "patient.sex", {"sex": "female" if word in _FEMALE else "male"}, passage, match.span("sex"), rule
    )


def _sexes(context: Context, passage: Passage) -> Iterator[Fact]:
    if not passage.says(_OF_SEX):
        return
    for rule, pattern in _SEX_PATTERNS:
        for match in pattern.finditer(passage.text, passage.start, passage.end):
            yield _sex(context, passage, match, rule)
    for match in _TITLE.finditer(passage.text, passage.start, passage.end):
        sex = "female" if match["f"] else "male"
        if passage.zone.section != "signature":
            yield context.fact("patient.sex", {"sex": sex}, passage, match.span(), "sex.title")
    for match in _ADJECTIVE.finditer(passage.text, passage.start, passage.end):
        if re.search(
            r"\b(?:patient|claimant|worker|applicant|employee|pt|insured|is an?|this)\W+(?:\w+\W+){0,3}\Z",
            passage.text[passage.start : match.start()],
            re.IGNORECASE,
        ):
            yield _sex(context, passage, match, "sex.adjective")


def _by_pronoun(context: Context) -> Iterator[Fact]:
    """The sex that the pronouns of patient sentences agree on, or all but agree on."""
    found: dict[str, list[tuple[Passage, tuple[int, int]]]] = {"f": [], "m": []}
    for passage in context.patient:
        if not passage.says(_PRONOUNS):
            continue
        for match in _PRONOUN.finditer(passage.text, passage.start, passage.end):
            found[match.lastgroup or "m"].append((passage, match.span()))
    more, less = sorted(found.values(), key=len, reverse=True)
    if more and len(more) >= _ONE_SIDED * len(less):
        sex = "female" if more is found["f"] else "male"
        passage, place = more[0]
        yield context.fact("patient.sex", {"sex": sex}, passage, place, "sex.pronoun")
