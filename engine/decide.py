"""From a verdict to an answer: findings, rationale, what a person must weigh, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bearing import Bearing
from engine.conditions import Interval, stands
from engine.explain import Explainer, quotes
from engine.findings import findings_of
from engine.rationale import FAILURES, rationale, say_item
from engine.recommendation import (
    Considered,
    DateUsed,
    GuidelineRef,
    InForce,
    Outcome,
    Recommendation,
    SettledFact,
    TraceStep,
)
from engine.settle.surgery import in_period
from engine.settle.values import values_of
from engine.standing import Standing
from engine.weighing import missing, needs_person, supportable
from engine.wording import day

if TYPE_CHECKING:
    from engine.case import Item
    from engine.facts import Fact
    from engine.guideline import Guideline
    from engine.program import Program, Verdict
    from engine.select import Selection
    from engine.settle.record import Record, Settled


def answer(
    record: Record,
    guideline: Guideline,
    program: Program,
    settled: dict[str, Settled],
    verdict: Verdict,
    selection: Selection,
    used: DateUsed,
) -> Recommendation:
    """The recommendation that a verdict stands for."""
    words = {name: _word(standing) for name, standing in verdict.derived}
    values = {**values_of(settled), **{name: word for name, word in words.items() if word}}
    explainer = Explainer(program, record.vocabulary, settled, values, _unit(record))
    findings = findings_of(guideline, program, verdict, explainer, Bearing(record, explainer))
    outcome = Outcome.UPHELD if verdict.failed else Outcome.OVERTURNED
    plain = _plain(record.item, used)
    recommendation = plain.model_copy(
        update={
            "treatment": guideline.treatment,
            "row": _row(settled),
            "stage": verdict.stage,
            "outcome": outcome,
            "basis": verdict.basis.value,
            "guideline": reference(guideline),
            "considered": selection.considered,
            "depends_on": _depends_on(record, guideline),
            "supportable": supportable(record, program, verdict, explainer),
            "needs_person": needs_person(record, guideline, program, verdict, explainer, findings),
            "notes": _notes(guideline, explainer, outcome),
            "findings": findings,
            "missing": missing(program, verdict, explainer),
            "settled": tuple(
                _settled_fact(record, name, each) for name, each in settled.items() if name in record.vocabulary.facts
            ),
            "trace": tuple(TraceStep(rule=step.rule, establishes=step.establishes) for step in verdict.trace),
        }
    )
    return recommendation.model_copy(update={"rationale": rationale(recommendation, guideline)})


def not_covered(
    item: Item,
    used: DateUsed | None,
    gap: str,
    considered: tuple[Considered, ...],
    last: tuple[Guideline, Recommendation] | None = None,
) -> Recommendation:
    """The separate answer when no loaded guideline addresses the treatment on that date."""
    plain = _plain(item, used)
    says = f"{say_item(plain)}: not covered, because {gap}. This is neither upheld nor overturned."
    notes = () if last is None else (_comparison(*last),)
    return plain.model_copy(update={"considered": considered, "notes": notes, "rationale": says, "missing": (gap,)})


def _comparison(guideline: Guideline, would: Recommendation) -> str:
    """What the text of another era would have said, so labelled."""
    source = guideline.source
    era = f"from {day(source.since)}" + (f" to {day(source.until)}" if source.until else "")
    basis = "its requirements are met" if would.basis == "met" else FAILURES[would.basis]
    return (
        f"For comparison only: the text in force {era} ({source.citation}) does not apply; "
        f"under it the denial would have been {would.outcome.value}, because {basis}."
    )


def _plain(item: Item, used: DateUsed | None) -> Recommendation:
    slots = item.slots
    amount = slots.get("quantity")
    return Recommendation(
        wording=item.wording or item.treatment.replace("_", " "),
        treatment=item.treatment,
        quantity=float(amount) if isinstance(amount, int | float) else None,
        unit=str(slots.get("unit", "")),
        body_part=item.body_part,
        row="",
        date=used,
        stage="",
        outcome=Outcome.NOT_COVERED,
        basis="not_covered",
        guideline=None,
        evidence=quotes([item.fact] if item.fact else []),
    )


def reference(guideline: Guideline) -> GuidelineRef:
    """A guideline as answers name it."""
    source = guideline.source
    return GuidelineRef(
        id=guideline.id,
        title=guideline.title,
        guideline=source.guideline,
        citation=source.citation,
        in_force=InForce(since=source.since, until=source.until),
        status=guideline.status_text,
        confidence=source.confidence,
    )


def _word(standing: Standing) -> str:
    return {Standing.MET: "yes", Standing.NOT_MET: "no"}.get(standing, "")


def _row(settled: dict[str, Settled]) -> str:
    row = settled.get("surgery_row")
    return str(row.value) if row is not None and isinstance(row.value, str) else ""


def _unit(record: Record) -> str:
    declared = record.vocabulary.treatments.get(record.item.treatment)
    return str(record.item.slots.get("unit") or (declared.unit if declared else ""))


def _depends_on(record: Record, guideline: Guideline) -> tuple[int, ...]:
    """Other items that this one presupposes: what the rule file names, and the surgery that therapy is to follow."""
    named = {item.index for item in record.case.items if item.treatment in guideline.presupposes}
    return tuple(sorted({*named, *_surgery_asked(record)} - {record.item.index}))


def _surgery_asked(record: Record) -> tuple[int, ...]:
    surgery = in_period(record)
    if surgery is None or not surgery.planned:
        return ()
    others = (item for item in record.case.items if item.index != record.item.index)
    return tuple(item.index for item in others if _asks_for(item, surgery.fact))


def _asks_for(item: Item, surgery: Fact) -> bool:
    """Whether an item is the surgery itself: its words hold the statement's place, or name the procedure."""
    if item.fact and any(
        one.start < other.end and other.start < one.end for one in item.fact.evidence for other in surgery.evidence
    ):
        return True
    procedure = str(surgery.value.get("procedure", ""))
    return procedure != "" and (procedure == item.treatment or procedure.replace("_", " ") in item.wording.lower())


def _notes(guideline: Guideline, explainer: Explainer, outcome: Outcome) -> tuple[str, ...]:
    return tuple(
        note.says
        for note in guideline.notes
        if stands(note.when, explainer.values) is Standing.MET and (outcome is Outcome.UPHELD or not note.upheld_only)
    )


def _settled_fact(record: Record, name: str, settled: Settled) -> SettledFact:
    value = settled.value
    if isinstance(value, Interval):
        ends = [f"{each:g}" if each is not None else "?" for each in (value.low, value.high)]
        said = ends[0] if ends[0] == ends[1] else " to ".join(ends)
    else:
        said = value or "unknown"
    return SettledFact(
        name=name,
        reads=record.vocabulary.reads(name),
        value=said,
        how=settled.how,
        conflict=settled.conflict,
        evidence=quotes(settled.facts),
        against=quotes(settled.against),
    )
