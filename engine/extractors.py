"""Programs of others that propose facts: found by the entry point group `upheld.extractors`, and never used unasked.

An extractor proposes; it does not decide. What it proposes counts for nothing until a person has confirmed it, and a
proposal whose quote is not in the document, or whose value is none of the vocabulary's, is dropped and told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from engine.checking import suggestion
from engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.document import Document
    from engine.facts import Scalar

GROUP = "upheld.extractors"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One fact that an extractor proposes.

    `type` and `value` are those of `rules/vocabulary/fact-types.yaml`; `quote` is verbatim, and `start`, if it is
    given, is about where it stands in the document's text, in characters. `assertion` and `source` are words of
    `engine.facts`.
    """

    type: str
    value: Mapping[str, Scalar]
    quote: str
    start: int | None = None
    assertion: str = "affirmed"
    source: str = "record"


@runtime_checkable
class Extractor(Protocol):
    """What an entry point must lead to: an object with these, or a class that makes one without arguments."""

    name: str
    version: str
    deterministic: bool

    def extract(self, document: Document) -> Iterable[Proposal]:
        """The facts that it finds; it must send the document nowhere that its user has not agreed to."""
        ...


@dataclass(frozen=True)
class Proposed:
    """What one extractor proposed of one document, before anything of it is checked."""

    by: str
    deterministic: bool
    proposals: tuple[Proposal, ...] = field(default=())


def installed() -> tuple[str, ...]:
    """The names of the extractors that are installed."""
    return tuple(sorted({each.name for each in entry_points(group=GROUP)}))


def find(name: str) -> Extractor:
    """An installed extractor by its name; raises InputError where there is none, or where it is none."""
    found = [each for each in entry_points(group=GROUP) if each.name == name]
    if not found:
        known = suggestion(name, installed()) or f"none is installed (entry point group `{GROUP}`)"
        raise InputError(f"`{name}` is no extractor; {known}")
    try:
        loaded = found[0].load()
        made = loaded() if isinstance(loaded, type) else loaded
    except Exception as error:  # code of others may raise whatever it likes
        raise InputError(f"the extractor `{name}` cannot be loaded ({type(error).__name__}); ask its makers") from error
    if not isinstance(made, Extractor):
        raise InputError(f"`{name}` is no extractor: it lacks `name`, `version`, `deterministic` or `extract`")
    return made


def propose(extractor: Extractor, document: Document) -> Proposed:
    """Run an extractor on a document; raises InputError where it fails or gives something else than proposals."""
    try:
        proposals = tuple(extractor.extract(document))
    except Exception as error:  # as above
        raise InputError(f"the extractor `{extractor.name}` failed ({type(error).__name__}); leave it out") from error
    if not all(isinstance(each, Proposal) for each in proposals):
        raise InputError(f"the extractor `{extractor.name}` gives something else than proposals; ask its makers")
    return Proposed(f"{extractor.name} {extractor.version}", extractor.deterministic, proposals)
