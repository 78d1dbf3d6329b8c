"""What a person must weigh before an answer is acted on, what the record lacks, and how much would be supportable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.conditions import Interval
from engine.program import FAILS, Basis, Criterion, Keyword, Program, Verdict
from engine.standing import Standing
from engine.wording import empty_pages, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.explain import Explainer
    from engine.guideline import CriterionText, Guideline
    from engine.recommendation import Finding
    from engine.settle.record import Record

SURE = ("verified", "high")
INFERRED = ("item.inferred", "item.fallback")
"""How the names of rules begin that read an item where nothing in the letter asks outright."""


def needs_person(
    record: Record,
    guideline: Guideline,
    program: Program,
    verdict: Verdict,
    explainer: Explainer,
    findings: tuple[Finding, ...],
) -> tuple[str, ...]:
    """Lines for a person; an overturn may be acted on without one only where there are none."""
    standings = {name: standing for name, standing in verdict.standings if standing is not None}
    applying = [each for each in program.criteria if each.id in standings]
    lines: list[str] = []
    for criterion in applying:
        lines += _criterion_lines(criterion, guideline.criterion(criterion.id), standings[criterion.id])
    names = list(dict.fromkeys(name for each in applying for name in explainer.facts_of(each.holds)))
    lines += _confidence_lines(guideline, standings)
    lines += _row_lines(explainer, names)
    lines += _conflict_lines(explainer, names)
    lines += [*_document_lines(record), *_unread_lines(findings, denied=bool(verdict.failed))]
    return tuple(dict.fromkeys(lines))


def _criterion_lines(criterion: Criterion, text: CriterionText, standing: Standing) -> Iterator[str]:
    if criterion.keyword is Keyword.WEIGH and standing is Standing.NOT_MET:
        yield f"{text.says}: the record speaks against it, and the text leaves its weight to a person"
    if text.judgement:
        yield f"{text.says}: “{text.judgement}” is a matter of judgement"


def _confidence_lines(guideline: Guideline, standings: dict[str, Standing]) -> list[str]:
    if guideline.source.confidence not in SURE:
        return [f"the figures of this text are held with {guideline.source.confidence} confidence; check the source"]
    doubtful = [each for each in guideline.criteria if each.confidence not in ("", *SURE) and each.id in standings]
    return [f"{each.says}: held with {each.confidence} confidence; check the source" for each in doubtful]


def _row_lines(explainer: Explainer, names: list[str]) -> Iterator[str]:
    """Rows of tables that were read, and are held with less than high confidence."""
    for name in names:
        settled = explainer.settled_of(name)
        table = explainer.vocabulary.tables.get(settled.table)
        for row in settled.rows if table else ():
            entry = table.rows.get(row, {}) if table else {}
            confidence = str(entry.get("confidence", ""))
            if table and confidence and confidence not in SURE:
                says = entry.get("says", row.replace("_", " "))
                yield f"{table.title}, {says}: held with {confidence} confidence; check the source"


def _conflict_lines(explainer: Explainer, names: list[str]) -> list[str]:
    return [
        f"the record is in conflict on {explainer.asks(name)}: {explainer.settled_of(name).conflict}"
        for name in names
        if explainer.settled_of(name).conflict
    ]


def _document_lines(record: Record) -> Iterator[str]:
    """What was not read of the document at all, and a request that it does not make outright."""
    pages = record.case.empty_pages
    if pages:
        yield f"{empty_pages(pages)}: nobody has read what is on {'it' if len(pages) == 1 else 'them'}"
    fact = record.item.fact
    if fact is not None and fact.rule.startswith(INFERRED):
        yield "nothing in the letter asks for this outright; it was inferred, so see whether it is asked for"


def _unread_lines(findings: tuple[Finding, ...], *, denied: bool) -> Iterator[str]:
    """Unread sentences that bear on a criterion which decided, or on which the answer turns as the record is silent."""
    for each in findings:
        if each.unread and _turns_on(each, denied=denied):
            lines = sorted({quote.line for quote in each.unread})
            which = "a sentence that gave no fact" if len(each.unread) == 1 else "sentences that gave no fact"
            where = f"line{'s' if len(lines) > 1 else ''} {listed(map(str, lines))}"
            yield f"{each.says}: {which} may bear on this; read {where}"


def _turns_on(finding: Finding, *, denied: bool) -> bool:
    """Whether another standing of a criterion could change the answer.

    A denial turns on what failed. An overturn turns on what carries it, and on what was passed over as the record is
    silent: that a sentence nobody understood does not state an exclusion is not known.
    """
    silent = finding.standing == Standing.NOT_DOCUMENTED.text and finding.keyword != Keyword.WEIGH.value
    return finding.deciding or (silent and not denied)


def missing(program: Program, verdict: Verdict, explainer: Explainer) -> tuple[str, ...]:
    """What the record does not say and the outcome turned on: the points of criteria that fail on silence."""
    standings = dict(verdict.standings)
    silent = [
        each for each in program.criteria if each.id in verdict.failed and standings[each.id] is Standing.NOT_DOCUMENTED
    ]
    return tuple(dict.fromkeys(phrase for each in silent for phrase in explainer.missing(each.holds)))


def supportable(record: Record, program: Program, verdict: Verdict, explainer: Explainer) -> float | None:
    """The largest amount that the exceeded limits would still allow; advice only, never an answer.

    None where something else than a limit on the amount fails, too, or where nothing is left to allow.
    """
    asked = record.item.slots.get("quantity")
    excess = [_excess(each, verdict, explainer) for each in program.criteria if each.id in verdict.failed]
    known = [each for each in excess if each is not None]
    if not isinstance(asked, int | float) or not known or len(known) < len(verdict.failed):
        return None
    left = float(asked) - max(known)
    return left if left > 0 else None


def _excess(criterion: Criterion, verdict: Verdict, explainer: Explainer) -> float | None:
    """By how much a criterion's limit on a count is passed; None where it fails in another way."""
    standing = dict(verdict.standings)[criterion.id]
    if standing is None or FAILS.get((criterion.keyword, standing)) is not Basis.LIMIT_EXCEEDED:
        return None
    amounts = explainer.vocabulary.amounts
    counts = amounts.counts if amounts else ()
    over: list[float] = []
    for atom in explainer.deciding_atoms(criterion.holds):
        lookup, value = explainer.lookup(atom.fact), explainer.settled_of(atom.fact).value
        if (lookup.fact if lookup else atom.fact) in counts and isinstance(value, Interval) and value.low is not None:
            over.append(value.low - atom.bound)
    return max(over, default=None)
