"""Tables of outcomes, and for each wrong one the place where the way from letter to answer went astray."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.scoring.outcome_labels import NOT_COVERED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engine.recommendation import Recommendation
    from tests.scoring.outcomes import Judged, Scored

HEAD = f"{'':<32}{'items':>6}{'found':>6}{'right':>6}  outcome balanced  basis"


@dataclass(frozen=True)
class Outcomes:
    """Shares over labelled items; an item that was not read counts as wrong."""

    items: int
    found: int
    right: int
    balanced: float
    basis: float

    @property
    def agreement(self) -> float:
        """Share of items with the expected outcome."""
        return self.right / self.items if self.items else 1.0

    def row(self, name: str) -> str:
        """One line of a table."""
        return (
            f"{name:<32}{self.items:>6}{self.found:>6}{self.right:>6}"
            f"   {self.agreement:.3f}    {self.balanced:.3f}  {self.basis:.3f}"
        )


def figures(judged: Iterable[Judged]) -> Outcomes:
    """Agreement in outcome and basis; `balanced` is the mean of the agreements on upheld and on overturned items."""
    items = list(judged)
    return Outcomes(
        items=len(items),
        found=sum(each.got is not None for each in items),
        right=sum(each.right for each in items),
        balanced=_balanced(items),
        basis=_share([each.right_basis for each in items]),
    )


def _balanced(items: Sequence[Judged]) -> float:
    classes = [[each.right for each in items if each.wanted.outcome == outcome] for outcome in ("upheld", "overturned")]
    return _share([_share(each) for each in classes if each])


def _share(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def settled(scored: Scored) -> list[Judged]:
    """The items that count: a rule file exists for their treatment, and the raters hold the label for certain."""
    return [each for each in scored.items if each.encoded and not each.wanted.arguable]


def tables(scored: Scored, *, by_treatment: bool) -> Iterator[str]:
    """Totals by folder, by outcome and by kind of error; nothing of any letter."""
    counted = settled(scored)
    yield HEAD
    yield from _rows(counted, lambda each: each.folder)
    if by_treatment:
        yield ""
        yield from _rows(counted, lambda each: each.wanted.treatment)
    yield ""
    yield from _rows(counted, lambda each: f"expected {each.wanted.outcome}")
    yield figures(counted).row("all")
    yield figures(each for each in counted if each.got is not None).row("all that were read")
    yield figures(each for each in scored.items if each.encoded and each.wanted.arguable).row("arguable")
    yield figures(each for each in scored.items if not each.encoded).row("without a rule file")
    yield from _read(scored)
    yield from _automatic(counted)
    yield ""
    kinds = Counter(kind(each) for each in counted if not each.right_basis)
    yield from (f"{count:>4}  {name}" for name, count in sorted(kinds.items(), key=lambda each: (-each[1], each[0])))


def _read(scored: Scored) -> Iterator[str]:
    """How many labelled items were read at all, with or without a rule file, and how many were read beside them."""
    for folder in sorted({each.folder for each in scored.items}):
        here = [each for each in scored.items if each.folder == folder]
        lost = Counter(_lost(each) for each in here if each.got is None)
        why = "".join(f"; {count} {name}" for name, count in sorted(lost.items()))
        yield f"items read, {folder}: {sum(each.got is not None for each in here)} of {len(here)}{why}"
    yield f"answered items that no label asks for: {len(scored.extra)}"


def _automatic(judged: Sequence[Judged]) -> Iterator[str]:
    """Overturns that no person need look at are the ones that must never be wrong."""
    overturned = [each for each in judged if each.got is not None and each.got.outcome.value == "overturned"]
    alone = [each for each in overturned if each.got is not None and not each.got.needs_person]
    wrong = [sum(not each.right for each in group) for group in (overturned, alone)]
    yield f"overturned: {len(overturned)}, wrongly {wrong[0]}"
    yield f"of these without a person: {len(alone)}, wrongly {wrong[1]}"


def _lost(judged: Judged) -> str:
    if not judged.beside:
        return "in letters of which no item was read"
    return "read as another treatment" if judged.read_as else "passed over beside others"


def _rows(judged: Sequence[Judged], key: Callable[[Judged], str]) -> Iterator[str]:
    for name in sorted({key(each) for each in judged}):
        yield figures(each for each in judged if key(each) == name).row(name)


def kind(judged: Judged) -> str:
    """In what way an answer is wrong."""
    got, wanted = judged.got, judged.wanted
    if got is None:
        return "item not read"
    if judged.right:
        return "right outcome on another basis"
    if wanted.outcome == NOT_COVERED:
        return "a guideline answered what none covers"
    if got.outcome.value == NOT_COVERED:
        return "no guideline selected"
    if wanted.outcome == "overturned":
        return f"upheld for want of overturning: {got.basis}"
    return "overturned for want of upholding: " + "/".join(wanted.bases)


def details(scored: Scored) -> Iterator[str]:
    """Every wrong item with the criteria that made it so, then the answered items that no label asks for."""
    for each in settled(scored):
        if not each.right_basis:
            yield from _item(each)
    for letter, got in scored.extra:
        yield f"{letter}: extra {got.treatment} {got.quantity} {got.unit} {got.body_part}: {got.wording!r}"


def _item(judged: Judged) -> Iterator[str]:
    wanted, got = judged.wanted, judged.got
    asked = f"{wanted.treatment} {wanted.quantity or ''} {wanted.body_part}"
    yield f"{judged.letter}: {asked}: {kind(judged)}; wanted {wanted.outcome} ({'/'.join(wanted.bases)})"
    if got is None:
        yield f"    wording {wanted.wording!r}" + (f"; read as {judged.read_as}" if judged.read_as else "")
        return
    guideline = got.guideline.id if got.guideline else f"none: {'; '.join(got.missing)}"
    day = f"{got.date.value} ({got.date.kind})" if got.date else "no date"
    yield f"    got {got.outcome.value} ({got.basis}) by {guideline} stage {got.stage!r} on {day}; asked {got.quantity}"
    yield from _findings(got, wanted.deciding)


def _findings(got: Recommendation, deciding: Sequence[str]) -> Iterator[str]:
    for each in got.findings:
        telling = each.criterion in deciding or (got.outcome.value == "upheld" and each.deciding)
        if telling or (each.standing == "not met"):
            quotes = "; ".join(repr(quote.quote) for quote in each.evidence)
            mark = "*" if each.criterion in deciding else " "
            yield f"   {mark}{each.criterion} ({each.keyword}) {each.standing}: {each.because} [{quotes}]"
    lacking = [each for each in deciding if each not in {finding.criterion for finding in got.findings}]
    if lacking:
        yield f"    labels also name {', '.join(lacking)}"
