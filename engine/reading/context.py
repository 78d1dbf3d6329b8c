"""One document being read: its passages, and how what stands in them becomes facts with evidence.

An assembler is a function of a `Context` that gives facts. It never looks at the raw text, only at passages, their
mentions and their figures; positions are turned into evidence of the original document here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.facts import Assertion, Evidence, Fact, Source
from engine.reading.assertion import assertion_of
from engine.reading.lazily import once
from engine.reading.naming import Named, named
from engine.reading.passages import Passages
from engine.reading.quoted import payers_words
from engine.reading.section import genre_of
from engine.reading.structure import structure
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.document import Document
    from engine.facts import Scalar
    from engine.reading.lexicon import Mention
    from engine.reading.lexicons import ReadingLexicon
    from engine.reading.normalise import Normal
    from engine.reading.passage import Passage, Place

_STATED = frozenset({Kind.PATIENT, Kind.HEADER, Kind.LABEL})
_ANSWERED = {"yes": Assertion.AFFIRMED, "no": Assertion.NEGATED}
_COUNTERED = re.compile(
    r"\b(?:but|however,?|although|yet|whereas)\s(?:the|his|her|this)\s[^.;]{0,40}"
    r"\b(?:records?|reports?|summary|notes?|chart|diary|log)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Context:
    """One document being read."""

    document: Document
    normal: Normal = field(repr=False)
    passages: Passages = field(repr=False)
    lexicon: ReadingLexicon = field(repr=False)

    @once
    def patient(self) -> Passages:
        """The passages that speak of this patient, those below the heading of a request that tell why among them."""
        return Passages(each for each in self.told if not each.is_general and not each.is_of_many)

    @once
    def told(self) -> Passages:
        """The passages that speak of patients, this one or others."""
        return Passages(each for each in self.passages if each.zone.kind is Kind.PATIENT or each.tells)

    @once
    def stated(self) -> Passages:
        """The passages that speak of this patient, the head of the document, and the fields of a request."""
        return Passages(each for each in self.passages if each.zone.kind in _STATED)

    def names(self, passage: Passage) -> list[Named]:
        """The treatments that a passage names."""
        if "treatment" not in passage.found:
            return []
        found = self._names.get(passage.index)
        if found is None:
            found = self._names[passage.index] = named(passage, self.lexicon)
        return found

    @once
    def genre(self) -> str:
        """Whose letter it is: `imr`, `ur`, `treating`, or unknown."""
        return genre_of(structure().find(self.normal.text))

    def _speaker(self, passage: Passage, place: Place) -> Source:
        """Whose account the words at `place` are: the payer's where its denial is quoted.

        After "but the report records" they are the record's again.
        """
        if any(start <= place[0] and place[1] <= end for start, end in self._payers_words):
            return Source.UR
        if passage.zone.source is Source.UR and _COUNTERED.search(passage.text, passage.start, place[0]):
            return Source.RECORD
        return passage.zone.source

    @once
    def _payers_words(self) -> tuple[Place, ...]:
        return payers_words(self.normal.text, structure().find(self.normal.text))

    @once
    def memo(self) -> dict[str, Any]:
        """What assemblers found out of the whole document, so that it is found out once."""
        return {}

    @once
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
        """What the passage says of the entity at `place`; a question says nothing of it."""
        if passage.is_question:
            return _ANSWERED.get(passage.answer, Assertion.HYPOTHETICAL)
        masks = passage.masks_at(place[0])
        return assertion_of(passage.text, passage.start, passage.end, *place, masks=masks).assertion

    def judge_mention(self, passage: Passage, mention: Mention) -> Assertion:
        """What the passage says of a mention; of one in several parts, what it says of the first that is not so.

        A "not" within one part is of that part, and says nothing of the others: "did not help". Where the thing itself
        is a lack, any between its parts is its own: "after therapy she lacks extension".
        """
        if "is_lack" in mention.attributes:
            place = (mention.start, mention.end)
            return self._judge_part(passage, place, (place,))
        if not mention.parts or passage.is_question:
            return self.judge(passage, (mention.start, mention.end))
        judged = (self._judge_part(passage, part, mention.parts) for part in mention.parts)
        return next((each for each in judged if each is not Assertion.AFFIRMED), Assertion.AFFIRMED)

    def _judge_part(self, passage: Passage, part: Place, parts: Sequence[Place]) -> Assertion:
        masks = [(start, end) for start, end in passage.masks_at(part[0]) if not (start <= part[0] and part[1] <= end)]
        return assertion_of(passage.text, passage.start, passage.end, *part, masks=masks, parts=parts).assertion

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
            source=self._speaker(passage, place),
            evidence=(self.evidence(place, section), *(self.evidence(at, section, slot) for slot, at in slots)),
            as_of=passage.zone.as_of,
            rule=rule,
        )
