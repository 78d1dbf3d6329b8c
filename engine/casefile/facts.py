"""Reads the facts and items of a case file, each checked against the fact types of the vocabulary."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from engine.checking import suggestion
from engine.facts import Assertion, Evidence, Fact, Sentence, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from engine.checking import Checker
    from engine.facts import Scalar
    from engine.strict_yaml import Path_
    from engine.vocabulary import Vocabulary

REVIEWS = ("pending", "confirmed", "corrected", "added", "rejected")
"""What a person made of a fact that was read; those that are `rejected` are left out."""
PENDING, REJECTED = REVIEWS[0], REVIEWS[-1]
SIDES = ("left", "right", "bilateral")
PLACE_KEYS = ("quote", "line", "at", "page", "section", "slot")
SENTENCE_KEYS = ("quote", "line", "at", "page", "section", "why", "paragraph")
FACT_KEYS = (*PLACE_KEYS, "also", "source", "assertion", "as_of", "rule", "id", "item", "extractor", "review", "note")


class FactReader:
    """Reads facts of one file; what is wrong is noted in `check`."""

    def __init__(self, check: Checker, vocabulary: Vocabulary) -> None:
        self.check = check
        self.vocabulary = vocabulary
        self.waiting = 0
        """How many proposals of extractors were passed over, because nobody has confirmed them."""

    def facts(self, path: Path_) -> list[tuple[Path_, Fact]]:
        """The facts listed at `path` that count, each with its own path."""
        paths: list[Path_] = [(*path, index) for index, _ in enumerate(self.check.sequence(path))]
        found = ((each, self.fact(each)) for each in paths)
        return [(each, fact) for each, fact in found if fact is not None]

    def fact(self, path: Path_) -> Fact | None:
        """One entry `- type: {slots}`; None where it is wrong or does not count."""
        entry = self.check.mapping(path)
        kind = self.kind(path, entry)
        if not kind:
            return None
        fact = self.stated(path, kind, self.slots((*path, kind), kind))
        return None if self.left_out(path) else fact

    def left_out(self, path: Path_) -> bool:
        """Whether what stands at `path` does not count: rejected, or proposed by an extractor and not yet confirmed."""
        review = self.check.word((*path, "review"), REVIEWS, PENDING)
        waits = review == PENDING and self.check.text((*path, "extractor")) != ""
        self.waiting += waits
        return waits or review == REJECTED

    def stated(self, path: Path_, kind: str, slots: dict[str, Scalar]) -> Fact:
        """A fact with the keys that tell who says it, how, and where.

        Once a person has looked at it, it is that person's: the rule that read it says nothing of it any more.
        """
        check = self.check
        rule = check.text((*path, "rule"))
        return Fact(
            type=kind,
            value=slots,
            assertion=Assertion(self._word((*path, "assertion"), Assertion.AFFIRMED, tuple(Assertion))),
            source=Source(self._word((*path, "source"), Source.RECORD, tuple(Source))),
            evidence=self._evidence(path),
            as_of=check.day((*path, "as_of")),
            rule=rule if check.at((*path, "review")) in {None, PENDING} else "",
            item=self._item(path),
        )

    def slots(self, path: Path_, kind: str, leave: Collection[str] = ()) -> dict[str, Scalar]:
        """The slots of a fact at `path`, without the keys in `leave`; each must be one that its type declares."""
        declared = self.vocabulary.fact_types[kind]
        entry = self.check.at(path)
        if entry is None:
            return {}
        found: dict[str, Scalar] = {}
        for name in self.check.mapping(path):
            if name in leave:
                continue
            if name not in declared:
                known = (*declared, *leave)
                self.check.wrong((*path, name), f"`{name}` is not a slot of `{kind}`", suggestion(name, known))
                continue
            value = self._slot((*path, name), declared[name])
            if value is not None:
                found[name] = value
        return found

    def unread(self, path: Path_) -> tuple[Sentence, ...]:
        """The sentences at `path` that a person has still to look at."""
        paths = [(*path, index) for index, _ in enumerate(self.check.sequence(path))]
        return tuple(self._sentence(each) for each in paths)

    def _sentence(self, path: Path_) -> Sentence:
        self.check.mapping(path, ("quote",), SENTENCE_KEYS)
        said = self._quoted(path)
        place = said.model_dump(exclude={"slot"})
        lines = self.counts((*path, "paragraph"))
        paragraph = (lines[0], lines[-1]) if lines else None
        return Sentence(**place, why=self.check.text((*path, "why")), paragraph=paragraph)

    def given(self, path: Path_) -> dict[str, Scalar]:
        """Rule facts that a person entered for one item."""
        if self.check.at(path) is None:
            return {}
        entered = {name: self._given((*path, name), name) for name in self.check.mapping(path)}
        return {name: value for name, value in entered.items() if value is not None}

    def _given(self, path: Path_, name: str) -> Scalar | None:
        declared = self.vocabulary.facts.get(name)
        if declared is None:
            derived = name in self.vocabulary.derived
            cure = "give the facts it is computed from" if derived else suggestion(name, self.vocabulary.facts)
            self.check.wrong(path, f"`{name}` is {'a derived' if derived else 'not a'} fact of the vocabulary", cure)
            return None
        if declared.kind == "number":
            return self.check.number(path)
        return self.check.word(path, declared.words) or None

    def kind(self, path: Path_, entry: Mapping[str, Any]) -> str:
        """The fact type that an entry names, or nothing."""
        types = self.vocabulary.fact_types
        named = [key for key in entry if key in types]
        strange = [key for key in entry if key not in types and key not in FACT_KEYS]
        for key in strange:
            cure = suggestion(key, (*types, *FACT_KEYS))
            self.check.wrong((*path, key), f"`{key}` is not a fact type or a key of a fact", cure)
        if len(named) > 1 or not (named or strange):
            found = f"not {len(named)}" if named else "and this entry names none"
            self.check.wrong(path, f"a fact names one type, {found}", "write `- type: {slot: value}`")
            return ""
        return named[0] if named else ""

    def _slot(self, path: Path_, declared: Any) -> Scalar | None:
        if isinstance(declared, list):
            return self.check.word(path, tuple(str(word) for word in declared)) or None
        known: dict[str, Collection[str]] = {
            "treatment": self.vocabulary.treatments,
            "body_part": self.vocabulary.body_parts,
            "side": SIDES,
        }
        if declared in known:
            return self.check.word(path, known[declared]) or None
        if declared == "number":
            return self.check.number(path)
        return self.day(path) if declared == "date" else self.check.text(path) or None

    def day(self, path: Path_) -> date | None:
        """A date at `path`; JSON has no dates, so text of that form is one too."""
        value = self.check.at(path)
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        return self.check.day(path)

    def _word(self, path: Path_, default: str, known: tuple[str, ...]) -> str:
        value = self.check.at(path)
        if isinstance(value, str) and value.replace(" ", "_") in known:
            return value.replace(" ", "_")
        return self.check.word(path, known, default)

    def _item(self, path: Path_) -> int | None:
        """Items are counted from 1 in files, as a person counts them."""
        value = self.check.at((*path, "item"))
        if value is None:
            return None
        if not isinstance(value, int) or value < 1:
            self.check.wrong((*path, "item"), f"`{value}` is not the number of an item", "items count from 1")
            return None
        return value - 1

    def _evidence(self, path: Path_) -> tuple[Evidence, ...]:
        if self.check.at((*path, "quote")) is None:
            return ()
        more = [(*path, "also", index) for index, _ in enumerate(self.check.sequence((*path, "also")))]
        for each in more:
            self.check.mapping(each, ("quote",), PLACE_KEYS)
        return tuple(self._quoted(each) for each in (path, *more))

    def _quoted(self, path: Path_) -> Evidence:
        check = self.check
        quote = check.text((*path, "quote"))
        start = self._count((*path, "at"))
        return Evidence(
            start=start,
            end=start + len(quote),
            line=self._count((*path, "line")),
            quote=quote,
            page=self._count((*path, "page")) or None,
            section=check.text((*path, "section")),
            slot=check.text((*path, "slot")),
        )

    def counts(self, path: Path_) -> tuple[int, ...]:
        """The whole numbers listed at `path`."""
        return tuple(self._count((*path, index)) for index, _ in enumerate(self.check.sequence(path)))

    def _count(self, path: Path_) -> int:
        value = self.check.at(path)
        if value is None or (isinstance(value, int) and value >= 0):
            return value or 0
        named = next(step for step in reversed(path) if isinstance(step, str))
        self.check.wrong(path, f"`{named}` must be a whole number, not `{value}`")
        return 0
