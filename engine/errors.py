"""What can go wrong, as one tree.

UpheldError                 anything this program says about its input; exit status 2
├── InputError              a letter or case that cannot be used (empty, binary, too large, no disputed item)
├── RuleError               one mistake in a rule, vocabulary, lexicon or case file, with its place
├── RuleErrors              all the mistakes found in one load, in file and line order
└── EngineError             an inference engine failed or met one of its hard limits
    └── Disagreement        two evaluators reached different findings; exit status 3

Messages are lower case, quote the user's words in backticks, name the place and say the cure. They never
quote a health record: a letter is named by its file name or hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, both as the user knows them; `line` counts from 1 and 0 means the whole file."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class UpheldError(Exception):
    """The root of every error this program raises on purpose."""

    exit_status = 2


class InputError(UpheldError):
    """A document or case that cannot be used; the message names the cure."""


class RuleError(UpheldError):
    """One mistake in a YAML file: `file:line: what is wrong; what to write instead`."""

    def __init__(self, place: Place, wrong: str, instead: str = "") -> None:
        self.place = place
        self.wrong = wrong
        self.instead = instead
        super().__init__(f"{place}: {wrong}" + (f"; {instead}" if instead else ""))


class RuleErrors(UpheldError):
    """Every mistake of one load; `errors` is in file and line order."""

    def __init__(self, errors: Iterable[RuleError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.place.file, error.place.line, error.wrong)))
        super().__init__("\n".join(str(error) for error in self.errors))


class EngineError(UpheldError):
    """An inference engine failed, or a rule exceeds one of its hard limits."""


class Disagreement(EngineError):
    """Two evaluators differ on the same facts; no outcome may be given."""

    exit_status = 3
