"""The small language in which lexicon phrases are written, and how a phrase becomes paths of a trie.

    improv*                  a word with any ending
    *                        any one word
    ...                      up to three words, within one sentence
    (grip|pinch) strength    one of several, each of any number of words
    (the|) claimant          a part that may be missing
    follow-up                follow-up, follow up or followup: write the hyphen where the words may run together

Capitals, plurals and possessives make no difference.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from engine.reading.tokens import form_of, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY_WORD = "*"
GAP = "..."
_GROUP = re.compile(r"\(([^()]*\|[^()]*)\)")
_MOST_VARIANTS = 400
_HYPHENATED = re.compile(r"(?<=\w)-(?=\w)")


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says what to write instead."""


def paths(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every sequence of steps that a phrase stands for; raises PhraseError."""
    seen: set[tuple[str, ...]] = set()
    for variant in _variants(phrase):
        for joined in _hyphens(variant):
            path = _steps(joined, phrase)
            if path not in seen:
                seen.add(path)
                yield path


def _variants(phrase: str) -> list[str]:
    """A phrase with every group of alternatives written out."""
    if "|" not in phrase:
        return [phrase]
    parts = _GROUP.split(phrase)
    choices = [part.split("|") if index % 2 else [part] for index, part in enumerate(parts)]
    count = 1
    for options in choices:
        count *= len(options)
    if count > _MOST_VARIANTS:
        raise PhraseError(f"the phrase `{phrase}` stands for {count} phrases; write it as several")
    found = ["".join(choice) for choice in product(*choices)]
    if "|" in "".join(parts[::2]):
        raise PhraseError(f"the phrase `{phrase}` has a `|` outside brackets; write `(this|that)`")
    return found


def _hyphens(phrase: str) -> tuple[str, ...]:
    if "-" not in phrase or not _HYPHENATED.search(phrase):
        return (phrase,)
    return phrase, _HYPHENATED.sub("", phrase)


def _steps(variant: str, phrase: str) -> tuple[str, ...]:
    found: list[str] = []
    for chunk in variant.split():
        if chunk in {GAP, ANY_WORD}:
            found.append(chunk)
        elif chunk.endswith("*") and len(chunk) > 1:
            stem = [token.norm for token in tokenise(chunk[:-1])]
            found.extend(stem[:-1])
            found.append(chunk[:-1].lower()[-len(stem[-1]) :] + "*" if len(stem) == 1 else stem[-1] + "*")
        else:
            found.extend(form_of(token.norm) for token in tokenise(chunk))
    if not found or found[0] in {GAP, ANY_WORD} or found[-1] == GAP:
        raise PhraseError(f"the phrase `{phrase}` must begin with a word and end with a word or `*`")
    return tuple(found)
