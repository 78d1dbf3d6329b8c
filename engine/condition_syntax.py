"""Reads the tests of rule files: `{fact: value}`, bounds, `one of`, and `any`/`all` two deep.

Facts are checked against their declarations before a test is built, so that a mistake is one error in the user's words.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.checking import Checker, suggestion
from engine.conditions import ALWAYS, All, Atom, Condition, Op
from engine.conditions import Any as AnyOf
from engine.program import Lookup
from engine.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.strict_yaml import Path_

BOUNDS = {Op.AT_MOST.value: Op.AT_MOST, Op.AT_LEAST.value: Op.AT_LEAST}
FLAG_WORDS = ("no", "yes")
MAX_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """What a test needs to know of a fact: flag, choice or number, its words, and what silence means to selection."""

    kind: str
    words: tuple[str, ...] = ()
    silence: str = ""


@dataclass
class ConditionReader:
    """Reads the tests of one file on one date; collects the table lookups that they use."""

    checker: Checker
    kinds: Mapping[str, Kind]
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    on: date | None = None
    lookups: dict[str, Lookup] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    dated: list[Path_] = field(default_factory=list)

    def read(self, path: Path_, depth: int = 0) -> Condition:
        """The condition at `path`; a condition that always holds stands in for one that is wrong."""
        value = self.checker.at(path)
        if not isinstance(value, dict) or not value:
            self.checker.wrong(path, "a test names a fact and what it must be", "write `{fact: value}`")
            return ALWAYS
        if len(value) > 1:
            keys = ", ".join(f"`{key}`" for key in value)
            self.checker.wrong(path, f"a test names one fact, not {keys}", "put them in `all: [...]` or `any: [...]`")
            return ALWAYS
        (key,) = value
        if key in {"all", "any"}:
            return self._group(path, key, depth)
        return self._atom((*path, key), key, value[key])

    def _group(self, path: Path_, key: str, depth: int) -> Condition:
        if depth == MAX_DEPTH:
            self.checker.wrong(path, "`any` and `all` go two deep", "split this into two criteria or a derived fact")
            return ALWAYS
        parts = self.checker.sequence((*path, key))
        if self.checker.at((*path, key)) in (None, []):
            self.checker.wrong((*path, key), f"`{key}` is empty", "list at least one test")
        read = tuple(self.read((*path, key, index), depth + 1) for index, _ in enumerate(parts))
        return All(read) if key == "all" else AnyOf(read)

    def _atom(self, path: Path_, fact: str, value: Any) -> Condition:
        kind = self.kinds.get(fact)
        if kind is None:
            self.checker.wrong(path, f"`{fact}` is not a fact of the vocabulary", suggestion(fact, self.kinds))
            return ALWAYS
        if kind.kind == "number":
            return self._bound(path, fact, value)
        return self._words(path, fact, kind, value)

    def _words(self, path: Path_, fact: str, kind: Kind, value: Any) -> Condition:
        if isinstance(value, dict) and list(value) == [Op.ONE_OF.value] and kind.kind == "choice":
            return self._one_of((*path, Op.ONE_OF.value), fact, kind.words)
        if not isinstance(value, str):
            says = "`yes` or `no`" if kind.kind == "flag" else "a word or `{one of: [...]}`"
            self.checker.wrong(path, f"`{fact}` takes {says}", suggestion("", kind.words))
            return ALWAYS
        return Atom(fact, Op.IS, (self.checker.word(path, kind.words, value),))

    def _one_of(self, path: Path_, fact: str, known: tuple[str, ...]) -> Condition:
        words = self.checker.texts(path)
        if not words:
            self.checker.wrong(path, f"`one of` names no word of `{fact}`", suggestion("", known))
        if isinstance(self.checker.at(path), str):
            return Atom(fact, Op.ONE_OF, (self.checker.word(path, known),))
        return Atom(fact, Op.ONE_OF, tuple(self.checker.word((*path, i), known, word) for i, word in enumerate(words)))

    def _bound(self, path: Path_, fact: str, value: Any) -> Condition:
        if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in BOUNDS:
            self._wrong_bound(path, fact, value)
            return ALWAYS
        (key,) = value
        if isinstance(value[key], dict) and "table" in value[key]:
            return self._lookup((*path, key), fact, BOUNDS[key])
        return Atom(fact, BOUNDS[key], bound=self._amount((*path, key)))

    def _wrong_bound(self, path: Path_, fact: str, value: Any) -> None:
        words = list(value) if isinstance(value, dict) else []
        if len(words) == 1:
            near = suggestion(words[0], BOUNDS)
        else:
            near = "put each bound in `all: [...]`" if words else f"write `{{at most: {value or 6}}}`"
        found = ", ".join(f"`{word}`" for word in words) or ("nothing" if value is None else f"`{value}`")
        self.checker.wrong(path, f"`{fact}` takes `at most` or `at least`, not {found}", near)

    def _amount(self, path: Path_) -> float:
        """A number, or dated values of which the latest that is not after the date counts."""
        if not isinstance(self.checker.at(path), dict):
            return self.checker.number(path)
        self.checker.mapping(path, ("values",), ())
        dated = self.checker.mapping((*path, "values"))
        amounts = {key: self.checker.number((*path, "values", key)) for key in sorted(dated)}
        if [key for key in sorted(dated) if not self._is_day((*path, "values", key))] or not amounts:
            return 0
        self.dates.update(amounts)
        self.dated.append((*path, "values"))
        current = [key for key in amounts if self.on is None or key <= self.on.isoformat()]
        return amounts[current[-1] if current else min(amounts)]

    def _is_day(self, path: Path_) -> bool:
        try:
            date.fromisoformat(str(path[-1]))
        except ValueError:
            wrong = f"`{path[-1]}` is not a day"
            self.checker.wrong(path, wrong, "write the day from which the value holds as YYYY-MM-DD")
            return False
        return True

    def _lookup(self, path: Path_, fact: str, op: Op) -> Condition:
        self.checker.mapping(path, ("table", "row", "column"), ())
        table = self.checker.word((*path, "table"), tuple(self.tables))
        row = self.checker.word((*path, "row"), [name for name, kind in self.kinds.items() if kind.kind == "choice"])
        column = self.checker.word((*path, "column"), self.tables.get(table, ()))
        name = f"{fact}_{'less' if op is Op.AT_MOST else 'over'}_{table}_{column}_by_{row}"
        self.lookups[name] = Lookup(name, fact, table, row, column, floor=op is Op.AT_LEAST)
        return Atom(name, op, bound=0)


def with_silence(condition: Condition, kinds: Mapping[str, Kind]) -> Condition:
    """A stage test: an unknown fact stands as its `silence` says, for selection only."""
    if isinstance(condition, Atom):
        return _atom_with_silence(condition, kinds)
    return type(condition)(tuple(with_silence(part, kinds) for part in condition.parts))


def _atom_with_silence(atom: Atom, kinds: Mapping[str, Kind]) -> Atom:
    word = kinds[atom.fact].silence if atom.fact in kinds else ""
    if not word:
        return atom
    return replace(atom, silent=Standing.MET if word in atom.words else Standing.NOT_MET)
