"""What makes a fact of one draft the same fact in the next, though the lexicon or a person has changed it since."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from engine.casefile.writing import DECIMALS
from engine.fact_sources import load_sources, main_value
from engine.resources import rules_folder

if TYPE_CHECKING:
    from engine.facts import Evidence, Fact, Scalar

_DIGITS = 8


def identity(fact: Fact) -> str:
    """A short key of type, main slot and quote; white space is not compared."""
    main = main_value(fact.type, fact.value, load_sources(rules_folder()))
    return "f" + _hash(fact.type, main, " ".join(fact.quote.split()))


def content(fact: Fact) -> str:
    """A short key of all that a person may correct in a fact, its quote apart."""
    slots = sorted((name, _said(value)) for name, value in fact.value.items())
    return _hash(fact.type, repr(slots), fact.assertion, fact.source, str(fact.as_of))


def key_of(fact: Fact) -> str:
    """Both keys, as a draft writes them, so that a later merge can tell what a person has changed."""
    return f"{identity(fact)}-{content(fact)}"


def is_same(one: Fact, other: Fact) -> bool:
    """Whether two facts of one letter say the same of the same words, or one says it of part of the other's words."""
    if one.type != other.type:
        return False
    sources = load_sources(rules_folder())
    mains = [main_value(each.type, each.value, sources) for each in (one, other)]
    return identity(one) == identity(other) or (mains[0] == mains[1] and overlap(one, other))


def overlap(one: Fact, other: Fact) -> bool:
    """Whether the first quotes of two facts share a character."""
    return bool(one.evidence and other.evidence) and _share(one.evidence[0], other.evidence[0])


def _share(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def _said(value: Scalar) -> str:
    """A value as it comes back from a file, which holds few decimals."""
    return str(round(value, DECIMALS)) if isinstance(value, float) else str(value)


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
