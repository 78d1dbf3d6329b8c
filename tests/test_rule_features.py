"""Criteria that name their stages, drugs on the skin, injections that nobody counted, parts of the body."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from engine.case import Case, Dates, Item
from engine.errors import RuleErrors
from engine.facts import Assertion, Fact
from engine.guideline import load_guideline
from engine.library import load_library
from engine.recommend import check_case
from engine.resources import rules_folder
from engine.strict_yaml import parse

if TYPE_CHECKING:
    from engine.facts import Scalar
    from engine.recommendation import Recommendation

ESI = "epidural_steroid_injection"
TPI = "trigger_point_injection"


def recommend(treatment: str, slots: dict[str, Scalar], *facts: Fact, on: date = date(2014, 3, 4)) -> Recommendation:
    item = Item(index=0, wording=treatment, treatment=treatment, slots={"treatment": treatment, **slots})
    case = Case(name="case", sha256="", dates=Dates(request=on), items=(item,), facts=facts)
    return check_case(case, load_library(), engine="direct").items[0]


def standing(answer: Recommendation, criterion: str) -> str:
    return next(each.standing for each in answer.findings if each.criterion == criterion)


def fact(kind: str, assertion: Assertion = Assertion.AFFIRMED, **slots: Scalar) -> Fact:
    return Fact(type=kind, value=slots, assertion=assertion)


def rule_text(stages_of_criterion: str, heading: str = "indication") -> str:
    file = rules_folder() / "mtus-2009" / "chronic-pain" / "tens.yaml"
    head = file.read_text(encoding="utf-8").split("indication:")[0]
    criterion = f"  - id: one\n    says: one\n    stages: {stages_of_criterion}\n    weigh: {{fluoroscopy: yes}}\n"
    return f"{head}{heading}:\n{criterion}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (rule_text("[tiral]"), "did you mean `trial`?"),
        (rule_text("[trial]", "purchase"), "a criterion under `purchase` is of that stage"),
    ],
)
def test_stages_of_a_criterion_are_checked(text: str, message: str) -> None:
    with pytest.raises(RuleErrors, match=message):
        load_guideline(parse(text, "tens.yaml"), load_library().vocabulary, "tens")


def test_a_criterion_counts_in_the_stages_it_names() -> None:
    source = parse(rule_text("[rental, trial]"), "tens.yaml")
    program = load_guideline(source, load_library().vocabulary, "tens").compiled
    assert next(each for each in program.criteria if each.id == "one").stages == frozenset({"rental", "trial"})


@pytest.mark.parametrize(
    ("ingredients", "expected"),
    [
        ("methyl_salicylate", "met"),
        ("menthol", "not documented"),
        ("methyl_salicylate,menthol", "met"),
        ("methyl_salicylate,diclofenac", "not documented"),
        ("methyl_salicylate,gabapentin", "not met"),
        ("", "not documented"),
    ],
)
def test_every_ingredient_must_pass_the_table(ingredients: str, expected: str) -> None:
    answer = recommend("topical_analgesics", {"quantity": 1, "ingredients": ingredients})
    assert standing(answer, "every_ingredient_recommended") == expected


def test_a_conditional_ingredient_passes_where_its_condition_is_stated() -> None:
    knee = fact("diagnosis", concept="osteoarthritis", body_part="knee")
    answer = recommend("topical_analgesics", {"quantity": 1, "ingredients": "diclofenac"}, knee)
    assert standing(answer, "every_ingredient_recommended") == "met"


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ([], "met"),
        ([fact("prior_course", treatment=ESI)], "met"),
        ([fact("prior_course", treatment=ESI, visits=4, within_months=6)], "not met"),
        ([fact("prior_course", treatment=ESI, visits=4, ago_months=13)], "met"),
        ([fact("prior_course", Assertion.NOT_DOCUMENTED, treatment=ESI, visits_unknown="yes")], "not documented"),
    ],
)
def test_an_injection_without_a_number_was_one(earlier: list[Fact], expected: str) -> None:
    answer = recommend(ESI, {"quantity": 1, "unit": "injection", "ordinal": "additional"}, *earlier)
    assert standing(answer, "therapeutic_per_year") == expected


@pytest.mark.parametrize(
    ("asked", "stated", "expected"),
    [
        ("neck", "neck", "not met"),
        ("neck", "low_back", "not documented"),
        ("low_back", "spine", "not met"),
        ("shoulder", "knee", "not documented"),
    ],
)
def test_neck_and_low_back_are_not_one_part(asked: str, stated: str, expected: str) -> None:
    radiculopathy = fact("diagnosis", concept="radiculopathy", body_part=stated)
    answer = recommend(TPI, {"quantity": 3, "unit": "injection", "body_part": asked}, radiculopathy)
    assert standing(answer, "radicular") == expected
