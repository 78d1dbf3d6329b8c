"""The section in scope while a document is walked, the marks of its lists, and whose letter it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.reading.list_marks import mark_of
from engine.reading.sentences import sentence_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.reading.folding import Case
    from engine.reading.lexicon import Mention

PROSE_WORDS = 7
_TOP = 1500
_LONGEST_ROW = 240
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


def is_counted(text: str, start: int, end: int) -> bool:
    """Whether a line is an item of a list, as the next line opens with the next letter or number of its kind."""
    mark, below = mark_of(text, start, end), text.find("\n", end)
    following = mark_of(text, end + 1, len(text) if below < 0 else below)
    return mark is not None and following is not None and following.follows(mark)


def genre_of(mentions: Sequence[Mention]) -> str:
    """Whose letter it is by its first words: `imr`, `ur`, `treating`, or unknown.

    An appeal is a treating office's, whatever it quotes.
    """
    seen = [mention.id for mention in mentions if mention.category == "document" and mention.start < _TOP]
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


def is_row(text: str, start: int, end: int, case: Case) -> bool:
    """Whether the line `text[start:end]` has cells; sentences with a gap or two between them are none."""
    cells = text.count("\t", start, end) + text.count("|", start, end)
    if end - start < _LONGEST_ROW or not cells:
        return cells > 0
    return len(sentence_ends(text, start, end, case)) <= cells + _SENTENCES_OF_ROW


def is_label(text: str, mention: Mention, start: int, end: int) -> bool:
    """Whether a mention opens a cell of a row and is followed by a colon."""
    before, after = text[start : mention.start].rstrip(" "), text[mention.end : end].lstrip(" ")
    return (not before or before[-1] in "\t|" or after[:1] == ":") and after[:1] in {":", "(", "\t", "|", ""}
