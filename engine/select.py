"""Which guideline speaks to an item: by treatment family, date, phase and body part, in the search order.

Dates: 8 CCR 9792.21 and the adoption orders; phase: 8 CCR 9792.20, 9792.23 and 9792.24.3; search order: 9792.21.1(a).
What was looked at and passed over is part of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from engine.facts import Assertion, Fact
from engine.recommendation import Considered, DateUsed
from engine.settle.calendar import months_between
from engine.settle.surgery import Surgery, in_period

if TYPE_CHECKING:
    from engine.case import Dates
    from engine.guideline import Guideline
    from engine.library import Library
    from engine.settle.record import Record

DATE_ORDER = ("service", "request", "decision", "document")
"""For care already given the date of service comes first; a request has no date of service."""


@dataclass(frozen=True)
class Selection:
    """What was chosen and why. `guideline` is None when nothing covers the item: then `gap` names what lacks.

    `last` is the latest text of another era, to be shown apart and so labelled.
    """

    guideline: Guideline | None
    phase: str
    considered: tuple[Considered, ...]
    gap: str = ""
    last: Guideline | None = None
    phase_facts: tuple[Fact, ...] = ()


def select_date(dates: Dates, as_of: date | None, first: str = "") -> DateUsed | None:
    """The date that selects the text and its kind; `as_of` overrides, `first` is a kind that a text applies by."""
    if as_of is not None:
        return DateUsed(value=as_of, kind="as_of")
    for kind in dict.fromkeys([first or "service", *DATE_ORDER]):
        value = getattr(dates, kind, None)
        if value is not None:
            return DateUsed(value=value, kind=kind)
    return None


def select(record: Record, library: Library) -> Selection:
    """The guideline for an item, with everything that was considered."""
    family = library.of_family(record.item.treatment)
    current = [each for each in family if each.source.in_force(record.on)]
    cited = _cited(record, library, family)
    if not family:
        name = _name(record)
        gap = f"no loaded guideline addresses {name}" if name else "the treatment is not in the vocabulary"
        return Selection(None, "", cited, gap)
    if not current:
        return _out_of_era(record, family, cited)
    phase, why, facts = _phase(record, current)
    surgery = in_period(record) if phase == "postsurgical" else None
    if surgery is not None and not surgery.rows:
        return _unlisted_surgery(record, surgery, family, cited)
    chosen, considered = _choose(record, family, phase, why)
    gap = "" if chosen else f"no text in force on {record.on} speaks to this phase and body part"
    return Selection(chosen, phase, (*considered, *cited), gap, phase_facts=facts)


def _name(record: Record) -> str:
    declared = record.vocabulary.treatments.get(record.item.treatment)
    return declared.name.lower() if declared else ""


def _out_of_era(record: Record, family: tuple[Guideline, ...], cited: tuple[Considered, ...]) -> Selection:
    eras = "; ".join(f"{each.source.since} to {each.source.until or 'now'}" for each in family)
    gap = f"no encoded text of {_name(record)} was in force on {record.on} (encoded: {eras})"
    considered = tuple(_passed(each, f"not in force on {record.on}") for each in family)
    last = max(family, key=lambda each: (each.source.since <= record.on, each.source.since))
    return Selection(None, "", (*considered, *cited), gap, last)


def _unlisted_surgery(
    record: Record, surgery: Surgery, family: tuple[Guideline, ...], cited: tuple[Considered, ...]
) -> Selection:
    """A surgery that the table does not list: a period of six months, and no number of visits to judge by."""
    name = str(surgery.fact.value.get("procedure", "this surgery")).replace("_", " ")
    gap = f"the postsurgical table has no row for {name}; its period is six months"
    considered = tuple(_passed(each, f"the therapy follows a surgery; {gap}") for each in family)
    return Selection(None, "postsurgical", (*considered, *cited), gap, phase_facts=(surgery.fact,))


def _phase(record: Record, current: list[Guideline]) -> tuple[str, str, tuple[Fact, ...]]:
    """The phase, why, and the facts that say so; only families with several texts have phases."""
    if not any(each.phases for each in current):
        return "", "", ()
    surgery = in_period(record) if any("postsurgical" in each.phases for each in current) else None
    if surgery is not None:
        when = "asked for in the same document" if surgery.planned else f"of {surgery.day or 'an unknown date'}"
        return "postsurgical", f"the therapy follows a surgery of this part, {when}", (surgery.fact,)
    stated = [fact for _, fact in record.about("phase", "patient") if fact.assertion is Assertion.AFFIRMED]
    for fact in stated:
        phase = "acute" if fact.value.get("phase") in {"acute", "subacute"} else str(fact.value.get("phase"))
        if phase in {"acute", "chronic"}:
            return phase, f"the record calls it {fact.value['phase']}", (fact,)
    return _phase_by_injury(record)


def _phase_by_injury(record: Record) -> tuple[str, str, tuple[Fact, ...]]:
    injury = record.case.dates.injury
    if injury is None:
        return "chronic", "no date of injury, so taken as chronic", ()
    months = months_between(injury, record.on)
    limit = record.policy.acute_months
    facts = tuple(fact for _, fact in record.about("injury.date", "any"))
    if months <= limit:
        return "acute", f"within {limit:g} months of injury", facts
    return "chronic", f"{months:.0f} months after injury, more than {limit:g}", facts


def _choose(
    record: Record, family: tuple[Guideline, ...], phase: str, why: str
) -> tuple[Guideline | None, tuple[Considered, ...]]:
    """The first text in force for the phase that speaks to the body part; then, saying so, the next in order."""
    current = [each for each in family if each.source.in_force(record.on)]
    right_phase = [each for each in current if not each.phases or phase in each.phases]
    others = [each for each in current if each not in right_phase and "postsurgical" not in each.phases]
    ordered = [*right_phase, *others]
    chosen = next((each for each in ordered if _speaks_to(record, each)), None)
    considered = []
    for each in family:
        if each is chosen:
            reason = why if each in right_phase else f"{why}; but no text of that phase speaks to this body part"
            considered.append(_chosen(each, reason or "the text in force for this treatment"))
        else:
            considered.append(_passed(each, _why_not(record, each, current, right_phase, phase, why)))
    return chosen, tuple(considered)


def _why_not(
    record: Record, each: Guideline, current: list[Guideline], right_phase: list[Guideline], phase: str, why: str
) -> str:
    if each not in current:
        return f"not in force on {record.on}"
    if each not in right_phase:
        return f"it is for the {' or '.join(each.phases)} phase; here {phase}: {why}"
    if not _speaks_to(record, each):
        return f"it does not speak to this body part ({record.item.body_part or 'none named'})"
    return "a text earlier in the search order applies"


def _speaks_to(record: Record, guideline: Guideline) -> bool:
    """Whether a text speaks to the item's body part; one that lists parts needs the part to be named."""
    if not guideline.body_parts:
        return True
    here = record.region(record.item.body_part) if record.item.body_part else set()
    return any(part in here for part in guideline.body_parts)


def _cited(record: Record, library: Library, family: tuple[Guideline, ...]) -> tuple[Considered, ...]:
    """Loaded guidelines that the document cites but that are about another treatment."""
    found: dict[str, Considered] = {}
    for fact in record.by_type.get("guideline.cited", ()):
        key = (fact.value.get("document"), int(str(fact.value.get("chapter", 0))))
        for each in library.guidelines:
            if key[1] and key in each.source.cited_as and each not in family and each.id not in found:
                found[each.id] = _passed(each, _why_cited(record, each, fact))
    return tuple(found.values())


def _why_cited(record: Record, guideline: Guideline, fact: Fact) -> str:
    who = str(fact.value.get("by", "document")).replace("_", " ")
    why = f"cited by the {who}; it is about {guideline.title.lower()}, not {_name(record) or 'this treatment'}"
    injury = record.case.dates.injury
    if "acute" in guideline.phases and injury is not None:
        months = months_between(injury, record.on)
        if months > record.policy.acute_months:
            why += f", and for the acute phase; here {months:.0f} months after injury"
    return why


def _chosen(guideline: Guideline, why: str) -> Considered:
    return Considered(id=guideline.id, title=guideline.title, citation=guideline.source.citation, chosen=True, why=why)


def _passed(guideline: Guideline, why: str) -> Considered:
    return Considered(id=guideline.id, title=guideline.title, citation=guideline.source.citation, chosen=False, why=why)
