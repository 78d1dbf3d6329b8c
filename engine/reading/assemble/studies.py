"""Imaging and electrodiagnostic studies with their date, part and findings; results of urine drug tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.beside import part_beside, side_beside
from engine.reading.line_words import searching
from engine.reading.naming import levels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.dates import DateMention
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_NEAR = 70
_BESIDE = 30
_AFTER_NORMAL = 12
_REST = re.compile(
    r"\b(?:left|right|other|others|otherwise|ulnar|radial|contralateral|opposite|remaining|remainder|rest|elsewhere"
    r"|adjacent|above|below|[LC]\d\S{0,4})\b",
    re.IGNORECASE,
)
_SEEN_ON = re.compile(
    r"(?:[\w\s/-]{0,40}?\s)?(?:is |was |are |were )?(?:seen |shown |found |noted |documented |confirmed |present )?"
    r"(?:on|by|per|at|with)\s(?:the |his |her |an? |prior |recent |last |lumbar |cervical )*",
    re.IGNORECASE,
)
# What is denied with one of these may be there in another degree: "no full-thickness tear".
_OF_A_DEGREE = re.compile(
    r"\b(?:full|complete|frank|retract\w*|displaced|high-grade|large|massive|further|additional|other|new|significant"
    r"|severe)\b",
    re.IGNORECASE,
)
# A diagnosis that a study is said to show is what it found.
_SHOWN = {
    "meniscus_tear": "meniscus_tear",
    "rotator_cuff_tear": "rotator_cuff_tear",
    "labral_tear": "labral_tear",
    "shoulder_impingement": "impingement",
    "calcific_tendinitis": "calcification",
    "acl_tear": "ligament_tear",
    "osteoarthritis": "osteoarthritis",
    "disc_displacement": "disc_displacement",
    "degenerative_disc_disease": "degeneration",
    "spondylosis": "degeneration",
    "stenosis": "stenosis",
    "spondylolisthesis": "spondylolisthesis",
    "radiculopathy": "radiculopathy",
    "carpal_tunnel_syndrome": "median_neuropathy",
    "fracture": "fracture",
}
_OF_NERVES = frozenset({"radiculopathy", "median_neuropathy"})
_ON = re.compile(
    r"\b(?:on|by|per)\s(?:(?:the|his|her|my|an?|recent|prior|last|lumbar|cervical|knee|shoulder)\s)*\Z", re.IGNORECASE
)
_BEFORE_STUDY = re.compile(r"\s(?:(?!of\b|and\b|or\b|with\b|but\b|for\b)[\w/&-]+\s){0,3}\Z")
_TEST = ("urine_drug_test",)
# Below these headings a study that nothing dates, and that shows nothing, is one to be made.
_AHEAD = frozenset({"plan", "request", "request_line"})
_DONE = re.compile(r"\b(?:last|done|collected|tested|performed|obtained)\b", re.IGNORECASE)


def assemble(context: Context) -> Iterator[Fact]:
    """Studies that were made, or that the record says were not; those only asked for are items."""
    for passage in context.patient.having("imaging", "treatment", "urine"):
        mentions = passage.of("imaging")
        for index, mention in enumerate(mentions):
            end = mentions[index + 1].start if index + 1 < len(mentions) else passage.end
            if not _asked_for(passage, mention, end):
                yield from _study(context, passage, mention, end)
        yield from _drug_tests(context, passage)


def _asked_for(passage: Passage, mention: Mention, end: int) -> bool:
    """Whether the study is only requested: an asking word before it and neither date nor finding after it."""
    asked = any(m.end <= mention.start and mention.start - m.end < _NEAR for m in passage.of("request"))
    later = any(m.id == "request" and mention.end <= m.start < mention.end + _NEAR for m in passage.of("request"))
    told = (passage.of("imaging_finding") and passage.dates) or (
        _found(passage) and searching("shown").search(passage.text, mention.end, end)
    )
    return (asked or later or passage.of("conditional") != ()) and not told


def _study(context: Context, passage: Passage, mention: Mention, end: int) -> Iterator[Fact]:
    dated = _date_near(passage, mention, end)
    place: Place = (mention.start, mention.end)
    value: Slots = {
        "modality": mention.attributes["modality"],
        "body_part": part_beside(passage, mention) or _part_after(passage, mention),
        "side": side_beside(passage, mention),
        "date": dated.date if dated else None,
    }
    if dated and 0 <= dated.start - mention.end <= _NEAR:
        place = (mention.start, dated.end)
    findings = [m for m in _found(passage) if mention.end <= m.start < end and _shows(passage, mention, m)]
    findings = [m for m in findings if not _of_the_rest(passage, m, findings)] or _before(passage, mention)
    if not findings and (dated or passage.zone.section not in _AHEAD):
        yield context.fact("imaging", value, passage, place, "study.made", context.judge(passage, mention[:2]))
    for finding in findings:
        at = (finding.start, finding.end)
        shown = _SHOWN[finding.id] if finding.category == "diagnosis" else finding.id
        level = next(iter(levels(passage, max(passage.start, at[0] - _NEAR), min(passage.end, at[1] + 20))), None)
        more: Slots = {**value, "finding": shown, "level": level}
        assertion = context.judge(passage, at)
        if assertion is Assertion.NEGATED and _OF_A_DEGREE.search(passage.words(max(place[1], at[0] - _BESIDE), at[1])):
            continue
        quoted = (place[0], at[1]) if place[0] <= at[0] else (at[0], place[1])  # "a tear on MRI" names the study last
        yield context.fact("imaging", more, passage, quoted, "study.finding", assertion)


def _found(passage: Passage) -> list[Mention]:
    """What a study may show: findings, and the diagnoses that are findings too, where no finding has their place."""
    findings = passage.of("imaging_finding")
    named = [
        m
        for m in passage.of("diagnosis")
        if m.id in _SHOWN and not any(f.start < m.end and m.start < f.end for f in findings)
    ]
    return sorted((*findings, *named), key=lambda m: m.start) if named else list(findings)


def _shows(passage: Passage, study: Mention, finding: Mention) -> bool:
    """Whether a study is said to show what is named after it, and was not made, or to be made, to look for that.

    A diagnosis must be said to be shown; the words of findings are those of studies.
    """
    if _was_to_look(passage.words(study.end, finding.end)):
        return False
    if finding.category != "diagnosis":
        return True
    of_nerves = study.attributes["modality"] == "edx"
    told = searching("showing", before=r"(?<!\w)").search(passage.words(study.end, finding.start))
    told = told or _ON.search(passage.text, max(passage.start, study.start - _BESIDE), study.start)
    return told is not None and of_nerves == (_SHOWN[finding.id] in _OF_NERVES)


def _was_to_look(words: str) -> bool:
    """Whether the words tell what a study is for, and no longer what came of it."""
    sought = list(searching("sought").finditer(words))
    return bool(sought) and not searching("shown").search(words, sought[-1].end())


def _of_the_rest(passage: Passage, finding: Mention, findings: list[Mention]) -> bool:
    """Whether "normal" is said of what is left beside a finding: "moderate on the right; the left side is normal"."""
    if finding.id != "normal" or all(each.id == "normal" for each in findings):
        return False
    near = passage.words(max(passage.start, finding.start - _BESIDE), min(passage.end, finding.end + _AFTER_NORMAL))
    return bool(_REST.search(near))


def _before(passage: Passage, study: Mention) -> list[Mention]:
    """What a study named after it shows: "a medial meniscal tear on MRI"."""
    found = [m for m in _found(passage) if m.end <= study.start and study.start - m.end <= _NEAR]
    if not found:
        return []
    between = passage.words(found[-1].end, study.start)
    normal = found[-1].id == "normal" and bool(_BEFORE_STUDY.match(between))
    return found[-1:] if normal or _SEEN_ON.fullmatch(between) else []


def _date_near(passage: Passage, mention: Mention, end: int) -> DateMention | None:
    after = next((d for d in passage.dates if mention.end <= d.start < min(end, mention.end + _NEAR)), None)
    return after or next((d for d in reversed(passage.dates) if 0 <= mention.start - d.end <= 12), None)


def _part_after(passage: Passage, mention: Mention) -> str | None:
    return next((p.id for p in passage.of("body_part") if mention.end <= p.start <= mention.end + 40), None)


def _drug_tests(context: Context, passage: Passage) -> Iterator[Fact]:
    tests = [m for m in passage.of("treatment") if m.id in _TEST]
    tests = sorted((*tests, *passage.of("urine")), key=lambda m: m.start)
    if not tests:
        return
    test = tests[0]
    dated = next((d for d in passage.dates if abs(d.start - test.end) < _NEAR), None)
    day = dated.date if dated else None
    results = [r for r in passage.of("uds_result") if r.start >= test.start]
    if results:
        # One result that is not as it should be counts, whatever stands beside it.
        judged = [(r, context.judge(passage, (r.start, r.end))) for r in results]
        wrong = [pair for pair in judged if pair[0].attributes["result"] == "inconsistent"]
        result, assertion = next((pair for pair in wrong if pair[1] is not Assertion.NEGATED), judged[0])
        value: Slots = {"result": result.attributes["result"], "date": day}
        yield context.fact("uds", value, passage, (test.start, result.end), "uds.result", assertion)
    elif (dated or passage.has("course", "completed")) and not passage.has("request", "request"):
        assertion = context.judge(passage, (test.start, test.end))
        if assertion in {Assertion.AFFIRMED, Assertion.NEGATED, Assertion.HISTORICAL}:
            done: Slots = {"result": "done", "date": day}
            yield context.fact("uds", done, passage, (test.start, test.end), "uds.done", assertion)
