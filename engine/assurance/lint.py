"""Finds mistakes in a rules folder: all that loading finds, and what only shows when files are seen together."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from engine import strict_yaml
from engine.assurance.case_coverage import case_coverage
from engine.assurance.issues import Issue, LintReport, Severity, from_error
from engine.assurance.lexicon_examples import lexicon_examples
from engine.assurance.lexicon_phrases import lexicon_phrases
from engine.assurance.names import treatment_names
from engine.conditions import atoms
from engine.errors import Place, RuleErrors
from engine.library import load_library
from engine.packs import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.conditions import Condition
    from engine.guideline import Guideline
    from engine.library import Library

STATEMENT = "statement"


def lint(folder: Path, cases: Path) -> LintReport:
    """Everything found in a rules folder; coverage is empty where the rules do not load or there are no cases."""
    issues = [*treatment_names(folder), *lexicon_examples(folder), *lexicon_phrases(folder)]
    try:
        library = load_library(folder, (ALL,))
    except RuleErrors as error:
        return LintReport(_sorted([*issues, *map(from_error, error.errors)]), ())
    issues += [*unused_facts(library), *unsaid_concepts(library)]
    return LintReport(_sorted(issues), tuple(case_coverage(library, cases)) if cases.is_dir() else ())


def _sorted(issues: list[Issue]) -> tuple[Issue, ...]:
    unique = {(issue.place.file, issue.place.line, str(issue)): issue for issue in issues}
    return tuple(unique[key] for key in sorted(unique))


def unused_facts(library: Library) -> Iterator[Issue]:
    """Facts of the vocabulary that no rule, no derived fact and no table names."""
    used = {name for guideline in library.guidelines for name in facts_of(guideline)}
    used |= {
        atom.fact
        for derived in library.vocabulary.derived.values()
        for test in (derived.derived.yes, derived.derived.no)
        for atom in atoms(test)
    }
    rows = [row for table in library.vocabulary.tables.values() for row in table.rows.values()]
    used |= {name for row in rows for name in row.get("needs", ())}
    places = _fact_places(library.folder)
    for name in sorted(library.vocabulary.kinds.keys() - used):
        place = places.get(name, Place(f"{library.folder.name}/derived/{name.replace('_', '-')}.yaml"))
        yield Issue(Severity.WARNING, place, f"no rule uses `{name}`", "use it, or take it out")


def facts_of(guideline: Guideline) -> Iterator[str]:
    """Every fact that a guideline names, in its criteria, stages, exceptions, notes and tables."""
    program = guideline.compiled
    tests: list[Condition] = [each.holds for each in program.criteria]
    tests += [each.when for each in program.lifts]
    tests += [each.when for each in guideline.notes]
    tests += [each.when for each in program.stages if each.when is not None]
    yield from (atom.fact for test in tests for atom in atoms(test))
    yield from (name for each in program.lookups for name in (each.fact, each.row))


def _fact_places(folder: Path) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for path in sorted((folder / "vocabulary" / "facts").rglob("*.yaml")):
        source = strict_yaml.read(path, name=f"{folder.name}/{path.relative_to(folder).as_posix()}")
        found |= {name: source.place(name) for name in source.data or {}}
    return found


def unsaid_concepts(library: Library) -> Iterator[Issue]:
    """Statement concepts that the vocabulary waits for and no lexicon gives."""
    said = _concepts(library.folder)
    places = _fact_places(library.folder)
    for name, fact in sorted(library.vocabulary.facts.items()):
        for pattern in fact.patterns:
            words = dict(pattern.where).get("concept", ()) if pattern.fact == STATEMENT else ()
            for word in sorted({*words} - said):
                cure = f"add it to `{library.folder.name}/lexicon/statements.yaml`"
                yield Issue(
                    Severity.WARNING, places[name], f"no phrase of the lexicon gives the concept `{word}`", cure
                )


def _concepts(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in sorted((folder / "lexicon").rglob("*.yaml")):
        with suppress(RuleErrors):  # told with the examples of the lexicon
            data = strict_yaml.read(path).data
            if isinstance(data, dict) and data.get("category") == STATEMENT:
                found |= set(data.get("entries") or {})
    return found
