"""Gains and standstills told in tables of measurements: rows with a label, whose columns are visits in order.

What a row measures is the topic (`topics.yaml`) of its label; a label without one tells what it is by its own words
("transcribing at once", "sit-to-stand, seconds"). Cells are figures, or words: "no | yes", "husband | self".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facts import Assertion
from engine.reading.assemble.gains import gain, measure_of, treatment_of, work_gain
from engine.reading.figure_changes import Change
from engine.reading.figures_of_tables import compares, slashed, words_of
from engine.reading.gap_words import gap_words
from engine.reading.lexicon import Mention
from engine.reading.outcomes import topics_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.figures_of_tables import Row
    from engine.reading.passage import Passage
    from engine.reading.request_slots import Slots

_STEPS_BACK = 12
_MARKS = ("\t", "|", " / ")


def assemble(context: Context) -> Iterator[Fact]:
    """A benefit, or its absence, for each row that has a before and an after."""
    for passage in context.stated:
        if not any(passage.text.find(mark, passage.start, passage.end) >= 0 for mark in _MARKS):
            continue
        row = _row(context, passage)
        if row is None:
            yield from _worded(context, passage)
            continue
        topic = _topic(passage, row)
        if topic is not None:
            yield from _measured(context, passage, row, topic)


def _row(context: Context, passage: Passage) -> Row | None:
    if passage.row is not None:
        return passage.row_under(_headings(context, passage))
    row = slashed(passage.text, passage.start, passage.end)
    return row if row is not None and _is_compared(context, passage) else None


def _headings(context: Context, passage: Passage) -> tuple[str, ...]:
    """The headings of the table in which a row stands: the nearest line above that has cells and no figures."""
    for earlier in _above(context, passage):
        if earlier.headings:
            return earlier.headings
    return ()


def _above(context: Context, passage: Passage) -> Iterator[Passage]:
    for index in range(passage.index - 1, max(-1, passage.index - 1 - _STEPS_BACK), -1):
        yield context.passages[index]


def _is_compared(context: Context, passage: Passage) -> bool:
    """Whether a line above says that what follows are figures of then and now: "first visit against sixth:"."""
    return any(compares(each.text, each.start, each.end) for each in _above(context, passage))


def _topic(passage: Passage, row: Row) -> Mention | None:
    """What a row measures: the topic of its label, else what the words of the label tell."""
    topics = [each for each in topics_of(passage.found) if each.end <= row.place[0]]
    label = row.label.lower()
    done_in_shift = gap_words("endured").search(label) and topics and topics[0].id == "hours"
    if topics and not done_in_shift:
        return topics[0]
    kind = {"domain": "function", "good": "more"}
    start = passage.start
    if gap_words("timed").search(label):
        kind["good"] = "more" if gap_words("held").search(label) else "less"
    elif gap_words("endured").search(label):
        kind["domain"] = "adl"
    else:
        return None
    return Mention(start, start + len(label), "topic", "row", kind)


def _measured(context: Context, passage: Passage, row: Row, topic: Mention) -> Iterator[Fact]:
    domain = topic.attributes["domain"]
    if row.before is None:
        return
    if row.after is None:
        value: Slots = {"domain": domain, "treatment": treatment_of(context, passage)}
        yield context.fact("benefit", value, passage, row.place, "gain.blank", Assertion.NOT_DOCUMENTED)
        return
    if domain in {"restrictions", "work_hours"}:
        change = Change(*row.place, row.before, row.after)
        yield from work_gain(context, passage, "restrictions", change, row.place)
        return
    measure = measure_of(topic, row.label)
    if measure is not None:
        value = {"kind": measure, "value": row.before, "to": row.after}
        yield context.fact("measure", value, passage, row.place, "measure.table")
    yield from gain(context, passage, topic, (row.before, row.after), row.place, at_visits=True)


def _worded(context: Context, passage: Passage) -> Iterator[Fact]:
    """A daily activity that a row of words tells: done now and not before, or not done at either visit."""
    found = words_of(passage.text, passage.start, passage.end)
    if found is None:
        return
    label = passage.words(passage.start, found.place[0])
    if not gap_words("deeds").search(label) and not any(
        "act" in each.attributes and each.end <= found.place[0] for each in passage.of("topic")
    ):
        return
    first, last = found.able
    value: Slots = {"domain": "adl", "treatment": treatment_of(context, passage)}
    if last and not first:
        yield context.fact("benefit", value, passage, found.place, "gain.words")
    elif not last:
        value["unchanged"] = "yes"
        yield context.fact("benefit", value, passage, found.place, "gain.words", Assertion.NEGATED)
