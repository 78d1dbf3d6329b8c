"""Pain with and without a drug: "8/10 without medication, 4/10 with", "Norco brings it from 8 to 4"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.assemble.antecedent import treatment_before
from engine.reading.figures import figures_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_LEADS = re.compile(
    r"(?:(?P<without>\b(?:without|off|before|prior to|not taking|no|skip|skips|miss|misses|missing|out of)|\bw/o)"
    r"|(?P<with>\b(?:with|on|after|using|taking|takes?)|\bw/))"
    r"\s?(?:(?:the|his|her|my|any|a|pain|current|taking|use of|usual|dose|of)\s)*\Z",
    re.IGNORECASE,
)
# The drug left out: "4 with meds and 8 without", "when he does not".
_ALONE = re.compile(
    r"(?:(?P<without>\bwithout\b|\bw/o\b"
    r"|\bwhen (?:he|she|not)\b(?: does not| doesn't|)|\bif not taken\b|\bunmedicated\b)"
    r"|(?P<with>\bwith\b|\bw/|\bmedicated\b))"
    r"(?=\s*(?:[,.;:)\d]|\Z|it\b|them\b|pain\b))",
    re.IGNORECASE,
)
SCORE = re.compile(
    r"(?<![\d/.#-])(?P<n>10|\d(?:\.5)?)(?:\s?-\s?(?P<high>10|\d))?(?P<of>\s?(?:/|out of|of)\s?10)?"
    r"(?![\d/%+]|\.\d|\s?(?:mg|mcg|hours?|hrs?|h\b|days?|weeks?|months?|tabs?|tablets?|times|x\b|pills?|lbs?|min|percent|years?|st\b|nd\b|th\b|points?))",
    re.IGNORECASE,
)
_PAIN = re.compile(r"\b(?:pain|burning|VAS|NRS|ache|rated?|rates|score|severity|level)\b|/\s?10\b", re.IGNORECASE)
_BRINGS = re.compile(
    r"\b(?:brings?|brought|reduces?|reduced|lowers?|lowered|takes?|cuts?|drops?|decreases?|decreased|lets?)\b",
    re.IGNORECASE,
)
# A drug named before: "without it burning is at 8, on it a 4".
_WITHOUT_IT = re.compile(r"\b(?:without|off|w/o)\s(?:it|them)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:(?P<without>without|off|w/o)|on|with)\s(?:it|them)\b", re.IGNORECASE)
_WHEN = re.compile(r",?\s(?:when|if|once|as long as)\s(?:i|he|she|the patient|pt)\s", re.IGNORECASE)
_NEAR = 40
_BOTH = 2


class _Drug(NamedTuple):
    """A place that says with or without the drug."""

    start: int
    end: int
    state: str


def assemble(context: Context) -> Iterator[Fact]:
    """One figure for the pain with the drug and one for that without, where a sentence gives them."""
    for passage in context.patient.having("treatment", "care"):
        if not figures_in(passage.text, passage.start, passage.end):
            continue
        drugs = _drugs(context, passage)
        if drugs and (_PAIN.search(passage.text, passage.start, passage.end) or _is_brought(passage)):
            yield from _figures(context, passage, drugs)
    for passage in context.patient.matching(_WITHOUT_IT):
        drug = None if passage.of("treatment") else treatment_before(context, passage, _BOTH)
        if drug is not None and context.lexicon.is_drug(drug):
            found = _IT.finditer(passage.text, passage.start, passage.end)
            told = [_Drug(*m.span(), "without" if m["without"] else "with") for m in found]
            yield from _told(context, passage, told, drug)


def _is_brought(passage: Passage) -> bool:
    """Whether figures of a scale of ten are said to be brought down: "takes it from 8 to 4"."""
    return bool(passage.changes) and _BRINGS.search(passage.text, passage.start, passage.end) is not None


def _drugs(context: Context, passage: Passage) -> list[_Drug]:
    places = [each.place for each in context.names(passage) if each.drug or context.lexicon.is_drug(each.treatment)]
    places += [(m.start, m.end) for m in passage.of("care") if m.id in {"medication", "nonopioid"}]
    found = [_led(passage, place) for place in places]
    by_it = _IT.finditer(passage.text, passage.start, passage.end)
    said = [_Drug(*m.span(), "without" if m["without"] else "with") for m in by_it]
    if found and len({each.state for each in said}) == _BOTH:
        return said
    if found:
        alone = _ALONE.finditer(passage.text, passage.start, passage.end)
        found += [_Drug(*m.span(), "without" if m["without"] else "with") for m in alone]
    return sorted(found)


def _led(passage: Passage, place: Place) -> _Drug:
    """A drug with the words that lead to it, with or without; no state where it is only named."""
    left = max(passage.start, place[0] - _NEAR)
    match = _LEADS.search(passage.words(left, place[0]))
    if match is None:
        return _Drug(*place, "")
    return _Drug(left + match.start(), place[1], "without" if match["without"] else "with")


def _figures(context: Context, passage: Passage, drugs: list[_Drug]) -> Iterator[Fact]:
    changed = [
        change for change in passage.changes if change.unit in {"", "/10"} and 0 <= change.after < change.before <= 10
    ]
    for change in changed[:1]:
        if any(each.state == "with" for each in drugs) or _is_subject(passage, drugs, change.start):
            place = (change.start, change.end)
            yield _measure(context, passage, place, change.before, "without")
            yield _measure(context, passage, place, change.after, "with")
            yield _relief(context, passage, place, change.before, change.after)
            return
    told = [each for each in drugs if each.state]
    yield from _told(context, passage, told)


def _told(context: Context, passage: Passage, told: list[_Drug], drug: str | None = None) -> Iterator[Fact]:
    """The score beside each word of with or without; where both are known, whether the drug took pain away."""
    scores = [match for match in SCORE.finditer(passage.text, passage.start, passage.end) if _counts(match, told)]
    first = bool(scores and told) and scores[0].start() < told[0].start
    found: dict[str, float] = {}
    places: list[Place] = []
    for each in told:
        score = _score_of(passage, each, scores, before=first)
        if score is not None:
            places.append((min(each.start, score.start()), max(each.end, score.end())))
            found[each.state] = float(score["high"] or score["n"])
            yield _measure(context, passage, places[-1], found[each.state], each.state)
    if len(found) == len(places) == _BOTH and found["with"] < found["without"]:
        place = (min(places)[0], max(end for _, end in places))
        yield _relief(context, passage, place, found["without"], found["with"], drug)


def _relief(
    context: Context, passage: Passage, place: Place, without: float, taken: float, drug: str | None = None
) -> Fact:
    """Less pain with a drug than without it."""
    drugs = {each.treatment for each in context.names(passage) if each.drug}
    value: Slots = {
        "domain": "pain",
        "treatment": drugs.pop() if len(drugs) == 1 else drug,
        "percent": round(100 * (without - taken) / without),
    }
    return context.fact("benefit", value, passage, place, "benefit.with_drug")


def _is_subject(passage: Passage, drugs: list[_Drug], end: int) -> bool:
    """Whether a drug is what brings the change: "medication brings the pain from 8 to 4"."""
    return any(each.end <= end and _BRINGS.search(passage.words(each.end, end)) for each in drugs)


def _counts(match: re.Match[str], drugs: list[_Drug]) -> bool:
    """Whether a number may be a score: outside the names of drugs, "of 10", or close to a word of with or without."""
    if any(each.start <= match.start() < each.end for each in drugs):
        return False
    return bool(match["of"]) or any(
        0 <= each.start - match.end() <= 2
        or 0 <= match.start() - each.end <= _NEAR
        or _WHEN.fullmatch(match.string, match.end(), max(match.end(), each.start))
        for each in drugs
    )


def _score_of(passage: Passage, drug: _Drug, scores: list[re.Match[str]], *, before: bool) -> re.Match[str] | None:
    """The score next to a word of with or without: before it where the sentence begins with a score, else after it."""
    if before:
        left = [each for each in scores if each.end() <= drug.start]
        near = left[-1] if left else None
        return near if near and ";" not in passage.words(near.end(), drug.start) else None
    right = [each for each in scores if each.start() >= drug.end and each.start() - drug.end <= _NEAR]
    return right[0] if right else None


def _measure(context: Context, passage: Passage, place: Place, value: float, state: str) -> Fact:
    number = int(value) if value == int(value) else value
    slots = {"kind": "vas", "value": number, "medication": state}
    return context.fact("measure", slots, passage, place, "measure.with_drug")
