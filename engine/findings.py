"""The findings of one item: how every criterion of its guideline stands, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.explain import Explainer, quotes
from engine.program import STATUS, Criterion, Keyword, Program, Verdict
from engine.recommendation import Finding, Quote
from engine.standing import Standing

if TYPE_CHECKING:
    from engine.bearing import Bearing
    from engine.facts import Sentence
    from engine.guideline import Guideline


def findings_of(
    guideline: Guideline, program: Program, verdict: Verdict, explainer: Explainer, bearing: Bearing
) -> tuple[Finding, ...]:
    """Every criterion in file order; before them the status of the text, where that fails or is lifted."""
    found = [_finding(guideline, each, verdict, explainer, bearing) for each in program.criteria]
    lifted = dict(verdict.lifted)
    if STATUS in verdict.failed or STATUS in lifted:
        found.insert(0, _status_finding(guideline, lifted.get(STATUS, ""), upheld=bool(verdict.failed)))
    return tuple(found)


def _status_finding(guideline: Guideline, lifted: str, *, upheld: bool) -> Finding:
    """The status of the text; one that is lifted carries an overturn and has no part in a denial."""
    exception = next((each.says for each in guideline.exceptions if each.id == lifted), lifted)
    return Finding(
        criterion=STATUS,
        keyword=STATUS,
        standing=Standing.NOT_MET.text,
        deciding=not (lifted and upheld),
        says=guideline.status_text,
        because=f"an exception is documented: {exception}" if lifted else "no exception of the text is documented",
        citation=guideline.source.citation,
        lifted_by=lifted,
        confidence=guideline.source.confidence,
    )


def _finding(
    guideline: Guideline, criterion: Criterion, verdict: Verdict, explainer: Explainer, bearing: Bearing
) -> Finding:
    text = guideline.criterion(criterion.id)
    standing = dict(verdict.standings)[criterion.id]
    names = explainer.facts_of(criterion.holds) if standing is not None else ()
    return Finding(
        criterion=criterion.id,
        keyword=criterion.keyword.value,
        standing="not applicable" if standing is None else standing.text,
        deciding=criterion.id in verdict.failed if verdict.failed else _carries(criterion, standing),
        says=text.says,
        because=explainer.because(criterion, standing),
        citation=text.citation or guideline.source.citation,
        judgement=text.judgement,
        reading=text.reading,
        confidence=text.confidence or guideline.source.confidence,
        lifted_by=dict(verdict.lifted).get(criterion.id, ""),
        evidence=quotes(fact for name in names for fact in explainer.settled_of(name).facts),
        unread=() if standing is None else tuple(map(_unread, bearing.unread(criterion))),
    )


def _unread(sentence: Sentence) -> Quote:
    start, end, line = sentence.start, sentence.end, sentence.line
    return Quote(quote=sentence.quote, start=start, end=end, line=line, source="unread", page=sentence.page)


def _carries(criterion: Criterion, standing: Standing | None) -> bool:
    """In an overturn, the requirements and limits that silence would have failed carry the outcome."""
    return standing is not None and criterion.keyword in {Keyword.REQUIRE, Keyword.LIMIT}
