"""Settles every fact that a program asks for, for one item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.conditions import Atom, Condition, Interval, Op, Values, atoms
from engine.program import Derived, Keyword, Lookup, Program
from engine.settle.measures import MEASURES
from engine.settle.record import UNKNOWN, Record, Settled
from engine.settle.statements import entered, settle_statements, usually_against

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from engine.declarations import FactDef, Table


def settle(record: Record, program: Program, also: tuple[Condition, ...] = ()) -> dict[str, Settled]:
    """The settled facts that a program (and further conditions, such as those of notes) names, by name, sorted."""
    against = unfavourable(program, {name: each.words for name, each in record.vocabulary.facts.items()})
    derived = {each.name for each in program.derived}
    lookups = {each.name: each for each in program.lookups}
    wanted = {each.fact for each in lookups.values()} | {each.row for each in lookups.values()}
    wanted |= {atom.fact for condition in (*_conditions(program), *also) for atom in atoms(condition)}
    names = sorted(wanted - derived - lookups.keys())
    settled = {name: settle_fact(record, record.vocabulary.facts[name], against.get(name, ())) for name in names}
    return settled | {name: _look_up(record, lookups[name], settled) for name in sorted(lookups)}


def values_of(settled: dict[str, Settled]) -> Values:
    """The values alone, as evaluators take them: what is unknown is absent."""
    return {name: each.value for name, each in settled.items() if each.value is not None}


def settle_fact(record: Record, definition: FactDef, against: Collection[str] = ()) -> Settled:
    """Settle one fact: what a person entered counts first, then its measure, then statements."""
    if definition.name in record.item.given:
        return entered(record.item.given[definition.name])
    measured = MEASURES[definition.measure](record) if definition.measure else UNKNOWN
    if measured.value is not None or not definition.patterns:
        return measured
    settled = settle_statements(record, definition, against or usually_against(definition))
    return settled if settled.value is not None or not measured.facts else measured


def _look_up(record: Record, lookup: Lookup, settled: dict[str, Settled]) -> Settled:
    """A measured fact less its bound in a table; unknown when no row is. `rows` holds the row that gave the bound."""
    base, selector = settled[lookup.fact], settled[lookup.row]
    facts = (*base.facts, *selector.facts)
    row, how = table_row(record.vocabulary.tables[lookup.table], lookup, selector)
    if row is None:
        return Settled(how=how, facts=facts)
    if not isinstance(base.value, Interval):
        return Settled(how=base.how, facts=facts, rows=(row,), table=lookup.table)
    bound = _bound(record.vocabulary.tables[lookup.table], lookup, row)
    low, high = (None if end is None else end - bound for end in (base.value.low, base.value.high))
    return Settled(Interval(low, high), how, facts, base.against, base.conflict, rows=(row,), table=lookup.table)


def table_row(table: Table, lookup: Lookup, selector: Settled) -> tuple[str | None, str]:
    """The row whose bound counts, and how: the most generous of several, the table's own rule where none is known."""
    rows = [each for each in selector.rows if lookup.column in table.rows.get(each, {})]
    if rows:
        best = _extreme(table, lookup, rows, generous=True)
        return best, f"the row “{_row_name(table, best)}” of the table “{table.title}”"
    if table.unknown in table.rows:
        row = _row_name(table, table.unknown)
        return table.unknown, f"the row “{row}” of the table “{table.title}”, as no other fits"
    listed = [each for each in table.rows if lookup.column in table.rows[each]]
    if table.unknown == "least generous" and listed:
        least = _extreme(table, lookup, listed, generous=False)
        return least, f"the least generous row of the table “{table.title}”, as none is known"
    return None, f"no row of the table “{table.title}” is known"


def _extreme(table: Table, lookup: Lookup, rows: list[str], *, generous: bool) -> str:
    """The row with the highest bound, or the lowest; for a floor the lowest is the generous one."""
    pick = max if generous is not lookup.floor else min
    return pick(rows, key=lambda row: _bound(table, lookup, row))


def _bound(table: Table, lookup: Lookup, row: str) -> float:
    return float(table.rows[row][lookup.column])


def _row_name(table: Table, row: str) -> str:
    return str(table.rows[row].get("says", row.replace("_", " ")))


def _conditions(program: Program) -> Iterator[Condition]:
    for derived in program.derived:
        yield from (derived.yes, derived.no)
    yield from (stage.when for stage in program.stages if stage.when is not None)
    yield from (each.holds for each in program.criteria)
    yield from (each.when for each in program.lifts)


def unfavourable(program: Program, words: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """For each fact, the words (or the end of the scale) that go against the request in this program.

    `words` holds every word that a fact can be.
    """
    found: dict[str, tuple[str, ...]] = {}
    derived = {each.name: each for each in program.derived}
    for criterion in program.criteria:
        for atom, wanted in _wanted(criterion.holds, derived, wanted=criterion.keyword is not Keyword.EXCLUDE):
            found.setdefault(atom.fact, _against(atom, words.get(atom.fact, ()), wanted=wanted))
    for lookup in program.lookups:
        if lookup.name in found:
            found.setdefault(lookup.fact, found[lookup.name])
    return found


def _wanted(condition: Condition, derived: dict[str, Derived], *, wanted: bool) -> Iterator[tuple[Atom, bool]]:
    """Every atom with whether the request wants it to hold; derived facts are opened up."""
    if not isinstance(condition, Atom):
        for part in condition.parts:
            yield from _wanted(part, derived, wanted=wanted)
    elif condition.fact in derived:
        towards = wanted is ("yes" in condition.words)
        yield from _wanted(derived[condition.fact].yes, derived, wanted=towards)
        yield from _wanted(derived[condition.fact].no, derived, wanted=not towards)
    else:
        yield condition, wanted


def _against(atom: Atom, words: tuple[str, ...], *, wanted: bool) -> tuple[str, ...]:
    if atom.op in {Op.AT_MOST, Op.AT_LEAST}:
        return ("high",) if (atom.op is Op.AT_MOST) is wanted else ("low",)
    return tuple(word for word in words if (word in atom.words) is not wanted)
