"""How fast letters are read, on one core: `python -m benchmarks.reading [LETTER...]`.

By default all letters of `cases/` and of our own sets `tests/letters/[a-f]`, each as long as its author made it: none
is cut or joined. Three questions. *Letters*: time for a letter, and for one of 4 kB by the straight line through them
all, beside a fixed piece of plain Python timed before, so that the ratio travels to other machines. *Growth*: the same
letters under a lexicon blown up tenfold with drawn phrases made of its own words. *Length*: letters put one behind
another up to 2 MB; the cost of a kB should stay.
"""

from __future__ import annotations

import argparse
import gc
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from statistics import linear_regression, mean, median, quantiles
from time import process_time
from typing import TYPE_CHECKING

import yaml

from engine.document import Document
from engine.reading.lexicon import Lexicon, entry
from engine.reading.lexicons import ReadingLexicon, reading_lexicon
from engine.reading.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

KB4 = 4_000
PER_SECOND = 200
P99_MS = 25.0
ENOUGH = 100
"""Letters from which on a 99th percentile says anything."""
TENFOLD = 9
LENGTHS = (125_000, 250_000, 500_000, 1_000_000, 2_000_000)


def letters(paths: Sequence[str]) -> list[Document]:
    """The letters to read: plain text, or the `text` of a labelled one."""
    ours = (*Path("cases").rglob("*.txt"), *Path("tests/letters").glob("[a-f]/*.yaml"))
    return [Document(path.name, text_of(path)) for path in [Path(each) for each in paths] or sorted(ours)]


def text_of(path: Path) -> str:
    """The text of one letter."""
    written = path.read_text(encoding="utf-8")
    return str(yaml.safe_load(written)["text"]) if path.suffix == ".yaml" else written


def workload() -> int:
    """A fixed piece of plain Python: counting words. Its time stands for the speed of the machine."""
    seen: dict[str, int] = {}
    for number in range(60_000):
        word = f"word{number * 7919 % 1009}"
        seen[word] = seen.get(word, 0) + 1
    return len(seen)


def took(work: Callable[[], object]) -> float:
    """Milliseconds of processor time of one call."""
    began = process_time()
    work()
    return 1000 * (process_time() - began)


def timed(documents: Iterable[Document], lexicon: ReadingLexicon, rounds: int) -> list[float]:
    """The best time of each document, in ms; every round reads a text that was not read before it."""
    best: dict[str, float] = {}
    chosen = list(documents)
    for number in range(rounds + 1):
        for index, document in enumerate(chosen):
            # Texts are kept by value: a blank more makes this one new.
            fresh = replace(document, text=document.text + "\n" * (number + 1))
            spent = took(partial(read, fresh, lexicon))
            if number:  # the first round builds what is kept
                best[str(index)] = min(best.get(str(index), spent), spent)
    return list(best.values())


def grown(lexicon: ReadingLexicon, times: int) -> ReadingLexicon:
    """The lexicon with so many drawn phrases for each of its own, of its own words, in a category of their own."""
    drawn = Random(7)  # noqa: S311 - the same phrases every time
    phrases = [phrase for each in lexicon.lexicon.entries for phrase, _ in each.phrases]
    words = sorted({word for phrase in phrases for word in phrase.split() if word.isalpha()})
    made = {" ".join(drawn.choice(words) for _ in range(drawn.randint(2, 4))) for _ in range(times * len(phrases))}
    return replace(lexicon, lexicon=Lexicon([*lexicon.lexicon.entries, entry("drawn", "drawn", sorted(made))]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("letters", nargs="*")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    gc.set_threshold(200_000)  # as the command line does
    documents = letters(options.letters)
    lexicon = reading_lexicon()
    plain = min(took(workload) for _ in range(15))
    print_letters(documents, lexicon, options.rounds, plain)
    print_growth(documents, lexicon, options.rounds)
    print_lengths(documents, lexicon)


def print_letters(documents: Sequence[Document], lexicon: ReadingLexicon, rounds: int, plain: float) -> None:
    """The cost of a letter, of one of 4 kB, and the ratio to plain Python."""
    times = timed(documents, lexicon, rounds)
    lengths = [len(each.text) for each in documents]
    slope, base = linear_regression(lengths, times) if len(times) > 1 else (times[0] / lengths[0], 0.0)
    whole = base + slope * KB4
    size = f"{len(documents)} letters of {mean(lengths):.0f} characters"
    print(f"{size}: p50 {median(times):.2f} ms, mean {mean(times):.2f} ms")
    print(f"a letter takes {base:.2f} ms and {1000 * slope:.2f} ms a kB; of 4 kB {whole:.2f} ms")
    rate = 1000 / whole
    judged = "within" if rate >= PER_SECOND else "UNDER"
    print(f"letters of 4 kB a second and core: {rate:.0f}, {judged} the budget of {PER_SECOND}")
    if len(times) >= ENOUGH:
        p99 = quantiles([spent * KB4 / length for spent, length in zip(times, lengths, strict=True)], n=100)[98]
        bound = "within" if p99 <= P99_MS else "OVER"
        own = quantiles(times, n=100)[98]
        print(f"p99 {own:.2f} ms; in proportion for 4 kB {p99:.2f} ms, {bound} the budget of {P99_MS:.0f}")
    print(f"plain Python beside it {plain:.2f} ms; 4 kB take {whole / plain:.2f} times that")


def print_growth(documents: Sequence[Document], lexicon: ReadingLexicon, rounds: int) -> None:
    """The same letters under ten times the phrases."""
    large = grown(lexicon, TENFOLD)
    counts = [sum(len(each.phrases) for each in one.lexicon.entries) for one in (lexicon, large)]
    small_ms, large_ms = mean(timed(documents, lexicon, rounds)), mean(timed(documents, large, rounds))
    told = f"lexicon of {counts[0]} phrases {small_ms:.2f} ms, of {counts[1]} {large_ms:.2f} ms"
    print(f"{told}: ratio {large_ms / small_ms:.2f}")


def print_lengths(documents: Sequence[Document], lexicon: ReadingLexicon) -> None:
    """The cost of a kB as documents grow."""
    whole = "\n\n".join(each.text for each in documents)
    for length in LENGTHS:
        text = (whole * (length // len(whole) + 1))[:length]
        spent = took(partial(read, Document("long", text), lexicon))
        print(f"{length:9} characters: {spent / 1000:6.2f} s, {spent / length * 1000:5.2f} ms a kB")


if __name__ == "__main__":
    main()
