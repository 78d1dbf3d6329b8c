"""Whether a fact that a table row needs is stated, be it declared or derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.conditions import Value, atoms, stands
from engine.settle.statements import stated
from engine.standing import Standing

if TYPE_CHECKING:
    from engine.conditions import Condition
    from engine.settle.record import Record


def is_stated(record: Record, name: str) -> bool:
    """Whether the record states a flag, computed by its tests where it is derived. Measures do not serve here."""
    return _word(record, name) == "yes"


def _word(record: Record, name: str) -> Value | None:
    derived = record.vocabulary.derived.get(name)
    if derived is None:
        return stated(record, name).value
    if _stands(record, derived.derived.no) is Standing.MET:
        return "no"
    return "yes" if _stands(record, derived.derived.yes) is Standing.MET else None


def _stands(record: Record, condition: Condition) -> Standing:
    names = sorted({atom.fact for atom in atoms(condition)})
    words = {name: _word(record, name) for name in names}
    return stands(condition, {name: word for name, word in words.items() if word is not None})
