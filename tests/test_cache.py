"""What is kept between runs: it changes no answer, an edit is seen, and what is broken or another's is passed over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine import cache, library, rule_files, strict_yaml
from engine.errors import RuleErrors
from engine.library import load_library
from engine.reading import phrase_index
from engine.reading.lexicon import Lexicon, entry
from engine.resources import rules_folder
from tests.rules_folder import FILES, RULE, edited, write_rules

VALUE = {"day": date(2014, 5, 14), "list": [1, 2.5, None, "é\n"], "deep": {"from": date(2009, 7, 18)}}
ROOT = Path(__file__).parents[1]
LETTER = ROOT / "cases" / "massage-therapy" / "imr-six-visits.txt"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test's own."""
    kept = tmp_path / "cache"
    monkeypatch.setenv("UPHELD_CACHE", str(kept))
    monkeypatch.setattr(rule_files, "_shelves", {})
    return kept


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def test_what_is_kept_comes_back_and_only_for_its_key(folder: Path) -> None:
    cache.save("name", "key", VALUE)
    assert cache.load("name", "key") == VALUE
    assert cache.load("name", "other") is None
    assert [path.name for path in _files(folder)] == ["name.json"]
    assert (folder / "name.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "not ours"])
def test_a_harmed_entry_is_as_good_as_absent(folder: Path, harm: str) -> None:
    cache.save("name", "key", {"a": 1})
    path = folder / "name.json"
    content = path.read_bytes()
    path.write_bytes({"cut": content[:-1], "changed": content.replace(b"1}", b"2}"), "empty": b""}.get(harm, content))
    if harm == "not ours":
        path.chmod(0o666)
    assert cache.load("name", "key") is None


def test_another_version_of_the_program_has_entries_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.save("name", "key", {"a": 1})
    monkeypatch.setattr(cache, "_program", lambda: "another")
    assert cache.load("name", "key") is None


def test_nothing_is_kept_where_it_is_off_or_cannot_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_text("a file where the folder would be")
    cache.save("name", "key", {"a": 1})
    assert cache.load("name", "key") is None
    monkeypatch.setenv("UPHELD_CACHE", "off")
    cache.save("name", "key", {"a": 1})
    assert cache.load("name", "key") is None


def test_it_stands_where_caches_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UPHELD_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    cache.save("name", "key", {"a": 1})
    assert (tmp_path / "xdg" / "upheld" / "name.json").is_file()
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    cache.save("name", "key", {"a": 1})
    assert (tmp_path / "home" / ".cache" / "upheld" / "name.json").is_file()


def test_the_oldest_entries_go_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST", 2)
    for age, name in enumerate(("a", "b", "c")):
        cache.save(name, "key", {})
        os.utime(folder / f"{name}.json", (age, age))
    cache.save("d", "key", {})
    assert [path.stem for path in _files(folder)] == ["c", "d"]


def _read(path: Path) -> strict_yaml.Source:
    return rule_files.read(path, name="rules/it.yaml")


def test_a_file_is_parsed_once_and_again_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "it.yaml"
    path.write_text("a: 1\nb: {c: 2009-07-18}\n")
    first = _read(path)
    rule_files.keep()
    monkeypatch.setattr(rule_files, "_shelves", {})
    monkeypatch.setattr(strict_yaml, "parse", _no_parsing)
    again = _read(path)
    assert (again.data, again.place("b")) == (first.data, first.place("b"))
    monkeypatch.undo()
    path.write_text("a: 2\n")
    assert _read(path).data == {"a": 2}


def _no_parsing(*_args: Any, **_more: Any) -> Any:
    raise AssertionError("parsed")


def test_places_out_of_the_cache_are_those_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "it.yaml"
    path.write_text("# first\na:\n  - b: 1\n    c: 2\nd: 3\n")
    fresh = _read(path)
    rule_files.keep()
    monkeypatch.setattr(rule_files, "_shelves", {})
    kept = _read(path)
    for place in [(), ("a",), ("a", 0), ("a", 0, "c"), ("d",), ("d", "none"), ("none",)]:
        assert kept.place(*place) == fresh.place(*place)


def test_a_file_with_mistakes_is_not_kept_and_tells_them_each_time(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    path.write_text("a: true\n")
    for _ in range(2):
        with pytest.raises(RuleErrors, match="`true` is not used here"):
            _read(path)
    rule_files.keep()
    assert _files(folder) == []


def test_what_files_held_long_ago_is_dropped(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "it.yaml"
    for number in range(5):
        path.write_text(f"a: {number}\n")
        monkeypatch.setattr(rule_files, "_shelves", {})
        _read(path)
        rule_files.keep()
    (kept,) = _files(folder)
    assert len(json.loads(kept.read_bytes().partition(b"\n")[2])) <= 2


WORDS = ("neck pain", "improv* gait", "(grip|pinch) strength", "(the|) claimant", "<n> visits", "follow-up visit")
TEXT = "Neck pain. Improved gait, pinch strength, grip strength; the claimant had 6 visits, a followup visit."


def _lexicon(*more: str) -> Lexicon:
    return Lexicon([entry("c", "it", [*WORDS, *more], ["NP"], excepted=["no pain"])])


def test_phrases_out_of_the_index_find_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_index, "_WORTH_KEEPING", 1)
    fresh = _lexicon()
    assert len(_files(folder)) == 1
    monkeypatch.setattr(Lexicon, "_checked", _no_parsing)
    kept = _lexicon()
    for text in (TEXT, "no pain, NP, np", TEXT.upper(), TEXT.lower()):
        assert kept.find(text) == fresh.find(text)
    monkeypatch.undo()
    with pytest.raises(RuleErrors, match="must begin and end"):
        _lexicon("... no word")


def test_a_library_found_sound_is_known_by_its_heads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = write_rules(tmp_path, edited(RULE, "at most: 6", "at most: {values: {2010-01-01: 6, 2012-01-01: 4}}"))
    fresh = load_library(rules)
    library._load.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(library, "load_guideline", _no_parsing)
        kept = load_library(rules)
        assert [vars(each)["title"] for each in kept.guidelines] == ["Rubbing"]
        assert kept.of_family("rubbing")[0].source == fresh.guidelines[0].source
    (one,), (other,) = kept.guidelines, fresh.guidelines
    assert all(getattr(one, each.name) == getattr(other, each.name) for each in fields(other))
    for on in (date(2010, 1, 1), date(2013, 1, 1)):
        assert kept.program(one, on) == fresh.program(other, on)
    with pytest.raises(AttributeError):
        getattr(one, "nothing")  # noqa: B009  (mypy knows that there is no such thing)


def test_an_edited_library_is_checked_again(tmp_path: Path) -> None:
    rules = write_rules(tmp_path)
    load_library(rules)
    (rules / RULE).write_text(FILES[RULE].replace("at most: 6", "at mst: 6"))
    for _ in range(2):
        library._load.cache_clear()
        with pytest.raises(RuleErrors, match="at mst"):
            load_library(rules)
    (rules / RULE).write_text(FILES[RULE].replace("title: Rubbing", "title: Rub"))
    assert load_library(rules).guidelines[0].title == "Rub"


def _check(rules: Path, kept: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "engine.cli", "check", "--json", "--rules", str(rules), str(LETTER)]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "UPHELD_CACHE": kept}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_off_cold_warm_and_two_at_once_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    rules = Path(shutil.copytree(rules_folder(), tmp_path / "rules"))
    off = _check(rules, "off").communicate()
    both = [_check(rules, str(folder)) for _ in range(2)]
    assert [each.communicate() for each in both] == [off, off]
    assert _check(rules, str(folder)).communicate() == off
    assert off[0]
    assert all(path.suffix == ".json" for path in _files(folder))
