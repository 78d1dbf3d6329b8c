"""Earlier and running courses of treatment: how many visits, when, and what the record does not say of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion, Source
from engine.reading.assemble.antecedent import course_before, disputed_of
from engine.reading.assemble.timing import times
from engine.reading.assertion import assertion_of
from engine.reading.naming import Named, amounts_of, body_part
from engine.reading.numbers import NUMBER, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.facts import Fact
    from engine.reading.assertion import Judged
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place
    from engine.reading.quantities import Amount
    from engine.reading.request_slots import Slots

_VISIT_UNITS = frozenset({"", "visit", "session", "treatment", "injection", "block", "day", "hour"})
_UNNAMED = re.compile(
    r"\b(?:(?:prior|previous|earlier|recent|that|this|the|initial|first)\s(?:\w+\s)?(?:therapy"
    r"|treatment|treatments|course|care|sessions|visits|injections?|blocks?|program|inj\.?)"
    r"|(?:sessions?|visits?|treatments))\b",
    re.IGNORECASE,
)
_NOT_NEAR = 60
BEFORE_SURGERY = re.compile(
    r"\b(?:before (?:the |his |her )?(?:surgery|operation|procedure)|pre-?\s?op(?:erative"
    r"|eratively)?|prior to (?:the |his |her )?surgery)\b",
    re.IGNORECASE,
)
_DATE_BY = 40
_BARE = re.compile(rf"(?<![\w./#-])(?P<n>{NUMBER})\s\Z", re.IGNORECASE)
_PLANS = frozenset({"plan", "request", "request_line"})
_UNCERTAIN_COUNT = re.compile(
    r"\b(?:not|unknown|unclear|cannot|can't|couldn't|could not|unable|no record|missing"
    r"|unspecified|undocumented|do not have|don't have|without)\b",
    re.IGNORECASE,
)


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each statement about a course; statements about a course named elsewhere bind to it."""
    for passage in context.patient:
        names = [each for each in context.names(passage) if context.lexicon.is_course(each.treatment) and not each.drug]
        given = [each for each in names if _was_given(context, passage, each, names)]
        for each in given:
            yield _course(context, passage, each, names)
        if not names:
            yield from _unnamed(context, passage)
            yield from _denied(context, passage)
        yield from _unknown_counts(context, passage, names)


def _was_given(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> bool:
    """Whether the sentence says that the treatment was had, or was not.

    The nearest word before it is one of having, not of asking; or it is plainly denied; or a day, a count with an
    outcome, or a word of having stands after it.
    """
    cue = _nearest(passage, each)
    if cue is not None:
        return cue.category != "request"
    if _asked_after(passage, each) or passage.has("conditional"):
        return False
    if context.judge(passage, each.place) is Assertion.NEGATED:
        return not passage.of("benefit")
    if passage.zone.section in _PLANS:
        return False
    had = any(0 <= m.start - each.end <= _NOT_NEAR for m in passage.of("course") if m.id in {"completed", "missed"})
    return (
        had
        or _dated_after(passage, each)
        or (bool(passage.of("benefit") or passage.of("failure")) and _count(passage, each, names) is not None)
    )


def _dated_after(passage: Passage, each: Named) -> bool:
    """Whether a day of the past follows closely: "TFESI right L5 on 5/20/14"."""
    if passage.of("ur_decision") or passage.of("ur_actor"):
        return False
    return any(0 <= d.start - each.end <= _DATE_BY and d.start < each.right for d in passage.dates)


def _count(passage: Passage, each: Named, names: Sequence[Named]) -> int | None:
    amount = _counted(amounts_of(each, names, passage))
    return int(amount.total) if amount is not None and amount.total is not None else _bare_count(passage, each)


def _bare_count(passage: Passage, each: Named) -> int | None:
    """A number right before the name: "had 10 PT"."""
    match = _BARE.search(passage.text, passage.start, each.start)
    value = value_of(match["n"]) if match else None
    return value if isinstance(value, int) else None


def _asked_after(passage: Passage, each: Named) -> bool:
    return any(m.id == "request" and each.end <= m.start < each.right for m in passage.of("request"))


def _nearest(passage: Passage, each: Named) -> Mention | None:
    """The nearest word before the name that says what part it plays; one for the past counts only right beside it."""
    cues = [m for m in passage.of("request") if m.id == "request" and m.end <= each.start]
    cues += [m for m in passage.of("course") if m.id in {"completed", "recent"} and m.end <= each.start]
    cues += [m for m in passage.of("failure") if m.end <= each.start]
    cues += [
        m
        for m in passage.of("past")
        if m.end <= each.start and each.start - m.end <= 30 and "," not in passage.words(m.end, each.start)
    ]
    return max(cues, key=lambda m: (m.end, m.category != "request"), default=None)


def _course(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> Fact:
    amounts = amounts_of(each, names, passage)
    counted = _counted(amounts)
    when, places = _times(passage, each.left if len(names) > 1 else passage.start, each.right)
    value: Slots = {
        "treatment": each.treatment,
        **(_visits(counted) or _bare_visits(passage, each)),
        **when,
        "body_part": body_part(each, passage, context.lexicon),
        "postoperative": _postoperative(passage, each),
        "recent": "yes" if passage.has("course", "recent") else None,
    }
    place = _joined(each.place, counted)
    assertion = _assertion(passage, each.place)
    if assertion is Assertion.NEGATED and "ago_months" in value:
        value = {"treatment": each.treatment, "recent": value.get("recent")}
    return context.fact("prior_course", value, passage, place, "course.named", assertion, slots=places)


def _assertion(passage: Passage, place: Place) -> Assertion:
    """A course that failed, or whose gain is not recorded, was had all the same."""
    judged = assertion_of(passage.text, passage.start, passage.end, *place, masks=passage.masks)
    found = judged.assertion
    if found is Assertion.NEGATED and _is_failure(passage, judged):
        return Assertion.AFFIRMED
    if found in {Assertion.NOT_DOCUMENTED, Assertion.HYPOTHETICAL} and (
        _presupposed(passage, place) or passage.of("benefit")
    ):
        return Assertion.AFFIRMED
    return found


def _is_failure(passage: Passage, judged: Judged) -> bool:
    """Whether what denies is a word that the treatment did not work."""
    return any(
        m.start < judged.cue_end and judged.cue_start < m.end
        for category in ("failure", "failed_before")
        for m in passage.of(category)
    )


def _presupposed(passage: Passage, place: Place) -> bool:
    """Whether the words before take the course for granted: "from the prior therapy"."""
    return any(0 <= place[0] - m.end <= 25 for m in passage.of("past"))


def _counted(amounts: Sequence[Amount]) -> Amount | None:
    counts = [a for a in amounts if a.total is not None and a.unit in _VISIT_UNITS and isinstance(a.total, int)]
    return next((a for a in counts if a.kind == "part"), None) or next(iter(counts), None)


def _visits(amount: Amount | None) -> Slots:
    if amount is None or amount.total is None:
        return {}
    slots: Slots = {"visits": int(amount.total)}
    if amount.of is not None:
        slots["authorized"] = int(amount.of)
    return slots


def _bare_visits(passage: Passage, each: Named) -> Slots:
    count = _bare_count(passage, each)
    return {"visits": count} if count is not None else {}


def _postoperative(passage: Passage, each: Named) -> str | None:
    """Yes after an operation, no before it; nothing where the sentence does not say."""
    if BEFORE_SURGERY.search(passage.text, passage.start, passage.end):
        return "no"
    near = any(m.id == "postoperative" and abs(m.start - each.start) < _NOT_NEAR for m in passage.of("detail"))
    return "yes" if near else None


def _times(passage: Passage, start: int, end: int) -> tuple[Slots, list[tuple[str, Place]]]:
    """When the course was; the day of a decision on it is not its day."""
    if passage.of("ur_decision"):
        return {}, []
    return times(passage, start, end)


def _joined(place: Place, amount: Amount | None) -> Place:
    if amount is None:
        return place
    encloses = amount.start <= place[0] and place[1] <= amount.end
    if not encloses and min(abs(amount.start - place[1]), abs(place[0] - amount.end)) > _NOT_NEAR:
        return place
    return min(place[0], amount.start), max(place[1], amount.end)


def _unnamed(context: Context, passage: Passage) -> Iterator[Fact]:
    """A count or a time of a course that an earlier sentence names: "the last visit was on June 14, 2013"."""
    if not (passage.has("course", "completed", "recent") or passage.of("past")):
        return
    match = _UNNAMED.search(passage.text, passage.start, passage.end)
    counted = _counted([a for a in passage.amounts if a.unit in {"visit", "session", "treatment"}])
    if match is None and counted is None:
        return
    if passage.has("request", "request"):
        return
    treatment = course_before(context, passage)
    if treatment is None:
        return
    when, places = _times(passage, passage.start, passage.end)
    recent = "yes" if passage.has("course", "recent") else None
    if not when and counted is None and not recent:
        return
    place = match.span() if match else (counted.start, counted.end) if counted else (passage.start, passage.end)
    value: Slots = {"treatment": treatment, **_visits(counted), **when, "recent": recent}
    assertion = _assertion(passage, place)
    yield context.fact(
        "prior_course", value, passage, _joined(place, counted), "course.unnamed", assertion, slots=places
    )


_NOT_BEGUN = re.compile(
    r"\b(?:not|never)\s(?:yet\s)?(?:started|begun|had|received|attended|undergone)\s(?:any\s"
    r"|the\s)?(?:\w+\s)?\Z"
)
_KINDS_OF_CARE = {
    "injection": frozenset({"injection", "block", "level"}),
    "therapy": frozenset({"visit", "session", "treatment", "day", "program"}),
}


def _is_denied(context: Context, passage: Passage, place: Place) -> bool:
    begun = _NOT_BEGUN.search(passage.text[passage.start : place[0]])
    return begun is not None or context.judge(passage, place) is Assertion.NEGATED


def _denied(context: Context, passage: Passage) -> Iterator[Fact]:
    """Denials that name only the kind ("no injection to date"): the disputed treatment of that kind is meant."""
    if passage.of("benefit") or passage.of("conditional"):
        return
    for mention in passage.of("care"):
        place = (mention.start, mention.end)
        if mention.id not in _KINDS_OF_CARE or not _is_denied(context, passage, place):
            continue
        treatment = disputed_of(context, _KINDS_OF_CARE[mention.id])
        if treatment is not None and not passage.has("request", "request"):
            yield context.fact(
                "prior_course", {"treatment": treatment}, passage, place, "course.denied", Assertion.NEGATED
            )


_UNKNOWN = {Assertion.NOT_DOCUMENTED, Assertion.UNCERTAIN, Assertion.NEGATED}


def _unknown_counts(context: Context, passage: Passage, names: Sequence[Named]) -> Iterator[Fact]:
    """A statement that the number of earlier visits is not in the record."""
    for mention in passage.of("course"):
        if mention.id != "visit_count":
            continue
        place = (mention.start, mention.end)
        around = passage.words(max(passage.start, place[0] - _NOT_NEAR), min(passage.end, place[1] + _NOT_NEAR))
        if context.judge(passage, place) not in _UNKNOWN and not _UNCERTAIN_COUNT.search(around):
            continue
        near = min(names, key=lambda n: abs(n.start - mention.end), default=None)
        treatment = near.treatment if near else course_before(context, passage)
        value: Slots = {"treatment": treatment, "visits_unknown": "yes"}
        assertion = Assertion.NOT_DOCUMENTED
        fact = context.fact("prior_course", value, passage, place, "course.count_unknown", assertion)
        yield fact.model_copy(update={"source": Source.UR}) if passage.of("ur_decision") else fact
