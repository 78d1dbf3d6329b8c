"""`python -m tests.scoring.rewriting`: are the same items read when only the layout and the headings of letters change?

Letters of a style that nobody has seen differ in this from those at hand, so what is lost here is lost there.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.library import load_library
from tests.scoring.gold import LETTERS
from tests.scoring.outcome_labels import corpus_letters
from tests.scoring.outcomes import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.library import Library
    from tests.scoring.outcome_labels import Letter
    from tests.scoring.outcomes import Scored

_MARK = re.compile(r"^(\s*)(?:\(?\d{1,2}[.)]|\(?[a-hA-H][.)]|[-*•])\s+", re.MULTILINE)
_WORDS = ("plan", "treatment plan", "requests?", "requested", "rfa", "recommendations?", "authorization requested", "p")
_HEADING = re.compile(rf"^(\s*)(?:{'|'.join(_WORDS)})\b\s*(?:/[^:\n]{{0,40}})?(?::|\.|$)", re.MULTILINE | re.IGNORECASE)

REWRITINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "lower case": str.lower,
    "upper case": str.upper,
    "lines joined": lambda text: re.sub(r"(?<=\S)\n(?=[ \t]*[a-z(])", " ", text),
    "indented": lambda text: re.sub(r"^", "    ", text, flags=re.MULTILINE),
    "blank lines between": lambda text: text.replace("\n", "\n\n"),
    "colons left out": lambda text: re.sub(r":(?=\s)", " ", text),
    "dashes for numbers": lambda text: _MARK.sub(r"\1- ", text),
    "list marks left out": lambda text: _MARK.sub(r"\1", text),
    "headings left out": lambda text: _HEADING.sub(r"\1", text),
    "other headings": lambda text: _HEADING.sub(r"\1We would like approval of:", text),
}


def rewritten(letters: Iterable[Letter], name: str) -> list[Letter]:
    """The letters with every text rewritten in one way."""
    return [replace(each, text=REWRITINGS[name](each.text)) for each in letters]


def items_read(scored: Scored) -> int:
    """How many labelled items were read."""
    return sum(each.got is not None for each in scored.items)


def rows(letters: Iterable[Letter], library: Library) -> Iterable[str]:
    """One line for each rewriting: items read, outcomes right, and items that no label asks for."""
    letters = list(letters)
    yield f"{'':<24}{'items':>6}{'read':>6}{'right':>6}{'extra':>6}"
    for name in REWRITINGS:
        scored = judge(rewritten(letters, name), library)
        right = sum(each.right for each in scored.items if each.encoded)
        yield f"{name:<24}{len(scored.items):>6}{items_read(scored):>6}{right:>6}{len(scored.extra):>6}"


def main() -> int:
    """Print the table; returns 0, or 2 when there are no letters."""
    letters = corpus_letters()
    if not letters:
        sys.stderr.write(f"no letters to score in {LETTERS.name}\n")
        return 2
    sys.stdout.writelines(f"{row}\n" for row in rows(letters, load_library()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
