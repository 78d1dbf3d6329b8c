"""One guideline as a page: what its file says, and beside it what its structure says, the figures in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.criteria import HEADINGS
from engine.program import Keyword
from engine.render.aloud import Aloud
from engine.render.markup import bullet, link, prose, table
from engine.render.rules import readings_of
from engine.render.words import day, plain
from engine.wording import capital, listed, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from engine.assurance.case_list import CaseRef
    from engine.declarations import Table
    from engine.guideline import CriterionText, Guideline
    from engine.library import Library
    from engine.program import Criterion

ASKED = {
    Keyword.REQUIRE: "must be shown",
    Keyword.PRESUME: "taken for granted until the record denies it",
    Keyword.WEIGH: "weighed; decides nothing by itself",
    Keyword.LIMIT: "must not be passed",
    Keyword.EXCLUDE: "must not be so",
}
"""Each keyword in words."""
_HEADS = {"indication": "What is asked", "limits": "Other bounds", "exclusions": "What excludes it"}


class Page:
    """The parts of one page. `root` leads from the page to the folder that holds the rules ("" or "../../")."""

    def __init__(self, guideline: Guideline, library: Library, cases: Sequence[CaseRef], root: str) -> None:
        self.guideline = guideline
        self.library = library
        self.cases = cases
        self.root = root
        self.aloud = Aloud(guideline.compiled, library.vocabulary)
        self.pairs = [(guideline.criterion(each.id), each) for each in guideline.compiled.criteria]

    def render(self) -> str:
        """The page; ends with a line break."""
        return "\n".join(self.lines()) + "\n"

    def lines(self) -> Iterator[str]:
        """Every line of the page."""
        yield f"# {prose(self.guideline.title)}"
        yield from ("", prose(sentence(self.guideline.status_text)))
        yield from self.about()
        yield from self.stages()
        yield from self.limits()
        yield from self.criteria()
        yield from self.exceptions()
        yield from _section("Notes", (prose(note.says) for note in self.guideline.notes))
        yield from self.readings()
        yield from self.derived()
        yield from self.answers_for()
        yield from self.shown_by()

    def about(self) -> Iterator[str]:
        """Source, days, scope and confidence."""
        guideline, source = self.guideline, self.guideline.source
        checked = f", checked on {day(source.checked_on)}" if source.checked_on else ""
        pack = next((each for each in self.library.packs if each.holds(guideline.id)), None)
        rows = {
            "Source": prose(source.guideline),
            "Citation": prose(source.citation),
            "In force": f"{in_force(guideline)}, by the date of the {source.applies_by}",
            "Speaks to": prose(scope(guideline)),
            "Status": guideline.status.value,
            "Confidence in the figures": f"{source.confidence}{checked}",
            "Has no point without": listed(map(plain, guideline.presupposes)),
            "Pack": prose(f"{pack.title} (`{pack.name}`)") if pack else "",
            "Treatment": f"`{guideline.treatment}`",
            "Rule file": link(guideline.file, self.root + guideline.file),
        }
        yield from table(("", ""), ((name, value) for name, value in rows.items() if value))

    def stages(self) -> Iterator[str]:
        """The stages of a request, where there are several."""
        stages = self.guideline.compiled.stages
        if len(stages) > 1:
            yield from ("", "## Stages", "", "A request is in the first of these that is met.", "")
            yield from (f"{number}. {prose(self.aloud.stage(stage))}" for number, stage in enumerate(stages, start=1))

    def limits(self) -> Iterator[str]:
        """The figures, in a table."""
        rows = [self.limit(*pair) for pair in self.pairs if pair[1].keyword is Keyword.LIMIT]
        if rows:
            yield from ("", "## Limits", "", "Silence on a limit fails, unless what is known is already over it.")
            yield from table(("limit", "stage", "figure", "in words"), rows)
        for name in sorted({each.table for each in self.guideline.compiled.lookups}):
            found = self.library.vocabulary.tables[name]
            yield from ("", f"### {prose(found.title)}", "", prose(sentence(found.citation)))
            yield from figures(found)

    def limit(self, text: CriterionText, criterion: Criterion) -> tuple[str, ...]:
        """One row of the table of limits."""
        stages = ", ".join(f"`{each}`" for each in sorted(criterion.stages or ())) or "every"
        figures = dict.fromkeys(f"{since}{self.aloud_at(criterion, on)}" for on, since in self.eras())
        said = "; ".join([text.says, *_asides(text)])
        return f"`{text.id}`", stages, prose("; ".join(figures)), prose(said)

    def eras(self) -> list[tuple[date, str]]:
        """The days from which the figures differ, with the words for each; one without words where none do."""
        days = [each for each in self.guideline.dated if each > self.guideline.source.since.isoformat()]
        since = self.guideline.source.since
        later = [(since.fromisoformat(each), f"from {day(since.fromisoformat(each))}: ") for each in days]
        return [(since, ""), *later]

    def aloud_at(self, criterion: Criterion, on: date) -> str:
        """The test of a criterion as it is on a day."""
        program = self.library.program(self.guideline, on)
        found = next(each for each in program.criteria if each.id == criterion.id)
        return Aloud(program, self.library.vocabulary).condition(found.holds)

    def criteria(self) -> Iterator[str]:
        """What else is asked, heading by heading."""
        others = [pair for pair in self.pairs if pair[1].keyword is not Keyword.LIMIT]
        for heading in dict.fromkeys(text.heading for text, _ in others):
            name = _HEADS[heading] if heading in HEADINGS else f"At stage `{heading}`"
            yield from ("", f"## {prose(name)}", "")
            for text, criterion in others:
                if text.heading == heading:
                    yield from self.criterion(text, criterion)

    def criterion(self, text: CriterionText, criterion: Criterion) -> Iterator[str]:
        """What the file says of a criterion, and below it what its test says."""
        head = f"**{prose(capital(text.says))}** (`{text.id}`): {ASKED[criterion.keyword]}"
        yield from bullet(head, prose(self.aloud.criterion(criterion)), *map(prose, map(sentence, _asides(text))))

    def exceptions(self) -> Iterator[str]:
        """What is lifted by a documented reason."""
        lifts = zip(self.guideline.exceptions, self.guideline.compiled.lifts, strict=True)
        points = [(text, self.aloud.lift(lift)) for text, lift in lifts]
        if points:
            yield from ("", "## Exceptions", "")
        for text, aloud in points:
            yield from bullet(f"**{prose(capital(text.says))}** (`{text.id}`)", prose(aloud))

    def readings(self) -> Iterator[str]:
        """Our readings of practice, apart from what the text itself asks."""
        found = [f"`{name}`: {prose(reading)}" for name, reading in readings_of(self.guideline)]
        yield from _section("Our readings", found, "These are ours, and not words of the text.")

    def derived(self) -> Iterator[str]:
        """The facts that are computed from others."""
        known = self.library.vocabulary.derived
        points = self.guideline.compiled.derived
        if points:
            yield from ("", "## Computed from other facts", "")
        for each in points:
            source = known[each.name]
            reading = f"Our reading: {source.reading}" if source.reading else ""
            yield from bullet(prose(self.aloud.derived(each)), *map(prose, (source.citation, reading)))

    def answers_for(self) -> Iterator[str]:
        """The ids of the source data that the file answers for, each with the criterion that does."""
        merged = [(each, text.id) for text in self.guideline.criteria for each in text.merged]
        own = [f"`{text.id}`" for text in self.guideline.criteria if text.line]
        points = [f"by criteria of the same name: {', '.join(own)}"] if own else []
        points += [f"`{each}`, by `{by}`" for each, by in merged]
        points += [f"`{each}`, in a note, a stage or another criterion" for each in self.guideline.merged]
        yield from _section("Ids of the source data", points)

    def shown_by(self) -> Iterator[str]:
        """The cases that show the guideline at work."""
        if self.cases:
            yield from ("", "## Cases")
        rows = (
            (link(_short(case.path), self.root + case.path), prose(case.says), ", ".join(dict.fromkeys(case.answers)))
            for case in self.cases
        )
        yield from table(("case", "what it shows", "the denial is"), rows)


def page(guideline: Guideline, library: Library, cases: Sequence[CaseRef], root: str = "") -> str:
    """A guideline as Markdown that ends with a line break; links begin with `root`."""
    return Page(guideline, library, cases, root).render()


def in_force(guideline: Guideline) -> str:
    """The days on which a text was in force: 18 July 2009 to 28 July 2016."""
    source = guideline.source
    return f"{day(source.since)} to {day(source.until)}" if source.until else f"{day(source.since)} to this day"


def scope(guideline: Guideline) -> str:
    """The phase and the parts of the body that a text speaks to."""
    phases = f"the {listed(guideline.phases, 'or')} phase" if guideline.phases else "any phase"
    parts = listed(map(plain, guideline.body_parts)) or "any part of the body"
    return f"{phases}, {parts}"


def figures(found: Table) -> Iterator[str]:
    """The rows of a table of the rules, and what counts where no row is known."""
    columns = list(dict.fromkeys(column for row in found.rows.values() for column in row))
    rows = ((f"`{name}`", *(_cell(row.get(column, "")) for column in columns)) for name, row in found.rows.items())
    yield from table(("row", *map(plain, columns)), rows)
    counts = {"none": "a limit on it is not documented", "least generous": "the least generous one counts"}
    yield from ("", f"Where no row is known, {counts.get(found.unknown, f'`{found.unknown}` counts')}.")


def _cell(value: Any) -> str:
    return ", ".join(f"`{each}`" for each in value) if isinstance(value, list) else prose(str(value))


def _asides(text: CriterionText) -> list[str]:
    named = (("left to judgement", text.judgement), ("", text.citation), ("confidence", text.confidence))
    return [f"{lead}: {said}" if lead else said for lead, said in named if said]


def _section(heading: str, points: Iterator[str] | list[str], lead: str = "") -> Iterator[str]:
    found = [f"- {point}" for point in points]
    if found:
        yield from ("", f"## {heading}", *(("", lead) if lead else ()), "", *found)


def _short(path: str) -> str:
    return "/".join(path.split("/")[-2:]).removesuffix(".yaml")
