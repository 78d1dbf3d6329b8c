"""Surgery of the item's body part: which row of the postsurgical table, how long ago, visits since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.case import each_once
from engine.conditions import Interval
from engine.facts import Assertion, Fact
from engine.settle.calendar import months_between
from engine.settle.courses import Course, asked, counts, courses, known_visits, uncounted, uncounted_beside
from engine.settle.record import STATED, UNKNOWN, Record, Settled

TABLE = "postsurgical"
UNLISTED_MONTHS = 6
"""The period of a surgery that the table does not list (8 CCR 9792.24.3(b))."""


@dataclass(frozen=True, slots=True)
class Surgery:
    """One surgery of the body part: done (with its date where known), or asked for in the same document."""

    fact: Fact
    day: date | None
    planned: bool
    rows: tuple[str, ...]


def surgeries(record: Record) -> tuple[Surgery, ...]:
    """Surgeries of the item's body part, latest first, then undated, then planned; a listed one first."""
    found = [_surgery(record, fact) for fact in _facts(record)]
    asked_for = [each for each in found if each.planned]
    return tuple(sorted((each for each in found if not _is_one_asked_for(each, asked_for)), key=_rank))


def _is_one_asked_for(surgery: Surgery, asked_for: list[Surgery]) -> bool:
    """Whether a surgery told without a day is the one that the same document asks for, spoken of again."""
    if surgery.planned or surgery.day is not None:
        return False
    name = surgery.fact.value.get("procedure")
    return any(name == each.fact.value.get("procedure") or set(surgery.rows) & set(each.rows) for each in asked_for)


def _rank(surgery: Surgery) -> tuple[bool, bool, int, bool]:
    """Done before planned, dated before undated, late before early, one that the table lists before any other."""
    return surgery.planned, surgery.day is None, -(surgery.day or date.min).toordinal(), not surgery.rows


def _facts(record: Record) -> list[Fact]:
    """Only surgery known to be of this part counts, unless the request itself calls the therapy postoperative."""
    after = record.item.slots.get("postoperative") == "yes"
    found = []
    for _, fact in record.about("surgery", "patient"):
        planned = fact.value.get("status") == "planned" and fact.assertion is Assertion.HYPOTHETICAL
        here = _is_here(record, fact)
        if (fact.assertion in STATED or planned) and (here or (here is None and after)):
            found.append(fact)
    return found


def _is_here(record: Record, fact: Fact) -> bool | None:
    """Whether a surgery is of the item's part and side; None where the record does not say."""
    sides = {str(each.get("side", "")) for each in (fact.value, record.item.slots)} - {"", "bilateral"}
    if len(sides) > 1:
        return False
    named = record.same_part(fact)
    if named is not None or not record.item.body_part:
        return named
    regions = {str(_table_rows(record)[row].get("region", "")) for row in _rows(record, fact)} - {""}
    mine = str((record.vocabulary.body_parts.get(record.item.body_part) or {}).get("region", ""))
    return mine in regions if regions and mine else None


def _table_rows(record: Record) -> dict[str, dict[str, Any]]:
    return record.vocabulary.tables[TABLE].rows if TABLE in record.vocabulary.tables else {}


def _rows(record: Record, fact: Fact) -> tuple[str, ...]:
    """The rows of the table that a surgery is said to be, as far as the table lists them."""
    named = [each.strip() for each in str(fact.value.get("row", "")).split(",")]
    return tuple(each for each in named if each in _table_rows(record))


def _surgery(record: Record, fact: Fact) -> Surgery:
    day = fact.value.get("date")
    planned = fact.value.get("status") == "planned" or (isinstance(day, date) and day > record.on)
    return Surgery(fact, day if isinstance(day, date) else None, planned, _rows(record, fact))


def period_months(record: Record, surgery: Surgery) -> float:
    """How long the postsurgical period lasts: the most generous matching row, or six months."""
    rows = _table_rows(record)
    return max((float(rows[each]["months"]) for each in surgery.rows), default=UNLISTED_MONTHS)


def in_period(record: Record) -> Surgery | None:
    """The surgery in whose period this therapy falls.

    A surgery without a date counts where the request or an earlier course is called postoperative: then the period is
    not documented, which the rule decides. A surgery asked for in the same document counts where the therapy is asked
    for after it.
    """
    after = record.item.slots.get("postoperative") == "yes"
    called = after or any(course.postoperative for course in courses(record))
    for surgery in surgeries(record):
        if surgery.planned:
            if after:
                return surgery
        elif surgery.day is None:
            if called:
                return surgery
        elif 0 <= months_between(surgery.day, record.on) <= period_months(record, surgery):
            return surgery
    return None


def operated_part(record: Record) -> Settled:
    """Whether a surgery of this body part is recorded, or asked for in the same document."""
    found = surgeries(record)
    if found:
        return Settled("yes", "a surgery of this part is recorded", (found[0].fact,))
    none = [fact for _, fact in record.about("surgery", "patient") if fact.assertion is Assertion.NEGATED]
    return Settled("no", "the record says there was none", tuple(none)) if none else UNKNOWN


def surgery_row(record: Record) -> Settled:
    """The row or rows of the postsurgical table that the surgery matches."""
    surgery = in_period(record) or next(iter(surgeries(record)), None)
    if surgery is None:
        return UNKNOWN
    if not surgery.rows:
        return Settled(how="the surgery matches no row of the table", facts=(surgery.fact,))
    return Settled(surgery.rows[0], "the surgery's row of the table", (surgery.fact,), rows=surgery.rows)


def months_since_surgery(record: Record) -> Settled:
    """Months from the surgery to the request; none yet for a surgery that is only asked for."""
    surgery = in_period(record) or next(iter(surgeries(record)), None)
    if surgery is None:
        return UNKNOWN
    if surgery.planned:
        return Settled(Interval(0, 0), "the surgery is asked for in the same document", (surgery.fact,))
    if surgery.day is None:
        return Settled(how="the record gives no date of the surgery", facts=(surgery.fact,))
    months = months_between(surgery.day, record.on)
    return Settled(Interval(months, months), "", (surgery.fact,))


def visits_since_surgery(record: Record) -> Settled:
    """Visits asked plus completed visits after the surgery; visits before it count only before it."""
    request = asked(record)
    if request is None:
        return Settled(how="the request states no amount", facts=(record.request,))
    surgery = in_period(record) or next(iter(surgeries(record)), None)
    if surgery is None:
        return Settled(how="no surgery of this part is recorded", facts=(record.request,))
    since = [] if surgery.planned else _since(record, surgery)
    counted = counts(since)
    low = (request.low or 0) + known_visits(counted)
    facts = (record.request, *(each.fact for each in counted or since))
    open_ = () if surgery.planned else _open_rest(record, since, counted)
    if open_:
        return Settled(Interval(low, None), "visits after the surgery are not all counted", each_once((*facts, *open_)))
    high = None if request.high is None else request.high + known_visits(counted)
    how = f"{request.low or 0:g} asked and {known_visits(counted):g} since the surgery"
    return Settled(Interval(low, high), how, facts)


def _open_rest(record: Record, since: list[Course], counted: list[Course]) -> tuple[Fact, ...]:
    """The statements by which there were visits after the surgery that no count takes in."""
    if counted:
        return uncounted_beside(since, counted)
    said = (*(each.fact for each in since), *uncounted(record))
    return said or ((record.request,) if record.item.slots.get("ordinal") == "additional" else ())


def _since(record: Record, surgery: Surgery) -> list[Course]:
    """The courses after a surgery; a bare count is the one that another statement puts before it, if they are equal."""
    found = courses(record)
    before = {each.visits for each in found if each.visits is not None and not _after(record, each, surgery)}
    after = [each for each in found if _after(record, each, surgery)]
    return [each for each in after if each.postoperative or each.ago is not None or each.visits not in before]


def _after(record: Record, course: Course, surgery: Surgery) -> bool:
    """Whether a course came after the surgery; one without a date is taken to (the statement against the request)."""
    if course.preoperative:
        return False
    if course.postoperative or surgery.day is None or course.ago is None:
        return True
    return (course.ago.low or 0) <= months_between(surgery.day, record.on)
