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
from engine.settle.body import speaks_to
from engine.settle.calendar import months_between
from engine.settle.surgery import UNLISTED_MONTHS, Surgery, in_period
from engine.wording import day, lower_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.case import Dates
    from engine.guideline import Guideline
    from engine.library import Library
    from engine.settle.record import Record

PHASE_OF = {"acute": "acute", "subacute": "acute", "chronic": "chronic"}
"""What a phase that the record states means for choosing a text; the postsurgical phase follows from a surgery."""
DATE_ORDER = ("service", "request", "decision", "document")
"""For care already given the date of service comes first; a request has no date of service."""


@dataclass(frozen=True)
class Selection:
    """What was chosen and why. `guideline` is None when nothing covers the item: then `gap` names what lacks.

    `used` is the date that selected the text. `last` is the latest text of another era, to be shown apart and so
    labelled.
    """

    guideline: Guideline | None
    phase: str
    considered: tuple[Considered, ...]
    gap: str = ""
    last: Guideline | None = None
    phase_facts: tuple[Fact, ...] = ()
    used: DateUsed | None = None


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
    cited = _cited(record, library, family)
    if not family:
        return Selection(None, "", cited, _unaddressed(record))
    current = [each for each in family if _in_force(record, each)]
    if not current:
        return _out_of_era(record, family, family, cited, "")
    phase, why, facts = _phase(record, current)
    surgery = in_period(record) if phase == "postsurgical" else None
    if surgery is not None and not surgery.rows:
        return _unlisted_surgery(surgery, family, cited)
    lapsed = _lapsed(family, current, phase)
    if lapsed:
        return _out_of_era(record, family, lapsed, cited, f"this one is {phase}: {why}")
    chosen, considered = _choose(record, family, current, phase, why)
    part = record.part.replace("_", " ") or "an unnamed part of the body"
    gap = "" if chosen else f"no text on {_name(record)} in force on {day(record.on)} speaks to {part}"
    used = day_used(record, chosen) if chosen else None
    return Selection(chosen, phase, (*considered, *cited), gap, phase_facts=facts, used=used)


def _unaddressed(record: Record) -> str:
    """Why no guideline of the library is of the item's family."""
    if name := _name(record):
        return f"no loaded guideline addresses {name}"
    if code := record.item.slots.get("code"):
        return f"no treatment is known by the code {code} (a file given with `--codes` can say what it means)"
    return "the treatment is not in the vocabulary"


def day_used(record: Record, guideline: Guideline) -> DateUsed | None:
    """The date that says whether a text was in force: the case's, or of the kind that the text itself applies by."""
    first = guideline.source.applies_by
    return select_date(record.case.dates, record.as_of, "" if first == "request" else first)


def _in_force(record: Record, guideline: Guideline) -> bool:
    used = day_used(record, guideline)
    return guideline.source.in_force(used.value if used else record.on)


def _name(record: Record) -> str:
    declared = record.vocabulary.treatments.get(record.item.treatment)
    return lower_first(declared.name) if declared else ""


def _lapsed(family: tuple[Guideline, ...], current: list[Guideline], phase: str) -> list[Guideline]:
    """The texts of a phase when they are all of another era: a text of another phase does not stand in for them."""
    if not phase or any(not each.phases or phase in each.phases for each in current):
        return []
    return [each for each in family if phase in each.phases]


def _out_of_era(
    record: Record,
    family: tuple[Guideline, ...],
    lapsed: Sequence[Guideline],
    cited: tuple[Considered, ...],
    here: str,
) -> Selection:
    """No text was in force; `here` says the phase where it was only none of that phase."""
    eras = "; ".join(dict.fromkeys(_era(each) for each in lapsed))
    phases = f" for the {' or '.join(lapsed[0].phases)} phase" if here else ""
    gap = f"no encoded text on {_name(record)}{phases} was in force on {day(record.on)} (encoded: {eras})"
    considered = tuple(
        _passed(each, _of_other_phase(each, here) if _in_force(record, each) else f"not in force on {day(record.on)}")
        for each in family
    )
    return Selection(None, "", (*considered, *cited), gap, _nearest(record, lapsed))


def _era(guideline: Guideline) -> str:
    until = guideline.source.until
    return f"{day(guideline.source.since)} to {day(until)}" if until else f"from {day(guideline.source.since)}"


def _of_other_phase(guideline: Guideline, here: str) -> str:
    return f"it is for the {' or '.join(guideline.phases)} phase, and {here}"


def _nearest(record: Record, lapsed: Sequence[Guideline]) -> Guideline | None:
    """The text that would speak to the item in the last era before the date, or in the first one after it."""
    before = [each for each in lapsed if each.source.since <= record.on]
    first = min(each.source.since for each in lapsed)
    last = max((each.source.until or record.on for each in before), default=first)
    then = [each for each in lapsed if each.source.in_force(last)]
    phase, why, _ = _phase(record, then)
    return _choose(record, tuple(then), then, phase, why)[0] or then[0]


def _unlisted_surgery(surgery: Surgery, family: tuple[Guideline, ...], cited: tuple[Considered, ...]) -> Selection:
    """A surgery that the table does not list: a period of six months, and no number of visits to judge by."""
    name = str(surgery.fact.value.get("procedure", "this surgery")).replace("_", " ")
    gap = f"the postsurgical table has no row for {name}; its period is {UNLISTED_MONTHS} months"
    considered = tuple(_passed(each, f"the therapy follows a surgery; {gap}") for each in family)
    return Selection(None, "postsurgical", (*considered, *cited), gap, phase_facts=(surgery.fact,))


def _phase(record: Record, current: Sequence[Guideline]) -> tuple[str, str, tuple[Fact, ...]]:
    """The phase, why, and the facts that say so; only families with several texts have phases."""
    if not any(each.phases for each in current):
        return "", "", ()
    surgery = in_period(record) if any("postsurgical" in each.phases for each in current) else None
    if surgery is not None:
        return "postsurgical", f"the therapy follows a surgery of this part, {_when(surgery)}", (surgery.fact,)
    return _stated_phase(record) or _phase_by_injury(record)


def _when(surgery: Surgery) -> str:
    if surgery.planned:
        return "which is asked for in the same document"
    return f"of {day(surgery.day)}" if surgery.day else "whose date is not known"


def _stated_phase(record: Record) -> tuple[str, str, tuple[Fact, ...]] | None:
    """The phase that the record states; where it states two, the one said last, and of undated ones the chronic."""
    stated = [
        fact
        for _, fact in record.about("phase", "patient")
        if fact.assertion is Assertion.AFFIRMED and fact.value.get("phase") in PHASE_OF
    ]
    if not stated:
        return None
    fact = max(stated, key=lambda each: (each.as_of or date.min, PHASE_OF[str(each.value["phase"])] == "chronic"))
    return PHASE_OF[str(fact.value["phase"])], f"the record calls it {fact.value['phase']}", (fact,)


def _phase_by_injury(record: Record) -> tuple[str, str, tuple[Fact, ...]]:
    injury = record.case.dates.injury
    limit = record.policy.acute_months
    if injury is None:
        return "chronic", "no date of injury, so taken as chronic", ()
    months = months_between(injury, record.on)
    if months < 0:
        return "chronic", "the date of injury lies after the request, so taken as chronic", ()
    facts = tuple(fact for _, fact in record.about("injury.date", "any"))
    if months <= limit:
        return "acute", f"within {limit:g} months of the injury", facts
    return "chronic", _since_injury(months, limit), facts


def _since_injury(months: float, limit: float) -> str:
    whole = int(months)
    return f"{whole} months after the injury" if whole > limit else f"more than {limit:g} months after the injury"


def _choose(
    record: Record, family: tuple[Guideline, ...], current: list[Guideline], phase: str, why: str
) -> tuple[Guideline | None, tuple[Considered, ...]]:
    """The first text in force for the phase that speaks to the body part; then, saying so, the next in order."""
    right_phase = [each for each in current if not each.phases or phase in each.phases]
    others = [each for each in current if each not in right_phase and "postsurgical" not in each.phases]
    ordered = [*right_phase, *others]
    chosen = next((each for each in ordered if _speaks_to(record, each)), None)
    considered = []
    for each in family:
        if each is chosen:
            reason = why if each in right_phase else f"{why}; but no {phase} text speaks to this part of the body"
            reasons = [reason or "the text in force for this treatment", *_part_taken(record, each)]
            considered.append(_chosen(each, "; ".join(reasons)))
        else:
            considered.append(_passed(each, _why_not(record, each, current, right_phase, phase, why)))
    return chosen, tuple(considered)


def _part_taken(record: Record, guideline: Guideline) -> list[str]:
    """What to say where a text depends on the body part and the request names none."""
    if not guideline.body_parts or record.item.body_part:
        return []
    part = record.part.replace("_", " ")
    return [f"the request names no part of the body, and the diagnoses speak only of the {part}"]


def _why_not(
    record: Record, each: Guideline, current: list[Guideline], right_phase: list[Guideline], phase: str, why: str
) -> str:
    if each not in current:
        return f"not in force on {day(record.on)}"
    if each not in right_phase:
        return _of_other_phase(each, f"this one is {phase}: {why}")
    if not _speaks_to(record, each):
        return f"it does not speak to this part of the body ({record.part.replace('_', ' ') or 'none named'})"
    return "a text earlier in the search order applies"


def _speaks_to(record: Record, guideline: Guideline) -> bool:
    """Whether a text speaks to the item's body part; one that lists parts needs the part to be known."""
    if not guideline.body_parts:
        return True
    here, parts = record.part, record.vocabulary.body_parts
    return bool(here) and any(speaks_to(each, here, parts) for each in guideline.body_parts)


def _cited(record: Record, library: Library, family: tuple[Guideline, ...]) -> tuple[Considered, ...]:
    """Loaded guidelines that the document cites but that are about another treatment of the same kind.

    A chapter holds texts on many treatments; those that count in the same unit (visits, tests, injections) are the
    ones that a reader could take for an answer.
    """
    # By id: to compare two guidelines is to read both files whole.
    known = {each.id for each in family}
    found: dict[str, Considered] = {}
    for fact in record.by_type.get("guideline.cited", ()):
        chapter = fact.value.get("chapter")
        key = (fact.value.get("document"), int(chapter) if isinstance(chapter, int | float) else 0)
        for each in library.guidelines:
            if not key[1] or key not in each.source.cited_as or each.id in known or each.id in found:
                continue
            if _unit(record, each.family) == _unit(record):
                found[each.id] = _passed(each, _why_cited(record, each, fact))
    return tuple(found.values())


def _unit(record: Record, family: str = "") -> str:
    declared = record.vocabulary.treatments.get(family or record.item.treatment)
    return declared.unit if declared else ""


def _why_cited(record: Record, guideline: Guideline, fact: Fact) -> str:
    who = str(fact.value.get("by", "document")).replace("_", " ")
    why = f"cited by the {who}; it is about {lower_first(guideline.title)}, not {_name(record) or 'this treatment'}"
    injury = record.case.dates.injury
    if "acute" in guideline.phases and injury is not None:
        months = months_between(injury, record.on)
        if months > record.policy.acute_months:
            why += f", and for the acute phase; here it is {_since_injury(months, record.policy.acute_months)}"
    return why


def _chosen(guideline: Guideline, why: str) -> Considered:
    return Considered(id=guideline.id, title=guideline.title, citation=guideline.source.citation, chosen=True, why=why)


def _passed(guideline: Guideline, why: str) -> Considered:
    return Considered(id=guideline.id, title=guideline.title, citation=guideline.source.citation, chosen=False, why=why)
