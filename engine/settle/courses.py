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
from engine.settle.statements import stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FLARE_UP = "new_flare_up"
AGO = {"over": (1, 0), "under": (0, 1)}


@dataclass(frozen=True, slots=True)
class Course:
    """One statement of an earlier course.

    `visits` is None where they are not counted; `completed` is false where the count is only of authorised ones.
    `ago` holds the months since the last visit. `running` marks a count that is not of one dated course: it may take in
    what other statements count. `postoperative` and `preoperative` hold what the text calls it.
    """

    fact: Fact
    visits: float | None
    completed: bool
    ago: Interval | None
    running: bool
    postoperative: bool
    preoperative: bool


def courses(record: Record) -> tuple[Course, ...]:
    """Every statement of an earlier course of this treatment for this body part, since the injury."""
    stated = (fact for fact in _of_treatment(record) if fact.assertion in STATED)
    return tuple(_course(record, fact) for fact in stated if not _before_injury(record, fact))


def _before_injury(record: Record, fact: Fact) -> bool:
    """Whether care ended before the injury, and so was not for it. Years alone are compared: many ends tell no more."""
    end, injury = fact.value.get("end"), record.case.dates.injury
    return isinstance(end, date) and injury is not None and end.year < injury.year


def uncounted(record: Record) -> tuple[Fact, ...]:
    """Statements, whoever makes them, that the number of earlier visits is not in the record."""
    return tuple(fact for _, fact in record.about("prior_course") if _says_unknown(fact))


def never(record: Record) -> tuple[Fact, ...]:
    """Statements that there was no earlier course of this treatment."""
    facts = [fact for fact in _of_treatment(record) if fact.assertion is Assertion.NEGATED]
    return tuple(fact for fact in facts if fact.value.get("recent") != "yes")


def _of_treatment(record: Record) -> list[Fact]:
    return [fact for _, fact in record.about("prior_course") if fact.value.get("treatment") == record.item.treatment]


def _says_unknown(fact: Fact) -> bool:
    return fact.assertion is Assertion.NOT_DOCUMENTED or fact.value.get("visits_unknown") == "yes"


def _course(record: Record, fact: Fact) -> Course:
    done, allowed = (fact.value.get(slot) for slot in ("visits", "authorized"))
    completed = isinstance(done, int | float)
    visits = done if completed else allowed
    ago = _ago(record, fact)
    return Course(
        fact=fact,
        visits=float(visits) if isinstance(visits, int | float) else None,
        completed=completed,
        ago=ago,
        running=ago is None or "within_months" in fact.value,
        postoperative=fact.value.get("postoperative") == "yes",
        preoperative=fact.value.get("postoperative") == "no",
    )


def _ago(record: Record, fact: Fact) -> Interval | None:
    """Months from the last visit to the request: a stated end date, or the words of the text."""
    end = fact.value.get("end")
    if isinstance(end, date):
        months = max(0.0, months_between(end, record.on))
        return Interval(months, months)
    ago = fact.value.get("ago_months")
    if isinstance(ago, int | float):
        below, above = AGO.get(str(fact.value.get("ago_qualifier")), (0, 0))
        return Interval(None if above else float(ago), None if below else float(ago))
    within = fact.value.get("within_months")
    return Interval(0, float(within)) if isinstance(within, int | float) else None


def asked(record: Record) -> Interval | None:
    """The amount asked for, as an interval where the request can be read two ways; None when none is stated."""
    slots = record.item.slots
    low, high = slots.get("quantity"), slots.get("quantity_high")
    if isinstance(low, int | float):
        return Interval(float(low), float(high) if isinstance(high, int | float) else float(low))
    rate, weeks = slots.get("per_week"), slots.get("weeks")
    if isinstance(rate, int | float) and isinstance(weeks, int | float):
        return Interval(float(rate * weeks), float(rate * weeks))
    return None


def earlier_course(record: Record) -> Settled:
    """Whether there was an earlier course: one is recorded, UR calls its count unknown, or the request says so."""
    recorded = tuple(course.fact for course in courses(record))
    none = never(record)
    if recorded:
        conflict = "one statement says that there was none; the course that is recorded counts" if none else ""
        return Settled("yes", "an earlier course is recorded", recorded, none, conflict)
    if record.item.slots.get("ordinal") == "additional":
        return Settled("yes", "the request says additional, further or repeat", (record.request,))
    unknown = uncounted(record)
    if unknown:
        return Settled("yes", "the record speaks of earlier visits without a count", unknown)
    if none:
        return Settled("no", "the record says there was none", none)
    first = record.item.slots.get("ordinal") == "initial"
    return Settled("no", "the request says it is the first", (record.request,)) if first else UNKNOWN


def months_since_last_course(record: Record) -> Settled:
    """Months since the last visit of the most recent course."""
    last = _last(courses(record))
    if last is None or last.ago is None:
        return UNKNOWN
    return Settled(last.ago, "", (last.fact,))


def _last(found: Iterable[Course]) -> Course | None:
    dated = [course for course in found if course.ago is not None]
    return min(dated, key=_lowest, default=None)


def _lowest(course: Course) -> float:
    if course.ago is None:
        return 0
    return course.ago.low if course.ago.low is not None else 0


def is_remote(record: Record, course: Course) -> bool:
    """Whether a course ended so long ago that counting begins again."""
    return course.ago is not None and course.ago.low is not None and (
        course.ago.low >= record.policy.course_ends_after_months
    )


def flare_up(record: Record) -> Settled:
    """Whether a present new flare-up is described, as the vocabulary's fact of that name settles it."""
    return stated(record, FLARE_UP)


def visits_this_course(record: Record) -> Settled:
    """Visits asked plus completed visits of the same treatment, body part and course."""
    return of_this_course(record, asked(record))


def of_this_course(record: Record, request: Interval | None) -> Settled:
    """An amount asked for (none: unknown) plus the completed visits of the same treatment, body part and course."""
    if request is None:
        return Settled(how="the request states no amount", facts=(record.request,))
    found = tuple(course for course in courses(record) if not course.postoperative)
    last = _last(found)
    flare = flare_up(record)
    if flare.value == "yes":
        facts = (record.request, *flare.facts)
        return _total(request, (), "counting begins again with the new flare-up", facts, flare)
    if last is not None and is_remote(record, last):
        how = f"counting begins again, as the last course ended about {_lowest(last):g} months before"
        return _total(request, (), how, (record.request, last.fact))
    if found:
        return _with_earlier(record, request, found)
    if earlier_course(record).value == "yes":
        how = "an earlier course is not counted in the record"
        return Settled(Interval(request.low, None), how, (record.request, *uncounted(record)))
    return Settled(request, "no earlier course is recorded", (record.request,))


def _with_earlier(record: Record, request: Interval, found: tuple[Course, ...]) -> Settled:
    current = [course for course in found if not is_remote(record, course)]
    counted = counts(current)
    facts = (record.request, *(course.fact for course in counted or current))
    if not counted:
        how = "the earlier course is not counted in the record"
        return Settled(Interval(request.low, None), how, (*facts, *uncounted(record)))
    more = uncounted_beside(current, counted)
    if more:
        known = known_visits(counted)
        how = f"{request.low or 0:g} asked and {known:g} earlier, and a further course without a count"
        return Settled(Interval((request.low or 0) + known, None), how, (*facts, *more))
    return _total(request, counted, "", facts)


def _total(
    request: Interval, counted: Sequence[Course], how: str, facts: tuple[Fact, ...], on: Settled = UNKNOWN
) -> Settled:
    """What is asked for and what was counted before; a conflict about the ground `on` which counting rests is kept."""
    earlier = known_visits(counted)
    low = (request.low or 0) + earlier
    high = None if request.high is None else request.high + earlier
    says = how or f"{request.low or 0:g} asked and {earlier:g} earlier"
    return Settled(Interval(low, high), says, facts, on.against, on.conflict)


def counts(found: Iterable[Course]) -> list[Course]:
    """The statements that count visits; authorised ones only where no completed count can be of the same course."""
    counted = [course for course in found if course.visits is not None]
    done = [course for course in counted if course.completed]
    return [course for course in counted if course.completed or not any(_may_be_one(course, each) for each in done)]


def uncounted_beside(found: Iterable[Course], counted: Iterable[Course]) -> tuple[Fact, ...]:
    """Dated courses without a count that cannot be one of those counted."""
    counted = tuple(counted)
    open_ = [course for course in found if course.visits is None and not course.running]
    return tuple(course.fact for course in open_ if not any(_may_be_one(course, each) for each in counted))


def _may_be_one(one: Course, other: Course) -> bool:
    return one.running or other.running or one.ago == other.ago


def known_visits(counted: Iterable[Course]) -> float:
    """Visits in all: courses with different dates add up; statements without one speak of one running count."""
    dated: dict[tuple[float, float], float] = {}
    running = 0.0
    for course in counted:
        if course.running or course.ago is None:
            running = max(running, course.visits or 0)
        else:
            key = (_lowest(course), course.ago.high or 0)
            dated[key] = max(dated.get(key, 0), course.visits or 0)
    return max(running, sum(dated.values()))


def known_visits_since_injury(record: Record) -> Settled:
    """Visits asked plus every counted visit since the injury, outside postsurgical periods."""
    request = asked(record)
    if request is None:
        return Settled(how="the request states no amount", facts=(record.request,))
    counted = counts(course for course in courses(record) if not course.postoperative)
    return _total(request, counted, "", (record.request, *(course.fact for course in counted)))
