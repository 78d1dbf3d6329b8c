"""A user's own table of service codes: which treatment each code of a fee schedule means.

The program carries no table of CPT codes, whose use needs a licence of the American Medical Association; who has one
writes down what the codes mean. HCPCS level II codes are free, and stand in `rules/vocabulary/treatments.yaml`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine import strict_yaml
from engine.checking import Checker, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

Codes = tuple[tuple[str, str], ...]
_CODE = re.compile(r"\d{4}[0-9A-Z]|[A-Z]\d{4}")


def load_codes(path: Path, treatments: Collection[str]) -> Codes:
    """The codes of a file of `"97124": massage_therapy` lines, each with its treatment, in the order of the codes.

    Raises RuleErrors with every mistake of the file, and InputError where it cannot be read.
    """
    check = Checker(strict_yaml.read(path))
    found = check.mapping(())
    for code, treatment in found.items():
        if not _CODE.fullmatch(code):
            check.wrong((code,), f"`{code}` is no service code", "write five characters, such as `97124` or `E0730`")
        if treatment not in treatments:
            cure = suggestion(str(treatment), treatments) or "`upheld rules list` shows the treatments"
            check.wrong((code,), f"`{treatment}` is no treatment", cure)
    check.finish()
    return tuple(sorted(found.items()))
