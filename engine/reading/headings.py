"""Headings: where a section begins, at the start of a line or, where line ends are lost, inside one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.folding import Case
from engine.reading.line_words import searching

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.reading.lexicon import Mention

_NUMBERING = re.compile(r"[\s*>#-]*(?:\(?(?:[0-9]{1,2}|[A-Z]|[IVX]{1,4}|[ivx]{1,4})[.)]\s*)?")
_AFTER = re.compile(r"[ ]*(?:\([^()\n]{0,60}\))?[ ]*(?P<mark>:|\.(?=\s|\Z)|\t|\n|\Z|--?\s)?")
_ENDED = re.compile(r"(?:[.!?:;)\]|]|\bupheld|\boverturned|\bdenied|\bmodified|\bcertified)[\"')]*\s*\Z", re.IGNORECASE)
# No heading holds a grade: "R EHL 4/5".
_CAPITALS = re.compile(r"(?!.*\d[+-]?/[45])[A-Z][A-Z0-9 ,.&/()'-]{4,70}:?\Z")
# "EHL 4/5 L", "VAS 6", "SLR + R": a finding in abbreviations, no heading.
_FINDING = re.compile(r"(?=.*(?:\d|\+))(?:[A-Z]{1,5}(?![A-Z])|[^A-Z])+\Z")
_SIGNS = r"(?:>{2,}|={2,}|#{1,6}|~{1,4}|:{2,}|<{1,3})"
_DECORATED = re.compile(
    rf"\s*(?:{_SIGNS}\s*(?=[A-Za-z])[\w /&'?-]{{3,40}}\s*[=#~:<>-]*|\[[A-Za-z][\w /&'?-]{{2,40}}\]:?)\s*\Z"
)
_BRACKETED = re.compile(r"\s*\[[A-Za-z][\w /&'-]{2,30}\]:?\s+\w")
_REDACTED = re.compile(r"\s*\[(?:redacted|name|x+|signed|signature|blank|illegible|date|initials)\b", re.IGNORECASE)
_LOOK_BACK = 16
_SHORT_WORDS = 3
_SENTENCES = frozenset({"plan"})


class Heading(NamedTuple):
    """A heading at `text[start:end]`: the section it opens. `alone` is set where it fills its line or label."""

    start: int
    end: int
    section: str
    attributes: Mapping[str, str]
    text: str
    alone: bool
    inline: bool


def heading_at(text: str, start: int, end: int, at: Mapping[int, Mention], case: Case) -> Heading | None:
    """The heading with which the line `text[start:end]` opens."""
    numbered = _NUMBERING.match(text, start, end)
    begin = numbered.end() if numbered else start
    for place in dict.fromkeys((begin, start)):
        mention = at.get(place)
        initials = mention is not None and mention.end - place == 1 and text[place - 1 : place] == "."
        if mention is not None and mention.end <= end and not initials:
            found = _opened(text, mention, end, case)
            if found:
                return found
    return None


def _opened(text: str, mention: Mention, end: int, case: Case) -> Heading | None:
    """The heading that a mention is, judged by what follows it."""
    after = _AFTER.match(text, mention.end, end)
    mark = (after["mark"] if after else "") or ""
    close = after.end() if after else mention.end
    words = text[mention.start : mention.end]
    alone = close >= end or mark == "\n"
    loud = case is Case.MIXED and words.isupper()
    if mark.startswith(":") or alone:
        pass
    elif mark == ".":
        if (
            mention.id == "header"
            or len(words.split()) > _SHORT_WORDS
            or (case is Case.MIXED and not words[0].isupper())
        ):
            return None
    elif mark.startswith("-") or mark == "\t":
        if not loud:
            return None
    elif not (loud and mention.attributes.get("colon") != "yes" and len(words.split()) > 1):
        return None
    return Heading(mention.start, close, mention.id, mention.attributes, words, alone, inline=False)


def inline_headings(text: str, start: int, end: int, mentions: Sequence[Mention], case: Case) -> Iterator[Heading]:
    """Headings inside a line whose line ends were lost, or labels between sentences of one line."""
    for mention in mentions:
        if not start < mention.start or mention.end > end or mention.id == "header":
            continue
        found = _inside(text, mention, start, end, case)
        if found:
            yield found


def _inside(text: str, mention: Mention, start: int, end: int, case: Case) -> Heading | None:
    """The heading that a mention inside a line is: by its capitals, its colon, and the end of a sentence before it."""
    words = text[mention.start : mention.end]
    loud = case is Case.MIXED and words.isupper()
    after = _AFTER.match(text, mention.end, end)
    colon = bool(after and (after["mark"] or "").startswith(":")) and (case is not Case.MIXED or words[0].isupper())
    alone = bool(after and after["mark"] == ".") and _is_sentence(mention, words)
    if not loud and not colon and not alone and case is Case.MIXED:
        return None
    ended = bool(_ENDED.search(text, max(start, mention.start - _LOOK_BACK), mention.start))
    several = " " in words
    anywhere = mention.attributes.get("inline") == "yes" and several
    bare = anywhere and _bare(mention, case, loud=loud, ended=ended)
    if not (bare or (alone and ended) or (colon and (ended or anywhere)) or (loud and several and ended)):
        return None
    close = after.end() if after and (colon or alone) else mention.end
    return Heading(mention.start, close, mention.id, mention.attributes, words, alone=False, inline=True)


def _is_sentence(mention: Mention, words: str) -> bool:
    """Whether the words of a heading may be a sentence by themselves: "Plan."."""
    return mention.id in _SENTENCES and words[0].isupper() and len(words) > 1 and len(words.split()) < _SHORT_WORDS


def _bare(mention: Mention, case: Case, *, loud: bool, ended: bool) -> bool:
    """Whether words that head a section anywhere do so without a colon: in capitals, or where capitals say nothing."""
    return mention.attributes.get("colon") != "yes" and (loud or (case is not Case.MIXED and ended))


def is_unknown_heading(text: str, start: int, end: int, case: Case) -> bool:
    """A line in capitals, or between signs, that the lexicon does not know: it opens a section of no known kind."""
    if is_decorated(text, start, end):
        return True
    line = text[start:end]
    return case is Case.MIXED and bool(_CAPITALS.match(line)) and "\t" not in line and not _is_finding(line)


def _is_finding(line: str) -> bool:
    """Whether a line in capitals is a finding with its figure or sign, said in abbreviations."""
    return bool(_FINDING.match(line)) and not searching("counted").match(line) and not line.rstrip().endswith(":")


def is_decorated(text: str, start: int, end: int) -> bool:
    """A few words between signs, or after them (">> chart", "== Course ==", "[my reply]"): a heading, known or not."""
    return bool(_DECORATED.match(text, start, end)) and not _REDACTED.match(text, start, end)


def is_bracketed(text: str, start: int, end: int) -> bool:
    """A line that opens with words in brackets ("[NECK] Spurling negative."): they are its heading."""
    return bool(_BRACKETED.match(text, start, end)) and not _REDACTED.match(text, start, end)
