"""The loaded guidelines: every rule file of a folder, checked together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from engine import strict_yaml
from engine.errors import Place, RuleError, RuleErrors
from engine.guideline import Guideline, load_guideline
from engine.recommendation import LibraryRef
from engine.resources import rules_folder
from engine.vocabulary import Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.program import Program

NOT_GUIDELINES = ("vocabulary", "lexicon", "derived", "tables", "settle")
"""Folders of a rules folder that hold no guidelines."""


@dataclass(frozen=True)
class Library:
    """Guidelines in id order, with the vocabulary they are written in."""

    folder: Path
    vocabulary: Vocabulary
    guidelines: tuple[Guideline, ...]
    sources: dict[str, strict_yaml.Source] = field(repr=False)
    ref: LibraryRef
    eras: dict[tuple[str, date], Program] = field(default_factory=dict, repr=False)

    def guideline(self, identity: str) -> Guideline:
        """The guideline with an id; raises KeyError for an unknown one."""
        return next(each for each in self.guidelines if each.id == identity)

    def of_family(self, family: str) -> tuple[Guideline, ...]:
        """The guidelines that serve a treatment family, in the search order: rank, then id."""
        return tuple(sorted((each for each in self.guidelines if each.family == family), key=lambda g: (g.rank, g.id)))

    def program(self, guideline: Guideline, on: date) -> Program:
        """The program of a guideline on a date; only files with dated values differ by date."""
        if not guideline.dated:
            return guideline.compiled
        past = [day for day in guideline.dated if day <= on.isoformat()]
        era = date.fromisoformat(past[-1] if past else guideline.dated[0])
        if (guideline.id, era) not in self.eras:
            source = self.sources[guideline.id]
            self.eras[guideline.id, era] = load_guideline(source, self.vocabulary, guideline.id, era).compiled
        return self.eras[guideline.id, era]


def load_library(folder: Path | None = None) -> Library:
    """Load every rule file of a folder, by default the rules this installation carries.

    Raises RuleErrors: every mistake of every file, and every pair of guidelines in force for the same thing.
    """
    return _load(folder or rules_folder())


@lru_cache(maxsize=4)
def _load(folder: Path) -> Library:
    if not folder.is_dir():
        raise RuleErrors([RuleError(Place(str(folder)), "there is no such folder of rules", "give --rules DIR")])
    vocabulary = load_vocabulary(folder)
    errors: list[RuleError] = []
    sources: dict[str, strict_yaml.Source] = {}
    guidelines: list[Guideline] = []
    for identity, path in guideline_files(folder):
        try:
            sources[identity] = strict_yaml.read(path, name=f"{folder.name}/{identity}.yaml")
            guidelines.append(load_guideline(sources[identity], vocabulary, identity))
        except RuleErrors as error:
            errors.extend(error.errors)
    errors.extend(overlaps(guidelines))
    if errors:
        raise RuleErrors(errors)
    return Library(folder, vocabulary, tuple(guidelines), sources, _reference(folder))


def guideline_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every rule file with its id: its path inside the folder, without the ending."""
    for path in sorted(folder.rglob("*.yaml")):
        parts = path.relative_to(folder).parts
        if len(parts) > 1 and parts[0] not in NOT_GUIDELINES:
            yield path.relative_to(folder).with_suffix("").as_posix(), path


def overlaps(guidelines: list[Guideline]) -> Iterator[RuleError]:
    """Pairs of guidelines in force on one day for the same family, phase and body part, each with a witness."""
    for index, one in enumerate(guidelines):
        for other in guidelines[index + 1 :]:
            witness = _witness(one, other)
            if witness:
                says = f"`{one.id}` and `{other.id}` are both in force for `{one.family}` {witness}"
                yield RuleError(Place(other.file), says, "end one with `until`, or tell them apart by phase or body part")


def _witness(one: Guideline, other: Guideline) -> str:
    if one.family != other.family:
        return ""
    since = max(one.source.since, other.source.since)
    until = min(one.source.until or date.max, other.source.until or date.max)
    phases = _shared(one.phases, other.phases)
    parts = _shared(one.body_parts, other.body_parts)
    if since > until or phases is None or parts is None:
        return ""
    return " ".join(filter(None, [f"on {since}", phases and f"in the {phases} phase", parts and f"for `{parts}`"]))


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> str | None:
    """A word that both lists hold, "" when both hold every word, None when they share none; an empty list is all."""
    if not one or not other:
        return (one or other or ("",))[0]
    shared = sorted({*one} & {*other})
    return shared[0] if shared else None


def _reference(folder: Path) -> LibraryRef:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    about = folder / "library.yaml"
    data = strict_yaml.read(about, name="library.yaml").data if about.is_file() else {}
    return LibraryRef(version=str(data.get("version", "0")), sha256=digest.hexdigest())
