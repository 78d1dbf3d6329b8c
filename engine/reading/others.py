"""What a sentence says of other people than the patient."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.line_words import searching

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.reading.lexicon import Mention
    from engine.reading.passage import Place

# Where the sentence comes back to the patient, or to nobody.
_BACK = re.compile(
    r"[;\n]|\.\s|\.\Z"
    r"|,?\s(?:and|but|so|while|who)\s(?:he|she|they|patient|pt|the patient|the claimant|this one|hers|his)\b"
    r"|\b(?:confirms?|reports?|says|tells|states)\b",
    re.IGNORECASE,
)


OTHER = "other_person"


def of_others(text: str, end: int, mentions: Iterable[Mention]) -> tuple[Place, ...]:
    """The stretches, from the words that name another person on, in which that person is spoken of."""
    found = []
    for mention in mentions:
        if mention.category == OTHER:
            back = _BACK.search(text, mention.end, end)
            found.append((mention.start, back.start() if back else end))
    return tuple(found)


def is_within(mention: Mention, places: Iterable[Place]) -> bool:
    """Whether a mention stands in one of the stretches."""
    return any(start <= mention.start and mention.end <= end for start, end in places)


def names_another(text: str, mention: Mention, mentions: Iterable[Mention]) -> bool:
    """Whether the other person is part of what is said of the patient: "her boss has promised to hold the job"."""
    others = (each for each in mentions if each.category == OTHER and each.start <= mention.start < each.end)
    return any(searching("employers").match(text, mention.start) for _ in others)
