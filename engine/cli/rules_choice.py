"""Which guidelines `upheld rules list` lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.checking import suggestion
from engine.criteria import CONFIDENCE
from engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from engine.guideline import Guideline
    from engine.library import Library

VERIFIED = CONFIDENCE[0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a guideline must be to be listed; empty asks nothing."""

    on: date | None = None
    source: str = ""
    treatment: str = ""
    confidence: str = ""
    unverified: bool = False


def choose(library: Library, wanted: Wanted) -> list[Guideline]:
    """The guidelines that are wanted, in id order; raises InputError for a word that is not known."""
    _known("treatment", wanted.treatment, library.vocabulary.treatments)
    _known("level of confidence", wanted.confidence, CONFIDENCE)
    return [each for each in library.guidelines if _is_wanted(each, wanted, library)]


def _known(what: str, word: str, known: Collection[str]) -> None:
    if word and word not in known:
        raise InputError(f"`{word}` is not a {what}; {suggestion(word, known)}")


def _is_wanted(guideline: Guideline, wanted: Wanted, library: Library) -> bool:
    source = guideline.source
    return (
        (wanted.on is None or source.in_force(wanted.on))
        and wanted.treatment in {"", guideline.treatment, guideline.family}
        and wanted.confidence in {"", source.confidence}
        and (not wanted.unverified or not is_verified(guideline))
        and (not wanted.source or _is_of(guideline, wanted.source, library))
    )


def is_verified(guideline: Guideline) -> bool:
    """Whether every figure of a guideline was verified against the printed text."""
    return {guideline.source.confidence, *(each.confidence for each in guideline.criteria)} <= {VERIFIED, ""}


def _is_of(guideline: Guideline, words: str, library: Library) -> bool:
    """Whether a guideline is of the pack of this name, or of a text whose name or citation holds all the words."""
    pack = next((each for each in library.packs if each.holds(guideline.id)), None)
    if pack is not None and words in {pack.name, *pack.folders}:
        return True
    told = f"{guideline.source.guideline} {guideline.source.citation} {guideline.id}".lower()
    return all(word in told for word in words.lower().split())
