"""An answer as headings, paragraphs and findings: what text, Markdown and HTML all say, each in its own dress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.recommendation import PHYSICIAN_NOTICE, Outcome
from engine.render.changes import would_change
from engine.render.words import OUTCOMES, amount, asked, date_used, in_force, one_line, place, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.facts import Sentence
    from engine.recommendation import CheckResult, Considered, Finding, Quote, Recommendation, SettledFact

NOT_APPLICABLE = "not applicable"
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding or fact: a mark (its standing, or nothing), what it is, what is said of it, and the words for it."""

    mark: str
    head: str
    lines: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    deciding: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs, then points, then entries."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """All that is said of one item."""

    number: int
    title: str
    asked: str
    outcome: Outcome
    sections: tuple[Section, ...]

    @property
    def answer(self) -> str:
        """The outcome as a headline."""
        return OUTCOMES[self.outcome]


@dataclass(frozen=True, slots=True)
class Report:
    """All that is said of one document: a block for each item, then what concerns the document as a whole."""

    name: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    colophon: str


def report(result: CheckResult, *, full: bool = False, item: int | None = None, name: str = "") -> Report:
    """The report of a result. `full` adds the whole chain; `item` keeps one item, counted from 1; `name` heads it."""
    chosen = [(number, each) for number, each in enumerate(result.items, start=1) if item in {None, number}]
    blocks = tuple(_block(number, each, full=full) for number, each in chosen)
    sections = tuple(_whole(result, full=full))
    colophon = f"rules {result.library.version} ({result.library.sha256[:12]}), engine {result.engine}"
    return Report(name or result.document.name, blocks, sections, colophon)


def _whole(result: CheckResult, *, full: bool) -> Iterator[Section]:
    if result.unread and full:
        yield Section("Sentences that looked clinical and gave no fact", points=tuple(map(_unread, result.unread)))
    elif result.unread:
        count = "1 sentence" if len(result.unread) == 1 else f"{len(result.unread)} sentences"
        yield Section("", (f"{count} looked clinical and gave no fact: `upheld read` and `upheld explain` list them.",))
    if any(item.outcome is Outcome.UPHELD for item in result.items):
        yield Section("", (PHYSICIAN_NOTICE,))


def _unread(sentence: Sentence) -> str:
    return f"line {sentence.line}: {' '.join(sentence.quote.split())}"


def _block(number: int, item: Recommendation, *, full: bool) -> Block:
    sections = tuple(
        section for section in _sections(item, full=full) if section.paragraphs or section.points or section.entries
    )
    return Block(number, one_line(item.wording), asked(item), item.outcome, sections)


def _sections(item: Recommendation, *, full: bool) -> Iterator[Section]:
    yield Section("Guideline", tuple(_guideline(item)))
    yield Section("Why", (item.rationale,))
    yield Section(
        "Findings", entries=tuple(_finding(each, full=full) for each in item.findings if full or _applies(each))
    )
    yield Section("For a person to weigh", _nothing_to_weigh(item), item.needs_person)
    yield Section("Not in the record", points=item.missing if item.outcome is Outcome.UPHELD else ())
    yield Section("Advice", tuple(_advice(item)))
    if full:
        yield Section("What would change it", points=tuple(would_change(item)))
    yield Section("Notes", points=item.notes)
    yield Section(
        "Considered and passed over", points=tuple(_passed(each) for each in item.considered if not each.chosen)
    )
    if full:
        known = [each for each in item.settled if each.value != _UNKNOWN or each.how]
        yield Section("How the facts were settled", tuple(_unknown(item)), entries=tuple(map(_settled, known)))
        yield Section("What fired", points=tuple(f"{step.rule}: {step.establishes}" for step in item.trace))
    yield Section("Fine print", points=tuple(_fine_print(item)))


def _guideline(item: Recommendation) -> Iterator[str]:
    if item.guideline is None:
        return
    yield f"{item.guideline.title}: {item.guideline.citation}"
    facts = [in_force(item.guideline)]
    if item.date is not None:
        facts.append(f"chosen for {date_used(item.date)}")
    if item.stage and item.stage != "always":
        facts.append(f"stage: {item.stage}")
    if item.row:
        facts.append(f"row: {plain(item.row)}")
    yield "; ".join(facts)
    yield from (f"Chosen because: {each.why}" for each in item.considered if each.chosen)


def _nothing_to_weigh(item: Recommendation) -> tuple[str, ...]:
    if item.outcome is Outcome.OVERTURNED and not item.needs_person:
        return ("Nothing: no term of judgement, no conflict and no doubtful figure stands beside this answer.",)
    return ()


def _advice(item: Recommendation) -> Iterator[str]:
    if item.supportable is not None:
        fits = amount(item.supportable, item.unit)
        yield f"{fits} would stay within the limit. This is advice: the answer is about the whole request."
    if item.depends_on:
        others = ", ".join(str(index + 1) for index in item.depends_on)
        yield f"This item presupposes item {others}."


def _applies(finding: Finding) -> bool:
    return finding.standing != NOT_APPLICABLE


def _finding(finding: Finding, *, full: bool) -> Entry:
    lines = [finding.because] if finding.because else []
    if finding.lifted_by:
        lines.append(f"lifted by the exception `{finding.lifted_by}`")
    if full:
        lines.append(f"{finding.keyword}; {finding.citation}")
    if full or finding.deciding:
        lines += [f"may bear on it: “{one_line(each.quote)}” ({place(each)})" for each in finding.unread]
    head = f"{finding.criterion}: {finding.says.rstrip('.')}"
    return Entry(finding.standing, head, tuple(lines), finding.evidence, finding.deciding)


def _passed(each: Considered) -> str:
    return f"{each.title} ({each.citation}): {each.why}"


def _unknown(item: Recommendation) -> Iterator[str]:
    silent = [each.name for each in item.settled if each.value == _UNKNOWN and not each.how]
    if silent:
        yield f"The record is silent on {', '.join(silent)}."


def _settled(fact: SettledFact) -> Entry:
    lines = [fact.how] if fact.how else []
    if fact.conflict:
        lines.append(f"conflict: {fact.conflict}")
        lines += [f"against it: “{' '.join(quote.quote.split())}”" for quote in fact.against]
    return Entry("", f"{fact.name} = {plain(fact.value)} ({fact.reads})", tuple(lines), fact.evidence)


def _fine_print(item: Recommendation) -> Iterator[str]:
    for finding in item.findings:
        if finding.reading and _applies(finding):
            yield f"our reading, {finding.criterion}: {finding.reading}"
    doubtful = sorted({finding.confidence for finding in item.findings if _applies(finding)} - {"", "verified"})
    for confidence in doubtful:
        names = [each.criterion for each in item.findings if each.confidence == confidence and _applies(each)]
        yield f"{confidence} confidence, not verified against the text: {', '.join(names)}"
