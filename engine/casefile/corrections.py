"""What a person's corrections of a draft changed in its answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engine.casefile.entries import load_draft
from engine.casefile.from_reading import case_from_reading
from engine.document_io import load_document
from engine.errors import InputError
from engine.reading.reader import read
from engine.recommend import check_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from engine.casefile.entries import OldDraft
    from engine.library import Library
    from engine.reading.lexicons import ReadingLexicon
    from engine.recommendation import CheckResult, Recommendation

_EDITS = ("corrected", "added", "rejected")
"""What a person may do to a draft that can change its answers, in the order in which it is told."""


def corrections(
    path: Path, result: CheckResult, library: Library, lexicon: ReadingLexicon, *, as_of: date | None, engine: str
) -> tuple[str, ...]:
    """Lines on what the corrections of a draft changed; none where there are none, or its letter is not beside it.

    `result` is the answer to the draft as corrected, `lexicon` the words that its letter is read by. The lines quote
    nothing of the letter.
    """
    if b"document:" not in path.read_bytes():
        return ()
    draft = _draft(path, library)
    edits = Counter(each.review for each in draft.entries) if draft else Counter()
    letter = path.parent / draft.name if draft else path
    if draft is None or not any(edits[each] for each in _EDITS) or not letter.is_file():
        return ()
    document = load_document(letter)
    if document.sha256 != draft.sha256:
        return ()
    counts = ", ".join(f"{edits[each]} {each}" for each in _EDITS if edits[each])
    try:
        before = check_case(case_from_reading(read(document, lexicon)), library, as_of=as_of, engine=engine).items
    except InputError:
        before = ()
    return (f"corrections: {counts}", *_differences(before, result.items))


def _draft(path: Path, library: Library) -> OldDraft | None:
    try:
        return load_draft(path, library.vocabulary)
    except InputError:
        return None


def _differences(before: tuple[Recommendation, ...], after: tuple[Recommendation, ...]) -> Iterator[str]:
    left = list(before)
    for number, item in enumerate(after, start=1):
        was = next((each for each in left if _is_same(each, item)), None)
        if was is None:
            yield f"item {number} was not read: {_said(item)}"
            continue
        left.remove(was)
        if _said(was) == _said(item):
            yield f"item {number}: {_said(item)}, as before"
        else:
            yield f"item {number}: {_said(was)} as read, {_said(item)} as corrected"
    if left:
        yield f"of the items that are read, {len(left)} {'is' if len(left) == 1 else 'are'} left out"


def _is_same(one: Recommendation, other: Recommendation) -> bool:
    """Whether two answers are about one request: the same words of the letter, or one treatment."""
    words = {(each.start, each.end) for each in one.evidence} & {(each.start, each.end) for each in other.evidence}
    return bool(words) or (one.treatment, one.body_part) == (other.treatment, other.body_part)


def _said(item: Recommendation) -> str:
    outcome, basis = item.outcome.value.replace("_", " "), item.basis.replace("_", " ")
    return outcome if outcome == basis else f"{outcome} ({basis})"
