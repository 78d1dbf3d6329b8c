"""The pipeline from a case to its recommendations; one screen, each step a function of the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.decide import answer, not_covered
from engine.inference import FALLBACK, engine_used, evaluator
from engine.recommendation import CheckResult, DocumentRef, Outcome, Recommendation
from engine.select import select, select_date
from engine.settle.record import Record
from engine.settle.values import settle, values_of

if TYPE_CHECKING:
    from datetime import date

    from engine.case import Case, Item
    from engine.guideline import Guideline
    from engine.library import Library
    from engine.recommendation import DateUsed
    from engine.select import Selection


def check_case(case: Case, library: Library, *, as_of: date | None = None, engine: str = "both") -> CheckResult:
    """A recommendation for every disputed item.

    `as_of` overrides the date that selects the text. `engine` is `both` (durable-rules, checked against the direct
    evaluator), `firing` or `direct`. Raises Disagreement when two evaluators differ.
    """
    used = engine_used(engine)
    items = tuple(recommend(case, item, library, as_of, used) for item in case.items)
    return CheckResult(
        document=DocumentRef(name=case.name, sha256=case.sha256),
        library=library.ref,
        engine=used,
        items=with_dependencies(items),
        facts=case.facts,
        unread=case.unread,
        messages=(FALLBACK,) if used != engine else (),
    )


def recommend(case: Case, item: Item, library: Library, as_of: date | None, engine: str) -> Recommendation:
    """The recommendation for one item."""
    used = select_date(case.dates, as_of)
    if used is None:
        gap = "the document gives no date that selects the text; give one with `--as-of YYYY-MM-DD`"
        return not_covered(item, None, gap, ())
    record = Record(case, item, library.vocabulary, library.policy, library.drugs, used.value, as_of)
    selection = select(record, library)
    if selection.guideline is None:
        would = _last_text(record, library, used, selection, engine)
        return not_covered(item, used, selection.gap, selection.considered, would)
    used = selection.used or used
    return _judge(replace(record, on=used.value), library, selection.guideline, selection, used, engine)


def _judge(
    record: Record, library: Library, guideline: Guideline, selection: Selection, used: DateUsed, engine: str
) -> Recommendation:
    program = library.program(guideline, used.value)
    settled = settle(record, program, tuple(note.when for note in guideline.notes))
    verdict = evaluator(program, engine)(values_of(settled))
    return answer(record, guideline, program, settled, verdict, selection, used)


def _last_text(
    record: Record, library: Library, used: DateUsed, selection: Selection, engine: str
) -> tuple[Guideline, Recommendation] | None:
    """What the last encoded text of another era would have said, to be shown apart."""
    if selection.last is None:
        return None
    return selection.last, _judge(record, library, selection.last, selection, used, engine)


def with_dependencies(items: tuple[Recommendation, ...]) -> tuple[Recommendation, ...]:
    """Add a line for a person where an item presupposes another that is not overturned."""
    return tuple(_with_dependency(each, items) for each in items)


def _with_dependency(item: Recommendation, items: tuple[Recommendation, ...]) -> Recommendation:
    lines = [
        f"this presupposes {items[index].wording}, which is {items[index].outcome.value.replace('_', ' ')}"
        for index in item.depends_on
        if items[index].outcome is not Outcome.OVERTURNED
    ]
    return item.model_copy(update={"needs_person": (*item.needs_person, *lines)}) if lines else item
