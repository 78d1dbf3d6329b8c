"""What reading says of a letter: typed facts, each with its evidence.

Two axes are never merged. `Assertion` is what is said of the thing (it is so, it is not so, the record does not say);
`Source` is who says it. The fact types and their slots are data: `rules/vocabulary/fact-types.yaml`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

Scalar: TypeAlias = bool | int | float | str | date


class Frozen(BaseModel):
    """Base of every value that travels through the pipeline: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Assertion(StrEnum):
    """What is said of the thing (Harkema 2009, ConText, with `not_documented` added for review language)."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    NOT_DOCUMENTED = "not_documented"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"
    UNCERTAIN = "uncertain"


class Source(StrEnum):
    """Whose account it is. `record` is the treating record itself; the others speak about it."""

    PATIENT = "patient"
    PROVIDER = "provider"
    UR = "ur"
    REVIEWER = "reviewer"
    RECORD = "record"
    FORM = "form"
    USER = "user"


class Evidence(Frozen):
    """A verbatim stretch of the document: `quote == text[start:end]`, offsets in characters of the original text."""

    start: int
    end: int
    line: int
    quote: str
    page: int | None = None
    section: str = ""
    slot: str = ""


class Fact(Frozen):
    """One statement of a document.

    `value` holds the slots that its type declares (counts as int, dates as `date`, amounts in the unit that the fact
    type names). `as_of` is the date of what is described where the text gives one. `rule` names the pattern that read
    it, so that a wrong reading can be traced to one line of code or lexicon. `item` ties a fact to one disputed item
    (its index) where the text does so.
    """

    type: str
    value: dict[str, Scalar]
    assertion: Assertion = Assertion.AFFIRMED
    source: Source = Source.RECORD
    evidence: tuple[Evidence, ...] = ()
    as_of: date | None = None
    rule: str = ""
    item: int | None = None

    @property
    def quote(self) -> str:
        """The words of the document that carry the fact, or nothing where the fact was entered by a person."""
        return self.evidence[0].quote if self.evidence else ""


class Sentence(Frozen):
    """A sentence that looked clinical and gave no fact; shown to the user as unread.

    `paragraph` holds the first and the last line of the paragraph that it stands in, where that is known.
    """

    start: int
    end: int
    line: int
    quote: str
    section: str = ""
    why: str = ""
    page: int | None = None
    paragraph: tuple[int, int] | None = None


class Reading(Frozen):
    """All that reading says of one document: facts in order of appearance, and the sentences left unread.

    `empty_pages` are those of the document that hold no text, which therefore nobody has read.
    """

    name: str
    sha256: str
    facts: tuple[Fact, ...]
    unread: tuple[Sentence, ...] = ()
    empty_pages: tuple[int, ...] = ()
