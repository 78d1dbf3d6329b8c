"""A letter read again keeps what a person made of it, and tells what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from engine.casefile.entries import load_draft
from engine.casefile.merging import Merged, merge
from engine.document_io import load_document
from engine.errors import InputError
from tests.casefile_letters import LETTER, VOCABULARY, ZORBLE, drafted, edit, letter_in, reading_of, taught, without

if TYPE_CHECKING:
    from pathlib import Path

    from engine.reading.lexicons import ReadingLexicon


def merged(path: Path, lexicon: ReadingLexicon | None = None) -> Merged:
    letter = path.with_name("letter.txt")
    return merge(load_draft(path, VOCABULARY, load_document(letter)), reading_of(letter, lexicon))


def facts(text: str, kind: str) -> list[dict[str, Any]]:
    return [each for each in yaml.safe_load(text)["facts"] if kind in each]


def test_nothing_changes_where_nothing_has_changed(tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path))
    assert merged(path) == Merged(path.read_text(encoding="utf-8"), ())


def test_pending_facts_are_read_anew(tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path), without("work"))
    found = merged(path, taught(ZORBLE))
    assert facts(found.text, "work.status")[0]["review"] == "pending"
    assert [each["benefit"] for each in facts(found.text, "benefit")] == [
        {"domain": "adl", "treatment": "massage_therapy"}
    ]
    assert found.changes == ("line 4: `benefit` is new", "line 5: `work.status` is new")
    path.write_text(found.text, encoding="utf-8")
    again = merged(path, without("work"))
    assert again.changes == ("line 4: `benefit` is not read any more", "line 5: `work.status` is not read any more")


def test_what_a_person_confirmed_or_rejected_stays_though_it_is_not_read_any_more(tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path))
    edit(path, "review: pending", "review: confirmed\n    note: seen", after="work.status")
    edit(path, "review: pending", "review: rejected", after="patient.age")
    found = merged(path, without("work"))
    (status,) = facts(found.text, "work.status")
    assert (status["review"], status["note"]) == ("confirmed", "seen")
    assert facts(found.text, "patient.age")[0]["review"] == "rejected"
    assert len(facts(found.text, "patient.age")) == 1
    assert found.changes == ()


def test_what_a_person_corrected_is_not_read_beside_it_again(tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path))
    edit(path, "status: full_duty", "status: modified_duty")
    edit(path, "review: pending", "review: corrected", after="work.status")
    edit(path, "visits: 8", "visits: 9")
    found = merged(path)
    (status,) = facts(found.text, "work.status")
    assert (status["work.status"], status["review"]) == ({"status": "modified_duty"}, "corrected")
    (course,) = facts(found.text, "prior_course")
    assert (course["prior_course"]["visits"], course["review"]) == (9, "corrected")
    (line,) = found.changes
    assert line.endswith("changed without being marked; it is kept as `corrected`")


def test_what_a_person_added_stays_and_takes_the_place_of_what_is_now_read(tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path))
    added = f'  - benefit: {{domain: adl}}\n    quote: "{ZORBLE}"\n    review: added\n'
    edit(path, "facts:\n", f"facts:\n{added}  - benefit: {{domain: sleep}}\n    review: added\n")
    found = merged(path, taught(ZORBLE))
    assert sorted(each["benefit"]["domain"] for each in facts(found.text, "benefit")) == ["adl", "sleep"]
    assert {each["review"] for each in facts(found.text, "benefit")} == {"added"}


@pytest.mark.parametrize("review", ["pending", "confirmed"])
def test_a_quote_that_was_changed_without_saying_so_is_refused(tmp_path: Path, review: str) -> None:
    path = drafted(letter_in(tmp_path))
    edit(path, "working full duty", "is working", after="work.status")
    edit(path, "review: pending", f"review: {review}", after="work.status")
    line = next(n for n, each in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "work.status" in each)
    with pytest.raises(InputError) as caught:
        merged(path)
    assert str(caught.value).startswith(f"{path}:{line}: the quote or the main point was changed, but it is marked")
    edit(path, f"review: {review}", "review: corrected", after="work.status")
    assert facts(merged(path).text, "work.status")[0]["quote"] == "is working"


def test_a_quote_that_is_not_in_the_letter_is_refused_unless_it_was_rejected(tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path))
    edit(path, "review: pending", "review: confirmed", after="work.status")
    letter_in(tmp_path, LETTER.replace("She is working full duty.", "She rests."))
    with pytest.raises(InputError, match="a quote does not occur in the letter"):
        merged(path)
    edit(path, "review: confirmed", "review: rejected", after="work.status")
    found = merged(path)
    assert facts(found.text, "work.status") == []
    assert found.changes[0] == "the letter has changed since the draft was made; its quotes were found again"


def test_quotes_move_with_a_letter_that_has_grown(tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path))
    edit(path, "review: pending", "review: confirmed", after="work.status")
    letter_in(tmp_path, "To whom it may concern:\n\n" + LETTER)
    (status,) = facts(merged(path).text, "work.status")
    assert (status["line"], status["review"]) == (7, "confirmed")


class TestItems:
    """What is in dispute, and the facts that are tied to it."""

    def test_entered_facts_and_expectations_stay_with_a_pending_item(self, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "review: pending", "given: {full_duty: yes}\n    review: pending", after="items:")
        (item,) = yaml.safe_load(merged(path).text)["items"]
        assert item["given"] == {"full_duty": True}
        assert merged(path).changes == ()

    def test_facts_follow_their_items_as_these_change_their_places(self, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "facts:\n", "facts:\n  - benefit: {domain: sleep}\n    item: 1\n    review: added\n")
        letter_in(
            tmp_path,
            LETTER.replace("Request: massage", "Request: acupuncture, 6 visits, for the neck.\nRequest: massage"),
        )
        found = yaml.safe_load(merged(path).text)
        assert [each["treatment"] for each in found["items"]] == ["acupuncture", "massage_therapy"]
        assert facts(merged(path).text, "benefit")[0]["item"] == 2

    def test_an_item_that_is_not_read_any_more_stays_where_a_fact_of_a_person_is_tied_to_it(
        self, tmp_path: Path
    ) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "facts:\n", "facts:\n  - benefit: {domain: sleep}\n    item: 1\n    review: added\n")
        found = yaml.safe_load(merged(path, without("request", "treatment")).text)
        assert [each["treatment"] for each in found["items"]] == ["massage_therapy"]
        edit(path, "item: 1\n    review: added", "review: added")
        assert yaml.safe_load(merged(path, without("request", "treatment")).text)["items"] is None

    def test_a_corrected_item_keeps_its_number_of_visits(self, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "quantity: 6", "quantity: 4")
        edit(path, "review: pending", "review: corrected", after="items:")
        (item,) = yaml.safe_load(merged(path).text)["items"]
        assert (item["quantity"], item["review"]) == (4, "corrected")


class TestDates:
    """Dates that a person set stay; the others follow the facts."""

    def test_a_date_that_was_set_or_taken_out_by_hand_stays_so(self, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        edit(path, "request: 2014-05-14", "injury: 2010-01-01")
        found = yaml.safe_load(merged(path).text)["dates"]
        assert {kind: str(day) for kind, day in found.items()} == {"injury": "2010-01-01"}

    def test_a_date_that_was_not_touched_follows_the_letter(self, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path))
        letter_in(tmp_path, LETTER.replace("5/14/2014", "5/15/2014"))
        assert str(yaml.safe_load(merged(path).text)["dates"]["request"]) == "2014-05-15"


class TestUnread:
    """Sentences that a person deleted stay out; those that come up stay in."""

    def test_they_stay_out_only_while_the_letter_is_the_same(self, tmp_path: Path) -> None:
        path = drafted(letter_in(tmp_path, LETTER + "\nThe knee creaks with a strange noise.\n"))
        text = path.read_text(encoding="utf-8")
        assert "strange noise" in text
        path.write_text(text[: text.index("# Sentences that")], encoding="utf-8")
        found = merged(path)
        assert "unread" not in yaml.safe_load(found.text)
        assert found.changes == ("3 unread sentences that you had deleted stay out",)
        letter_in(tmp_path, LETTER + "\n\nThe knee creaks with a strange noise.\n")
        assert len(yaml.safe_load(merged(path).text)["unread"]) == 3


def test_what_else_a_person_wrote_at_the_top_stays(tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path))
    edit(path, "document:", "says: A case of ours.\npack: [mtus]\ndocument:")
    found = yaml.safe_load(merged(path).text)
    assert (found["says"], found["pack"]) == ("A case of ours.", ["mtus"])


def test_a_file_that_a_shell_has_emptied_and_one_that_is_no_draft_are_told(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="a shell empties a file that it writes to with `>` before it is read"):
        load_draft(path, VOCABULARY)
    path.write_text("items: [{treatment: massage_therapy}]\n", encoding="utf-8")
    with pytest.raises(InputError, match="this is no draft of a letter; make one with `upheld read LETTER`"):
        load_draft(path, VOCABULARY)
