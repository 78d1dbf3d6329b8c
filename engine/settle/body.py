"""When two names speak of one part of the body, by region and wider part (`rules/vocabulary/body-parts.yaml`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    BodyParts = Mapping[str, dict[str, Any]]


def same_part(one: str, other: str, parts: BodyParts) -> bool:
    """Whether two names speak of one part: they share a region, or one is the wider part of the other.

    `wrist` and `hand` are one region; `neck` and `low_back` are both of the spine, and yet two parts.
    """
    return speaks_to(one, other, parts) or speaks_to(other, one, parts)


def speaks_to(listed: str, part: str, parts: BodyParts) -> bool:
    """Whether what is said of the listed part holds for `part`: the same one, its region, or one that it belongs to."""
    return listed == part or _region(listed, parts) == _region(part, parts) or listed in _wider(part, parts)


def _region(part: str, parts: BodyParts) -> str:
    return str((parts.get(part) or {}).get("region", part))


def _wider(part: str, parts: BodyParts) -> set[str]:
    found: set[str] = set()
    above = (parts.get(part) or {}).get("part_of")
    while above and above not in found:
        found.add(str(above))
        above = (parts.get(str(above)) or {}).get("part_of")
    return found


def belongs(part: str, wider: str, parts: BodyParts) -> bool:
    """Whether a part is the wider one or belongs to it."""
    return part == wider or wider in _wider(part, parts)
