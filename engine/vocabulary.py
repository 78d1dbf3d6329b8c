"""The facts that a rule may name: what each is, how it is said, and where it comes from.

Files: `rules/vocabulary/facts/*.yaml` (facts), `rules/derived/*.yaml` (facts computed from facts), `treatments.yaml`,
`body-parts.yaml`, `fact-types.yaml` and `rules/tables/*.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, TypeAlias

from engine import strict_yaml
from engine.checking import Checker, suggestion
from engine.condition_syntax import FLAG_WORDS, ConditionReader, Kind
from engine.conditions import NEVER, Condition, atoms
from engine.errors import RuleErrors
from engine.facts import Assertion
from engine.program import Derived

if TYPE_CHECKING:
    from pathlib import Path

    from engine.strict_yaml import Path_

KINDS = ("flag", "choice", "number")
SCOPES = ("patient", "treatment", "item", "any")
PATTERN_KEYS = ("fact", "where", "assertion", "slot", "about", "give")
FACT_KEYS = ("kind", "reads", "scope", "unit", "values", "silence", "measure", "yes", "no", "either", "from", "form_only", "note")
_ASSERTED = (Assertion.AFFIRMED, Assertion.HISTORICAL)
SlotTypes: TypeAlias = "dict[str, dict[str, Any]]"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which read facts speak to a rule fact: a fact type, words its slots must have, and what it then gives.

    `gives` is the word that a match stands for; empty takes it from `slot` (numbers and choices). `flips` marks an
    `either` pattern: affirmed gives yes, negated gives no. `about` overrides the scope of the fact.
    """

    fact: str
    where: tuple[tuple[str, tuple[str, ...]], ...]
    assertions: tuple[Assertion, ...]
    slot: str
    gives: str
    flips: bool
    about: str


@dataclass(frozen=True, slots=True)
class FactDef:
    """One declared fact. `reads` completes "that ..."; `unit` is that of numbers; `measure` names a computed relation."""

    name: str
    kind: str
    reads: str
    scope: str
    unit: str
    words: tuple[str, ...]
    silence: str
    measure: str
    patterns: tuple[Pattern, ...]
    form_only: str


@dataclass(frozen=True, slots=True)
class DerivedDef:
    """A fact computed from facts, with its own source."""

    name: str
    reads: str
    derived: Derived
    citation: str
    reading: str


@dataclass(frozen=True)
class Table:
    """A table of the guideline: rows by id, each with columns. `unknown` says which row serves when none is known."""

    id: str
    title: str
    citation: str
    unknown: str
    rows: dict[str, dict[str, Any]]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column that some row has."""
        return tuple(sorted({column for row in self.rows.values() for column in row}))


@dataclass(frozen=True, slots=True)
class Treatment:
    """One treatment family: what it is called and the unit its requests count in."""

    id: str
    name: str
    unit: str
    hcpcs: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Everything that rule files may name."""

    facts: dict[str, FactDef]
    derived: dict[str, DerivedDef]
    treatments: dict[str, Treatment]
    body_parts: dict[str, dict[str, Any]]
    fact_types: SlotTypes
    tables: dict[str, Table]

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """What a test needs to know of every fact, derived ones included."""
        declared = {name: Kind(each.kind, each.words, each.silence) for name, each in self.facts.items()}
        return declared | {name: Kind("flag", FLAG_WORDS) for name in self.derived}

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """The columns of every table."""
        return {name: table.columns for name, table in self.tables.items()}

    def reads(self, fact: str) -> str:
        """How a fact is said, to complete "that ..."."""
        return self.facts[fact].reads if fact in self.facts else self.derived[fact].reads

    def derived_for(self, conditions: list[Condition]) -> tuple[Derived, ...]:
        """The derived facts that these conditions need, each after those that it uses itself."""
        needed: dict[str, set[str]] = {}
        waiting = [atom.fact for condition in conditions for atom in atoms(condition)]
        while waiting:
            name = waiting.pop()
            if name in self.derived and name not in needed:
                derived = self.derived[name].derived
                needed[name] = {atom.fact for part in (derived.yes, derived.no) for atom in atoms(part)}
                waiting.extend(needed[name])
        graph = {name: sorted(uses & needed.keys()) for name, uses in sorted(needed.items())}
        return tuple(self.derived[name].derived for name in TopologicalSorter(graph).static_order())


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read the vocabulary of a rules folder; raises RuleErrors with every mistake of every file."""
    errors: list[Any] = []
    vocabulary = folder / "vocabulary"
    fact_types = _plain(folder, vocabulary / "fact-types.yaml", errors)
    treatments = {key: _treatment(key, each) for key, each in _plain(folder, vocabulary / "treatments.yaml", errors).items()}
    body_parts = _plain(folder, vocabulary / "body-parts.yaml", errors)
    tables = dict(_table(source) for source in _sources(folder, folder / "tables", errors))
    facts: dict[str, FactDef] = {}
    for source in _sources(folder, vocabulary / "facts", errors):
        facts |= _FactFile(source, fact_types, facts, errors).read()
    derived = _read_derived(folder, facts, errors)
    if errors:
        raise RuleErrors(errors)
    return Vocabulary(facts, derived, treatments, body_parts, fact_types, tables)


def _sources(root: Path, folder: Path, errors: list[Any]) -> list[strict_yaml.Source]:
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            found.append(strict_yaml.read(path, name=f"{root.name}/{path.relative_to(root).as_posix()}"))
        except RuleErrors as error:
            errors.extend(error.errors)
    return found


def _plain(root: Path, path: Path, errors: list[Any]) -> dict[str, Any]:
    try:
        data = strict_yaml.read(path, name=f"{root.name}/{path.relative_to(root).as_posix()}").data
    except RuleErrors as error:
        errors.extend(error.errors)
        return {}
    return data if isinstance(data, dict) else {}


def _treatment(key: str, entry: dict[str, Any]) -> Treatment:
    codes = entry.get("codes") or {}
    return Treatment(key, entry.get("name", key), entry.get("unit", "visit"), tuple(codes.get("hcpcs", ())))


def _table(source: strict_yaml.Source) -> tuple[str, Table]:
    name = source.file.rsplit("/", 1)[-1].removesuffix(".yaml").replace("-", "_")
    data = source.data
    return name, Table(name, data["title"], data.get("citation", ""), data.get("unknown", "none"), data["rows"])


class _FactFile:
    """Reads the facts of one vocabulary file."""

    def __init__(self, source: strict_yaml.Source, types: SlotTypes, known: dict[str, FactDef], errors: list[Any]) -> None:
        self.checker = Checker(source)
        self.types = types
        self.known = known
        self.errors = errors

    def read(self) -> dict[str, FactDef]:
        facts = {name: self.fact(name) for name in self.checker.mapping(())}
        self.errors.extend(self.checker.errors)
        return facts

    def fact(self, name: str) -> FactDef:
        check = self.checker
        if name in self.known:
            check.wrong((name,), f"`{name}` is declared in another file too", "keep one")
        check.mapping((name,), ("kind", "reads", "scope"), FACT_KEYS)
        kind = check.word((name, "kind"), KINDS, "flag")
        words = FLAG_WORDS if kind == "flag" else check.texts((name, "values"))
        patterns = tuple(self.patterns(name, kind))
        definition = FactDef(
            name=name,
            kind=kind,
            reads=check.text((name, "reads")),
            scope=check.word((name, "scope"), SCOPES, "patient"),
            unit=check.text((name, "unit")),
            words=words,
            silence=check.word((name, "silence"), words),
            measure=check.text((name, "measure")),
            patterns=patterns,
            form_only=check.text((name, "form_only")),
        )
        if not (patterns or definition.measure or definition.form_only):
            check.wrong((name,), f"nothing gives `{name}`", "add `yes:`, `from:`, `measure:`, or `form_only: why`")
        return definition

    def patterns(self, name: str, kind: str) -> list[Pattern]:
        found = []
        for key in ("yes", "no", "either", "from"):
            for index, _ in enumerate(self.checker.sequence((name, key))):
                found.append(self.pattern((name, key, index), key, kind))
        return found

    def pattern(self, path: Path_, key: str, kind: str) -> Pattern:
        check = self.checker
        check.mapping(path, ("fact",), PATTERN_KEYS)
        fact = check.word((*path, "fact"), self.types)
        slots = self.types.get(fact, {})
        where = tuple((slot, self.where(path, slot, slots)) for slot in sorted(check.at((*path, "where")) or {}))
        assertions = tuple(Assertion(each) for each in check.texts((*path, "assertion")) if self.assertion(path, each))
        gives = {"yes": "yes", "no": "no"}.get(key, "") if kind == "flag" else check.text((*path, "give"))
        slot = check.word((*path, "slot"), slots) if check.at((*path, "slot")) is not None else ""
        about = check.word((*path, "about"), SCOPES)
        return Pattern(fact, where, assertions or _ASSERTED, slot, gives, key == "either", about)

    def assertion(self, path: Path_, word: str) -> bool:
        known = word in tuple(Assertion)
        if not known:
            self.checker.wrong((*path, "assertion"), f"`{word}` is not an assertion", suggestion(word, tuple(Assertion)))
        return known

    def where(self, path: Path_, slot: str, slots: dict[str, Any]) -> tuple[str, ...]:
        here = (*path, "where", slot)
        if slot not in slots:
            self.checker.wrong(here, f"`{slot}` is not a slot of this fact", suggestion(slot, slots))
        value = self.checker.at(here)
        words = tuple(str(each) for each in value) if isinstance(value, list) else (str(value),)
        allowed = slots.get(slot)
        if isinstance(allowed, list):
            for word in words:
                if word not in allowed:
                    self.checker.wrong(here, f"`{word}` is not a value of `{slot}`", suggestion(word, allowed))
        return words


def _read_derived(folder: Path, facts: dict[str, FactDef], errors: list[Any]) -> dict[str, DerivedDef]:
    sources = {source.file.rsplit("/", 1)[-1].removesuffix(".yaml").replace("-", "_"): source
               for source in _sources(folder, folder / "derived", errors)}
    kinds = {name: Kind(each.kind, each.words, "") for name, each in facts.items()}
    kinds |= {name: Kind("flag", FLAG_WORDS) for name in sources}
    derived = {name: _derived(name, Checker(source), kinds, errors) for name, source in sources.items()}
    graph = {name: {atom.fact for part in (each.derived.yes, each.derived.no) for atom in atoms(part)} & derived.keys()
             for name, each in derived.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        loop = list(error.args[1])
        errors.append(sources[loop[0]].error((), "derived facts go in a circle: " + " uses ".join(f"`{n}`" for n in loop)))
    return derived


def _derived(name: str, check: Checker, kinds: dict[str, Kind], errors: list[Any]) -> DerivedDef:
    check.mapping((), ("reads",), ("yes", "no", "citation", "reading", "note"))
    reader = ConditionReader(check, kinds)
    yes = reader.read(("yes",)) if check.at(("yes",)) is not None else NEVER
    no = reader.read(("no",)) if check.at(("no",)) is not None else NEVER
    errors.extend(check.errors)
    return DerivedDef(name, check.text(("reads",)), Derived(name, yes, no), check.text(("citation",)), check.text(("reading",)))
