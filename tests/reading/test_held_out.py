"""How well wordings are read that nobody tuned on: `held-out/*.yaml`, in the format of `phrasings/`.

The floors stand just under what was reached, so that a loss is seen. Whoever works on reading looks at the counts only.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from tests.reading.test_phrasings import given, sayings_of, vocabulary

FOLDER = Path(__file__).with_name("held-out")
READ_AT_LEAST = {"yes": 0.85, "no": 0.70, "none": 0.87}


@lru_cache(maxsize=1)
def counts() -> tuple[Counter[str], Counter[str]]:
    """How many sentences of each sort there are, and how many are read as they are meant."""
    every, right = Counter[str](), Counter[str]()
    for each in sayings_of(FOLDER):
        every[each.want] += 1
        right[each.want] += given(each) == ({each.want} - {"none"})
    return every, right


def test_the_facts_are_of_the_vocabulary() -> None:
    assert {each.fact for each in sayings_of(FOLDER)} <= vocabulary().facts.keys()


@pytest.mark.parametrize("want", READ_AT_LEAST)
def test_what_nobody_tuned_on_is_read(want: str) -> None:
    every, right = counts()
    assert right[want] / every[want] >= READ_AT_LEAST[want], f"{right[want]} of {every[want]}"
