"""Treatments asked for: one draft for each place that asks, joined into one item for each treatment in dispute.

Places rank. The disputed lines of a determination say what is in dispute; where there are none, the fields and tables
of a request or a decision; else what a plan or a sentence asks for. The best rank present decides what is an item, the
others only add what it leaves out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from engine.facts import Assertion, Source
from engine.reading.context import REQUEST_SECTIONS
from engine.reading.request_slots import figures
from engine.reading.item_lines import LIST_MARK, NOT_ASKED, is_marked_line, names_early
from engine.reading.naming import Named, amounts_of, body_part, named, side
from engine.reading.topicals import compounded
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.facts import Fact, Scalar
    from engine.reading.context import Context, Passage, Place
    from engine.reading.context import REQUEST_SECTIONS
from engine.reading.request_slots import Slots

DISPUTED, FIELD, ASKED = 1, 2, 3
_OUTCOME = re.compile(
    r"\s*(?:[:.|-]\s*)?\b(?:partial(?:ly)?\s|modified\s)?(?:upheld|overturned|overturn|uphold|not medically necessary"
    r"|medically necessary|non-?certified|not certified|denied|certified|approved|modified)\b[\s\S]*\Z",
    re.IGNORECASE,
)
# After these words a sentence gives a reason or a circumstance, and no longer says what is asked for.
_ASIDE = re.compile(
    r"\b(?:because|since|so that|who|instead of|rather than|in addition to|adjunct to|alongside|while|as|due to|despite|in place of|along with"
    r"|to be given with|which|where|if|whether|following|contains?)\b",
    re.IGNORECASE,
)
_GOAL = re.compile(r"\bgoals?\b", re.IGNORECASE)
_DISPENSED = frozenset({"tablet", "capsule", "patch", "tube", "gram", "count"})
_HEADING = 64
_INJECTED = frozenset({"injection", "block", "level"})
_NEVER = frozenset({"exercise_home_program", "functional_improvement_measures"})
_NOT_ASKED = re.compile(r"\b(?:not|no longer|never|without|denies|declined?|did not)\s(?:\w+\s){0,2}\Z", re.IGNORECASE)


class Draft(NamedTuple):
    """One place that asks for one treatment."""

    rank: int
    treatment: str
    slots: Slots
    passage: Passage
    place: Place
    assertion: Assertion
    rule: str


def assemble(context: Context) -> Iterator[Fact]:
    """The items of a document, and requests that depend on something as hypothetical ones."""
    drafts = [draft for passage in context.passages for draft in _drafts(context, passage)]
    asked = [draft for draft in drafts if draft.assertion is Assertion.AFFIRMED]
    yield from (_item(context, group) for group in _groups(asked))
    for draft in drafts:
        if draft.assertion is Assertion.HYPOTHETICAL:
            yield _item(context, [draft])


def _drafts(context: Context, passage: Passage) -> Iterator[Draft]:
    rank = _rank(context, passage)
    if rank is None or not passage.of("treatment"):
        return
    names = compounded(named(passage, context.lexicon), passage)
    for each in names:
        if (each.treatment in _NEVER and rank == ASKED) or _is_injectate(context, each, names) or _is_aside(passage, each, names):
            continue
        found = _asked(context, passage, each, names, rank)
        if found is not None:
            yield _draft(context, passage, each, names, rank, *found)


def _is_injectate(context: Context, each: Named, names: list[Named]) -> bool:
    """Whether a drug is what an injection named before it holds."""
    before = [n for n in names if n.end <= each.start]
    return bool(before) and each.drug is not None and each.drug.startswith("lidocaine") and context.lexicon.unit(before[-1].treatment) in _INJECTED


def _is_aside(passage: Passage, each: Named, names: list[Named]) -> bool:
    """Whether the name stands in a reason or a circumstance given after another treatment was named."""
    before = [n for n in names if n.end <= each.start]
    if not before:
        return False
    between = passage.words(before[-1].end, each.start)
    aside = _ASIDE.search(between)
    return aside is not None and not re.search(r"[;\n]|\(\d\)|\band \(?\d", between[aside.end() :])


def _rank(context: Context, passage: Passage) -> int | None:
    """How much weight a passage has in saying what is in dispute; none where it says nothing of it."""
    kind, section = passage.zone.kind, passage.zone.section
    if kind is Kind.LABEL and section not in REQUEST_SECTIONS:
        return DISPUTED
    if is_marked_line(passage):
        return FIELD if kind in {Kind.PATIENT, Kind.HEADER, Kind.LABEL} else None
    if kind is Kind.LABEL:
        return FIELD if _is_field(passage) else ASKED
    if kind is Kind.PATIENT and passage.zone.section not in NOT_ASKED and names_early(passage, passage.start) and _heads_list(context, passage):
        return FIELD
    if kind is Kind.HEADER:
        return FIELD if passage.has("request", "request") and not passage.of("conditional") else None
    return ASKED if kind is Kind.PATIENT else None


def _is_field(passage: Passage) -> bool:
    """Whether a line below the heading of a request names what is asked for, instead of telling why."""
    asks = names_early(passage, passage.start) or is_marked_line(passage) or passage.has("request", "request")
    return asks and not passage.tells


def _heads_list(context: Context, passage: Passage) -> bool:
    """Whether the words before are no more than the heading of a request: "Requests.", "They want"."""
    earlier = context.passages[passage.index - 1] if passage.index else None
    if earlier is None or earlier.end - earlier.start > _HEADING:
        return False
    return earlier.has("request", "request") and not earlier.of("treatment") and passage.start - earlier.end <= 2


def _asked(
    context: Context, passage: Passage, each: Named, names: list[Named], rank: int
) -> tuple[Assertion, str] | None:
    if rank == FIELD and _already_had(passage, each):
        return None
    if rank != ASKED:
        return Assertion.AFFIRMED, "item.disputed" if rank == DISPUTED else "item.field"
    if _is_conditional(passage, each):
        own = passage.zone.source not in {Source.UR, Source.REVIEWER}
        return (Assertion.HYPOTHETICAL, "item.conditional") if own and (passage.zone.section == "plan" or _is_requested(passage, each, strict=False)) else None
    if _is_requested(passage, each, strict=True):
        return Assertion.AFFIRMED, "item.requested"
    if passage.zone.section == "plan" and _planned(passage, each, names):
        return Assertion.AFFIRMED, "item.planned"
    return None


def _already_had(passage: Passage, each: Named) -> bool:
    """Whether the word right before the name puts it into the past: "prior MRI"."""
    return any(0 <= each.start - m.end <= 1 for m in passage.of("past"))


def _is_conditional(passage: Passage, each: Named) -> bool:
    return any(
        passage.start <= mention.start and (mention.end <= each.start or mention.start >= each.end)
        for mention in passage.of("conditional")
        if mention.start < each.right
    )


def _is_requested(passage: Passage, each: Named, *, strict: bool) -> bool:
    """Whether the nearest word before the treatment that says its part is one of asking, not of having had it."""
    cues = [m for m in passage.of("request") if (m.id == "request" or not strict) and m.end <= each.start]
    after = [m for m in passage.of("request") if m.id == "request" and each.end <= m.start < each.right]
    if after and re.search(r"\b(?:is|was|are|were|be|been|being)\s(?:also\s)?\Z", passage.words(each.end, after[0].start)):
        return not _NOT_ASKED.search(passage.words(each.end, after[0].start))
    if not cues:
        return False
    cue = cues[-1]
    had = [m for m in passage.of("course") if m.id == "completed" and cue.end <= m.start and m.end <= each.start]
    failed = [m for m in passage.of("failure") if cue.end <= m.start and m.end <= each.start]
    return not had and not failed and not _NOT_ASKED.search(passage.words(passage.start, cue.start))


def _planned(passage: Passage, each: Named, names: list[Named]) -> bool:
    """Whether a plan asks for the treatment: an amount goes with it, or a word such as continue or start."""
    if _GOAL.search(passage.text, passage.start, passage.end):
        return False
    amounts = amounts_of(each, names, passage)
    if each.drug:
        return any(a.kind == "hash" or a.unit in _DISPENSED for a in amounts)
    if amounts:
        return True
    return any(m.end <= each.start for m in passage.of("request"))


def _draft(
    context: Context,
    passage: Passage,
    each: Named,
    names: list[Named],
    rank: int,
    assertion: Assertion,
    rule: str,
) -> Draft:
    amounts = amounts_of(each, names, passage)
    slots: Slots = {
        "treatment": each.treatment,
        "wording": _wording(passage, each, rank),
        **figures(each, amounts, passage, context.lexicon),
        "body_part": body_part(each, passage, context.lexicon),
        "side": side(each, passage),
        **_manner(passage, each),
    }
    ends = [(a.start, a.end) for a in amounts if abs(a.start - each.end) < 40 or abs(each.start - a.end) < 40]
    place = (min([each.start, *(s for s, _ in ends)]), max([each.end, *(e for _, e in ends)]))
    return Draft(rank, each.treatment, slots, passage, place, assertion, rule)


def _manner(passage: Passage, each: Named) -> Slots:
    """How it is asked for: again or for the first time, bought or rented, by which approach, with an end or not."""
    slots: Slots = {}
    near = (max(passage.start, each.left), each.right)
    for mention in passage.of("ordinal"):
        if near[0] <= mention.start and mention.end <= near[1]:
            slots.setdefault("ordinal", mention.id)
    for mention in passage.of("detail"):
        if near[0] <= mention.start and mention.end <= near[1]:
            slots |= {key: value for key, value in mention.attributes.items() if key not in slots}
            if mention.id in {"open_ended", "postoperative"}:
                slots[mention.id] = "yes"
    if any(m.id == "certified" for m in passage.of("authorized")):
        slots["certified"] = "yes"
    parts = [m for m in passage.of("ingredient") if each.start <= m.start and m.end <= each.right]
    if each.treatment == "topical_analgesics" and parts:
        slots["ingredients"] = ",".join(dict.fromkeys(p for m in parts for p in m.attributes.get("parts", m.id).split(",")))
    return slots


def _wording(passage: Passage, each: Named, rank: int) -> str:
    """What was asked for in the document's words, without the outcome; a whole line where the line is one item."""
    if rank == ASKED:
        return passage.words(each.start, min(each.right, each.end + 80)).split("\n")[0].strip(" ,.;:") or passage.words(*each.place)
    line = passage.words(each.left if each.left != passage.start else passage.start, each.right)
    return _OUTCOME.sub("", LIST_MARK.sub("", line, count=1) if LIST_MARK.match(line) else line).strip(" ,.;:|\t\n-") or passage.words(*each.place)


def _groups(drafts: list[Draft]) -> list[list[Draft]]:
    """Drafts of one item together, the best rank first; lower ranks join an item or, where none ranks better, make one."""
    if not drafts:
        return []
    best = min(draft.rank for draft in drafts)
    groups: list[list[Draft]] = []
    for draft in sorted(drafts, key=lambda d: d.rank):
        group = next((g for g in groups if _same_item(g, draft)), None)
        if group is not None:
            group.append(draft)
        elif draft.rank == best:
            groups.append([draft])
    return groups


def _same_item(group: list[Draft], draft: Draft) -> bool:
    first = group[0]
    if first.treatment != draft.treatment:
        return False
    if first.rank == draft.rank == DISPUTED:
        return _same_words(first, draft)
    return _agree(first, draft, "drug") and _agree(first, draft, "body_part") and _agree(first, draft, "arrangement")


def _same_words(first: Draft, second: Draft) -> bool:
    """Two disputed lines are two items unless they say the same thing twice."""
    if first.passage.zone.item != second.passage.zone.item and first.slots["wording"] != second.slots["wording"]:
        return False
    return all(first.slots.get(key) == second.slots.get(key) for key in ("quantity", "body_part", "drug", "side", "strength"))


def _agree(first: Draft, second: Draft, slot: str) -> bool:
    one, other = first.slots.get(slot), second.slots.get(slot)
    return one is None or other is None or one == other


def _item(context: Context, group: list[Draft]) -> Fact:
    """One item of drafts that ask for the same: the first that states a slot decides it."""
    value: dict[str, Scalar | None] = {}
    places: list[tuple[str, Place]] = []
    for index, draft in enumerate(group):
        new = _fresh(draft.slots, value)
        if index and (new or index < 4):
            places.append((",".join(sorted(new)), draft.place))
        value |= new
    first = group[0]
    return context.fact("request.item", value, first.passage, first.place, first.rule, first.assertion, slots=places)


def _fresh(slots: Slots, known: dict[str, Scalar | None]) -> dict[str, Scalar | None]:
    """The slots not yet known. A quantity comes with its frequency and unit, from one place."""
    amount = {"quantity", "quantity_high", "unit", "per_week", "weeks", "months", "hours"}
    found = {key: value for key, value in slots.items() if value is not None and key not in known}
    if "quantity" in known and slots.get("quantity") == known["quantity"]:
        return found
    if "quantity" in known:
        found = {key: value for key, value in found.items() if key not in amount}
    if "quantity" in known:
        found = {key: value for key, value in found.items() if key not in {"quantity_high", "unit"}}
    elif "quantity" not in slots and amount & known.keys():
        found = {key: value for key, value in found.items() if key not in amount}
    return found


def requested(facts: Iterable[Fact]) -> list[str]:
    """The treatments in dispute, for assemblers that need to know what `therapy` means here."""
    return list(dict.fromkeys(str(fact.value["treatment"]) for fact in facts if fact.type == "request.item"))
