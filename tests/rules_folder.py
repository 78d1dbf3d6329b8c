"""A small rules folder of our own, so that tests of the core do not lean on the rules that are in force."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.case import Case, Dates, Item
from engine.errors import RuleErrors
from engine.facts import Assertion, Fact, Source
from engine.library import Library, load_library
from engine.recommend import check_case
from engine.resources import rules_folder
from engine.settle.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from engine.facts import Scalar
    from engine.recommendation import Finding, Recommendation

DAY = date(2014, 6, 30)
RULE = "book/rubbing.yaml"
FACTS = "vocabulary/facts/all.yaml"
FILES = {
    "library.yaml": 'title: small\nversion: "1"\n',
    "vocabulary/fact-types.yaml": """\
request.item: {treatment: treatment, quantity: number, unit: text, approach: [high, low], body_part: body_part}
benefit: {domain: [pain, function], treatment: treatment, percent: number}
concurrent: {treatment: [exercise, rubbing_alone]}
prior_course: {treatment: treatment, visits: number}
flare_up: {present: [new]}
statement: {concept: text}
guideline.cited: {document: [acoem], chapter: number}
phase: {phase: [acute, chronic]}
""",
    "vocabulary/treatments.yaml": "rubbing: {name: Rubbing, unit: visit}\nneedling: {name: Needling, unit: visit}\n",
    "vocabulary/body-parts.yaml": """\
neck: {name: neck, region: neck, part_of: spine}
low_back: {name: low back, region: low_back, part_of: spine}
spine: {name: spine, region: low_back}
wrist: {name: wrist, region: wrist_hand, part_of: arm}
hand: {name: hand, region: wrist_hand, part_of: arm}
elbow: {name: elbow, region: elbow, part_of: arm}
arm: {name: arm, region: shoulder}
""",
    "vocabulary/drugs.yaml": "",
    "vocabulary/amounts.yaml": """\
counts: [visits_this_course, quantity]
spans: [weeks_asked]
stated: amount_stated
id: amount_stated
says: the request states an amount
reading: An amount is asked for where no limit is.
""",
    FACTS: """\
function_better:
  {kind: flag, scope: treatment, reads: function is better, either: [{fact: benefit, where: {domain: function}}]}
exercise:
  kind: flag
  scope: patient
  reads: exercise goes on beside it
  either: [{fact: concurrent, where: {treatment: exercise}}]
  no: [{fact: concurrent, where: {treatment: rubbing_alone}}]
relief_percent:
  kind: number
  unit: percent
  scope: treatment
  reads: relief was this much
  says: "relief was {value}"
  asks: how much relief there was
  from: [{fact: benefit, where: {domain: pain}, slot: percent}]
approach:
  {kind: choice, values: [high, low], scope: item, reads: done this way, from: [{fact: request.item, slot: approach}]}
fever: {kind: flag, scope: patient, reads: there is fever, either: [{fact: statement, where: {concept: fever}}]}
exceptional: {kind: flag, scope: item, reads: a person found a reason, form_only: for a person to judge}
new_flare_up:
  kind: flag
  scope: patient
  reads: a flare-up is present
  silence: no
  either: [{fact: flare_up, where: {present: new}}]
earlier_course: {kind: flag, scope: item, reads: there was a course before, measure: earlier_course, silence: no}
visits_this_course: {kind: number, unit: visit, scope: item, reads: visits come to this, measure: visits_this_course}
quantity: {kind: number, unit: visit, scope: item, reads: this much is asked for, measure: quantity}
weeks_asked: {kind: number, unit: week, scope: item, reads: it runs this long, measure: weeks_asked}
amount_stated: {kind: flag, scope: item, reads: an amount is stated, measure: amount_stated}
""",
    "derived/better.yaml": "reads: it has brought a gain\nyes: {function_better: yes}\nno: {function_better: no}\n",
    "tables/sizes.yaml": """\
title: Sizes
unknown: least generous
rows:
  high: {says: from above, most: 2, least: 2, confidence: high}
  low: {says: from below, most: 1, least: 4, confidence: medium}
""",
    RULE: """\
title: Rubbing
treatment: rubbing
source:
  guideline: A book
  citation: page 1
  in_force: {from: 2010-01-01, until: 2014-12-31}
  confidence: high
status: conditional
stages:
  - repeat: {earlier_course: yes}
  - first: otherwise
indication:
  - {id: beside, says: beside exercise, presume: {exercise: yes}}
limits:
  - {id: visits, says: up to six, limit: {visits_this_course: {at most: 6}}}
exclusions:
  - {id: fever, says: fever, exclude: {fever: yes}}
repeat:
  - {id: gain, says: a gain from before, require: {better: yes}}
exceptions:
  - {id: odd, says: a reason is given, when: {exceptional: yes}, lifts: [visits]}
""",
}


def write_rules(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write the small folder with some files changed or added; an empty text leaves a file out."""
    rules = folder / "rules"
    shutil.copytree(rules_folder() / "settle", rules / "settle")
    for name, text in {**FILES, **(changes or {})}.items():
        if text or name == "vocabulary/drugs.yaml":
            (rules / name).parent.mkdir(parents=True, exist_ok=True)
            (rules / name).write_text(text or "{}\n", encoding="utf-8")
    return rules


def library_of(folder: Path, changes: Mapping[str, str] | None = None) -> Library:
    """The small library with some files changed or added."""
    return load_library(write_rules(folder, changes))


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """One file of the folder with one passage changed."""
    assert FILES[name].count(old) == 1, f"`{old}` stands {FILES[name].count(old)} times"
    return {name: FILES[name].replace(old, new)}


def rule(old: str, new: str) -> dict[str, str]:
    """The rule file with one passage changed."""
    return edited(RULE, old, new)


def mistakes(folder: Path, changes: Mapping[str, str]) -> list[str]:
    """What is wrong with the changed folder, line by line."""
    with pytest.raises(RuleErrors) as caught:
        library_of(folder, changes)
    return str(caught.value).splitlines()


def fact(
    kind: str,
    assertion: Assertion = Assertion.AFFIRMED,
    source: Source = Source.RECORD,
    as_of: date | None = None,
    item: int | None = None,
    **slots: Any,
) -> Fact:
    """One read fact."""
    return Fact(type=kind, value=slots, assertion=assertion, source=source, as_of=as_of, item=item)


def case_of(
    *facts: Fact,
    treatment: str = "rubbing",
    dates: Dates | None = None,
    given: dict[str, Scalar] | None = None,
    **slots: Any,
) -> Case:
    """A case with one item; a slot that is None is left out."""
    wording = str(slots.pop("wording", treatment))
    asked = {"treatment": treatment, **{name: value for name, value in slots.items() if value is not None}}
    item = Item(index=0, wording=wording, treatment=treatment, slots=asked, given=given or {})
    return Case(name="case", sha256="", dates=dates or Dates(request=DAY), items=(item,), facts=facts)


def record_of(library: Library, *facts: Fact, on: date = DAY, injury: date | None = None, **slots: Any) -> Record:
    """The record of a case with one item, on a day."""
    treatment = str(slots.pop("treatment", "rubbing"))
    case = case_of(*facts, treatment=treatment, dates=Dates(request=on, injury=injury), given={}, **slots)
    return Record(case, case.items[0], library.vocabulary, library.policy, library.drugs, on)


def answer_of(library: Library, case: Case, *, as_of: date | None = None, engine: str = "direct") -> Recommendation:
    """The answer for the first item."""
    return check_case(case, library, as_of=as_of, engine=engine).items[0]


def finding(answer: Recommendation, criterion: str) -> Finding:
    """One finding of an answer."""
    return next(each for each in answer.findings if each.criterion == criterion)
