from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts import Source
from engine.reading.folding import Case
from engine.reading.normalise import normalise
from engine.reading.sentences import sentence_ends
from engine.reading.zones import Kind, Zone, zones
from tests.reading.letters import texts

IMR = """HOW THE IMR FINAL DETERMINATION WAS MADE
The expert reviewer is a 55-year-old board certified physician in active practice for more than five years.
CLINICAL CASE SUMMARY
The patient is a 40-year-old man. Per the 6/3/2014 report, he has less pain. Utilization review denied care on 7/1/2014.
IMR ISSUES, DECISIONS AND RATIONALES
Massage therapy, 6 visits: Overturned
Decision rationale: The MTUS states massage should be limited to 4-6 visits in most cases. Massage eases muscle pain.
Prior therapy ended eleven months ago. The patient has not had any recent therapy. Therefore, it is medically necessary.
Yoga, 6 classes: Upheld
Decision rationale: The patient has no such program.
"""


def _read(text: str) -> list[tuple[str, Zone]]:
    normal = normalise(text)
    return [(normal.text[zone.start : zone.end], zone) for zone in zones(normal)]


def _zone(text: str, words: str) -> Zone:
    return next(zone for sentence, zone in _read(text) if words in sentence)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("55-year-old board", Kind.BOILERPLATE),
        ("40-year-old man", Kind.PATIENT),
        ("Utilization review denied", Kind.PATIENT),
        ("Overturned", Kind.LABEL),
        ("limited to 4-6", Kind.GUIDELINE),
        ("Massage eases", Kind.GUIDELINE),
        ("eleven months ago", Kind.PATIENT),
        ("not had any recent", Kind.PATIENT),
        ("Therefore", Kind.CONCLUSION),
        ("CLINICAL CASE SUMMARY", Kind.HEADER),
    ],
)
def test_kinds_of_sentences_in_a_determination(words: str, kind: Kind) -> None:
    assert _zone(IMR, words).kind is kind


def test_who_speaks() -> None:
    assert _zone(IMR, "Utilization review denied").source is Source.UR
    assert _zone(IMR, "eleven months ago").source is Source.REVIEWER
    assert _zone(IMR, "40-year-old man").source is Source.RECORD
    letter = (
        "Utilization review determination\n"
        "Clinical summary: She has had 6 visits. She reports pain. The doctor notes spasm.\n"
    )
    assert [zone.source for sentence, zone in _read(letter) if "She" in sentence or "doctor" in sentence] == [
        Source.UR,
        Source.PATIENT,
        Source.PROVIDER,
    ]


def test_items_of_a_determination_are_numbered() -> None:
    assert _zone(IMR, "6 visits: Overturned").item == 0
    assert _zone(IMR, "eleven months ago").item == 0
    assert _zone(IMR, "no such program").item == 1
    assert _zone(IMR, "40-year-old man").item is None


def test_the_date_of_a_report_holds_for_what_follows() -> None:
    assert _zone(IMR, "less pain").as_of == date(2014, 6, 3)
    assert _zone("PROGRESS NOTE\nDOS: 03/19/2015\nSubjective: Less pain.\n", "Less pain").as_of == date(2015, 3, 19)


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Subjective: less pain", "subjective"),
        ("PLAN / RFA", "plan"),
        ("S: less pain", "subjective"),
        ("History. Neck pain since May.", "history"),
        ("Work status: full duty", "work_status"),
        ("TREATMENT REQUESTED: yoga", "request"),
        ("Clinical case summary", "summary"),
    ],
)
def test_headings(line: str, section: str) -> None:
    assert _read("Progress note of a visit\n" + line + "\n")[-1][1].section == section


def test_headings_are_found_where_line_ends_are_lost() -> None:
    lost = " ".join(IMR.split())
    assert {zone.section for _, zone in _read(lost)} >= {"summary", "issues", "rationale"}
    assert _zone(lost, "6 visits: Overturned").kind is Kind.LABEL
    assert _zone(lost, "Massage eases").kind is Kind.GUIDELINE


def test_headings_are_found_in_small_letters() -> None:
    assert _zone(IMR.lower(), "40-year-old").section == "summary"


def test_a_table_of_requests_is_labels() -> None:
    text = (
        "Notice of utilization review decision\n\n"
        "Ln | Service / drug     | Qty | Decision\n"
        " 1 | Norco 10/325 mg    | #90 | NON-CERTIFIED\n"
    )
    assert _zone(text, "Norco").kind is Kind.LABEL


def test_a_form_is_labels() -> None:
    text = (
        "REQUEST FOR AUTHORIZATION\n"
        "Diagnosis: Cervicalgia      Service/Good Requested: Massage      Other Information: 1x6\n"
    )
    assert (_zone(text, "Massage").kind, _zone(text, "Massage").source) == (Kind.LABEL, Source.FORM)


def test_a_sentence_that_turns_from_guideline_to_patient_is_two_zones() -> None:
    text = "Decision rationale: While the MTUS does support testing, the patient was last tested in May.\n"
    assert [zone.kind for _, zone in _read(text)] == [Kind.GUIDELINE, Kind.PATIENT]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He lifts 15 lb. boxes. He rests.", 2),
        ("Dr. Smith saw J. Doe, MD. He takes 800 mg. He rests.", 3),
        ("Tender at L4-5. SLR negative.", 2),
        ("See p. 60 vs. p. 61. Next.", 2),
        ("Take t.i.d. with food. Rest.", 2),
        ("He is 61 y.o. M with pain. He rests.", 2),
        ("Pain 7.5 today", 1),
        ("Is it so? Yes! Good.", 3),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    assert len(sentence_ends(text, 0, len(text), Case.MIXED)) == sentences


def test_the_qualifications_of_a_reviewer_never_speak_of_the_patient() -> None:
    for name, text in texts().items():
        for sentence, zone in _read(text):
            if "Board Certified" in sentence or "active clinical practice" in sentence:
                assert zone.kind is Kind.BOILERPLATE, name


@pytest.mark.parametrize(
    "said",
    [
        "The male applicant, 63, was a stagehand.",
        "She lifts her grandson again and cooks on most days.",
        "This 50-year-old baker fell from a dock.",
        "[KNEE] Swollen since May; he limps.",
        "Mr. Ortiz, 44, says that sleep is poor.",
    ],
)
@pytest.mark.parametrize(
    "heading",
    [
        "Reviewer qualifications: M.D., licensed in three states.",
        "Guidelines: MTUS, page 60.",
        "Documents reviewed: four notes.",
        "Your rights: a form is enclosed.",
    ],
)
def test_what_is_said_of_the_patient_counts_below_any_heading(heading: str, said: str) -> None:
    assert _zone(f"Utilization review determination\n\n{heading}\n\n{said}\n", said[8:]).kind is Kind.PATIENT


@pytest.mark.parametrize(
    "said",
    [
        "He/she has no affiliation with the employer.",
        "The reviewer is board certified; she has been in active practice for years.",
        "You may send records that you think are useful.",
        "Patients who smoke do worse.",
        "The worker must return the form.",
    ],
)
def test_boilerplate_stays_boilerplate(said: str) -> None:
    text = f"Utilization review determination\n\nReviewer qualifications: M.D.\n\n{said}\n"
    assert _zone(text, said[:-1]).kind is Kind.BOILERPLATE


@pytest.mark.parametrize("heading", [">> chart", "== Course so far ==", "[my account]", "### How it went", "~ today ~"])
def test_a_heading_between_signs_ends_a_list(heading: str) -> None:
    text = f"Progress note\n\nRequested:\n- acupuncture, 6\n- cane\n\n{heading}\n- sleeps through, walks two blocks\n"
    assert _zone(text, "walks two").kind is Kind.PATIENT


@pytest.mark.parametrize("line", ["[X] walks two blocks daily", "- walks two blocks", "> walks", "[redacted] walks"])
def test_what_is_no_heading_between_signs(line: str) -> None:
    assert (
        _zone(f"Progress note\n\nRequested:\n- acupuncture, 6\n{line}\n- cane, adjustable\n", "cane").kind is Kind.LABEL
    )


def test_a_row_that_tells_something_is_no_title() -> None:
    text = "CASE MEMO\nWHO    male, 60, tree trimmer\nWHAT    fell from a bucket in May. Both shin bones broke.\n"
    assert _zone(text, "shin bones").kind is Kind.PATIENT


@given(st.one_of(st.text(max_size=300), st.text(alphabet=st.sampled_from("aB. :|\t\n1)-"), max_size=200)))
def test_zones_cover_all_text_in_order(text: str) -> None:
    normal = normalise(text)
    found = zones(normal)
    assert found == zones(normal)
    at = 0
    for zone in found:
        assert zone.start < zone.end
        assert not normal.text[at : zone.start].strip()
        at = zone.end
    assert not normal.text[at:].strip()
