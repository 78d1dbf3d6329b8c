"""Facts that no one phrase says, but words of several kinds in one clause, in whatever order.

`rules/lexicon/said.yaml` names the kinds of words, `said-together.yaml` which of them, close by each other, say a fact:
an exercise and a habit are a program that goes on; a pain, a way and a leg are pain that goes down the leg.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from engine import rule_files
from engine.facts import Assertion
from engine.reading.assertion import assertion_of
from engine.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.facts import Fact
    from engine.reading.context import Context
    from engine.reading.lexicon import Mention
    from engine.reading.passage import Passage, Place

_CATEGORY = "said"
_BREAK = re.compile(r"[;\n\t|]|(?<![A-Z])\.\s|\b(?:but|however|although|though|whereas|while|until|unless)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_NEIGHBOURS = 2
_WEIGHT = {
    Assertion.HYPOTHETICAL: 0,
    Assertion.NOT_DOCUMENTED: 1,
    Assertion.NEGATED: 2,
    Assertion.UNCERTAIN: 3,
    Assertion.HISTORICAL: 4,
    Assertion.AFFIRMED: 5,
}


class Rule(NamedTuple):
    """Words of every group of `of` in one clause, at most `within` words apart, say the fact `kind` with its slots.

    Words of `without` in the clause forbid it, and one of `near` must stand in the sentence or in the two before it.
    """

    name: str
    kind: str
    slots: Mapping[str, str]
    of: tuple[frozenset[str], ...]
    within: int
    without: frozenset[str]
    near: frozenset[str]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of `said-together.yaml` in order."""
    written = rule_files.read(rules_folder() / "lexicon" / "said-together.yaml").data["rules"]
    return tuple(_rule(name, each) for name, each in written.items())


def _rule(name: str, written: dict[str, Any]) -> Rule:
    slots = {key: str(value) for key, value in written["gives"].items()}
    groups = tuple(frozenset(str(each).split("|")) for each in written["of"])
    others = (frozenset(written.get(key, ())) for key in ("without", "near"))
    return Rule(name, slots.pop("fact", "statement"), slots, groups, int(written.get("within", 6)), *others)


def assemble(context: Context) -> Iterator[Fact]:
    """One fact for each place where the words of a rule stand together."""
    for passage in context.patient:
        found = _by_kind(passage)
        for rule in rules() if len(found) > 1 else ():
            if all(not group.isdisjoint(found) for group in rule.of) and _is_near(context, passage, rule):
                yield from _facts(context, passage, rule, found)


def _by_kind(passage: Passage) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in passage.of(_CATEGORY):
        found.setdefault(mention.id, []).append(mention)
    return found


def _is_near(context: Context, passage: Passage, rule: Rule) -> bool:
    if not rule.near:
        return True
    around = (passage, *context.before(passage, _NEIGHBOURS))
    return any(mention.id in rule.near for each in around for mention in each.of(_CATEGORY))


def _facts(context: Context, passage: Passage, rule: Rule, found: Mapping[str, list[Mention]]) -> Iterator[Fact]:
    last = passage.start
    for first in _of(found, rule.of[0]):
        parts = _together(passage, rule, found, first)
        if parts is None or parts[0].start < last or _is_forbidden(passage, rule, found, parts):
            continue
        last = parts[-1].end
        place = (parts[0].start, last)
        yield context.fact(rule.kind, rule.slots, passage, place, f"said.{rule.name}", _assertion(passage, parts))


def _of(found: Mapping[str, list[Mention]], group: Iterable[str]) -> list[Mention]:
    return sorted((mention for kind in group for mention in found.get(kind, ())), key=lambda m: m.start)


def _together(
    passage: Passage, rule: Rule, found: Mapping[str, list[Mention]], first: Mention
) -> list[Mention] | None:
    """The word of each group that is nearest to those before it, in order of place; none where one is too far."""
    parts = [first]
    for group in rule.of[1:]:
        free = [m for m in _of(found, group) if all(m.end <= each.start or each.end <= m.start for each in parts)]
        best = min(free, key=lambda m: _gap(m, parts), default=None)
        if best is None or not _is_close(passage, rule, best, parts):
            return None
        parts = sorted((*parts, best), key=lambda m: m.start)
    return parts


def _gap(mention: Mention, parts: list[Mention]) -> tuple[int, int]:
    return max(0, mention.start - parts[-1].end, parts[0].start - mention.end), mention.start


def _is_close(passage: Passage, rule: Rule, mention: Mention, parts: list[Mention]) -> bool:
    between = passage.words(parts[-1].end, mention.start) or passage.words(mention.end, parts[0].start)
    return not _BREAK.search(between) and len(_WORD.findall(between)) <= rule.within


def _is_forbidden(
    passage: Passage, rule: Rule, found: Mapping[str, list[Mention]], parts: list[Mention]
) -> bool:
    low, high = _clause(passage, parts[0].start, parts[-1].end)
    return any(low <= mention.start and mention.end <= high for mention in _of(found, rule.without))


def _clause(passage: Passage, start: int, end: int) -> Place:
    breaks = [match.end() for match in _BREAK.finditer(passage.text, passage.start, start)]
    after = _BREAK.search(passage.text, end, passage.end)
    return (breaks[-1] if breaks else passage.start), (after.start() if after else passage.end)


def _assertion(passage: Passage, parts: list[Mention]) -> Assertion:
    """What the sentence says of the parts: what it denies or supposes of one, it does of all."""
    places = [(each.start, each.end) for each in parts]
    judged = [
        assertion_of(
            passage.text, passage.start, passage.end, *place, masks=(*passage.masks, *(p for p in places if p != place))
        ).assertion
        for place in places
    ]
    return min(judged, key=lambda each: _WEIGHT[each])
