"""The facts of the vocabulary as a page: what each is read from, and in what words."""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

from engine.facts import Assertion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.declarations import DerivedDef, FactDef, Pattern
    from engine.vocabulary import Vocabulary

_HEAD = """\
# What facts are read from

Made by `upheld rules facts`; do not edit. Every fact that a rule may name, the read facts that give it, and words from
which it is read. A fact that is computed names its measure; one that no letter gives is entered by a person.
"""
_USUAL = {Assertion.AFFIRMED, Assertion.HISTORICAL}
_COLUMNS = "| fact | says that | read from | for example |\n|---|---|---|---|\n"


def facts_page(vocabulary: Vocabulary, example: Callable[[FactDef], str]) -> str:
    """The page in Markdown; `example` gives words from which a fact is read, or nothing."""
    parts = [_HEAD]
    in_order = sorted(vocabulary.facts.values(), key=lambda each: (each.file, each.line, each.name))
    for file, facts in groupby(in_order, key=lambda each: each.file):
        rows = "".join(_row(each, example(each)) for each in facts)
        parts.append(f"\n## {PurePath(file).stem}\n\n{_COLUMNS}{rows}")
    parts.append("\n## derived\n\n| fact | says that | from |\n|---|---|---|\n")
    parts += [_derived(each) for _, each in sorted(vocabulary.derived.items())]
    return "".join(parts)


def _row(fact: FactDef, example: str) -> str:
    words = f"“{_cell(example)}”" if example and fact.patterns else ""
    return f"| `{fact.name}` | {_cell(fact.reads)} | {'; '.join(_sources(fact))} | {words} |\n"


def _sources(fact: FactDef) -> Iterator[str]:
    """What gives a fact: a person, a measure, and patterns, each once."""
    if fact.form_only:
        yield f"form only: {_cell(fact.form_only)}"
    if fact.measure:
        yield f"computed: `{fact.measure}`"
    yield from dict.fromkeys(map(_pattern, fact.patterns))


def _pattern(pattern: Pattern) -> str:
    where = ", ".join(f"{slot} {' or '.join(words)}" for slot, words in pattern.where)
    if not pattern.flips and set(pattern.assertions) != _USUAL:
        where += f"{', ' if where else ''}{' or '.join(each.value.replace('_', ' ') for each in pattern.assertions)}"
    gives = f" (gives {pattern.gives})" if pattern.gives else " (yes or no)" if pattern.flips else ""
    return f"`{pattern.fact}`{f' with {_cell(where)}' if where else ''}{gives}"


def _derived(fact: DerivedDef) -> str:
    return f"| `{fact.name}` | {_cell(fact.reads)} | {_cell(fact.citation or 'our reading')} |\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
