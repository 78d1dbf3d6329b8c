"""Settles every fact that a program asks for, for one item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.conditions import All, Atom, Condition, Interval, Op, Values, atoms
from engine.conditions import Any as AnyOf
from engine.program import Keyword, Lookup, Program
from engine.settle.measures import MEASURES
from engine.settle.record import UNKNOWN, Record, Settled
from engine.settle.statements import settle_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.vocabulary import FactDef


def settle(record: Record, program: Program, also: tuple[Condition, ...] = ()) -> dict[str, Settled]:
    """The settled facts that a program (and further conditions, such as those of notes) names, by name, sorted."""
    against = unfavourable(program)
    derived = {each.name for each in program.derived}
    lookups = {each.name: each for each in program.lookups}
    wanted = {each.fact for each in lookups.values()} | {each.row for each in lookups.values()}
    wanted |= {atom.fact for condition in (*_conditions(program), *also) for atom in atoms(condition)}
    names = sorted(wanted - derived - lookups.keys())
    settled = {name: settle_fact(record, record.vocabulary.facts[name], against.get(name, "")) for name in names}
    return settled | {name: _look_up(record, lookups[name], settled) for name in sorted(lookups)}


def values_of(settled: dict[str, Settled]) -> Values:
    """The values alone, as evaluators take them: what is unknown is absent."""
    return {name: each.value for name, each in settled.items() if each.value is not None}


def settle_fact(record: Record, definition: FactDef, against: str = "") -> Settled:
    """Settle one fact: what a person entered counts first, then its measure, then statements."""
    if definition.name in record.item.given:
        return _given(record.item.given[definition.name])
    measured = MEASURES[definition.measure](record) if definition.measure else UNKNOWN
    if measured.value is not None or not definition.patterns:
        return measured
    stated = settle_statements(record, definition, against or _usually_against(definition))
    return stated if stated.value is not None or not measured.facts else measured


def _given(value: Any) -> Settled:
    entered = Interval(float(value), float(value)) if isinstance(value, int | float) else str(value)
    return Settled(entered, "entered by a person", rows=(str(value),))


def _usually_against(definition: FactDef) -> str:
    return "low" if definition.kind == "number" else "no"


def _look_up(record: Record, lookup: Lookup, settled: dict[str, Settled]) -> Settled:
    """A measured fact less its bound in a table; unknown when no row is."""
    bound, how = table_bound(record, lookup, settled[lookup.row])
    base = settled[lookup.fact]
    if bound is None or not isinstance(base.value, Interval):
        return Settled(how=how or base.how, facts=(*base.facts, *settled[lookup.row].facts))
    low = None if base.value.low is None else base.value.low - bound
    high = None if base.value.high is None else base.value.high - bound
    return Settled(Interval(low, high), how, (*base.facts, *settled[lookup.row].facts))


def table_bound(record: Record, lookup: Lookup, selector: Settled) -> tuple[float | None, str]:
    """The bound that a table gives, and how: the most generous of several rows, the table's own rule for none."""
    table = record.vocabulary.tables[lookup.table]
    rows = [each for each in selector.rows if lookup.column in table.rows.get(each, {})]
    if rows:
        best = max(rows, key=lambda row: float(table.rows[row][lookup.column]))
        return float(table.rows[best][lookup.column]), f"{table.title}: row {best}"
    bounds = [float(row[lookup.column]) for row in table.rows.values() if lookup.column in row]
    if table.unknown == "least generous" and bounds:
        return min(bounds), f"{table.title}: no row is known, so the least generous one"
    if table.unknown in table.rows:
        return float(table.rows[table.unknown][lookup.column]), f"{table.title}: no row fits, so {table.unknown}"
    return None, f"{table.title}: no row is known"


def _conditions(program: Program) -> Iterator[Condition]:
    for derived in program.derived:
        yield from (derived.yes, derived.no)
    yield from (stage.when for stage in program.stages if stage.when is not None)
    yield from (each.holds for each in program.criteria)
    yield from (each.when for each in program.lifts)


def unfavourable(program: Program) -> dict[str, str]:
    """For each fact, the word (or end of the scale) that goes against the request in this program."""
    found: dict[str, str] = {}
    parts = {each.name: each for each in program.derived}

    def mark(condition: Condition, wanted: bool) -> None:
        match condition:
            case All(inner) | AnyOf(inner):
                for part in inner:
                    mark(part, wanted)
            case Atom(fact=fact) if fact in parts:
                towards = wanted is ("yes" in condition.words)
                mark(parts[fact].yes, towards)
                mark(parts[fact].no, not towards)
            case Atom():
                found.setdefault(condition.fact, _against(condition, wanted))

    for criterion in program.criteria:
        mark(criterion.holds, criterion.keyword is not Keyword.EXCLUDE)
    return found


def _against(atom: Atom, wanted: bool) -> str:
    if atom.op in {Op.AT_MOST, Op.AT_LEAST}:
        return "high" if (atom.op is Op.AT_MOST) is wanted else "low"
    yes = "yes" in atom.words
    return "no" if yes is wanted else "yes"
