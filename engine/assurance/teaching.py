"""Proposes lines for the lexicon from drafts that a person has corrected; it edits no file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import cache
from engine.assurance.lessons import Lesson, lesson_of
from engine.casefile.entries import CORRECTED, load_draft
from engine.casefile.writing import text
from engine.document_io import load_document
from engine.resources import rules_folder
from engine.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_TAUGHT_BY = ("added", CORRECTED)
_HEAD = """\
# Proposals for the lexicon. Paste what you agree with under the entry of that name, and run `upheld rules lint`.
# Widen a phrase where other letters will say it otherwise: `(this|that)`, `improv*`, `...`, `<n>`.
# The examples are words of letters, which are health records: put them into your own words first.
"""
_NOTHING = "# Nothing to learn: whatever was added or corrected with a quote is read as it stands.\n"


def teach(paths: Iterable[Path]) -> str:
    """The proposals of some drafts as YAML, by file and entry, and as remarks what no phrase can teach.

    Raises RuleErrors and InputError as `load_draft` does.
    """
    with cache.unused():  # each proposal is tried in a lexicon of its own, which nobody will ask for again
        found = [lesson for path in paths for lesson in _lessons(path)]
    proposals = [each for each in found if each.phrase]
    remarks = [f"# {each.place}: {each.remark}\n" for each in found if not each.phrase]
    return "".join([_HEAD, *_written(proposals), *remarks]) if found else _NOTHING


def _lessons(path: Path) -> Iterator[Lesson]:
    vocabulary = load_vocabulary(rules_folder())
    draft = load_draft(path, vocabulary)
    beside = path.parent / draft.name
    letter = load_document(beside) if beside.is_file() else None
    if letter is not None and letter.sha256 == draft.sha256:
        draft = load_draft(path, vocabulary, letter)
    else:
        letter = None
    for each in draft.entries:
        if each.review in _TAUGHT_BY:
            lesson = lesson_of(each, letter)
            if lesson is not None:
                yield lesson


def _written(lessons: list[Lesson]) -> Iterator[str]:
    """The lessons by file and entry, each phrase once."""
    for file in sorted({each.file for each in lessons}):
        own = [each for each in lessons if each.file == file]
        inside = "  " if file.startswith("lexicon/") else ""
        yield f"\n# rules/{file}\n" + ("entries:\n" if inside else "")
        for name, list_name in dict.fromkeys((each.entry, each.list_name) for each in own):
            yield from _entry([each for each in own if each.entry == name], name, list_name, inside)


def _entry(lessons: list[Lesson], name: str, list_name: str, inside: str) -> Iterator[str]:
    yield f"{inside}{name}:\n{inside}  {list_name}:\n"
    once = {each.phrase: each for each in reversed(lessons)}
    for phrase, each in reversed(once.items()):
        yield f"{inside}    # {each.place}: {each.remark}\n{inside}    - {text(phrase)}\n"
    if inside:
        examples = ", ".join(text(each.example) for each in lessons)
        yield f"{inside}  examples: {{match: [{examples}]}}\n"
