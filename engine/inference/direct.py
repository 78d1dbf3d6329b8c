"""A program as generated plain Python: the reference in speed, the cross-check, and the fallback.

The source is written from the program's structure alone: every name that a user chose stands in it as a quoted
literal, and every variable is numbered. Standings are 0, 1 and 2 until the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from engine.conditions import All, Atom, Interval, Op, atoms
from engine.inference.checks import FAR, check, check_interval, check_word, conditions, numbers
from engine.program import BASIS_ORDER, FAILS, STATUS, Basis, Keyword, Status, Verdict
from engine.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.conditions import Condition, Values
    from engine.program import Criterion, Program

_RANK = {basis: rank for rank, basis in enumerate(BASIS_ORDER)}


def compile_direct(program: Program) -> Callable[[Values], Verdict]:
    """A function from settled values to the verdict, with an empty trace.

    Raises EngineError where the program cannot be run; the function raises it where a value cannot be compared.
    """
    check(program)
    writer = _Writer(program)
    names: dict[str, Any] = {"Verdict": Verdict, "Interval": Interval, "BASES": BASIS_ORDER}
    names |= {"check_word": check_word, "check_interval": check_interval, **writer.tables()}
    exec(compile(writer.source(), f"<guideline {program.guideline}>", "exec"), names)  # noqa: S102 - see above
    return cast("Callable[[Values], Verdict]", names["evaluate"])


class _Writer:
    """Writes the source of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.numbers = numbers(program)
        self.derived = {derived.name: f"d{index}" for index, derived in enumerate(program.derived)}
        facts = sorted({atom.fact for tree in conditions(program) for atom in atoms(tree)} - self.derived.keys())
        self.facts = {fact: f"v{index}" for index, fact in enumerate(facts)}

    def source(self) -> str:
        """The source of the function `evaluate`."""
        return "def evaluate(values):\n" + "".join(f"    {line}\n" for line in self._lines())

    def tables(self) -> dict[str, Any]:
        """The pairs of name and standing that the source refers to, so that none is built twice."""
        ids = {f"C{index}": criterion.id for index, criterion in enumerate(self.program.criteria)}
        ids |= {variable.upper(): name for name, variable in self.derived.items()}
        found: dict[str, Any] = {}
        for key, name in ids.items():
            found[key] = {int(standing): (name, standing) for standing in Standing} | {None: (name, None)}
        return found

    def _lines(self) -> Iterator[str]:
        yield "get = values.get"
        for fact, variable in self.facts.items():
            yield from self._read(fact, variable)
        for derived in self.program.derived:
            no, yes = self._standing(derived.no), self._standing(derived.yes)
            yield f"{self.derived[derived.name]} = 0 if ({no}) == 2 else 2 if ({yes}) == 2 else 1"
        yield from self._stage()
        for index, criterion in enumerate(self.program.criteria):
            yield f"c{index} = {self._criterion(criterion)}"
        for index, lift in enumerate(self.program.lifts):
            yield f"l{index} = ({self._standing(lift.when)}) == 2"
        yield "failed = []; lifted = []; rank = 5"
        yield from self._failures()
        yield f"return Verdict(stage, {self._pairs('d', 'D')}, {self._pairs('c', 'C')}, {_TAIL})"

    def _pairs(self, variable: str, table: str) -> str:
        count = len(self.program.derived if variable == "d" else self.program.criteria)
        return "(" + "".join(f"{table}{index}[{variable}{index}], " for index in range(count)) + ")"

    def _read(self, fact: str, variable: str) -> Iterator[str]:
        """Fetch a fact; an end that is not known lies beyond every bound."""
        yield f"{variable} = get({fact!r})"
        if fact not in self.numbers:
            yield f"if {variable} is not None: check_word({fact!r}, {variable})"
            return
        yield f"if {variable} is None: {variable}l = -{FAR}; {variable}h = {FAR}"
        yield "else:"
        yield f"    check_interval({fact!r}, {variable})"
        yield f"    {variable}l = {variable}.low"
        yield f"    {variable}h = {variable}.high"
        yield f"    if {variable}l is None: {variable}l = -{FAR}"
        yield f"    if {variable}h is None: {variable}h = {FAR}"

    def _stage(self) -> Iterator[str]:
        *tested, last = self.program.stages
        choice = ""
        for stage in tested:
            test = "True" if stage.when is None else f"({self._standing(stage.when)}) == 2"
            choice += f"{stage.name!r} if {test} else "
        yield f"stage = {choice}{last.name!r}"

    def _criterion(self, criterion: Criterion) -> str:
        standing = self._standing(criterion.holds)
        if criterion.keyword is Keyword.EXCLUDE:
            standing = f"2 - ({standing})"
        if criterion.stages is None:
            return standing
        return f"({standing}) if stage in {tuple(sorted(criterion.stages))!r} else None"

    def _failures(self) -> Iterator[str]:
        if self.program.status is Status.NOT_RECOMMENDED:
            yield from self._failure("True", STATUS, Basis.NOT_RECOMMENDED)
        for index, criterion in enumerate(self.program.criteria):
            for standing in Standing:
                basis = FAILS.get((criterion.keyword, standing))
                if basis is not None:
                    yield from self._failure(f"c{index} == {int(standing)}", criterion.id, basis)

    def _failure(self, test: str, name: str, basis: Basis) -> Iterator[str]:
        yield f"if {test}:"
        word = "if"
        for index, lift in enumerate(self.program.lifts):
            if name in lift.lifts:
                yield f"    {word} l{index}: lifted.append(({name!r}, {lift.id!r}))"
                word = "elif"
        inner = "    " if word == "if" else "        "
        if word == "elif":
            yield "    else:"
        yield f"{inner}failed.append({name!r})"
        yield f"{inner}if rank > {_RANK[basis]}: rank = {_RANK[basis]}"

    def _standing(self, condition: Condition) -> str:
        """An expression that is 0, 1 or 2, as `engine.conditions.stands` defines it."""
        if isinstance(condition, Atom):
            return self._atom(condition)
        if not condition.parts:
            return "2" if isinstance(condition, All) else "0"
        if len(condition.parts) == 1:
            return self._standing(condition.parts[0])
        name = "min" if isinstance(condition, All) else "max"
        return f"{name}({', '.join(self._standing(part) for part in condition.parts)})"

    def _atom(self, atom: Atom) -> str:
        if atom.fact in self.derived:
            return self._derived_atom(atom)
        variable = self.facts[atom.fact]
        if atom.op in {Op.IS, Op.ONE_OF}:
            test = f"{variable} == {atom.words[0]!r}" if len(atom.words) == 1 else f"{variable} in {atom.words!r}"
            return f"{int(atom.silent)} if {variable} is None else 2 if {test} else 0"
        if atom.op is Op.AT_MOST:
            known = f"0 if {variable}l > {atom.bound!r} else 2 if {variable}h <= {atom.bound!r} else 1"
        else:
            known = f"0 if {variable}h < {atom.bound!r} else 2 if {variable}l >= {atom.bound!r} else 1"
        return known if atom.silent == 1 else f"{int(atom.silent)} if {variable} is None else {known}"

    def _derived_atom(self, atom: Atom) -> str:
        """A derived fact is a number already; the words it is compared with decide what that number means."""
        yes, no = (2 if word in atom.words else 0 for word in ("yes", "no"))
        return f"({no}, {int(atom.silent)}, {yes})[{self.derived[atom.fact]}]"


_TAIL = "tuple(failed), tuple(lifted), BASES[rank]"
