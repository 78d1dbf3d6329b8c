"""One sentence or line of a document with everything that was found in it: what assemblers read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.reading.dates import DateMention, dates
from engine.reading.doses import Dose, doses
from engine.reading.durations import Ago, Span, ago, durations
from engine.reading.figure_changes import Change, changes
from engine.reading.figures_of_tables import Row, headings_of, row_of
from engine.reading.lazily import once
from engine.reading.line_words import searching
from engine.reading.list_marks import mark_end
from engine.reading.quantities import Amount, amounts
from engine.reading.scores import Percent, Score, percents, scores
from engine.reading.tokens import said
from engine.reading.zones import Kind, Zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from engine.reading.lexicon import Mention

Place = tuple[int, int]
REQUEST_SECTIONS = frozenset({"request", "request_line", "decision", "approved"})
_ANSWER = re.compile(r"[\s:\t-]*(?:\[x\]\s?)?(?P<said>yes|no|y|n)\b(?!\s(?:longer|more|change|one))", re.IGNORECASE)
_INNER_MARK = re.compile(r"(?<!\w)\(?(?P<n>\d{1,2}|[a-h])\)\s?(?=[A-Za-z])")
_TELLING = ("benefit", "work", "exam", "red_flag", "gi_risk", "failure")
_TELLS = re.compile(
    r"\b(?:he|she|his|her|they|was|were|had|has been|patient|(?-i:pt|Pt)|tried|failed|attended|completed"
    r"|stopped|gave|went|takes|reports?|states?)\b",
    re.IGNORECASE,
)
# Entities whose inner words are no cues ("spondylosis without myelopathy", "no relief", "failed back syndrome").
_MASKED = ("diagnosis", "benefit", "treatment", "exam", "surgery", "work", "psych", "failure", "failed_before")
_OF_BEFORE = "failed_before"


@dataclass(frozen=True)
class Passage:
    """One zone with what was found in it. Offsets are those of the normalised text."""

    text: str = field(repr=False)
    zone: Zone
    index: int
    found: Mapping[str, tuple[Mention, ...]] = field(repr=False)
    today: date | None = None

    @once
    def start(self) -> int:
        """Where the passage begins."""
        return self.zone.start

    @once
    def end(self) -> int:
        """Where the passage ends."""
        return self.zone.end

    def of(self, category: str) -> tuple[Mention, ...]:
        """The mentions of one category, in order."""
        return self.found.get(category, ())

    def has(self, category: str, *ids: str) -> bool:
        """Whether the category was found at all, or one of its ids."""
        found = self.found.get(category)
        if not found or not ids:
            return bool(found)
        return any(mention.id in ids for mention in found)

    @once
    def forms(self) -> frozenset[str]:
        """The words of the passage, in the form in which they are compared."""
        return frozenset(said(self.text, self.start, self.end))

    def says(self, words: frozenset[str]) -> bool:
        """Whether the passage has one of some words, given in the form in which they are compared."""
        return not words.isdisjoint(self.forms)

    def words(self, start: int, end: int) -> str:
        """A stretch of the normalised text."""
        return self.text[start:end]

    @once
    def tells(self) -> bool:
        """Whether a line below the heading of a request tells of the patient instead of naming what is asked for."""
        below = self.zone.kind is Kind.LABEL and self.zone.section in REQUEST_SECTIONS
        if not below or self.of("ur_decision"):
            return False
        return any(self.of(category) for category in _TELLING) or bool(_TELLS.search(self.text, self.start, self.end))

    @once
    def sole_side(self) -> str | None:
        """The side that the sentence speaks of, where it is one alone."""
        sides = {mention.id for mention in self.sides}
        return next(iter(sides)) if len(sides) == 1 else None

    @once
    def sides(self) -> tuple[Mention, ...]:
        """The sides that are spoken of, without those that another is compared with: "cooler than the left"."""
        compared = searching("comparing", after=r"\s(?:on\s)?(?:the\s|his\s|her\s)?\Z")
        return tuple(each for each in self.of("side") if not compared.search(self.text, self.start, each.start))

    @once
    def is_question(self) -> bool:
        """Whether the sentence asks: "Any misuse?"."""
        return self.text[self.start : self.end].rstrip(" \"')").endswith("?")

    @once
    def asks(self) -> bool:
        """Whether the sentence is a whole question, which states nothing; "CTS vs C6?" only doubts."""
        opener = searching("question_opener", before=r"\W*(?:\d{1,2}[.)]\s*)?")
        return self.is_question and bool(opener.match(self.text, self.start, self.end))

    @once
    def is_of_many(self) -> bool:
        """Whether the sentence speaks of patients at large and not of this one: "we encourage patients to ..."."""
        return self.has("person", "many") and not self.has("person", "patient")

    @once
    def answer(self) -> str:
        """What a question is answered right after it: `yes`, `no`, or nothing."""
        found = _ANSWER.match(self.text, self.end) if self.is_question else None
        return {"y": "yes", "n": "no"}[found["said"][0].lower()] if found else ""

    @once
    def is_general(self) -> bool:
        """Whether the sentence tells what texts say of patients at large."""
        return self.has("person", "text") and not self.has("person", "patient")

    @once
    def marks(self) -> tuple[Place, ...]:
        """The marks of a list that runs within the sentence: "authorize (1) arthroscopy, (2) crutches"."""
        found = list(_INNER_MARK.finditer(self.text, self.start, self.end))
        numbers = [int(n) if (n := match["n"]).isdigit() else ord(n) for match in found]
        in_order = len(found) > 1 and all(after == before + 1 for before, after in pairwise(numbers))
        return tuple(match.span() for match in found) if in_order else ()

    @once
    def amounts(self) -> tuple[Amount, ...]:
        """Counts, frequencies and durations of treatment; the number of a list item is none, and no count spans two."""
        starts = [mark_end(self.text, self.start, self.end), *(end for _, end in self.marks)]
        ends = [*(start for start, _ in self.marks), self.end]
        parts = zip(starts, ends, strict=True)
        found = [each for start, end in parts for each in amounts(self.text, start, max(start, end))]
        return tuple(each for each in found if not _INNER_MARK.match(self.text, max(0, each.start - 1), self.end))

    @once
    def dates(self) -> tuple[DateMention, ...]:
        """Dates; where the day of the document is known, those without a year too."""
        return dates(self.text, self.start, self.end, self.today)

    @once
    def durations(self) -> tuple[Span, ...]:
        """Lengths of time."""
        return tuple(
            d for d in durations(self.text, self.start, self.end) if self.text[d.start : d.end].lower() != "and"
        )

    @once
    def ago(self) -> tuple[Ago, ...]:
        """Times ago."""
        return ago(self.text, self.start, self.end)

    @once
    def doses(self) -> tuple[Dose, ...]:
        """Doses of drugs."""
        return doses(self.text, self.start, self.end)

    @once
    def scores(self) -> tuple[Score, ...]:
        """Scores out of ten and the like."""
        return scores(self.text, self.start, self.end)

    @once
    def percents(self) -> tuple[Percent, ...]:
        """Percentages."""
        return percents(self.text, self.start, self.end)

    @once
    def changes(self) -> tuple[Change, ...]:
        """Figures that went from one value to another."""
        return changes(self.text, self.start, self.end)

    @once
    def row(self) -> Row | None:
        """The row of measurements that the passage is, if it is one."""
        return row_of(self.text, self.start, self.end)

    def row_under(self, headings: tuple[str, ...]) -> Row | None:
        """The same row, its columns told apart by the headings of its table."""
        return row_of(self.text, self.start, self.end, headings)

    @once
    def headings(self) -> tuple[str, ...]:
        """The headings of columns that the passage holds, if it may head a table."""
        return headings_of(self.text, self.start, self.end)

    @once
    def masks(self) -> tuple[Place, ...]:
        """Stretches whose inner words are no cues of assertion."""
        found = (mention for category in _MASKED for mention in self.of(category))
        whole = (each for each in found if not each.parts or each.category != "benefit" or "core" in each.attributes)
        return tuple(place for each in whole for place in each.parts or ((each.start, each.end),))

    def masks_at(self, start: int) -> tuple[Place, ...]:
        """Those that hide cues from what begins at `start`.

        Words that care named before failed hide none from what comes after them: "does not take aspirin" denies it.
        """
        before = [(each.start, each.end) for each in self.of(_OF_BEFORE) if each.start < start]
        return tuple(place for place in self.masks if place not in before) if before else self.masks
