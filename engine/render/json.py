"""Answers as JSON: the contract that scripts of users depend on (schema `upheld/check/1`).

`check` prints exactly the fields of the contract. `explain` adds to each item how its facts were settled, the chain of
rules that fired and what would change the answer, and to each quote its page.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.case import Dates
    from engine.facts import Fact, Reading, Sentence
    from engine.recommendation import CheckResult, Considered, Finding, GuidelineRef, Quote, Recommendation, SettledFact

CHECK = "upheld/check/1"
EXPLAIN = "upheld/explain/1"
READ = "upheld/read/1"
PACKS = "upheld/packs/1"


def dumps(value: Any) -> str:
    """One JSON object as text: two blanks of indent, characters as they are, dates as YYYY-MM-DD."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=_day)


def check_object(result: CheckResult) -> dict[str, Any]:
    """The answer for one document or case, with the fields of the contract and no others."""
    return {
        "schema": CHECK,
        "document": result.document.model_dump(),
        "library": result.library.model_dump(),
        "engine": result.engine,
        "items": [_item(item) for item in result.items],
        "facts": [fact_object(fact) for fact in result.facts],
        "unread": [sentence_object(sentence) for sentence in result.unread],
    }


def explain_object(result: CheckResult, changes: list[list[str]]) -> dict[str, Any]:
    """The answer with its whole chain; `changes` holds for each item what would change it."""
    checked = check_object(result)
    items = [_explained(item, change) for item, change in zip(result.items, changes, strict=True)]
    return {**checked, "schema": EXPLAIN, "items": items}


def read_object(reading: Reading, dates: Dates) -> dict[str, Any]:
    """What was read of one document."""
    return {
        "schema": READ,
        "document": {"name": reading.name, "sha256": reading.sha256},
        "dates": dates.model_dump(),
        "facts": [{**fact_object(fact), "rule": fact.rule} for fact in reading.facts],
        "unread": [sentence_object(sentence) for sentence in reading.unread],
    }


def fact_object(fact: Fact) -> dict[str, Any]:
    """One fact; `as_of` and `item` only where it has them."""
    rest = {"as_of": fact.as_of, "item": fact.item}
    return {
        "type": fact.type,
        "value": dict(fact.value),
        "assertion": fact.assertion.value,
        "source": fact.source.value,
        "evidence": [each.model_dump(exclude_defaults=True) for each in fact.evidence],
        **{name: value for name, value in rest.items() if value is not None},
    }


def sentence_object(sentence: Sentence) -> dict[str, Any]:
    """One unread sentence."""
    return sentence.model_dump(exclude_defaults=True)


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"`{type(value).__name__}` has no form in JSON")


def _word(text: str) -> str:
    """`not documented` as programs spell it."""
    return text.replace(" ", "_")


def _item(item: Recommendation) -> dict[str, Any]:
    return {
        "wording": item.wording,
        "treatment": item.treatment,
        "quantity": _number(item.quantity),
        "unit": item.unit,
        "body_part": item.body_part,
        "row": item.row,
        "date": item.date.model_dump() if item.date else None,
        "stage": item.stage,
        "outcome": item.outcome.value,
        "basis": item.basis,
        "guideline": _guideline(item.guideline) if item.guideline else None,
        "considered": [_considered(each) for each in item.considered],
        "depends_on": list(item.depends_on),
        "supportable": _number(item.supportable),
        "needs_person": list(item.needs_person),
        "notes": list(item.notes),
        "findings": [_finding(each) for each in item.findings],
        "missing": list(item.missing),
        "rationale": item.rationale,
    }


def _explained(item: Recommendation, change: list[str]) -> dict[str, Any]:
    findings = [
        {
            **_finding(each),
            "lifted_by": each.lifted_by,
            "evidence": [quote.model_dump() for quote in each.evidence],
            "unread": [quote.model_dump() for quote in each.unread],
        }
        for each in item.findings
    ]
    return {
        **_item(item),
        "findings": findings,
        "would_change": change,
        "settled": [_settled(each) for each in item.settled],
        "trace": [step.model_dump() for step in item.trace],
        "evidence": [quote.model_dump() for quote in item.evidence],
    }


def _guideline(guideline: GuidelineRef) -> dict[str, Any]:
    in_force = {"from": guideline.in_force.since, "until": guideline.in_force.until}
    return {"id": guideline.id, "title": guideline.title, "citation": guideline.citation, "in_force": in_force}


def _considered(each: Considered) -> dict[str, Any]:
    return each.model_dump()


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "criterion": finding.criterion,
        "keyword": finding.keyword,
        "standing": _word(finding.standing),
        "deciding": finding.deciding,
        "says": finding.says,
        "because": finding.because,
        "citation": finding.citation,
        "judgement": finding.judgement,
        "reading": finding.reading,
        "confidence": finding.confidence,
        "evidence": [_quote(each) for each in finding.evidence],
        "unread": [_quote(each) for each in finding.unread],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {"quote": quote.quote, "start": quote.start, "end": quote.end, "line": quote.line, "source": quote.source}


def _settled(settled: SettledFact) -> dict[str, Any]:
    return settled.model_dump()


def _number(value: float | None) -> int | float | None:
    """Whole amounts without a fraction: six visits are 6."""
    return int(value) if value is not None and value == int(value) else value
