"""The section in scope while a document is walked, the marks of its lists, and whose letter it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.reading.headings import is_bracketed
from engine.reading.list_marks import is_answer, mark_of
from engine.reading.sentence_kinds import turns_to_patient
from engine.reading.sentences import sentence_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.reading.folding import Case
    from engine.reading.lexicon import Mention

PROSE_WORDS = 7
NOT_OF_PATIENT = frozenset({"boilerplate", "guideline", "rationale"})
# Sections that hold one line each; what follows without a heading of its own is the rationale.
_ONE_LINE = {"claims_guideline", "reviewer_guideline"}
TOP = 1500
_LONGEST_ROW = 240
_CELL = re.compile(r"[^\t|]*[^\t|\s][^\t|]*")
_WORDS_OF_TELLING = 4
_SENTENCES_OF_ROW = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its id and kind, who speaks in it, and its heading.

    `listed` is set once a list has begun in it, `announced` where it was opened by the shape of a line.
    """

    id: str = "header"
    kind: str = "header"
    source: str = "form"
    heading: str = ""
    listed: bool = False
    announced: bool = False


NARRATIVE = Section("narrative", "patient", "record")


def is_listed(text: str, start: int, end: int) -> bool:
    """Whether a letter opens an item of a list, as the next line goes on with it, or the answer to a question."""
    if is_answer(text, start):
        return True
    mark, below = mark_of(text, start, end), text.find("\n", end)
    following = mark_of(text, end + 1, len(text) if below < 0 else below)
    return mark is not None and following is not None and following.follows(mark)


def genre_of(mentions: Sequence[Mention]) -> str:
    """Whose letter it is by its first words: `imr`, `ur`, `treating`, or unknown.

    An appeal is a treating office's, whatever it quotes.
    """
    seen = [mention.id for mention in mentions if mention.category == "document" and mention.start < TOP]
    if "imr" in seen:
        return "imr"
    return "treating" if "appeal" in seen else next(iter(seen), "")


def is_prose(text: str, start: int, end: int, case: Case, mentions: Sequence[Mention]) -> bool:
    """Whether the line `text[start:end]` is running text, and no field, title or address."""
    line = text[start:end].rstrip()
    if len(line.split()) < PROSE_WORDS or "@" in line:
        return False
    if line[-1:] in ".!?" or len(sentence_ends(text, start, end, case)) > 1:
        return True
    return any(mention.id == "strong" for mention in mentions) and ":" not in line


def preamble(section: Section, line: str, *, listed: bool, prose: bool) -> Section:
    """A line before the first heading: running text, an item asked for, a line of a form, or a title."""
    if prose:
        return NARRATIVE
    if listed:
        return replace(section, id="request", kind="label")
    titled = line.isupper() or (":" not in line and len(line.split()) <= PROSE_WORDS)
    return section if titled else replace(section, id="form", kind="patient")


def left(section: Section, text: str, start: int, end: int, mentions: Sequence[Mention]) -> Section:
    """The section of a line without a heading, where the section above it is not about the patient: the line may be."""
    if is_bracketed(text, start, end) or (section.kind != "rationale" and turns_to_patient(mentions)):
        return NARRATIVE
    if section.id in _ONE_LINE:
        return replace(section, id="rationale", kind="rationale", source="reviewer")
    return section


def is_row(text: str, start: int, end: int, case: Case) -> bool:
    """Whether the line `text[start:end]` has cells; sentences with a gap or two between them are none."""
    cells = text.count("\t", start, end) + text.count("|", start, end)
    if end - start < _LONGEST_ROW or not cells:
        return cells > 0
    return len(sentence_ends(text, start, end, case)) <= cells + _SENTENCES_OF_ROW


def is_told(text: str, start: int, end: int, case: Case) -> bool:
    """Whether a row of cells tells something: a word in the first, and a sentence in one of the others."""
    cells = [(match.start(), match.end()) for match in _CELL.finditer(text, start, end)]
    return any(
        len(text[first:last].split()) >= _WORDS_OF_TELLING
        and (text[first:last].rstrip()[-1] in ".;" or len(sentence_ends(text, first, last, case)) > 1)
        for first, last in cells[1:]
    )


def is_label(text: str, mention: Mention, start: int, end: int) -> bool:
    """Whether a mention opens a cell of a row and is followed by a colon."""
    before, after = text[start : mention.start].rstrip(" "), text[mention.end : end].lstrip(" ")
    return (not before or before[-1] in "\t|" or after[:1] == ":") and after[:1] in {":", "(", "\t", "|", ""}
