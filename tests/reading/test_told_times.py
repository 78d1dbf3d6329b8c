"""Counts of courses, times of drug use, ages and days of injury that no label names: told in a sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.document import Document
from engine.reading.reader import read

if TYPE_CHECKING:
    from engine.facts import Fact

HEAD = "PROGRESS REPORT\nDate of exam: 05/14/2014\n"


def facts(told: str, kind: str, section: str = "HISTORY") -> list[Fact]:
    """The facts of one type that a report says to be so."""
    found = read(Document("told", f"{HEAD}{section}\n{told}\n")).facts
    return [each for each in found if each.type == kind and each.assertion in {"affirmed", "historical"}]


def values(told: str, kind: str, slot: str) -> set[Any]:
    return {each.value[slot] for each in facts(told, kind) if slot in each.value}


@pytest.mark.parametrize(
    ("told", "visits"),
    [
        ("All six took place, March 25 through April 12.", 6),
        ("She has used up the six they let us have.", 6),
        ("I count 20 visits between 2/1/2013 and 7/1/2013.", 20),
        ("He went twice a week for a month.", 8),
        ("She completed all 12.", 12),
        ("12/12 attended.", 12),
        ("8 of 12 attended.", 8),
        ("He has been 14 times.", 14),
        ("She was seen ten times.", 10),
        ("Fourteen visits in 2013.", 14),
        ("He finished the eight that were certified.", 8),
        ("His course ran to eighteen sessions.", 18),
        ("He got through nine of the twelve.", 9),
        ("Three rounds of six were given.", 18),
        ("We did the six authorized adjustments between March 7 and April 15.", 6),
        ("This was visit 5 of 8.", 5),
        ("Total to date: 16.", 16),
        ("Two rounds (8 then 12) were given.", 20),
        ("Visits: eval + 11.", 12),
        ("Twelve were authorized and four visits left.", 8),
        ("Today is her seventh session.", 7),
    ],
)
def test_a_course_is_counted_by_the_sentence_after_its_name(told: str, visits: int) -> None:
    named = "He was sent for physical therapy of the low back after the injury. "
    assert visits in values(named + told, "prior_course", "visits")


@pytest.mark.parametrize(
    ("told", "treatment", "visits"),
    [
        ("Conservative care: PT x 12, chiro x 6, no help.", "manual_therapy_manipulation", 6),
        ("PT (24), acupuncture (12), ESI x 2.", "acupuncture", 12),
        ("Prior PT, fifteen visits attended of eighteen authorized.", "physical_medicine", 15),
        ("Chiro: 24 in 2012.", "manual_therapy_manipulation", 24),
        ("She has been to the acupuncturist 9 times.", "acupuncture", 9),
        ("He went to a chiropractor four times.", "manual_therapy_manipulation", 4),
        ("ESI x3 in 2013, last 6/13.", "epidural_steroid_injection", 3),
        ("Acupuncture 4/6 done.", "acupuncture", 4),
    ],
)
def test_a_counted_treatment_in_an_account_was_had(told: str, treatment: str, visits: int) -> None:
    found = facts(told, "prior_course")
    assert visits in {each.value.get("visits") for each in found if each.value["treatment"] == treatment}


@pytest.mark.parametrize(
    "told",
    [
        "Approved for 6 acupuncture visits, not yet scheduled.",
        "Acupuncture: approved 6, done 0.",
        "She was authorized for 6 sessions of acupuncture but none were used.",
        "PT 12 visits done in 2013, acupuncture never.",
        "He has not been to an acupuncturist.",
    ],
)
def test_what_was_allowed_and_not_used_was_not_had(told: str) -> None:
    found = read(Document("told", f"{HEAD}HISTORY\n{told}\n")).facts
    course = [each for each in found if each.type == "prior_course" and each.value["treatment"] == "acupuncture"]
    assert {each.assertion.value for each in course} == {"negated"}


@pytest.mark.parametrize(
    "told",
    [
        "She has had extensive PT for her neck. Exact number unclear.",
        "She underwent PT; total visits not specified.",
        "Prior PT (number unknown).",
        "Documentation does not quantify prior physical therapy.",
    ],
)
def test_a_count_that_is_not_known(told: str) -> None:
    found = read(Document("told", f"{HEAD}HISTORY\n{told}\n")).facts
    assert any(each.type == "prior_course" and each.value.get("visits_unknown") == "yes" for each in found)


@pytest.mark.parametrize(
    ("told", "drug", "change"),
    [
        ("Pt d/c'd naproxen d/t stomach upset.", "naproxen", "stopped"),
        ("Kadian 60 bid, rotated to Exalgo 16 mg once a day.", "morphine_extended_release", "stopped"),
        ("Switch from Flexeril to Zanaflex 4 mg tid.", "tizanidine", "started"),
        ("Remeron 15mg qhs for sleep -- start.", "mirtazapine", "started"),
        ("gabapentin 300 mg tid was increased to 600 tid", "gabapentin", "increased"),
        ("OxyContin was weaned from 80 mg to 40 mg bid.", "oxycodone_extended_release", "decreased"),
        ("Percocet 10/325 qid, no change.", "oxycodone_acetaminophen", "unchanged"),
        ("Continue Norco 10/325 tid.", "hydrocodone", "unchanged"),
        ("Celebrex raised his pressure.", "celecoxib", None),
        ("He would like to stop the Vicodin.", "hydrocodone", None),
        ("He takes Norco, and the limit of 10 lb was raised to 25 lb.", "hydrocodone", None),
    ],
)
def test_what_became_of_a_drug(told: str, drug: str, change: str | None) -> None:
    found = [each.value for each in facts(told, "medication") if each.value.get("drug") == drug]
    assert {each.get("change") for each in found} <= {change}
    assert found or change is None


@pytest.mark.parametrize(
    ("told", "drug", "mg"),
    [
        ("the ibuprofen 800 makes me nauseous", "ibuprofen", 800),
        ("Prozac 40 in the morning", "fluoxetine", 40),
        ("OxyContin was weaned from 80 mg to 40 mg bid.", "oxycodone_extended_release", 40),
    ],
)
def test_the_strength_of_a_drug(told: str, drug: str, mg: int) -> None:
    assert mg in {each.value.get("mg") for each in facts(told, "medication") if each.value.get("drug") == drug}


@pytest.mark.parametrize(
    "told",
    [
        "Massage has not been given before.",
        "TENS hasn't been used.",
        "Acupuncture was never tried.",
        "The request is for acupuncture, six visits in all.",
        "Acupuncture was turned down because the patient already had PT.",
    ],
)
def test_what_was_not_had_is_no_course(told: str) -> None:
    courses = {each.value["treatment"] for each in facts(told, "prior_course")}
    assert not courses & {"massage_therapy", "tens", "acupuncture"}


@pytest.mark.parametrize(
    ("told", "drug", "since"),
    [
        ("Ambien 10 mg. On the list nightly since March of last year.", "zolpidem", date(2013, 3, 1)),
        ("Restoril, been on it since June, one at night.", "temazepam", date(2013, 6, 1)),
        ("The Ambien. I been on one every night since last October.", "zolpidem", date(2013, 10, 1)),
        ("The temazepam goes back to 2011.", "temazepam", date(2011, 1, 1)),
        ("Tizanidine: three a day, refilled every month since 2012.", "tizanidine", date(2012, 1, 1)),
    ],
)
def test_since_when_a_drug_is_taken(told: str, drug: str, since: date) -> None:
    found = [each.value for each in facts(told, "medication")]
    assert any(each.get("drug") == drug and each.get("since") == since for each in found)


@pytest.mark.parametrize(
    ("told", "months"),
    [("Soma: he's had it for years.", 24), ("She takes zolpidem. She has taken it nightly for fourteen months.", 14)],
)
def test_for_how_long_a_drug_is_taken(told: str, months: int) -> None:
    assert months in values(told, "medication", "months")


def test_a_time_of_something_else_is_none_of_the_drug() -> None:
    assert not values("Norco. He has had pain since March 2012.", "medication", "since")


def test_a_drug_that_a_urine_test_found_is_not_taken_for_that() -> None:
    assert not facts("The urine screen of 12/1/2013 found oxycodone and nothing else.", "medication")


@pytest.mark.parametrize(
    ("told", "years"),
    [
        ("You are 68 and hurt your back getting out of a van.", 68),
        ("He is forty-four.", 44),
        ("A woman aged forty-six.", 46),
        ("Ms. [redacted], 36, cleans rooms.", 36),
        ("A hairdresser, 54, with shoulder pain.", 54),
        ("The applicant, who turned 67 this spring.", 67),
        ("M   47 yr", 47),
        ("Patient F/47", 47),
        ("IW: P.L. / 51 / male / roofer", 51),
        ("Claimant T.B. - 38 - baker - hurt 2/3/2012", 38),
        ("Claim -207 . W, 33 . packer", 33),
        ("Worker: Mr. Q. (57)", 57),
        ("DOB withheld (62)", 62),
        ("J.R. is 29, a plasterer.", 29),
        ("She drives a bus and is 41 years of age.", 41),
        ("We represent the claimant, a night nurse, 36, in this appeal.", 36),
        ("48yom, fell 3/3/12", 48),
        ("seen today    26 y female, cook", 26),
    ],
)
def test_an_age_that_only_its_place_shows(told: str, years: int) -> None:
    assert values(told, "patient.age", "years") == {years}


@pytest.mark.parametrize(
    "told",
    [
        "He is 30 percent better.",
        "She is 45 minutes late.",
        "They saw 40 patients.",
        "Grip strength 44 / 61 / 38 lb right",
        "ER strength 3/5, 44 - 50 degrees",
        "Vicodin 30 - 44 - 50",
    ],
)
def test_a_number_that_is_no_age(told: str) -> None:
    assert not facts(told, "patient.age")


@pytest.mark.parametrize(
    "told",
    [
        "On 3 March 2012 she slipped on a wet floor.",
        "He fell from a ladder on 3/3/2012.",
        "She was struck by a car on 3/3/2012.",
        "His hand was caught in a press brake on March 3, 2012.",
        "Left shoulder pain began on 3/3/12 as she reached for a tray.",
        "A pallet came down on my foot on March 3, 2012.",
        "Whose line jerked him against a trunk on 3/3/12.",
        "DOI 3/3/12. He wrenched his back on a stair on 3/3/12; knee scope on 5/6/13.",
    ],
)
def test_the_day_of_a_mishap_is_that_of_the_injury(told: str) -> None:
    assert values(told, "injury.date", "date") == {date(2012, 3, 3)}


@pytest.mark.parametrize(
    "told",
    [
        "She was hurt in another car accident on 3/3/2003.",
        "The dose was cut down on 3/3/2012.",
        "Prior accident of 3/3/2005 resolved.",
    ],
)
def test_another_day_is_not_that_of_the_injury(told: str) -> None:
    assert not facts(told, "injury.date")


def test_a_sentence_that_tells_of_the_injury_again_is_further_evidence() -> None:
    again = "DOI: 3/3/12. He is a cook who slipped on grease on 3/3/12 and fell at home on 4/4/13."
    (found,) = (each for each in read(Document("again", f"{HEAD}{again}\n")).facts if each.type == "injury.date")
    assert [each.quote for each in found.evidence] == ["3/3/12", "3/3/12"]


def test_an_operation_that_is_asked_for_has_its_row() -> None:
    letter = f"{HEAD}REQUEST\n1. Left L5-S1 microdiscectomy\n2. Post-op physical therapy, 8 visits\n"
    found = [each for each in read(Document("asked", letter)).facts if each.type == "surgery"]
    assert ("lumbar_discectomy", "planned") in {(each.value.get("row"), each.value.get("status")) for each in found}
