"""How much of the pain went away: by a fraction, by figures with and without the treatment, by a percentage alone."""

from __future__ import annotations

import pytest

from engine.document import Document
from engine.facts import Assertion
from engine.reading.reader import read

HEAD = "PROGRESS REPORT\nDate of exam: 03/14/2014\nSUBJECTIVE\n"
BLOCK, ESI, NERVE = "facet_medial_branch", "epidural_steroid_injection", "antiepileptics_pain"


def relief(text: str) -> set[tuple[object, object]]:
    facts = read(Document("letter", f"{HEAD}{text}\n")).facts
    pain = [f for f in facts if f.type == "benefit" and f.value["domain"] == "pain"]
    return {(f.value.get("treatment"), f.value.get("percent")) for f in pain if f.assertion is Assertion.AFFIRMED}


@pytest.mark.parametrize(
    ("text", "treatment", "percent"),
    [
        ("On pregabalin: without it burning is at 8, on it a 4.", NERVE, 50),
        ("With gabapentin the burning sits at 3; when he ran out it was a 7.", NERVE, 57),
        ("Medial branch blocks twice: Nov. 5, 2013 (lidocaine), 85 percent better for 4 hours.", BLOCK, 85),
        ("After the first medial branch block she wrote 80 percent, after the second 85 percent.", BLOCK, 80),
        ("MBB #1: 90% x 5 hours.", BLOCK, 90),
        ("That first shot took about three quarters of the pain away.", None, 75),
        ("He lost half of his pain after the epidural.", ESI, 50),
        ("Her leg pain is a third of what it was since the epidural.", ESI, 67),
        ("Maybe 30 percent for ten days after the epidural.", ESI, 30),
        ("She had two thirds less leg pain for four months after the epidural.", ESI, 66),
        ("The epidural helped 60%.", ESI, 60),
    ],
)
def test_extent_of_relief(text: str, treatment: str | None, percent: int) -> None:
    assert (treatment, percent) in relief(text)


@pytest.mark.parametrize(
    "text",
    [
        "The injection contained 0.5% bupivacaine for the joint.",
        "TPI with 1% lidocaine for the trapezius.",
        "He kept 90% of the visits for the block.",
        "The epidural was given in the back half of the clinic.",
        "Goals, long term: half the pain and less Norco.",
        "Half of his shift is spent on his feet.",
    ],
)
def test_figures_of_something_else_are_no_relief(text: str) -> None:
    assert not relief(text)
