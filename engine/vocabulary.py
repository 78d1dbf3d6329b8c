"""The facts that a rule may name: what each is, how it is said, and where it comes from.

Files: `rules/vocabulary/facts/*.yaml` (facts), `rules/derived/*.yaml` (facts computed from facts), `treatments.yaml`,
`body-parts.yaml`, `fact-types.yaml` and `rules/tables/*.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from engine.condition_syntax import FLAG_WORDS, Kind
from engine.conditions import Condition, atoms
from engine.declarations import Amounts, DerivedDef, FactDef, Pattern, Table, Treatment
from engine.errors import RuleError, RuleErrors
from engine.vocabulary_files import FolderReader

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from engine.program import Derived

__all__ = ["Amounts", "DerivedDef", "FactDef", "Pattern", "Table", "Treatment", "Vocabulary", "load_vocabulary"]


@dataclass(frozen=True)
class Vocabulary:
    """Everything that rule files may name."""

    facts: dict[str, FactDef]
    derived: dict[str, DerivedDef]
    treatments: dict[str, Treatment]
    body_parts: dict[str, dict[str, Any]]
    fact_types: dict[str, dict[str, Any]]
    tables: dict[str, Table]
    amounts: Amounts | None = None

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """What a test needs to know of every fact, derived ones included."""
        declared = {name: Kind(each.kind, each.words, each.silence) for name, each in self.facts.items()}
        return declared | {name: Kind("flag", FLAG_WORDS) for name in self.derived}

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """The columns of every table that a limit may read."""
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


def load_vocabulary(folder: Path, measures: Collection[str] | None = None) -> Vocabulary:
    """Read the vocabulary of a rules folder.

    `measures` are the computed relations that exist; without them the names in `measure:` are not checked. Raises
    RuleErrors with every mistake of every file.
    """
    errors: list[RuleError] = []
    reader = FolderReader(folder, measures, errors)
    fact_types = reader.fact_types()
    treatments = reader.treatments()
    body_parts = reader.body_parts()
    facts = reader.facts(fact_types)
    derived = reader.derived(facts)
    tables = reader.tables([*(name for name, each in facts.items() if each.kind == "flag"), *derived])
    amounts = reader.amounts(facts)
    if errors:
        raise RuleErrors(errors)
    return Vocabulary(facts, derived, treatments, body_parts, fact_types, tables, amounts)
