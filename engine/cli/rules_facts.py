"""`upheld rules facts`: what each fact of the vocabulary is read from."""

from __future__ import annotations

from functools import partial

from engine.assurance.fact_examples import example_of, wordings
from engine.cli.inputs import RulesOption, write
from engine.render.facts import facts_page
from engine.resources import rules_folder
from engine.vocabulary import load_vocabulary


def facts(*, rules: RulesOption = None) -> None:
    """Print, as Markdown, every fact that a rule may name, what it is read from, and words that give it.

    Example: upheld rules facts > docs/facts.md
    """
    folder = rules or rules_folder()
    write(facts_page(load_vocabulary(folder), partial(example_of, known=wordings(folder))))
