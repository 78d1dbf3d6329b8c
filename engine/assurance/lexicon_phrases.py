"""Looks for phrases of the lexicon that do nothing: said twice, never found, or always taken by another entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.assurance.issues import Issue, Severity
from engine.errors import Place, RuleErrors
from engine.reading.lexicon import Lexicon
from engine.reading.lexicon_files import entries_of
from engine.reading.phrases import ANY_WORD, FIGURE, GAP, PhraseError, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.reading.lexicon_files import Entry, Origin
    from engine.reading.phrases import Sequence, Step

_STANDS_FOR = {GAP: "", ANY_WORD: "zz", FIGURE: "5"}
"""What is written in a text that a phrase should be found in, where it leaves the word open."""


def lexicon_phrases(folder: Path) -> Iterator[Issue]:
    """Every phrase of a rules folder's lexicon that does nothing; files with mistakes are passed over."""
    by_category: dict[str, list[Entry]] = {}
    for path in sorted((folder / "lexicon").glob("*.yaml")):
        try:
            for each in entries_of(path):
                by_category.setdefault(each.category, []).append(each)
        except RuleErrors:
            continue  # told with the examples of the lexicon
    for entries in by_category.values():
        yield from _of_category(entries, folder.name)


def _of_category(entries: list[Entry], folder: str) -> Iterator[Issue]:
    try:
        lexicon = Lexicon(entries)
    except RuleErrors:
        return  # loading tells what is wrong
    for entry in entries:
        yield from _twice(entry, folder)
        for phrase, origin in entry.phrases:
            if wrong := _wrong(lexicon, entry, _texts(phrase)):
                yield _issue(origin, folder, f"`{phrase}` of `{entry.id}` {wrong}", "change it, or take it away")


def _twice(entry: Entry, folder: str) -> Iterator[Issue]:
    """The phrases of an entry that mean the same words as one before them: all of them in one issue."""
    said: set[str] = set()
    again: list[tuple[str, Origin]] = []
    forms = [(_form(phrase), phrase, origin) for phrase, origin in entry.phrases]
    forms += [(f"={phrase}", phrase, origin) for phrase, origin in entry.abbreviations]
    for form, phrase, origin in forms:
        if form in said:
            again.append((phrase, origin))
        said.add(form)
    if again:
        named = ", ".join(f"`{phrase}`" for phrase, _ in again)
        verb = "stands" if len(again) == 1 else "stand"
        yield _issue(again[0][1], folder, f"{named} {verb} in `{entry.id}` already", "keep one")


def _issue(origin: Origin, folder: str, wrong: str, cure: str) -> Issue:
    place = origin.source.place(*origin.path) if origin.source else Place("lexicon")
    return Issue(Severity.WARNING, Place(f"{folder}/{place.file}", place.line), wrong, cure)


def _form(phrase: str) -> str:
    """A phrase in the form in which it is compared."""
    try:
        return repr(steps_of(phrase))
    except PhraseError:
        return phrase


def _texts(phrase: str) -> list[str]:
    """The shortest ways to write a phrase out: with the first of all its alternatives, and with the last."""
    try:
        steps = steps_of(phrase)
    except PhraseError:
        return []
    return list(dict.fromkeys(_written(steps, which) for which in (0, -1)))


def _written(steps: Sequence, which: int) -> str:
    return " ".join(filter(None, (_word(step, which) for step in steps)))


def _word(step: Step, which: int) -> str:
    if isinstance(step, tuple):
        return _written(step[which], which)
    return _STANDS_FOR.get(step, step.replace("*", "ing"))


def _wrong(lexicon: Lexicon, entry: Entry, texts: list[str]) -> str:
    """Why a phrase does nothing in the texts that are made of it, or nothing where it is found in one."""
    others: list[str] = []
    for text in texts:
        found = [mention.id for mention in lexicon.find(text, category=entry.category)]
        if entry.id in found:
            return ""
        others += [] if entry.overlap else found
    if others:
        return f"is taken by `{others[0]}`"
    return "is never found (an `except` stands in its way, or it is written in marks that no text has)" if texts else ""
