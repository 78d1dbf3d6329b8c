"""Preparations for the skin made of several drugs: names with percentages side by side are one product."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.reading.naming import Named
    from engine.reading.passage import Passage

_FORM = re.compile(r"\b(?:cream|ointment|gel|lotion|compound\w*|topical|transdermal|cmpd)\b", re.IGNORECASE)
_APART = re.compile(r"[;\n]")
_SHARE = re.compile(r"\s*\(?\s*\d{1,2}(?:\.\d+)?\s?%")
_NEAR = 80
_TOPICAL = "topical_analgesics"


def compounded(names: list[Named], passage: Passage) -> list[Named]:
    """The names with every compounded product as one; other names stay as they are."""
    if not names or not _FORM.search(passage.text, passage.start, passage.end):
        return names
    found: list[Named] = []
    for each in names:
        part = each.treatment == _TOPICAL or _has_share(each, passage)
        before = found[-1] if found else None
        if (
            part
            and before
            and before.treatment == _TOPICAL
            and not _APART.search(passage.words(before.end, each.start))
        ):
            found[-1] = replace(before, end=before.end, right=each.right)
        elif part and each.treatment != _TOPICAL and _is_mixed(names, each, passage):
            found.append(replace(each, treatment=_TOPICAL, drug=None))
        else:
            found.append(each)
    return found


def _has_share(each: Named, passage: Passage) -> bool:
    return bool(_SHARE.match(passage.text, each.end)) or "%" in passage.words(each.start, each.end)


def _is_mixed(names: list[Named], each: Named, passage: Passage) -> bool:
    """Whether other drugs with a share stand beside this one."""
    return any(
        other.start != each.start
        and abs(other.start - each.start) < _NEAR
        and _has_share(other, passage)
        and not _APART.search(passage.words(min(each.end, other.end), max(each.start, other.start)))
        for other in names
    )
