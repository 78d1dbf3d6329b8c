from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import strict_yaml
from engine.casefile import case_from_reading, dates_from, draft, load_case_file
from engine.document import Document
from engine.errors import InputError, RuleErrors
from engine.facts import Assertion, Evidence, Fact, Reading, Sentence, Source
from engine.library import load_library

if TYPE_CHECKING:
    from pathlib import Path

    from engine.casefile import CaseFile

LETTER = "Request: massage therapy x 6.\nShe can\nlift more since massage. She can lift more.\n"
VOCABULARY = load_library().vocabulary


def load(folder: Path, text: str, name: str = "case.yaml") -> CaseFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_case_file(path, VOCABULARY, name=name)


def mistakes(folder: Path, text: str, name: str = "case.yaml") -> list[str]:
    with pytest.raises(RuleErrors) as caught:
        load(folder, text, name)
    return [str(error) for error in caught.value.errors]


def evidence(quote: str, slot: str = "") -> Evidence:
    start = LETTER.index(quote)
    return Evidence(start=start, end=start + len(quote), line=LETTER[:start].count("\n") + 1, quote=quote, slot=slot)


def reading(*facts: Fact, sha256: str = "0" * 64, unread: tuple[Sentence, ...] = ()) -> Reading:
    return Reading(name="letter.txt", sha256=sha256, facts=facts, unread=unread)


REQUEST = Fact(
    type="request.item",
    value={"treatment": "massage_therapy", "wording": "massage therapy", "quantity": 6},
    evidence=(evidence("massage therapy x 6"), evidence("6", "quantity")),
)
BENEFIT = Fact(
    type="benefit",
    value={"domain": "adl", "treatment": "massage_therapy"},
    source=Source.PROVIDER,
    evidence=(evidence("She can\nlift more"),),
    as_of=date(2014, 5, 1),
    rule="benefit.phrase",
    item=0,
)


def test_slots_are_read_by_their_kind(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        "dates: {request: 2014-05-14}\n"
        "items:\n  - {treatment: massage_therapy, quantity: 6, body_part: neck, given: {full_duty: yes}}\n"
        "facts:\n"
        "  - surgery: {procedure: carpal tunnel release, date: 2013-01-02, side: left}\n"
        "    assertion: not documented\n    source: ur\n    item: 1\n",
    )
    (item,) = loaded.case.items
    assert item.slots == {"treatment": "massage_therapy", "quantity": 6, "body_part": "neck"}
    assert item.given == {"full_duty": "yes"}
    request, surgery = loaded.case.facts
    assert request == item.fact
    assert surgery.value == {"procedure": "carpal tunnel release", "date": date(2013, 1, 2), "side": "left"}
    assert (surgery.assertion, surgery.source, surgery.item) == (Assertion.NOT_DOCUMENTED, Source.UR, 0)
    assert loaded.case.dates.request == date(2014, 5, 14)


def test_every_mistake_is_told_at_once_with_its_line_and_cure(tmp_path: Path) -> None:
    text = """\
dates: {request: soon}
itms: []
items:
  - treatment: masage_therapy
    given: {full_duti: yes, functional_improvement: yes}
    expect: {outcome: uphold}
facts:
  - benefit: {domain: adls}
  - prior_corse: {visits: 6}
  - benefit: {}
    work.status: {}
  - source: ur
  - benefit: {domain: adl}
    item: 0
    review: rejectd
"""
    assert mistakes(tmp_path, text) == [
        "case.yaml:1: `request` must be a date, not `soon`; write YYYY-MM-DD",
        "case.yaml:2: `itms` is not a key of the file; did you mean `items`?",
        "case.yaml:4: `masage_therapy` is not known here; did you mean `massage_therapy`?",
        "case.yaml:4: an item lacks `treatment`; add it, or `wording:` where the vocabulary has none",
        "case.yaml:5: `full_duti` is not a fact of the vocabulary; did you mean `full_duty`?",
        "case.yaml:5: `functional_improvement` is a derived fact of the vocabulary; give the facts it is computed from",
        "case.yaml:6: `uphold` is not known here; did you mean `upheld`?",
        "case.yaml:8: `adls` is not known here; did you mean `adl`?",
        "case.yaml:9: `prior_corse` is not a fact type or a key of a fact; did you mean `prior_course`?",
        "case.yaml:10: a fact names one type, not 2; write `- type: {slot: value}`",
        "case.yaml:12: a fact names one type, and this entry names none; write `- type: {slot: value}`",
        "case.yaml:14: `0` is not the number of an item; items count from 1",
        "case.yaml:15: `rejectd` is not known here; did you mean `rejected`?",
    ]


def test_json_is_read_like_yaml_with_lines_and_dates(tmp_path: Path) -> None:
    data = {"dates": {"request": "2014-05-14"}, "items": [{"treatment": "massage_therapy", "quantity": 6}]}
    loaded = load(tmp_path, json.dumps(data, indent="\t"), "case.json")
    assert loaded.case.dates.request == date(2014, 5, 14)
    assert loaded.case.items[0].slots["quantity"] == 6
    data["items"] = [{"treatment": "massage_therapy", "quantity": True}]
    (mistake,) = mistakes(tmp_path, json.dumps(data, indent=1), "case.json")
    assert mistake == "case.json:8: `true` is not used here; write `yes`, or quote it"


def test_a_case_without_items_says_what_to_add(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing is in dispute; add a treatment under `items:`"):
        load(tmp_path, "items: []\n")


def test_an_item_may_be_named_by_wording_alone(tmp_path: Path) -> None:
    (item,) = load(tmp_path, "items: [{wording: moon dust}]\n").case.items
    assert (item.treatment, item.wording) == ("", "moon dust")


def test_a_case_comes_from_a_reading_with_items_in_order_and_certified_lines_left_out() -> None:
    def request(quote: str, **slots: str) -> Fact:
        return Fact(type="request.item", value={"treatment": "acupuncture", **slots}, evidence=(evidence(quote),))

    certified = request("Request", certified="yes")
    asked_if = request("can", wording="mri").model_copy(update={"assertion": Assertion.HYPOTHETICAL})
    case = case_from_reading(reading(request("lift"), certified, asked_if, REQUEST))
    assert [item.treatment for item in case.items] == ["massage_therapy", "acupuncture"]
    assert [item.index for item in case.items] == [0, 1]
    assert len(case.facts) == 4


def test_a_reading_without_a_disputed_item_says_what_to_do() -> None:
    with pytest.raises(InputError, match="no disputed treatment was found; give a letter that says what is asked for"):
        case_from_reading(reading(BENEFIT))


@pytest.mark.parametrize(
    ("facts", "kind", "expected"),
    [
        ([("document.date", "request", 1), ("document.date", "request", 3)], "request", 3),
        ([("document.date", "decision", 5), ("ur.decision", "", 2)], "decision", 2),
        ([("document.date", "decision", 5)], "decision", 5),
        ([("document.date", "report", 4)], "document", 4),
        ([("injury.date", "", 6), ("injury.date", "", 2)], "injury", 2),
    ],
)
def test_dates_of_a_case_come_from_the_facts(facts: list[tuple[str, str, int]], kind: str, expected: int) -> None:
    dated = [
        Fact(type=name, value={"date": date(2014, 1, day), **({"kind": which} if which else {})})
        for name, which, day in facts
    ]
    assert getattr(case_from_reading(reading(REQUEST, *dated)).dates, kind) == date(2014, 1, expected)


def test_a_request_without_a_date_is_of_the_day_of_its_report() -> None:
    reported = REQUEST.model_copy(update={"as_of": date(2014, 5, 1)})
    assert case_from_reading(reading(reported)).dates.request == date(2014, 5, 1)
    dated = Fact(type="document.date", value={"date": date(2014, 5, 14), "kind": "request"})
    assert case_from_reading(reading(reported, dated)).dates.request == date(2014, 5, 14)


def test_a_draft_gives_the_case_of_the_letter_again(tmp_path: Path) -> None:
    read = reading(
        BENEFIT,
        REQUEST,
        unread=(Sentence(start=0, end=13, line=1, quote="Seven #\nwords", section="plan", why="a figure"),),
    )
    text = draft(read)
    assert load(tmp_path, text).case == case_from_reading(read)


def test_rejected_facts_are_left_out_and_items_renumbered(tmp_path: Path) -> None:
    text = """\
items:
  - {treatment: acupuncture, review: rejected}
  - {treatment: massage_therapy, review: confirmed}
facts:
  - benefit: {domain: adl}
    item: 2
    review: added
  - benefit: {domain: pain}
    item: 1
  - benefit: {domain: rom}
    review: rejected
"""
    case = load(tmp_path, text).case
    assert [(item.index, item.treatment) for item in case.items] == [(0, "massage_therapy")]
    assert [(fact.value["domain"], fact.item) for fact in case.facts if fact.type == "benefit"] == [("adl", 0)]


def letter_and_draft(folder: Path) -> str:
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    return draft(reading(REQUEST, BENEFIT, sha256=Document("letter.txt", LETTER).sha256))


def test_a_corrected_quote_is_found_again_whatever_its_line_breaks(tmp_path: Path) -> None:
    text = letter_and_draft(tmp_path).replace('"She can\\nlift more"', '"She can lift more since massage"')
    fact = next(fact for fact in load(tmp_path, text).case.facts if fact.type == "benefit")
    (found,) = fact.evidence
    assert found.quote == LETTER[found.start : found.end] == "She can\nlift more since massage"
    assert found.line == 2


def test_of_two_places_the_nearest_to_the_draft_s_counts(tmp_path: Path) -> None:
    text = letter_and_draft(tmp_path).replace('"She can\\nlift more"', '"lift more"')
    (found,) = next(fact for fact in load(tmp_path, text).case.facts if fact.type == "benefit").evidence
    assert found.start == LETTER.index("lift more")


def test_a_quote_that_the_letter_does_not_hold_is_a_mistake_without_quoting_it(tmp_path: Path) -> None:
    text = letter_and_draft(tmp_path).replace('"She can\\nlift more"', '"She can lift a car"')
    (mistake,) = mistakes(tmp_path, text)
    assert "a quote does not occur in `letter.txt`; copy the words exactly as they stand there" in mistake
    assert "lift a car" not in mistake
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "lift a car" in each)
    assert mistake.startswith(f"case.yaml:{line}: ")


def test_a_letter_that_changed_since_the_draft_is_told(tmp_path: Path) -> None:
    text = letter_and_draft(tmp_path)
    (tmp_path / "letter.txt").write_text("another letter", encoding="utf-8")
    assert load(tmp_path, text).warnings == (
        "`letter.txt` has changed since the draft was made; its quotes are not compared",
    )


@given(st.text(min_size=1))
def test_any_text_comes_through_a_draft_unchanged(quote: str) -> None:
    quote = "x" + quote.encode("utf-8", "ignore").decode("utf-8")
    fact = Fact(type="diagnosis", value={"concept": quote}, evidence=(Evidence(start=0, end=1, line=1, quote=quote),))
    data = strict_yaml.parse(draft(reading(REQUEST, fact)), "draft").data
    assert data["facts"][0]["quote"] == quote
    assert data["facts"][0]["diagnosis"]["concept"] == quote


@given(st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6).map(lambda number: round(number, 6)), st.dates()))
def test_any_number_and_day_comes_through_a_draft_unchanged(value: float | date) -> None:
    data = strict_yaml.parse(draft(reading(REQUEST, Fact(type="x", value={"slot": value}))), "draft").data
    assert data["facts"][0]["x"]["slot"] == value


@pytest.mark.parametrize("text", ["items: " + "[" * 20_000 + "]" * 20_000, "items:\n" + "- " * 20_000 + "x\n"])
def test_lists_too_deep_are_refused_before_the_yaml_library_sees_them(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text) == ["case.yaml: lists stand in lists too deep to read; write it flat"]


def test_a_large_flat_file_is_read(tmp_path: Path) -> None:
    flat = "items: [{treatment: massage_therapy}]\nfacts:\n" + "  - benefit: {domain: adl}\n" * 10_001
    assert len(load(tmp_path, flat).case.facts) == 10_002


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # A denial "on" the day of the injury is a misreading; so is an injury after the letter that tells of it.
        ([("injury.date", "", 10), ("ur.decision", "", 10), ("document.date", "other", 20)], (10, None, 20)),
        ([("injury.date", "", 25), ("injury.date", "", 10), ("document.date", "report", 20)], (10, None, 20)),
        ([("injury.date", "", 10), ("document.date", "report", 5), ("ur.decision", "", 15)], (10, 15, None)),
        ([("injury.date", "", 25), ("document.date", "report", 20)], (None, None, 20)),
    ],
)
def test_dates_that_cannot_be_are_passed_over(
    facts: list[tuple[str, str, int]], expected: tuple[int | None, int | None, int | None]
) -> None:
    read = [
        Fact(type=kind, value={"date": date(2014, 3, day), **({"kind": of} if of else {})}) for kind, of, day in facts
    ]
    dates = dates_from(read)
    found = (dates.injury, dates.decision, dates.document)
    assert tuple(each and each.day for each in found) == expected
