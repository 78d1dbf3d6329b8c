"""Scores folders of labelled letters: `python -m tests.scoring.letters tests/letters/c`. Prints no words of them."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.library import load_library
from tests.scoring.outcome_labels import letters_of
from tests.scoring.outcome_report import tables
from tests.scoring.outcomes import judge


def main(folders: list[str]) -> None:
    """Print the outcome tables of each folder."""
    for folder in folders:
        found = tables(judge(letters_of(Path(folder)), load_library()), by_treatment=False)
        sys.stdout.writelines(f"{row}\n" for row in (folder, *found))


if __name__ == "__main__":
    main(sys.argv[1:])
