"""Writes what was read of a letter as a case file that a person can correct and check again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from engine import strict_yaml
from engine.casefile.from_reading import dates_from, in_order, is_disputed
from engine.casefile.identity import key_of
from engine.casefile.writing import entry, written
from engine.checking import Checker
from engine.facts import Assertion
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.facts import Evidence, Fact, Reading, Scalar, Sentence

Keys: TypeAlias = "Mapping[str, Any]"
"""One entry of a draft as its keys with plain values, in order."""
PENDING = "pending"
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


def draft(reading: Reading, more_items: Iterable[Keys] = (), more_facts: Iterable[Keys] = ()) -> str:
    """The reading as the YAML text of a case file; unread sentences stand at its end.

    Items and facts from elsewhere, such as those that an extractor proposes, stand below those of the reading.
    """
    facts = in_order(reading.facts)
    items = [item_keys(fact) for fact in facts if is_disputed(fact)]
    others = [fact_keys(fact) for fact in decisive_first(fact for fact in facts if not is_disputed(fact))]
    unread = map(sentence_keys, reading.unread)
    return laid_out(head_of(reading), [*items, *more_items], [*others, *more_facts], unread)


def head_of(reading: Reading) -> dict[str, Any]:
    """What stands above the items of a draft: the document, and the dates of the case."""
    document: dict[str, Any] = {"name": reading.name, "sha256": reading.sha256}
    if reading.empty_pages:
        document["empty_pages"] = list(reading.empty_pages)
    return {"document": document, "dates": dates_from(in_order(reading.facts)).model_dump(exclude_none=True)}


def laid_out(head: Keys, items: Iterable[Keys], facts: Iterable[Keys], unread: Iterable[Keys]) -> str:
    """The text of a draft of these entries."""
    listed = "".join(map(entry, items)) or _NO_ITEMS
    others, sentences = "".join(map(entry, facts)), "".join(f"  - {written(each)}\n" for each in unread)
    parts = [_HEAD, *(_top(key, value) for key, value in head.items() if value), "items:\n", listed]
    parts += ["facts:\n", others] if others else []
    return "".join([*parts, *([_UNREAD, sentences] if sentences else [])])


def _top(key: str, value: Any) -> str:
    if key == "dates":
        return "".join(["dates:\n", *(f"  {kind}: {day}\n" for kind, day in value.items())])
    return f"{key}: {written(value)}\n"


def decisive_first(facts: Iterable[Fact]) -> list[Fact]:
    """Facts by type, those on which decisions most often turn first; of one type in the order given."""
    order = {name: place for place, name in enumerate(first_types())}
    return sorted(facts, key=lambda fact: order.get(fact.type, len(order)))


@lru_cache(maxsize=1)
def first_types() -> tuple[str, ...]:
    """The fact types that come first in a draft."""
    path = rules_folder() / "vocabulary" / "draft-order.yaml"
    check = Checker(strict_yaml.read(path, name="rules/vocabulary/draft-order.yaml"))
    types = check.texts(("first",))
    check.finish()
    return types


def item_keys(fact: Fact) -> dict[str, Any]:
    """A disputed item as the keys of its entry."""
    return {**fact.value, **_keys(fact)}


def fact_keys(fact: Fact) -> dict[str, Any]:
    """A fact as the keys of its entry."""
    return {fact.type: fact.value, **_keys(fact)}


def _keys(fact: Fact) -> dict[str, Any]:
    """The keys of a fact beside its slots, in the order in which a person reads them."""
    places = [_place(each) for each in fact.evidence if each.quote.strip()]
    return {
        **(places[0] if places else {}),
        "also": places[1:] or None,
        "source": fact.source.value,
        "assertion": None if fact.assertion is Assertion.AFFIRMED else fact.assertion.value,
        "as_of": fact.as_of,
        "item": None if fact.item is None else fact.item + 1,
        "rule": fact.rule or None,
        "id": key_of(fact),
        "review": PENDING,
    }


def _place(evidence: Evidence) -> dict[str, Scalar]:
    place: dict[str, Scalar] = {"quote": evidence.quote, "line": evidence.line, "at": evidence.start}
    rest = {"page": evidence.page, "section": evidence.section, "slot": evidence.slot}
    return place | {name: value for name, value in rest.items() if value}


def sentence_keys(sentence: Sentence) -> dict[str, Any]:
    """An unread sentence as the keys of its entry."""
    place = {"quote": sentence.quote, "line": sentence.line, "at": sentence.start}
    lines = list(sentence.paragraph) if sentence.paragraph else None
    rest = {"page": sentence.page, "section": sentence.section, "why": sentence.why, "paragraph": lines}
    return place | {name: value for name, value in rest.items() if value}
