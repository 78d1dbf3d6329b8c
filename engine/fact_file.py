"""Reads the facts that one vocabulary file declares, with the patterns that give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.checking import Checker, suggestion
from engine.condition_syntax import FLAG_WORDS
from engine.declarations import FactDef, Pattern
from engine.facts import Assertion

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.strict_yaml import Path_

KINDS = ("flag", "choice", "number")
SCOPES = ("patient", "treatment", "item", "any")
ABOUT = (*SCOPES, "beside", "nerve")
PATTERN_LISTS = {"flag": ("yes", "no", "either", "from"), "choice": ("from",), "number": ("from",)}
"""The lists of patterns that each kind of fact may have."""
PATTERN_KEYS = ("fact", "where", "assertion", "slot", "about", "give")
FACT_KEYS = (
    "says", "asks", "denies", "unit", "values", "silence", "measure", "form_only", "note", *PATTERN_LISTS["flag"],
)
_ASSERTED = (Assertion.AFFIRMED, Assertion.HISTORICAL)


class FactFile:
    """Reads the facts of one file; `known` are those of the files before it."""

    def __init__(
        self,
        check: Checker,
        types: dict[str, dict[str, Any]],
        known: dict[str, FactDef],
        measures: Collection[str] | None,
    ) -> None:
        self.check = check
        self.types = types
        self.known = known
        self.measures = measures

    def read(self) -> dict[str, FactDef]:
        """Every fact of the file by name; what is wrong is noted in `check`."""
        return {name: self._fact(name) for name in self.check.mapping(())}

    def _fact(self, name: str) -> FactDef:
        check = self.check
        if name in self.known:
            first = self.known[name]
            check.wrong((name,), f"`{name}` is declared twice (first at {first.file}:{first.line})", "keep one")
        check.mapping((name,), ("kind", "reads", "scope"), FACT_KEYS)
        kind = check.word((name, "kind"), KINDS, "flag")
        words = FLAG_WORDS if kind == "flag" else check.texts((name, "values"))
        definition = FactDef(
            name=name,
            kind=kind,
            reads=check.text((name, "reads")),
            scope=check.word((name, "scope"), SCOPES, "patient"),
            unit=check.text((name, "unit")),
            words=words,
            silence=check.word((name, "silence"), words),
            measure=self._measure(name),
            patterns=tuple(self._patterns(name, kind, words)),
            form_only=check.text((name, "form_only")),
            says=check.text((name, "says")),
            asks=check.text((name, "asks")),
            denies=check.text((name, "denies")),
            file=check.source.file,
            line=check.source.place(name).line,
        )
        self._complete(definition)
        self._wording(definition)
        return definition

    def _complete(self, fact: FactDef) -> None:
        """What one kind of fact must have."""
        if not (fact.patterns or fact.measure or fact.form_only):
            cure = "add `yes:`, `from:`, `measure:`, or `form_only: why`"
            self.check.wrong((fact.name,), f"nothing gives `{fact.name}`", cure)
        if fact.kind == "choice" and not fact.words:
            self.check.wrong((fact.name,), f"the choice `{fact.name}` has no words", "add `values: [...]`")
        if fact.kind == "number" and not fact.unit:
            self.check.wrong((fact.name,), f"the number `{fact.name}` has no unit", "add `unit:`")

    def _wording(self, fact: FactDef) -> None:
        """Numbers and choices are said with their value; only a flag is denied."""
        if fact.says and "{value}" not in fact.says:
            wrong = "`says` lacks `{value}`"
            self.check.wrong((fact.name, "says"), wrong, "say where the value stands, and quote the text")
        if fact.kind == "flag" and (fact.says or fact.asks):
            self.check.wrong((fact.name,), "a flag takes `reads` and `denies` only", "leave out `says` and `asks`")
        if fact.kind != "flag" and fact.denies:
            self.check.wrong((fact.name, "denies"), f"a {fact.kind} is not denied", "leave it out")

    def _measure(self, name: str) -> str:
        path = (name, "measure")
        return self.check.text(path) if self.measures is None else self.check.word(path, self.measures)

    def _patterns(self, name: str, kind: str, words: tuple[str, ...]) -> list[Pattern]:
        found = []
        for key in PATTERN_LISTS["flag"]:
            entries = self.check.sequence((name, key))
            if entries and key not in PATTERN_LISTS[kind]:
                self.check.wrong((name, key), f"a {kind} takes no `{key}`", "use `from`, with `slot` or `give`")
            found += [self._pattern((name, key, index), key, kind, words) for index, _ in enumerate(entries)]
        return found

    def _pattern(self, path: Path_, key: str, kind: str, words: tuple[str, ...]) -> Pattern:
        check = self.check
        entry = check.mapping(path, ("fact",), PATTERN_KEYS)
        fact = check.word((*path, "fact"), self.types)
        slots = self.types.get(fact, {})
        where = tuple((slot, self._where(path, slot, slots)) for slot in sorted(check.at((*path, "where")) or {}))
        slot = check.word((*path, "slot"), slots) if "slot" in entry else ""
        give = check.word((*path, "give"), words) if "give" in entry else ""
        if key == "from" and entry and not (slot or give):
            check.wrong(path, "`from` names neither `slot` nor `give`", "say which slot holds the value")
        if key == "either" and "assertion" in entry:
            check.wrong(path, "`either` takes no `assertion`", "affirmed is yes and negated is no; use `yes` and `no`")
        gives = key if key in FLAG_WORDS and kind == "flag" else give
        about = check.word((*path, "about"), ABOUT)
        return Pattern(fact, where, self._assertions(path) or _ASSERTED, slot, gives, key == "either", about)

    def _assertions(self, path: Path_) -> tuple[Assertion, ...]:
        known = tuple(Assertion)
        words = self.check.texts((*path, "assertion"))
        for word in words:
            if word not in known:
                self.check.wrong((*path, "assertion"), f"`{word}` is not an assertion", suggestion(word, known))
        return tuple(Assertion(word) for word in words if word in known)

    def _where(self, path: Path_, slot: str, slots: dict[str, Any]) -> tuple[str, ...]:
        here = (*path, "where", slot)
        if slot not in slots:
            self.check.wrong(here, f"`{slot}` is not a slot of this fact", suggestion(slot, slots))
        value = self.check.at(here)
        words = tuple(str(each) for each in value) if isinstance(value, list) else (str(value),)
        allowed = slots.get(slot)
        if isinstance(allowed, list):
            for word in words:
                if word not in allowed:
                    self.check.wrong(here, f"`{word}` is not a value of `{slot}`", suggestion(word, allowed))
        return words
