"""Reads a rule aloud from its structure, so that prose in a rule file that drifts from its logic is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.conditions import All, Atom, Condition, Op
from engine.conditions import Any as AnyOf
from engine.program import Keyword
from engine.render.words import amount, plain
from engine.standing import Standing

if TYPE_CHECKING:
    from engine.program import Criterion, Derived, Lift, Lookup, Program, Stage
    from engine.vocabulary import Vocabulary

_BOUNDS = {Op.AT_MOST: "at most", Op.AT_LEAST: "at least"}
_SENTENCES = {
    Keyword.REQUIRE: "It must be documented that {}.",
    Keyword.PRESUME: "It is presumed, unless the record says otherwise, that {}.",
    Keyword.WEIGH: "It is weighed whether {}; silence or the contrary goes to a person and does not fail.",
    Keyword.LIMIT: "Limit: {}; silence fails.",
    Keyword.EXCLUDE: "Excluded where the record states that {}.",
}


class Aloud:
    """Says the parts of one program in the words of its vocabulary."""

    def __init__(self, program: Program, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.lookups: dict[str, Lookup] = {each.name: each for each in program.lookups}

    def criterion(self, criterion: Criterion) -> str:
        """What a criterion asks, and what silence does to it."""
        stages = f"At stage {_or(sorted(criterion.stages))}: " if criterion.stages else ""
        return stages + _SENTENCES[criterion.keyword].format(self.condition(criterion.holds))

    def stage(self, stage: Stage) -> str:
        """When a stage is the one."""
        if stage.when is None:
            return f"`{stage.name}` otherwise"
        return f"`{stage.name}` where {self.condition(stage.when)}"

    def lift(self, lift: Lift) -> str:
        """What an exception lifts, and when."""
        return f"Lifts {_or(sorted(lift.lifts), 'and')} where the record states that {self.condition(lift.when)}."

    def derived(self, derived: Derived) -> str:
        """What makes a derived fact so or not so."""
        sides = [("yes", derived.yes), ("no", derived.no)]
        told = [f"{word} where {self.condition(test)}" for word, test in sides if test != AnyOf(())]
        order = "; the second outranks the first" if len(told) > 1 else ""
        return f"{self.vocabulary.reads(derived.name)}: {'; '.join(told)}{order}"

    def condition(self, condition: Condition, *, inner: bool = False) -> str:
        """A condition, to complete "that ..."."""
        match condition:
            case Atom():
                return self._atom(condition)
            case All(parts):
                return self._group(parts, "and", inner=inner)
            case AnyOf(parts):
                return self._group(parts, "or", inner=inner)

    def _group(self, parts: tuple[Condition, ...], word: str, *, inner: bool) -> str:
        if not parts:
            return "nothing further is asked" if word == "and" else "nothing counts"
        said = f", {word} ".join(self.condition(part, inner=True) for part in parts)
        lead = "either " if word == "or" and len(parts) > 1 else ""
        return f"({lead}{said})" if inner and len(parts) > 1 else lead + said

    def _atom(self, atom: Atom) -> str:
        lookup = self.lookups.get(atom.fact)
        if lookup is not None:
            return f"{self.vocabulary.reads(lookup.fact)}: {_BOUNDS[atom.op]} {self._of_table(lookup)}"
        reads = self.vocabulary.reads(atom.fact) + _if_silent(atom)
        if atom.op in _BOUNDS:
            return f"{reads}: {_BOUNDS[atom.op]} {amount(atom.bound, self._unit(atom.fact))}"
        if self.vocabulary.kinds[atom.fact].kind == "flag":
            return reads if atom.words == ("yes",) else f"it is not so that {reads}"
        return f"{reads}: {_or([plain(word) for word in atom.words])}"

    def _of_table(self, lookup: Lookup) -> str:
        table = self.vocabulary.tables[lookup.table]
        return f"the `{lookup.column}` of the row of `{table.title}` that `{lookup.row}` names"

    def _unit(self, fact: str) -> str:
        """The unit of a number; none where the request chooses it, which its `reads` says already."""
        declared = self.vocabulary.facts.get(fact)
        return declared.unit if declared and not declared.unit.startswith("the ") else ""


def _if_silent(atom: Atom) -> str:
    words = {Standing.MET: " (taken as so where the record is silent)"}
    return words.get(atom.silent, "")


def _or(words: list[str], word: str = "or") -> str:
    quoted = [f"`{each}`" for each in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"
