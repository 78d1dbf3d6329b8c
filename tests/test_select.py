"""Which text speaks to an item: date, phase, part of the body, and what was passed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.case import Dates
from engine.facts import Assertion, Fact
from engine.library import load_library
from engine.recommend import check_case
from engine.recommendation import DateUsed
from engine.select import Selection, select, select_date
from engine.settle.record import Record
from tests.rules_folder import FILES, RULE, answer_of, case_of, fact, library_of, record_of, rule

if TYPE_CHECKING:
    from pathlib import Path

    from engine.library import Library

LIBRARY = load_library()
CHRONIC = "mtus-2009/chronic-pain/physical-medicine"
ACUTE = "mtus-2007/acoem/pt-acute-acoem"
SURGICAL = "mtus-2009/postsurgical/physical-medicine"
MASSAGE = "mtus-2009/chronic-pain/massage-therapy"
DAY = date(2014, 8, 31)
DATES = {kind: date(2014, number, 1) for number, kind in enumerate(("service", "request", "decision", "document"), 1)}


def therapy(*facts: Fact, on: date = DAY, injury: date | None = None, **slots: Any) -> Selection:
    asking = {"quantity": 6, "body_part": "knee", **slots}
    return select(record_of(LIBRARY, *facts, on=on, injury=injury, treatment="physical_medicine", **asking), LIBRARY)


def chosen(selection: Selection) -> str | None:
    return selection.guideline.id if selection.guideline else None


def why(selection: Selection, identity: str) -> str:
    return next(each.why for each in selection.considered if each.id == identity)


def surgery(assertion: Assertion = Assertion.AFFIRMED, **slots: Any) -> Fact:
    told = {"procedure": "meniscectomy", "row": "meniscectomy", "body_part": "knee", **slots}
    return fact("surgery", assertion, **told)


class TestDate:
    """The date that selects the text."""

    @pytest.mark.parametrize(
        ("kinds", "kind"),
        [
            (("service", "request", "decision", "document"), "service"),
            (("request", "decision", "document"), "request"),
            (("decision", "document"), "decision"),
            (("document",), "document"),
        ],
    )
    def test_order(self, kinds: tuple[str, ...], kind: str) -> None:
        given = Dates(**{each: DATES[each] for each in kinds})
        assert select_date(given, None) == DateUsed(value=DATES[kind], kind=kind)

    def test_what_the_user_says_counts_over_all(self) -> None:
        assert select_date(Dates(**DATES), date(2012, 1, 1)) == DateUsed(value=date(2012, 1, 1), kind="as_of")

    def test_a_text_may_apply_by_another_kind(self) -> None:
        used = select_date(Dates(**DATES), None, "decision")
        assert used == DateUsed(value=DATES["decision"], kind="decision")
        without = select_date(Dates(request=DATES["request"]), None, "decision")
        assert without == DateUsed(value=DATES["request"], kind="request")

    def test_without_one_nothing_is_covered_and_the_cure_is_named(self) -> None:
        answer = check_case(case_of(dates=Dates(), treatment="massage_therapy"), LIBRARY).items[0]
        assert (answer.outcome.value, answer.basis, answer.date) == ("not_covered", "not_covered", None)
        assert "no date" in answer.rationale
        assert "--as-of YYYY-MM-DD" in answer.rationale

    def test_the_date_given_decides_where_the_document_has_none(self) -> None:
        case = case_of(dates=Dates(), treatment="massage_therapy", quantity=6)
        answer = check_case(case, LIBRARY, as_of=date(2014, 1, 1), engine="direct").items[0]
        assert answer.outcome.value == "overturned"
        assert answer.date == DateUsed(value=date(2014, 1, 1), kind="as_of")


class TestEra:
    """In force on both the first and the last day; out of it, not covered, with what the last text would have said."""

    @pytest.mark.parametrize(
        ("on", "covered"),
        [
            (date(2009, 7, 17), False),
            (date(2009, 7, 18), True),
            (date(2016, 7, 28), True),
            (date(2016, 7, 29), False),
        ],
    )
    def test_the_days_of_the_2009_text(self, on: date, *, covered: bool) -> None:
        found = select(record_of(LIBRARY, on=on, treatment="massage_therapy"), LIBRARY)
        assert chosen(found) == (MASSAGE if covered else None)

    def test_outside_every_era_the_answer_is_apart_and_labelled(self) -> None:
        dates = Dates(request=date(2018, 5, 1))
        answer = answer_of(LIBRARY, case_of(treatment="massage_therapy", dates=dates, quantity=6))
        assert answer.outcome.value == "not_covered"
        assert answer.missing == (
            "no encoded text on massage therapy was in force on 1 May 2018 (encoded: 18 July 2009 to 28 July 2016)",
        )
        (note,) = answer.notes
        assert note.startswith("For comparison only: the text in force from 18 July 2009 to 28 July 2016")
        assert note.endswith("under it the denial would have been overturned, because its requirements are met.")
        assert answer.findings == ()
        assert answer.guideline is None

    def test_the_last_text_is_that_of_the_phase(self) -> None:
        later = therapy(surgery(date=date(2018, 3, 1)), on=date(2018, 5, 1))
        assert (later.last and later.last.id) == SURGICAL

    @pytest.mark.parametrize(
        ("on", "last"), [(date(2009, 1, 1), "rubbing"), (date(2013, 1, 1), "rubbing"), (date(2030, 1, 1), "second")]
    )
    def test_the_nearest_era_before_the_day_else_the_first(self, tmp_path: Path, on: date, last: str) -> None:
        text = FILES[RULE].replace("2010-01-01, until: 2014", "2020-01-01, until: 2024")
        library = library_of(tmp_path, {"book/second.yaml": text, **rule("until: 2014-12-31", "until: 2011-12-31")})
        found = select(record_of(library, on=on), library)
        assert (found.last and found.last.id) == f"book/{last}"

    def test_no_text_of_the_phase_in_force_is_not_covered_by_one_of_another_phase(self) -> None:
        found = therapy(on=date(2017, 3, 1), injury=date(2010, 1, 1))
        assert chosen(found) is None
        assert found.gap == (
            "no encoded text on physical medicine (physical and occupational therapy) for the chronic phase was in "
            "force on 1 March 2017 (encoded: 18 July 2009 to 28 July 2016)"
        )
        assert (found.last and found.last.id) == CHRONIC
        assert why(found, ACUTE) == "it is for the acute phase, and this one is chronic: 86 months after the injury"


class TestPhase:
    """As the record states it, else by the time since the injury; after surgery, the postsurgical text."""

    @pytest.mark.parametrize(
        ("injury", "identity", "reason"),
        [
            (date(2014, 8, 1), ACUTE, "within 3 months of the injury"),
            (date(2014, 5, 31), ACUTE, "within 3 months of the injury"),
            (date(2014, 5, 30), CHRONIC, "more than 3 months after the injury"),
            (date(2014, 4, 30), CHRONIC, "4 months after the injury"),
            (date(2007, 4, 16), CHRONIC, "88 months after the injury"),
            (None, CHRONIC, "no date of injury, so taken as chronic"),
            (date(2015, 1, 1), CHRONIC, "the date of injury lies after the request, so taken as chronic"),
        ],
    )
    def test_by_injury(self, injury: date | None, identity: str, reason: str) -> None:
        found = therapy(injury=injury)
        assert chosen(found) == identity
        assert why(found, identity) == reason

    @pytest.mark.parametrize(("phase", "identity"), [("acute", ACUTE), ("subacute", ACUTE), ("chronic", CHRONIC)])
    def test_as_the_record_states_it(self, phase: str, identity: str) -> None:
        found = therapy(fact("phase", phase=phase), injury=date(2014, 8, 1) if phase == "chronic" else date(2007, 1, 1))
        assert chosen(found) == identity
        assert why(found, identity) == f"the record calls it {phase}"

    def test_of_two_phases_the_later_counts_else_the_chronic(self) -> None:
        acute, chronic = fact("phase", phase="acute"), fact("phase", phase="chronic")
        assert chosen(therapy(acute, chronic)) == chosen(therapy(chronic, acute)) == CHRONIC
        late = fact("phase", as_of=date(2014, 8, 1), phase="acute")
        assert chosen(therapy(fact("phase", as_of=date(2014, 1, 1), phase="chronic"), late)) == ACUTE

    def test_a_denied_phase_is_none(self) -> None:
        assert chosen(therapy(fact("phase", Assertion.NEGATED, phase="acute"))) == CHRONIC

    def test_a_text_that_does_not_speak_to_the_part_is_passed_over_and_it_is_said(self) -> None:
        found = therapy(injury=date(2014, 8, 1), body_part="wrist")
        assert chosen(found) == CHRONIC
        assert why(found, CHRONIC) == (
            "within 3 months of the injury; but no acute text speaks to this part of the body"
        )
        assert why(found, ACUTE) == "it does not speak to this part of the body (wrist)"

    def test_a_family_without_phases_has_none(self) -> None:
        found = select(record_of(LIBRARY, on=DAY, injury=DAY, treatment="massage_therapy"), LIBRARY)
        assert (chosen(found), found.phase) == (MASSAGE, "")
        assert why(found, MASSAGE) == "the text in force for this treatment"


class TestAfterSurgery:
    """Never physical medicine, within the row's months."""

    @pytest.mark.parametrize(
        ("day", "identity"),
        [
            (date(2014, 8, 31), SURGICAL),
            (date(2014, 3, 1), SURGICAL),
            (date(2014, 2, 28), CHRONIC),
        ],
    )
    def test_within_the_months_of_the_row(self, day: date, identity: str) -> None:
        assert chosen(therapy(surgery(date=day))) == identity

    def test_why(self) -> None:
        found = therapy(surgery(date=date(2014, 6, 20)))
        assert why(found, SURGICAL) == "the therapy follows a surgery of this part, of 20 June 2014"
        assert why(found, CHRONIC).startswith("it is for the chronic phase, and this one is postsurgical")

    def test_of_another_part_or_side_it_is_none(self) -> None:
        assert chosen(therapy(surgery(date=DAY), body_part="shoulder")) == CHRONIC
        assert chosen(therapy(surgery(date=DAY, side="left"), side="right")) == CHRONIC

    def test_without_a_date(self) -> None:
        assert chosen(therapy(surgery())) == CHRONIC
        found = therapy(surgery(), postoperative="yes")
        assert chosen(found) == SURGICAL
        assert "whose date is not known" in why(found, SURGICAL)

    def test_asked_for_in_the_same_document(self) -> None:
        planned = surgery(Assertion.HYPOTHETICAL, status="planned")
        assert chosen(therapy(planned)) == CHRONIC
        found = therapy(planned, postoperative="yes")
        assert chosen(found) == SURGICAL
        assert "which is asked for in the same document" in why(found, SURGICAL)

    def test_one_that_the_table_lacks_is_not_covered_and_named(self) -> None:
        found = therapy(surgery(procedure="bone_graft", row="", date=date(2014, 6, 1)))
        assert chosen(found) is None
        assert found.gap == "the postsurgical table has no row for bone graft; its period is 6 months"
        assert chosen(therapy(surgery(procedure="bone_graft", row="", date=date(2014, 2, 1)))) == CHRONIC

    def test_only_therapy_is_judged_so(self) -> None:
        record = record_of(
            LIBRARY, surgery(date=date(2014, 6, 20)), on=DAY, treatment="massage_therapy", body_part="knee"
        )
        assert chosen(select(record, LIBRARY)) == MASSAGE


class TestPassedOver:
    """What was looked at is part of the answer."""

    def test_a_guideline_that_the_administrator_cited(self) -> None:
        cited = fact("guideline.cited", document="acoem", chapter=8, by="claims_administrator")
        record = record_of(LIBRARY, cited, on=DAY, injury=date(2007, 4, 16), treatment="massage_therapy")
        assert why(select(record, LIBRARY), ACUTE) == (
            "cited by the claims administrator; it is about physical therapy, acute and subacute, not massage therapy, "
            "and for the acute phase; here it is 88 months after the injury"
        )

    @pytest.mark.parametrize("chapter", [8.0, 99, None, "8"])
    def test_a_chapter_that_no_text_bears_is_passed_by(self, chapter: Any) -> None:
        slots: dict[str, Any] = {} if chapter is None else {"chapter": chapter}
        cited = fact("guideline.cited", document="acoem", **slots)
        record = record_of(LIBRARY, cited, on=DAY, treatment="massage_therapy")
        ids = [each.id for each in select(record, LIBRARY).considered]
        assert (ACUTE in ids) is (chapter == 8.0)

    def test_every_text_of_the_family_is_told_of(self) -> None:
        found = therapy()
        assert [each.id for each in found.considered if each.chosen] == [CHRONIC]
        assert {each.id for each in found.considered} == {CHRONIC, ACUTE, SURGICAL}

    def test_a_treatment_that_no_text_addresses(self) -> None:
        record = record_of(LIBRARY, on=DAY, treatment="exercise_home_program")
        library = _without(LIBRARY, "exercise_home_program")
        assert select(record, library).gap == "no loaded guideline addresses exercise"
        unknown = record_of(LIBRARY, on=DAY, treatment="moon_dust")
        assert select(unknown, LIBRARY).gap == "the treatment is not in the vocabulary"


def _without(library: Library, family: str) -> Library:
    """The library without the guidelines of a family."""
    return replace(library, guidelines=tuple(each for each in library.guidelines if each.family != family))


class TestAppliesBy:
    """A text may be in force by the date of another event than the request."""

    @pytest.mark.parametrize(
        ("decision", "covered"), [(date(2014, 12, 31), True), (date(2015, 1, 1), False), (None, False)]
    )
    def test_the_decision_decides(self, tmp_path: Path, decision: date | None, *, covered: bool) -> None:
        library = library_of(tmp_path, rule("confidence: high", "confidence: high\n  applies_by: decision"))
        dates = Dates(request=date(2015, 6, 1), decision=decision)
        case = case_of(fact("concurrent", treatment="exercise"), dates=dates, quantity=4)
        answer = answer_of(library, case)
        assert (answer.guideline and answer.guideline.id) == ("book/rubbing" if covered else None)
        if covered and decision:
            assert answer.date == DateUsed(value=decision, kind="decision")

    def test_what_the_user_says_counts_over_it(self, tmp_path: Path) -> None:
        library = library_of(tmp_path, rule("confidence: high", "confidence: high\n  applies_by: decision"))
        case = case_of(dates=Dates(request=date(2015, 6, 1), decision=date(2015, 7, 1)), quantity=4)
        answer = answer_of(library, case, as_of=date(2014, 1, 1))
        assert (answer.guideline and answer.guideline.id) == "book/rubbing"


def test_a_text_that_lists_parts_needs_the_part_named(tmp_path: Path) -> None:
    library = library_of(tmp_path, rule("status: conditional", "status: conditional\nbody_parts: [arm]"))
    gap = "no text on rubbing in force on 30 June 2014 speaks to"
    assert select(record_of(library, body_part="elbow"), library).gap == ""
    assert select(record_of(library, body_part="neck"), library).gap == f"{gap} neck"
    assert select(record_of(library), library).gap == f"{gap} an unnamed part of the body"


def test_a_record_keeps_the_date_that_the_user_gave() -> None:
    case = case_of(treatment="massage_therapy")
    record = Record(case, case.items[0], LIBRARY.vocabulary, LIBRARY.policy, LIBRARY.drugs, DAY, DAY)
    assert chosen(select(record, LIBRARY)) == MASSAGE
