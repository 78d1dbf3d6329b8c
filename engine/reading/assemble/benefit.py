"""What came of a treatment: pain, strength, motion, daily activities, function, work, sleep, medication."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion, Source
from engine.reading.assemble.antecedent import (
    course_meant,
    course_told,
    is_of_other_care,
    only_disputed,
    treatment_before,
)
from engine.reading.assemble.courses import BEFORE_SURGERY
from engine.reading.assemble.extent import extent_of
from engine.reading.assemble.lasting import lasted, weeks_until
from engine.reading.assemble.owner import is_source, owner
from engine.reading.assertion import assertion_of
from engine.reading.gap_words import gap_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.naming import Named
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_OPPOSITE = {Assertion.AFFIRMED: Assertion.NEGATED, Assertion.NEGATED: Assertion.AFFIRMED}
_AFTER = re.compile(
    r"\b(?:with|from|of|to|by|after|following|since|on|using|during)\s(?:the\s|her\s|his\s|prior\s"
    r"|previous\s|this\s|\w+\s){0,4}\Z",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"\b(?:it|this|that|they|these|those|which|prior therapy|prior treatment|the (?:therapy"
    r"|treatment|sessions|visits|unit|device|medication|injection|course))\b",
    re.IGNORECASE,
)
_SITTINGS = re.compile(
    r"\b(?:the|these|those|each|every|his|her|all|prior|previous|last)\s(?:\w+\s)?(?:sessions?|visits?|treatments?|therapy"
    r"|course|adjustments?|needles)\b",
    re.IGNORECASE,
)
_LEADS_TO = re.compile(r"\s(?:to\s|him\s|her\s|in\s|with\s)*", re.IGNORECASE)
_PERCENT_NEAR = 40
_GOAL = re.compile(
    r"\b(?:goals?|aims?|targets?)\b(?!\s(?:met|reached|achieved|attained))[^.;]{0,80}\Z"
    r"|\b(?:long|short)[- ]term:[^.]{0,80}\Z",
    re.IGNORECASE,
)
_NOT_WITHIN = re.compile(r"(?:\b(?:not|never|neither)|n't)\s(?:\w+\s)?\Z", re.IGNORECASE)
_SAID_EARLIER = 2
_GIVEN_UP, _LEAD = 50, 16
_WITH_IT = re.compile(r"\W*(?:with|on|since|after|because of|thanks to)\s(?:it|this|that|them|these)\b", re.IGNORECASE)
_NOTED = re.compile(
    r"\b(?:noted|found|documented|shown|seen|reported|demonstrated|identified|recorded|evident"
    r"|in the (?:records?|notes?|file))\b",
    re.IGNORECASE,
)


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each outcome phrase, tied to the treatment that the sentence or the one before names."""
    for passage in context.patient.having("benefit"):
        mentions = passage.of("benefit")
        names = context.names(passage)
        for index, mention in enumerate(mentions):
            if _is_verb_of(passage, mentions, index) or _is_work_status(passage, mention):
                continue
            fact = _benefit(context, passage, mention, names)
            if fact is not None:
                yield fact


def _benefit(context: Context, passage: Passage, mention: Mention, names: list[Named]) -> Fact | None:
    assertion = _asserted(context, passage, mention)
    if assertion is None:
        return None
    names = [] if _WITH_IT.match(passage.text, passage.start, passage.end) else names
    if mention.id == "act.does" and names and not _is_thanks_to(passage, names):
        return None
    names = [each for each in names if _may_do(context, passage, each) and not _is_injected(passage, each, names)]
    if mention.attributes["domain"] == "medication":
        names = [each for each in names if not context.lexicon.is_drug(each.treatment)]
    about = _about(passage, mention, names)
    treatment = about.treatment if about else None if names else _unnamed(context, passage)
    if mention.attributes.get("needs") == "treatment" and treatment is None:
        treatment = course_told(context, passage) or _drug_before(context, passage)
        if treatment is None:
            return None
    if treatment is None and assertion is Assertion.NEGATED and is_of_other_care(context, passage, mention.start):
        return None
    value: Slots = {
        "domain": "pain" if _is_help_by(passage, mention) else mention.attributes["domain"],
        "treatment": treatment,
        "drug": mention.attributes.get("drug") or (about.drug if about else None),
        "unchanged": "yes" if assertion is Assertion.NEGATED and _is_standstill(mention) else None,
    }
    places: list[tuple[str, Place]] = []
    if value["domain"] == "pain":
        extent, places = extent_of(passage, mention)
        value |= extent
        weeks = weeks_until(context, passage, mention) if assertion is not Assertion.NEGATED else None
        if weeks is not None:
            value.setdefault("weeks", weeks)
    if _says_nothing(context, passage, mention, assertion, value):
        return None
    place = (mention.start, mention.end)
    return context.fact("benefit", value, passage, place, f"benefit.{mention.id}", assertion, slots=places)


def _is_help_by(passage: Passage, mention: Mention) -> bool:
    """Whether help is told by a percentage right behind it, which is of the pain: "helped 50-60%"."""
    return mention.attributes["domain"] == "general" and any(
        p.start >= mention.end and not passage.words(mention.end, p.start).strip(" (") for p in passage.percents
    )


def _is_standstill(mention: Mention) -> bool:
    """Whether what is denied leaves things as they were: "unchanged", or no gain where there might have been one."""
    gained = mention.id.endswith((".up", ".better")) and mention.attributes["domain"] in {"strength", "rom"}
    return gained or "unchanged" in mention.attributes


def _asserted(context: Context, passage: Passage, mention: Mention) -> Assertion | None:
    """What is said of the gain that an outcome is of; nothing where that is no statement about it."""
    judged = context.judge(passage, (0, 0)) if passage.is_question else _judged(passage, mention)
    if _GOAL.search(passage.text, passage.start, mention.start):
        judged = Assertion.HYPOTHETICAL
    negative = mention.attributes.get("polarity") == "negative"
    if negative and judged is Assertion.HYPOTHETICAL:
        return None
    if mention.attributes.get("needs") == "silence" and judged is not Assertion.NOT_DOCUMENTED:
        return None
    turned = negative and not _is_given_up_for(passage, mention, judged)
    assertion = _OPPOSITE.get(judged, judged) if turned else judged
    if assertion is not Assertion.NEGATED:
        return assertion
    before_surgery = BEFORE_SURGERY.search(passage.text, passage.start, passage.end)
    if before_surgery or (mention.id.startswith("act.") and not negative):
        return None
    return Assertion.NOT_DOCUMENTED if _not_recorded(passage, mention) else assertion


def _is_given_up_for(passage: Passage, mention: Mention, judged: Assertion) -> bool:
    """Whether a failure only stands behind what was stopped for it: "stopped as useless" is no "not useless"."""
    if judged is not Assertion.NEGATED:
        return False
    before = passage.words(max(passage.start, mention.start - _GIVEN_UP), mention.start)
    return gap_words("given_up").search(before) is not None


def _says_nothing(context: Context, passage: Passage, mention: Mention, assertion: Assertion, value: Slots) -> bool:
    """Whether words of relief say neither how much nor how long, or what ended was a dose, or had lasted for weeks."""
    if value["domain"] == "temporary":
        return _is_dose(context, value) or lasted(passage, mention)
    needs = mention.attributes.get("needs") == "figure"
    return needs and assertion is not Assertion.NOT_DOCUMENTED and not value.keys() & {"percent", "weeks"}


def _is_dose(context: Context, value: Slots) -> bool:
    """Whether what eases for hours is a drug, as each dose does: one that is named, or the one in dispute."""
    treatment = value["treatment"] or only_disputed(context)
    return value["drug"] is not None or (isinstance(treatment, str) and context.lexicon.is_drug(treatment))


def _may_do(context: Context, passage: Passage, name: Named) -> bool:
    """Whether a treatment may be what brought a change: no study, and no drug that is itself taken less."""
    if not name.drug:
        return context.lexicon.is_course(name.treatment) and not is_source(passage, name)
    if _is_given_up(passage, name):
        return False
    return not any("drug" in m.attributes and m.start < name.end and name.start < m.end for m in passage.of("benefit"))


def _is_injected(passage: Passage, name: Named, names: list[Named]) -> bool:
    """Whether a drug in brackets only says what was injected: "block of Nov. 5 (lidocaine): 85 percent"."""
    bracketed = passage.text[name.start - 1 : name.start] == "(" and passage.text[name.end : name.end + 1] == ")"
    return name.drug is not None and bracketed and any(each.drug is None for each in names)


def _is_thanks_to(passage: Passage, names: list[Named]) -> bool:
    """Whether what is only said to be done is said to be done with a treatment: "with Lyrica he walks to church"."""
    if passage.of("act_mark") and any(m.attributes["kind"] in {"able", "cause"} for m in passage.of("act_mark")):
        return True
    leads = (passage.words(max(passage.start, each.start - _LEAD), each.start) for each in names)
    return any(gap_words("thanks_to").search(lead) for lead in leads)


def _is_given_up(passage: Passage, name: Named) -> bool:
    """Whether a drug is what was stopped or cut down: "relief for ten weeks, in which she stopped tramadol"."""
    return any(
        change.attributes["kind"] in {"gone", "down"}
        and (change.end <= name.start or name.end <= change.start)
        and len(passage.words(min(change.end, name.end), max(change.start, name.start)).split()) <= _SAID_EARLIER
        for change in passage.of("change")
    )


def _judged(passage: Passage, mention: Mention) -> Assertion:
    """What is said of an outcome; one put together is judged by the words of change, as a "not" may stand inside it."""
    core = mention.attributes.get("core")
    start, end = map(int, core.split("-")) if core else (mention.start, mention.end)
    masks = [mask for mask in passage.masks if mask == (start, end) or not (mask[0] <= start and end <= mask[1])]
    judged = assertion_of(passage.text, passage.start, passage.end, start, end, masks=masks).assertion
    denied = judged is Assertion.AFFIRMED and _NOT_WITHIN.search(passage.text, mention.start, start)
    return Assertion.NEGATED if denied else judged


def _drug_before(context: Context, passage: Passage) -> str | None:
    """The treatment of the drug that one of the sentences just before names."""
    for earlier in context.before(passage, _SAID_EARLIER):
        drugs = [each.treatment for each in context.names(earlier) if each.drug]
        if drugs:
            return drugs[-1]
    return None


def _is_verb_of(passage: Passage, mentions: tuple[Mention, ...], index: int) -> bool:
    """Whether a general word only leads to the gain itself: "has helped reduce pain"."""
    mention = mentions[index]
    return mention.attributes["domain"] == "general" and any(
        each.attributes["domain"] != "general"
        and each.end > mention.end
        and (each.start < mention.end or _LEADS_TO.fullmatch(passage.words(mention.end, each.start)))
        for each in mentions[index + 1 :]
    )


def _is_work_status(passage: Passage, mention: Mention) -> bool:
    """Whether the same words are read as work status, which says it better."""
    return mention.attributes["domain"] == "work" and any(
        m.start < mention.end and mention.start < m.end for m in passage.of("work")
    )


def _not_recorded(passage: Passage, mention: Mention) -> bool:
    """Whether another's account says that gains are not noted, which is less than that there were none."""
    if passage.zone.source not in {Source.UR, Source.REVIEWER}:
        return False
    return bool(_NOTED.search(passage.text, mention.start, min(passage.end, mention.end + _PERCENT_NEAR)))


def _about(passage: Passage, mention: Mention, names: list[Named]) -> Named | None:
    """The treatment an outcome is of: the one after "with" or "from", else the nearest one before."""
    if len({each.treatment for each in names}) == 1:
        return None if _is_of_another(passage, names[0], mention) else names[0]
    inside = next((n for n in names if mention.start <= n.start and n.end <= mention.end), None)
    after = next((n for n in names if n.start >= mention.end), None)
    if inside or (after and _leads_to(passage.words(mention.end, after.start))):
        return inside or after
    before = [n for n in names if n.end <= mention.start]
    return before[-1] if before and not _is_of_another(passage, before[-1], mention) else None


def _is_of_another(passage: Passage, name: Named, mention: Mention) -> bool:
    """Whether a new clause takes up something else than the name before it: "methocarbamol failed; that set gave"."""
    parts = passage.words(name.end, mention.start).split(";")
    return len(parts) > 1 and _UNNAMED.match(parts[-1].lstrip()) is not None


def _leads_to(between: str) -> bool:
    """Whether an outcome's words lead straight to the treatment: "with the", "from prior"."""
    return not between.strip() or (
        len(between) <= _PERCENT_NEAR and ";" not in between and bool(_AFTER.search(between))
    )


def _unnamed(context: Context, passage: Passage) -> str | None:
    """The treatment of the paragraph, or meant by "it" or "the sessions", or that of the course told before."""
    owned = owner(context, passage)
    if owned is not None:
        return owned
    if _SITTINGS.search(passage.text, passage.start, passage.end):
        return course_meant(context, passage)
    if _UNNAMED.search(passage.text, passage.start, passage.end):
        return treatment_before(context, passage) or only_disputed(context)
    return course_told(context, passage)
