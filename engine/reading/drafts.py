"""One place of a document that asks for one treatment, with all that it says of amount, part and manner."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.boxes import decision_boxes
from engine.reading.line_words import searching
from engine.reading.list_marks import mark_end
from engine.reading.naming import Named, amounts_shared, body_part, side
from engine.reading.ranks import ASKED, FIELD, LISTED, row_of
from engine.reading.request_slots import figures

if TYPE_CHECKING:
    from engine.facts import Assertion
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_OUTCOME = re.compile(
    r"\s*(?:[:.|-]\s*)?\b(?:partial(?:ly)?\s|modified\s)?(?:upheld|overturned|overturn|uphold|not medically necessary"
    r"|medically necessary|non-?certified|not certified|denied|certified|approved|modified)\b[\s\S]*\Z",
    re.IGNORECASE,
)
_REMARK = re.compile(r"(?:[\t|:;,.>(=\]-]|\b(?:is|was|are|were|been|already|fully|also|be))\s*\Z", re.IGNORECASE)
_AROUND = " ,.;:|\t\n-"
_JOINS = re.compile(r"\A(?:and|or|with|plus|&|\+)\s|\s(?:and|or|with|plus|&|\+|for|as well as)\Z", re.IGNORECASE)
_LABELLED = re.compile(r"(?:\s(?:so far|already|earlier|previously|to date|in full|as requested))?\s?:")
_NEXT_NAMED = re.compile(r"\s*(?:,|and|&|\+|/|plus)*\s*(?:the|an?|his|her)?\s*\Z", re.IGNORECASE)
_AMOUNT_BY = 40
_LONGEST = 80
_REMARK_BY = 4
_FRAGMENT = 9
_YES = frozenset({"open_ended", "postoperative"})
_APPROVED = "approved"


class Draft(NamedTuple):
    """One place that asks for one treatment."""

    rank: int
    treatment: str
    slots: Slots
    passage: Passage
    place: Place
    assertion: Assertion
    rule: str


def draft_of(
    context: Context, passage: Passage, each: Named, names: list[Named], rank: int, how: tuple[Assertion, str]
) -> Draft:
    """What the passage asks for by one of its names."""
    amounts = amounts_shared(each, names, passage, context.lexicon)
    slots: Slots = {
        "treatment": each.treatment,
        "wording": _wording(passage, each, rank),
        **figures(each, amounts, passage, context.lexicon),
        "body_part": body_part(each, passage, context.lexicon),
        "side": side(each, passage),
        **manner_of(passage, each),
    }
    if "quantity" not in slots and names[-1] == each:
        slots |= _of_fragment(context, passage, each)
    if rank in {FIELD, LISTED}:
        slots |= _of_line(context, passage, each, names, known="quantity" in slots)
    near = [a for a in amounts if min(abs(a.start - each.end), abs(each.start - a.end)) < _AMOUNT_BY]
    place = (min([each.start, *(a.start for a in near)]), max([each.end, *(a.end for a in near)]))
    return Draft(rank, each.treatment, slots, passage, place, *how)


def _of_fragment(context: Context, passage: Passage, each: Named) -> Slots:
    """The amount that the next words give where they are no sentence: "Acupuncture for the neck. Twice a week x 3."."""
    after = next(iter(context.passages[passage.index + 1 : passage.index + 2]), None)
    if after is None or not after.amounts or after.of("treatment") or after.zone.section != passage.zone.section:
        return {}
    words = after.words(after.start, after.end)
    if len(words.split()) > _FRAGMENT or mark_end(words, 0, len(words)) or searching("sentence").search(words):
        return {}
    if after.has("dropped", "told") or after.of("past") or after.dates or after.of("course") or passage.doses:
        return {}
    stands = replace(each, start=after.start, end=after.start, left=after.start, right=after.end)
    return figures(stands, after.amounts, after, context.lexicon)


def _of_line(context: Context, passage: Passage, each: Named, names: list[Named], *, known: bool) -> Slots:
    """What the table, or the remark at the end of the line, says of the item: its count, and whether it was granted."""
    slots: Slots = {}
    row = row_of(context, passage)
    if row is not None and row.quantity is not None and names[0] == each and not (known and row.quantity == 1):
        slots["quantity"] = row.quantity
    granted = (row is not None and row.granted) or passage.zone.section == _APPROVED or _granted(passage, each)
    granted = granted or (names[-1] == each and _granted_next(context, passage))
    if granted and not _refused(passage, each):
        slots["certified"] = "yes"
    return slots


def _granted(passage: Passage, each: Named) -> bool:
    """Whether a remark after the name says that the line was granted: "Meloxicam #30 ... CERT"."""
    marks = [m for m in passage.of("granting") if m.id == "granted" and each.end <= m.start < each.right]
    boxes = decision_boxes(passage.text, passage.start, passage.end)
    return any(_REMARK.search(passage.words(each.end, m.start)) for m in marks) or any(
        box.grants and box.ticked for box in boxes
    )


def _granted_next(context: Context, passage: Passage) -> bool:
    """Whether the next words are nothing but a grant: "5. Naproxen 500 mg, #60. Approved."."""
    for after in context.passages[passage.index + 1 : passage.index + 1 + _REMARK_BY]:
        if after.of("treatment") or mark_end(after.text, after.start, after.end) > after.start:
            return False
        words = after.words(after.start, after.end).strip(_AROUND)
        for mention in after.of("granting"):
            if len(words) == mention.end - mention.start:
                return mention.id == "granted"
    return False


def _refused(passage: Passage, each: Named) -> bool:
    return any(m.id == "refused" and each.end <= m.start < each.right for m in passage.of("granting"))


def manner_of(passage: Passage, each: Named) -> Slots:
    """How it is asked for: again or for the first time, bought or rented, by which approach, with an end or not."""
    slots: Slots = {}
    for mention in _within(passage, "ordinal", each.left, each.right):
        slots.setdefault("ordinal", mention.id)
    for mention in _within(passage, "detail", each.left, each.right):
        for key, value in mention.attributes.items():
            slots.setdefault(key, value)
        if mention.id in _YES:
            slots[mention.id] = "yes"
    granted = [m for m in passage.of("authorized") if m.id == "certified" and _is_of_point(passage, each, m)]
    if granted or _is_headed_granted(passage, each):
        slots["certified"] = "yes"
    parts = _within(passage, "ingredient", each.start, each.right)
    if each.treatment == "topical_analgesics" and parts:
        named_parts = [part for m in parts for part in m.attributes.get("parts", m.id).split(",")]
        slots["ingredients"] = ",".join(dict.fromkeys(named_parts))
    return slots


def _is_headed_granted(passage: Passage, each: Named) -> bool:
    """Whether the last label before a name says that what follows was granted: "Approved: PT x 6"."""
    labels = [m for m in passage.of("granting") if m.end <= each.start and _LABELLED.match(passage.text, m.end)]
    return bool(labels) and labels[-1].id == "granted"


def _is_of_point(passage: Passage, each: Named, mention: Mention) -> bool:
    """Whether a grant stands in the same point of a list as the name, and is not one of something else."""
    parted = any(min(each.end, mention.end) <= start < max(each.start, mention.start) for start, _ in passage.marks)
    beside = mention.start < each.right or _NEXT_NAMED.match(passage.words(each.end, each.right)) is not None
    return beside and not parted and not _goes_to_next(passage, each, mention)


def _goes_to_next(passage: Passage, each: Named, mention: Mention) -> bool:
    """Whether a grant behind a name is one of something else: "the carrier certified a follow-up visit"."""
    return mention.start >= each.end and searching("article", before=r"\s").match(passage.text, mention.end) is not None


def _within(passage: Passage, category: str, start: int, end: int) -> list[Mention]:
    return [m for m in passage.of(category) if start <= m.start and m.end <= end]


def _wording(passage: Passage, each: Named, rank: int) -> str:
    """What was asked for in the document's words, without the outcome; a whole line where the line is one item."""
    if rank >= ASKED:
        words = passage.words(each.start, min(each.right, each.end + _LONGEST)).split("\n")[0]
    else:
        boxes = decision_boxes(passage.text, passage.start, passage.end)
        left = max([each.left, *(box.end for box in boxes if box.end <= each.start)])
        line = passage.words(left, min([each.right, *(box.start for box in boxes if box.start >= each.end)]))
        words = _OUTCOME.sub("", line[mark_end(line, 0, len(line)) :])
    return _JOINS.sub("", words.strip(_AROUND)).strip(_AROUND) or passage.words(*each.place)
