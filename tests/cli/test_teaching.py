"""What a corrected draft proposes for the lexicon, and what the lint finds in phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from engine.assurance.lessons import phrase_of
from engine.assurance.lexicon_phrases import lexicon_phrases
from engine.assurance.teaching import teach
from tests.casefile_letters import LETTER, ZORBLE, drafted, edit, letter_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Upheld


def corrected(folder: Path, fact: str, quote: str, *, text: str = LETTER) -> Path:
    """A draft to which a person has added one fact."""
    path = drafted(letter_in(folder, text))
    edit(path, "facts:\n", f"facts:\n  - {fact}\n    quote: {quote!r}\n    review: added\n".replace("'", '"'))
    return path


def test_a_missed_benefit_teaches_a_phrase_that_gives_it(tmp_path: Path) -> None:
    path = corrected(tmp_path, "benefit: {domain: adl, treatment: massage_therapy}", ZORBLE)
    text = teach([path])
    assert "# rules/lexicon/benefit.yaml" in text
    assert "reading gives the fact with it" in text
    ((name, entry),) = yaml.safe_load(text)["entries"].items()
    assert (entry["phrases"], entry["examples"]["match"]) == (["zorble the shelves"], [ZORBLE])
    assert name.startswith("adl")


def test_without_the_letter_the_quote_alone_is_read(tmp_path: Path) -> None:
    path = corrected(tmp_path, "statement: {concept: exercise_understood}", "zorbled the whole course")
    (tmp_path / "letter.txt").unlink()
    text = teach([path])
    assert "zorbled the whole course" in text or "no entry of the lexicon gives" in text


def test_a_name_of_a_treatment_goes_to_the_vocabulary(tmp_path: Path) -> None:
    asked = LETTER.replace("massage therapy, 6 visits, for", "zorbleworks, 6 visits, for")
    path = corrected(tmp_path, "prior_course: {treatment: massage_therapy}", "zorbleworks", text=asked)
    text = teach([path])
    assert "# rules/vocabulary/treatments.yaml" in text
    assert yaml.safe_load(text) == {"massage_therapy": {"phrases": ["zorbleworks"]}}


@pytest.mark.parametrize(
    ("fact", "quote", "says"),
    [
        ("measure: {kind: vas, value: 6}", "Her sleep is 5 hours", "comes from a grammar, which no phrase can teach"),
        ("pain_duration: {months: 3}", "for some 3 months", "comes from a grammar, which no phrase can teach"),
        ("statement: {concept: dancing}", "zorble", "no entry of the lexicon gives `dancing`; begin one of that name"),
        ("benefit: {domain: adl}", LETTER.splitlines()[2], "the quote has more than 8 telling words; shorten it"),
    ],
)
def test_what_no_phrase_can_teach_is_told(tmp_path: Path, fact: str, quote: str, says: str) -> None:
    text = teach([corrected(tmp_path, fact, quote)])
    assert says in text
    assert yaml.safe_load(text) is None


def test_a_phrase_that_means_something_else_already_is_told(tmp_path: Path) -> None:
    text = teach([corrected(tmp_path, "work.status: {status: retired}", "working full duty")])
    assert "stands for `full_duty` too" in text


def test_what_is_read_as_it_stands_teaches_nothing(tmp_path: Path) -> None:
    path = drafted(letter_in(tmp_path))
    edit(path, "review: pending", "review: corrected", after="work.status")
    edit(path, "facts:\n", "facts:\n  - benefit: {domain: sleep}\n    review: added\n")
    assert teach([path]).startswith("# Nothing to learn")


def test_several_drafts_are_put_together_and_no_file_is_changed(upheld: Upheld, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        corrected(tmp_path / name, "benefit: {domain: adl, treatment: massage_therapy}", ZORBLE)
    ran = upheld("read", "--teach", tmp_path / "one" / "case.yaml", tmp_path / "two" / "case.yaml")
    assert (ran.status, ran.err) == (0, "")
    ((_, entry),) = yaml.safe_load(ran.out)["entries"].items()
    assert (entry["phrases"], len(entry["examples"]["match"])) == (["zorble the shelves"], 2)


@pytest.mark.parametrize(
    ("quote", "phrase"),
    [
        ("She could ZORBLE the 12 shelves again,", "zorble the <n> shelves"),
        ("massage x 6 visits", "massage"),
        ("well-being (much) improved", "well-being much improved"),
        ("all of it", ""),
        ("one " * 3 + "zorble " * 9, ""),
    ],
)
def test_a_quote_as_a_phrase(quote: str, phrase: str) -> None:
    assert phrase_of(quote) == phrase


def test_the_lint_finds_phrases_that_do_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "rules" / "lexicon"
    folder.mkdir(parents=True)
    (folder / "one.yaml").write_text(
        """\
category: gain
entries:
  better:
    phrases:
      - "zorble*"
      - "much better"
      - "better (and|or) better"
      - "Much better"
      - "no zorbling at all"
      - "quietly ... better"
      - "up <n> points"
    abbreviations: ["ZB", "ZB"]
    except: ["no zorbling"]
""",
        encoding="utf-8",
    )
    (folder / "two.yaml").write_text(
        'category: gain\nentries:\n  worse: {phrases: ["zorbling off"]}\n  same: {phrases: ["zorbl*"]}\n',
        encoding="utf-8",
    )
    (folder / "wrong.yaml").write_text("category: gain\nentries: []\n", encoding="utf-8")
    told = [str(issue) for issue in lexicon_phrases(tmp_path / "rules")]
    assert told == ["rules/lexicon/one.yaml:8: warning: `Much better`, `ZB` stand in `better` already; keep one"]
    (folder / "three.yaml").write_text(
        "category: loss\nentries:\n"
        '  even: {phrases: ["even th*"], except: ["odd th*"]}\n'
        '  odd: {phrases: ["odd thing", "even thing", "(even|odd) other"]}\n',
        encoding="utf-8",
    )
    found = [issue.wrong for issue in lexicon_phrases(tmp_path / "rules") if issue.place.file.endswith("three.yaml")]
    never, taken = found
    assert never.startswith("`odd thing` of `odd` is never found (an `except` stands in its way")
    assert taken == "`even thing` of `odd` is taken by `even`"
