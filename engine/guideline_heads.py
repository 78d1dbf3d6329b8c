"""Guidelines known by their heads: what selection asks of every one, while the rest of a file waits until it is chosen.

A head is only kept of a library in which nothing was wrong, so that what waits is known to be sound.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from engine.guideline import Guideline, GuidelineSource
from engine.program import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TEXTS = ("id", "title", "treatment", "family", "status_text", "rank", "file")
_LISTS = ("phases", "body_parts", "presupposes", "dated")
_WHOLE = frozenset(each.name for each in fields(Guideline))


def head_of(guideline: Guideline) -> dict[str, Any]:
    """The head of a guideline as plain data."""
    kept = {name: getattr(guideline, name) for name in (*_TEXTS, *_LISTS)}
    return {**kept, "status": str(guideline.status), "source": asdict(guideline.source)}


class WaitingGuideline(Guideline):
    """A guideline of which the head is known; `load` gives the whole when more of it is asked for."""

    def __init__(self, head: Mapping[str, Any], load: Callable[[], Guideline]) -> None:
        found = {name: head[name] for name in _TEXTS} | {name: tuple(head[name]) for name in _LISTS}
        cited_as = tuple((str(document), int(chapter)) for document, chapter in head["source"]["cited_as"])
        found["source"] = GuidelineSource(**{**head["source"], "cited_as": cited_as})
        found["status"] = Status(head["status"])
        # The instance is frozen, but not yet whole.
        vars(self).update(found, _load=load)

    def __getattr__(self, name: str) -> Any:
        """What is not of the head: read the file, once."""
        if name not in _WHOLE:
            raise AttributeError(name)
        vars(self).update(vars(self._load()))
        return vars(self)[name]
