"""Reports of case runs as text, JSON and JUnit XML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from engine.caserunner import CaseReport, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEST = "upheld/test/1"
_COLUMNS = tuple(Status)
_TOTAL = "all"


def render(reports: Sequence[CaseReport]) -> str:
    """What is not as expected, case by case, then a table by folder; ends with a line break."""
    return "\n".join([*_details(reports), *_table(reports)]) + "\n"


def _details(reports: Sequence[CaseReport]) -> Iterator[str]:
    for report in reports:
        if report.status is Status.PASSED:
            continue
        yield f"{report.status}: {report.file}" + (f" ({report.says})" if report.says else "")
        yield from (f"    {line}" for line in report.message.splitlines())
        yield from (f"    {difference}" for difference in report.differences)
        yield ""


def _table(reports: Sequence[CaseReport]) -> Iterator[str]:
    folders = sorted({report.folder for report in reports})
    width = max(map(len, [*folders, "folder"]))
    yield "folder".ljust(width) + "".join(f"{status:>12}" for status in _COLUMNS)
    for folder in folders:
        yield _row(folder, [report for report in reports if report.folder == folder], width)
    yield _row(_TOTAL, reports, width)


def _row(name: str, reports: Sequence[CaseReport], width: int) -> str:
    counts = (sum(report.status is status for report in reports) for status in _COLUMNS)
    return name.ljust(width) + "".join(f"{count:>12}" for count in counts)


def cases_object(reports: Sequence[CaseReport]) -> dict[str, Any]:
    """The reports as one JSON object."""
    counts = {status.value: sum(report.status is status for report in reports) for status in _COLUMNS}
    return {"schema": TEST, "counts": counts, "cases": [_case(report) for report in reports]}


def _case(report: CaseReport) -> dict[str, Any]:
    differences = [
        {
            "stage": each.stage.value,
            "item": each.item,
            "what": each.what,
            "expected": each.expected,
            "actual": each.actual,
        }
        for each in report.differences
    ]
    return {
        "file": report.file,
        "says": report.says,
        "status": report.status.value,
        "message": report.message,
        "differences": differences,
    }


def junit(reports: Sequence[CaseReport]) -> str:
    """The reports as JUnit XML: a suite for each folder, a known gap as skipped."""
    root = ET.Element("testsuites", name="upheld test")
    for folder in sorted({report.folder for report in reports}):
        _suite(root, folder, [report for report in reports if report.folder == folder])
    ET.indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(root, encoding='unicode')}\n"


def _suite(root: ET.Element, folder: str, reports: Sequence[CaseReport]) -> None:
    counts = {
        "tests": len(reports),
        "failures": sum(report.status in {Status.FAILED, Status.INCOMPLETE} for report in reports),
        "errors": sum(report.status is Status.ERROR for report in reports),
        "skipped": sum(report.status is Status.TODO for report in reports),
    }
    suite = ET.SubElement(root, "testsuite", {"name": folder, **{name: str(count) for name, count in counts.items()}})
    for report in reports:
        case = ET.SubElement(suite, "testcase", classname=folder, name=report.file)
        _outcome(case, report)


def _outcome(case: ET.Element, report: CaseReport) -> None:
    kinds = {Status.TODO: "skipped", Status.ERROR: "error", Status.FAILED: "failure", Status.INCOMPLETE: "failure"}
    if report.status in kinds:
        lines = [report.message] if report.message else [str(each) for each in report.differences]
        told = ET.SubElement(case, kinds[report.status], message=report.status.value)
        told.text = "\n".join(lines)
