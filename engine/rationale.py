"""The rationale: two or three sentences that can be read aloud to a physician, a judge and the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.recommendation import Outcome

if TYPE_CHECKING:
    from engine.guideline import Guideline
    from engine.recommendation import Finding, Recommendation

FAILURES = {
    "not_recommended": "the text does not recommend this treatment and no exception is documented",
    "excluded": "the record states something that the text excludes",
    "limit_exceeded": "the request goes beyond a limit of the text",
    "contradicted": "the record speaks against a requirement of the text",
    "not_documented": "the record does not show what the text requires",
}


def say_item(item: Recommendation) -> str:
    """The item in words: what is asked for, how much, and for which part, as far as the wording lacks it."""
    amount = ""
    if item.quantity is not None and f"{item.quantity:g}" not in item.wording:
        unit = item.unit + ("s" if item.unit and item.quantity != 1 else "")
        amount = f", {item.quantity:g} {unit}".rstrip()
    part = item.body_part.replace("_", " ")
    where = f", {part}" if part and part not in item.wording.lower() else ""
    return item.wording[:1].upper() + item.wording[1:] + amount + where


def rationale(item: Recommendation, guideline: Guideline) -> str:
    """Why the outcome is what it is, in sentences made from the findings."""
    source = f"{guideline.title} ({guideline.source.citation})"
    if item.outcome is Outcome.UPHELD:
        return _upheld(item, source)
    return _overturned(item, source)


def _upheld(item: Recommendation, source: str) -> str:
    failing = [each for each in item.findings if each.deciding]
    first = f"{say_item(item)}: the denial should be upheld under {source}, because {FAILURES[item.basis]}."
    reasons = " ".join(_sentence(each) for each in failing)
    advice = f" A request for {item.supportable:g} would stay within the limit." if item.supportable else ""
    return f"{first} {reasons}{advice}"


def _overturned(item: Recommendation, source: str) -> str:
    first = f"{say_item(item)}: the denial should be overturned; the request meets {source}."
    carried = [each for each in item.findings if each.deciding]
    reasons = " ".join(_sentence(each) for each in carried)
    silent = [each.says for each in item.findings if each.standing == "not documented" and each.keyword != "exclude"]
    tail = f" Not in the record, and not needed for this: {'; '.join(silent)}." if silent else ""
    return f"{first} {reasons}{tail}".replace("  ", " ")


def _sentence(finding: Finding) -> str:
    says = finding.says[:1].upper() + finding.says[1:]
    lifted = f" (lifted: {finding.lifted_by})" if finding.lifted_by else ""
    return f"{says}: {finding.because}{lifted}."
