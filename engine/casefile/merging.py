"""Reads a letter again under a lexicon that has changed, without losing what a person made of the first reading.

What a person confirmed, corrected, added or rejected stays as it is; what nobody has looked at is read anew. Facts are
known again by their type, their main slot and their quote (`engine.casefile.identity`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.casefile.drafting import fact_keys, first_types, head_of, item_keys, laid_out, sentence_keys
from engine.casefile.entries import CORRECTED
from engine.casefile.facts import PENDING, REJECTED
from engine.casefile.from_reading import dates_from, in_order, is_disputed
from engine.casefile.identity import content, identity, is_same, overlap
from engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.casefile.drafting import Keys
    from engine.casefile.entries import DraftEntry, OldDraft
    from engine.facts import Fact, Reading, Sentence

_CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Merged:
    """The new draft, and what is other in it than in the old one, without words of the letter."""

    text: str
    changes: tuple[str, ...]


@dataclass
class _Slot:
    """One entry of the new draft.

    `old` is the entry of the old draft that it was, and `kept` says that it is that very entry; `numbers` are the
    places, among the items of the new reading, of those that it stands for.
    """

    fact: Fact
    keys: dict[str, Any]
    old: DraftEntry | None = None
    kept: bool = False
    numbers: list[int] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.fact.evidence[0].start if self.fact.evidence else -1


def merge(old: OldDraft, reading: Reading) -> Merged:
    """The draft of a new reading with all that a person made of the old one.

    Raises InputError naming every entry whose quote is not in the letter, or was changed without saying so.
    """
    _refuse_lost_quotes(old)
    facts = in_order(reading.facts)
    weave = _Weave()
    if old.sha256 != reading.sha256:
        weave.changes.append("the letter has changed since the draft was made; its quotes were found again")
    items = weave.woven(old.items, [fact for fact in facts if is_disputed(fact)])
    items = sorted([*items, *_tied(old, items)], key=lambda slot: slot.start)
    others = weave.woven(old.facts, [fact for fact in facts if not is_disputed(fact)])
    order = {name: place for place, name in enumerate(first_types())}
    others.sort(key=lambda slot: (order.get(slot.fact.type, len(order)), slot.start))
    numbering = _Numbering(items, old)
    unread = weave.unread(old, reading)
    text = laid_out(
        {**old.rest, **head_of(reading), "dates": _dates(old, [*items, *others])},
        [slot.keys for slot in items],
        map(numbering.renumbered, others),
        map(sentence_keys, unread),
    )
    return Merged(text, tuple(weave.changes))


def _refuse_lost_quotes(old: OldDraft) -> None:
    wanted = [each for each in old.entries if each.review != REJECTED]
    wrong = [_lost(each) for each in wanted if each.lost and (each.looked_at or each.changed)]
    wrong += [_requoted(each) for each in wanted if each.requoted and each.review in {PENDING, _CONFIRMED}]
    if wrong:
        raise InputError("\n".join(wrong))


def _lost(entry: DraftEntry) -> str:
    return f"{entry.place}: a quote does not occur in the letter; copy its words exactly, or leave `quote` out"


def _requoted(entry: DraftEntry) -> str:
    what = f"the quote or the main point was changed, but it is marked `{entry.review}`"
    return f"{entry.place}: {what}; mark it `review: {CORRECTED}`, or put back what was there"


class _Weave:
    """Weaves old entries and new facts into one list, and notes what changes."""

    def __init__(self) -> None:
        self.changes: list[str] = []

    def woven(self, old: tuple[DraftEntry, ...], new: list[Fact]) -> list[_Slot]:
        """The entries that a person looked at or changed, and the facts read anew that none of them is about."""
        mine = [each for each in old if (each.looked_at or each.changed) and not each.lost]
        slots = [_Slot(each.fact, self.keys(each), each, kept=True) for each in mine]
        waiting = [each for each in old if not each.looked_at and not each.changed]
        fresh: list[_Slot] = []
        for number, fact in enumerate(new):
            taken = next((slot for slot in slots if slot.old is not None and _answers(slot.old, fact)), None)
            if taken is None:
                fresh.append(self.fresh(fact, waiting, number))
            else:
                taken.numbers.append(number)
                self.tell_difference(taken, fact)
        return [*slots, *fresh, *self.proposed(waiting)]

    def keys(self, entry: DraftEntry) -> dict[str, Any]:
        """The keys of an entry as the person left them, with the place at which its quote stands now."""
        keys = dict(entry.keys)
        if not entry.looked_at:
            self.changes.append(f"{entry.place}: changed without being marked; it is kept as `{CORRECTED}`")
            keys |= {"review": CORRECTED}
        if entry.fact.evidence and "at" in keys:
            keys |= {"line": entry.fact.evidence[0].line, "at": entry.fact.evidence[0].start}
        return keys

    def fresh(self, fact: Fact, waiting: list[DraftEntry], number: int) -> _Slot:
        """A newly read fact, in the place of the pending entry that it was before, if it was one."""
        before = next((each for each in waiting if is_same(each.fact, fact)), None)
        if before is None:
            self.changes.append(f"line {_line(fact)}: `{fact.type}` is new")
        else:
            waiting.remove(before)
            if content(before.fact) != content(fact):
                self.changes.append(f"line {_line(fact)}: `{fact.type}` is read otherwise now")
        keys = item_keys(fact) if is_disputed(fact) else fact_keys(fact)
        return _Slot(fact, {**keys, **(before.extras if before else {})}, before, numbers=[number])

    def tell_difference(self, slot: _Slot, fact: Fact) -> None:
        """Tell where a fact that a person confirmed or rejected is now read otherwise."""
        entry = slot.old
        settled = entry is not None and entry.review in {_CONFIRMED, REJECTED}
        if entry is not None and settled and content(entry.fact) != content(fact):
            self.changes.append(f"line {_line(fact)}: `{fact.type}` is read otherwise now; it stays {entry.review}")

    def proposed(self, waiting: list[DraftEntry]) -> list[_Slot]:
        """What an extractor proposed and reading still does not give; the rest is not read any more."""
        gone = [each for each in waiting if not each.proposed]
        self.changes += [f"line {_line(each.fact)}: `{each.fact.type}` is not read any more" for each in gone]
        return [_Slot(each.fact, dict(each.keys), each, kept=True) for each in waiting if each.proposed]

    def unread(self, old: OldDraft, reading: Reading) -> list[Sentence]:
        """The sentences still to be looked at.

        One that the old draft neither listed nor had a fact on was looked at and deleted, unless the letter is another.
        """
        if old.sha256 != reading.sha256:
            return list(reading.unread)
        known = [(each.start, each.end) for each in old.unread]
        known += [(one.start, one.end) for each in old.facts if not each.looked_at for one in each.fact.evidence]
        left = [each for each in reading.unread if any(each.start < end and start < each.end for start, end in known)]
        count = len(reading.unread) - len(left)
        if count:
            self.changes.append(f"{count} unread sentence{'s' if count > 1 else ''} that you had deleted stay out")
        return left


def _answers(entry: DraftEntry, fact: Fact) -> bool:
    """Whether what a person made of an entry is about this newly read fact, too."""
    if entry.key.partition("-")[0] == identity(fact) or is_same(entry.fact, fact):
        return True
    corrected = entry.review == CORRECTED or not entry.looked_at
    same_rule = entry.fact.type == fact.type and entry.keys.get("rule") == fact.rule
    return corrected and same_rule and overlap(entry.fact, fact)


def _line(fact: Fact) -> int:
    return fact.evidence[0].line if fact.evidence else 0


def _tied(old: OldDraft, slots: list[_Slot]) -> list[_Slot]:
    """Items that are not read any more, and to which a fact is tied that a person looked at: they stay."""
    tied = {each.fact.item for each in old.facts if each.looked_at}
    present = {id(slot.old) for slot in slots}
    lacking = [each for number, each in enumerate(old.items) if number in tied and id(each) not in present]
    return [_Slot(each.fact, dict(each.keys), each, kept=True) for each in lacking if not each.lost]


class _Numbering:
    """Where the items of the old draft and of the new reading stand in the new draft."""

    def __init__(self, slots: list[_Slot], old: OldDraft) -> None:
        places = list(enumerate(slots, start=1))
        self.of_reading = {number: place for place, slot in places for number in slot.numbers}
        at = {id(slot.old): place for place, slot in places if slot.old is not None}
        self.of_old = {number: at[id(entry)] for number, entry in enumerate(old.items) if id(entry) in at}

    def renumbered(self, slot: _Slot) -> Keys:
        """The keys of a fact with the number of its item in the new draft; none where that item is gone."""
        if slot.fact.item is None:
            return slot.keys
        return {**slot.keys, "item": (self.of_old if slot.kept else self.of_reading).get(slot.fact.item)}


def _dates(old: OldDraft, slots: list[_Slot]) -> dict[str, date]:
    """The dates that the new draft's facts give, and those that a person set, or took out, by hand."""
    before = _derived(each.fact for each in old.entries)
    now = _derived(slot.fact for slot in slots if slot.keys.get("review") != REJECTED)
    edited = {kind: day for kind, day in old.dates.items() if before.get(kind) != day}
    taken_out = before.keys() - old.dates.keys()
    return {kind: day for kind, day in {**now, **edited}.items() if kind not in taken_out}


def _derived(facts: Iterable[Fact]) -> dict[str, date]:
    return dates_from(in_order(facts)).model_dump(exclude_none=True)
