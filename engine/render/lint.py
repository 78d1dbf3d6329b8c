"""What a lint found, as text and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.assurance.issues import LintReport

LINT = "upheld/lint/1"


def render_lint(report: LintReport) -> str:
    """Issues, one a line, then how the cases cover the criteria; ends with a line break."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: LintReport) -> Iterator[str]:
    yield from map(str, report.issues)
    errors = len(report.errors)
    yield f"{errors} errors, {len(report.issues) - errors} warnings"
    if report.coverage:
        partly = [each for each in report.coverage if each.unseen]
        covered = len(report.coverage) - len(partly)
        yield f"{covered} of {len(report.coverage)} criteria are seen met, not documented and not met in some case"
        yield from (f"  {each.guideline} {each.criterion}: never {', '.join(each.unseen)}" for each in partly)


def lint_object(report: LintReport) -> dict[str, Any]:
    """The same as one JSON object."""
    issues = [
        {
            "severity": each.severity.value,
            "file": each.place.file,
            "line": each.place.line,
            "wrong": each.wrong,
            "instead": each.instead,
        }
        for each in report.issues
    ]
    coverage = [
        {"guideline": each.guideline, "criterion": each.criterion, "unseen": list(each.unseen)}
        for each in report.coverage
    ]
    return {"schema": LINT, "errors": len(report.errors), "issues": issues, "coverage": coverage}
