"""The small language in which lexicon phrases are written.

    improv*                  a word with any ending
    *                        any one word
    <n>                      any number in figures
    ...                      up to three words, within one sentence
    (grip|pinch) strength    one of several, each of any number of words; brackets may stand inside brackets
    (the|) claimant          a part that may be missing
    follow-up                follow-up, follow up or followup: write the hyphen where the words may run together

Capitals, plurals and possessives make no difference. Brackets without a `|` are brackets of the text: `decision(s)`.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from engine.reading.tokens import form_of, tokenise

ANY_WORD = "*"
GAP = "..."
FIGURE = "<n>"

# A step is a word in the form that words are compared in, `stem*`, ANY_WORD, FIGURE or GAP; a tuple holds alternatives.
Sequence: TypeAlias = "list[Step]"
Step: TypeAlias = "str | tuple[Sequence, ...]"

_HYPHENATED = re.compile(r"(?<=\w)-(?=\w)")
_OPENED = re.compile(r"\(")
_BRACKETS = re.compile(r"[()]")
_MARKS = re.compile(r"[()|]")
_SHORTEST_STEM = 2


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says what to write instead."""


def steps_of(phrase: str) -> Sequence:
    """The steps that a phrase stands for, alternatives as tuples; raises PhraseError."""
    steps = _sequence(phrase, phrase)
    _check_ends(steps, phrase)
    return steps


def _sequence(text: str, phrase: str) -> Sequence:
    """Read one alternative: plain chunks and groups in turn."""
    if "|" not in text:
        return _plain(text)
    found: Sequence = []
    at = 0
    while (opened := _group(text, at)) is not None:
        start, end = opened
        found += _plain(text[at:start])
        if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum() or text[end : end + 1] == "*":
            raise PhraseError(f"a bracket touches a word in `{phrase}`; put a blank between them")
        found.append(tuple(_sequence(part, phrase) for part in alternatives(text[start + 1 : end - 1])))
        at = end
    rest = text[at:]
    if "|" in rest:
        raise PhraseError(f"the phrase `{phrase}` has a `|` outside brackets; write `(this|that)`")
    return found + _plain(rest)


def _group(text: str, at: int) -> tuple[int, int] | None:
    """The next pair of brackets that holds a `|` at its own depth, as start and end."""
    for opened in _OPENED.finditer(text, at):
        start = opened.start()
        if (end := _closing(text, start)) and len(alternatives(text[start + 1 : end - 1])) > 1:
            return start, end
    return None


def _closing(text: str, start: int) -> int:
    """The end of the brackets that open at `start`, or 0 where they never close."""
    depth = 0
    for mark in _BRACKETS.finditer(text, start):
        depth += 1 if mark[0] == "(" else -1
        if not depth:
            return mark.end()
    return 0


def alternatives(text: str) -> list[str]:
    """The alternatives of a group: its content parted at every `|` that stands in no inner brackets."""
    if "(" not in text and ")" not in text:
        return text.split("|")
    found, depth, last = [], 0, 0
    for mark in _MARKS.finditer(text):
        if mark[0] != "|":
            depth += 1 if mark[0] == "(" else -1
        elif not depth:
            found.append(text[last : mark.start()])
            last = mark.end()
    return [*found, text[last:]]


def _plain(text: str) -> Sequence:
    """The steps of a stretch without groups."""
    found: Sequence = []
    for chunk in text.split():
        if chunk.isascii() and chunk.isalpha():
            found.append(form_of(chunk))
        elif chunk in {GAP, ANY_WORD, FIGURE}:
            found.append(chunk)
        elif _HYPHENATED.search(chunk):
            found.append((list(_words(chunk)), list(_words(_HYPHENATED.sub("", chunk)))))
        else:
            found += _words(chunk)
    return found


def _words(chunk: str) -> Sequence:
    if not chunk.endswith("*"):
        return [token.norm for token in tokenise(chunk)]
    stem = chunk[:-1]
    tokens = tokenise(stem)
    if not tokens or len(tokens[-1].norm) < _SHORTEST_STEM:
        raise PhraseError(f"the stem `{chunk}` is too short; write at least {_SHORTEST_STEM} letters before the `*`")
    last = stem[tokens[-1].start : tokens[-1].end].lower()
    before = [token.norm for token in tokens[:-1]]
    if last.endswith("i"):  # `deni*` means `denies` too, which is compared as `deny`
        return [*before, ([last + "*"], [last[:-1] + "y"])]
    return [*before, last + "*"]


def _check_ends(steps: Sequence, phrase: str) -> None:
    if not steps or any(_edge(steps, index) for index in (0, -1)):
        raise PhraseError(f"the phrase `{phrase}` must begin and end with a word; take the gap away")


def _edge(steps: Sequence, index: int) -> bool:
    """Whether a sequence can begin (or end) with a gap, or with nothing but a free word."""
    step = steps[index]
    if isinstance(step, tuple):
        return any(bool(part) and _edge(part, index) for part in step)
    return step == GAP or (step == ANY_WORD and index == 0)
