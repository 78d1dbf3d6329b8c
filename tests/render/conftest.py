"""One answer with everything in it."""

from __future__ import annotations

from datetime import date

import pytest

from engine.facts import Sentence
from engine.recommendation import (
    CheckResult,
    Considered,
    DateUsed,
    DocumentRef,
    Finding,
    GuidelineRef,
    InForce,
    LibraryRef,
    Outcome,
    Quote,
    Recommendation,
    SettledFact,
    TraceStep,
)

QUOTE = Quote(quote="lasted *only*\n<b>an hour</b> \x1b[31m", start=10, end=40, line=3, source="ur", page=2)


def finding(criterion: str, keyword: str, standing: str, *, deciding: bool = False, reading: str = "") -> Finding:
    return Finding(
        criterion=criterion,
        keyword=keyword,
        standing=standing,
        deciding=deciding,
        says=f"what {criterion} asks.",
        because=f"why {criterion} stands so",
        citation="page 60",
        reading=reading,
        confidence="high",
        evidence=(QUOTE,) if deciding else (),
    )


@pytest.fixture
def result() -> CheckResult:
    item = Recommendation(
        wording="Massage <therapy>\n x 8",
        treatment="massage_therapy",
        quantity=8,
        unit="visit",
        body_part="low_back",
        row="",
        date=DateUsed(value=date(2014, 5, 14), kind="request"),
        stage="repeat",
        outcome=Outcome.UPHELD,
        basis="limit_exceeded",
        guideline=GuidelineRef(
            id="a/b",
            title="Massage",
            guideline="MTUS",
            citation="page 60",
            in_force=InForce(since=date(2009, 7, 18), until=None),
            status="recommended",
            confidence="verified",
        ),
        considered=(
            Considered(id="c/d", title="Other", citation="page 1", chosen=False, why="it is for another phase"),
            Considered(id="a/b", title="Massage", citation="page 60", chosen=True, why="it is in force"),
        ),
        depends_on=(1,),
        supportable=6,
        needs_person=("a matter of judgement",),
        notes=("a note",),
        findings=(
            finding("visits", "limit", "not met", deciding=True, reading="our own words"),
            finding("benefit", "require", "not documented", deciding=True),
            finding("adjunct", "presume", "met"),
            finding("other_stage", "require", "not applicable"),
        ),
        missing=("function has improved",),
        rationale="Because of the visits.",
        settled=(
            SettledFact(
                name="visits", reads="the visits", value="8", how="counted", conflict="later", against=(QUOTE,)
            ),
            SettledFact(name="silent_fact", reads="nothing is said", value="unknown", how=""),
        ),
        trace=(TraceStep(rule="visits.not_met", establishes="visits: not met"),),
    )
    other = item.model_copy(
        update={
            "wording": "moon dust",
            "treatment": "",
            "quantity": None,
            "unit": "",
            "body_part": "",
            "stage": "",
            "outcome": Outcome.NOT_COVERED,
            "basis": "not_covered",
            "rationale": "No guideline addresses it.",
            "date": None,
            "guideline": None,
            "supportable": None,
            **dict.fromkeys(("considered", "depends_on", "needs_person", "notes", "findings"), ()),
            **dict.fromkeys(("missing", "settled", "trace"), ()),
        }
    )
    return CheckResult(
        document=DocumentRef(name="letter_of_may.txt", sha256="0" * 64),
        library=LibraryRef(version="1", sha256="f" * 64),
        engine="both",
        items=(item, other),
        unread=(Sentence(start=0, end=4, line=7, quote="He\nlimps."),),
    )
