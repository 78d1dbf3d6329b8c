"""The settle policy is data, and a folder may order its tests otherwise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from engine.facts import Assertion, Source
from engine.resources import rules_folder
from engine.settle.policy import load_policy
from engine.settle.statements import settle_statements
from tests.rules_folder import fact, library_of, record_of

if TYPE_CHECKING:
    from pathlib import Path

OWN = (rules_folder() / "settle" / "policy.yaml").read_text(encoding="utf-8")
ORDER = OWN[OWN.index("order:") : OWN.index("says:")]


def test_our_policy() -> None:
    policy = load_policy(rules_folder())
    assert policy.order == ("specific", "measured", "later", "record", "against")
    assert set(policy.says) == set(policy.order)
    assert (policy.course_ends_after_months, policy.acute_months, policy.year_months) == (6, 3, 12)
    assert policy.units["months"]["day"] == pytest.approx(1 / 30)
    program = policy.units["program_days"]
    assert (program["hour"], program["day"], program["week"]) == (1 / 8, 1, 5)


@pytest.mark.parametrize(
    ("order", "value", "says"),
    [
        (("later", "record", "against"), "yes", "later"),
        (("record", "later", "against"), "no", "record"),
        (("against",), "no", "against"),
    ],
)
def test_the_order_is_that_of_the_file(tmp_path: Path, order: tuple[str, ...], value: str, says: str) -> None:
    listed = "".join(f"  - {test}\n" for test in order)
    text = OWN.replace(ORDER, f"order:\n{listed}")
    kept = [line for line in text.splitlines() if not _says_another(line, order)]
    library = library_of(tmp_path, {"settle/policy.yaml": "\n".join(kept) + "\n"})
    facts = (
        fact("benefit", source=Source.UR, as_of=date(2014, 6, 1), domain="function"),
        fact("benefit", Assertion.NEGATED, as_of=date(2014, 1, 1), domain="function"),
    )
    record = record_of(library, *facts)
    settled = settle_statements(record, library.vocabulary.facts["function_better"], ("no",))
    assert (settled.value, settled.conflict) == (value, library.policy.says[says])


def _says_another(line: str, order: tuple[str, ...]) -> bool:
    tests = ("specific", "measured", "later", "record", "against")
    return any(line.startswith(f"  {test}:") for test in tests if test not in order)
