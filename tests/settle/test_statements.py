"""How statements settle a fact: which ones serve, and which of two that differ counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.conditions import Interval
from engine.facts import Assertion, Fact, Source
from engine.library import load_library
from engine.settle.statements import GENERAL, entered, settle_statements, stated
from engine.settle.values import settle_fact
from tests.rules_folder import fact, record_of

if TYPE_CHECKING:
    from engine.facts import Scalar
    from engine.settle.record import Settled

LIBRARY = load_library()
NO, HISTORY, SILENT = Assertion.NEGATED, Assertion.HISTORICAL, Assertion.NOT_DOCUMENTED
MASSAGE, NEEDLES = "massage_therapy", "acupuncture"


def settled(name: str, *facts: Fact, against: tuple[str, ...] = ("no",)) -> Settled:
    record = record_of(LIBRARY, *facts, treatment=MASSAGE, body_part="neck")
    return settle_statements(record, LIBRARY.vocabulary.facts[name], against)


def helped(*, yes: bool = True, source: Source = Source.RECORD, as_of: date | None = None, **slots: Any) -> Fact:
    return fact("benefit", Assertion.AFFIRMED if yes else NO, source, as_of, domain="general", **slots)


@pytest.mark.parametrize(
    ("assertion", "value"),
    [
        (Assertion.AFFIRMED, "yes"),
        (HISTORY, "yes"),
        (NO, "no"),
        (Assertion.HYPOTHETICAL, None),
        (Assertion.UNCERTAIN, None),
        (SILENT, None),
    ],
)
def test_only_what_is_stated_gives_a_value(assertion: Assertion, value: str | None) -> None:
    assert settled("helped", fact("benefit", assertion, domain="general")).value == value


def test_nothing_said_is_unknown() -> None:
    assert settled("helped").value is None
    assert settled("helped").how == ""


class TestWhichStatementsServe:
    """Those on this treatment bind; unnamed ones serve where none is; those on another never do."""

    def test_another_treatment_never(self) -> None:
        assert settled("helped", helped(treatment=NEEDLES)).value is None

    def test_an_unnamed_one_where_none_is_named_and_it_is_said(self) -> None:
        found = settled("helped", helped(), helped(yes=False, treatment=NEEDLES))
        assert (found.value, found.how) == ("yes", GENERAL)

    def test_a_named_one_binds_and_the_unnamed_is_no_conflict(self) -> None:
        found = settled("helped", helped(yes=False, treatment=MASSAGE), helped(), helped())
        assert (found.value, found.how, found.conflict) == ("no", "", "")

    def test_another_part_of_the_body_never(self) -> None:
        assert settled("helped", helped(treatment=MASSAGE, body_part="knee")).value is None

    def test_a_fact_of_the_patient_takes_every_statement(self) -> None:
        found = settled("home_exercise", fact("concurrent", treatment="home_exercise"))
        assert (found.value, found.how) == ("yes", "")


class TestThePolicyInOrder:
    """Each of the five tests decides where the ones before it do not separate the two sides."""

    def says(self, test: str) -> str:
        return LIBRARY.policy.says[test]

    def test_one_about_this_part_over_a_general_one(self) -> None:
        lost = helped(treatment=MASSAGE, as_of=date(2014, 6, 1), percent=50)
        found = settled("helped", helped(yes=False, treatment=MASSAGE, body_part="upper_back"), lost)
        assert (found.value, found.conflict, found.against) == ("no", self.says("specific"), (lost,))

    def test_measured_over_adjective(self) -> None:
        lost = helped(yes=False, treatment=MASSAGE, as_of=date(2014, 6, 1))
        found = settled("helped", helped(treatment=MASSAGE, percent=50), lost)
        assert (found.value, found.conflict, found.against) == ("yes", self.says("measured"), (lost,))

    def test_later_over_earlier_event(self) -> None:
        early = helped(yes=False, treatment=MASSAGE, as_of=date(2013, 6, 1))
        late = helped(treatment=MASSAGE, as_of=date(2014, 6, 1), source=Source.UR)
        found = settled("helped", early, late)
        assert (found.value, found.conflict, found.against) == ("yes", self.says("later"), (early,))

    def test_a_date_on_one_side_only_separates_nothing(self) -> None:
        dated = helped(treatment=MASSAGE, as_of=date(2014, 6, 1))
        found = settled("helped", dated, helped(yes=False, treatment=MASSAGE))
        assert (found.value, found.conflict) == ("no", self.says("against"))

    @pytest.mark.parametrize("source", [Source.UR, Source.REVIEWER])
    def test_the_record_itself_over_an_account_of_it(self, source: Source) -> None:
        account = helped(yes=False, treatment=MASSAGE, source=source)
        found = settled("helped", account, helped(treatment=MASSAGE, source=Source.PROVIDER))
        assert (found.value, found.conflict, found.against) == ("yes", self.says("record"), (account,))

    def test_else_the_one_against_the_request(self) -> None:
        found = settled("helped", helped(treatment=MASSAGE), helped(yes=False, treatment=MASSAGE))
        assert (found.value, found.conflict) == ("no", self.says("against"))
        sides = helped(treatment=MASSAGE), helped(yes=False, treatment=MASSAGE)
        assert settled("helped", *sides, against=("yes",)).value == "yes"

    def test_what_one_test_leaves_the_next_one_parts(self) -> None:
        facts = (
            helped(treatment=MASSAGE, body_part="neck", as_of=date(2014, 1, 1)),
            helped(yes=False, treatment=MASSAGE, body_part="neck", as_of=date(2014, 2, 1)),
            helped(treatment=MASSAGE, as_of=date(2014, 3, 1)),
        )
        found = settled("helped", *facts)
        assert (found.value, found.conflict) == ("no", self.says("later"))
        assert sorted(each.as_of or date.min for each in found.against) == [date(2014, 1, 1), date(2014, 3, 1)]


class TestNotDocumented:
    """Whoever says it, it never beats a statement; both are kept."""

    @pytest.mark.parametrize("source", list(Source))
    def test_it_never_beats_a_statement(self, source: Source) -> None:
        silent = fact("benefit", SILENT, source, date(2014, 6, 1), domain="general", treatment=MASSAGE)
        found = settled("helped", helped(), silent)
        assert (found.value, found.conflict, found.against) == ("yes", "", (silent,))

    def test_alone_it_leaves_the_fact_unknown_and_is_shown(self) -> None:
        silent = fact("benefit", SILENT, Source.UR, domain="general")
        found = settled("helped", silent)
        assert (found.value, found.facts, found.how) == (None, (silent,), "said to be not documented")


class TestNumbers:
    """Readings of a quantity, and which end of the scale is the worse."""

    def relief(self, percent: float, as_of: date | None = None) -> Fact:
        return fact("benefit", as_of=as_of, domain="pain", treatment=MASSAGE, percent=percent)

    def test_one_number_is_exact(self) -> None:
        assert settled("relief_percent", self.relief(50), self.relief(50)).value == Interval(50, 50)

    def test_of_two_the_worse_counts(self) -> None:
        facts = (self.relief(60), self.relief(50))
        assert settled("relief_percent", *facts, against=("low",)).value == Interval(50, 50)
        assert settled("relief_percent", *facts, against=("high",)).value == Interval(60, 60)

    def test_the_later_one_counts_over_the_worse(self) -> None:
        facts = (self.relief(60, as_of=date(2014, 5, 1)), self.relief(50, as_of=date(2014, 4, 1)))
        found = settled("relief_percent", *facts, against=("low",))
        assert (found.value, found.conflict) == (Interval(60, 60), LIBRARY.policy.says["later"])


class TestChoices:
    """Several words at once: the one that serves the request least, and all of them for a table."""

    def test_words_outside_the_choice_give_nothing(self) -> None:
        assert settled("diagnosis_group", fact("diagnosis", concept="fracture")).value is None

    def test_several_diagnoses_keep_every_row(self) -> None:
        facts = (fact("diagnosis", concept="crps"), fact("diagnosis", concept="myalgia"))
        assert set(settled("diagnosis_group", *facts).rows) == {"crps", "myalgia"}

    def test_the_word_against_the_request_counts(self) -> None:
        facts = (fact("diagnosis", concept="crps"), fact("diagnosis", concept="myalgia"))
        assert settled("diagnosis_group", *facts, against=("crps",)).value == "crps"
        assert settled("diagnosis_group", *facts, against=("myalgia", "neuralgia")).value == "myalgia"
        assert settled("diagnosis_group", *facts, against=()).value == "crps"


@pytest.mark.parametrize(
    ("value", "settles"),
    [("yes", "yes"), (6, Interval(6, 6)), (2.5, Interval(2.5, 2.5)), (True, "yes"), (False, "no")],
)
def test_what_a_person_enters(value: Scalar, settles: object) -> None:
    assert entered(value).value == settles


def test_what_a_person_enters_counts_over_every_statement() -> None:
    record = record_of(LIBRARY, helped(), treatment=MASSAGE)
    record.item.given["helped"] = "no"
    assert stated(record, "helped").value == "no"
    assert settle_fact(record, LIBRARY.vocabulary.facts["helped"]).value == "no"


def test_a_name_that_is_not_declared_is_unknown() -> None:
    assert stated(record_of(LIBRARY), "nothing").value is None
