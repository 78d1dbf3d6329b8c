"""Preparations for the skin made of several drugs: names with their shares side by side are one product."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.reading.naming import Named
    from engine.reading.passage import Passage

_FORM = re.compile(
    r"\b(?:creams?|ointments?|gels?|lotions?|patch(?:es)?|compound\w*|topicals?|transdermal|cmpd|lipoderm|base)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"[;\n]")
_PERCENT = re.compile(r"\s*(?:hcl|sodium|hydrochloride)?\s*[(-]?\s*\d{1,2}(?:\.\d+)?\s?%", re.IGNORECASE)
_SLASH = re.compile(r"(?:\s\d{1,2}(?:\.\d+)?)?\s?[/+]\s?\Z")
_NEAR, _FEWEST = 80, 2
_TOPICAL = "topical_analgesics"


def compounded(names: list[Named], passage: Passage) -> list[Named]:
    """The names with every compounded product as one; other names stay as they are."""
    if len(names) < _FEWEST:
        return names
    found: list[Named] = []
    for each in names:
        part = each.treatment == _TOPICAL or _has_share(each, passage) or _is_joined(names, each, passage)
        before = found[-1] if found else None
        if part and before and before.treatment == _TOPICAL and _beside(before, each, passage):
            found[-1] = replace(before, right=each.right)
        elif part and each.treatment != _TOPICAL and _is_mixed(names, each, passage):
            found.append(replace(each, treatment=_TOPICAL, drug=None))
        else:
            found.append(each)
    return found


def _has_share(each: Named, passage: Passage) -> bool:
    """Whether a percentage stands with a name."""
    return bool(_PERCENT.match(passage.text, each.end)) or "%" in passage.words(each.start, each.end)


def _is_joined(names: list[Named], each: Named, passage: Passage) -> bool:
    """Whether a name is one of several parted by slashes in a cream: "flurbiprofen 20 / lidocaine 5 cream"."""
    if not _FORM.search(passage.text, passage.start, passage.end):
        return False
    at = names.index(each)
    beside = [pair for pair in (names[max(0, at - 1) : at + 1], names[at : at + 2]) if len(pair) == _FEWEST]
    return any(
        _SLASH.match(passage.words(one.end, other.start)) is not None
        and _TOPICAL not in {one.treatment, other.treatment}
        for one, other in beside
    )


def _beside(one: Named, other: Named, passage: Passage) -> bool:
    """Whether two names are so near that they may be parts of one product, and no other form is named between."""
    between = passage.words(min(one.end, other.end), max(one.start, other.start))
    return len(between) < _NEAR * 2 and not _APART.search(between)


def _is_mixed(names: list[Named], each: Named, passage: Passage) -> bool:
    """Whether other drugs with a share stand beside this one, and no form of its own between them."""
    return any(
        other.start != each.start
        and abs(other.start - each.start) < _NEAR
        and (_has_share(other, passage) or _is_joined(names, other, passage))
        and _beside(each, other, passage)
        and not _FORM.search(passage.words(min(each.end, other.end), max(each.start, other.start)))
        for other in names
    )
