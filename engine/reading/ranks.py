"""With what weight a passage says what is in dispute, judged by where it stands and by the shape of its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.reading.item_lines import (
    NOT_ASKED,
    gives_reason,
    is_decided_by_box,
    is_decided_row,
    is_disputed,
    is_entry,
    is_labelled,
    is_marked_line,
    is_necessity_question,
    is_numbered_request,
    is_ticked,
    is_title,
    line_start,
    measures,
    names_early,
    opens_asking,
    opens_line,
)
from engine.reading.line_words import searching
from engine.reading.list_marks import Mark, is_worded, mark_of
from engine.reading.passage import REQUEST_SECTIONS
from engine.reading.tables import Row, measured_rows, rows
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.reading.context import Context
    from engine.reading.passage import Passage

# The disputed lines of a determination; the fields, lists and tables of a request; lines that have the shape of a list
# of requests; sentences and plans that ask; and, where nothing asks outright, what a sentence makes likely.
DISPUTED, FIELD, LISTED, ASKED, INFERRED = 1, 2, 3, 4, 5
_ISSUES = "issues"
_HEADING = 64
_FEWEST = 2
_FEW_WORDS = 3
_APART = 2
_BULLETS = frozenset("*->")
_MEASURES = ("detail", "side", "body_part")
_READ = frozenset({Kind.PATIENT, Kind.HEADER, Kind.LABEL})


def rank_of(context: Context, passage: Passage) -> int | None:
    """The weight of a passage in saying what is in dispute; none where it says nothing of it."""
    known: dict[int, int | None] = context.memo.setdefault("ranks", {})
    if passage.index not in known:
        measured = passage.zone.line in _measured(context)
        known[passage.index] = None if measured else _rank_of(context, passage)
    return known[passage.index]


def _rank_of(context: Context, passage: Passage) -> int | None:
    kind = passage.zone.kind
    if kind is Kind.LABEL and passage.zone.section == _ISSUES:
        return DISPUTED if is_disputed(passage) else None
    if kind not in _READ or (kind is Kind.HEADER and passage.of("conditional")):
        return None
    if _is_field(context, passage) or passage.index in _asking_lists(context):
        return FIELD
    if is_marked_line(passage) and (kind is not Kind.HEADER or measures(passage)):
        return FIELD if kind is Kind.LABEL else LISTED
    if is_labelled(passage) or opens_asking(passage):
        return LISTED
    listed = passage.has("request", "request") if kind is Kind.HEADER else passage.index in _run(context)
    return LISTED if listed else (None if kind is Kind.HEADER else ASKED)


def _is_field(context: Context, passage: Passage) -> bool:
    """Whether a line is by its place one of a request: in its table, in its list, or right below its heading."""
    if passage.zone.kind not in _READ:
        return False
    if row_of(context, passage) is not None or _is_request(passage) or _follows_heading(context, passage):
        return True
    return _goes_on_asking(context, passage)


def _goes_on_asking(context: Context, passage: Passage) -> bool:
    """Whether a sentence adds to a line of a request: "One TENS unit. And an H-wave device"."""
    first = next((m.start for m in passage.of("treatment")), passage.start)
    if not searching("continuing", before=r"\A").match(passage.words(passage.start, first)):
        return False
    earlier = next((p for p in context.before(passage, _APART) if p.of("treatment")), None)
    return earlier is not None and names_early(passage, passage.start) and _is_field(context, earlier)


def _is_request(passage: Passage) -> bool:
    """Whether a line is an item of a request: numbered as one, or below the heading of one."""
    if is_numbered_request(passage) or is_ticked(passage) or is_decided_by_box(passage):
        return True
    if is_necessity_question(passage) or is_decided_row(passage):
        return True
    if passage.zone.kind is not Kind.LABEL:
        return False
    if passage.zone.section not in REQUEST_SECTIONS:
        return bool(passage.of("ur_decision")) and not gives_reason(passage)
    if passage.of("question") and passage.of("treatment"):
        return True
    return names_early(passage, line_start(passage), loosely=True) or (
        passage.has("request", "request") and not passage.tells
    )


def _follows_heading(context: Context, passage: Passage) -> bool:
    """Whether the words before are no more than the heading of a request: "Requests.", "They want"."""
    earlier = context.passages[passage.index - 1] if passage.index else None
    if (
        earlier is None
        or passage.zone.kind is not Kind.PATIENT
        or earlier.end - earlier.start > _HEADING
        or passage.zone.section in NOT_ASKED
    ):
        return False
    if earlier.of("treatment") or passage.start - earlier.end > _APART or not names_early(passage, passage.start):
        return False
    words = earlier.text[earlier.start : earlier.end]
    if len(words.split()) <= _FEW_WORDS or words[-1] in ":-":
        return earlier.has("request", "request")
    return earlier.has("request", "request", "intent") and _asks_what(earlier)


def _asks_what(passage: Passage) -> bool:
    """Whether a question, or a title, says that what is asked for follows: "Q. What is being ordered?"."""
    opened = searching("what", before=r"(?:\d{0,2}[A-Z]?[.):]\s*)?").match(passage.text, passage.start, passage.end)
    short = len(passage.words(passage.start, passage.end).split()) <= 2 * _FEW_WORDS
    return opened is not None and (passage.is_question or short)


def row_of(context: Context, passage: Passage) -> Row | None:
    """The row of a table of requests that the line of the passage is, where it names a treatment in it."""
    found: Mapping[int, Row] | None = context.memo.get("rows")
    if found is None:
        found = context.memo["rows"] = rows(context.normal.text.split("\n"))
    row = found.get(passage.zone.line) if found else None
    return row if row is not None and passage.of("treatment") else None


def _measured(context: Context) -> frozenset[int]:
    """The lines that are rows of tables of what was measured then and now."""
    found: frozenset[int] | None = context.memo.get("measured")
    if found is None:
        found = context.memo["measured"] = measured_rows(context.normal.text.split("\n"))
    return found


def _asking_lists(context: Context) -> frozenset[int]:
    """The lines that name treatments in a list, counted or not, of which some line is by its place a request."""
    found: frozenset[int] | None = context.memo.get("asking lists")
    if found is None:
        lists = [*_lists(context.passages), *_runs(context), [p for p in context.passages if is_title(p)]]
        asking = [each for each in lists if any(_is_field(context, p) for p in each) or _is_introduced(context, each)]
        found = context.memo["asking lists"] = frozenset(
            passage.index
            for each in asking
            for passage in each
            if is_marked_line(passage) or is_entry(passage) or _is_alike(passage)
        )
    return found


def _is_introduced(context: Context, points: list[Passage]) -> bool:
    """Whether a list that is told in sentences follows one that asks, or tells of a refusal, and names no treatment."""
    mark = _mark(points[0]) if len(points) >= _FEWEST else None
    if len(points) < _FEWEST or not (is_title(points[0]) or (mark and is_worded(mark))):
        return False
    earlier = context.passages[max(0, points[0].index - 1) : points[0].index]
    return any(
        not each.of("treatment") and (each.has("request", "request") or each.has("ur_decision", "denied", "modified"))
        for each in earlier
    )


def _is_alike(passage: Passage) -> bool:
    """Whether a line of a list that asks names a treatment as its other lines do, and does not tell that it was had."""
    told = passage.has("dropped", "told") or passage.zone.section in NOT_ASKED
    mark = _mark(passage)
    asks = bool(passage.of("treatment")) and bool(
        passage.of("question") or (mark and is_worded(mark) and passage.amounts)
    )
    return not told and (asks or names_early(passage, line_start(passage), loosely=True))


def _lists(passages: Iterable[Passage]) -> Iterable[list[Passage]]:
    """The lists of a document: "1." "2." "3.", "a)" "b)", or one bullet below another."""
    found: list[Passage] = []
    for passage in passages:
        mark = _mark(passage)
        if mark is None or not (opens_line(passage) or passage.text[passage.start] == "(" or is_worded(mark)):
            continue
        if found and not _goes_on(found[-1], passage):
            yield found
            found = []
        found.append(passage)
    yield found


def _mark(passage: Passage) -> Mark | None:
    """The mark of a line; a bullet has no number."""
    if passage.text[passage.start] in _BULLETS:
        return Mark(passage.text[passage.start], 0)
    return mark_of(passage.text, passage.start, passage.end)


def _goes_on(before: Passage, after: Passage) -> bool:
    """Whether a line is the next of the list: by its number or letter, or by a bullet right below another."""
    one, other = _mark(before), _mark(after)
    if one is None or other is None or one.kind != other.kind:
        return False
    return other.follows(one) or (
        one.kind in _BULLETS
        and after.zone.line - before.zone.line <= _APART
        and before.zone.section == after.zone.section
    )


def _run(context: Context) -> frozenset[int]:
    """The passages that are lines of a list without marks: two or more successive lines that each name a treatment."""
    found: frozenset[int] | None = context.memo.get("run")
    if found is None:
        found = context.memo["run"] = frozenset(each.index for run in _runs(context) for each in run)
    return found


def _runs(context: Context) -> list[list[Passage]]:
    found: list[list[Passage]] | None = context.memo.get("runs")
    if found is None:
        found = context.memo["runs"] = list(_runs_of(context.passages))
    return found


def _runs_of(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    run: list[Passage] = []
    for passage in passages:
        if not opens_line(passage):
            continue
        if is_entry(passage):
            run.append(passage)
        elif not run or passage.is_question or passage.zone.line - run[-1].zone.line > 1:
            yield from _accepted(run)
            run = []
    yield from _accepted(run)


def _accepted(run: list[Passage]) -> list[list[Passage]]:
    """A run that is long enough, and most of whose lines state how much or where."""
    measured = [each for each in run if any(each.of(category) for category in _MEASURES) or each.amounts]
    return [run] if len(run) >= _FEWEST and 2 * len(measured) > len(run) else []
