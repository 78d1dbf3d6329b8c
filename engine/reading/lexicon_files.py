"""Lexicon files, checked strictly: every mistake of a file is reported with its line.

    category: benefit
    entries:
      strength_gained:
        set: {domain: strength}              # attributes that every mention carries
        phrases: ["grip strength has increased", "stronger grip"]
        abbreviations: ["GS up"]             # as written here, capitals included
        except: ["no stronger grip"]         # longer phrases in which it does not count
        together: [["grip", "(stronger|up)"]]   # or a phrase of each list in one sentence, in any order; a number
                                             # first says how many words may stand between, else some eighteen
        examples: {match: ["Her grip is stronger"], no_match: ["strength training"]}

Mentions of one category never overlap; with `overlap: yes` at the top this holds for each entry alone. A YAML file that
has `data` in place of `category` is not a phrase file and is passed over.

`<device>` in a phrase stands for the words listed under that name in `words.yaml` beside the file, as one of several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from engine import rule_files
from engine.errors import Place, RuleError, RuleErrors
from engine.reading.phrases import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from engine.strict_yaml import Source

_TOP = {"category", "about", "overlap", "entries"}
_LISTS = ("phrases", "abbreviations", "except")
_ENTRY = {"set", "examples", "together", *_LISTS}
_FEWEST_TOGETHER = 2
_EXAMPLES = {"match", "no_match"}
_NAME = re.compile(r"<([a-z_]{2,})>")


class Together(NamedTuple):
    """Phrases that stand in one sentence, with at most `words` words between one and the next, or the usual number."""

    phrases: tuple[tuple[str, Origin], ...]
    words: int | None = None


class Origin(NamedTuple):
    """Where a phrase stands, for errors; the line is only looked up when something is wrong."""

    source: Source | None = None
    path: tuple[str | int, ...] = ()

    def error(self, wrong: str, instead: str) -> RuleError:
        """A mistake at this place."""
        place = self.source.place(*self.path) if self.source else Place("lexicon")
        return RuleError(place, wrong, instead)


NOWHERE = Origin()


@dataclass(frozen=True)
class Entry:
    """One entry of a lexicon: what it is called, what its mentions carry, and its phrases with their places."""

    category: str
    id: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    phrases: tuple[tuple[str, Origin], ...] = ()
    abbreviations: tuple[tuple[str, Origin], ...] = ()
    excepted: tuple[tuple[str, Origin], ...] = ()
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()
    overlap: bool = False
    together: tuple[Together, ...] = ()

    @property
    def lane(self) -> str:
        """Mentions of one lane never overlap."""
        return f"{self.category}/{self.id}" if self.overlap else self.category


def make_entry(
    category: str,
    name: str,
    phrases: Iterable[str],
    abbreviations: Iterable[str] = (),
    attributes: Mapping[str, str] | None = None,
    excepted: Iterable[str] = (),
    origin: Origin = NOWHERE,
) -> Entry:
    """An entry made from another kind of file, such as a vocabulary; all its phrases share one place."""
    return Entry(
        category,
        name,
        attributes or {},
        tuple((phrase, origin) for phrase in phrases),
        tuple((phrase, origin) for phrase in abbreviations),
        tuple((phrase, origin) for phrase in excepted),
    )


def written_out(phrase: str, words: Mapping[str, str]) -> str:
    """A phrase with shared words in the place of their names; raises KeyError for a name that has none."""
    return _NAME.sub(lambda match: words[match[1]], phrase) if "<" in phrase else phrase


def files_of(sources: Iterable[Path]) -> Iterator[Path]:
    """The files given, and for a folder its `*.yaml` in order of name."""
    for source in sources:
        if source.is_dir():
            yield from sorted(source.glob("*.yaml"))
        else:
            yield source


def entries_of(path: Path) -> list[Entry]:
    """The entries of one file in order; none for a file of plain `data`. Raises RuleErrors with all its mistakes."""
    source = rule_files.read(path, name=f"{path.parent.name}/{path.name}")
    data = source.data
    if isinstance(data, dict) and "data" in data:
        return []
    reader = _Reader(source, shared_words(path.parent))
    entries = reader.entries(data)
    if reader.errors:
        raise RuleErrors(reader.errors)
    return entries


@lru_cache(maxsize=8)
def shared_words(folder: Path) -> Mapping[str, str]:
    """The lists of `words.yaml` in a folder by name, each written out as `(this|that)`; a list may name those above."""
    path = folder / "words.yaml"
    if not path.is_file():
        return {}
    source = rule_files.read(path, name=f"{folder.name}/{path.name}")
    found: dict[str, str] = {}
    for name, words in source.data["words"].items():
        unknown = [each for each in _NAME.findall(words) if each not in found]
        if unknown:
            wrong = f"`<{unknown[0]}>` names no list above"
            raise RuleErrors([source.error(("words", name), wrong, "put that list before this one")])
        written = _NAME.sub(lambda match: found[match[1]], words)
        found[name] = f"({written})" if len(alternatives(written)) > 1 else written
    return found


class _Reader:
    """Turns the plain data of one file into entries and notes what is wrong."""

    def __init__(self, source: Source, words: Mapping[str, str]) -> None:
        self.source = source
        self.words = words
        self.errors: list[RuleError] = []

    def wrong(self, path: tuple[str | int, ...], wrong: str, instead: str) -> None:
        self.errors.append(self.source.error(path, wrong, instead))

    def entries(self, data: Any) -> list[Entry]:
        if not isinstance(data, dict) or not isinstance(data.get("category"), str):
            self.wrong((), "a lexicon file needs a `category`", "begin it with `category: name`")
            return []
        self.keys(data, _TOP, ())
        entries = data.get("entries")
        if not isinstance(entries, dict) or not entries:
            self.wrong(("entries",), "`entries` must name at least one entry", "write `entries:` and entries below it")
            return []
        overlap = data.get("overlap") == "yes"
        found = [self.entry(data["category"], name, each) for name, each in entries.items()]
        return [replace(entry, overlap=True) for entry in found] if overlap else found

    def entry(self, category: str, name: str, data: Any) -> Entry:
        path = ("entries", name)
        if not isinstance(data, dict):
            self.wrong(path, f"`{name}` must have `phrases`", 'write `phrases: ["..."]` below it')
            return Entry(category, name)
        self.keys(data, _ENTRY, path)
        phrases, abbreviations, excepted = (self.phrases(data.get(key), (*path, key)) for key in _LISTS)
        together = self.together(data.get("together"), (*path, "together"))
        if not phrases and not abbreviations and not together:
            self.wrong(path, f"`{name}` has no phrase", "add `phrases`, `together` or `abbreviations`")
        examples = data.get("examples") or {}
        self.keys(examples, _EXAMPLES, (*path, "examples"))
        match, no_match = (
            tuple(text for text, _ in self.phrases(examples.get(key), (*path, "examples", key)))
            for key in ("match", "no_match")
        )
        attributes = self.attributes(data, path)
        return Entry(category, name, attributes, phrases, abbreviations, excepted, match, no_match, together=together)

    def together(self, data: Any, path: tuple[str | int, ...]) -> tuple[Together, ...]:
        if data is None:
            return ()
        if not isinstance(data, list) or not all(isinstance(each, list) for each in data):
            self.wrong(path, "`together` must be a list of lists", 'write `together: [["...", "..."]]`')
            return ()
        return tuple(self.one_together(each, (*path, index)) for index, each in enumerate(data))

    def one_together(self, data: list[Any], path: tuple[str | int, ...]) -> Together:
        words = data[0] if data and isinstance(data[0], int) else None
        phrases = self.phrases(data if words is None else data[1:], path)
        if len(phrases) < _FEWEST_TOGETHER:
            self.wrong(path, "one phrase alone stands with nothing", "move it to `phrases`")
        return Together(phrases, words)

    def phrases(self, data: Any, path: tuple[str | int, ...]) -> tuple[tuple[str, Origin], ...]:
        if data is None:
            return ()
        if not isinstance(data, list):
            self.wrong(path, f"`{path[-1]}` must be a list", f'write `{path[-1]}: ["..."]`')
            return ()
        for index, phrase in enumerate(data):
            if not isinstance(phrase, str) or not phrase.strip():
                self.wrong((*path, index), f"`{phrase}` is not text", "put it in quotes")
        return tuple(
            (self.written_out(str(phrase), (*path, index)), Origin(self.source, (*path, index)))
            for index, phrase in enumerate(data)
        )

    def written_out(self, phrase: str, path: tuple[str | int, ...]) -> str:
        """A phrase with the shared words in the place of their names."""
        if "<" not in phrase:
            return phrase
        for name in _NAME.findall(phrase):
            if name not in self.words:
                self.wrong(path, f"`<{name}>` names no shared words", "list them in `words.yaml` beside this file")
                return phrase
        return written_out(phrase, self.words)

    def attributes(self, data: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, str]:
        found = data.get("set") or {}
        if not isinstance(found, dict):
            self.wrong((*path, "set"), "`set` must name attributes", "write `set: {name: value}`")
            return {}
        return {key: str(value) for key, value in found.items()}

    def keys(self, data: Any, known: set[str], path: tuple[str | int, ...]) -> None:
        if not isinstance(data, dict):
            self.wrong(path, "keys and values are expected here", "write `key: value`")
            return
        for key in data:
            if key not in known:
                self.wrong((*path, key), f"`{key}` is not a key here", f"use {', '.join(sorted(known))}")
