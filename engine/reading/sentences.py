"""Where sentences end, without leaning on capitals more than the document does.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a decimal or a list number. Lines end
sentences too: the normaliser has joined those that are only wraps.
"""

from __future__ import annotations

import re
from functools import lru_cache

from engine import rule_files
from engine.reading.folding import Case
from engine.resources import rules_folder

_CANDIDATE = re.compile(
    r"[.!?]+[\"')\]]*(?=\s|\Z)|\.(?<=[a-z0-9)]\.)(?=[A-Z][a-z])|:(?:(?<=\bbelow:)|(?<=\brecords:))(?=\s)"
)
_LAST_WORD = re.compile(r"[\w.'&/-]*\Z")
_LIST_NUMBER = re.compile(r"(?:^|[\n\t:;.] ?|\s{2})(?:\(?(?:\d{1,2}[a-h]?|[A-Za-z]|[ivx]{2,4}|[IVX]{2,4}))\Z")
_MARK = re.compile(r"[( ]*(?:\d{1,2}[a-h]?|[A-Za-z]|[ivx]{2,4}|[IVX]{2,4})\Z")
_NEXT = re.compile(r"\s*[\"'(\[]*(.)", re.DOTALL)
_INITIAL = re.compile(r"(?:^|[\s(.])[A-Za-z]\Z")
_OPENER = re.compile(
    r"\s+(?:The|He|She|They|It|This|These|That|There|His|Her|Their|We|Our|In|On|At|After|Before|Since|No|Not|When|While)\s"
)
_LOOK_BACK = 24
_PLAIN = 5  # letters before a full stop that are neither an initial nor the mark of a list


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, frozenset[str]]:
    data = rule_files.read(rules_folder() / "lexicon" / "abbreviations.yaml").data
    return {key: frozenset(value.split()) for key, value in data.items() if key != "data"}


def sentence_ends(text: str, start: int, end: int, case: Case) -> list[int]:
    """The offsets in `text[start:end]` after which a new sentence begins, and `end` itself."""
    ends = [
        match.end()
        for match in _CANDIDATE.finditer(text, start, end)
        if match.end() < end and _ends(text, start, match, case)
    ]
    return [*ends, end]


def _ends(text: str, start: int, match: re.Match[str], case: Case) -> bool:
    """Whether a mark ends a sentence."""
    if match[0][0] != ".":
        return True
    before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    following = _NEXT.match(text, match.end())
    first = following[1] if following else ""
    word = _word(before)
    known = _abbreviations()
    if word in known["never"] or (word in known["before_figure"] and first.isdigit()):
        return False
    if word in known["measure"] or word in known["short"]:
        return first.isupper() if case is Case.MIXED else word in known["measure"] and not first.isdigit()
    if len(before) >= _PLAIN and before[-_PLAIN:].isalpha():
        return True
    if _is_list_number(text, start, match.start(), before):
        return False
    return not _is_initial(before, word, case) or first == "" or _opens(text, match.end())


def _opens(text: str, at: int) -> bool:
    """Whether a word follows that opens sentences and is no name: "Exhibit C. The first"."""
    return _OPENER.match(text, at) is not None


def _word(before: str) -> str:
    last = before[before.rfind(" ") + 1 :]
    if last.isalnum():
        return last.lower()
    found = _LAST_WORD.search(before)
    return (found[0] if found else "").strip("'-/").lower()


def _is_list_number(text: str, start: int, at: int, before: str) -> bool:
    """A number or letter that opens a line or an item of a list."""
    if _MARK.match(text, start, at):
        return True
    return bool(_LIST_NUMBER.search(before)) and not before.rstrip()[-2:-1].isdigit()


def _is_initial(before: str, word: str, case: Case) -> bool:
    """The single letter of a name or a dotted abbreviation ("J. Smith", "q.i.d.")."""
    if not _INITIAL.search(before):
        return False
    return "." in word or case is not Case.MIXED or before[-1:].isupper()
