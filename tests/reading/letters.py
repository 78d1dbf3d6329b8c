"""The letters beside the checkout, where they are there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from engine import strict_yaml

FOLDER = Path(__file__).parents[3] / "shared" / "letters"


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    """The hand-made letters by name; skips the test where the folder is missing."""
    if not FOLDER.is_dir():
        pytest.skip(f"needs the letters in {FOLDER.parent.name}/{FOLDER.name} beside the checkout")
    return {path.stem: strict_yaml.read(path).data["text"] for path in sorted(FOLDER.glob("*.yaml"))}
