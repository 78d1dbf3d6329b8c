"""Writes what was read of a letter as a case file that a person can correct and check again."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from engine import strict_yaml
from engine.casefile.from_reading import dates_from, in_order, is_disputed
from engine.checking import Checker
from engine.facts import Assertion
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.facts import Evidence, Fact, Reading, Scalar, Sentence

_DECIMALS = 6  # strict YAML holds no more than fifteen digits, and no letter that many
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*\Z")
_NOT_PLAIN = {"true", "false", "null", "on", "off"}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_HEAD = """\
# A draft of what was read. Correct it, keep it beside the letter, and check it: upheld check THIS_FILE
#   review: pending     nobody has looked yet; it counts as read
#           confirmed   right as it stands
#           corrected   you changed it; a quote must still be words of the letter
#           added       you put it in; leave `quote` out where the letter does not say it
#           rejected    wrong; it is left out
"""
_NO_ITEMS = """\
# Nothing in dispute was found. Add what is asked for, for example:
#   - treatment: massage_therapy
#     quantity: 6
"""
_UNREAD = """\
# Sentences that looked clinical and gave no fact; while they stand here, a person is asked to look at them. Add what
# they say under `facts:` where it matters, and delete each that you have looked at.
unread:
"""


def draft(reading: Reading) -> str:
    """The reading as the YAML text of a case file; unread sentences stand at its end."""
    facts = in_order(reading.facts)
    items = [fact for fact in facts if is_disputed(fact)]
    others = _decisive_first(fact for fact in facts if not is_disputed(fact))
    parts = [_HEAD, _document(reading), _dates(facts), "items:\n", *map(_item, items)]
    parts += [] if items else [_NO_ITEMS]
    parts += ["facts:\n", *map(_fact, others)] if others else []
    parts += [_UNREAD, *map(_sentence, reading.unread)] if reading.unread else []
    return "".join(parts)


def _document(reading: Reading) -> str:
    pages = f", empty_pages: [{', '.join(map(str, reading.empty_pages))}]" if reading.empty_pages else ""
    return f"document: {{name: {_scalar(reading.name)}, sha256: {_text(reading.sha256)}{pages}}}\n"


def _dates(facts: Iterable[Fact]) -> str:
    days = dates_from(facts).model_dump(exclude_none=True)
    return "".join(["dates:\n", *(f"  {kind}: {day}\n" for kind, day in days.items())]) if days else ""


def _decisive_first(facts: Iterable[Fact]) -> list[Fact]:
    order = {name: place for place, name in enumerate(_first_types())}
    return sorted(facts, key=lambda fact: order.get(fact.type, len(order)))


@lru_cache(maxsize=1)
def _first_types() -> tuple[str, ...]:
    path = rules_folder() / "vocabulary" / "draft-order.yaml"
    check = Checker(strict_yaml.read(path, name="rules/vocabulary/draft-order.yaml"))
    types = check.texts(("first",))
    check.finish()
    return types


def _item(fact: Fact) -> str:
    slots = [f"{name}: {_scalar(value)}" for name, value in fact.value.items()]
    return _entry([*slots, *_keys(fact)])


def _fact(fact: Fact) -> str:
    return _entry([f"{fact.type}: {_flow(fact.value)}", *_keys(fact)])


def _entry(lines: list[str]) -> str:
    return "  - " + "\n    ".join(lines) + "\n"


def _keys(fact: Fact) -> Iterator[str]:
    """The keys of a fact beside its slots, in the order in which a person reads them."""
    places = [_place(each) for each in fact.evidence if each.quote.strip()]
    for place in places[:1]:
        yield from (f"{name}: {_scalar(value)}" for name, value in place.items())
    if places[1:]:
        yield "also:"
        yield from (f"  - {_flow(place)}" for place in places[1:])
    yield f"source: {fact.source}"
    if fact.assertion is not Assertion.AFFIRMED:
        yield f"assertion: {fact.assertion}"
    if fact.as_of is not None:
        yield f"as_of: {fact.as_of}"
    if fact.item is not None:
        yield f"item: {fact.item + 1}"
    if fact.rule:
        yield f"rule: {_scalar(fact.rule)}"
    yield "review: pending"


def _place(evidence: Evidence) -> dict[str, Scalar]:
    place: dict[str, Scalar] = {"quote": evidence.quote, "line": evidence.line, "at": evidence.start}
    rest = {"page": evidence.page, "section": evidence.section, "slot": evidence.slot}
    return place | {name: value for name, value in rest.items() if value}


def _flow(slots: Mapping[str, Scalar]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(value)}" for name, value in slots.items()) + "}"


def _scalar(value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{Decimal(repr(round(value, _DECIMALS))):f}"
    if isinstance(value, int | date):
        return str(value)
    return value if _PLAIN.match(value) and value.lower() not in _NOT_PLAIN else _text(value)


def _text(text: str) -> str:
    """Text in double quotes, which alone can hold every character in YAML."""
    return '"' + "".join(map(_character, text)) + '"'


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"


def _sentence(sentence: Sentence) -> str:
    place: dict[str, Scalar] = {"quote": sentence.quote, "line": sentence.line, "at": sentence.start}
    rest = {"page": sentence.page, "section": sentence.section, "why": sentence.why}
    slots = _flow(place | {name: value for name, value in rest.items() if value})
    lines = f", paragraph: [{sentence.paragraph[0]}, {sentence.paragraph[1]}]" if sentence.paragraph else ""
    return f"  - {slots[:-1]}{lines}}}\n"
