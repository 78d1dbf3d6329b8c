"""Where lines began in a text whose line ends were lost, as far as the text itself shows it.

Pasting and some scanners turn line ends into blanks. A long stretch then holds headings, labels, list marks and ticked
boxes side by side. Each of them began a line; so did a word that only opens sentences and follows no full stop, and a
word behind a heading in capitals. Rows of tables whose cells nothing parts cannot be told any more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.reading.line_words import any_of
from engine.reading.structure import structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The shortest line, in characters, that may have been several, and how many beginnings of lines it must show.
_SHORTEST = 240
_FEWEST = 3
# A table row leads from gap to gap; a gap of two blanks parts paragraphs unless the text is full of them.
_MOST_DOUBLE = 0.1

_MARK = re.compile(
    r"(?<=\s)(?P<open>[(\[#]?)(?:(?P<n>\d{1,2})|(?P<roman>[ivx]{1,4}|[IVX]{1,4})|(?P<letter>[A-Ha-h]))(?P<close>[.)\]/]|\.\))\s+(?=[^\s\d])"
)
_ITEM = re.compile(
    r"(?<=\s)(?P<open>(?:[A-Z][A-Za-z]{1,10} )?#|(?:Item|ITEM|Issue|ISSUE|Request|REQUEST|No\.) |[\u00a7\u00b6] ?)"
    r"(?:(?P<n>\d{1,2})|(?P<roman>$)|(?P<letter>[A-H]))(?P<close>)\b(?!,)"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_BULLET = re.compile(r"(?<=\s)(?P<mark>[*>+~]|-{1,2}|o)\s+(?=[A-Z\d\[(\"])")
_ASKED = re.compile(r"(?<=\s)(?P<mark>Q|A|Ans|Question|Answer)[.:]\s+(?=[A-Z\"])")
_RULE = re.compile(r"(?<=\s)(?:={4,}|-{4,}|_{6,}|\*{4,}|\u2500{4,})\s+")
_HEAD = re.compile(r"(?:^|[.!?:;)\]\"]\s+)(?P<head>[A-Z][^.!?:;|\t]{1,50})\s+\Z")
_BOX = re.compile(r"(?:\[[ xX_]?\]|\( ?[xX_]? ?\)|[\u2610-\u2612])\s*(?=[A-Z])")
_CAPITALS = re.compile(
    r"(?<![\w'/-])[A-Z][A-Z0-9'&/().,-]*(?: (?:[A-Z0-9&/(-][A-Z0-9'&/().,-]*|[-&/])){1,11}(?![\w'])", re.ASCII
)
_FOLLOWS = re.compile(r"\s+(?=(?P<mark>[*>(\[#+~-]|\d{1,2}[.)]\s)|[A-Z])")
_CELLS = re.compile(r"\|\s{1,3}(?=\|\s*\S)")
_GAP = re.compile(r"(?<=\S)(?:[ \t]{3,}|\t)(?=\S)")
_DOUBLE = re.compile(r"(?<=[^\s.!?:])  (?=[A-Z\d\[(*-])")
_ENDED = re.compile(r"(?:[.!?:;)\]|]|--?)[\"')]*\s+\Z")
_LOOSE = re.compile(r"[\w%)\]\"]\s+\Z")
_LETTERS = re.compile(r"[A-Z]")
_LOOK_BACK = 12
_LONGEST_TICK = 3
_LETTERS_OF_TITLE, _WORD_OF_TITLE = 10, 6
_LONGEST_LABEL = 60


def lost_ends(line: str) -> list[int]:
    """The offsets at which lines began inside one line, in order; empty for a line that shows too few of them."""
    if len(line) < _SHORTEST:
        return []
    shown = {at for at in _shown(line) if at}
    if len(shown) < _FEWEST:
        return []
    begun = sorted({*shown, *_known(line)})
    return sorted({*begun, *_boxes(line, begun)})


def _shown(line: str) -> Iterator[int]:
    """Beginnings that the shape of the text shows."""
    yield from _lists(line)
    yield from _bullets(line)
    if not line.isupper():
        yield from _labels(line)
        yield from _titles(line)
        yield from _openers(line)
    yield from (match.end() for match in _CELLS.finditer(line))
    yield from _ruled(line)
    asked = [*_ASKED.finditer(line)]
    if len({match["mark"] for match in asked}) > 1:
        yield from (match.start() for match in asked)
    if line.count("  ") < _MOST_DOUBLE * line.count(" "):
        yield from (match.end() for match in _DOUBLE.finditer(line))


def _ruled(line: str) -> Iterator[int]:
    """Below a rule something begins, and so does the heading above it."""
    for match in _RULE.finditer(line):
        yield match.end()
        head = _HEAD.search(line, max(0, match.start() - _LONGEST_LABEL), match.start())
        if head:
            yield head.start("head")


def _known(line: str) -> Iterator[int]:
    """Headings that the lexicon knows, without a colon, and what follows them."""
    for mention in structure().find(line, category="section"):
        words = line[mention.start : mention.end]
        follows = _FOLLOWS.match(line, mention.end)
        if (
            mention.id == "header"
            or not words[0].isupper()
            or not follows
            or (words.isupper() and len(words) < _WORD_OF_TITLE)
        ):
            continue
        if _ended(line, mention.start):
            yield mention.start
            if follows["mark"] or " " in words or _opens().match(line, mention.end):
                yield follows.end()


def _ended(line: str, at: int) -> bool:
    """Whether a sentence, a label or a gap ends right before an offset."""
    before = line[max(0, at - _LOOK_BACK) : at]
    return bool(_ENDED.search(before)) or before.endswith(("   ", "\t"))


def _lists(line: str) -> Iterator[int]:
    """The marks of lists that count on from one or a, at least two of them with the same brackets."""
    for pattern in (_MARK, _ITEM):
        chains: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
        for match in pattern.finditer(line):
            kind, value = _value(match)
            if value > 1 and _leads_on(line, match.start()):
                continue
            chain = chains.setdefault((match["open"], match["close"], kind), [])
            if value == 1 and len(chain) < 2:
                chain[:] = [(match.start(), 1)]
            elif value == 1 or (chain and value == chain[-1][1] + 1):
                chain.append((match.start(), value))
        yield from (at for chain in chains.values() if len(chain) > 1 for at, _ in chain)


def _value(match: re.Match[str]) -> tuple[str, int]:
    """The kind of a mark (figures, roman figures, letters) and the number that it stands for."""
    if match["n"]:
        return "n", int(match["n"])
    mark = match["roman"] or match["letter"]
    kind = "upper" if mark.isupper() else "lower"
    if match["roman"]:
        return f"roman {kind}", _ROMAN.index(mark.lower()) + 1 if mark.lower() in _ROMAN else 0
    return kind, ord(mark.lower()) - ord("a") + 1


def _leads_on(line: str, at: int) -> bool:
    """Whether the word before a mark leads on to it, as in "both (a) and (b)" or "a total of 2."."""
    return bool(_linking().search(line, max(0, at - _LOOK_BACK), at))


@lru_cache(maxsize=1)
def _linking() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w){any_of('linking')}|,)\s+\Z")


def _bullets(line: str) -> Iterator[int]:
    """Bullets after the end of a sentence, a colon or a gap, and those that follow in the same list."""
    last: re.Match[str] | None = None
    for match in _BULLET.finditer(line):
        goes_on = last is not None and last["mark"] == match["mark"] and ". " not in line[last.end() : match.start()]
        if _ended(line, match.start()) or (goes_on and not _leads_on(line, match.start())):
            yield match.start()
            last = match


def _boxes(line: str, begun: list[int]) -> Iterator[int]:
    """Boxes behind a gap or the end of a sentence that have words of their own before what begins next."""
    found = [*_BOX.finditer(line)]
    places = sorted([*begun, *(match.start() for match in found), len(line)])
    for match in found:
        end = places[bisect_right(places, match.start())]
        labelled = line[: match.start()].rstrip().endswith(":")
        if _ended(line, match.start()) and not labelled and len(line[match.end() : end].split()) > _LONGEST_TICK:
            yield match.start()


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    """A label: capitalised words, small words that link them, or one capitalised word and small ones; then a colon."""
    capital = r"(?:(?:[A-Z]\.)+|[A-Z(][\w'()/#&-]*(?:\.[\w'()/#&-]+)*)(?![\w.])"
    linked = rf",? (?:{capital}|&|/|{any_of('in_label')}(?= )|\d[^\s.:]*)"
    small = r" [a-z][\w'()/-]*"
    return re.compile(rf"(?<=\s)(?:{capital}(?:{linked}){{0,6}}|{capital}(?:{small}){{1,3}}) ?:(?=\s)")


def _labels(line: str) -> Iterator[int]:
    """Words before a colon that open a line: after a sentence, or where a value without a full stop goes before."""
    after = 0
    for match in _label().finditer(line):
        words = match[0].rstrip(" :").split()
        if len(match[0]) > _LONGEST_LABEL or _saying().match(words[-1]):
            continue
        start = match.start()
        before = line[max(0, start - _LOOK_BACK) : start]
        if line[after:start].strip() == "" and after:
            start = _behind_value(line, start, words)
        elif not _ended(line, start) and not _LOOSE.search(before):
            continue
        if not _leads_on(line, start):
            yield start
        after = match.end()


@lru_cache(maxsize=1)
def _saying() -> re.Pattern[str]:
    return re.compile(any_of("saying") + r"\Z", re.IGNORECASE)


def _behind_value(line: str, start: int, words: list[str]) -> int:
    """Where the second label begins in "Sex: M Age:": at its last word and those linked to it by small ones."""
    count = 1
    while count + 1 < len(words) and words[-count - 1][0].islower():
        count += 2
    if count >= len(words):
        return 0
    return line.index(words[-count], start + len(" ".join(words[:-count])))


def _titles(line: str) -> Iterator[int]:
    """Headings in capitals with nothing but blanks behind them: they begin a line, and so does what follows."""
    for match in _CAPITALS.finditer(line):
        words = match[0].split()
        rest = line[match.end() : match.end() + 3].lstrip()
        if len(_LETTERS.findall(match[0])) < _LETTERS_OF_TITLE or max(map(len, words)) < _WORD_OF_TITLE:
            continue
        if _leads_on(line, match.start()) or not (rest[:1].isupper() or rest[:1] in "\"'[(-*:" or rest[:1].isdigit()):
            continue
        yield match.start()
        if rest[:1] not in "(:":
            yield match.end() + 1


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    """A word that opens sentences or the parts of a letter, behind one that ended none."""
    return re.compile(rf"(?<=[a-z0-9%)\]])\s+(?={any_of('opening')}[ ,:])")


@lru_cache(maxsize=1)
def _opens() -> re.Pattern[str]:
    return re.compile(rf"\s+{any_of('opening')}")


def _openers(line: str) -> Iterator[int]:
    for match in _opening().finditer(line):
        if not _leads_on(line, match.end()) and not line[: match.start()].endswith(("Dr", "vs")):
            yield match.end()


def pieces(start: int, content: str) -> Iterable[tuple[int, str]]:
    """A line as the lines that it was: each with its offset and content."""
    places = [0, *lost_ends(content), len(content)]
    for begin, end in pairwise(places):
        piece = content[begin:end]
        if piece.strip():
            yield start + begin + len(piece) - len(piece.lstrip()), piece.strip()
