"""Findings in words: how each criterion stands, and the statements that decided it.

Sentences are made from the structure of the condition and the settled values, so they cannot drift from the logic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.conditions import All, Atom, Condition, Interval, Op, Values, stands
from engine.conditions import Any as AnyOf
from engine.program import Criterion, Derived, Keyword, Lookup, Program
from engine.recommendation import Quote
from engine.settle.record import UNKNOWN, Settled
from engine.settle.statements import GENERAL
from engine.standing import Standing
from engine.wording import interval, listed, number, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.facts import Fact
    from engine.vocabulary import Vocabulary

_ALLOWS = {Op.AT_MOST: ", where the most allowed is {}", Op.AT_LEAST: ", where the least asked for is {}"}
_EXCLUDES = {Op.AT_MOST: ", where {} or less is excluded", Op.AT_LEAST: ", where {} or more is excluded"}
_QUOTED = "the record says that "


@dataclass(frozen=True)
class Explainer:
    """What explaining one item needs: the program, the vocabulary, and the settled facts with their values.

    `unit` is that of the request.
    """

    program: Program
    vocabulary: Vocabulary
    settled: dict[str, Settled]
    values: Values
    unit: str = ""

    def deciding_atoms(self, condition: Condition, *, whole: bool = True) -> Iterator[Atom]:
        """The atoms that make a condition stand as it does; derived facts are opened up where `whole`."""
        standing = stands(condition, self.values)
        match condition:
            case Atom():
                yield from self._open(condition) if whole else (condition,)
            case All(parts) | AnyOf(parts):
                every = (Standing.MET if isinstance(condition, All) else Standing.NOT_MET) is standing
                for part in parts:
                    if every or stands(part, self.values) is standing:
                        yield from self.deciding_atoms(part, whole=whole)

    def _open(self, atom: Atom) -> Iterator[Atom]:
        derived = self.derived(atom.fact)
        if derived is None:
            yield atom
        elif stands(derived.no, self.values) is Standing.MET:
            yield from self.deciding_atoms(derived.no)
        else:
            yield from self.deciding_atoms(derived.yes)

    def derived(self, name: str) -> Derived | None:
        """The derived fact of a name, if it is one."""
        return next((each for each in self.program.derived if each.name == name), None)

    def lookup(self, name: str) -> Lookup | None:
        """The looked-up bound of a name, if it is one."""
        return next((each for each in self.program.lookups if each.name == name), None)

    def facts_of(self, condition: Condition) -> tuple[str, ...]:
        """The names of the settled facts that decided a condition, in order, each once."""
        return tuple(dict.fromkeys(atom.fact for atom in self.deciding_atoms(condition)))

    def settled_of(self, name: str) -> Settled:
        """One settled fact; unknown for a name that was not asked for."""
        return self.settled.get(name, UNKNOWN)

    def because(self, criterion: Criterion, standing: Standing | None) -> str:
        """One sentence without its full stop: how the criterion stands and on what."""
        if standing is None:
            return "it does not apply at this stage"
        if standing is Standing.NOT_DOCUMENTED:
            return self._silent(criterion.holds)
        atoms = list(dict.fromkeys(self.deciding_atoms(criterion.holds)))
        excluded = criterion.keyword is Keyword.EXCLUDE and standing is Standing.NOT_MET
        parts = [self._known(atom, _EXCLUDES if excluded else _ALLOWS) for atom in atoms]
        general = any(GENERAL in self.settled_of(atom.fact).how for atom in atoms)
        return (listed(parts) or "the record says so") + (f" ({GENERAL})" if general else "")

    def _known(self, atom: Atom, bounds: dict[Op, str]) -> str:
        """One atom whose fact is known, with its bound."""
        bound = self.bound(atom)
        return self.say(atom.fact, bounds[atom.op].format(bound) if bound else "")

    def _silent(self, condition: Condition) -> str:
        """What the record does not say, and what of it is known."""
        silent: list[str] = []
        said: list[str] = []
        for atom in dict.fromkeys(self.deciding_atoms(condition, whole=False)):
            settled = self.settled_of(atom.fact)
            if isinstance(settled.value, Interval):
                said.append(self._partly(atom, settled.value))
            elif settled.how:
                said.append(self._unsettled(atom.fact, settled))
            else:
                silent.append(self.asks(atom.fact))
        if silent:
            said.append(f"the record does not say {listed(silent, 'or')}")
        return "; ".join(dict.fromkeys(said))

    def _partly(self, atom: Atom, known: Interval) -> str:
        """A number that is known in part, with its bound; where nothing of it is known, why."""
        lookup = self.lookup(atom.fact)
        how, said = self.settled_of(atom.fact).how, self.settled_of(lookup.fact).value if lookup else known
        # What is left of a bound may be zero where much of the number itself is known.
        nothing = isinstance(said, Interval) and said.high is None and not said.low
        return how if how and nothing else self._known(atom, _ALLOWS)

    def _unsettled(self, name: str, settled: Settled) -> str:
        lookup = self.lookup(name)
        declared = self.vocabulary.facts.get(lookup.fact if lookup else name)
        if declared is not None and declared.measure:
            return settled.how
        return f"the record is said not to show {self.asks(name)}"

    def missing(self, condition: Condition) -> list[str]:
        """What the record would have to say for a condition that is not documented, one phrase for each point."""
        if isinstance(condition, Atom):
            return [self._missing(condition)]
        open_ = [part for part in condition.parts if stands(part, self.values) is Standing.NOT_DOCUMENTED]
        points = [self.missing(part) for part in open_]
        if isinstance(condition, All):
            return [phrase for point in points for phrase in point]
        return [listed((listed(point) for point in points), "or")]

    def _missing(self, atom: Atom) -> str:
        derived, settled = self.derived(atom.fact), self.settled_of(atom.fact)
        if derived is not None:
            ways = self.missing(derived.yes)
            shown = f" (shown where {listed(ways)})" if ways and "yes" in atom.words else ""
            return self.vocabulary.reads(atom.fact) + shown
        if settled.value is None and settled.how and atom.op in _ALLOWS:
            return settled.how
        if atom.op is Op.IS and "no" in atom.words:
            return self._denies(atom.fact)
        return self.reads(atom.fact) if atom.op is Op.IS and "yes" in atom.words else self.asks(atom.fact)

    def reads(self, name: str) -> str:
        """How a fact is said; a looked-up bound is said as the fact that it bounds."""
        lookup = self.lookup(name)
        return self.vocabulary.reads(lookup.fact if lookup else name)

    def asks(self, name: str) -> str:
        """How an unknown fact is said, to complete "the record does not say ..."."""
        lookup = self.lookup(name)
        declared = self.vocabulary.facts.get(lookup.fact if lookup else name)
        return (declared.asks if declared else "") or f"whether {self.reads(name).removeprefix(_QUOTED)}"

    def say(self, name: str, bound: str = "") -> str:
        """One settled fact in words, with its bound: flags as a sentence, numbers and choices with their value."""
        lookup = self.lookup(name)
        if lookup is not None:
            return self.say(lookup.fact, bound)
        settled = self.settled_of(name)
        declared = self.vocabulary.facts.get(name)
        how = "" if settled.how in {"", GENERAL} else f" ({settled.how})"
        if settled.value in {"yes", "no"}:
            # What is computed says best itself how it came about.
            if declared is not None and declared.measure and settled.how:
                return settled.how
            return (self.vocabulary.reads(name) if settled.value == "yes" else self._denies(name)) + how
        return self._valued(name, settled) + how + bound

    def _valued(self, name: str, settled: Settled) -> str:
        declared = self.vocabulary.facts.get(name)
        unit = "" if declared is None else declared.unit
        if declared is not None and declared.measure == "quantity":
            unit = self.unit
        value = interval(settled.value, unit) if isinstance(settled.value, Interval) else plain(str(settled.value))
        if declared is None or not declared.says:
            return f"{self.reads(name)}: {value}"
        return declared.says.replace("{value}", value)

    def _denies(self, name: str) -> str:
        declared = self.vocabulary.facts.get(name)
        return (declared.denies if declared else "") or f"the record denies that {self.reads(name)}"

    def bound(self, atom: Atom) -> str:
        """The figure of a numeric bound, from the rule or from the table it reads; nothing for other tests."""
        if atom.op not in _ALLOWS:
            return ""
        lookup = self.lookup(atom.fact)
        if lookup is None:
            return number(atom.bound)
        rows = self.settled_of(atom.fact).rows
        if not rows:
            return ""
        table = self.vocabulary.tables[lookup.table]
        return f"{number(table.rows[rows[0]][lookup.column])} by {self.settled_of(atom.fact).how}"


def quotes(facts: Iterable[Fact]) -> tuple[Quote, ...]:
    """The evidence of facts, each quote once, in the order of the document."""
    found: dict[tuple[int, int], Quote] = {}
    for fact in facts:
        for each in fact.evidence:
            found[each.start, each.end] = Quote(
                quote=each.quote,
                start=each.start,
                end=each.end,
                line=each.line,
                source=fact.source.value,
                page=each.page,
            )
    return tuple(found[key] for key in sorted(found))
