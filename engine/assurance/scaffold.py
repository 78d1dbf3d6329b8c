"""Starts a guideline: a rule file that loads and three cases that hold, for an editor to fill.

The words come from `scaffold.yaml` of the rules folder, the source and its days from the other texts of the folder.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING, Any

from engine import strict_yaml
from engine.checking import Checker, suggestion
from engine.errors import InputError, RuleErrors
from engine.guideline import load_guideline
from engine.library import NOT_GUIDELINES, overlaps
from engine.packs import load_about, position
from engine.resources import rules_folder

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from engine.guideline import Guideline
    from engine.library import Library

FILE = "scaffold.yaml"
_PLAIN = re.compile(r"[A-Za-z][\w ,.()/-]*\Z")


@dataclass(frozen=True, slots=True)
class Start:
    """What an editor says of a new guideline. `folder` is inside the rules folder; empty texts are filled in."""

    treatment: str
    folder: str
    title: str = ""
    source: str = ""
    citation: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Scaffold:
    """A new guideline as it loads, and its files by their path beside the rules folder (`rules/...`, `cases/...`)."""

    guideline: Guideline
    files: dict[str, str]


def scaffold(start: Start, library: Library) -> Scaffold:
    """The rule file and the cases of a new guideline, checked against the library.

    `library` holds every pack. Raises InputError for a treatment or folder that cannot be used, and RuleErrors where
    the file would not load, or would speak to what a text of its pack speaks to on the same days.
    """
    _check(start, library)
    words = _words(start, library)
    template = _template(library.folder)
    rule = f"{library.folder.name}/{words['identity']}.yaml"
    files = {rule: _filled(template["rule"], words)}
    for name, text in template["cases"].items():
        files[f"cases/{_hyphens(start.treatment)}/{name}.yaml"] = _filled(text, words)
    return Scaffold(_loaded(files[rule], rule, words["identity"], library), files)


def searched_first(new: Guideline, library: Library) -> Guideline | None:
    """A text of an earlier pack that answers on the new one's first day, before the new one is asked."""
    place = position(new.id, library.packs)
    found = (each for each in library.of_family(new.family) if each.source.in_force(new.source.since))
    return next((each for each in found if position(each.id, library.packs) < place), None)


def _check(start: Start, library: Library) -> None:
    known = library.vocabulary.treatments
    if start.treatment not in known:
        near = suggestion(start.treatment, known)
        cure = f"add it to `{library.folder.name}/vocabulary/treatments.yaml` first, with the names that letters use"
        raise InputError(f"`{start.treatment}` is no treatment; {near and f'{near} If it is a new one, '}{cure}")
    parts = start.folder.split("/")
    if not start.folder or parts[0] in NOT_GUIDELINES or {"", ".", ".."} & {*parts}:
        raise InputError(f"`{start.folder}` is no folder for guidelines; name one like `mtus-2009/chronic-pain`")
    if library.packs and position(f"{start.folder}/x", library.packs) == len(library.packs):
        cure = f"add it to the folders of a pack in `{library.folder.name}/library.yaml`"
        raise InputError(f"`{start.folder}` is in no pack, so that its files would not be loaded; {cure}")


def _words(start: Start, library: Library) -> dict[str, str]:
    """What is filled into the template."""
    source, since, until = _source(start, library)
    treatment = library.vocabulary.treatments[start.treatment]
    until_too = f", until: {until}" if until else ""
    identity = f"{start.folder}/{_hyphens(start.treatment)}"
    return {
        "title": _quoted(start.title or treatment.name),
        "treatment": start.treatment,
        "source": _quoted(source),
        "citation": _quoted(start.citation or f"{source}, page to be named"),
        "in_force": f"{{from: {since}{until_too}}}",
        "identity": identity,
        "day": str(since),
        "name": _quoted(treatment.name),
        "unit": treatment.unit,
        "pack": _pack_line(identity, library),
    }


def _source(start: Start, library: Library) -> tuple[str, date, date | None]:
    """The source and its days: as given, else as most other texts of the folder have them."""
    beside = [each.source for each in library.guidelines if each.id.rpartition("/")[0] == start.folder]
    if beside:
        usual = Counter((each.guideline, each.since, each.until) for each in beside)
        name, since, until = usual.most_common(1)[0][0]
    elif start.source and start.since:
        name, since, until = start.source, start.since, None
    else:
        cure = "say with --source what the text is called and with --from since when it is in force"
        raise InputError(f"`{start.folder}` holds no guideline to take source and days from; {cure}")
    return start.source or name, start.since or since, start.until or (None if start.since else until)


def _pack_line(identity: str, library: Library) -> str:
    """The line by which a case names its pack, where that is not loaded by default."""
    usual = load_about(library.folder, ()).packs
    own = next((each for each in library.packs if each.holds(identity)), None)
    return "" if own is None or own in usual else f"pack: {own.name}\n"


def _template(folder: Path) -> dict[str, Any]:
    path = folder / FILE if (folder / FILE).is_file() else rules_folder() / FILE
    check = Checker(strict_yaml.read(path, name=f"{folder.name}/{FILE}"))
    check.mapping((), ("rule", "cases"), ())
    cases = {each: check.text(("cases", each)) for each in check.mapping(("cases",))}
    rule = check.text(("rule",))
    check.finish()
    return {"rule": rule, "cases": cases}


def _filled(text: str, words: dict[str, str]) -> str:
    return Template(text).safe_substitute(words)


def _loaded(text: str, file: str, identity: str, library: Library) -> Guideline:
    new = load_guideline(strict_yaml.parse(text, file), library.vocabulary, identity)
    others = tuple(each for each in library.guidelines if each.id != identity)
    errors = list(overlaps((*others, new), library.packs, library.vocabulary))
    if errors:
        raise RuleErrors(errors)
    return new


def _hyphens(treatment: str) -> str:
    return treatment.replace("_", "-")


def _quoted(text: str) -> str:
    """A text as a YAML value."""
    return text if _PLAIN.match(text) else json.dumps(text, ensure_ascii=False)
