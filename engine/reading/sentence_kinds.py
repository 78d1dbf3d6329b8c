"""What kind of sentence it is: on this patient, guideline text, a conclusion, boilerplate, a disputed item."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from engine.facts import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.reading.lexicon import Mention


class Kind(StrEnum):
    """What a sentence is; only `patient` sentences, labels and headers carry facts."""

    PATIENT = "patient"
    GUIDELINE = "guideline"
    BOILERPLATE = "boilerplate"
    CONCLUSION = "conclusion"
    LABEL = "label"
    HEADER = "header"


class Remark(NamedTuple):
    """A sentence or clause at `text[start:end]` with its kind, and its speaker where the words tell."""

    start: int
    end: int
    kind: Kind
    source: Source | None = None
    disputed: bool = False


_CLAUSE = re.compile(
    r"(?:;|,|\s-)\s+(?:(?:and|but|so|yet|however|while|whereas|although|though|thus|therefore|hence|as such)\b,?\s*)?"
)
_TAIL = re.compile(r"[\s.\"')]*\Z")
_COLON = re.compile(r"[:|\t-]\s*(?:partially\s+|conditionally\s+|not\s+)?\Z", re.IGNORECASE)
# How far from the beginning of a paragraph a citation may stand that opens it: behind its number and a word or two.
_OPENING = 12
_SPEAKERS = {"patient": Source.PATIENT, "provider": Source.PROVIDER, "ur": Source.UR, "reviewer": Source.REVIEWER}
_FIXED = {"label": Kind.LABEL, "guideline": Kind.GUIDELINE}
_BOILERPLATE = {"boilerplate", "copied_from_ur"}
_DETERMINATIONS = {"issues", "rationale", "guideline"}


class Reader:
    """Reads sentences in order; remembers whether a quotation of a guideline is running on."""

    def __init__(self, text: str, genre: str) -> None:
        self.text = text
        self.genre = genre
        self.quoting = False
        self.begun = False
        self.cited = False

    def new_line(self) -> None:
        """A quotation does not run over the end of a paragraph."""
        self.quoting = self.begun = self.cited = False

    def remarks(
        self, start: int, end: int, section_kind: str, section: str, mentions: Sequence[Mention]
    ) -> Iterator[Remark]:
        """The sentence as one remark, or parted where it turns from the guideline to the patient or to a conclusion."""
        named = any(mention.id == "disputed" for mention in mentions)
        if section_kind in {"rationale", "patient"} and not named and (cut := _turn(self.text, mentions)):
            first = [mention for mention in mentions if mention.end <= cut]
            second = [mention for mention in mentions if mention.start >= cut]
            yield self.remark(start, len(self.text[:cut].rstrip()), section_kind, section, first)
            yield self.remark(cut, end, section_kind, section, second)
            return
        yield self.remark(start, end, section_kind, section, mentions)

    def remark(self, start: int, end: int, section_kind: str, section: str, mentions: Sequence[Mention]) -> Remark:
        """One remark; keeps the state of the running quotation."""
        ids = {mention.id for mention in mentions if mention.category == "sentence"}
        if self.text[start:end].rstrip().endswith("?"):
            ids.discard("conclusion")  # what is asked is not yet concluded
        source = _speaker(mentions, section_kind)
        disputed = _is_disputed(self.text, start, end, section_kind, ids, mentions)
        kind = Kind.LABEL if disputed else self.kind(section_kind, section, ids, mentions, source)
        if self.follows_citation(start, ids, mentions) and kind in {Kind.PATIENT, Kind.LABEL} and not disputed:
            kind = Kind.GUIDELINE
        self.quoting = kind is Kind.GUIDELINE
        return Remark(start, end, kind, source, disputed)

    def follows_citation(self, start: int, ids: set[str], mentions: Sequence[Mention]) -> bool:
        """Whether the paragraph began by citing a page, and this sentence does not turn to the patient."""
        if not self.begun:
            self.cited = any(m.id == "citation" and m.start - start <= _OPENING for m in mentions)
        self.begun = True
        return self.cited and "strong" not in ids

    def kind(
        self, section_kind: str, section: str, ids: set[str], mentions: Sequence[Mention], source: Source | None
    ) -> Kind:
        """The kind of a sentence by its section and its words."""
        if ids & _BOILERPLATE or section_kind == "boilerplate" or ("courtesy" in ids and "introduced" not in ids):
            return Kind.BOILERPLATE
        if self.genre == "ur" and "decided" in ids and section_kind != "header":
            return Kind.LABEL
        if section_kind == "rationale":
            return self.in_rationale(ids, mentions, source)
        if section_kind == "issues":
            return _in_issues(ids)
        if section_kind == "header" and ("strong" not in ids or section == "header"):
            return Kind.HEADER
        return _FIXED.get(section_kind) or _in_narrative(ids, mentions)

    def in_rationale(self, ids: set[str], mentions: Sequence[Mention], source: Source | None) -> Kind:
        """In a rationale guideline text, remarks on the patient and conclusions alternate."""
        if "conclusion" in ids and source is not Source.UR:
            return Kind.CONCLUSION
        if "guideline" in ids:
            return Kind.PATIENT if _leads(mentions, "strong", "guideline") else Kind.GUIDELINE
        if "strong" in ids:
            return Kind.PATIENT
        if self.quoting:
            return Kind.GUIDELINE
        return Kind.PATIENT if "weak" in ids or self.genre == "treating" else Kind.GUIDELINE


def turns_to_patient(mentions: Sequence[Mention]) -> bool:
    """Whether a paragraph below a heading of boilerplate or of guidelines is about this patient all the same."""
    ids = {mention.id for mention in mentions if mention.category == "sentence"}
    return bool(ids & {"introduced", "him"}) and not ids & _BOILERPLATE


def _in_issues(ids: set[str]) -> Kind:
    if "conclusion" in ids:
        return Kind.CONCLUSION
    if "guideline" in ids:
        return Kind.GUIDELINE
    return Kind.PATIENT if "strong" in ids else Kind.LABEL


def _in_narrative(ids: set[str], mentions: Sequence[Mention]) -> Kind:
    """In an account of the patient only a sentence that plainly quotes a guideline is not about the patient."""
    if "guideline" in ids and not _leads(mentions, "strong", "guideline"):
        return Kind.GUIDELINE
    return Kind.PATIENT


def _leads(mentions: Sequence[Mention], first: str, second: str) -> bool:
    """Whether a sentence begins with the one kind of words before the other."""
    starts: dict[str, int] = {}
    for mention in mentions:
        if mention.category == "sentence":
            starts.setdefault(mention.id, mention.start)
    return first in starts and starts[first] < starts.get(second, starts[first] + 1)


def _speaker(mentions: Sequence[Mention], section_kind: str) -> Source | None:
    """Who speaks by the words of the sentence: the first that is named."""
    if section_kind in {"boilerplate", "guideline"}:
        return None
    return next((_SPEAKERS[mention.id] for mention in mentions if mention.category == "speaker"), None)


def _is_disputed(
    text: str, start: int, end: int, section_kind: str, ids: set[str], mentions: Sequence[Mention]
) -> bool:
    """Whether a sentence names a disputed item: "Massage therapy x 6: Upheld", "regarding the request for ..."."""
    if "disputed" in ids:
        return True
    if section_kind not in _DETERMINATIONS or "outcome" not in ids:
        return False
    last = [mention for mention in mentions if mention.category == "sentence" and mention.id == "outcome"][-1]
    if not _TAIL.match(text, last.end, end):
        return False
    if _COLON.search(text, start, last.start):
        return True
    return (
        section_kind == "issues"
        and "necessary" in text[last.start : last.end]
        and text[start : start + 3].strip("(#")[:1].isdigit()
    )


def _turn(text: str, mentions: Sequence[Mention]) -> int:
    """Where a sentence turns from guideline to patient, or from patient to conclusion; 0 where it does not."""
    kinds = [mention for mention in mentions if mention.category == "sentence"]
    for first, second in (("guideline", "strong"), ("strong", "conclusion"), ("strong", "guideline")):
        before = next((mention for mention in kinds if mention.id == first), None)
        after = next(
            (mention for mention in kinds if mention.id == second and before and mention.start > before.end), None
        )
        if not before or not after or any(mention.id == second and mention.start <= before.start for mention in kinds):
            continue
        cuts = [
            match.end() for match in _CLAUSE.finditer(text, before.end, after.start + 1) if match.end() <= after.start
        ]
        if cuts:
            return cuts[-1]
    return 0
