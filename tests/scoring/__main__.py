"""`python -m tests.scoring [--corpus | --locked] [--all | --perturb] [NAME...]`: how well letters are read.

`--totals FOLDER...` reads the letters of folders such as `tests/letters/r` and prints totals alone. Otherwise it lists
what was missed; with `--perturb` it shows instead what is lost when only the look of the letters changes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from engine import strict_yaml
from engine.document import Document
from engine.reading.reader import read
from engine.resources import rules_folder
from tests.scoring.gold import LETTERS, corpus, labels, letters, letters_in
from tests.scoring.match import score, score_items
from tests.scoring.perturbing import table
from tests.scoring.report import HEAD, Figures, by_label, totals

if TYPE_CHECKING:
    from engine.facts import Fact
    from tests.scoring.gold import GoldDocument
    from tests.scoring.match import ItemScore, Score


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def guideline_ids() -> set[str]:
    """Treatments that the guideline data answers: all but those marked as not addressed."""
    treatments = strict_yaml.read(rules_folder() / "vocabulary" / "treatments.yaml").data
    return {key for key, each in treatments.items() if each.get("addressed") != "no" and "by_body_part" not in each}


def read_facts(document: GoldDocument) -> list[Fact]:
    """What reading says of one document."""
    return list(read(Document(document.name, document.text)).facts)


def main(arguments: list[str]) -> int:
    """Print the tables; returns 0, or 2 when there are no letters to score."""
    options = {each for each in arguments if each.startswith("--")}
    names = [each for each in arguments if not each.startswith("--")]
    if "--totals" in options:
        return _score([each for name in names for each in letters_in(Path(name))], options)
    documents = corpus(locked="--locked" in options) if options & {"--corpus", "--locked"} else letters()
    documents = [each for each in documents if not names or any(each.name.startswith(name) for name in names)]
    return _score(documents, options)


def _score(documents: list[GoldDocument], options: set[str]) -> int:
    if not documents:
        sys.stderr.write(f"no letters to score; look at the names given, and for {LETTERS.name} beside the project\n")
        return 2
    if "--perturb" in options:
        for line in table(documents):
            _say(line)
        return 0
    critical = "--all" not in options
    facts = {each.name: read_facts(each) for each in documents}
    scores = {each.name: score(each, facts[each.name], critical=critical) for each in documents}
    items = {each.name: score_items(each, facts[each.name], guideline_ids()) for each in documents if each.items}
    if not options & {"--locked", "--totals"}:
        _show_details(scores, items)
        _show_documents(scores)
    _show_totals(scores, items)
    return 0


def _show_details(scores: dict[str, Score], items: dict[str, ItemScore]) -> None:
    for name, found in scores.items():
        for gold in found.misses:
            _say(f"{name}: missed {gold.label} {gold.slots or gold.numbers} {gold.assertion}: {gold.shown!r}")
        for fact in found.extras:
            _say(f"{name}: extra {fact.type} {_plain(fact)} {fact.assertion}: {fact.quote!r} [{fact.rule}]")
    for name, outcome in items.items():
        for item in outcome.misses:
            _say(f"{name}: item missed {item.treatment} {item.quantity} {item.unit}: {item.wording!r}")
        for fact in outcome.extras:
            _say(f"{name}: item extra {_plain(fact)}: {fact.quote!r} [{fact.rule}]")


def _plain(fact: Fact) -> str:
    return yaml.safe_dump(fact.value, default_flow_style=True, width=1000).strip()


def _show_documents(scores: dict[str, Score]) -> None:
    _say("\n" + HEAD)
    for name, found in scores.items():
        _say(totals([found]).row(name))


def _show_totals(scores: dict[str, Score], items: dict[str, ItemScore]) -> None:
    _say("\n" + HEAD)
    for label, figures in by_label(scores.values()).items():
        _say(figures.row(label))
    _say(totals(scores.values()).row("all"))
    excused = sum(len(found.excused) for found in scores.values())
    _say(f"read, true and without a label: {excused} (of {len(labels()['also_true'])} letters)")
    if items:
        counts = [sum(len(getattr(each, key)) for each in items.values()) for key in ("hits", "misses", "extras")]
        _say(Figures(*counts).row("disputed items"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
