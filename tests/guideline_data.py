"""The guideline data that lies beside a checkout, and where the rule files say otherwise on purpose, each with why.

The data is read, never copied; tests that need it skip without it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from engine.library import load_library
from engine.packs import ALL

if TYPE_CHECKING:
    from engine.guideline import Guideline

DATA = Path(__file__).parent.parent.parent / "shared" / "guidelines"
CRITERIA = DATA / "mtus_criteria.yaml"
needs_data = pytest.mark.skipif(not CRITERIA.is_file(), reason=f"the guideline data is not here ({CRITERIA})")

KINDS = ("criteria", "repeat_criteria", "limits", "exclusions")
CONFIDENCE = {
    "verified": "verified",
    "high_memory": "high",
    "medium_memory": "medium",
    "low_memory": "low",
    "verified_from_summary": "medium",
}
SECOND_TEXTS = frozenset({"mtus-2009/postsurgical/physical-medicine", "mtus-2017/opioids/opioids"})
"""Texts that the data keeps elsewhere: the table after surgery, and the later era."""
PACKS = {
    "cms_ncd_30_3_3_acupuncture_clbp": "packs/cms-ncd-30-3-3/acupuncture",
    "va_chiropractic_2013": "packs/va-chiropractic-2013/manual-therapy-manipulation",
    "cms_lcd_esi_l33906": "packs/cms-lcd/epidural-steroid-injection",
    "cms_lcd_tpi_l36859": "packs/cms-lcd/trigger-point-injection",
    "wa_lni_lumbar_radiculopathy_surgery": "packs/wa-lni/lumbar-decompression",
}
"""The texts from elsewhere that are encoded, by their id in the data."""

STATUS = {"botulinum_toxin": "the text does not recommend it in general; the two uses it allows are exceptions"}
PAGES = {("acupuncture", "13"): "the page of another text, which only points to this one"}
KEYWORDS = {
    ("manual_therapy_manipulation", "body_part_supported"): "the mirror of an exclusion; silence is passed over",
    ("acupuncture", "frequency"): "a weekly number is seldom stated, and the count of treatments is judged anyhow",
    ("tens", "leads"): "a plain unit has two leads",
    ("opioids", "reassess_interval"): "the review itself is asked for, once use is long",
    ("trigger_point_injection", "no_radiculopathy"): "the mirror of an exclusion",
    ("muscle_relaxants", "course"): "corrected by the second reading: the general section names no weeks",
    ("benzodiazepines", "short_term"): "the limit asks for the weeks; this one hears a word of long-term use",
    ("ppi_with_nsaid", "over_one_year"): "a caution, which does not defeat a request",
    ("topical_nsaid", "voltaren_total"): "the label bounds the daily amount where nothing is said of it",
    ("antiepileptics_pain", "moderate_response"): "part of the response that must be on record",
    ("epidural_steroid_injection", "total_injections"): "two is the usual number, and a third is weighed",
    ("mri_cervical", "*"): "one of several reasons, of which one must be shown",
    ("mri_shoulder", "*"): "one of several reasons, of which one must be shown",
}
FIGURES = {
    ("manual_therapy_manipulation", "frequency_next_6_weeks"): "weighed with the first two weeks, as one figure",
    ("physical_medicine", "myalgia_myositis"): "a row of a table",
    ("physical_medicine", "neuralgia_neuritis_radiculitis"): "a row of a table",
    ("physical_medicine", "crps"): "a row of a table",
    ("work_conditioning_hardening", "wh_duration"): "four weeks of five days, counted in days",
    ("work_conditioning_hardening", "injury_age"): "two years, counted in months",
    ("work_conditioning_hardening", "participation"): "days a week are weighed, as hours a day are seldom stated",
    ("functional_restoration_program", "initial_block"): "two weeks of five days, counted in days",
    ("tens", "leads"): "a flag: more than two leads",
    ("epidural_steroid_injection", "levels_transforaminal"): "a row of a table",
    ("epidural_steroid_injection", "levels_interlaminar"): "a row of a table",
    ("opioids", "reassess_interval"): "a scale on record, whose date a person reads",
    ("benzodiazepines", "course"): "about four weeks take in a supply of thirty days",
    ("manipulation_acute_low_back", "window"): "four weeks, counted as a month",
}


@lru_cache(maxsize=2)
def data(name: str = CRITERIA.name) -> dict[str, Any]:
    """One file of the data; nothing where it is not here."""
    path = DATA / name
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}


def treatments() -> list[dict[str, Any]]:
    """The treatments of the data."""
    return list(data().get("treatments", ()))


def entries(treatment: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every criterion, limit and exclusion of a treatment, with its kind."""
    return [(kind, entry) for kind in KINDS for entry in treatment.get(kind) or ()]


@lru_cache(maxsize=1)
def files() -> dict[str, Guideline]:
    """Every rule file by its id."""
    return {each.id: each for each in load_library(None, (ALL,)).guidelines}


def file_of(treatment: str) -> Guideline:
    """The rule file that answers for a treatment of the data."""
    named = treatment.replace("_", "-")
    found = [
        each
        for name, each in files().items()
        if name.endswith(f"/{named}") and not name.startswith("packs/") and name not in SECOND_TEXTS
    ]
    assert len(found) == 1, f"`{treatment}` is answered by {[each.id for each in found] or 'no file'}"
    return found[0]


def accounts(guideline: Guideline) -> dict[str, str]:
    """What a file answers for: each id of the data with the criterion that does; "" for a note or an exception."""
    found = dict.fromkeys([*guideline.merged, *(each.id for each in guideline.exceptions)], "")
    found |= {merged: each.id for each in guideline.criteria for merged in each.merged}
    return found | {each.id: each.id for each in guideline.criteria}


def keywords(kind: str, entry: dict[str, Any]) -> set[str]:
    """The keywords that an entry of the data may become."""
    if kind == "exclusions":
        return {"exclude"}
    if kind == "limits":
        counted = entry["kind"] in {"visits", "sessions", "count", "dose"}
        return {"limit"} if entry["strength"] == "hard" or counted else {"weigh"}
    if entry["strength"] == "qualified":
        return {"weigh", "presume"}
    return {"require", "limit"} if entry["when_unknown"] == "not_met" else {"presume"}
