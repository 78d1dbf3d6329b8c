"""What short letters by many hands ask for: `requests/*.yaml` gives the treatments of each with their quantities.

Nobody reads every wording; held here are the shares of what is read, with its quantity, and of what nobody asks for.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from engine import strict_yaml
from engine.document import Document
from engine.facts import Assertion, Fact
from engine.reading.reader import read

FOLDER = Path(__file__).with_name("requests")
HELD_OUT = FOLDER / "held-out"
HEAD = "PROGRESS NOTE\nDate: 3/4/2014\nThe patient is a 44 year old man with chronic pain.\n\n"
READ_AT_LEAST = 0.92
RIGHT_QUANTITY_AT_LEAST = 0.94
UNASKED_AT_MOST = 0.03
# Letters on which nobody tunes: what is read of them is what may be hoped for elsewhere.
HELD_OUT_READ_AT_LEAST = 0.74
HELD_OUT_UNASKED_AT_MOST = 0.21


class Short(NamedTuple):
    """A letter, and each treatment that it asks for with its quantity, if it gives one."""

    letter: str
    asks: tuple[tuple[str, float | None], ...]


@lru_cache(maxsize=2)
def letters(folder: Path) -> tuple[Short, ...]:
    return tuple(
        Short(each["letter"], tuple(_asked(part) for part in each["asks"].split(";") if part.strip()))
        for path in sorted(folder.glob("*.yaml"))
        for each in strict_yaml.read(path).data
    )


def _asked(part: str) -> tuple[str, float | None]:
    treatment, _, quantity = part.strip().partition(" ")
    return treatment, float(quantity) if quantity else None


def firm(text: str) -> list[Fact]:
    facts = [fact for fact in read(Document("letter", HEAD + text)).facts if fact.type == "request.item"]
    return [f for f in facts if f.assertion is Assertion.AFFIRMED and f.value.get("certified") != "yes"]


@lru_cache(maxsize=2)
def tally(folder: Path = FOLDER) -> Counter[str]:
    found: Counter[str] = Counter()
    for short in letters(folder):
        left = [(str(f.value["treatment"]), f.value.get("quantity")) for f in firm(short.letter)]
        for treatment, quantity in short.asks:
            found["asked"] += 1
            same = [each for each in left if each[0] == treatment]
            if not same:
                continue
            best = next((each for each in same if each[1] == quantity), same[0])
            left.remove(best)
            found["read"] += 1
            found["counted"] += quantity is not None
            found["right"] += quantity is not None and (best[1] == quantity or (quantity == 1 and best[1] is None))
        found["unasked"] += len(left)
    return found


def test_what_is_asked_for_is_read() -> None:
    assert tally()["read"] >= READ_AT_LEAST * tally()["asked"]


def test_quantities_are_those_asked_for() -> None:
    assert tally()["right"] >= RIGHT_QUANTITY_AT_LEAST * tally()["counted"]


def test_little_is_read_that_is_not_asked_for() -> None:
    assert tally()["unasked"] <= UNASKED_AT_MOST * tally()["read"]


def test_letters_held_out_are_read_as_far() -> None:
    found = tally(HELD_OUT)
    assert found["read"] >= HELD_OUT_READ_AT_LEAST * found["asked"]
    assert found["unasked"] <= HELD_OUT_UNASKED_AT_MOST * found["read"]
