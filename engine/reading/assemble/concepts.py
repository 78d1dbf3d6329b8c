"""Findings that a phrase names outright: diagnoses, signs, red flags, risks, conduct, side effects, clinical points.

One table says which category of phrases gives which fact type, in which slot. What is said of it (so, not so, not
recorded) comes from the assertion layer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from engine.facts import Assertion
from engine.reading.assemble.antecedent import only_disputed, treatment_before
from engine.reading.assemble.beside import part_beside, side_beside
from engine.reading.line_words import listed, searching
from engine.reading.matters import is_spoken_of
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact, Scalar
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage


class _Rule(NamedTuple):
    category: str
    fact: str
    slot: str
    placed: bool = False


_RULES = (
    _Rule("diagnosis", "diagnosis", "concept", placed=True),
    _Rule("red_flag", "red_flag", "kind"),
    _Rule("gi_risk", "gi_risk", "kind"),
    _Rule("psych", "psych", "kind"),
    _Rule("behavior", "behavior", "kind"),
    _Rule("side_effect", "side_effects", "kind"),
    _Rule("statement", "statement", "concept"),
    _Rule("flare_up", "flare_up", "present"),
)
_CATEGORIES = tuple(rule.category for rule in _RULES)
_COMORBID = frozenset({"diabetes", "hypertension", "obesity", "stroke", "depression", "anxiety", "insomnia"})
_FIELD = re.compile(r"\b(?:diagnos[ie]s|dx)\b[^:\n]{0,20}:", re.IGNORECASE)
# A name that only heads what follows is no finding: "Aberrant behavior: none", "Side effects - reviewed".
_LABELS = frozenset({"behavior", "red_flag", "side_effect", "gi_risk"})
_LABEL = re.compile(r"\s?(?::|-\s|\s-)\s?(?P<none>none|no\b|denie[sd]|neg\w*|absent|0\b)?", re.IGNORECASE)
# In an entry that says so, a "not" within the words themselves denies them: "in the clinic it did not help".
_DENIES = re.compile(r"\b(?:no|not|never|without|nor|neither|little|cannot|unable)\b|n't\b", re.IGNORECASE)
_SOON_AFTER = r"\W*(?:(?:is|are|was|were|be|to|being|has|been|still|also)\W+){0,3}"
_CLAUSE_END = re.compile(r"[,;]|\bthen\b|(?:\s\w+){3,}\s(?:he|she|they|we|i)\b", re.IGNORECASE)
_REASON = re.compile(r"[,;:(]|\b(?:because|since|given|due|after|who|as)\b", re.IGNORECASE)


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each phrase of the table's categories; what request forms say of diagnoses and of drugs too."""
    for passage in context.passages.having(*_CATEGORIES):
        telling = passage.zone.kind is Kind.PATIENT or passage.tells
        for rule in _RULES:
            for mention in passage.of(rule.category):
                if (telling or _said_in_asking(passage, rule, mention)) and not _of_nobody(passage, mention):
                    yield from _facts(context, passage, rule, mention)


def _said_in_asking(passage: Passage, rule: _Rule, mention: Mention) -> bool:
    """Whether a passage that only asks says it: a diagnosis, what a drug is for, what is asked for."""
    if rule.fact == "diagnosis":
        return _names_diagnosis(passage)
    return passage.zone.kind is Kind.LABEL and (
        mention.attributes.get("of") == "drug" or mention.id in listed("said_in_asking")
    )


def _of_nobody(passage: Passage, mention: Mention) -> bool:
    """Whether a sentence only asks, or speaks of patients at large; what is itself a question may be asked."""
    if mention.id in listed("events") and _is_only_asked(passage, mention):
        return True
    return passage.is_of_many or (passage.asks and mention.id not in listed("may_be_asked"))


def _is_only_asked(passage: Passage, mention: Mention) -> bool:
    """Whether what must have happened to count is only asked for, advised or waited for."""
    if searching("asked_after", before=_SOON_AFTER).match(passage.text, mention.end, passage.end):
        return True
    if searching("had_already").search(passage.text, passage.start, passage.end):
        return False
    opening = searching("imperative", before=r"\W*").match(passage.text, passage.start, mention.end)
    return opening is not None or bool(searching("asked_before").search(passage.text, passage.start, mention.end))


def _is_condition(passage: Passage, mention: Mention) -> bool:
    """Whether the words stand in a clause that says on what condition something else is to happen."""
    if mention.id in listed("may_be_asked"):
        return False
    opener = searching("condition_opener")
    begun = [each.end() for each in opener.finditer(passage.text, passage.start, mention.start)]
    return bool(begun) and not _CLAUSE_END.search(passage.text, begun[-1], mention.start)


def _is_ordered(passage: Passage, mention: Mention) -> bool:
    """Whether the sentence opens by ordering, and the words belong to what is ordered: "Obtain a baseline ODI"."""
    opener = searching("order_opener", before=r"\W*(?:\d{1,2}[.)]\s*|plan\W+)?", after=r"\s")
    ordered = opener.match(passage.text, passage.start, mention.start)
    return bool(ordered) and not _REASON.search(passage.text, ordered.end() if ordered else 0, mention.start)


def _names_diagnosis(passage: Passage) -> bool:
    """Whether a passage is of the head of a document, or a line of a form with a field for the diagnosis."""
    if passage.zone.kind is Kind.HEADER:
        return True
    return passage.zone.kind is Kind.LABEL and bool(_FIELD.search(passage.text, passage.start, passage.end))


def _facts(context: Context, passage: Passage, rule: _Rule, mention: Mention) -> Iterator[Fact]:
    place, concept = (mention.start, mention.end), mention.attributes.get("as", mention.id)
    if _is_nothing(context, passage, rule, mention):
        return
    if rule.fact == "diagnosis" and (_inside_other(passage, mention) or _seen_on_study(passage, mention)):
        return
    denied = _is_denied(passage, rule, mention)
    assertion = Assertion.NEGATED if denied else context.judge_mention(passage, mention)
    if assertion is Assertion.HYPOTHETICAL and _is_condition(passage, mention):
        return
    if assertion is Assertion.AFFIRMED and _is_ordered(passage, mention):
        assertion = Assertion.HYPOTHETICAL
    value: dict[str, Scalar | None] = {rule.slot: concept}
    if rule.placed:
        value["body_part"] = mention.attributes.get("body_part") or part_beside(passage, mention)
        value["side"] = side_beside(passage, mention)
    if rule.fact == "statement":
        value["side"] = passage.sole_side
    if mention.attributes.get("of") == "drug":
        value["treatment"] = _drug_told(context, passage, mention)
        if value["treatment"] is None:
            return
    yield context.fact(rule.fact, value, passage, place, f"{rule.category}.phrase", assertion)
    if rule.fact == "diagnosis" and mention.id in _COMORBID:
        yield context.fact("comorbidity", {"kind": mention.id}, passage, place, "comorbidity.phrase", assertion)


def _is_nothing(context: Context, passage: Passage, rule: _Rule, mention: Mention) -> bool:
    """Whether the words are a label, are of a trigger point, or are said of another matter."""
    return (
        _only_heads(passage, rule, mention)
        or _is_of_a_point(passage, mention)
        or not is_spoken_of(context, passage, mention.attributes.get("as", mention.id))
    )


_RADIATING = frozenset({"radiating_arm_pain", "radiating_leg_pain"})
_POINTS = ("referred_pain", "twitch_response", "trigger_points")


def _is_of_a_point(passage: Passage, mention: Mention) -> bool:
    """Whether pain that goes somewhere is what pressing a trigger point gives, not the patient's own."""
    return mention.id in _RADIATING and passage.has("exam", *_POINTS)


def _only_heads(passage: Passage, rule: _Rule, mention: Mention) -> bool:
    """Whether a name is the label of what follows, which is more than "none": "Side effects - reviewed"."""
    label = _LABEL.match(passage.text, mention.end, passage.end) if rule.category in _LABELS else None
    return label is not None and label["none"] is None


def _is_denied(passage: Passage, rule: _Rule, mention: Mention) -> bool:
    """Whether the words themselves, or the answer to them as a label, say that it is not so."""
    if "denies" in mention.attributes:
        return True
    if "denied_inside" in mention.attributes and _DENIES.search(passage.words(mention.start, mention.end)):
        return True
    return rule.category in {*_LABELS, "statement"} and says_none(passage, mention)


def says_none(passage: Passage, mention: Mention) -> bool:
    """Whether the words are a label that is answered with none: "history of substance abuse: none"."""
    label = _LABEL.match(passage.text, mention.end, passage.end)
    return label is not None and label["none"] is not None


def _drug_told(context: Context, passage: Passage, mention: Mention) -> str | None:
    """The drug of whose use a phrase speaks: the last named before it, the first after it, or that told before."""
    names = [each for each in context.names(passage) if context.lexicon.is_drug(each.treatment)]
    if names:
        return next((each for each in reversed(names) if each.start <= mention.start), names[0]).treatment
    named = passage.of("treatment")
    told = None if named else treatment_before(context, passage) or only_disputed(context)
    return told if told is not None and context.lexicon.is_drug(told) else None


def _inside_other(passage: Passage, mention: Mention) -> bool:
    """Whether the words are part of the name of a treatment or an operation, or of what came of a treatment."""
    return any(
        each.start <= mention.start and mention.end <= each.end
        for category in ("treatment", "surgery", "benefit", "care")
        for each in passage.of(category)
        if (each.start, each.end) != (mention.start, mention.end)
    )


def _seen_on_study(passage: Passage, mention: Mention) -> bool:
    """Whether a study named before shows it: then it is the finding of that study."""
    shown = any(
        (m.start <= mention.start and mention.end <= m.end) or m.start == mention.start
        for m in passage.of("imaging_finding")
    )
    return shown and any(m.end <= mention.start for m in passage.of("imaging"))
