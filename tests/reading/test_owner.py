"""Whose result a sentence tells that names no treatment: that of what its paragraph, or line of a list, is about."""

from __future__ import annotations

import pytest

from engine.document import Document
from engine.facts import Assertion
from engine.reading.reader import read

HEAD = "PROGRESS REPORT\nDate of exam: 03/14/2014\nSUBJECTIVE\n"
ACU, MASSAGE, NERVE, ESI = "acupuncture", "massage_therapy", "antiepileptics_pain", "epidural_steroid_injection"


def results(text: str, domain: str) -> list[tuple[object, Assertion]]:
    facts = read(Document("letter", f"{HEAD}{text}\n")).facts
    found = [f for f in facts if f.type == "benefit" and f.value["domain"] == domain]
    return [(f.value.get("treatment"), f.assertion) for f in found]


@pytest.mark.parametrize(
    ("text", "domain", "treatment"),
    [
        ("Acupuncture: six sessions in spring. Lumbar flexion went from 30 to 55 degrees.", "rom", ACU),
        ("Massage: six visits in 2011. She uses Norco. She mops her own floors again.", "adl", MASSAGE),
        ("1. Lyrica 75 mg bid. Started in May. He sleeps through the night now.", "sleep", NERVE),
        ("As to the epidural, it was done in May. The leg was two thirds better. He walks the dog again.", "adl", ESI),
        ("Regarding acupuncture, she had six visits. Relief lasted only until the next day.", "temporary", ACU),
        ("A first course of acupuncture ended in May. No rash. He can kneel again.", "adl", ACU),
        ("Neurontin 300 tid since June. No edema. Burning is down from 8 to 4.", "pain", NERVE),
    ],
)
def test_result_belongs_to_what_the_paragraph_is_about(text: str, domain: str, treatment: str) -> None:
    assert (treatment, Assertion.AFFIRMED) in results(text, domain)


@pytest.mark.parametrize(
    ("text", "domain", "treatment"),
    [
        ("Acupuncture: six sessions in spring.\nHe walks the dog again.", "adl", ACU),
        ("He is doing well. Tramadol was refilled. She mops her own floors again.", "adl", "opioids"),
        ("Massage: six visits. With acupuncture she mops her own floors again.", "adl", MASSAGE),
    ],
)
def test_result_of_another_line_or_treatment_is_not_its(text: str, domain: str, treatment: str) -> None:
    assert treatment not in [owner for owner, _ in results(text, domain)]


@pytest.mark.parametrize(
    "text",
    [
        "On September 27 he twisted while catching a keg and the old pain came back that night.",
        "The leg was two thirds better, and only toward the end of August did the pain creep back.",
        "Prior benefit did not last since she is symptomatic again.",
        "After the block the pain was better and came back in October.",
    ],
)
def test_what_comes_back_late_or_by_a_new_event_is_no_short_relief(text: str) -> None:
    assert not results(text, "temporary")


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("On March 22, 2012 I did an epidural. It took three quarters of the pain away well into the end of June.", 13),
        ("The epidural of 2/1/2013 gave good relief until April.", 8),
        ("The epidural of 2/1/2013 gave good relief. She is seen in April.", None),
    ],
)
def test_relief_till_a_month_is_counted_from_the_treatment(text: str, weeks: int | None) -> None:
    facts = read(Document("letter", f"{HEAD}{text}\n")).facts
    told = [f.value.get("weeks") for f in facts if f.type == "benefit" and f.value["domain"] == "pain"]
    assert set(told) == {weeks}
