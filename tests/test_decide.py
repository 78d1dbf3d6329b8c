"""From a verdict to an answer: basis, deciding findings, what a person must weigh, what is supportable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine.case import Case, Dates, Item
from engine.facts import Assertion, Evidence, Fact, Sentence
from engine.library import load_library
from engine.recommend import check_case
from tests.rules_folder import DAY, RULE, answer_of, case_of, fact, finding, library_of, rule

if TYPE_CHECKING:
    from pathlib import Path

    from engine.recommendation import Recommendation

EXERCISE = fact("concurrent", treatment="exercise")
ALONE = fact("concurrent", treatment="rubbing_alone")
FEVER = fact("statement", concept="fever")
BEFORE = fact("prior_course", treatment="rubbing", visits=2)
BETTER = fact("benefit", domain="function", treatment="rubbing")
NOT_BETTER = fact("benefit", Assertion.NEGATED, domain="function", treatment="rubbing")


def deciding(answer: Recommendation) -> list[str]:
    return [each.criterion for each in answer.findings if each.deciding]


@pytest.mark.parametrize(
    ("facts", "quantity", "basis", "decides"),
    [
        ([], 4, "met", ["visits"]),
        ([EXERCISE], 4, "met", ["visits"]),
        ([BEFORE, BETTER], 4, "met", ["visits", "gain"]),
        ([BEFORE], 4, "not_documented", ["gain"]),
        ([], None, "not_documented", ["visits"]),
        ([ALONE], 4, "contradicted", ["beside"]),
        ([BEFORE, NOT_BETTER], 4, "contradicted", ["gain"]),
        ([], 7, "limit_exceeded", ["visits"]),
        ([ALONE], 7, "limit_exceeded", ["beside", "visits"]),
        ([FEVER], 4, "excluded", ["fever"]),
        ([FEVER, ALONE, BEFORE], 7, "excluded", ["beside", "visits", "fever", "gain"]),
    ],
)
def test_the_first_basis_that_applies_is_named_and_every_failure_shown(
    tmp_path: Path, facts: list[Fact], quantity: int | None, basis: str, decides: list[str]
) -> None:
    answer = answer_of(library_of(tmp_path), case_of(*facts, quantity=quantity))
    assert answer.outcome.value == ("overturned" if basis == "met" else "upheld")
    assert answer.basis == basis
    assert deciding(answer) == decides


class TestNotRecommended:
    """Fails with that basis unless an exception that lifts the status is positively stated."""

    def changes(self) -> dict[str, str]:
        text = rule("status: conditional", "status: not recommended")[RULE]
        return {RULE: text.replace("lifts: [visits]", "lifts: [status]")}

    def test_it_fails_before_all_else(self, tmp_path: Path) -> None:
        answer = answer_of(library_of(tmp_path, self.changes()), case_of(FEVER, quantity=9))
        assert (answer.basis, deciding(answer)) == ("not_recommended", ["status", "visits", "fever"])
        assert finding(answer, "status").because == "no exception of the text is documented"

    def test_an_exception_lifts_it(self, tmp_path: Path) -> None:
        case = case_of(quantity=4, given={"exceptional": "yes"})
        answer = answer_of(library_of(tmp_path, self.changes()), case)
        assert (answer.outcome.value, answer.basis) == ("overturned", "met")
        status = finding(answer, "status")
        assert (status.lifted_by, status.because) == ("odd", "an exception is documented: a reason is given")

    def test_an_exception_that_is_denied_or_silent_lifts_nothing(self, tmp_path: Path) -> None:
        library = library_of(tmp_path, self.changes())
        assert answer_of(library, case_of(quantity=4)).basis == "not_recommended"
        denied = case_of(quantity=4, given={"exceptional": "no"})
        assert answer_of(library, denied).basis == "not_recommended"


def test_an_exception_lifts_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    lifted = answer_of(library, case_of(quantity=8, given={"exceptional": "yes"}))
    assert (lifted.outcome.value, finding(lifted, "visits").lifted_by) == ("overturned", "odd")
    assert finding(lifted, "visits").standing == "not met"
    other = answer_of(library, case_of(ALONE, quantity=8, given={"exceptional": "yes"}))
    assert (other.basis, deciding(other)) == ("contradicted", ["beside"])


class TestSupportable:
    """The largest amount that the exceeded limits allow: advice, never an answer."""

    @pytest.mark.parametrize(
        ("facts", "quantity", "left"),
        [
            ([], 4, None),
            ([], 7, 6),
            ([], 12, 6),
            ([BEFORE, BETTER], 7, 4),
            ([fact("prior_course", treatment="rubbing", visits=6), BETTER], 2, None),
            ([fact("prior_course", treatment="rubbing", visits=9), BETTER], 2, None),
            ([BEFORE], 7, None),
            ([ALONE], 7, None),
            ([], None, None),
        ],
    )
    def test_amount(self, tmp_path: Path, facts: list[Fact], quantity: int | None, left: float | None) -> None:
        assert answer_of(library_of(tmp_path), case_of(*facts, quantity=quantity)).supportable == left

    def test_the_tightest_of_several_limits(self, tmp_path: Path) -> None:
        text = rule("limits:\n", "limits:\n  - {id: asked, says: up to five, limit: {quantity: {at most: 5}}}\n")
        assert answer_of(library_of(tmp_path, text), case_of(quantity=7)).supportable == 5

    def test_by_a_table(self, tmp_path: Path) -> None:
        bound = "limit: {quantity: {at most: {table: sizes, row: approach, column: most}}}"
        text = rule("limit: {visits_this_course: {at most: 6}}", bound)
        assert answer_of(library_of(tmp_path, text), case_of(quantity=5, approach="high")).supportable == 2

    def test_a_limit_on_something_else_leaves_nothing_to_advise(self, tmp_path: Path) -> None:
        text = rule("limit: {visits_this_course: {at most: 6}}", "limit: {relief_percent: {at most: 6}}")
        facts = fact("benefit", domain="pain", percent=9)
        assert answer_of(library_of(tmp_path, text), case_of(facts, quantity=5)).supportable is None


class TestForAPerson:
    """An overturn is automatic only where no line stands here."""

    def lines(self, tmp_path: Path, changes: dict[str, str], *facts: Fact, **slots: Any) -> tuple[str, ...]:
        asking = {"quantity": 4, **slots}
        return answer_of(library_of(tmp_path, changes), case_of(*facts, **asking)).needs_person

    def test_nothing(self, tmp_path: Path) -> None:
        assert self.lines(tmp_path, {}) == ()

    def test_a_term_of_judgement(self, tmp_path: Path) -> None:
        changes = rule("{id: visits, ", "{id: visits, judgement: in most cases, ")
        assert self.lines(tmp_path, changes) == ("up to six: “in most cases” is a matter of judgement",)

    def test_a_weighed_point_that_the_record_speaks_against(self, tmp_path: Path) -> None:
        changes = rule("presume: {exercise: yes}", "weigh: {exercise: yes}")
        assert self.lines(tmp_path / "silent", changes) == ()
        assert self.lines(tmp_path / "yes", changes, EXERCISE) == ()
        assert self.lines(tmp_path / "no", changes, ALONE) == (
            "beside exercise: the record speaks against it, and the text leaves its weight to a person",
        )

    def test_a_figure_below_high_confidence(self, tmp_path: Path) -> None:
        one = rule("{id: visits, ", "{id: visits, confidence: medium, ")
        assert self.lines(tmp_path / "one", one) == ("up to six: held with medium confidence; check the source",)
        all_ = rule("confidence: high", "confidence: low")
        assert self.lines(tmp_path / "all", all_) == (
            "the figures of this text are held with low confidence; check the source",
        )

    def test_of_another_stage_it_is_none(self, tmp_path: Path) -> None:
        assert self.lines(tmp_path, rule("{id: gain, ", "{id: gain, confidence: low, judgement: maybe, ")) == ()

    def test_a_row_of_a_table_below_high_confidence(self, tmp_path: Path) -> None:
        bound = "limit: {quantity: {at most: {table: sizes, row: approach, column: most}}}"
        changes = rule("limit: {visits_this_course: {at most: 6}}", bound)
        assert self.lines(tmp_path / "high", changes, quantity=1, approach="high") == ()
        assert self.lines(tmp_path / "low", changes, quantity=1, approach="low") == (
            "Sizes, from below: held with medium confidence; check the source",
        )

    def test_a_conflict(self, tmp_path: Path) -> None:
        (line,) = self.lines(tmp_path, {}, EXERCISE, ALONE)
        assert line == (
            "the record is in conflict on whether exercise goes on beside it: nothing separates the statements, "
            "so the one against the request counts"
        )

    def test_what_is_only_said_not_to_be_documented_is_no_conflict(self, tmp_path: Path) -> None:
        silent = fact("concurrent", Assertion.NOT_DOCUMENTED, treatment="exercise")
        assert self.lines(tmp_path, {}, EXERCISE, silent) == ()


class TestUnread:
    """Of sentences that gave no fact, those that bear on what the answer turns on are put before a person."""

    def at(self, line: int, section: str = "") -> Evidence:
        return Evidence(start=line, end=line + 1, line=line, quote="x", section=section)

    def answer(self, tmp_path: Path, facts: list[Fact], *unread: Sentence, quantity: int = 4) -> Recommendation:
        asked = fact("request.item", treatment="rubbing", quantity=quantity)
        asked = asked.model_copy(update={"evidence": (self.at(50),)})
        item = Item(index=0, wording="rubbing", treatment="rubbing", slots=asked.value, fact=asked)
        case = Case(name="c", sha256="", dates=Dates(request=DAY), items=(item,), facts=tuple(facts), unread=unread)
        return answer_of(library_of(tmp_path), case)

    def lines(self, tmp_path: Path, facts: list[Fact], *unread: Sentence, quantity: int = 4) -> tuple[str, ...]:
        return self.answer(tmp_path, facts, *unread, quantity=quantity).needs_person

    def sentence(self, line: int, section: str = "", quote: str = "x", paragraph: Any = None) -> Sentence:
        return Sentence(start=0, end=1, line=line, quote=quote, section=section, paragraph=paragraph)

    def test_far_from_what_decided_it_is_passed_over(self, tmp_path: Path) -> None:
        assert self.lines(tmp_path, [], self.sentence(10)) == ()

    def test_near_it_is_named_by_its_line(self, tmp_path: Path) -> None:
        assert self.lines(tmp_path, [], self.sentence(52), self.sentence(48), self.sentence(53)) == (
            "up to six: sentences that gave no fact may bear on this; read lines 48 and 52",
        )

    def test_in_its_paragraph_it_is_near_and_out_of_it_it_is_not(self, tmp_path: Path) -> None:
        within, outside = self.sentence(54, paragraph=(47, 54)), self.sentence(51, paragraph=(51, 51))
        assert self.lines(tmp_path, [], within, outside) == (
            "up to six: a sentence that gave no fact may bear on this; read line 54",
        )
        long = self.sentence(54, paragraph=(40, 60))
        assert self.lines(tmp_path / "long", [], long) == ()

    def test_another_section_is_no_neighbour(self, tmp_path: Path) -> None:
        better = BETTER.model_copy(update={"evidence": (self.at(20, "summary"),)})
        near = self.sentence(21, "summary"), self.sentence(19, "other")
        assert self.lines(tmp_path, [better, BEFORE], *near) == (
            "a gain from before: a sentence that gave no fact may bear on this; read line 21",
        )

    def test_where_silence_decided_it_is_named_if_it_has_to_do_with_the_point(self, tmp_path: Path) -> None:
        far = self.sentence(500), self.sentence(600, quote="He functions much better, I think.")
        answer = self.answer(tmp_path, [BEFORE], *far)
        assert answer.needs_person == (
            "a gain from before: a sentence that gave no fact may bear on this; read line 600",
        )
        (quote,) = finding(answer, "gain").unread
        assert (quote.quote, quote.line, quote.source) == ("He functions much better, I think.", 600, "unread")

    def test_an_exclusion_that_nobody_understood_stands_in_the_way_of_an_overturn(self, tmp_path: Path) -> None:
        feverish = self.sentence(300, quote="Some fever was felt at night.")
        told = "fever: a sentence that gave no fact may bear on this; read line 300"
        assert self.lines(tmp_path / "overturned", [], feverish) == (told,)
        upheld = self.answer(tmp_path / "upheld", [], feverish, quantity=9)
        assert upheld.needs_person == ()
        assert [quote.line for quote in finding(upheld, "fever").unread] == [300]


class TestOfTheDocument:
    """What nobody has read of it, and what it does not ask for outright."""

    def test_pages_without_text_are_named(self, tmp_path: Path) -> None:
        case = case_of(quantity=4).model_copy(update={"empty_pages": (2, 4)})
        (line,) = answer_of(library_of(tmp_path), case).needs_person
        assert line == "pages 2 and 4 hold pictures and no text: nobody has read what is on them"
        one = case.model_copy(update={"empty_pages": (3,)})
        (line,) = answer_of(library_of(tmp_path / "one"), one).needs_person
        assert line == "page 3 holds a picture and no text: nobody has read what is on it"

    def test_an_item_that_was_inferred_is_put_before_a_person(self, tmp_path: Path) -> None:
        case = case_of(quantity=4)
        asked = fact("request.item", treatment="rubbing", quantity=4)
        for rule_id, told in (("item.inferred", 1), ("item.listed", 0), ("", 0)):
            item = case.items[0].model_copy(update={"fact": asked.model_copy(update={"rule": rule_id})})
            inferred = case.model_copy(update={"items": (item,)})
            lines = answer_of(library_of(tmp_path / rule_id.replace(".", "-")), inferred).needs_person
            assert ["outright" in line for line in lines] == [True] * told


class TestNotes:
    """They travel with results and never change them."""

    @pytest.mark.parametrize(
        ("note", "facts", "quantity", "notes"),
        [
            ("{says: a}", [], 4, ("a",)),
            ("{says: a, when: {fever: yes}}", [], 4, ()),
            ("{says: a, when: {fever: yes}}", [FEVER], 4, ("a",)),
            ("{says: a, upheld_only: yes}", [], 4, ()),
            ("{says: a, upheld_only: yes}", [], 9, ("a",)),
            ("{says: a, when: {better: yes}}", [BETTER], 4, ("a",)),
            ("{says: a, when: {sure: yes}}", [fact("statement", Assertion.NEGATED, concept="fever")], 4, ("a",)),
        ],
    )
    def test_notes(self, tmp_path: Path, note: str, facts: list[Fact], quantity: int, notes: tuple[str, ...]) -> None:
        changes = rule("status: conditional", f"status: conditional\nnotes: [{note}]")
        changes["derived/sure.yaml"] = "reads: sure\nyes: {fever: no}\n"
        plain, noted = (
            answer_of(library_of(tmp_path / name, each), case_of(*facts, quantity=quantity))
            for name, each in (("plain", {}), ("noted", changes))
        )
        assert noted.notes == notes
        assert (noted.outcome, noted.basis, noted.findings) == (plain.outcome, plain.basis, plain.findings)


class TestSettledFacts:
    """Both sides of every fact are in the answer."""

    def test_value_and_both_sides(self, tmp_path: Path) -> None:
        silent = fact("concurrent", Assertion.NOT_DOCUMENTED, treatment="exercise")
        facts = [
            each.model_copy(update={"evidence": (Evidence(start=line, end=line + 1, line=line, quote=str(line)),)})
            for each, line in ((EXERCISE, 3), (silent, 9))
        ]
        answer = answer_of(library_of(tmp_path), case_of(*facts, quantity=4))
        settled = {each.name: each for each in answer.settled}
        assert settled["exercise"].value == "yes"
        assert [each.quote for each in settled["exercise"].evidence] == ["3"]
        assert [each.quote for each in settled["exercise"].against] == ["9"]
        assert (settled["visits_this_course"].value, settled["fever"].value) == ("4", "unknown")

    @pytest.mark.parametrize(("slots", "value"), [({"quantity": 4, "quantity_high": 6}, "4 to 6"), ({}, "unknown")])
    def test_numbers(self, tmp_path: Path, slots: dict[str, Any], value: str) -> None:
        answer = answer_of(library_of(tmp_path), case_of(**slots))
        assert {each.name: each.value for each in answer.settled}["visits_this_course"] == value

    def test_an_open_number(self, tmp_path: Path) -> None:
        answer = answer_of(library_of(tmp_path), case_of(fact("prior_course", treatment="rubbing"), quantity=4))
        assert {each.name: each.value for each in answer.settled}["visits_this_course"] == "4 to ?"


class TestDependsOn:
    """Therapy after a surgery that another item asks for."""

    def check(self, wording: str, *, evidence: bool = False) -> Recommendation:
        place = (Evidence(start=5, end=40, line=1, quote="x"),)
        inner = (Evidence(start=10, end=20, line=1, quote="x"),)
        asked = fact("request.item", treatment="knee_meniscectomy")
        planned = fact(
            "surgery",
            Assertion.HYPOTHETICAL,
            procedure="meniscectomy",
            row="meniscectomy",
            body_part="knee",
            status="planned",
        )
        slots: dict[str, Any] = {
            "treatment": "physical_medicine",
            "quantity": 4,
            "body_part": "knee",
            "postoperative": "yes",
        }
        if evidence:
            asked = asked.model_copy(update={"evidence": place})
            planned = planned.model_copy(update={"evidence": inner})
        items = (
            Item(index=0, wording=wording, treatment="knee_meniscectomy", slots=asked.value, fact=asked),
            Item(index=1, wording="therapy", treatment="physical_medicine", slots=slots),
        )
        case = Case(name="c", sha256="", dates=Dates(request=DAY), items=items, facts=(planned,))
        return check_case(case, load_library(), engine="direct").items[1]

    def test_by_the_words_of_the_item(self) -> None:
        answer = self.check("Arthroscopic meniscectomy, left knee")
        assert answer.depends_on == (0,)
        assert any(line.startswith("this presupposes Arthroscopic meniscectomy") for line in answer.needs_person)

    def test_by_the_place_in_the_text(self) -> None:
        assert self.check("Surgery", evidence=True).depends_on == (0,)

    def test_another_item_is_none(self) -> None:
        assert self.check("Surgery").depends_on == ()
