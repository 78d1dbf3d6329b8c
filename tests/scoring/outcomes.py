"""`python -m tests.scoring.outcomes [--locked] [--items] [NAME...]`: are the answers for the corpus the right ones?

Every letter goes the way of `upheld check`: read, made a case, checked. Items of treatments without a rule file are
counted apart, and so are those that the raters call arguable. Of locked letters nothing but counts is shown.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.casefile import case_from_reading
from engine.document import Document
from engine.errors import InputError
from engine.library import load_library
from engine.reading.reader import read
from engine.recommend import check_case
from engine.select import select_date
from tests.scoring.gold import LETTERS
from tests.scoring.outcome_labels import NOT_COVERED, corpus_letters, named_otherwise, pairs
from tests.scoring.outcome_report import details, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.library import Library
    from engine.recommendation import Recommendation
    from tests.scoring.outcome_labels import Expected, Letter


@dataclass(frozen=True)
class Judged:
    """One labelled item beside its answer (None where it was not read); `encoded` tells whether a rule file exists.

    `beside` counts the items that were read of the same letter, and `read_as` names the treatment of the one that seems
    to be meant where none was found.
    """

    letter: str
    folder: str
    wanted: Expected
    got: Recommendation | None
    encoded: bool
    beside: int
    read_as: str = ""

    @property
    def right(self) -> bool:
        """Whether the outcome is the expected one."""
        return self.got is not None and self.got.outcome.value == self.wanted.outcome

    @property
    def right_basis(self) -> bool:
        """Whether outcome and basis are as expected."""
        return self.right and self.got is not None and self.got.basis in self.wanted.bases


@dataclass(frozen=True)
class Scored:
    """Every labelled item judged, and the answered items that no label asks for, by letter."""

    items: tuple[Judged, ...]
    extra: tuple[tuple[str, Recommendation], ...]


def judge(letters: Iterable[Letter], library: Library) -> Scored:
    """Check every letter and set each answer beside its label."""
    items: list[Judged] = []
    extra: list[tuple[str, Recommendation]] = []
    for letter in letters:
        answered = answers(letter, library)
        found, rest = pairs(letter.items, answered, library.vocabulary.body_parts)
        left = [answered[index] for index in rest]
        extra += [(letter.name, each) for each in left]
        for at, wanted in enumerate(letter.items):
            got = answered[found[at]] if at in found else None
            encoded = wanted.treatment == NOT_COVERED or bool(library.of_family(wanted.treatment))
            read_as = "" if got else named_otherwise(wanted, left)
            items.append(Judged(letter.name, letter.folder, wanted, got, encoded, len(answered), read_as))
    return Scored(tuple(items), tuple(extra))


def answers(letter: Letter, library: Library) -> tuple[Recommendation, ...]:
    """What a check of one letter answers, the day given where the letter tells none; nothing where no item is read."""
    try:
        case = case_from_reading(read(Document(letter.name, letter.text)))
    except InputError:
        return ()
    day = None if select_date(case.dates, None) else letter.day
    return check_case(case, library, as_of=day, engine="direct").items


def main(arguments: list[str]) -> int:
    """Print the tables, and with `--items` every wrong item; returns 0, or 2 when there are no letters to score."""
    options = {each for each in arguments if each.startswith("--")}
    names = tuple(each for each in arguments if not each.startswith("--"))
    locked = "--locked" in options
    letters = [each for each in corpus_letters(locked=locked) if not names or each.name.startswith(names)]
    if not letters or (locked and names):
        sys.stderr.write(f"no letters to score in {LETTERS.name}; locked ones are scored only all at once\n")
        return 2
    scored = judge(letters, load_library())
    lines = details(scored) if "--items" in options and not locked else ()
    sys.stdout.writelines(f"{line}\n" for line in (*lines, *tables(scored, by_treatment=not locked)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
