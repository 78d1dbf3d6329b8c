"""From a verdict to an answer: findings, rationale, what a person must weigh, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.conditions import Interval, Value, stands
from engine.explain import Explainer, quotes
from engine.program import FAILS, STATUS, Basis, Criterion, Keyword, Program, Verdict
from engine.rationale import rationale, say_item
from engine.recommendation import (
    Considered,
    DateUsed,
    Finding,
    GuidelineRef,
    InForce,
    Outcome,
    Recommendation,
    SettledFact,
    TraceStep,
)
from engine.settle.record import Record, Settled
from engine.settle.surgery import in_period
from engine.settle.values import values_of
from engine.standing import Standing

if TYPE_CHECKING:
    from engine.case import Case, Item
    from engine.guideline import CriterionText, Guideline
    from engine.select import Selection

SURE = ("verified", "high")
AMOUNTS = ("visits_this_course", "visits_since_surgery", "known_visits_since_injury", "quantity")


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
    explainer = Explainer(program, record.vocabulary, settled, values)
    findings = _findings(guideline, program, verdict, explainer)
    outcome = Outcome.UPHELD if verdict.failed else Outcome.OVERTURNED
    plain = _plain(record.case, record.item, used)
    recommendation = plain.model_copy(
        update={
            "treatment": guideline.treatment,
            "row": _row(settled),
            "stage": verdict.stage,
            "outcome": outcome,
            "basis": verdict.basis.value,
            "guideline": reference(guideline),
            "considered": selection.considered,
            "depends_on": _depends_on(record),
            "supportable": _supportable(record, program, verdict, explainer),
            "needs_person": tuple(_needs_person(record, guideline, program, verdict, explainer)),
            "notes": _notes(guideline, explainer, outcome),
            "findings": findings,
            "missing": _missing(program, verdict, explainer),
            "settled": tuple(_settled_fact(record, name, settled[name]) for name in settled if _is_shown(record, name)),
            "trace": tuple(TraceStep(rule=step.rule, establishes=step.establishes) for step in verdict.trace),
        }
    )
    return recommendation.model_copy(update={"rationale": rationale(recommendation, guideline)})


def not_covered(
    case: Case,
    item: Item,
    used: DateUsed | None,
    gap: str,
    considered: tuple[Considered, ...],
    last: tuple[Guideline, Recommendation] | None = None,
) -> Recommendation:
    """The separate answer when no loaded guideline addresses the treatment on that date."""
    plain = _plain(case, item, used)
    says = f"{say_item(plain)}: not covered, because {gap}. This is neither upheld nor overturned."
    notes: tuple[str, ...] = ()
    if last is not None:
        guideline, would = last
        until = guideline.source.until or "now"
        notes = (
            f"for comparison only: the text in force {guideline.source.since} to {until} ({guideline.source.citation}) "
            f"would have given {would.outcome.value} ({would.basis.replace('_', ' ')})",
        )
    return plain.model_copy(update={"considered": considered, "notes": notes, "rationale": says, "missing": (gap,)})


def _plain(case: Case, item: Item, used: DateUsed | None) -> Recommendation:
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


def _depends_on(record: Record) -> tuple[int, ...]:
    """Other items that this one presupposes: the surgery after which the therapy is asked for."""
    surgery = in_period(record)
    if surgery is None or not surgery.planned:
        return ()
    spans = {(each.start, each.end) for each in surgery.fact.evidence}
    return tuple(
        item.index
        for item in record.case.items
        if item.fact and item.index != record.item.index and spans & {(e.start, e.end) for e in item.fact.evidence}
    )


def _findings(guideline: Guideline, program: Program, verdict: Verdict, explainer: Explainer) -> tuple[Finding, ...]:
    standings = dict(verdict.standings)
    lifted = dict(verdict.lifted)
    findings = [
        _finding(guideline, each, standings[each.id], each.id in verdict.failed, lifted.get(each.id, ""), verdict, explainer)
        for each in program.criteria
    ]
    if STATUS in verdict.failed or STATUS in lifted:
        findings.insert(0, _status_finding(guideline, STATUS in verdict.failed, lifted.get(STATUS, "")))
    return tuple(findings)


def _status_finding(guideline: Guideline, failed: bool, lifted: str) -> Finding:
    return Finding(
        criterion=STATUS,
        keyword="status",
        standing="not met" if failed else "met",
        deciding=True,
        says=guideline.status_text,
        because=f"the exception `{lifted}` is documented" if lifted else "no exception that the text names is documented",
        citation=guideline.source.citation,
        lifted_by=lifted,
        confidence=guideline.source.confidence,
    )


def _finding(
    guideline: Guideline,
    criterion: Criterion,
    standing: Standing | None,
    failed: bool,
    lifted: str,
    verdict: Verdict,
    explainer: Explainer,
) -> Finding:
    text = guideline.criterion(criterion.id)
    names = explainer.facts_of(criterion.holds) if standing is not None else ()
    facts = [fact for name in names for fact in explainer.settled_of(name).facts]
    return Finding(
        criterion=criterion.id,
        keyword=criterion.keyword.value,
        standing="not applicable" if standing is None else standing.text,
        deciding=failed if verdict.failed else _carries(criterion, standing),
        says=text.says,
        because=explainer.because(criterion, standing),
        citation=text.citation or guideline.source.citation,
        judgement=text.judgement,
        reading=text.reading,
        confidence=text.confidence or guideline.source.confidence,
        lifted_by=lifted,
        evidence=quotes(facts),
    )


def _carries(criterion: Criterion, standing: Standing | None) -> bool:
    """In an overturn, the requirements and limits that silence would have failed carry the outcome."""
    return standing is not None and criterion.keyword in {Keyword.REQUIRE, Keyword.LIMIT}


def _needs_person(
    record: Record, guideline: Guideline, program: Program, verdict: Verdict, explainer: Explainer
) -> list[str]:
    lines: list[str] = []
    standings = dict(verdict.standings)
    names: list[str] = []
    for criterion in program.criteria:
        standing = standings[criterion.id]
        if standing is None:
            continue
        text = guideline.criterion(criterion.id)
        lines += _criterion_lines(criterion, text, standing)
        names += explainer.facts_of(criterion.holds)
    lines += _confidence_lines(guideline, standings)
    lines += _conflict_lines(explainer, tuple(dict.fromkeys(names)))
    if record.case.unread:
        count = len(record.case.unread)
        lines.append(f"{count} sentence(s) that look clinical gave no fact; they may bear on this (see unread)")
    return list(dict.fromkeys(lines))


def _criterion_lines(criterion: Criterion, text: CriterionText, standing: Standing) -> list[str]:
    lines = []
    if criterion.keyword is Keyword.WEIGH and standing is Standing.NOT_MET:
        lines.append(f"{text.says}: the record speaks against it, and the text leaves the weight to a person")
    if text.judgement:
        lines.append(f"{text.says}: the text says `{text.judgement}`, which is a matter of judgement")
    return lines


def _confidence_lines(guideline: Guideline, standings: dict[str, Standing | None]) -> list[str]:
    if guideline.source.confidence not in SURE:
        return [f"the figures of this text are held with {guideline.source.confidence} confidence; check the source"]
    doubtful = [each for each in guideline.criteria if each.confidence not in ("", *SURE) and standings.get(each.id) is not None]
    return [f"{each.says}: this figure is held with {each.confidence} confidence; check the source" for each in doubtful]


def _conflict_lines(explainer: Explainer, names: tuple[str, ...]) -> list[str]:
    return [
        f"the record is in conflict on whether {explainer.reads(name)}: {explainer.settled_of(name).conflict}"
        for name in names
        if explainer.settled_of(name).conflict
    ]


def _notes(guideline: Guideline, explainer: Explainer, outcome: Outcome) -> tuple[str, ...]:
    return tuple(
        note.says
        for note in guideline.notes
        if stands(note.when, explainer.values) is Standing.MET and (outcome is Outcome.UPHELD or not note.upheld_only)
    )


def _missing(program: Program, verdict: Verdict, explainer: Explainer) -> tuple[str, ...]:
    """What the record does not say and the outcome turned on: the unknown facts of criteria that fail on silence."""
    standings = dict(verdict.standings)
    missing: list[str] = []
    for criterion in program.criteria:
        standing = standings[criterion.id]
        if criterion.id in verdict.failed and standing is Standing.NOT_DOCUMENTED:
            missing += [explainer.reads(name) for name in explainer.facts_of(criterion.holds)]
    return tuple(dict.fromkeys(missing))


def _supportable(record: Record, program: Program, verdict: Verdict, explainer: Explainer) -> float | None:
    """The largest amount that the exceeded limits would still allow; advice only, never an answer."""
    room: list[float] = []
    standings = dict(verdict.standings)
    for criterion in program.criteria:
        standing = standings[criterion.id]
        if standing is None or FAILS.get((criterion.keyword, standing)) is not Basis.LIMIT_EXCEEDED:
            continue
        for atom in explainer.deciding_atoms(criterion.holds):
            excess = _excess(program, atom.fact, atom.bound, explainer.settled_of(atom.fact).value)
            if excess is not None:
                room.append(excess)
    asked = record.item.slots.get("quantity")
    if not room or not isinstance(asked, int | float) or len(verdict.failed) > len(room):
        return None
    left = float(asked) - max(room)
    return left if left > 0 else None


def _excess(program: Program, fact: str, bound: float, value: Value | None) -> float | None:
    lookup = next((each for each in program.lookups if each.name == fact), None)
    if (lookup.fact if lookup else fact) not in AMOUNTS or not isinstance(value, Interval) or value.low is None:
        return None
    return value.low - bound


def _is_shown(record: Record, name: str) -> bool:
    return name in record.vocabulary.facts


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
