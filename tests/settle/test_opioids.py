"""Morphine equivalents: the sum over what is taken and asked for, by the factors of the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.case import Case, Dates, Item
from engine.conditions import Interval
from engine.facts import Assertion, Fact, Source
from engine.library import load_library
from engine.settle.opioids import factor, morphine_equivalent
from engine.settle.record import Record
from tests.rules_folder import DAY, fact, record_of

if TYPE_CHECKING:
    from engine.settle.record import Settled

LIBRARY = load_library()
DRUGS = {
    "early": {"name": "Early", "opioid": "yes", "morphine_equivalent": [
        {"from": date(2010, 1, 1), "per_mg": 2.0, "unit": "per mg/day oral"},
        {"from": date(2014, 1, 1), "per_mg": 3.0, "unit": "per mg/day oral"},
        {"from": date(2015, 1, 1), "per_mg": "none", "unit": "per mg/day oral"},
    ]},
    "plain": {"name": "Plain", "opioid": "yes", "morphine_equivalent": [
        {"from": date(2010, 1, 1), "per_mg": 1, "unit": "per mg/day oral"},
    ]},
    "patch": {"name": "Patch", "opioid": "yes", "morphine_equivalent": [
        {"from": date(2010, 1, 1), "per_mg": 2.4, "unit": "per mcg/hour (patch)"},
    ]},
    "spray": {"name": "Spray", "opioid": "yes", "morphine_equivalent": [
        {"from": date(2010, 1, 1), "per_mg": 0.1, "unit": "per mcg"},
    ]},
    "aspirin": {"name": "Aspirin"},
}


def equivalent(*facts: Fact, on: date = DAY, **slots: Any) -> Settled:
    record = record_of(LIBRARY, *facts, on=on, treatment="opioids", **slots)
    return morphine_equivalent(record, DRUGS)


def taken(drug: str, assertion: Assertion = Assertion.AFFIRMED, as_of: date | None = None, **slots: Any) -> Fact:
    return fact("medication", assertion, as_of=as_of, drug=drug, **slots)


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2009, 12, 31), None),
        (date(2010, 1, 1), (2, "per mg/day oral")),
        (date(2013, 12, 31), (2, "per mg/day oral")),
        (date(2014, 1, 1), (3, "per mg/day oral")),
        (date(2015, 1, 1), None),
    ],
)
def test_the_factor_of_the_day(on: date, found: tuple[float, str] | None) -> None:
    assert factor(DRUGS, "early", on) == found
    assert factor(DRUGS, "nothing", on) is None


@pytest.mark.parametrize(
    ("facts", "slots", "value"),
    [
        ([taken("plain", mg=10, per_day=4)], {}, (40, 40)),
        ([taken("plain", mg=10, per_day=4), taken("early", mg=5, per_day=2)], {}, (70, 70)),
        ([taken("plain", mg=10, per_day=4), taken("aspirin", mg=81, per_day=1)], {}, (40, 40)),
        ([taken("plain", mg=10, per_day=4), taken("early")], {}, (40, None)),
        ([taken("plain", mg=10)], {}, (0, None)),
        ([taken("plain", Assertion.NEGATED, mg=10, per_day=4)], {}, None),
        ([taken("plain", Assertion.HISTORICAL, mg=10, per_day=4)], {}, None),
        ([taken("plain", mg=10, per_day=4, change="stopped")], {}, None),
        ([taken("aspirin")], {}, None),
        ([], {"drug": "plain", "strength": "10/325 mg", "quantity": 120}, (40, 40)),
        ([], {"drug": "plain", "strength": "10/325 mg", "per_day": 6, "quantity": 120}, (60, 60)),
        ([], {"drug": "plain", "quantity": 120}, (0, None)),
        ([], {"drug": "plain", "strength": "10 mg", "quantity": 1, "unit": "prescription"}, (0, None)),
        ([], {"drug": "patch", "strength": "25 mcg/hr", "quantity": 10, "unit": "patch"}, (60, 60)),
        ([], {"drug": "patch", "strength": "25", "quantity": 10, "unit": "patch"}, (60, 60)),
        ([], {"drug": "spray", "strength": "400 mcg", "per_day": 2}, (80, 80)),
        ([taken("spray", mg=0.4, per_day=2)], {}, (80, 80)),
        ([], {"drug": "plain", "strength": "500 mcg", "per_day": 2}, (1, 1)),
        ([taken("plain", mg=10, per_day=4)], {"drug": "early", "strength": "5 mg", "quantity": 60}, (70, 70)),
    ],
)
def test_the_sum(facts: list[Fact], slots: dict[str, Any], value: tuple[float, float | None] | None) -> None:
    assert equivalent(*facts, **slots).value == (None if value is None else Interval(*value))


def test_what_is_asked_for_counts_in_place_of_what_is_taken_of_the_same_drug() -> None:
    found = equivalent(taken("plain", mg=10, per_day=6), drug="plain", strength="10 mg", quantity=120)
    assert found.value == Interval(40, 40)


def test_of_two_statements_on_one_drug_the_later_counts_else_the_higher() -> None:
    low, high = taken("plain", mg=10, per_day=2), taken("plain", mg=10, per_day=6)
    assert equivalent(low, high).value == Interval(60, 60)
    later = taken("plain", as_of=date(2014, 5, 1), mg=10, per_day=2)
    earlier = taken("plain", as_of=date(2014, 4, 1), mg=10, per_day=6)
    assert equivalent(later, earlier).value == Interval(20, 20)


def test_a_dose_that_is_said_once_is_not_lost_to_a_mention_without_one() -> None:
    assert equivalent(taken("plain"), taken("plain", mg=10, per_day=4)).value == Interval(40, 40)


def test_the_opioids_of_other_items_count_too() -> None:
    slots: list[dict[str, Any]] = [{"drug": drug, "strength": "10 mg", "per_day": 2} for drug in ("plain", "early")]
    items = tuple(Item(index=n, wording="x", treatment="opioids", slots=each) for n, each in enumerate(slots))
    certified = fact("request.item", drug="spray", strength="100 mcg", per_day=1, certified="yes")
    case = Case(name="x", sha256="", dates=Dates(), items=items, facts=(certified,))
    for item in items:
        record = Record(case, item, LIBRARY.vocabulary, LIBRARY.policy, DRUGS, DAY)
        assert morphine_equivalent(record, DRUGS).value == Interval(90, 90)


class TestStatedAmounts:
    """What the record itself states counts over the sum."""

    def stated(self, amount: float, as_of: date | None = None, source: Source = Source.RECORD) -> Fact:
        return fact("morphine_equivalent", source=source, as_of=as_of, mg_per_day=amount)

    def test_it_counts_and_a_different_sum_is_a_conflict(self) -> None:
        doses = taken("plain", mg=10, per_day=4)
        found = equivalent(self.stated(80), doses)
        assert (found.value, found.conflict) == (Interval(80, 80), "the stated amount counts over the sum of the doses")
        assert found.against == (doses,)

    @pytest.mark.parametrize(
        "facts", [[taken("plain", mg=10, per_day=8)], [taken("plain", mg=10, per_day=4), taken("early")], []]
    )
    def test_a_sum_that_agrees_or_is_open_is_none(self, facts: list[Fact]) -> None:
        assert equivalent(self.stated(80), *facts).conflict == ""

    def test_of_two_stated_amounts_the_policy_picks(self) -> None:
        assert equivalent(self.stated(80), self.stated(130)).value == Interval(130, 130)
        assert equivalent(self.stated(80), self.stated(130, source=Source.UR)).value == Interval(80, 80)
        dated = self.stated(80, date(2014, 5, 1)), self.stated(130, date(2014, 4, 1))
        assert equivalent(*dated).value == Interval(80, 80)

    def test_a_statement_without_a_number_is_passed_over(self) -> None:
        assert equivalent(fact("morphine_equivalent")).value is None


def test_how_it_is_said() -> None:
    assert equivalent(taken("plain", mg=10, per_day=4)).how == "Plain, by the factors in use on 30 June 2014"
    assert equivalent(taken("plain")).how == "the dose of Plain, or what it stands for in morphine, is not known"


def test_every_factor_of_ours_is_a_number_or_named_as_none() -> None:
    entries = [each for drug in LIBRARY.drugs.values() for each in drug.get("morphine_equivalent", ())]
    assert all(isinstance(each["per_mg"], int | float) or each["per_mg"] == "none" for each in entries)
