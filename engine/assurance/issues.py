"""What a lint finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.errors import Place, RuleError


class Severity(StrEnum):
    """Errors make a library unusable; warnings are worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing found, with its place and what to write instead."""

    severity: Severity
    place: Place
    wrong: str
    instead: str = ""

    def __str__(self) -> str:
        cure = f"; {self.instead}" if self.instead else ""
        return f"{self.place}: {self.severity}: {self.wrong}{cure}"


def from_error(error: RuleError) -> Issue:
    """A mistake found on loading, as an issue."""
    return Issue(Severity.ERROR, error.place, error.wrong, error.instead)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One criterion and the standings in which no case expects it."""

    guideline: str
    criterion: str
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LintReport:
    """All that was found, in file and line order, and how well the cases cover the criteria."""

    issues: tuple[Issue, ...]
    coverage: tuple[Coverage, ...]

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues that make the library unusable."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.ERROR)
