"""Treatments as a passage names them, each with the figures, body part and side that belong to it.

A passage may name several treatments. A count belongs to the name it encloses or leads up to ("six sessions of
massage"), else to the name before it ("massage 2 x 3"); a body part to the name before it, else to the one after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.reading.lexicon import Mention
    from engine.reading.lexicons import ReadingLexicon
    from engine.reading.passage import Passage, Place
    from engine.reading.quantities import Amount

_JOINED = re.compile(
    r"[\s(/,;:&)\-\"'\]\[]*(?:and|or|with|aka|i\.e\.|home|possible|poss\.?|potential)?[\s(]*\Z", re.IGNORECASE
)
_LEADS_UP = re.compile(r"[\s\w'/()-]{0,60}\Z")
_CLAUSE_END = re.compile(r"[.;\n]|\b(?:and|but|then|with|plus)\b", re.IGNORECASE)
_LEVEL = re.compile(
    r"\b(?P<from>[CTLS])-?(?P<a>\d{1,2})(?:\s?(?:-|/|to|through|and"
    r"|,)\s?(?P<to>[CTLS])?-?(?P<b>\d{1,2})(?!\s?(?:/|mg|%|x\b)))?\b"
)
_PART_OF_LEVEL = {"C": "neck", "T": "upper_back", "L": "low_back", "S": "low_back"}
_FURTHER_PART = re.compile(
    r"(?:\s(?:spine|shoulder|knee|wrist|ankle))?\s?(?:\band\b|&|,|/|\+)\s?(?:the |his |her |of the |of |to the )?"
    r"(?:right |left |bilateral |both )?\Z",
    re.IGNORECASE,
)
_BOTH_ENDS = re.compile(r"\bupper\s?(?:and|&|/|or)\s?(?:the )?lower\b|\blower\s?(?:and|&|/)\s?upper\b", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|and|&|/|\+|plus|,\s?and|as well as)\s*\Z", re.IGNORECASE)
_VISITS = frozenset({"visit", "session", "treatment"})
_SAME_NAME_GAP = 12
_COMBINED = re.compile(r"\s?[/-]\s?\Z")
_SECOND = frozenset({"acetaminophen", "aspirin"})


@dataclass(frozen=True, slots=True)
class Named:
    """One treatment named at `[start, end)`. `left` and `right` bound the stretch of the passage that speaks of it."""

    start: int
    end: int
    treatment: str
    drug: str | None
    left: int
    right: int

    @property
    def place(self) -> Place:
        """Where the name stands."""
        return self.start, self.end


def named(passage: Passage, lexicon: ReadingLexicon) -> list[Named]:
    """The treatments of a passage in order; names of one treatment side by side are one."""
    found: list[Named] = []
    for mention in passage.of("treatment"):
        if _inside_diagnosis(passage, mention):
            continue
        each = Named(mention.start, mention.end, mention.id, mention.attributes.get("drug"), passage.start, passage.end)
        before = found[-1] if found else None
        if before and _same(before, each, passage):
            found[-1] = replace(before, end=each.end, drug=before.drug or each.drug)
        else:
            found.append(each)
    bounded = [
        replace(
            each,
            left=max(found[i - 1].end if i else passage.start, _marked_from(passage, each.start)),
            right=min(found[i + 1].start if i + 1 < len(found) else passage.end, _marked_to(passage, each.end)),
        )
        for i, each in enumerate(found)
    ]
    resolved = [_resolved(each, passage, lexicon) for each in bounded]
    return [part for each in resolved for part in _by_part(each, passage, lexicon)]


def _marked_from(passage: Passage, at: int) -> int:
    """The end of the mark of a list within the sentence that stands before a place, or where the passage begins."""
    return max((end for _, end in passage.marks if end <= at), default=passage.start)


def _marked_to(passage: Passage, at: int) -> int:
    """The start of the next such mark, or where the passage ends."""
    return min((start for start, _ in passage.marks if start >= at), default=passage.end)


def _by_part(each: Named, passage: Passage, lexicon: ReadingLexicon) -> Iterator[Named]:
    """A study of two parts is two: "MRI of the cervical and lumbar spine", "EMG of the upper and lower extremities"."""
    yield each
    kinds = lexicon.parts_of(each.treatment)
    if not kinds:
        return
    stated = passage.words(each.left, each.right)
    if _BOTH_ENDS.search(stated):
        others = {kinds.get(end) for end in ("upper_extremity", "lower_extremity")} - {None, each.treatment}
        yield from (replace(each, treatment=str(other)) for other in others)
        return
    for mention in passage.of("body_part"):
        other = kinds.get(mention.id)
        inside = each.left <= mention.start and mention.end <= each.right
        if inside and other not in {None, each.treatment} and _is_further(passage, each, mention):
            yield replace(each, start=mention.start, end=mention.end, treatment=str(other))
            return


def _is_further(passage: Passage, each: Named, mention: Mention) -> bool:
    """Whether a body part stands beside the one that the name says, joined to it: "cervical and lumbar"."""
    if mention.start >= each.end:
        return _FURTHER_PART.match(passage.words(each.end, mention.start)) is not None
    return mention.end <= each.start and _AND.match(passage.words(mention.end, each.start)) is not None


def _inside_diagnosis(passage: Passage, mention: Mention) -> bool:
    """Whether the words are part of a longer diagnosis: "post-laminectomy syndrome"."""
    return any(
        d.start <= mention.start and mention.end <= d.end and d.end - d.start > mention.end - mention.start
        for d in passage.of("diagnosis")
    )


def _same(first: Named, second: Named, passage: Passage) -> bool:
    between = passage.words(first.end, second.start)
    if first.drug and second.drug in _SECOND and _COMBINED.match(between):
        return True  # one tablet of two drugs
    same = first.treatment == second.treatment and (
        first.drug is None or second.drug is None or first.drug == second.drug
    )
    return same and len(between) <= _SAME_NAME_GAP and bool(_JOINED.match(between)) and "\n" not in between


def _resolved(each: Named, passage: Passage, lexicon: ReadingLexicon) -> Named:
    if "by_body_part" not in lexicon.treatments.get(each.treatment, {}):
        return each
    part = body_part(each, passage, lexicon)
    return replace(each, treatment=lexicon.family(each.treatment, part))


def body_part(each: Named, passage: Passage, lexicon: ReadingLexicon) -> str | None:
    """The body part that a treatment is asked or given for, as this passage says; nothing where it does not."""
    own = lexicon.own_part(each.treatment)
    parts = passage.of("body_part")
    inside = _first(parts, each.start, each.end)
    after = _first(parts, each.end, _clause_end(passage, each.end, each.right))
    before = _last(parts, _clause_start(passage, each.left, each.start), each.start)
    found = inside or after or before
    if found is None or (own and own not in {"ankle", "wrist", "foot"}):
        return own or _level_part(each, passage)
    return found.id


def _first(mentions: Iterable[Mention], start: int, end: int) -> Mention | None:
    return next((m for m in mentions if start <= m.start and m.end <= end), None)


def _last(mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
    return next((m for m in reversed(mentions) if start <= m.start and m.end <= end), None)


def _clause_end(passage: Passage, start: int, end: int) -> int:
    """Where what follows a name stops speaking of it: a semicolon or a new clause, not a comma."""
    match = re.compile(r"[;\n]|\.\s|\bwhich\b|\bbut\b").search(passage.text, start, end)
    return match.start() if match else end


def _clause_start(passage: Passage, start: int, end: int) -> int:
    last = start
    for match in re.compile(r"[,;:\n]|\.\s|\band\b").finditer(passage.text, start, end):
        last = match.end()
    return last


def _level_part(each: Named, passage: Passage) -> str | None:
    match = _LEVEL.search(passage.text, each.start, each.right) or _LEVEL.search(passage.text, each.left, each.start)
    return _PART_OF_LEVEL[match["from"]] if match else None


def levels(passage: Passage, start: int, end: int) -> list[str]:
    """The spinal levels or roots named in a stretch, as written: "L4-5", "S1"."""
    return [match[0] for match in _LEVEL.finditer(passage.text, start, end)]


def level_place(passage: Passage, start: int, end: int) -> Place | None:
    """Where the first spinal level of a stretch stands."""
    match = _LEVEL.search(passage.text, start, end)
    return match.span() if match else None


def side(each: Named, passage: Passage) -> str | None:
    """Right, left or both, within the stretch that speaks of a treatment."""
    sides = passage.of("side")
    found = _first(sides, each.start, _clause_end(passage, each.end, each.right)) or _last(sides, each.left, each.start)
    return found.id if found else None


def amounts_of(each: Named, names: Sequence[Named], passage: Passage) -> list[Amount]:
    """The amounts that belong to one of the treatments of a passage."""
    return [amount for amount in passage.amounts if _owner(amount, names, passage) == each]


def amounts_shared(each: Named, names: Sequence[Named], passage: Passage, lexicon: ReadingLexicon) -> list[Amount]:
    """The amounts of a treatment; of treatments joined by "and" the one that follows the last is of each."""
    own = amounts_of(each, names, passage)
    at = names.index(each) + 1
    if own or each.drug or at >= len(names) or not _AND.match(passage.words(each.end, names[at].start)):
        return own
    visits = {lexicon.unit(name.treatment) for name in (each, names[at])} <= _VISITS
    shared = amounts_shared(names[at], names, passage, lexicon) if visits else []
    return [a for a in shared if a.start >= names[at].end]


def _owner(amount: Amount, names: Sequence[Named], passage: Passage) -> Named | None:
    enclosed = next((n for n in names if amount.start < n.end and n.start < amount.end), None)
    if enclosed or not names:
        return enclosed
    before = next((n for n in reversed(names) if n.end <= amount.end and n.start <= amount.start), None)
    after = next((n for n in names if n.start >= amount.end), None)
    if after and _leads_up(amount, after, before, passage):
        return after
    return before or after


def _leads_up(amount: Amount, after: Named, before: Named | None, passage: Passage) -> bool:
    """Whether a count stands before the name it counts: "6 sessions of", "additional 6"."""
    if before is not None and after.drug and amount.unit in {"injection", "block"}:
        return False  # what is injected is not counted
    between = passage.words(amount.end, after.start)
    if not _LEADS_UP.match(between) or re.search(r"\s-\s|\b(?:and|with|plus|then|for)\b", between):
        return False
    if before is None or re.match(r"\s*(?:\w+ )?of\b", between):
        return True
    gap = passage.words(before.end, amount.start)
    return bool(_CLAUSE_END.search(gap) or "," in gap) and not between.strip().startswith(("x", "times"))
