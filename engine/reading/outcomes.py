"""What came of a treatment, put together from a topic and what is said of it: "pain" and "has lessened".

Topics (`topics.yaml`) and changes (`changes.yaml`) are found by themselves; here they are joined within a clause, in
either order, and over lists ("improved sleep, mood and walking"). Whether it is a gain follows from the direction that
is good for the topic. Daily activities done again, alone or longer: `engine.reading.acts`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engine.reading.gap_words import gap_words, listed
from engine.reading.lexicon import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FORWARD, _BACKWARD = 5, 11
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[;\n\t|!?]|\.\s|,|:\s")
_FINITE = re.compile(r"\b(?:has|have|had|to)\s(?:\w+ly\s)?\Z", re.IGNORECASE)
_OPENS = re.compile(r"(?:\A|[.;:\n]|\d\.|\d\)|[-*•])\s*\Z")
_GOOD = {
    ("less", "down"): True,
    ("less", "better"): True,
    ("less", "gone"): True,
    ("less", "up"): False,
    ("less", "worse"): False,
    ("more", "up"): True,
    ("more", "better"): True,
    ("more", "worse"): False,
    ("more", "back"): True,
}
_OBJECT = re.compile(r"\s(?:the|his|her|my|its)\s", re.IGNORECASE)
_OF_AMOUNTS = frozenset({"up", "more", "down", "less", "less_alone"})
_APART = frozenset({"medication", "restrictions", "work_hours"})
_RESTRICTED = {"eased": "reduced", "gone": "reduced", "better": "reduced", "down": "reduced", "up": "reduced"} | {
    "same": "unchanged",
    "tightened": "increased",
    "worse": "increased",
}


@lru_cache(maxsize=1)
def _stop_before() -> re.Pattern[str]:
    return re.compile(rf"[;\n\t|!?]|\.\s|[,(](?!\s?(?:{listed('goes_on')}))", re.IGNORECASE)


@lru_cache(maxsize=1)
def _listing() -> re.Pattern[str]:
    fillers = listed("list_fillers")
    return re.compile(rf"\s?(?:,|and|or|nor|&|/|,\s?and|,\s?or|as well as|\+)\s?(?:(?:{fillers})\s)*", re.IGNORECASE)


class Joined(NamedTuple):
    """A topic and the change that is said of it."""

    topic: Mention
    change: Mention

    @property
    def start(self) -> int:
        """Where the first of both begins."""
        return min(self.topic.start, self.change.start)

    @property
    def end(self) -> int:
        """Where the last of both ends."""
        return max(self.topic.end, self.change.end)


def outcomes(text: str, start: int, end: int, found: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
    """The outcomes of one sentence as mentions of `benefit`, and of `work` where restrictions change."""
    changes = found.get("change", ())
    topics = topics_of(found) if changes else []
    led: set[int] = set()  # topics whose change stands before them are not those of one that follows
    for change in changes if topics else ():
        if _is_order(text, start, change):
            continue
        for joined in _joined(text, change, [each for each in topics if each.start not in led], changes):
            if joined.topic.start > change.start:
                led.add(joined.topic.start)
            made = _outcome(text, end, joined, found)
            if made is not None:
                yield made


def topics_of(found: Mapping[str, Sequence[Mention]]) -> list[Mention]:
    """The topics of a sentence in order; drugs, named or not, are some, for they may be taken less."""
    drugs = (
        Mention(m.start, m.end, "topic", "drug", {"domain": "medication", "good": "less", "drug": m.attributes["drug"]})
        for m in found.get("treatment", ())
        if "drug" in m.attributes
    )
    unnamed = (
        Mention(m.start, m.end, "topic", "medication", {"domain": "medication", "good": "less"})
        for m in found.get("care", ())
        if m.id == "medication"
    )
    return sorted((*found.get("topic", ()), *drugs, *unnamed))


def _is_order(text: str, start: int, change: Mention) -> bool:
    """Whether a change is what is to be done: "Decrease Norco", "to improve function"."""
    if not gap_words("orders").match(text, change.start, change.end):
        return False
    return bool(_OPENS.search(text[start : change.start]))


def _joined(text: str, change: Mention, topics: Sequence[Mention], changes: Sequence[Mention]) -> Iterator[Joined]:
    side = change.attributes.get("side", "both")
    head = _topic_after(text, change, topics, changes) if side != "before" else None
    if head is not None and _suits(topics[head], change) and not _is_taken(topics[head], change):
        yield from _each(change, topics[head], _list_after(text, topics, head))
        return
    head = _topic_before(text, change, topics, changes) if side != "after" else None
    if head is not None:
        yield from _each(change, topics[head], _list_before(text, topics, head))


def _is_taken(topic: Mention, change: Mention) -> bool:
    """Whether a drug after a change is what brought it: "no better on Lunesta"."""
    return topic.id == "drug" and change.attributes.get("of") == "effect"


def _each(change: Mention, head: Mention, listed: Iterator[Mention]) -> Iterator[Joined]:
    """A change with each topic of a list; up and down are said of a list only where both are good, or bad, for all."""
    alike = change.attributes["kind"] in {"up", "down"}
    apart = _apart(head)
    for topic in listed:
        if alike and topic.attributes["good"] != head.attributes["good"]:
            continue
        if _suits(topic, change) and _apart(topic) == apart:
            yield Joined(topic, change)


def _apart(topic: Mention) -> str:
    """Drugs and restrictions are never told in one list with what they do."""
    domain = topic.attributes["domain"]
    return domain if domain in _APART else ""


def _suits(topic: Mention, change: Mention) -> bool:
    """Whether a change may be said of a topic: some are said only of restrictions, some only of drugs."""
    only = change.attributes.get("only")
    return only is None or only == topic.attributes["domain"]


def _topic_after(text: str, change: Mention, topics: Sequence[Mention], changes: Sequence[Mention]) -> int | None:
    index = next((i for i, each in enumerate(topics) if each.start >= change.end), None)
    if index is None:
        return None
    between = text[change.end : topics[index].start]
    if len(_WORD.findall(between)) > _FORWARD or _STOP.search(between) or gap_words("before_topic").search(between):
        return None
    return None if _is_between(changes, change.end, topics[index].start) else index


def _topic_before(text: str, change: Mention, topics: Sequence[Mention], changes: Sequence[Mention]) -> int | None:
    """The topic that a change after it is of, past those that only qualify it: "pain with walking has decreased"."""
    index = next((i for i in range(len(topics) - 1, -1, -1) if topics[i].end <= change.start), None)
    if index is None:
        return None
    between = text[topics[index].end : change.start]
    if len(_WORD.findall(between)) > _BACKWARD or _stop_before().search(between.rstrip(", ")):
        return None
    if gap_words("after_topic").search(between) or re.search(r"\sand\s", between):
        return None
    if _is_between(changes, topics[index].end, change.start):
        return None
    while index and _qualifies(text[topics[index - 1].end : topics[index].start]):
        index -= 1
    return index


def _qualifies(between: str) -> bool:
    words = between.split()
    return 0 < len(words) <= 3 and bool(gap_words("qualifies").fullmatch(words[0]))


def _is_between(changes: Sequence[Mention], low: int, high: int) -> bool:
    return any(low <= each.start and each.end <= high for each in changes)


def _list_after(text: str, topics: Sequence[Mention], head: int) -> Iterator[Mention]:
    yield topics[head]
    for before, after in zip(topics[head:], topics[head + 1 :], strict=False):
        if not _listing().fullmatch(text[before.end : after.start]):
            return
        yield after


def _list_before(text: str, topics: Sequence[Mention], head: int) -> Iterator[Mention]:
    yield topics[head]
    for index in range(head, 0, -1):
        if not _listing().fullmatch(text[topics[index - 1].end : topics[index].start]):
            return
        yield topics[index - 1]


def _outcome(text: str, end: int, joined: Joined, found: Mapping[str, Sequence[Mention]]) -> Mention | None:
    topic, change = joined
    kind, domain = change.attributes["kind"], topic.attributes["domain"]
    if domain == "restrictions":
        told = _RESTRICTED.get(kind)
        return _made(joined, "work", {"restrictions": told}) if told else None
    if domain == "work_hours":
        return _made(joined, "work", {"status": "modified_duty", "change": "improved"}) if kind == "up" else None
    if _depends(text, end, joined) or (domain == "medication" and _is_other_use(text, joined, found)):
        return None
    good = _is_good(text, joined)
    if good is None:
        return None
    against = {} if good else {"polarity": "negative", "unchanged": "yes"}
    return _made(joined, "benefit", {"domain": domain, **against})


def _is_good(text: str, joined: Joined) -> bool | None:
    """Whether a change is for the good of its topic; nothing where neither ("decreased motion" is a finding)."""
    topic, change = joined
    kind, wanted = change.attributes["kind"], topic.attributes["good"]
    if kind == "same":
        return False
    if topic.attributes.get("act") == "yes" and change.id in _OF_AMOUNTS:
        return None
    good = _GOOD.get((wanted, kind))
    if good is False and wanted == "more" and not _FINITE.search(text[max(0, change.start - 24) : change.start]):
        return None
    return good


def _made(joined: Joined, category: str, attributes: dict[str, str]) -> Mention:
    name = f"{joined.topic.id}.{joined.change.attributes['kind']}"
    core = {"core": f"{joined.change.start}-{joined.change.end}"}
    drug = {"drug": joined.topic.attributes["drug"]} if "drug" in joined.topic.attributes else {}
    parts = sorted((each.start, each.end) for each in joined)
    return Mention(joined.start, joined.end, category, name, attributes | core | drug, tuple(parts))


def _depends(text: str, end: int, joined: Joined) -> bool:
    """Whether a pain is only said to depend on what is done: "increased with walking", "better lying down"."""
    if joined.topic.attributes["domain"] != "pain":
        return False
    after = text[joined.end : min(end, joined.end + 40)]
    leads = gap_words("depends").match(after.lstrip())
    words = after.lstrip()[leads.end() :] if leads else after
    near = " ".join(words.split()[: 3 if leads else 1])
    return bool(gap_words("postures").search(near))


def _is_other_use(text: str, joined: Joined, found: Mapping[str, Sequence[Mention]]) -> bool:
    """Whether a drug is not taken less or as before, but had no effect, was given up for that, or brings a change."""
    topic, change = joined
    if change.attributes["kind"] == "same" and _OBJECT.match(text, change.end):
        return True
    if change.attributes.get("of") == "effect" or (change.attributes["kind"] == "gone" and change.id != "stopped"):
        return True
    failed = any(each.attributes.get("polarity") == "negative" for each in found.get("benefit", ()))
    given_up = failed or found.get("side_effect") or found.get("failure")
    if topic.id == "drug" and change.attributes["kind"] in {"gone", "down"} and given_up:
        return True
    return topic.id == "drug" and _acts_on_another(joined, found)


def _acts_on_another(joined: Joined, found: Mapping[str, Sequence[Mention]]) -> bool:
    """Whether a drug is what brings a change of something else: "Norco decreases his pain"."""
    return joined.topic.end <= joined.change.start and any(
        joined.change.end <= each.start <= joined.change.end + 40 and each.attributes["domain"] != "medication"
        for each in found.get("topic", ())
    )
