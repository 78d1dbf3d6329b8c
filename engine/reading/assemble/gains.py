"""Gains and standstills told in figures: a test, a tolerance or a score that was one thing and is another.

What the figures of a sentence ("flexion 128, was 98") measure is the topic (`topics.yaml`) nearest to them. Those of
tables: `engine.reading.assemble.gain_rows`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.antecedent import course_told, only_disputed
from engine.reading.assemble.owner import is_source, owner
from engine.reading.gap_words import gap_words
from engine.reading.lexicon import Mention
from engine.reading.outcomes import topics_of
from engine.reading.tokens import forms
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.figure_changes import Change
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

# A change by less than a tenth is within the error of such measurements.
_MEANT = 0.1
_HIGHEST = 100
_BEFORE, _AFTER = 70, 30
_MEDICATED = re.compile(
    r"\b(?:with|without|off|on|after)\s(?:\w+\s)?(?:medications?|meds|norco|dose|drug)\b"
    r"|\bminutes after\b|\b(?:without|off)\s(?:it|them)\b|\bwithout\s?(?:[,.;)]|\Z)",
    re.IGNORECASE,
)
# Units in which some topics are never told.
_UNITS = {
    "pain": {"", "/10", "%", "points", "mm"},
    "sleep": {"hours", "min", "times"},
    "work_hours": {"hours", "", "days"},
    "restrictions": {"lbs", "kg", "hours", "", "min"},
    "medication": {"", "tabs", "/day"},
    "flare_ups": {"", "days", "times"},
}
_BESIDE = re.compile(r"\b(?:with|without|on|off|after|before|to|w/|w/o)\s(?:the\s|his\s|her\s|a\s)?\Z", re.IGNORECASE)
_WEIGHTS = frozenset({"lbs", "kg"})
_TAKEN = frozenset({"drug", "medication"})
_WALKED = frozenset({"blocks", "miles", "steps"})
_DISTANCES = forms("block blk mile step")
_SAID_EARLIER = 5


def assemble(context: Context) -> Iterator[Fact]:
    """A benefit, or its absence, for each figure that has a before and an after."""
    for passage in (*context.patient.having("topic", "treatment", "care", words=_DISTANCES), *_titles(context)):
        for change in passage.changes:
            topic = _topic(passage, change)
            if topic is not None:
                yield from _told(context, passage, topic, change)


def _titles(context: Context) -> Iterator[Passage]:
    """Lines that look like titles, and hold figures: "VAS 8 (1/3/14), 5 (2/10/14)"."""
    return (each for each in context.stated if each.zone.kind is Kind.HEADER and each.changes)


def _topic(passage: Passage, change: Change) -> Mention | None:
    """What the figures measure: the nearest topic before or among them that can have their unit, else the next one."""
    fitting = [each for each in topics_of(passage.found) if _fits(each, change.unit)]
    before = [each for each in fitting if change.start - _BEFORE <= each.end <= change.end]
    after = [
        each
        for each in fitting
        if change.end <= each.start <= change.end + _AFTER and each.attributes["domain"] in {"function", "adl", "pain"}
    ]
    joined = [
        each
        for each in before
        if ";" not in passage.words(each.end, change.start) and not (each.id in _TAKEN and _is_beside(passage, each))
    ]
    if not joined and change.unit in _WALKED:
        return Mention(change.start, change.end, "topic", "acts", {"domain": "adl", "good": "more", "act": "yes"})
    drugs = [each for each in joined if each.id == "drug"]
    return (
        drugs[-1]
        if drugs and joined[-1].attributes["domain"] == "medication"
        else joined[-1]
        if joined
        else after[0]
        if after
        else None
    )


def _is_beside(passage: Passage, drug: Mention) -> bool:
    """Whether a drug is only what was taken when something was measured: "8 before Norco, 4 after"."""
    return _BESIDE.search(passage.words(max(passage.start, drug.start - 20), drug.start)) is not None


def _fits(topic: Mention, unit: str) -> bool:
    if unit == "/10":
        return topic.attributes["domain"] == "pain" or "scale" in topic.attributes
    if unit == "/day":
        return topic.attributes["domain"] == "medication"
    if unit == "/5":
        return topic.attributes["domain"] == "strength"
    allowed = _UNITS.get(topic.attributes["domain"])
    return unit != "tabs" if allowed is None else unit in allowed


def _told(context: Context, passage: Passage, topic: Mention, change: Change) -> Iterator[Fact]:
    place = (min(topic.start, change.start), max(topic.end, change.end))
    domain = topic.attributes["domain"]
    if domain == "pain" and max(change.before, change.after) > _HIGHEST:
        return
    if domain == "pain" and _MEDICATED.search(passage.text, passage.start, passage.end):
        return
    if context.judge(passage, (change.start, change.end)) in {Assertion.HYPOTHETICAL, Assertion.NOT_DOCUMENTED}:
        return
    is_act = bool(topic.attributes.get("act"))
    is_permitted = is_act and gap_words("permitted").search(passage.text, passage.start, change.start)
    if is_permitted or (topic.id == "limitations" and change.unit in _WEIGHTS):
        domain = "restrictions"
    if domain in {"restrictions", "work_hours"}:
        yield from work_gain(context, passage, domain, change, place)
    else:
        yield from gain(context, passage, topic, (change.before, change.after), place)


def work_gain(context: Context, passage: Passage, domain: str, change: Change, place: Place) -> Iterator[Fact]:
    """More pounds or hours allowed, or worked."""
    moved = "reduced" if change.after > change.before else "increased" if change.after < change.before else "unchanged"
    if domain == "restrictions" or moved != "reduced":
        yield context.fact("work.restrictions", {"change": moved}, passage, place, "gain.restrictions")
    else:
        full = change.unit == "hours" and change.after == _FULL_SHIFT
        value: Slots = {"status": "full_duty" if full else "modified_duty", "change": "improved"}
        yield context.fact("work.status", value, passage, place, "gain.hours")


_FULL_SHIFT = 8 * 60


_ACTS = {
    "lift": "lifting",
    "carr": "lifting",
    "sit": "sitting",
    "sat": "sitting",
    "stand": "standing",
    "stood": "standing",
    "walk": "walking",
    "ambul": "walking",
}


def measure_of(topic: Mention, words: str) -> str | None:
    """The kind of figure of a topic: its own, that of the activity that its words name."""
    own = topic.attributes.get("measure")
    if own or "act" not in topic.attributes:
        return own
    small = words.lower()
    return next((kind for stem, kind in _ACTS.items() if small.startswith(stem)), "sitting")


def gain(
    context: Context,
    passage: Passage,
    topic: Mention,
    figures: tuple[float, float],
    place: Place,
    *,
    at_visits: bool = False,
) -> Iterator[Fact]:
    """A gain where the figure moved the right way by enough; a standstill where it did not move; else nothing."""
    before, after = figures
    moved = (after - before) / (abs(before) or 1)
    domain = topic.attributes["domain"]
    value: Slots = {
        "domain": domain,
        "treatment": treatment_of(context, passage, but=domain if domain == "medication" else ""),
        "drug": topic.attributes.get("drug"),
    }
    if abs(moved) < _MEANT or (domain == "medication" and moved > 0):
        if moved and not at_visits and _is_on_drug(context, passage):
            return
        if domain != "strength":
            value["unchanged"] = "yes"
        yield context.fact("benefit", value, passage, place, "gain.none", Assertion.NEGATED)
    elif domain == "pain" and moved > 0 and topic.attributes["good"] == "less" and not _is_on_drug(context, passage):
        yield context.fact("benefit", value | {"unchanged": "yes"}, passage, place, "gain.worse", Assertion.NEGATED)
    elif (moved > 0) is (topic.attributes["good"] == "more"):
        if domain == "pain":
            value["percent"] = round(-100 * moved)
        yield context.fact("benefit", value, passage, place, f"gain.{topic.id}")


def _is_on_drug(context: Context, passage: Passage) -> bool:
    """Whether drugs are spoken of: under a drug, a score that keeps its height within error is no failure."""
    near = (passage, *context.before(passage, _SAID_EARLIER))
    return any(each.has("care", "medication") or any(name.drug for name in context.names(each)) for each in near)


def treatment_of(context: Context, passage: Passage, but: str = "") -> str | None:
    """The treatment that the sentence names, where it names one, or that of the course told before."""
    names = (each for each in context.names(passage) if not is_source(passage, each))
    named = {each.treatment for each in names if not (but and each.drug)}
    if len(named) == 1:
        return named.pop()
    return None if named else owner(context, passage) or course_told(context, passage) or only_disputed(context)
