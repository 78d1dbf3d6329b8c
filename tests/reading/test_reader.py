"""The reader as a whole: what it says of small documents, and laws that hold for any text."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.document import Document
from engine.facts import Assertion, Fact, Source
from engine.reading.reader import read

REPO = Path(__file__).parents[2]
LETTERS = REPO.parent / "shared" / "letters"
SUMMARY = "CLINICAL CASE SUMMARY\n"
ISSUES = "\nIMR ISSUES, DECISIONS AND RATIONALES\n"


def facts_of(text: str, kind: str = "") -> list[Fact]:
    return [fact for fact in read(Document("letter", text)).facts if not kind or fact.type == kind]


def only(text: str, kind: str) -> Fact:
    found = facts_of(text, kind)
    assert len(found) == 1, found
    return found[0]


class TestPatient:
    @pytest.mark.parametrize(
        ("words", "years", "sex"),
        [
            ("The patient is a 34-year-old woman.", 34, "female"),
            ("This is a fifty-one year old male.", 51, "male"),
            ("Pt is a 29yo F.", 29, "female"),
            ("62 y/o male with knee pain.", 62, "male"),
            ("Claimant is a 45 y.o. gentleman.", 45, "male"),
        ],
    )
    def test_age_and_sex(self, words: str, years: int, sex: str) -> None:
        assert only(SUMMARY + words, "patient.age").value == {"years": years}
        assert only(SUMMARY + words, "patient.sex").value == {"sex": sex}

    def test_sex_by_pronoun_only_where_unstated(self) -> None:
        text = SUMMARY + "The patient is a 40 year old welder. He has knee pain. His pain is constant."
        assert only(text, "patient.sex").value == {"sex": "male"}

    def test_the_reviewer_is_not_the_patient(self) -> None:
        text = "HOW THE IMR FINAL DETERMINATION WAS MADE\nThe expert reviewer is a 61-year-old man, Board Certified.\n"
        assert facts_of(text) == []

    @pytest.mark.parametrize(
        "words",
        [
            "DOI: 03/04/2012",
            "Date of injury: March 4, 2012",
            "He was injured on 3/4/12.",
            "D/I 03-04-2012",
            "DOB: 09/14/1974 DOI: 03/04/2012",
            "D/Inj. 3/4/12. Low back mainly.",
            "D/A 3/4/2012, thoracic spine",
            "Cumulative trauma, last date of exposure 3/4/2012.",
            "Claim of 3/4/12: right knee.",
            "An industrial lifting event of March 4, 2012.",
        ],
    )
    def test_date_of_injury(self, words: str) -> None:
        assert only(SUMMARY + words, "injury.date").value == {"date": date(2012, 3, 4)}


class TestItems:
    @pytest.mark.parametrize(
        ("words", "treatment", "quantity"),
        [
            ("The provider requested acupuncture 2 times a week for 3 weeks.", "acupuncture", 6),
            ("Request is made for ten additional sessions of physical therapy.", "physical_medicine", 10),
            (
                "The physician is requesting chiropractic treatment 3x4 for the low back.",
                "manual_therapy_manipulation",
                12,
            ),
            ("Authorization was requested for Norco 10/325 mg #90.", "opioids", 90),
        ],
    )
    def test_requests_in_sentences(self, words: str, treatment: str, quantity: int) -> None:
        item = only(SUMMARY + words, "request.item")
        assert (item.value["treatment"], item.value["quantity"]) == (treatment, quantity)

    def test_disputed_lines_rule_and_the_summary_adds(self) -> None:
        text = (
            SUMMARY
            + "The treating physician requested acupuncture twice a week for four weeks for the neck and a knee brace."
            + ISSUES
            + "Acupuncture, eight (8) visits: Upheld\n"
        )
        item = only(text, "request.item")
        assert item.value["quantity"] == 8
        assert item.value["body_part"] == "neck"
        assert "Upheld" not in str(item.value["wording"])

    def test_lines_without_outcomes_are_disputed_too(self) -> None:
        text = SUMMARY + "She has neck pain." + ISSUES + "Massage therapy, 6 visits:\n\nTENS unit, purchase:\n"
        assert [f.value["treatment"] for f in facts_of(text, "request.item")] == ["massage_therapy", "tens"]

    def test_two_readings_of_an_amount_are_kept(self) -> None:
        item = only(SUMMARY + "The provider requested physical therapy 3x4 (10 visits).", "request.item")
        assert (item.value["quantity"], item.value["quantity_high"]) == (10, 12)

    def test_a_certified_line_is_marked(self) -> None:
        lines = "1. Massage therapy x 6\n2. MRI lumbar spine, certified, not in dispute\n"
        text = "UTILIZATION REVIEW DETERMINATION\nRequested services:\n" + lines
        found = {f.value["treatment"]: f.value.get("certified") for f in facts_of(text, "request.item")}
        assert found == {"massage_therapy": None, "mri_lumbar": "yes"}

    def test_a_request_on_a_condition_is_hypothetical(self) -> None:
        text = "PROGRESS REPORT (PR-2)\nPlan: Continue PT 2x3. If no improvement, consider MRI of the knee.\n"
        found = {f.value["treatment"]: f.assertion for f in facts_of(text, "request.item")}
        assert found == {"physical_medicine": Assertion.AFFIRMED, "mri_knee": Assertion.HYPOTHETICAL}

    def test_a_compound_is_one_item_with_its_ingredients(self) -> None:
        text = "REQUEST FOR AUTHORIZATION\n1. Compounded cream: ketoprofen 10%, gabapentin 6%, lidocaine 5%\n"
        item = only(text, "request.item")
        assert item.value["treatment"] == "topical_analgesics"
        assert item.value["ingredients"] == "ketoprofen,gabapentin,lidocaine"

    def test_imaging_goes_by_body_part(self) -> None:
        assert (
            only(SUMMARY + "The provider requested an MRI of the right knee.", "request.item").value["treatment"]
            == "mri_knee"
        )


class TestWhereItemsStand:
    def test_the_only_region_of_the_diagnoses_is_meant(self) -> None:
        text = SUMMARY + "Diagnoses: lumbar sprain. The provider requested acupuncture x 6."
        assert only(text, "request.item").value["body_part"] == "low_back"

    def test_two_regions_leave_it_open(self) -> None:
        text = (
            SUMMARY + "Diagnoses: lumbar sprain and right knee osteoarthritis. The provider requested acupuncture x 6."
        )
        assert "body_part" not in only(text, "request.item").value

    def test_a_form_that_asks_for_the_unit(self) -> None:
        text = "TENS TRIAL OUTCOME FORM\nHe used the TENS unit daily.\nRequest: [X] purchase of unit [ ] rental\n"
        found = [(f.value["treatment"], f.value["arrangement"]) for f in facts_of(text, "request.item")]
        assert found == [("tens", "purchase")]

    def test_weeks_of_wear_are_no_quantity(self) -> None:
        item = only("PROGRESS REPORT\nPlan:\n- lumbar brace for the next 2 weeks\n", "request.item")
        assert "quantity" not in item.value

    def test_levels_are_joints_where_joints_are_named(self) -> None:
        text = SUMMARY + "The provider requested medial branch blocks at L4-5 and L5-S1 (branches L3, L4, L5)."
        assert only(text, "request.item").value["levels"] == 2

    def test_what_is_injected_and_why_are_no_items(self) -> None:
        text = (
            SUMMARY
            + "The provider requested trigger point injections x 4 with 1% lidocaine because he cannot take an NSAID."
        )
        assert only(text, "request.item").value["treatment"] == "trigger_point_injection"


class TestCourses:
    def test_visits_and_time(self) -> None:
        text = SUMMARY + "She completed 8 sessions of massage therapy about four months ago."
        value = only(text, "prior_course").value
        assert (value["treatment"], value["visits"], value["ago_months"]) == ("massage_therapy", 8, 4)

    def test_completed_of_authorized(self) -> None:
        value = only(SUMMARY + "He has completed 4 of 12 PT visits.", "prior_course").value
        assert (value["visits"], value["authorized"]) == (4, 12)

    @pytest.mark.parametrize(
        "words",
        [
            "The patient has not had acupuncture before.",
            "There has been no prior acupuncture.",
            "She has never undergone acupuncture.",
        ],
    )
    def test_denied(self, words: str) -> None:
        fact = only(SUMMARY + words, "prior_course")
        assert (fact.value["treatment"], fact.assertion) == ("acupuncture", Assertion.NEGATED)

    def test_count_not_in_the_record(self) -> None:
        text = (
            SUMMARY + "She received acupuncture last year. The number of prior acupuncture sessions was not specified."
        )
        unknown = [f for f in facts_of(text, "prior_course") if f.value.get("visits_unknown") == "yes"]
        assert [f.assertion for f in unknown] == [Assertion.NOT_DOCUMENTED]

    def test_a_later_sentence_binds_to_the_course_before(self) -> None:
        text = SUMMARY + "He was treated with acupuncture. The last session was on May 3, 2013."
        ends = [f.value["end"] for f in facts_of(text, "prior_course") if "end" in f.value]
        assert ends == [date(2013, 5, 3)]

    def test_a_visit_log_is_counted_without_missed_visits(self) -> None:
        days = ("03/02/15 CMT", "03/04/15 CMT", "03/06/15 no show", "03/09/15 CMT", "03/11/15 CMT")
        rows = "\n".join(days)
        logs = [
            f for f in facts_of("PROGRESS REPORT\nVISIT LOG\n" + rows + "\n", "prior_course") if f.rule == "course.log"
        ]
        assert [f.value["visits"] for f in logs] == [4]


class TestBenefit:
    @pytest.mark.parametrize(
        ("words", "domain", "assertion"),
        [
            ("Acupuncture decreased her pain.", "pain", Assertion.AFFIRMED),
            ("Her grip strength has increased with therapy.", "strength", Assertion.AFFIRMED),
            ("There was no documentation of functional improvement.", "function", Assertion.NOT_DOCUMENTED),
            ("Massage did not help.", "general", Assertion.NEGATED),
            ("Massage gave only temporary relief.", "temporary", Assertion.AFFIRMED),
            ("Her pain is unchanged with massage.", "pain", Assertion.NEGATED),
            ("The goal is functional improvement.", "function", Assertion.HYPOTHETICAL),
        ],
    )
    def test_domains_and_assertions(self, words: str, domain: str, assertion: Assertion) -> None:
        found = [(f.value["domain"], f.assertion) for f in facts_of(SUMMARY + words, "benefit")]
        assert (domain, assertion) in found

    def test_bound_to_the_treatment_named(self) -> None:
        fact = only(SUMMARY + "She noted less pain with acupuncture.", "benefit")
        assert fact.value["treatment"] == "acupuncture"

    def test_relief_in_percent_and_weeks(self) -> None:
        fact = only(SUMMARY + "The epidural steroid injection gave 60% relief for 8 weeks.", "benefit")
        assert (fact.value["percent"], fact.value["weeks"]) == (60, 8)

    def test_less_than_half_is_not_half(self) -> None:
        text = SUMMARY + "The epidural steroid injection gave less than 50% relief."
        assert only(text, "benefit").value["percent"] == 49

    def test_a_table_of_measurements(self) -> None:
        text = "PROGRESS REPORT\nMEASURE\tINITIAL\tCURRENT\nGrip R (lb)\t20\t41\nOswestry\t50%\t51%\n"
        found = {(f.value["domain"], f.assertion) for f in facts_of(text, "benefit")}
        assert found == {("strength", Assertion.AFFIRMED), ("function", Assertion.NEGATED)}


class TestReview:
    def test_decision_with_date(self) -> None:
        fact = only(SUMMARY + "Utilization review denied the request on 05/06/2014 due to lack of gain.", "ur.decision")
        assert fact.value == {"decision": "denied", "date": date(2014, 5, 6)}
        assert fact.source is Source.UR

    def test_modified_with_what_was_allowed(self) -> None:
        fact = only(SUMMARY + "On 7/8/2014 UR modified the request to 6 sessions.", "ur.decision")
        assert (fact.value["decision"], fact.value["approved_quantity"]) == ("modified", 6)

    def test_a_denied_symptom_is_no_decision(self) -> None:
        assert facts_of(SUMMARY + "He denied numbness.", "ur.decision") == []

    def test_guidelines_cited_by_the_claims_administrator(self) -> None:
        text = (
            SUMMARY
            + ISSUES
            + "Massage therapy x 6: Upheld\nClaims Administrator guideline: Decision based on ACOEM Chapter 8.\n"
        )
        fact = only(text, "guideline.cited")
        assert fact.value == {"document": "acoem", "chapter": 8, "by": "claims_administrator"}


class TestWhatGivesNoFacts:
    @pytest.mark.parametrize(
        "sentence",
        [
            "Massage should be limited to 4-6 visits in most cases.",
            "MTUS recommends a trial of 6 visits over 2 weeks, with evidence of functional improvement.",
            "Therefore, the request for 6 sessions of massage therapy is not medically necessary.",
        ],
    )
    def test_guideline_and_conclusion(self, sentence: str) -> None:
        text = SUMMARY + "She has neck pain." + ISSUES + "Massage therapy x 6: Upheld\nDecision rationale: " + sentence
        kinds = {"prior_course", "benefit", "concurrent", "work.status", "patient.age"}
        assert [f for f in facts_of(text) if f.type in kinds] == []

    def test_an_empty_document(self) -> None:
        reading = read(Document("empty", ""))
        assert (reading.facts, reading.unread) == ((), ())


@pytest.mark.parametrize("words", ["A negative MRI of the knee.", "There is a medial meniscal tear on MRI."])
def test_a_finding_told_before_its_study_is_quoted_with_it(words: str) -> None:
    found = read(Document("letter", f"PROGRESS REPORT\nOBJECTIVE\n{words}\n")).facts
    quotes = [each.quote for fact in found if fact.type == "imaging" for each in fact.evidence]
    assert quotes
    assert all(each and each in words for each in quotes)


def test_what_looked_clinical_and_was_not_read_is_shown() -> None:
    reading = read(Document("letter", SUMMARY + "Something odd was seen at the left knee that nobody can name.\n"))
    assert any("knee" in sentence.quote for sentence in reading.unread)
    assert all(sentence.why for sentence in reading.unread)


letters = st.text(
    alphabet=st.sampled_from("abcdeXYZ 0123456789/-.,:;#%()'\n\t\u2019\u2014\u00a0\ufb01")
    | st.characters(codec="utf-8"),
    max_size=300,
)
PIECES = [
    "The patient is a 41 year old male. ",
    "DOI 3/2/2011. ",
    "He completed 6 of 12 PT visits ",
    "massage therapy 2x4 ",
    "\n",
    "\n\n",
    "UR denied the request on 1/2/2014. ",
    "Upheld",
    "1. Norco 10/325 #120: ",
    "no improvement ",
    "decreased pain from 8/10 to 4/10 ",
    "IMR ISSUES, DECISIONS AND RATIONALES\n",
    "Plan: ",
    "MRI of the lumbar spine ",
    "if ",
    "(",
    "twelve (12) ",
    "L4-5 ",
    "working full duty. ",
]
clinical = st.lists(st.sampled_from(PIECES) | letters, max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(clinical)
def test_any_text_is_read_and_every_quote_stands_where_it_says(text: str) -> None:
    reading = read(Document("any", text))
    for fact in reading.facts:
        assert fact.evidence
        for evidence in fact.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
            assert evidence.line == text.count("\n", 0, evidence.start) + 1
    for sentence in reading.unread:
        assert text[sentence.start : sentence.end] == sentence.quote


@settings(max_examples=40, deadline=None)
@given(clinical)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read(Document("any", text)) == read(Document("any", text))


@settings(max_examples=60, deadline=None)
@given(clinical)
def test_only_declared_types_and_slots(text: str) -> None:
    from engine import strict_yaml  # noqa: PLC0415 - only this law needs it
    from engine.resources import rules_folder  # noqa: PLC0415 - likewise

    types = strict_yaml.read(rules_folder() / "vocabulary" / "fact-types.yaml").data
    for fact in read(Document("any", text)).facts:
        for slot, value in fact.value.items():
            allowed = types[fact.type][slot]
            assert not isinstance(allowed, list) or value in allowed, (fact.type, slot, value)


SAMPLE = """CLINICAL CASE SUMMARY
The injured worker is a 47 year old female with a date of injury of 02/03/2012. Diagnoses include cervical strain and
right carpal tunnel syndrome. She has completed 10 visits of acupuncture with less pain and improved range of motion.
She performs a home exercise program and works modified duty. The provider requested additional acupuncture 2 times a
week for 4 weeks for the neck. Utilization review denied the request on 09/08/2014.
IMR ISSUES, DECISIONS AND RATIONALES
Acupuncture, 8 visits: Upheld
"""


def said(text: str) -> set[tuple[object, ...]]:
    """What a text says, without places and without wording."""
    skipped = {"wording"}
    return {
        (f.type, f.assertion, *sorted((k, str(v)) for k, v in f.value.items() if k not in skipped))
        for f in facts_of(text)
    }


class TestPerturbations:
    @pytest.mark.parametrize("width", [60, 80, 100])
    def test_rewrapped(self, width: int) -> None:
        wrapped = "\n".join(textwrap.fill(line, width, break_long_words=False) for line in SAMPLE.splitlines())
        assert said(wrapped) == said(SAMPLE)

    def test_double_spaced(self) -> None:
        assert said(SAMPLE.replace("\n", "\n\n")) == said(SAMPLE)

    def test_windows_line_ends(self) -> None:
        assert said(SAMPLE.replace("\n", "\r\n")) == said(SAMPLE)

    def test_typeset(self) -> None:
        assert said(SAMPLE.replace(" ", "\u00a0", 30).replace("-", "\u2011")) == said(SAMPLE)

    def test_capitals(self) -> None:
        kept = {(kind, assertion) for kind, assertion, *_ in said(SAMPLE)}
        assert {(kind, assertion) for kind, assertion, *_ in said(SAMPLE.upper())} >= kept - {("code", "affirmed")}


SCRIPT = """
import sys
from pathlib import Path
from engine.document import Document
from engine.reading.reader import read
import hashlib
text = sys.stdin.read()
print(hashlib.sha256(read(Document("x", text)).model_dump_json().encode()).hexdigest())
"""


def test_same_bytes_under_any_hash_seed() -> None:
    hashes = set()
    for seed in ("0", "1", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=SAMPLE,
            capture_output=True,
            text=True,
            check=True,
            cwd=REPO,
            env=environment,
        )
        hashes.add(run.stdout.strip())
    assert len(hashes) == 1
    assert re.fullmatch(r"[0-9a-f]{64}", hashlib.sha256(b"").hexdigest())


def test_nothing_of_the_reviewers_qualifications_is_read() -> None:
    path = LETTERS / "L00_myofascial.yaml"
    if not path.exists():
        pytest.skip("the annotated letters are not beside this checkout")
    from tests.scoring.gold import letters as gold_letters  # noqa: PLC0415 - only where the letters are

    document = next(each for each in gold_letters() if each.name == "L00_myofascial")
    qualifications = document.text.index("CLINICAL CASE SUMMARY")
    assert all(fact.evidence[0].start > qualifications for fact in read(Document(document.name, document.text)).facts)
