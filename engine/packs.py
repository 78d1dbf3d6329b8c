"""Packs: named sets of rule folders, which of them are loaded, and in what order they are searched.

The search order of 8 CCR 9792.21.1(a) is an order of packs: a later one speaks only where an earlier one does not
address the treatment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import rule_files
from engine.checking import Checker, suggestion
from engine.errors import Place, RuleError, RuleErrors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ALL = "all"
"""The name that asks for every pack of a folder."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack: its name, what it is, and the folders that hold its rule files."""

    name: str
    title: str
    folders: tuple[str, ...]

    def holds(self, identity: str) -> bool:
        """Whether a rule file, by its id, is of this pack."""
        return any(identity.startswith(f"{folder}/") for folder in self.folders)


@dataclass(frozen=True, slots=True)
class About:
    """What `library.yaml` says: the version of the rules, and the packs that were asked for, in search order."""

    version: str
    packs: tuple[Pack, ...]


def position(identity: str, packs: tuple[Pack, ...]) -> int:
    """The place in the search order of the pack that holds a rule file; after the last where none does."""
    return next((index for index, pack in enumerate(packs) if pack.holds(identity)), len(packs))


def load_about(folder: Path, names: Sequence[str]) -> About:
    """Read `library.yaml`; a folder without one, or without packs, is one set of rules.

    Raises RuleErrors: a mistake in the file, or a name that is no pack of it.
    """
    path = folder / "library.yaml"
    if not path.is_file():
        return About("0", _chosen({}, names, (), folder))
    check = Checker(rule_files.read(path, name=f"{folder.name}/library.yaml"))
    data = check.mapping((), ("version",), ("title", "packs", "default"))
    declared = {name: _pack(check, name) for name in check.mapping(("packs",))} if "packs" in data else {}
    default = tuple(check.word(("default", index), declared) for index, _ in enumerate(check.sequence(("default",))))
    version = check.text(("version",))
    check.finish()
    return About(version, _chosen(declared, names, default, folder))


def _pack(check: Checker, name: str) -> Pack:
    check.mapping(("packs", name), ("title", "folders"), ())
    return Pack(name, check.text(("packs", name, "title")), check.texts(("packs", name, "folders")))


def _chosen(
    declared: dict[str, Pack], names: Sequence[str], default: tuple[str, ...], folder: Path
) -> tuple[Pack, ...]:
    wanted = tuple(declared) if ALL in names else tuple(names) or default or tuple(declared)
    unknown = [name for name in wanted if name not in declared]
    if unknown:
        place = Place(f"{folder.name}/library.yaml")
        raise RuleErrors([RuleError(place, f"`{name}` is not a pack", suggestion(name, declared)) for name in unknown])
    return tuple(declared[name] for name in wanted)
