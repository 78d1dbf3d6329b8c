"""Who the patient is: age and sex, from the head of a form or the first sentences of a summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.figures import figure_starts
from engine.reading.lazily import lazily
from engine.reading.numbers import NUMBER, value_of
from engine.reading.others import of_others
from engine.reading.tokens import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.passage import Passage

# What parts the cells of a line about the patient: "M / 52 / electrician", "W, 38 . picker".
_BAR = r"(?:\s?[/|,;]\s?|\s[.\u00b7\u2013-]\s|\s{2,}|\t)"
_SEX_WORD = r"(?P<sex>female|woman|lady|girl|male|man|gentleman|boy|[mr]nale|fe(?:rn|m)ale|fem\.?|F|M)"
_OLD = r"(?:(?:years?|yrs?|y)[\s./-]{0,2}(?:o[l1I]d|o)\b\.?|y\.?o(?=[mf]\b)|(?:years|yrs) of age\b)"
_AGE = re.compile(
    rf"(?<![\w/.#-])(?P<age>{NUMBER})[\s-]{{0,2}}(?:{_OLD}|y\.?\s?o\.?(?![a-z])|yr\b\.?(?=\s+(?:o[l1]d|m|f))|y(?=\s?[mf]))"
    rf"(?:(?:,?\s(?:[\w-]+\s){{0,4}}?)?{_SEX_WORD}\b)?",
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
_TITLE = re.compile(r"\b(?:(?P<f>Mrs|Ms|Miss)|(?P<m>Mr))\b\.?\s(?:[A-Z]|[\[_*\u2588X]{1,3})")
_NAME_THEN_SEX = re.compile(r"(?:[A-Z]\.\s?[A-Z]\.|[A-Z]\. ?[A-Z][a-z]+)(?:,|\s)\s*(?P<sex>[MF])\b(?![.'/]\w)")
_SEX_CELL = re.compile(rf"{_BAR}(?P<sex>male|female)(?={_BAR}|[.)]|\s*\Z)", re.IGNORECASE)
_ADJECTIVE = re.compile(r"\b(?P<sex>female|woman|male|man|gentleman|lady)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:(?P<f>she|her|hers|herself)|(?P<m>he|his|him|himself))\b", re.IGNORECASE)
# A passage has one of these, and for an age a figure, wherever the finer patterns match.
_OF_AGE = forms("year yr yrs y yo yof yom yearold yrold yold age m f male female")
_OF_SEX = forms("sex gender mrs ms miss mr female male man woman gentleman lady m f")
_PRONOUNS = forms("she her hers herself he his him himself")
_FEMALE = frozenset({"female", "woman", "lady", "girl", "f", "fem", "fem.", "w"})
_OLDEST = 110
_YOUNGEST = 14
_ONE_SIDED = 3


def assemble(context: Context) -> Iterator[Fact]:
    """Age and sex; sex by pronoun only where it is stated nowhere."""
    stated: set[str] = set()
    for passage in context.stated:
        if passage.says(_OF_AGE) and figure_starts(passage.text, passage.start, passage.end):
            found = [*_ages(context, passage, _AGE_PATTERNS), *_sexes(context, passage)]
        else:
            found = [*_sexes(context, passage)]
        stated |= {fact.type for fact in found}
        yield from found
    if "patient.age" not in stated:
        counting = [each for each in context.stated if _MAY_AGE.search(each.text, each.start, each.end)]
        aged = [fact for passage in counting for fact in _ages(context, passage, _LOOSER_PATTERNS)]
        stated |= {fact.type for fact in aged}
        yield from aged[:2]
    if "patient.sex" not in stated:
        yield from _by_pronoun(context)


def _ages(context: Context, passage: Passage, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[Fact]:
    others = of_others(passage.text, passage.end, passage.of("other_person"))
    for rule, pattern in patterns:
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
# An age that only its place shows: tried where none is said outright.
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty"
_YEARS = rf"(?P<age>1[5-9]|[2-8]\d|(?:{_TENS})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)"
_MAY_AGE = re.compile(rf"[1-8]\d|{_TENS}", re.IGNORECASE)
_CLOSED = r"(?=\s?[,.;:)\]\n]|\s(?:and|who|with|when|years?)\b|\s*\Z)"
_CELL = r"(?:\s?yrs?\b|\s?y\b|(?=[,;.)\n\t]|\s*\Z|\s{2}|\s[a-z]))"
# A name as letters without names have it: initials, a title, something in brackets.
_NAMED = r"(?:(?:[A-Z]\.\s?-?){2,3}|(?:Mr|Mrs|Ms|Miss)\b\.?\s[^,;:/()\n]{1,20}|\[[a-z* ]{2,12}\]|[*_\u2588X]{3,})"
_AGE_CELL = rf"{_YEARS}(?:\s?y(?:rs?)?\b\.?)?(?={_BAR}|\s?[.]?\s*\Z)"
_SUBJECT = (
    rf"(?:he|she|i|you|who|client|patient|claimant|applicant|worker|employee|pt|{_NAMED}|(?:mr|mrs|ms)\.?\s[^,;:\n]{{1,20}})"
    r"(?:\s(?:is|am|are|was)|'s|'m|'re)"
)
_LOOSER_PATTERNS = tuple(
    (rule, lazily(source, re.IGNORECASE))
    for rule, source in (
        ("age.told", rf"\b{_SUBJECT}\s(?:now |just |only )?{_YEARS}{_CLOSED}"),
        ("age.turned", rf"\b(?:turned|aged|age of|age)\W{{1,6}}{_YEARS}(?![\w/%-]|\s(?:weeks|months|days|percent))"),
        ("age.of", rf"\b(?P<sex>man|woman|lady|male|female|gentleman)(?:,?\s(?:of|aged)|,)?\s{_YEARS}{_CLOSED}"),
        ("age.of", rf"\b(?:worker|person|patient|employee|claimant|applicant)(?:\s(?:of|aged)|,)\s{_YEARS}{_CLOSED}"),
        ("age.at", rf"\bat\s{_YEARS}\s(?:he|she|i|the (?:patient|worker|claimant))\b"),
        ("age.title", rf"\b(?:Mr|Mrs|Ms|Miss)\b\.?[^,;:\n]{{1,22}},\s{_YEARS}(?=\s?[,.;)\n]|\s*\Z|\s\s|\t)"),
        (
            "age.noun",
            (
                r"(?:(?<![^\n])|(?<=[.:]\s)|\bis |\b(?:applicant|claimant|worker|employee|patient), )"
                rf"(?:an?|the)\s[a-z][a-z\s-]{{3,30}},\s{_YEARS}(?=[,.;)])"
            ),
        ),
        ("age.opening", rf"(?:(?<![^\n])|(?<=[.,]\s)){_YEARS}\s?[,;]\s(?:an?\s|who\s|works|[a-z]+\s[a-z]+[,.;])"),
        (
            "age.after_sex",
            rf"(?<![\w/])(?P<sex>[MF]|male|female)\s*[/,]?\s*{_YEARS}{_CELL}",
        ),
        ("age.before_sex", rf"[,.:]\s?{_YEARS},\s?(?P<sex>[mf]|male|female)\b(?!['.]\w)"),
        ("age.born", rf"\b(?:born|DOB)\b[^()\n]{{1,20}}\({_YEARS}\)"),
        # Cells beside a name or a sex: "J.M. / 61 / male", "W.E. - 44 - mason", "W, 38 . picker", "Ms. G. (44)".
        ("age.cell", rf"(?<!\w)(?P<sex>[MFW]|male|female){_BAR}{_AGE_CELL}"),
        ("age.cell", rf"(?<!\w){_NAMED}{_BAR}{_AGE_CELL}(?:{_BAR}(?P<sex>[MFW])(?={_BAR}|\s*\Z))?"),
        ("age.cell", rf"(?<!\w){_NAMED}\s?\({_YEARS}\)"),
    )
)
_SEX_PATTERNS = (
    ("sex.label", _SEX_LABEL),
    ("sex.ticked", _TICKED),
    ("sex.name", _NAME_THEN_SEX),
    ("sex.cell", _SEX_CELL),
)
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
