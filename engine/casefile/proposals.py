"""Checks what extractors propose, and writes what stands as entries of a draft that wait for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine import strict_yaml
from engine.casefile.drafting import fact_keys, item_keys
from engine.casefile.facts import FactReader
from engine.casefile.from_reading import is_disputed
from engine.casefile.identity import is_same
from engine.casefile.quotes import relocated
from engine.casefile.writing import entry
from engine.checking import Checker
from engine.errors import RuleErrors
from engine.facts import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.document import Document
    from engine.extractors import Proposal, Proposed
    from engine.facts import Fact
    from engine.vocabulary import Vocabulary

NEAR = 200
"""Characters by which an extractor may be mistaken in where a quote stands; its text may be folded otherwise."""


@dataclass(frozen=True)
class Accepted:
    """The proposals that stand, as entries of a draft, and why the others do not; `dropped` quotes nothing."""

    items: tuple[dict[str, Any], ...]
    facts: tuple[dict[str, Any], ...]
    dropped: tuple[str, ...]


def accepted(
    proposed: Iterable[Proposed], document: Document, read: Iterable[Fact], vocabulary: Vocabulary
) -> Accepted:
    """The proposals that stand, less those that reading has found: quote in the document, value in the vocabulary."""
    kept = list(read)
    items: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    dropped: list[str] = []
    for each in proposed:
        for number, proposal in enumerate(each.proposals, start=1):
            fact, wrong = _fact(proposal, document, vocabulary)
            if fact is None:
                dropped.append(f"`{each.by}`, proposal {number}: dropped, because {wrong}")
            elif not any(is_same(fact, other) for other in kept):
                kept.append(fact)
                into, keys = (items, item_keys(fact)) if is_disputed(fact) else (facts, fact_keys(fact))
                review = keys.pop("review")
                into.append({**keys, "extractor": each.by, "review": review})
    return Accepted(tuple(items), tuple(facts), tuple(dropped))


def _fact(proposal: Proposal, document: Document, vocabulary: Vocabulary) -> tuple[Fact | None, str]:
    """A proposal as a fact with its place, or why it is none."""
    declared = vocabulary.fact_types.get(proposal.type)
    if declared is None:
        return None, "the vocabulary has no such fact type"
    if not set(proposal.value) <= declared.keys():
        return None, f"it has a slot that `{proposal.type}` has not"
    keys = {proposal.type: dict(proposal.value), "assertion": proposal.assertion, "source": proposal.source}
    try:
        check = Checker(strict_yaml.parse(entry(keys), "proposal"))
    except (TypeError, ValueError, RuleErrors):
        return None, "its value cannot be written down"
    fact = FactReader(check, vocabulary).fact((0,))
    if fact is None or check.errors:
        return None, "its value is none that the vocabulary allows"
    return _placed(fact, proposal, document)


def _placed(fact: Fact, proposal: Proposal, document: Document) -> tuple[Fact | None, str]:
    start = max(0, proposal.start or 0)
    said = Evidence(start=start, end=start + len(proposal.quote), line=0, quote=proposal.quote)
    found = relocated(fact.model_copy(update={"evidence": (said,)}), document)
    if found is None or not proposal.quote.strip():
        return None, "its quote does not stand in the document"
    if proposal.start is not None and abs(found.evidence[0].start - start) > NEAR:
        return None, "its quote stands somewhere else than it says"
    return found, ""
