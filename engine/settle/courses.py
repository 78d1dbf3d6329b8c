"""Earlier and running courses of the item's treatment, and the counts that limits ask for.

A course ends, and counting begins again, when its last visit lies six months or more back (our reading, in the settle
policy) or when a present new flare-up is described. Completed visits count; authorised ones only where no completed
count is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from engine.conditions import Interval
from engine.facts import Assertion, Fact
from engine.settle.calendar import months_between
from engine.settle.record import STATED, UNKNOWN, Record, Settled

if TYPE_CHECKING:
    from collections.abc import Iterable

AGO = {"over": (1, 0), "under": (0, 1)}


@dataclass(frozen=True, slots=True)
class Course:
    """One statement of an earlier course: visits (None: not counted), months since its last visit as an interval."""

    fact: Fact
    visits: float | None
    ago: Interval | None
    postoperative: bool


def courses(record: Record) -> tuple[Course, ...]:
    """Every statement of an earlier course of this treatment for this body part."""
    found = [fact for _, fact in record.about("prior_course") if fact.value.get("treatment") == record.item.treatment]
    return tuple(_course(record, fact) for fact in found if fact.assertion in STATED and not _says_unknown(fact))


def uncounted(record: Record) -> tuple[Fact, ...]:
    """Statements, whoever makes them, that the number of earlier visits is not in the record."""
    return tuple(fact for _, fact in record.about("prior_course") if _says_unknown(fact))


def never(record: Record) -> tuple[Fact, ...]:
    """Statements that there was no earlier course of this treatment."""
    facts = [fact for _, fact in record.about("prior_course") if fact.value.get("treatment") == record.item.treatment]
    return tuple(fact for fact in facts if fact.assertion is Assertion.NEGATED and fact.value.get("recent") != "yes")


def _says_unknown(fact: Fact) -> bool:
    return fact.assertion is Assertion.NOT_DOCUMENTED or fact.value.get("visits_unknown") == "yes"


def _course(record: Record, fact: Fact) -> Course:
    visits = fact.value.get("visits", fact.value.get("authorized"))
    count = float(visits) if isinstance(visits, int | float) else None
    return Course(fact, count, _ago(record, fact), fact.value.get("postoperative") == "yes")


def _ago(record: Record, fact: Fact) -> Interval | None:
    """Months from the last visit to the request: a stated end date, or the words of the text."""
    end = fact.value.get("end")
    if isinstance(end, date):
        months = months_between(end, record.on)
        return Interval(months, months)
    ago = fact.value.get("ago_months")
    if isinstance(ago, int | float):
        below, above = AGO.get(str(fact.value.get("ago_qualifier")), (0, 0))
        return Interval(None if above else float(ago), None if below else float(ago))
    within = fact.value.get("within_months")
    return Interval(0, float(within)) if isinstance(within, int | float) else None


def asked(record: Record) -> Interval | None:
    """The amount asked for, as an interval where the request can be read two ways; None when none is stated."""
    low, high = record.item.slots.get("quantity"), record.item.slots.get("quantity_high")
    if not isinstance(low, int | float):
        return None
    return Interval(float(low), float(high) if isinstance(high, int | float) else float(low))


def earlier_course(record: Record) -> Settled:
    """Whether there was an earlier course: one is recorded, UR calls its count unknown, or the request says so."""
    stated = tuple(course.fact for course in courses(record))
    if stated:
        return Settled("yes", "an earlier course is recorded", stated)
    if record.item.slots.get("ordinal") == "additional":
        return Settled("yes", "the request says additional, further or repeat", (record.request,))
    unknown = uncounted(record)
    if unknown:
        return Settled("yes", "the record speaks of earlier visits without a count", unknown)
    none = never(record)
    if none:
        return Settled("no", "the record says there was none", none)
    first = record.item.slots.get("ordinal") == "initial"
    return Settled("no", "the request says it is the first", (record.request,)) if first else UNKNOWN


def months_since_last_course(record: Record) -> Settled:
    """Months since the last visit of the most recent course."""
    last = _last(courses(record))
    if last is None or last.ago is None:
        return UNKNOWN
    return Settled(last.ago, "time since the last visit", (last.fact,))


def _last(found: Iterable[Course]) -> Course | None:
    dated = [course for course in found if course.ago is not None]
    return min(dated, key=lambda course: _lowest(course), default=None)


def _lowest(course: Course) -> float:
    if course.ago is None:
        return 0
    return course.ago.low if course.ago.low is not None else 0


def is_remote(record: Record, course: Course) -> bool:
    """Whether a course ended so long ago that counting begins again."""
    return course.ago is not None and course.ago.low is not None and (
        course.ago.low >= record.policy.course_ends_after_months
    )


def flare_up(record: Record) -> tuple[Fact, ...]:
    """Statements of a present new flare-up."""
    facts = [fact for _, fact in record.about("flare_up")]
    return tuple(fact for fact in facts if fact.assertion is Assertion.AFFIRMED)


def visits_this_course(record: Record) -> Settled:
    """Visits asked plus completed visits of the same treatment, body part and course."""
    request = asked(record)
    if request is None:
        return Settled(how="the request states no amount", facts=(record.request,))
    found = tuple(course for course in courses(record) if not course.postoperative)
    flare = flare_up(record)
    last = _last(found)
    if flare:
        return _total(request, [], "counting begins again with the new flare-up", (record.request, *flare))
    if last is not None and is_remote(record, last):
        how = f"counting begins again: the last course ended about {_lowest(last):g} months before"
        return _total(request, [], how, (record.request, last.fact))
    if found:
        return _with_earlier(record, request, found)
    if earlier_course(record).value == "yes":
        how = "an earlier course is not counted in the record"
        return Settled(Interval(request.low, None), how, (record.request, *uncounted(record)))
    return Settled(request, "the amount asked for", (record.request,))


def _with_earlier(record: Record, request: Interval, found: tuple[Course, ...]) -> Settled:
    current = [course for course in found if not is_remote(record, course)]
    counted = [course for course in current if course.visits is not None]
    facts = (record.request, *(course.fact for course in counted or current))
    if not counted:
        how = "the earlier course is not counted in the record"
        return Settled(Interval(request.low, None), how, (*facts, *uncounted(record)))
    return _total(request, counted, "", facts)


def _total(request: Interval, counted: list[Course], how: str, facts: tuple[Fact, ...]) -> Settled:
    earlier = known_visits(counted)
    low = (request.low or 0) + earlier
    high = None if request.high is None else request.high + earlier
    says = how or f"{request.low or 0:g} asked and {earlier:g} earlier"
    return Settled(Interval(low, high), says, facts)


def known_visits(counted: Iterable[Course]) -> float:
    """Visits in all: courses with different dates add up; undated statements speak of one running count."""
    dated: dict[tuple[float, float], float] = {}
    undated = 0.0
    for course in counted:
        if course.ago is None:
            undated = max(undated, course.visits or 0)
        else:
            key = (_lowest(course), course.ago.high or 0)
            dated[key] = max(dated.get(key, 0), course.visits or 0)
    return max(undated, sum(dated.values()))


def known_visits_since_injury(record: Record) -> Settled:
    """Visits asked plus every counted visit since the injury, outside postsurgical periods."""
    request = asked(record)
    if request is None:
        return Settled(how="the request states no amount", facts=(record.request,))
    counted = [course for course in courses(record) if course.visits is not None and not course.postoperative]
    return _total(request, counted, "", (record.request, *(course.fact for course in counted)))
