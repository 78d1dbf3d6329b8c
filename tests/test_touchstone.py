"""The verbatim letter that the design is measured against, and what turns its answer.

The letter is third-party text and stays outside the project; without it these tests are skipped and say so.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from engine.casefile import case_from_reading
from engine.document import Document
from engine.library import load_library
from engine.reading.reader import read
from engine.recommend import check_case

if TYPE_CHECKING:
    from engine.recommendation import CheckResult, Finding

LETTER = Path(__file__).parents[2] / "shared" / "letters" / "L00_myofascial.yaml"

pytestmark = pytest.mark.skipif(not LETTER.is_file(), reason=f"{LETTER.name} is not beside the project")


@pytest.fixture(scope="module")
def text() -> str:
    return str(yaml.safe_load(LETTER.read_text(encoding="utf-8"))["text"])


def check(text: str) -> CheckResult:
    return check_case(case_from_reading(read(Document("letter.txt", text))), load_library())


def findings(result: CheckResult) -> dict[str, Finding]:
    return {each.criterion: each for each in result.items[0].findings}


def test_it_is_overturned_through_massage_page_60(text: str) -> None:
    result = check(text)
    (item,) = result.items
    assert (item.outcome, item.basis, item.stage, item.quantity) == ("overturned", "met", "repeat", 6)
    assert item.guideline is not None
    assert item.guideline.citation.endswith("Massage therapy, page 60")
    assert item.date is not None
    assert (item.date.kind, item.date.value.isoformat()) == ("request", "2014-05-14")


def test_what_each_criterion_rests_on(text: str) -> None:
    found = findings(check(text))
    assert found["prior_benefit"].standing == "met"
    assert found["visits_total"].standing == "met"
    assert "about 11 months before" in found["visits_total"].because
    assert any("11 month ago" in each.quote for each in found["visits_total"].evidence)
    assert found["adjunct_to_active_care"].standing == "not documented"
    assert not found["adjunct_to_active_care"].deciding


def test_the_earlier_count_is_not_documented_and_not_needed(text: str) -> None:
    facts = [each for each in check(text).facts if each.type == "prior_course"]
    unknown = [each for each in facts if each.assertion == "not_documented" or "visits_unknown" in each.value]
    assert [each.value.get("treatment") for each in unknown] == ["massage_therapy"]
    assert unknown[0].source == "ur"


def test_the_chapter_that_the_claims_administrator_cited_is_passed_over(text: str) -> None:
    (item,) = check(text).items
    passed = {each.id: each.why for each in item.considered if not each.chosen}
    assert "cited by the claims administrator" in passed["mtus-2007/acoem/pt-acute-acoem"]
    assert "after the injury" in passed["mtus-2007/acoem/pt-acute-acoem"]


def test_nothing_of_the_reviewer_and_no_conclusion_becomes_a_fact(text: str) -> None:
    end = text.index("CLINICAL CASE SUMMARY")
    conclusion = text.index("Therefore,")
    spans = [each for fact in check(text).facts for each in fact.evidence]
    assert spans
    assert all(end < each.start and each.end <= conclusion for each in spans)
    assert all(text[each.start : each.end] == each.quote for each in spans)


def without(text: str, words: str) -> str:
    """The letter without the sentences that hold some words; what is asked for stays."""
    kept, dropped = [], 0
    for sentence in re.split(r"(?<=\.)\s", text):
        drop = re.search(words, sentence) and not re.search(r"request", sentence)
        dropped += bool(drop)
        kept += [] if drop else [sentence]
    assert dropped
    return " ".join(kept)


BENEFIT = r"benefited|strength|full\s+(duty|time)"
REMOTE = r"month ago"
SUMMARY = "IMR ISSUES"


def test_twelve_visits_exceed_the_limit(text: str) -> None:
    result = check(re.sub(r"(additional|quantity) 6", r"\1 12", text))
    assert (result.items[0].outcome, result.items[0].basis) == ("upheld", "limit_exceeded")
    assert findings(result)["visits_total"].deciding
    assert result.items[0].supportable == 6


def test_without_the_benefit_it_is_not_documented(text: str) -> None:
    result = check(without(text, BENEFIT))
    assert (result.items[0].outcome, result.items[0].basis) == ("upheld", "not_documented")
    assert [each.criterion for each in result.items[0].findings if each.deciding] == ["prior_benefit"]


def test_relief_only_during_treatment_contradicts(text: str) -> None:
    says = "Myofascial therapy gave her relief only during the sessions.\n\n"
    result = check(text.replace(SUMMARY, says + SUMMARY))
    assert (result.items[0].outcome, result.items[0].basis) == ("upheld", "contradicted")
    assert [each.criterion for each in result.items[0].findings if each.deciding] == ["prior_benefit"]


def test_a_recent_uncounted_course_is_not_documented(text: str) -> None:
    result = check(without(text, REMOTE))
    assert (result.items[0].outcome, result.items[0].basis) == ("upheld", "not_documented")
    assert [each.criterion for each in result.items[0].findings if each.deciding] == ["visits_total"]


def test_disability_and_pain_unchanged_contradict(text: str) -> None:
    says = "With myofascial therapy her pain is unchanged. She remains off work, her restrictions unchanged.\n\n"
    result = check(without(text, BENEFIT).replace(SUMMARY, says + SUMMARY))
    assert (result.items[0].outcome, result.items[0].basis) == ("upheld", "contradicted")
    assert [each.criterion for each in result.items[0].findings if each.deciding] == ["prior_benefit"]
