"""An amount of treatment as a text states it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Figure: TypeAlias = "int | float"


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount at `text[start:end]`.

    `total` is the count in `unit` (empty where none is named); `total_high` is set for a range, or where two readings
    differ (`conflict`). `per_week` (or `per_month`) times of `unit` over `weeks` or `months`; days are converted to
    weeks. `hours` is a stated total of hours, `hours_per_day` hours of each day. `of` is the second figure of "6 of 12
    visits", of which `total` were had. `per_session` counts within one session, `levels` levels of the spine. `kind`
    names the pattern.
    """

    start: int
    end: int
    total: Figure | None = None
    total_high: Figure | None = None
    unit: str = ""
    per_week: Figure | None = None
    per_month: Figure | None = None
    weeks: Figure | None = None
    months: Figure | None = None
    hours: Figure | None = None
    hours_per_day: Figure | None = None
    per_session: Figure | None = None
    levels: Figure | None = None
    of: Figure | None = None
    kind: str = ""
    conflict: bool = False
