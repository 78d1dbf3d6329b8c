"""What a point is about: some words make it only where its matter is spoken of, from `rules/lexicon/matters.yaml`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from engine import rule_files
from engine.reading.tokens import forms, tokens_of
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.reading.context import Context
    from engine.reading.passage import Passage


class Matter(NamedTuple):
    """Words, in the form in which they are compared, and within how many sentences before one must stand."""

    words: frozenset[str]
    before: int | None


@cache
def matters() -> Mapping[str, Matter]:
    """What each point is about that is made by words of many matters."""
    listed = rule_files.read(rules_folder() / "lexicon" / "matters.yaml").data["matters"]
    return {
        point.strip(): Matter(forms(str(each["words"])), each.get("before"))
        for each in listed
        for point in str(each["points"]).split(",")
    }


def is_spoken_of(context: Context, passage: Passage, point: str) -> bool:
    """Whether the matter of a point is spoken of where its words stand; a point without one may stand anywhere.

    A text that names no treatment has no other matter that its words might be about.
    """
    matter = matters().get(point)
    if matter is None or passage.says(matter.words) or not context.passages.having("treatment"):
        return True
    if matter.before is None:
        return not matter.words.isdisjoint(_said_anywhere(context))
    return any(each.says(matter.words) for each in context.before(passage, matter.before))


def _said_anywhere(context: Context) -> frozenset[str]:
    """The words of the whole document in the form in which they are compared."""
    found: frozenset[str] | None = context.memo.get("words")
    if found is None:
        found = context.memo["words"] = frozenset(tokens_of(context.normal.text)[2])
    return found
