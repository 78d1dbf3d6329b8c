"""What `upheld` answers: one recommendation for each disputed item, with everything that led to it.

The field names are the contract of `upheld check --json` (schema `upheld/check/1`).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from engine.facts import Fact, Frozen, Sentence


class Outcome(StrEnum):
    """The answer for one item; `not_covered` is never a silent denial."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"
    NOT_COVERED = "not_covered"


class Quote(Frozen):
    """Words of the document that speak to a finding: offsets in characters, line from 1, and whose account it is."""

    quote: str
    start: int
    end: int
    line: int
    source: str
    page: int | None = None


class Finding(Frozen):
    """How one criterion stands. `because` says it in a sentence; `deciding` marks those that carry the outcome.

    `unread` are sentences that gave no fact and may bear on it; their source is `unread`.
    """

    criterion: str
    keyword: str
    standing: str
    deciding: bool
    says: str
    because: str
    citation: str
    judgement: str = ""
    reading: str = ""
    confidence: str = ""
    lifted_by: str = ""
    evidence: tuple[Quote, ...] = ()
    unread: tuple[Quote, ...] = ()


class InForce(Frozen):
    """The days on which a text was in force, both included."""

    since: date
    until: date | None


class GuidelineRef(Frozen):
    """The guideline that decided."""

    id: str
    title: str
    guideline: str
    citation: str
    in_force: InForce
    status: str
    confidence: str


class Considered(Frozen):
    """A guideline that was looked at; `why` says why it was chosen or passed over."""

    id: str
    title: str
    citation: str
    chosen: bool
    why: str


class DateUsed(Frozen):
    """The date that selected the text and what it is the date of."""

    value: date
    kind: str


class TraceStep(Frozen):
    """One rule that fired and what it established."""

    rule: str
    establishes: str


class SettledFact(Frozen):
    """One rule fact as it was settled: its value in words, where it came from, and any conflict."""

    name: str
    reads: str
    value: str
    how: str
    conflict: str = ""
    evidence: tuple[Quote, ...] = ()
    against: tuple[Quote, ...] = ()


class Recommendation(Frozen):
    """The answer for one disputed item."""

    wording: str
    treatment: str
    quantity: float | None
    unit: str
    body_part: str
    row: str
    date: DateUsed | None
    stage: str
    outcome: Outcome
    basis: str
    guideline: GuidelineRef | None
    considered: tuple[Considered, ...] = ()
    depends_on: tuple[int, ...] = ()
    supportable: float | None = None
    needs_person: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    rationale: str = ""
    settled: tuple[SettledFact, ...] = ()
    trace: tuple[TraceStep, ...] = ()
    evidence: tuple[Quote, ...] = ()


class DocumentRef(Frozen):
    """The document by name and hash."""

    name: str
    sha256: str


class LibraryRef(Frozen):
    """The rules by version and hash of their files."""

    version: str
    sha256: str


class CheckResult(Frozen):
    """All that a check says of one document or case."""

    document: DocumentRef
    library: LibraryRef
    engine: str
    items: tuple[Recommendation, ...]
    facts: tuple[Fact, ...] = ()
    unread: tuple[Sentence, ...] = ()
    messages: tuple[str, ...] = ()


PHYSICIAN_NOTICE = (
    "Upheld here is a finding to put before a physician. In California only a physician may delay, modify or deny "
    "treatment (Labor Code 4610)."
)
