"""What the assemblers work on: the sentences of a document with everything that was found in each.

An assembler is a function of a `Context` that gives facts. It never looks at the raw text, only at passages, their
mentions and their figures; positions are turned into evidence of the original document here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from engine.facts import Assertion, Evidence, Fact, Source
from engine.reading.assertion import assertion_of
from engine.reading.dates import Ago, DateMention, Span, ago, dates, durations
from engine.reading.doses import Dose, doses
from engine.reading.figures_of_tables import Row, row_of
from engine.reading.naming import Named, named
from engine.reading.quantities import Amount, amounts
from engine.reading.scores import Change, Percent, Score, changes, percents, scores
from engine.reading.zones import Kind, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.document import Document
    from engine.facts import Scalar
    from engine.reading.lexicon import Mention
    from engine.reading.lexicons import ReadingLexicon
    from engine.reading.normalise import Normal

Place = tuple[int, int]
LIST_NUMBER = re.compile(r"(?:[A-Za-z]{1,5}:\s)?\(?\d{1,2}[.):]\s+(?=\D)")
_STATED = frozenset({Kind.PATIENT, Kind.HEADER, Kind.LABEL})
REQUEST_SECTIONS = frozenset({"request", "request_line", "decision"})
_COUNTERED = re.compile(
    r"\b(?:but|however,?|although|yet|whereas)\s(?:the|his|her|this)\s[^.;]{0,40}\b(?:records?|reports?|summary|notes?|chart|diary|log)\b",
    re.IGNORECASE,
)
_TELLING = ("benefit", "work", "exam", "red_flag", "gi_risk", "failure")
_TELLS = re.compile(
    r"\b(?:he|she|his|her|they|was|were|had|has been|patient|pt|tried|failed|attended|completed"
    r"|stopped|gave|went|takes|reports?|states?)\b",
    re.IGNORECASE,
)
# Entities whose inner words are no cues ("spondylosis without myelopathy", "no relief", "failed back syndrome").
_MASKED = ("diagnosis", "benefit", "treatment", "exam", "surgery", "work")


@dataclass(frozen=True)
class Passage:
    """One zone with what was found in it. Offsets are those of the normalised text."""

    text: str = field(repr=False)
    zone: Zone
    index: int
    found: Mapping[str, tuple[Mention, ...]] = field(repr=False)
    default_year: int | None = None

    @property
    def start(self) -> int:
        """Where the passage begins."""
        return self.zone.start

    @property
    def end(self) -> int:
        """Where the passage ends."""
        return self.zone.end

    def of(self, category: str) -> tuple[Mention, ...]:
        """The mentions of one category, in order."""
        return self.found.get(category, ())

    def has(self, category: str, *ids: str) -> bool:
        """Whether the category was found at all, or one of its ids."""
        return any(not ids or mention.id in ids for mention in self.of(category))

    def words(self, start: int, end: int) -> str:
        """A stretch of the normalised text."""
        return self.text[start:end]

    @cached_property
    def tells(self) -> bool:
        """Whether a line below the heading of a request tells of the patient instead of naming what is asked for."""
        below = self.zone.kind is Kind.LABEL and self.zone.section in REQUEST_SECTIONS
        if not below or self.of("ur_decision"):
            return False
        return any(self.of(category) for category in _TELLING) or bool(_TELLS.search(self.text, self.start, self.end))

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """Counts, frequencies and durations of treatment; the number of a list item is none."""
        mark = LIST_NUMBER.match(self.text, self.start, self.end)
        return amounts(self.text, mark.end() if mark else self.start, self.end)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """Dates; where the document's year is known, those without a year too."""
        return dates(self.text, self.start, self.end, self.default_year)

    @cached_property
    def durations(self) -> tuple[Span, ...]:
        """Lengths of time."""
        return tuple(
            d for d in durations(self.text, self.start, self.end) if self.text[d.start : d.end].lower() != "and"
        )

    @cached_property
    def ago(self) -> tuple[Ago, ...]:
        """Times ago."""
        return ago(self.text, self.start, self.end)

    @cached_property
    def doses(self) -> tuple[Dose, ...]:
        """Doses of drugs."""
        return doses(self.text, self.start, self.end)

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """Scores out of ten and the like."""
        return scores(self.text, self.start, self.end)

    @cached_property
    def percents(self) -> tuple[Percent, ...]:
        """Percentages."""
        return percents(self.text, self.start, self.end)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Figures that went from one value to another."""
        return changes(self.text, self.start, self.end)

    @cached_property
    def row(self) -> Row | None:
        """The row of measurements that the passage is, if it is one."""
        return row_of(self.text, self.start, self.end)

    @cached_property
    def masks(self) -> tuple[Place, ...]:
        """Stretches whose inner words are no cues of assertion."""
        return tuple((mention.start, mention.end) for category in _MASKED for mention in self.of(category))


@dataclass(frozen=True)
class Context:
    """One document being read."""

    document: Document
    normal: Normal = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)
    lexicon: ReadingLexicon = field(repr=False)

    @cached_property
    def patient(self) -> tuple[Passage, ...]:
        """The passages that speak of this patient, those below the heading of a request that tell why among them."""
        return tuple(each for each in self.passages if each.zone.kind is Kind.PATIENT or each.tells)

    @cached_property
    def stated(self) -> tuple[Passage, ...]:
        """The passages that speak of this patient, the head of the document, and the fields of a request."""
        return tuple(each for each in self.passages if each.zone.kind in _STATED)

    def names(self, passage: Passage) -> list[Named]:
        """The treatments that a passage names."""
        found = self._names.get(passage.index)
        if found is None:
            found = self._names[passage.index] = named(passage, self.lexicon) if passage.of("treatment") else []
        return found

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What assemblers found out of the whole document, so that it is found out once."""
        return {}

    @cached_property
    def _names(self) -> dict[int, list[Named]]:
        return {}

    def before(self, passage: Passage, reach: int) -> Iterator[Passage]:
        """The passages before one, nearest first, as far as `reach`, within its section."""
        for index in range(passage.index - 1, max(-1, passage.index - 1 - reach), -1):
            earlier = self.passages[index]
            if earlier.zone.section != passage.zone.section:
                return
            yield earlier

    def judge(self, passage: Passage, place: Place) -> Assertion:
        """What the passage says of the entity at `place`."""
        return assertion_of(passage.text, passage.start, passage.end, *place, masks=passage.masks).assertion

    def evidence(self, place: Place, section: str = "", slot: str = "") -> Evidence:
        """A stretch of the normalised text as evidence of the original document."""
        start, end = self.normal.span(*place)
        return Evidence(
            start=start,
            end=end,
            line=self.document.line(start),
            quote=self.document.text[start:end],
            page=self.document.page(start),
            section=section,
            slot=slot,
        )

    def fact(
        self,
        kind: str,
        value: Mapping[str, Scalar | None],
        passage: Passage,
        place: Place,
        rule: str,
        assertion: Assertion = Assertion.AFFIRMED,
        *,
        slots: Iterable[tuple[str, Place]] = (),
    ) -> Fact:
        """A fact read at `place`; slots without a value are left out, `slots` says where single ones were read."""
        section = passage.zone.section
        return Fact(
            type=kind,
            value={key: each for key, each in value.items() if each is not None},
            assertion=assertion,
            source=_speaker(passage, place),
            evidence=(self.evidence(place, section), *(self.evidence(at, section, slot) for slot, at in slots)),
            as_of=passage.zone.as_of,
            rule=rule,
        )


def _speaker(passage: Passage, place: Place) -> Source:
    """Whose account the words at `place` are: after "but the report records" it is the record's again."""
    if passage.zone.source is Source.UR and _COUNTERED.search(passage.text, passage.start, place[0]):
        return Source.RECORD
    return passage.zone.source
