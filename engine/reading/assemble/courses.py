"""Earlier and running courses of treatment: how many visits, when, and what the record does not say of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.facts import Assertion, Source
from engine.reading.asking import asked
from engine.reading.assemble.count_words import words
from engine.reading.assemble.counts import NEEDLES, count_of
from engine.reading.assemble.not_courses import is_neither, is_none, says_nothing
from engine.reading.assemble.practitioners import PLANS, notes, visited
from engine.reading.assemble.timing import times
from engine.reading.assertion import assertion_of
from engine.reading.line_words import searching
from engine.reading.naming import amounts_of, body_part
from engine.reading.ranks import DISPUTED, FIELD, LISTED, rank_of
from engine.reading.tokens import forms
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.facts import Fact
    from engine.reading.assertion import Judged
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.naming import Named
    from engine.reading.passage import Passage, Place
    from engine.reading.request_slots import Slots

_NOT_NEAR = 60
BEFORE_SURGERY = re.compile(
    r"\b(?:before (?:the |his |her )?(?:surgery|operation|procedure)|pre-?\s?op(?:erative"
    r"|eratively)?|pre-?hab(?:ilitation)?|prior to (?:the |his |her )?surgery)\b",
    re.IGNORECASE,
)
_AFTER_SURGERY = re.compile(
    r"\b(?:after|since|following|post-?)\s?(?:the |his |her |this |right |left )*\Z", re.IGNORECASE
)
_DATE_BY = 40
_OPENING = 6
_NEXT = re.compile(r"[;.]\s|\bthen\b|\n", re.IGNORECASE)
_CLAUSE = re.compile(r"[;\n]|\.\s|\.\Z")
_NIL = forms("0 none zero")
_ANY = re.compile(r"\b(?:any|no)\s\Z", re.IGNORECASE)
_HAD = frozenset({"completed", "missed", "left", "had", "sum", "partly"})
_OUTCOMES = ("benefit", "failure", "failed_before")
_INJECTED = "injection"
_HISTORIES = frozenset({"treatment_history", "history"})
_BEGUN_BY, _LASTED_BY = 30, 12
_LINES = frozenset({DISPUTED, FIELD, LISTED})
_DECIDED_BY = 30
_THERAPY = re.compile(r"\b(?:therapy|treatment)", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:none|nothing|never|not|no (?:such|other|prior))\b|n't\b", re.IGNORECASE)
_LEAD_END = re.compile(r"[:?]\s*\Z")


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each course that a passage names and says was had, or was not."""
    for passage in (*context.patient.having("treatment", "practitioner"), *notes(context)):
        names = [each for each in context.names(passage) if _is_course(context, passage, each)]
        for each in names:
            if _was_given(context, passage, each, names):
                yield _course(context, passage, each, names)
        for each in visited(passage, names):
            yield _course(context, passage, each, [each])


def _is_course(context: Context, passage: Passage, each: Named) -> bool:
    """Whether having had a treatment is a course; of drugs, those that are injected, and therapy with one."""
    lexicon = context.lexicon
    if each.drug or lexicon.is_drug(each.treatment):
        injected = lexicon.unit(each.treatment) == _INJECTED
        return injected or (not each.drug and _THERAPY.search(passage.words(*each.place)) is not None)
    return lexicon.is_course(each.treatment)


def _was_given(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> bool:
    """Whether the sentence says that the treatment was had, or was not.

    The nearest word before it is one of having, not of asking; or it is plainly denied; or a day, a count with an
    outcome, or a word of having stands after it.
    """
    if is_none(passage, each) or _is_unused(context, passage, each, names):
        return True
    return not _is_idle(context, passage, each, names) and _was_told(context, passage, each, names)


def _was_told(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> bool:
    judged = context.judge(passage, each.place)
    if passage.zone.kind is Kind.HEADER:
        return True
    cue = _nearest(passage, each)
    conditional = bool(passage.of("conditional"))
    if cue is not None:
        return cue.category != "request" and not (judged is Assertion.HYPOTHETICAL and conditional)
    if conditional or _asked_after(passage, each):
        return False
    if judged is Assertion.NEGATED:
        return not passage.of("benefit") and not passage.of("ur_decision") and not is_neither(passage, each)
    return passage.zone.section not in PLANS and _is_told(context, passage, each, names)


def _is_idle(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> bool:
    """Whether the words around a name tell no course, or a line of a request asks for it without a word of having."""
    if says_nothing(passage, each):
        return True
    if passage.dates or passage.has("tally", "had", "left", "sum", "lead") or rank_of(context, passage) not in _LINES:
        return False
    return _is_asked(context, passage, each, names)


def _is_told(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> bool:
    """Whether a list of past care, a word of having or a day after the name, or its outcome tells that it was had."""
    if any(m.id != "approved" and 0 <= m.start - each.end <= _DECIDED_BY for m in passage.of("ur_decision")):
        return False
    behind = [
        m
        for m in (*passage.of("course"), *passage.of("tally"))
        if 0 <= m.start - each.end <= _NOT_NEAR and not _DENIED.search(passage.words(each.end, m.start))
    ]
    if _is_past_list(context, passage) or any(m.id in _HAD for m in behind) or _dated_after(passage, each):
        return True
    if any(m.id == "allowed" for m in behind) and not passage.of("ur_decision"):
        return bool(passage.dates) and _counted(context, passage, each, names)
    if _is_asked(context, passage, each, names):
        return False
    outcome = any(passage.of(category) for category in _OUTCOMES)
    dated = bool(passage.dates) and context.lexicon.unit(each.treatment) in NEEDLES
    return (outcome or _is_account(passage)) and (dated or _counted(context, passage, each, names))


def _is_unused(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> bool:
    """Whether none is said to have been had of what was allowed, or 0 is the count."""
    if passage.has("tally", "unused") and passage.has("tally", "allowed"):
        return True
    if not passage.says(_NIL):
        return False
    return count_of(passage, each, amounts_of(each, names, passage), context.lexicon).visits == 0


def _is_account(passage: Passage) -> bool:
    """Whether a passage tells of the patient, neither grounds of a decision nor what is to come."""
    return not (
        passage.zone.kind is not Kind.PATIENT
        or passage.zone.source is Source.UR
        or passage.of("ur_decision")
        or passage.of("request")
        or passage.has("ordinal", "additional")
        or any(each.per_week for each in passage.amounts)
        or words().ahead.search(passage.text, passage.start, passage.end)
    ) and (
        passage.zone.section in _HISTORIES
        or bool(passage.of("past") or passage.dates or passage.ago)
        or searching("account").search(passage.text, passage.start, passage.end) is not None
        or len({m.id for m in (*passage.of("treatment"), *passage.of("care"))}) > 1
    )


def _is_asked(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> bool:
    """Whether the passage asks for the treatment: then what it tells of an outcome is of something else."""
    rank = rank_of(context, passage)
    return rank is not None and asked(context, passage, each, list(names), rank) is not None


def _is_past_list(context: Context, passage: Passage) -> bool:
    """Whether a list stands under a heading of past care, or follows a line that leads to it."""
    if passage.of("request") or passage.zone.source is Source.UR or _is_log(passage):
        return False
    if passage.zone.section == "treatment_history":
        return True
    before = context.passages[passage.index - 1] if passage.index else None
    if before is None or not _LEAD_END.search(before.words(before.start, before.end)) or before.of("treatment"):
        return False
    return before.has("tally", "lead") or before.has("course", "completed") or bool(before.of("trial"))


def _is_log(passage: Passage) -> bool:
    """Whether a line opens with a day, as the rows of a log do, which are read together."""
    return bool(passage.dates) and passage.dates[0].start - passage.start <= _OPENING


def _counted(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> bool:
    if count_of(passage, each, amounts_of(each, names, passage), context.lexicon).place is not None:
        return True
    return any(0 <= span.start - each.end <= _LASTED_BY for span in passage.durations)


def _dated_after(passage: Passage, each: Named) -> bool:
    """Whether a day of the past follows closely: "TFESI right L5 on 5/20/14"."""
    if passage.of("ur_decision") or passage.of("ur_actor"):
        return False
    return any(0 <= d.start - each.end <= _DATE_BY and d.start < each.right for d in passage.dates)


def _asked_after(passage: Passage, each: Named) -> bool:
    end = _CLAUSE.search(passage.text, each.end, each.right)
    right = end.start() if end else each.right
    return any(m.id == "request" and each.end <= m.start < right for m in passage.of("request"))


def _nearest(passage: Passage, each: Named) -> Mention | None:
    """The nearest word before the name that says what part it plays; one for the past counts only right beside it."""
    cues = [m for m in passage.of("request") if m.id == "request" and m.end <= each.start]
    cues += [m for m in passage.of("course") if m.id in {"completed", "recent"} and m.end <= each.start]
    cues += [m for m in passage.of("failure") if m.end <= each.start]
    cues += [m for m in passage.of("tally") if m.id in {"lead", "had", "sum"} and m.end <= each.start]
    cues += [m for m in passage.of("tally") if m.id in {"begun", "went"} and 0 <= each.start - m.end <= _BEGUN_BY]
    cues += [
        m
        for m in passage.of("past")
        if m.end <= each.start and each.start - m.end <= 30 and "," not in passage.words(m.end, each.start)
    ]
    return max(cues, key=lambda m: (m.end, m.category != "request"), default=None)


def _course(context: Context, passage: Passage, each: Named, names: Sequence[Named]) -> Fact:
    count = count_of(passage, each, amounts_of(each, names, passage), context.lexicon)
    when, places = times(passage, _told_from(passage, each, names), each.right, count.place, each.place)
    value: Slots = {
        "treatment": each.treatment,
        "visits": count.visits,
        "authorized": count.authorized,
        **when,
        "body_part": body_part(each, passage, context.lexicon),
        "postoperative": _postoperative(passage, each),
        "recent": "yes" if passage.has("course", "recent") else None,
    }
    place = joined(each.place, count.place)
    none = is_none(passage, each) or _is_unused(context, passage, each, names)
    assertion = Assertion.NEGATED if none else course_assertion(passage, each.place)
    if assertion is Assertion.NEGATED and (count.visits == 0 or "ago_months" in value):
        value = {"treatment": each.treatment, "recent": value.get("recent")}
    return context.fact("prior_course", value, passage, place, "course.named", assertion, slots=places)


def _told_from(passage: Passage, each: Named, names: Sequence[Named]) -> int:
    """Where a passage begins to speak of a course: what stands right behind another name is of that one."""
    if each is names[0]:
        return passage.start
    parted = [match.end() for match in _NEXT.finditer(passage.text, each.left, each.start)]
    return parted[-1] if parted else each.start


def course_assertion(passage: Passage, place: Place) -> Assertion:
    """A course that failed, that was broken off, or whose gain is not recorded, was had all the same."""
    judged = assertion_of(passage.text, passage.start, passage.end, *place, masks=passage.masks)
    found = judged.assertion
    if found is Assertion.NEGATED and _is_failure(passage, judged):
        return Assertion.AFFIRMED
    if found is Assertion.HYPOTHETICAL and judged.cue_start >= place[1] and _said_had(passage, place):
        return Assertion.AFFIRMED
    if found in {Assertion.NOT_DOCUMENTED, Assertion.HYPOTHETICAL} and (
        _presupposed(passage, place) or passage.of("benefit")
    ):
        return Assertion.AFFIRMED
    return found


def _said_had(passage: Passage, place: Place) -> bool:
    """Whether a word of having stands before the course; what is to come after it is of the rest."""
    return any(m.id == "had" and m.end <= place[0] for m in passage.of("tally"))


def _is_failure(passage: Passage, judged: Judged) -> bool:
    """Whether what denies is a word that the treatment did not work."""
    found = (
        *passage.of("failure"),
        *passage.of("failed_before"),
        *(m for m in passage.of("tally") if m.id == "partly"),
    )
    return any(m.start < judged.cue_end and judged.cue_start < m.end for m in found)


def _presupposed(passage: Passage, place: Place) -> bool:
    """Whether the words before take the course for granted: "from the prior therapy", not "of any prior therapy"."""
    near = [m for m in passage.of("past") if 0 <= place[0] - m.end <= 25]
    return any(not _ANY.search(passage.words(passage.start, m.start)) for m in near)


def _postoperative(passage: Passage, each: Named) -> str | None:
    """Yes after an operation, no before it; nothing where the sentence does not say."""
    if BEFORE_SURGERY.search(passage.text, passage.start, passage.end):
        return "no"
    near = any(m.id == "postoperative" and abs(m.start - each.start) < _NOT_NEAR for m in passage.of("detail"))
    after = any(_AFTER_SURGERY.search(passage.words(passage.start, m.start)) for m in passage.of("surgery"))
    return "yes" if near or after else None


def joined(place: Place, count: Place | None) -> Place:
    """A name and its count as one stretch, unless they stand far apart."""
    if count is None:
        return place
    encloses = count[0] <= place[0] and place[1] <= count[1]
    if not encloses and min(abs(count[0] - place[1]), abs(place[0] - count[1])) > _NOT_NEAR:
        return place
    return min(place[0], count[0]), max(place[1], count[1])
