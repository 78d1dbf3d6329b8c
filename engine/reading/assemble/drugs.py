"""Drugs taken, with strength, doses a day and changes; stated morphine equivalents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.asking import asked
from engine.reading.assemble.drug_changes import change_of, taken_now
from engine.reading.ranks import rank_of
from engine.reading.tokens import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.doses import Dose
    from engine.reading.durations import Span
    from engine.reading.naming import Named
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_MED = re.compile(
    r"\b(?:(?:MED|MME|morphine equivalent(?:s| dose| dosage)?|(?:morphine milligram|oral morphine) equivalents?)\b"
    r"[^.\n\d]{0,30}(?P<a>\d{1,4})(?:\s?mg)?"
    r"|(?P<b>\d{1,4})\s?(?:mg\s)?(?:of\s)?(?:MED|MME|morphine equivalents?|oral morphine equivalents?)"
    r"|(?P<c>\d{1,4})\s?mg\s(?:a|per)\sday\s(?:in|of)\smorphine)\b",
    re.IGNORECASE,
)
_TEST = "urine_drug_test"
_BESIDE = 6
# A strength of which the measure is left out: "ibuprofen 800", "Prozac 40 in the morning", "Suboxone 8/2".
_BARE_STRENGTH = re.compile(
    r"\s(?P<mg>(?:[5-9]|\d{2,3})(?:\.\d)?|\d{1,2}(?=/\d))(?:/\d{1,3})?(?![\w/.%-]|\s?(?:tab|pill|cap|a\b|per|x\b|times|day|night|week|month|year|->|=>|/"
    r"|refill|patch|unit|ml|mcg|h\b|hour|g\b|gm|#|visits|of\b|to\b|percent))",
    re.IGNORECASE,
)
_EQUIVALENT = forms("med mme morphine")
_ALLERGIC = re.compile(
    r"\ballerg(?:ic|y|ies)\s?(?:to|:)\s(?:[\w-]+(?:,\s(?:and\s|or\s)?|\sand\s|\sor\s)){0,4}\Z", re.IGNORECASE
)
# A share in percent makes it part of a cream ("ketoprofen 15% / baclofen 2%"), not a drug that is taken.
_SHARE = re.compile(r"\s?\(?\d{1,2}(?:\.\d+)?\s?%")
_SINCE = re.compile(
    r"\bsince\s(?:(?:at least|about|around|approximately|roughly|early|late|mid|before|the)\s)*\Z", re.IGNORECASE
)
_FOR = re.compile(
    r"\b(?:for|over|x)\s"
    r"(?:(?:the|past|last|about|around|approximately|roughly|more than|over|at least|nearly|almost)\s)*\Z",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:has|have|had) (?:been )?(?:\w+ )?(?:taken|taking|used|using|on)\b"
    r"|\b(?:takes|taking|uses|using|on|used|taken)\b",
    re.IGNORECASE,
)
_LASTING = re.compile(r"\A\s?(?:now\b|already\b|so far\b|[.,;)\n]|\Z|and\b|with\b|without\b|at\b)", re.IGNORECASE)


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each drug named in a sentence about the patient."""
    for passage in context.patient.having("treatment"):
        compound = passage.text.count("%", passage.start, passage.end) > 1
        names = [each for each in context.names(passage) if each.drug and not (compound and _is_part(passage, each))]
        for each in names:
            fact = None if _is_tested(passage, each) else _medication(context, passage, each)
            if fact is not None:
                yield fact
    for passage in context.patient.having(words=_EQUIVALENT):
        for match in _MED.finditer(passage.text, passage.start, passage.end):
            value: Slots = {"mg_per_day": int(match["a"] or match["b"] or match["c"])}
            yield context.fact("morphine_equivalent", value, passage, match.span(), "drug.med")


def _is_part(passage: Passage, each: Named) -> bool:
    """Whether a drug is named as part of a cream, with its share."""
    return _SHARE.match(passage.text, each.end, passage.end) is not None


def _is_tested(passage: Passage, each: Named) -> bool:
    """Whether a urine test looked for a drug or found it: "toxicology of 12/1 found oxycodone and nothing else"."""
    tested = passage.of("urine") or any(m.id == _TEST for m in passage.of("treatment"))
    return bool(tested) and not any(each.end <= dose.start < each.right for dose in passage.doses)


def _medication(context: Context, passage: Passage, each: Named) -> Fact | None:
    doses = [
        d for d in passage.doses if each.end <= d.start < each.right and ";" not in passage.words(each.end, d.start)
    ]
    place: Place = (each.start, max([each.end, *(d.end for d in doses)]))
    bare = _BARE_STRENGTH.match(passage.text, each.end, each.right) if not any(d.mg for d in doses) else None
    change = change_of(passage, each, bare.end() if bare else _first_end(each, doses))
    latest = doses[::-1] if change in {"increased", "decreased"} else doses
    value: Slots = {"drug": each.drug, **_dose(latest), "change": change}
    if bare is not None and not any(d.start < bare.end() and bare.start("mg") < d.end for d in passage.dates):
        value["mg"] = _plain(float(bare["mg"]))
    dated = next(
        (
            d
            for d in passage.dates
            if each.end <= d.start < each.right and _SINCE.search(passage.words(each.end, d.start))
        ),
        None,
    )
    if dated is not None:
        value["since"] = dated.date
    value["months"] = _months(passage, each)
    now = taken_now(passage, each, change)
    if now is not None:
        value["per_day"] = _plain(now)
    value["asked"] = "yes" if _is_asked(context, passage, each) else None
    assertion = context.judge(passage, each.place)
    if value["change"] == "stopped" and assertion in {Assertion.AFFIRMED, Assertion.NEGATED}:
        assertion = Assertion.HISTORICAL  # it was taken, and is no longer
    elif value["change"] is not None and assertion is Assertion.NEGATED:
        assertion = Assertion.AFFIRMED  # that it was changed is so
    if _ALLERGIC.search(passage.words(passage.start, each.start)):
        assertion = Assertion.NEGATED
    return context.fact("medication", value, passage, place, "drug.named", assertion)


def _first_end(each: Named, doses: list[Dose]) -> int:
    """Where the name of a drug ends, with the dose right behind it."""
    return doses[0].end if doses and doses[0].start - each.end <= _BESIDE else each.end


def _months(passage: Passage, each: Named) -> int | float | None:
    """For how long a drug has been taken: "for two years" after its name, in a sentence that tells of taking it."""
    if not _TAKEN.search(passage.text, passage.start, passage.end):
        return None
    spans = [span for span in passage.durations if each.end <= span.start < each.right and span.in_months is not None]
    lasting = [span for span in spans if _lasted(passage, each.end, span)]
    return _plain(lasting[0].in_months or 0) if lasting else None


def _lasted(passage: Passage, start: int, span: Span) -> bool:
    """Whether a length of time is that of something that goes on, as in "for two years"."""
    leads = _FOR.search(passage.words(start, span.start))
    return leads is not None and _LASTING.match(passage.words(span.end, passage.end)) is not None


def _is_asked(context: Context, passage: Passage, each: Named) -> bool:
    """Whether the passage names the drug to ask for it."""
    rank = rank_of(context, passage)
    return rank is not None and asked(context, passage, each, context.names(passage), rank) is not None


def _dose(doses: list[Dose]) -> Slots:
    slots: Slots = {}
    for dose in doses:
        if dose.mg is not None:
            slots.setdefault("mg", _plain(dose.mg))
        if dose.per_day is not None:
            slots.setdefault("per_day", _plain(dose.per_day))
        if dose.prn:
            slots["prn"] = "yes"
    return slots


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value
