"""Things said by words that stand together in a sentence, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.document import Document
from engine.errors import RuleErrors
from engine.reading.lexicon import Lexicon
from engine.reading.reader import read

if TYPE_CHECKING:
    from pathlib import Path

FILE = """\
category: statement
entries:
  job_held:
    phrases: ["job offer"]
    together: [["(employer|boss)", "(hold|holds|kept)", "(job|post)"]]
"""


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    path = tmp_path / "jobs.yaml"
    path.write_text(FILE, encoding="utf-8")
    return Lexicon.load(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("His employer holds the job.", ["employer holds the job"]),
        ("A job, we hear, is kept for him by his boss.", ["job, we hear, is kept for him by his boss"]),
        ("The boss has a job offer; he holds on.", ["job offer"]),
        ("His employer has a job.", []),
        (f"His employer {'went on and on ' * 10} and holds the job.", []),
    ],
)
def test_parts_in_any_order_near_each_other(lexicon: Lexicon, text: str, found: list[str]) -> None:
    assert [text[each.start : each.end] for each in lexicon.find(text)] == found


def test_a_word_serves_one_part_only(tmp_path: Path) -> None:
    path = tmp_path / "jobs.yaml"
    path.write_text(FILE.replace('"(employer|boss)"', '"(job|boss)"'), encoding="utf-8")
    lexicon = Lexicon.load(path)
    assert not lexicon.find("he holds the job")
    assert lexicon.find("he holds the job, a good job")


def test_what_is_excepted_is_no_part(tmp_path: Path) -> None:
    path = tmp_path / "jobs.yaml"
    path.write_text(FILE + '    except: ["(cannot|not) hold"]\n', encoding="utf-8")
    lexicon = Lexicon.load(path)
    assert not lexicon.find("his employer cannot hold the job")
    assert lexicon.find("he cannot hold on, but his employer holds the job")


def test_mistakes_are_told_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "jobs.yaml"
    path.write_text(FILE.replace('[["(employer|boss)", "(hold|holds|kept)", "(job|post)"]]', '[["employer"]]'), "utf-8")
    with pytest.raises(RuleErrors, match=r"jobs.yaml:5: one phrase alone stands with nothing; move it to `phrases`"):
        Lexicon.load(path)
    path.write_text(FILE.replace('[["(employer|boss)", "(hold|holds|kept)", "(job|post)"]]', "employer"), "utf-8")
    with pytest.raises(RuleErrors, match="must be a list of lists"):
        Lexicon.load(path)


@pytest.mark.parametrize(
    ("sentence", "assertion"),
    [
        ("Her boss has promised to hold the bench job for her until October.", "affirmed"),
        ("No job has been offered to him by his employer.", "negated"),
        ("The bench job was not promised by her boss.", "negated"),
    ],
)
def test_what_is_said_of_any_part_is_said_of_the_whole(sentence: str, assertion: str) -> None:
    facts = read(Document("letter.txt", sentence)).facts
    said = [fact.assertion.value for fact in facts if fact.value.get("concept") == "return_to_work_goal"]
    assert said == [assertion]


@pytest.mark.parametrize(
    ("sentence", "assertion"),
    [
        ("Her home program, revised twice, has been ineffective.", "affirmed"),
        ("Three visits of therapy did not help, and strength has stayed at 4/5.", "affirmed"),
        ("No home program has been revised or found ineffective.", "negated"),
    ],
)
def test_a_denial_within_one_part_denies_no_other(sentence: str, assertion: str) -> None:
    facts = read(Document("letter.txt", sentence)).facts
    concepts = {"home_program_failed", "exercise_failed"}
    assert {f.assertion.value for f in facts if f.value.get("concept") in concepts} == {assertion}
