"""Reads the files of a vocabulary strictly, every mistake of every file at once."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from engine import rule_files
from engine.checking import Checker
from engine.condition_syntax import FLAG_WORDS, ConditionReader, Kind
from engine.conditions import NEVER, atoms
from engine.declarations import Amounts, DerivedDef, FactDef, Table, Treatment
from engine.errors import RuleErrors
from engine.fact_file import FactFile
from engine.program import Derived

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from engine.errors import RuleError
    from engine.strict_yaml import Source

NO_ROW = ("none", "least generous")
"""What a table may say of an unknown row, beside naming the row that then serves."""


class FolderReader:
    """Reads one rules folder; mistakes are added to `errors`, and what is usable is returned."""

    def __init__(self, folder: Path, measures: Collection[str] | None, errors: list[RuleError]) -> None:
        self.folder = folder
        self.measures = measures
        self.errors = errors

    def _read(self, path: Path) -> Source | None:
        name = f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}"
        try:
            return rule_files.read(path, name=name, errors=self.errors)
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

    def tables(self, flags: Collection[str]) -> dict[str, Table]:
        """Every table of the guidelines, by its file name; a row may say in `needs` which of the flags it waits for."""
        checks = self._files("tables")
        found = {name: _table(name, check, flags) for name, check in checks.items()}
        self.errors.extend(error for check in checks.values() for error in check.errors)
        return found

    def facts(self, types: dict[str, dict[str, Any]]) -> dict[str, FactDef]:
        """Every declared fact, in file order."""
        facts: dict[str, FactDef] = {}
        for check in self._files("vocabulary", "facts").values():
            facts |= FactFile(check, types, facts, self.measures).read()
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
    unit, drugs = str(entry.get("unit", "visit")), tuple(entry.get("drugs", ()))
    part = str(entry.get("body_part", ""))
    return Treatment(name, str(entry.get("name", name)), unit, tuple(hcpcs), drugs, part)


def _table(name: str, check: Checker, flags: Collection[str]) -> Table:
    check.mapping((), ("title", "rows"), ("citation", "unknown", "note"))
    rows = {row: check.mapping(("rows", row)) for row in check.mapping(("rows",))}
    for row in rows:
        for index, _ in enumerate(check.sequence(("rows", row, "needs"))):
            check.word(("rows", row, "needs", index), flags)
    unknown = check.word(("unknown",), (*NO_ROW, *rows), "none")
    return Table(name, check.text(("title",)), check.text(("citation",)), unknown, rows)


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
