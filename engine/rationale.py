"""The rationale: a few sentences that can be read aloud to a physician, a judge and the patient."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.recommendation import Outcome
from engine.wording import amount, capital, listed, lower_first, number, plain, sentence

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
"""Why a denial stands, by the basis of the answer; each completes "because ..."."""


def say_item(item: Recommendation) -> str:
    """The item in words: what is asked for, how much, and for which part, as far as the wording lacks it."""
    parts = [capital(item.wording)]
    one = item.quantity == 1 and item.unit != "" and item.unit in item.wording.lower()
    if item.quantity is not None and not one and not _holds(item.wording, number(item.quantity)):
        parts.append(amount(item.quantity, item.unit))
    part = plain(item.body_part)
    if part and part not in item.wording.lower():
        parts.append(part)
    return ", ".join(parts)


def _holds(text: str, figure: str) -> bool:
    """Whether a figure stands in a text by itself (the 1 of "L1" and the 10 of "10/325" do not)."""
    return re.search(rf"(?<![\w./-]){re.escape(figure)}(?![\w/%-]|\.\d)", text) is not None


def rationale(item: Recommendation, guideline: Guideline) -> str:
    """Why the outcome is what it is, in sentences made from the findings."""
    text = f"the guideline “{guideline.title}” ({guideline.source.citation})"
    sentences = _upheld(item, text) if item.outcome is Outcome.UPHELD else _overturned(item, guideline, text)
    return " ".join(each for each in sentences if each)


def _upheld(item: Recommendation, text: str) -> list[str]:
    return [
        f"{say_item(item)}: the denial should be upheld. Under {text}, {FAILURES[item.basis]}.",
        *(_failure(each) for each in item.findings if each.deciding),
        f"A request for {amount(item.supportable, item.unit)} would stay within the limit." if item.supportable else "",
    ]


def _failure(finding: Finding) -> str:
    lead = "Excluded is " if finding.keyword == "exclude" else ""
    says = finding.says.rstrip(".")
    return sentence(f"{lead}{lower_first(says) if lead else says}: {finding.because}")


def _overturned(item: Recommendation, guideline: Guideline, text: str) -> list[str]:
    deciding = [each for each in item.findings if each.deciding]
    shown = list(dict.fromkeys(each.because for each in deciding if not each.lifted_by))
    silent = [each.says for each in item.findings if each.standing == "not documented" and each.keyword != "exclude"]
    return [
        f"{say_item(item)}: the denial should be overturned. The request meets {text}.",
        sentence(f"The record shows what it asks: {listed(shown)}") if shown else "",
        *(sentence(_lifted(each, guideline)) for each in item.findings if each.lifted_by),
        sentence(f"Not stated, and not needed for this answer: {listed(silent)}") if silent else "",
    ]


def _lifted(finding: Finding, guideline: Guideline) -> str:
    exception = next((each.says for each in guideline.exceptions if each.id == finding.lifted_by), finding.lifted_by)
    return f"{finding.says.rstrip('.')}: {finding.because}, but the text makes an exception: {exception}"
