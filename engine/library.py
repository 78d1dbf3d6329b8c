"""The loaded guidelines: every rule file of a folder, checked together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from engine import cache, rule_files, strict_yaml
from engine.errors import Place, RuleError, RuleErrors
from engine.guideline import Guideline, load_guideline
from engine.guideline_heads import WaitingGuideline, head_of
from engine.packs import Pack, load_about, position
from engine.recommendation import LibraryRef
from engine.resources import rules_folder
from engine.settle.body import speaks_to
from engine.settle.measures import MEASURES
from engine.settle.opioids import load_drugs
from engine.settle.policy import Policy, load_policy
from engine.vocabulary import Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from engine.program import Program
    from engine.strict_yaml import Source

_T = TypeVar("_T")
NOT_GUIDELINES = ("vocabulary", "lexicon", "derived", "tables", "settle")
"""Folders of a rules folder that hold no guidelines."""


@dataclass(frozen=True)
class Library:
    """Guidelines in id order, with the vocabulary they are written in."""

    folder: Path
    vocabulary: Vocabulary
    guidelines: tuple[Guideline, ...]
    sources: Callable[[str], Source] = field(repr=False)
    ref: LibraryRef
    policy: Policy = field(repr=False)
    drugs: dict[str, Any] = field(repr=False)
    packs: tuple[Pack, ...] = ()
    eras: dict[tuple[str, date], Program] = field(default_factory=dict, repr=False)

    def guideline(self, identity: str) -> Guideline:
        """The guideline with an id; raises KeyError for an unknown one."""
        for each in self.guidelines:
            if each.id == identity:
                return each
        raise KeyError(identity)

    def of_family(self, family: str) -> tuple[Guideline, ...]:
        """The guidelines that serve a treatment family, in the search order: pack, rank, then id."""
        found = (each for each in self.guidelines if each.family == family)
        return tuple(sorted(found, key=lambda each: (position(each.id, self.packs), each.rank, each.id)))

    def program(self, guideline: Guideline, on: date) -> Program:
        """The program of a guideline on a date; only files with dated values differ by date."""
        if not guideline.dated:
            return guideline.compiled
        past = [day for day in guideline.dated if day <= on.isoformat()]
        era = date.fromisoformat(past[-1] if past else guideline.dated[0])
        if (guideline.id, era) not in self.eras:
            source = self.sources(guideline.id)
            self.eras[guideline.id, era] = load_guideline(source, self.vocabulary, guideline.id, era).compiled
        return self.eras[guideline.id, era]


def load_library(folder: Path | None = None, packs: Sequence[str] = ()) -> Library:
    """Load the rule files of some packs of a folder, by default the default packs that this installation carries.

    `packs` are names of `library.yaml` in search order; ALL is every one. Raises RuleErrors: every mistake of every
    file, a pack that is not there, and every pair of guidelines of one pack in force for the same thing.
    """
    folder = folder or rules_folder()
    if not folder.is_dir():
        raise RuleErrors([RuleError(Place(str(folder)), "there is no such folder of rules", "give --rules DIR")])
    # The hash is part of the key, so that a rule edited while the program runs is never answered from memory.
    return _load(_Folder.read(folder), tuple(packs))


@dataclass(frozen=True)
class _Folder:
    """The files of a rules folder at one moment, as bytes; one is another's equal if their hash is."""

    path: Path
    digest: str
    content: dict[Path, bytes] = field(repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> _Folder:
        content = {file: file.read_bytes() for file in sorted(path.rglob("*.yaml"))}
        digest = hashlib.sha256()
        for file, text in content.items():
            digest.update(file.relative_to(path).as_posix().encode() + b"\0" + text + b"\0")
        return cls(path, digest.hexdigest(), content)

    def source(self, identity: str, errors: list[RuleError] | None = None) -> Source:
        """A rule file as it was at that moment."""
        file = self.path / f"{identity}.yaml"
        name = f"{self.path.name}/{identity}.yaml"
        return rule_files.parsed(strict_yaml.decoded(self.content[file], name), file.parent, name, errors)


@lru_cache(maxsize=4)
def _load(files: _Folder, names: tuple[str, ...]) -> Library:
    folder = files.path
    errors: list[RuleError] = []
    vocabulary = _gathered(errors, lambda: load_vocabulary(folder, MEASURES))
    policy = _gathered(errors, lambda: load_policy(folder))
    drugs = _gathered(errors, lambda: load_drugs(folder))
    about = _gathered(errors, lambda: load_about(folder, names))
    if vocabulary is None or policy is None or drugs is None or about is None:
        raise RuleErrors(errors)
    guidelines = _guidelines(files, about.packs, vocabulary, errors)
    if errors:
        raise RuleErrors(errors)
    ref = LibraryRef(version=about.version, sha256=files.digest)
    return Library(folder, vocabulary, guidelines, files.source, ref, policy, drugs, about.packs)


def _gathered(errors: list[RuleError], load: Callable[[], _T]) -> _T | None:
    """What a loader gives, or nothing and its mistakes."""
    try:
        return load()
    except RuleErrors as error:
        errors.extend(error.errors)
        return None


def _guidelines(
    files: _Folder, packs: tuple[Pack, ...], vocabulary: Vocabulary, errors: list[RuleError]
) -> tuple[Guideline, ...]:
    """The guidelines of the packs: by their heads where the very same files were found sound before, else in full."""
    place = cache.key_of(str(files.path.absolute()), *(pack.name for pack in packs))[:32]
    heads = cache.load(f"library-{place}", files.digest)
    if heads is not None and not errors:
        return tuple(WaitingGuideline(head, partial(_whole, files, vocabulary, head["id"])) for head in heads)
    found = tuple(_checked(files, packs, vocabulary, errors))
    errors.extend(overlaps(found, packs, vocabulary))
    # What came of files that were edited meanwhile is not of these.
    if not errors and _Folder.read(files.path) == files:
        cache.save(f"library-{place}", files.digest, [head_of(each) for each in found])
        rule_files.keep()
    return found


def _whole(files: _Folder, vocabulary: Vocabulary, identity: str) -> Guideline:
    return load_guideline(files.source(identity), vocabulary, identity)


def _checked(
    files: _Folder, packs: tuple[Pack, ...], vocabulary: Vocabulary, errors: list[RuleError]
) -> Iterator[Guideline]:
    for identity, _ in guideline_files(files.path, packs):
        try:
            yield load_guideline(files.source(identity, errors), vocabulary, identity)
        except RuleErrors as error:
            errors.extend(error.errors)


def guideline_files(folder: Path, packs: tuple[Pack, ...] = ()) -> Iterator[tuple[str, Path]]:
    """Every rule file of the packs (of none: every one) with its id: its path inside the folder, without the ending."""
    for path in sorted(folder.rglob("*.yaml")):
        parts = path.relative_to(folder).parts
        identity = path.relative_to(folder).with_suffix("").as_posix()
        if len(parts) > 1 and parts[0] not in NOT_GUIDELINES and position(identity, packs) < max(len(packs), 1):
            yield identity, path


def overlaps(
    guidelines: Sequence[Guideline], packs: tuple[Pack, ...], vocabulary: Vocabulary
) -> Iterator[RuleError]:
    """Pairs of guidelines of one pack in force on one day for the same family, phase and body part, with a witness."""
    for index, one in enumerate(guidelines):
        for other in guidelines[index + 1 :]:
            if one.family != other.family or position(one.id, packs) != position(other.id, packs):
                continue
            witness = _witness(one, other, vocabulary)
            if witness:
                says = f"`{one.id}` and `{other.id}` are both in force for `{one.family}` {witness}"
                cure = "end one with `until`, or tell them apart by phase or body part"
                yield RuleError(Place(other.file), says, cure)


def _witness(one: Guideline, other: Guideline, vocabulary: Vocabulary) -> str:
    since = max(one.source.since, other.source.since)
    until = min(one.source.until or date.max, other.source.until or date.max)
    phases = _shared(one.phases, other.phases)
    parts = _shared_part(one.body_parts, other.body_parts, vocabulary)
    if since > until or phases is None or parts is None:
        return ""
    return " ".join(filter(None, [f"on {since}", phases and f"in the {phases} phase", parts and f"for `{parts}`"]))


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> str | None:
    """A word that both lists hold, "" when both hold every word, None when they share none; an empty list is all."""
    if not one or not other:
        return (one or other or ("",))[0]
    shared = sorted({*one} & {*other})
    return shared[0] if shared else None


def _shared_part(one: tuple[str, ...], other: tuple[str, ...], vocabulary: Vocabulary) -> str | None:
    """A body part that both lists speak to, whether they name it, its region or the wider part."""
    if not one or not other:
        return (one or other or ("",))[0]
    parts = vocabulary.body_parts
    spoken = (part for part in sorted(parts) if _speaks(one, part, parts) and _speaks(other, part, parts))
    return next(spoken, None)


def _speaks(listed: tuple[str, ...], part: str, parts: dict[str, dict[str, Any]]) -> bool:
    return any(speaks_to(each, part, parts) for each in listed)
