"""Makes a case of a draft that a person has gone through, with today's answers as what is expected of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.casefile.entries import is_kept
from engine.casefile.expectations import NOT_APPLICABLE
from engine.casefile.writing import entry, text, written
from engine.errors import InputError
from engine.recommendation import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.casefile.entries import DraftEntry, OldDraft
    from engine.recommendation import CheckResult, Recommendation

_OF_THE_DRAFT = {"review", "id", "rule", "at", "page", "section", "extractor", "expect"}
_QUOTED = {"quote", "line", "also"}
_MANY = 5


def refuse_pending(draft: OldDraft) -> None:
    """Raise InputError naming the entries that nobody has looked at, if there are any."""
    pending = [each.place for each in draft.entries if not each.looked_at]
    if not pending:
        return
    named = ", ".join(pending[:_MANY]) + (f" and {len(pending) - _MANY} more" if len(pending) > _MANY else "")
    cure = "confirm, correct or reject them, or give `--allow-pending`"
    raise InputError(f"nobody has looked at {len(pending)} of its entries ({named}); {cure}")


def promoted(draft: OldDraft, result: CheckResult, says: str, *, packs: Sequence[str] = (), quotes: bool = True) -> str:
    """The text of the case; `result` is the answer to the draft, and `quotes` keeps the words of the letter."""
    items = [each for each in draft.items if _is_wanted(each)]
    numbers = {number: place for place, number in enumerate(_places(draft), start=1)}
    top = [f"says: {text(says)}\n", f"pack: {written(list(packs))}\n" if packs else ""]
    top.append(f"dates: {written(draft.dates)}\n" if draft.dates else "")
    answered = zip(items, result.items, strict=True)
    lines = [entry({**_keys(each, quotes=quotes), "expect": _expected(answer)}) for each, answer in answered]
    facts = [each for each in draft.facts if _is_wanted(each) and each.fact.item in {None, *numbers}]
    others = [entry({**_keys(each, quotes=quotes), "item": numbers.get(_number(each))}) for each in facts]
    return "".join([*top, "items:\n", *lines, *(["facts:\n", *others] if others else [])])


def _places(draft: OldDraft) -> list[int]:
    return [number for number, each in enumerate(draft.items) if _is_wanted(each)]


def _number(each: DraftEntry) -> int:
    return -1 if each.fact.item is None else each.fact.item


def _is_wanted(each: DraftEntry) -> bool:
    return is_kept(each) or (not each.looked_at and not each.proposed)


def _keys(each: DraftEntry, *, quotes: bool) -> dict[str, Any]:
    left_out = _OF_THE_DRAFT if quotes else _OF_THE_DRAFT | _QUOTED
    keys = {key: value for key, value in each.keys.items() if key not in left_out}
    if "also" in keys:
        keys["also"] = [{key: value for key, value in one.items() if key not in left_out} for one in keys["also"]]
    return keys


def _expected(answer: Recommendation) -> dict[str, Any]:
    """What is expected of an item: all that its answer says."""
    if answer.outcome is Outcome.NOT_COVERED:
        return {"outcome": answer.outcome.value, "basis": answer.basis}
    standings = {each.criterion: each.standing for each in answer.findings if each.standing != NOT_APPLICABLE}
    return {
        "outcome": answer.outcome.value,
        "basis": answer.basis,
        "guideline": answer.guideline.id if answer.guideline else None,
        "stage": answer.stage or None,
        "standings": standings,
        "deciding": [each.criterion for each in answer.findings if each.deciding],
    }
