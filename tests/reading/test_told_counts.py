"""Counts and days of courses, days told apart from counts, and times of drug use, each as one sentence tells it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.document import Document
from engine.reading.reader import read

HEAD = "PROGRESS REPORT\nDate of exam: 03/14/2014\nDate of injury: 2/3/2011\nSUBJECTIVE\n"
ASKED = "\n\nREQUEST FOR AUTHORIZATION\n1. Physical therapy, 12 visits\n"


def values(told: str, kind: str) -> list[dict[str, Any]]:
    facts = read(Document("told", f"{HEAD}{told}{ASKED}")).facts
    return [dict(f.value) for f in facts if f.type == kind and f.assertion in {"affirmed", "historical"}]


@pytest.mark.parametrize(("told", "visits"), [
    ("Acupuncture: six sessions from 3/20 to 5/8/13.", 6),
    ("She had six physical therapy sessions ending 5/18.", 6),
    ("24 PT since then: the lift crept up.", 24),
    ("PT 10 (fall 2012), naproxen, now on Neurontin.", 10),
    ("Failed PT (30+ sessions) and chiropractic.", 30),
    ("He had twelve adjustments of the low back in 2013.", 12),
    ("Adjustments of the neck on 9/14, 9/17, 9/21 and 9/24.", 4),
    ("Attended acupuncture 10/10.", 10),
    ("Patient seen for 20th visit today.", 20),
    ("Previous treatment included 18 PT visits (12 initial plus 6 additional).", 18),
])
def test_visits_are_counted(told: str, visits: int) -> None:
    assert visits in [value.get("visits") for value in values(told, "prior_course")]


@pytest.mark.parametrize("told", [
    "The OT note of 06/12 was reviewed.",
    "UR did not certify the acupuncture or the TENS unit.",
    "Two adjustments to her medication were made.",
    "Neither acupuncture nor pills hold it.",
    "He attended the team conference at the functional restoration program on 2/19.",
])
def test_no_course_is_told(told: str) -> None:
    assert values(told, "prior_course") == []


@pytest.mark.parametrize(("told", "slot", "wanted"), [
    ("Zolpidem: 18 months running.", "months", 18),
    ("Klonopin, now in its third year.", "months", 24),
    ("Halcion at bedtime, a habit of six years.", "months", 72),
    ("Baclofen was started six weeks ago.", "months", 1.4),
    ("On Restoril these past nine months.", "months", 9),
    ("Long-term Ambien use.", "months", 24),
    ("He got his first Soma prescription on 3/4/2012.", "since", "2012-03-04"),
    ("She has taken Norco since the injury.", "since", "2011-02-03"),
    ("Xanax goes back to the winter after the accident.", "since", "2011-02-03"),
])
def test_times_of_use_are_read(told: str, slot: str, wanted: float | str) -> None:
    found = [value.get(slot) for value in values(told, "medication")]
    assert str(wanted) in [str(each) for each in found]


@pytest.mark.parametrize("told", ["Ambien will be started.", "Soma was stopped two years ago.", "Valium: no use."])
def test_no_time_of_use_is_told(told: str) -> None:
    assert not any("months" in value or "since" in value for value in values(told, "medication"))
