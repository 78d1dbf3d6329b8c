"""Reads the files of a vocabulary strictly, every mistake of every file at once."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from engine import strict_yaml
from engine.checking import Checker, suggestion
from engine.condition_syntax import FLAG_WORDS, ConditionReader, Kind
from engine.conditions import NEVER, atoms
from engine.declarations import Amounts, DerivedDef, FactDef, Pattern, Table, Treatment
from engine.errors import RuleErrors
from engine.facts import Assertion
from engine.program import Derived

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from engine.errors import RuleError
    from engine.strict_yaml import Path_, Source

KINDS = ("flag", "choice", "number")
SCOPES = ("patient", "treatment", "item", "any")
PATTERN_LISTS = {"flag": ("yes", "no", "either", "from"), "choice": ("from",), "number": ("from",)}
"""The lists of patterns that each kind of fact may have."""
PATTERN_KEYS = ("fact", "where", "assertion", "slot", "about", "give")
FACT_KEYS = (
    "unit", "values", "silence", "measure", "yes", "no", "either", "from", "form_only", "note",
)
NO_ROW = ("none", "least generous")
"""What a table may say of an unknown row, beside naming the row that then serves."""
_ASSERTED = (Assertion.AFFIRMED, Assertion.HISTORICAL)


class FolderReader:
    """Reads one rules folder; mistakes are added to `errors`, and what is usable is returned."""

    def __init__(self, folder: Path, measures: Collection[str] | None, errors: list[RuleError]) -> None:
        self.folder = folder
        self.measures = measures
        self.errors = errors

    def _read(self, path: Path) -> Source | None:
        name = f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}"
        try:
            return strict_yaml.read(path, name=name, errors=self.errors)
        except RuleErrors as error:
            self.errors.extend(error.errors)
            return None

    def _checker(self, *parts: str) -> Checker | None:
        source = self._read(self.folder.joinpath(*parts))
        return None if source is None else Checker(source)

    def _files(self, *parts: str) -> dict[str, Checker]:
        """The files under a folder by the name that their file name gives, with underscores."""
        found: dict[str, Checker] = {}
        for path in sorted(self.folder.joinpath(*parts).rglob("*.yaml")):
            name = path.stem.replace("-", "_")
            source = self._read(path)
            if source is None:
                continue
            if name in found:
                self.errors.append(source.error((), f"`{name}` is the name of two files", "rename one"))
            found[name] = Checker(source)
        return found

    def fact_types(self) -> dict[str, dict[str, Any]]:
        """Every fact type with its slots."""
        return self._entries("fact-types.yaml")

    def body_parts(self) -> dict[str, dict[str, Any]]:
        """Every body part with its region and the wider part that it belongs to."""
        return self._entries("body-parts.yaml")

    def treatments(self) -> dict[str, Treatment]:
        """Every treatment that letters may name."""
        return {name: _treatment(name, entry) for name, entry in self._entries("treatments.yaml").items()}

    def _entries(self, file: str) -> dict[str, dict[str, Any]]:
        check = self._checker("vocabulary", file)
        if check is None:
            return {}
        entries = {name: check.mapping((name,)) for name in check.mapping(())}
        self.errors.extend(check.errors)
        return entries

    def tables(self, facts: dict[str, FactDef]) -> dict[str, Table]:
        """Every table of the guidelines, by its file name; a row may say in `needs` which of the facts it waits for."""
        checks = self._files("tables")
        flags = [name for name, each in facts.items() if each.kind == "flag"]
        found = {name: _table(name, check, flags) for name, check in checks.items()}
        self.errors.extend(error for check in checks.values() for error in check.errors)
        return found

    def facts(self, types: dict[str, dict[str, Any]]) -> dict[str, FactDef]:
        """Every declared fact, in file order."""
        facts: dict[str, FactDef] = {}
        for check in self._files("vocabulary", "facts").values():
            facts |= _FactFile(check, types, facts, self.measures).read()
            self.errors.extend(check.errors)
        return facts

    def derived(self, facts: dict[str, FactDef]) -> dict[str, DerivedDef]:
        """Every derived fact; one that goes in a circle is a mistake."""
        checks = self._files("derived")
        kinds = {name: Kind(each.kind, each.words, "") for name, each in facts.items()}
        kinds |= {name: Kind("flag", FLAG_WORDS) for name in checks}
        found = {name: _derived(name, check, kinds) for name, check in checks.items()}
        for name, check in checks.items():
            if name in facts:
                check.wrong((), f"`{name}` is declared as a fact too", "rename this file or that fact")
            self.errors.extend(check.errors)
        self.errors.extend(_circles(found, checks))
        return found


    def amounts(self, facts: dict[str, FactDef]) -> Amounts | None:
        """What says how much is asked for; none where the folder has no `amounts.yaml`."""
        if not self.folder.joinpath("vocabulary", "amounts.yaml").is_file():
            return None
        check = self._checker("vocabulary", "amounts.yaml")
        found = None if check is None else _amounts(check, facts)
        self.errors.extend(check.errors if check else ())
        return found


def _amounts(check: Checker, facts: dict[str, FactDef]) -> Amounts:
    check.mapping((), ("counts", "spans", "stated", "id", "says"), ("reading",))
    numbers = [name for name, each in facts.items() if each.kind == "number"]
    flags = [name for name, each in facts.items() if each.kind == "flag"]
    counts, spans = (
        tuple(check.word((key, index), numbers) for index, _ in enumerate(check.sequence((key,))))
        for key in ("counts", "spans")
    )
    stated = check.word(("stated",), flags)
    name, says, reading = (check.text((key,)) for key in ("id", "says", "reading"))
    return Amounts(counts, spans, stated, name, says, reading)


def _treatment(name: str, entry: dict[str, Any]) -> Treatment:
    codes = entry.get("codes")
    hcpcs = codes.get("hcpcs", ()) if isinstance(codes, dict) else ()
    return Treatment(name, str(entry.get("name", name)), str(entry.get("unit", "visit")), tuple(hcpcs))


def _table(name: str, check: Checker, flags: Collection[str]) -> Table:
    check.mapping((), ("title", "rows"), ("citation", "unknown", "note"))
    rows = {row: check.mapping(("rows", row)) for row in check.mapping(("rows",))}
    for row in rows:
        for index, _ in enumerate(check.sequence(("rows", row, "needs"))):
            check.word(("rows", row, "needs", index), flags)
    unknown = check.word(("unknown",), (*NO_ROW, *rows), "none")
    return Table(name, check.text(("title",)), check.text(("citation",)), unknown, rows)


class _FactFile:
    """Reads the facts of one vocabulary file."""

    def __init__(
        self,
        check: Checker,
        types: dict[str, dict[str, Any]],
        known: dict[str, FactDef],
        measures: Collection[str] | None,
    ) -> None:
        self.check = check
        self.types = types
        self.known = known
        self.measures = measures

    def read(self) -> dict[str, FactDef]:
        return {name: self.fact(name) for name in self.check.mapping(())}

    def fact(self, name: str) -> FactDef:
        check = self.check
        if name in self.known:
            first = self.known[name]
            check.wrong((name,), f"`{name}` is declared twice (first at {first.file}:{first.line})", "keep one")
        check.mapping((name,), ("kind", "reads", "scope"), FACT_KEYS)
        kind = check.word((name, "kind"), KINDS, "flag")
        words = FLAG_WORDS if kind == "flag" else check.texts((name, "values"))
        definition = FactDef(
            name=name,
            kind=kind,
            reads=check.text((name, "reads")),
            scope=check.word((name, "scope"), SCOPES, "patient"),
            unit=check.text((name, "unit")),
            words=words,
            silence=check.word((name, "silence"), words),
            measure=self.measure(name),
            patterns=tuple(self.patterns(name, kind, words)),
            form_only=check.text((name, "form_only")),
            file=check.source.file,
            line=check.source.place(name).line,
        )
        self.complete(definition)
        return definition

    def complete(self, fact: FactDef) -> None:
        """What one kind of fact must have."""
        if not (fact.patterns or fact.measure or fact.form_only):
            cure = "add `yes:`, `from:`, `measure:`, or `form_only: why`"
            self.check.wrong((fact.name,), f"nothing gives `{fact.name}`", cure)
        if fact.kind == "choice" and not fact.words:
            self.check.wrong((fact.name,), f"the choice `{fact.name}` has no words", "add `values: [...]`")
        if fact.kind == "number" and not fact.unit:
            self.check.wrong((fact.name,), f"the number `{fact.name}` has no unit", "add `unit:`")

    def measure(self, name: str) -> str:
        path = (name, "measure")
        return self.check.text(path) if self.measures is None else self.check.word(path, self.measures)

    def patterns(self, name: str, kind: str, words: tuple[str, ...]) -> list[Pattern]:
        found = []
        for key in PATTERN_LISTS["flag"]:
            entries = self.check.sequence((name, key))
            if entries and key not in PATTERN_LISTS[kind]:
                self.check.wrong((name, key), f"a {kind} takes no `{key}`", "use `from`, with `slot` or `give`")
            found += [self.pattern((name, key, index), key, kind, words) for index, _ in enumerate(entries)]
        return found

    def pattern(self, path: Path_, key: str, kind: str, words: tuple[str, ...]) -> Pattern:
        check = self.check
        entry = check.mapping(path, ("fact",), PATTERN_KEYS)
        fact = check.word((*path, "fact"), self.types)
        slots = self.types.get(fact, {})
        where = tuple((slot, self.where(path, slot, slots)) for slot in sorted(check.at((*path, "where")) or {}))
        slot = check.word((*path, "slot"), slots) if "slot" in entry else ""
        give = check.word((*path, "give"), words) if "give" in entry else ""
        if key == "from" and entry and not (slot or give):
            check.wrong(path, "`from` names neither `slot` nor `give`", "say which slot holds the value")
        if key == "either" and "assertion" in entry:
            check.wrong(path, "`either` takes no `assertion`", "affirmed is yes and negated is no; use `yes` and `no`")
        gives = key if key in FLAG_WORDS and kind == "flag" else give
        about = check.word((*path, "about"), SCOPES)
        return Pattern(fact, where, self.assertions(path) or _ASSERTED, slot, gives, key == "either", about)

    def assertions(self, path: Path_) -> tuple[Assertion, ...]:
        known = tuple(Assertion)
        words = self.check.texts((*path, "assertion"))
        for word in words:
            if word not in known:
                self.check.wrong((*path, "assertion"), f"`{word}` is not an assertion", suggestion(word, known))
        return tuple(Assertion(word) for word in words if word in known)

    def where(self, path: Path_, slot: str, slots: dict[str, Any]) -> tuple[str, ...]:
        here = (*path, "where", slot)
        if slot not in slots:
            self.check.wrong(here, f"`{slot}` is not a slot of this fact", suggestion(slot, slots))
        value = self.check.at(here)
        words = tuple(str(each) for each in value) if isinstance(value, list) else (str(value),)
        allowed = slots.get(slot)
        if isinstance(allowed, list):
            for word in words:
                if word not in allowed:
                    self.check.wrong(here, f"`{word}` is not a value of `{slot}`", suggestion(word, allowed))
        return words


def _derived(name: str, check: Checker, kinds: dict[str, Kind]) -> DerivedDef:
    entry = check.mapping((), ("reads",), ("yes", "no", "citation", "reading", "note"))
    if entry and not {"yes", "no"} & entry.keys():
        check.wrong((), f"nothing gives `{name}`", "add `yes:` or `no:` with a test")
    reader = ConditionReader(check, kinds)
    yes, no = (reader.read((word,)) if word in entry else NEVER for word in ("yes", "no"))
    reads, citation, reading = (check.text((key,)) for key in ("reads", "citation", "reading"))
    return DerivedDef(name, reads, Derived(name, yes, no), citation, reading)


def _circles(found: dict[str, DerivedDef], checks: dict[str, Checker]) -> list[RuleError]:
    uses = {name: _uses(each.derived) & found.keys() for name, each in found.items()}
    try:
        TopologicalSorter({name: sorted(used) for name, used in uses.items()}).prepare()
    except CycleError as error:
        loop = _from_first(list(error.args[1])[:-1])
        says = "derived facts go in a circle: " + " uses ".join(f"`{name}`" for name in (*loop, loop[0]))
        return [checks[loop[0]].source.error((), says, "take one of these tests out")]
    return []


def _from_first(loop: list[str]) -> list[str]:
    """The same circle, read along its uses from its first name, so that one mistake has one message."""
    along = loop[::-1]
    start = along.index(min(along))
    return along[start:] + along[:start]


def _uses(derived: Derived) -> set[str]:
    return {atom.fact for part in (derived.yes, derived.no) for atom in atoms(part)}
