"""Treatments asked for: one draft for each place that asks, joined into one item for each treatment in dispute.

Places rank. The disputed lines of a determination say what is in dispute; where there are none, the fields and tables
of a request or a decision; else what a plan or a sentence asks for. The best rank present decides what is an item, the
others only add what it leaves out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading import unnamed
from engine.reading.asking import asked
from engine.reading.assemble.antecedent import treatment_before
from engine.reading.assemble.operations import asked_for
from engine.reading.assemble.places import sole_part
from engine.reading.drafts import Draft, draft_of
from engine.reading.item_lines import line_start, opens_line
from engine.reading.naming import Named, amounts_of
from engine.reading.passage import REQUEST_SECTIONS
from engine.reading.ranks import ASKED, DISPUTED, FIELD, INFERRED, LISTED, rank_of
from engine.reading.references import mark_before, settled_marks
from engine.reading.topicals import compounded
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_AMOUNT = frozenset({"quantity", "quantity_high", "unit", "per_week", "weeks", "months", "hours"})
_PAST = frozenset({"history", "treatment_history"})
_MORE_PLACES = 4
_OPENS_BY = 60
_TELLING = ("quantity", "body_part", "drug", "side", "strength")


def assemble(context: Context) -> Iterator[Fact]:
    """The items of a document, and requests that depend on something as hypothetical ones.

    Where nothing asks outright, what is likely asked for is read by the rule `item.inferred`.
    """
    settled = settled_marks(context)
    drafts = [_marked(draft, settled) for passage in context.passages for draft in _drafts(context, passage)]
    firm = [draft for draft in drafts if draft.assertion is Assertion.AFFIRMED and not _is_past_grant(draft)]
    if not firm:
        firm = [draft for passage in context.passages for draft in _inferred(context, passage)]
    for group in _groups(context, firm):
        yield _item(context, group)
        yield from asked_for(context, group[0].passage, group[0].place)
    for draft in drafts:
        if draft.assertion is Assertion.HYPOTHETICAL:
            yield _item(context, [draft])


def _drafts(context: Context, passage: Passage) -> Iterator[Draft]:
    if not passage.of("treatment") and not passage.has("request", "request", "intent"):
        if passage.zone.kind is Kind.LABEL and passage.zone.section in REQUEST_SECTIONS:
            yield from unnamed.code(context, passage)
        return
    rank = rank_of(context, passage)
    if rank is None:
        return
    names = compounded(context.names(passage), passage)
    said = set[str]()
    for each in names:
        found = asked(context, passage, each, names, rank)
        if found is not None and not (_said_again(passage, each, names) and each.treatment in said):
            said.add(each.treatment)
            yield draft_of(context, passage, each, names, rank, found)
    if not names and rank in {ASKED, LISTED, FIELD}:
        yield from unnamed.visits(context, passage, treatment_before(context, passage, 3))
        yield from unnamed.device(context, passage) if rank != ASKED else ()


def _is_past_grant(draft: Draft) -> bool:
    """Whether history tells of the treatment as granted: it is no item of this request."""
    return draft.slots.get("certified") == "yes" and draft.passage.zone.section in _PAST


def _marked(draft: Draft, settled: frozenset[str]) -> Draft:
    """The draft, as certified where the letter says so of its mark elsewhere."""
    if not settled or mark_before(draft.passage, draft.place[0]) not in settled:
        return draft
    return draft._replace(slots={**draft.slots, "certified": "yes"})


def _said_again(passage: Passage, each: Named, names: list[Named]) -> bool:
    """Whether a name only repeats an earlier one of the passage, without an amount of its own."""
    same = [n for n in names if (n.treatment, n.drug) == (each.treatment, each.drug) and n.end <= each.start]
    return bool(same) and not amounts_of(each, names, passage)


def _inferred(context: Context, passage: Passage) -> Iterator[Draft]:
    """What a sentence makes likely that nothing in the document asks for outright."""
    if not passage.of("treatment") or rank_of(context, passage) is None:
        return
    names = compounded(context.names(passage), passage)
    for each in names:
        found = asked(context, passage, each, names, INFERRED)
        if found is not None:
            yield draft_of(context, passage, each, names, INFERRED, found)


def _groups(context: Context, drafts: list[Draft]) -> list[list[Draft]]:
    """Drafts of one item together, the best rank first.

    Beside a list of what is in dispute the other drafts only join its items; else each makes an item of its own.
    """
    listed = any(draft.rank == DISPUTED or (draft.rank == FIELD and not _is_passing(draft)) for draft in drafts)
    best = min((draft.rank for draft in drafts), default=INFERRED) if listed else INFERRED
    groups: list[list[Draft]] = []
    by_kind: dict[str, list[list[Draft]]] = {}
    for draft in sorted(drafts, key=lambda d: d.rank):
        alike = by_kind.setdefault(context.lexicon.kind_of(draft.treatment), [])
        group = next((g for g in alike if _same_item(context, g, draft)), None)
        if group is not None:
            group.append(draft)
        elif draft.rank <= best:
            groups.append([draft])
            alike.append(groups[-1])
    return groups


def _is_passing(draft: Draft) -> bool:
    """Whether a field is no list of what is in dispute, but a label in the midst of a line: "Rx: Neurontin 300 #90"."""
    return draft.passage.zone.section == "request_line" and not opens_line(draft.passage)


def _same_item(context: Context, group: list[Draft], draft: Draft) -> bool:
    first = group[0]
    if first.treatment != draft.treatment and not _is_kind_of(context, first, draft):
        return False
    if first.rank == draft.rank == DISPUTED:
        return _same_words(first, draft)
    if first.rank == draft.rank == FIELD and _are_lines_of_one_list(first, draft):
        return False
    return all(_agree(first, draft, slot) for slot in ("drug", "code", "body_part", "arrangement", "form"))


def _is_kind_of(context: Context, first: Draft, draft: Draft) -> bool:
    """Whether one names the kind of study of which the other is one: "x-ray" after "lumbar x-ray, three views"."""
    kinds = [context.lexicon.treatments.get(each.treatment, {}).get("by_body_part") or {} for each in (first, draft)]
    return draft.treatment in kinds[0].values() or first.treatment in kinds[1].values()


def _are_lines_of_one_list(first: Draft, second: Draft) -> bool:
    """Whether two lines next to one another ask for different things, each in a line of its own, in the same way."""
    one, other = first.passage, second.passage
    if abs(one.zone.line - other.zone.line) != 1 or one.zone.section != other.zone.section:
        return False
    ends = [(each.passage.start, line_start(each.passage), each.place[0]) for each in (first, second)]
    marked = all(start < begin for start, begin, _ in ends)
    return marked and all(at - begin <= _OPENS_BY for _, begin, at in ends)


def _same_words(first: Draft, second: Draft) -> bool:
    """Two disputed lines are two items unless they say the same thing twice."""
    apart = first.passage.zone.item != second.passage.zone.item or first.passage.zone.item is None
    if apart and first.slots["wording"] != second.slots["wording"]:
        return False
    return all(first.slots.get(key) == second.slots.get(key) for key in _TELLING)


def _agree(first: Draft, second: Draft, slot: str) -> bool:
    one, other = first.slots.get(slot), second.slots.get(slot)
    return one is None or other is None or one == other


def _item(context: Context, group: list[Draft]) -> Fact:
    """One item of drafts that ask for the same: the first that states a slot decides it."""
    value: Slots = {}
    places: list[tuple[str, Place]] = []
    for index, draft in enumerate(group):
        new = _fresh(draft.slots, value)
        if index and (new or index < _MORE_PLACES):
            places.append((",".join(sorted(new)), draft.place))
        value |= new
    first = group[0]
    if first.treatment and "body_part" not in value and (sole := sole_part(context)) is not None:
        value["body_part"] = sole[0]
        value["treatment"] = context.lexicon.family(str(value["treatment"]), sole[0])
        places.append(("body_part", sole[1]))
    fact = context.fact("request.item", value, first.passage, first.place, first.rule, first.assertion, slots=places)
    # A line of disputed items bears no date of its own; the report that tells of the request does.
    told = next((each.passage.zone.as_of for each in group if each.passage.zone.as_of is not None), None)
    return fact.model_copy(update={"as_of": told})


def _fresh(slots: Slots, known: Slots) -> Slots:
    """The slots not yet known. What belongs to an amount comes from the place of the quantity, or agrees with it."""
    found: Slots = {key: value for key, value in slots.items() if value is not None and key not in known}
    if slots.get("quantity") == known.get("quantity") or not _AMOUNT & known.keys():
        return found
    return {key: value for key, value in found.items() if key not in _AMOUNT}
