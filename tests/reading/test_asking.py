"""What letters of any layout ask for: in sentences, lists, tables, boxes, and what they name without asking."""

from __future__ import annotations

import pytest

from engine.document import Document
from engine.facts import Assertion, Fact
from engine.reading.reader import read

HEAD = "PROGRESS NOTE\nDate: 3/4/2014\nThe patient is a 44 year old man with chronic low back pain.\n"
Wanted = dict[str, object]


def facts_of(text: str, kind: str = "request.item") -> list[Fact]:
    return [fact for fact in read(Document("letter", text)).facts if fact.type == kind]


def asked(text: str) -> Wanted:
    """The treatments asked for outright and not granted, each with its quantity."""
    firm = [fact for fact in facts_of(text) if fact.assertion is Assertion.AFFIRMED]
    return {str(f.value["treatment"]): f.value.get("quantity") for f in firm if f.value.get("certified") != "yes"}


SENTENCES: list[tuple[str, Wanted]] = [
    ("I would like to get her started on acupuncture, two times a week for three weeks.", {"acupuncture": 6}),
    ("Plan is physical therapy 2x6 for the low back and a TENS unit to buy.", {"physical_medicine": 12, "tens": None}),
    ("Please authorize eight chiropractic visits.", {"manual_therapy_manipulation": 8}),
    ("PT and acupuncture 2x4.", {"physical_medicine": 8, "acupuncture": 8}),
    ("Let's try six visits of massage therapy.", {"massage_therapy": 6}),
    ("She should go to a psychologist for CBT, 4 sessions.", {"cbt_behavioral": 4}),
    ("At this point he needs a home H-wave unit.", {"h_wave": None}),
    ("The next step is a pain management consultation.", {"specialist_consult": None}),
    ("Refill: Norco 10/325 #90, Soma 350 #30.", {"opioids": 90, "carisoprodol": 30}),
    ("I feel he would do well with another six sessions of acupuncture.", {"acupuncture": 6}),
    ("Trigger point injections x 3 to the right trapezius are proposed.", {"trigger_point_injection": 3}),
    ("We need the OK for 8 more hand therapy visits.", {"physical_medicine": 8}),
    ("Seeking: massage 1x6; gym membership for 6 months.", {"massage_therapy": 6, "gym_membership": 6}),
    ("I want her to see a spine surgeon.", {"specialist_consult": None}),
    ("An FCE is needed before he is rated.", {"functional_capacity_evaluation": None}),
    ("I asked for 12 visits of therapy for the knee after his meniscectomy.", {"physical_medicine": 12}),
    ("Treatment plan: initiate Cymbalta 30 mg daily, #30; stop Soma.", {"antidepressants_pain": 30}),
    ("MS Contin 60 mg, one tablet three times daily, #90, is requested.", {"opioids": 90}),
    ("I request EMG/NCS of the upper and lower extremities.", {"emg_ncs_upper": None, "emg_ncs_lower": None}),
    ("I request an MRI of the cervical and lumbar spine.", {"mri_cervical": None, "mri_lumbar": None}),
    ("May I continue: Norco 10/325 #90, Soma 350 #60?", {"opioids": 90, "carisoprodol": 60}),
    ("Could we please extend chiropractic, four more visits?", {"manual_therapy_manipulation": 4}),
    ("I foresee the need for six additional sessions of acupuncture.", {"acupuncture": 6}),
    ("Alongside it I would add biofeedback, 4 sessions.", {"biofeedback": 4}),
    ("A lidocaine patch over it is what I would try.", {"lidocaine_topical": None}),
    ("His RFA has two lines on it: a TENS unit and massage x 4.", {"tens": None, "massage_therapy": 4}),
    ("I request acupuncture for the neck. Twice a week for three weeks.", {"acupuncture": 6}),
    ("Therapy: start pool PT 2 times a week, 12 sessions total.", {"aquatic_therapy": 12}),
    ("Refer to pain mgmt.", {"specialist_consult": None}),
    ("Auth req: TENS unit, purchase. Massage 1x6.", {"tens": None, "massage_therapy": 6}),
]
NOT_ASKED = [
    "He completed 12 visits of physical therapy last year.",
    "MRI was done in 2012 and showed a bulge.",
    "If he is no better we will consider an epidural.",
    "I do not recommend surgery or an epidural injection.",
    "He takes Norco 10/325 four times a day.",
    "Acupuncture was discussed but he declined it.",
    "Physical therapy is not requested at this time.",
    "He would like to avoid an epidural injection.",
    "His wife had acupuncture and liked it.",
    "I do not feel that any more physical therapy is needed.",
    "I see no reason to repeat the lumbar MRI.",
    "Chiropractic?",
    "Not on the table today: the MRI, more PT, a TENS unit.",
    "This is about eleven weeks out from his epidural.",
    "The massage is by my associate, who is a CMT; this I don't charge.",
    "I doubt that a gym membership is warranted.",
    "Declined by worker: acupuncture, 6 visits.",
    "Continue ibuprofen (patient has enough).",
]


@pytest.mark.parametrize(("words", "wanted"), SENTENCES)
def test_a_sentence_asks(words: str, wanted: Wanted) -> None:
    found = asked(HEAD + words)
    assert found.keys() == wanted.keys()
    assert {key: found[key] for key, count in wanted.items() if count is not None} == {
        key: count for key, count in wanted.items() if count is not None
    }


@pytest.mark.parametrize("words", NOT_ASKED)
def test_a_sentence_that_names_without_asking(words: str) -> None:
    assert asked(HEAD + words) == {}


class TestLists:
    @pytest.mark.parametrize(
        "lead", ["Orders for which we need your okay:", "WHAT WE WANT SIGNED OFF:", "Tx requests", "Kindly approve:"]
    )
    @pytest.mark.parametrize("mark", ["- ", "{n}. ", "({n}) ", "[{n}] ", "#{n} ", ""])
    def test_below_any_words_of_asking_with_any_marks(self, lead: str, mark: str) -> None:
        items = ["Physical therapy 2x4, low back", "Lumbar support, one"]
        lines = [mark.format(n=number) + item for number, item in enumerate(items, 1)]
        assert asked("\n".join([HEAD + lead, *lines])).keys() == {"physical_medicine", "lumbar_support"}

    def test_goes_on_after_a_label_inside_it(self) -> None:
        text = HEAD + "Requests:\na) PT 2x4\nGoal: sit for an hour.\nb) Norco 10/325, #60, no refill\n"
        assert asked(text) == {"physical_medicine": 8, "opioids": 60}

    def test_a_line_may_be_put_off_or_withdrawn(self) -> None:
        text = HEAD + "Requests:\n1. PT 2x4\n2. TENS unit - VOID, entered by mistake\n3. chiropractic: let's hold off\n"
        assert asked(text) == {"physical_medicine": 8}

    def test_an_item_may_be_settled_by_its_mark_elsewhere(self) -> None:
        text = HEAD + "The office asked for (a) six visits of acupuncture and (b) a TENS unit. Item (b) was approved.\n"
        assert asked(text) == {"acupuncture": 6}

    def test_history_in_the_shape_of_a_list_is_none(self) -> None:
        text = HEAD + "Treatment to date:\n1. PT 12 visits\n2. Acupuncture 6 visits\nRequests:\n1. Massage 1x6\n"
        assert asked(text) == {"massage_therapy": 6}


    @pytest.mark.parametrize(
        "marks",
        [("7a. ", "7b. "), ("Pending claim 1: ", "Pending claim 2: "), ("1.1 ", "1.2 "), ("Order 1: ", "Order 2: ")],
    )
    def test_lists_within_lists_and_marks_that_say_what_they_count(self, marks: tuple[str, str]) -> None:
        text = f"{HEAD}Requests:\n{marks[0]}Yoga, 12 classes\n{marks[1]}Acupuncture, 4 visits\n"
        assert asked(text) == {"yoga": 12, "acupuncture": 4}

    def test_lines_of_one_list_are_items_of_their_own(self) -> None:
        text = HEAD + "Requests:\n- Radiofrequency ablation L4-5, one session\n- Medial branch block L2-3, one\n"
        assert len(facts_of(text)) == 2

    def test_the_answer_to_what_is_asked(self) -> None:
        text = HEAD + (
            "Q. What is being ordered?\nA. One TENS unit, purchase. And massage therapy, 4 visits.\n"
            "Q. What was tried?\nA. She had acupuncture, 6 visits, without relief.\n"
        )
        assert asked(text) == {"tens": 1, "massage_therapy": 4}

    def test_below_a_label_of_what_is_not_asked_for(self) -> None:
        text = HEAD + "Requests:\n1. Massage 1x6\nNot requested today:\n1. PT 2x4\n2. Acupuncture, 6 visits\n"
        assert asked(text) == {"massage_therapy": 6}

    def test_a_plan_told_in_one_paragraph(self) -> None:
        text = HEAD + "He limps and the calf is thin. Plan. PT right ankle, 12 visits. NMES unit, purchase.\n"
        assert asked(text).keys() == {"physical_medicine", "nmes"}

    @pytest.mark.parametrize("line", ["NCS 5/2011: absent sural response", "2012\tnaproxen; PT x 12; weight loss"])
    def test_studies_of_a_day_and_lists_of_years_are_history(self, line: str) -> None:
        assert asked(f"{HEAD}Requests:\n1. Massage 1x6\n{line}\n") == {"massage_therapy": 6}


class TestTables:
    def test_columns_of_outcomes_alone(self) -> None:
        text = (
            "UTILIZATION REVIEW RESPONSE\n                    approve   modify   deny\n"
            "MRI right knee         [ ]      [ ]     [X]\nPT eval, 2 visits      [X]      [ ]     [ ]\n"
        )
        assert asked(text).keys() == {"mri_knee"}

    def test_what_was_measured_then_and_now_is_no_request(self) -> None:
        text = (
            HEAD + "I request acupuncture, 6 visits.\n\nMeasure         intake     now\n"
            "Norco, tablets/day        4          2\nAdvil a day     3      1, some days none\n"
        )
        assert asked(text) == {"acupuncture": 6}

    def test_a_column_counts_and_a_row_may_be_granted(self) -> None:
        text = (
            "UTILIZATION REVIEW DECISION\n"
            "| # | Requested | Units | Outcome |\n|---|---|---|---|\n"
            "| 1 | Acupuncture, neck | 12 | DENIED |\n| 2 | Norco 10/325 mg | #60 | MODIFIED |\n"
            "| 3 | Lumbar support | 1 | certified |\n"
        )
        assert asked(text) == {"acupuncture": 12, "opioids": 60}

    def test_what_was_granted_whole_by_figures(self) -> None:
        rows = "Massage therapy    12        6         6\nAcupuncture        6         6         0\n"
        assert asked("UR NOTICE\nService            Asked     Granted   Refused\n" + rows) == {"massage_therapy": 12}

    def test_rows_parted_by_commas(self) -> None:
        rows = "77101, omeprazole, 20 mg, 1 bid, 60, REJECT\n77105, docusate, 100 mg, 1 bid, 60, PAID\n"
        assert asked("PRIOR AUTH FILE\n\nrx_no, drug, strength, sig, qty, result\n" + rows) == {"ppi_with_nsaid": 60}

    def test_dotted_leaders(self) -> None:
        rows = (
            "Item 1 ....... Hinged knee brace, custom ....... DENY\nItem 2 ....... Meloxicam 7.5 mg #30 ....... CERT\n"
        )
        assert asked("PEER REVIEW\n" + rows).keys() == {"knee_brace"}

    def test_a_table_of_measurements_asks_for_nothing(self) -> None:
        rows = "Measure      Initial   Now   Goal\nOswestry     52        34    20\nLift         15        35    50\n"
        assert asked(HEAD + rows) == {}


class TestForms:
    def test_only_the_ticked_box_asks(self) -> None:
        assert asked(HEAD + "DEVICE   [X] H-wave home unit, purchase   [ ] TENS unit\n").keys() == {"h_wave"}

    def test_boxes_of_a_history_ask_for_nothing(self) -> None:
        text = HEAD + "Tried before: [x] physical therapy [x] TENS\nRequest: acupuncture 2x3\n"
        assert asked(text) == {"acupuncture": 6}


class TestUnnamed:
    def test_visits_are_those_of_the_office_that_writes(self) -> None:
        text = (
            "OUTPATIENT REHABILITATION - PROGRESS SUMMARY\nPlan: request four more visits, once weekly for 4 weeks.\n"
        )
        assert asked(text) == {"physical_medicine": 4}

    def test_what_nothing_asks_for_outright_is_inferred_and_says_so(self) -> None:
        text = "Note of 3/4/2014\nLow back pain. Norco 10/325 mg #90 beside the home exercises.\n"
        assert [fact.rule for fact in facts_of(text)] == ["item.inferred"]


class TestDates:
    @pytest.mark.parametrize(
        "words",
        [
            "RFA dated 3/1/2014",
            "RFA of 3/1/14:",
            "RFA signed 03/01/2014",
            "Date of request: 3/1/2014",
            "RFA 2014-03-01",
        ],
    )
    def test_of_a_request(self, words: str) -> None:
        dates = facts_of(f"CLINIC NOTE\n{words}\nThe patient has knee pain.\n", "document.date")
        assert [(str(d.value["date"]), d.value["kind"]) for d in dates if d.value["kind"] == "request"] == [
            ("2014-03-01", "request")
        ]

    def test_a_denial_of_a_request_is_no_date_of_it(self) -> None:
        dates = facts_of(
            "CLINICAL CASE SUMMARY\nUtilization review denied the request on 5/22/2014.\n", "document.date"
        )
        assert [d for d in dates if d.value["kind"] == "request"] == []

    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("UR 3/1/2014", "decision"),
            ("Denied by UR 03/01/2014.", "decision"),
            ("UR denial of 01MAR2014", "decision"),
            ("Non-certified on 1-Mar-2014", "decision"),
            ("Report signed 3/1/2014.", "report"),
            ("Seen 3/1/14, knee is the same.", "report"),
            ("Electronically signed on March 1st, 2014", "report"),
            ("This report: 3/1/14", "report"),
        ],
    )
    def test_right_behind_what_it_dates(self, words: str, kind: str) -> None:
        dates = facts_of(f"CLINIC\nThe knee is sore.\n{words}\n", "document.date")
        assert [(str(d.value["date"]), d.value["kind"]) for d in dates] == [("2014-03-01", kind)]

    def test_at_the_head_of_a_letter(self) -> None:
        dates = facts_of(
            "HILLSIDE CLINIC\nSeptember 16, 2013\n\nDear Adjuster:\nPlease approve PT 2x4.\n", "document.date"
        )
        assert [(str(d.value["date"]), d.value["kind"]) for d in dates] == [("2013-09-16", "other")]


def test_the_marks_of_a_list_within_a_sentence_part_its_items() -> None:
    words = (
        "Please authorize (1) left knee arthroscopy with partial meniscectomy, (2) physical therapy after the "
        "operation, three a week for four weeks, (3) crutches."
    )
    wanted = {"knee_meniscectomy": None, "physical_medicine": 12, "durable_equipment_other": None}
    assert asked(HEAD.replace("low back", "knee") + words) == wanted
