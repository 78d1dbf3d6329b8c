"""Courses told by whom they were had with, and notes on single visits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reading.assemble.visit_numbers import of_nth
from engine.reading.naming import Named
from engine.reading.tokens import forms
from engine.reading.zones import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.reading.context import Context
    from engine.reading.passage import Passage

PLANS = frozenset({"plan", "request", "request_line"})
"""The sections that tell what is to come."""
_TO_WHOM = re.compile(
    r"(?:\s(?:to|with|by|at|a|an|the|his|her|my|our|own|same|licensed|new|local|pain|only))*\s", re.IGNORECASE
)
_EVALUATED = forms("evaluation eval consult consultation clearance opinion referral refer qme ame pqme report testing")


def notes(context: Context) -> Iterator[Passage]:
    """The lines at the head of a note on one visit, which number it: "PT daily note, visit 8 of 12"."""
    for passage in context.stated:
        at_head = passage.zone.kind is Kind.HEADER and passage.of("treatment")
        if at_head and of_nth(passage, passage.start, passage.end) is not None:
            yield passage


def visited(passage: Passage, names: Sequence[Named]) -> Iterator[Named]:
    """Those who treat that are said to be seen, or were so many times: "went to a chiropractor four times"."""
    known = {each.treatment for each in names}
    found = [m for m in passage.of("practitioner") if m.id not in known]
    if not found or passage.of("conditional") or passage.of("request") or passage.says(_EVALUATED):
        return
    if passage.zone.section in PLANS:
        return
    for each in found[:1]:
        ahead = [m for m in passage.of("tally") if m.id in {"sees", "went", "begun", "had"} and m.end <= each.start]
        if any(_TO_WHOM.fullmatch(passage.words(m.end, each.start)) for m in ahead):
            yield Named(each.start, each.end, each.id, None, passage.start, passage.end)
