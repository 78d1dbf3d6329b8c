"""The clinical lexicon: phrase files of `rules/lexicon` and the names in `rules/vocabulary`, loaded once.

Treatments and drugs are one category, so that the longest name wins ("diclofenac gel" is no oral diclofenac). A drug's
mention carries its family as id and its own id as the attribute `drug`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from engine import rule_files
from engine.reading.lexicon import Entry, Lexicon, entry
from engine.reading.lexicon_files import entries_of, shared_words, written_out
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from engine.reading.code_files import Codes

# Files that serve zones and assertion, which load them themselves.
_STRUCTURE = frozenset({"cue-ends", "cues", "denials", "lead-ins", "reports", "sections", "sentence-kinds", "speakers"})


@dataclass(frozen=True)
class ReadingLexicon:
    """All that reading knows of words: the phrases, and what the vocabulary says of the ids they give."""

    lexicon: Lexicon
    treatments: dict[str, dict[str, Any]] = field(repr=False)
    body_parts: dict[str, dict[str, Any]] = field(repr=False)
    drugs: dict[str, dict[str, Any]] = field(repr=False)

    def family(self, treatment: str, body_part: str | None) -> str:
        """The treatment meant by a name that depends on the body part ("MRI"); other names mean themselves."""
        by_part: dict[str, str] = self.treatments.get(treatment, {}).get("by_body_part") or {}
        return by_part.get(body_part or "", treatment)

    def parts_of(self, treatment: str) -> dict[str, str]:
        """For a study that is another one for each body part, what it is for each of them; else nothing."""
        return self._kinds.get(treatment, {})

    def kind_of(self, treatment: str) -> str:
        """The study that a study of one part is a kind of; other treatments are of no kind but their own."""
        return self._generic.get(treatment, treatment)

    @cached_property
    def _generic(self) -> dict[str, str]:
        by_part = {key: each["by_body_part"] for key, each in self.treatments.items() if each.get("by_body_part")}
        return {each: generic for generic, parts in by_part.items() for each in parts.values()}

    @cached_property
    def _kinds(self) -> dict[str, dict[str, str]]:
        by_part = {key: each["by_body_part"] for key, each in self.treatments.items() if each.get("by_body_part")}
        return {each: parts for generic, parts in by_part.items() for each in (generic, *parts.values())}

    def unit(self, treatment: str) -> str:
        """What a bare number of this treatment counts."""
        return str(self.treatments.get(treatment, {}).get("unit", "visit"))

    def own_part(self, treatment: str) -> str | None:
        """The body part that the treatment's own name says."""
        part = self.treatments.get(treatment, {}).get("body_part")
        return str(part) if part else None

    def is_course(self, treatment: str) -> bool:
        """Whether having had the treatment is an earlier course: not so for studies, consultations and operations."""
        return self.treatments.get(treatment, {}).get("course") != "no"

    def is_drug(self, treatment: str) -> bool:
        """Whether requests for this treatment count in tablets and the like."""
        return "drugs" in self.treatments.get(treatment, {})


def reading_lexicon(folder: Path | None = None, codes: Codes = ()) -> ReadingLexicon:
    """Load the lexicon of a rules folder; raises RuleErrors with all mistakes.

    Without a folder, or where it has no lexicon, that of the installation. `codes` are service codes that mean a
    treatment, besides those of the vocabulary and before them.
    """
    own = folder is not None and folder.joinpath("lexicon").is_dir()
    return _loaded(folder if folder is not None and own else rules_folder(), codes)


@lru_cache(maxsize=4)
def _loaded(rules: Path, codes: Codes) -> ReadingLexicon:
    vocabulary = rules / "vocabulary"
    treatments, body_parts, drugs = (
        rule_files.read(vocabulary / f"{name}.yaml", name=f"vocabulary/{name}.yaml").data
        for name in ("treatments", "body-parts", "drugs")
    )
    phrases = [
        each
        for path in sorted((rules / "lexicon").glob("*.yaml"))
        if path.stem not in _STRUCTURE
        for each in entries_of(path)
    ]
    named = [
        *_treatment_entries(treatments, drugs, shared_words(rules / "lexicon")),
        *_code_entries(treatments, codes),
        *_body_entries(body_parts),
    ]
    rule_files.keep()
    return ReadingLexicon(Lexicon([*phrases, *named]), treatments, body_parts, drugs)


def _treatment_entries(treatments: dict[str, Any], drugs: dict[str, Any], words: Mapping[str, str]) -> Iterator[Entry]:
    for key, each in treatments.items():
        phrases, excepted = ([written_out(p, words) for p in each.get(k) or ()] for k in ("phrases", "except"))
        short = each.get("abbreviations") or ()
        if phrases or short:
            yield entry("treatment", key, phrases, short, excepted=excepted)
        for drug in each.get("drugs") or ():
            found = drugs[drug]
            names = [*(found.get("names") or ()), *(found.get("brands") or ())]
            yield entry("treatment", key, names, (), {"drug": drug})


def _code_entries(treatments: dict[str, Any], codes: Codes) -> Iterator[Entry]:
    """Service codes as names of their treatments, as they are written."""
    hcpcs = {code: key for key, each in treatments.items() for code in (each.get("codes") or {}).get("hcpcs", ())}
    known = {**hcpcs, **dict(codes)}
    yield from (entry("treatment", treatment, (), (code,), {"code": code}) for code, treatment in known.items())


def _body_entries(body_parts: dict[str, Any]) -> Iterator[Entry]:
    for key, each in body_parts.items():
        yield entry("body_part", key, each.get("words") or (), each.get("abbreviations") or ())
