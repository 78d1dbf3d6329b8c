"""Findings in words: what each criterion asked, how it stands, and the statements that decided it.

Sentences are made from the structure of the condition and the settled values, so they cannot drift from the logic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.conditions import All, Atom, Condition, Interval, Op, Values, stands
from engine.conditions import Any as AnyOf
from engine.program import Criterion, Derived, Keyword, Program
from engine.recommendation import Quote
from engine.settle.record import UNKNOWN, Settled
from engine.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.facts import Fact
    from engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class Explainer:
    """What explaining one item needs: the program, the vocabulary, and the settled facts with their values."""

    program: Program
    vocabulary: Vocabulary
    settled: dict[str, Settled]
    values: Values

    def deciding_atoms(self, condition: Condition) -> Iterator[Atom]:
        """The atoms that make a condition stand as it does; derived facts are opened up."""
        standing = stands(condition, self.values)
        match condition:
            case Atom():
                yield from self._open(condition)
            case All(parts) | AnyOf(parts):
                whole = (Standing.MET if isinstance(condition, All) else Standing.NOT_MET) is standing
                for part in parts:
                    if whole or stands(part, self.values) is standing:
                        yield from self.deciding_atoms(part)

    def _open(self, atom: Atom) -> Iterator[Atom]:
        derived = next((each for each in self.program.derived if each.name == atom.fact), None)
        if derived is None:
            yield atom
            return
        yield from self._open_derived(derived)

    def _open_derived(self, derived: Derived) -> Iterator[Atom]:
        """What made a derived fact so: its `no` test where that is met, its `yes` test where met, else both."""
        if stands(derived.no, self.values) is Standing.MET:
            yield from self.deciding_atoms(derived.no)
        elif stands(derived.yes, self.values) is Standing.MET:
            yield from self.deciding_atoms(derived.yes)
        else:
            yield from self.deciding_atoms(derived.yes)

    def facts_of(self, condition: Condition) -> tuple[str, ...]:
        """The names of the settled facts that decided a condition, in order, each once."""
        return tuple(dict.fromkeys(atom.fact for atom in self.deciding_atoms(condition)))

    def settled_of(self, name: str) -> Settled:
        """One settled fact; unknown for a name that was not asked for."""
        return self.settled.get(name, UNKNOWN)

    def because(self, criterion: Criterion, standing: Standing | None) -> str:
        """One sentence: how the criterion stands and on what."""
        if standing is None:
            return "it does not apply at this stage"
        names = self.facts_of(criterion.holds)
        if standing is Standing.NOT_DOCUMENTED:
            return self._silent(names)
        said = _join([self.say(name) for name in names if self.settled_of(name).value is not None])
        bound = _join(sorted({self.bound(atom) for atom in self.deciding_atoms(criterion.holds)} - {""}))
        tail = f" ({bound})" if bound else ""
        if criterion.keyword is Keyword.EXCLUDE:
            return f"{said}{tail}" if said else "nothing in the record states it"
        return f"{said}{tail}" if said else f"the record says so{tail}"

    def _silent(self, names: tuple[str, ...]) -> str:
        parts = []
        for name in names:
            settled = self.settled_of(name)
            known = f" (known: {_interval(settled.value)})" if isinstance(settled.value, Interval) else ""
            if settled.how:
                parts.append(f"{self.reads(name)}: {settled.how}{known}")
            else:
                parts.append(f"the record does not say whether {self.reads(name)}")
        return _join(list(dict.fromkeys(parts)), "; ")

    def reads(self, name: str) -> str:
        """How a fact is said; a looked-up bound is said as the fact that it bounds."""
        lookup = next((each for each in self.program.lookups if each.name == name), None)
        return self.vocabulary.reads(lookup.fact if lookup else name)

    def say(self, name: str) -> str:
        """One settled fact in words: flags as a sentence, numbers and choices with their value."""
        lookup = next((each for each in self.program.lookups if each.name == name), None)
        if lookup is not None:
            return self.say(lookup.fact) + f" ({self.settled_of(name).how})"
        settled = self.settled_of(name)
        how = f" ({settled.how})" if settled.how else ""
        if isinstance(settled.value, Interval):
            unit = self.vocabulary.facts[name].unit
            return f"{self.reads(name)}: {_interval(settled.value)}{_unit(unit, settled.value)}{how}"
        if settled.value in {"yes", "no"}:
            return f"{self.reads(name)}{how}" if settled.value == "yes" else f"not so that {self.reads(name)}{how}"
        return f"{self.reads(name)}: {str(settled.value).replace('_', ' ')}{how}"

    def bound(self, atom: Atom) -> str:
        """A numeric bound in words, from the rule or from the table it reads."""
        if atom.op not in {Op.AT_MOST, Op.AT_LEAST}:
            return ""
        lookup = next((each for each in self.program.lookups if each.name == atom.fact), None)
        if lookup is None:
            return f"{atom.op.value} {atom.bound:g}"
        base, less = self.settled_of(lookup.fact).value, self.settled_of(atom.fact).value
        if isinstance(base, Interval) and isinstance(less, Interval) and base.low is not None and less.low is not None:
            return f"{atom.op.value} {base.low - less.low:g}"
        return ""


def _interval(value: Interval) -> str:
    if value.exact is not None:
        return f"{value.exact:g}"
    if value.low is not None and value.high is not None:
        return f"{value.low:g} to {value.high:g}"
    return f"at least {value.low:g}" if value.low is not None else f"at most {value.high:g}"


def _unit(unit: str, value: Interval) -> str:
    if not unit:
        return ""
    plural = "" if value.exact == 1 or unit in {"percent", "mg"} or unit.endswith("s") else "s"
    return f" {unit}{plural}"


def _join(parts: list[str], separator: str = ", ") -> str:
    kept = [part for part in dict.fromkeys(parts) if part]
    if separator != ", " or len(kept) < 2:
        return separator.join(kept)
    return ", ".join(kept[:-1]) + " and " + kept[-1]


def quotes(facts: Iterable[Fact]) -> tuple[Quote, ...]:
    """The evidence of facts, each quote once, in the order of the document."""
    found: dict[tuple[int, int], Quote] = {}
    for fact in facts:
        for each in fact.evidence:
            found[each.start, each.end] = Quote(
                quote=each.quote, start=each.start, end=each.end, line=each.line, source=fact.source.value, page=each.page
            )
    return tuple(found[key] for key in sorted(found))
