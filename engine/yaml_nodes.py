"""Turns the nodes that PyYAML composes into plain data, strictly; `engine.strict_yaml` is the way in."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeAlias

import yaml

from engine.errors import Place, RuleError, RuleErrors

Path: TypeAlias = tuple[str | int, ...]
# At most 15 digits: beyond that neither evaluator compares a number exactly.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_REFUSED = {"true": "yes", "false": "no", "on": "yes", "off": "no"}
_QUOTED = {"'", '"', "|", ">"}
# The C loader is ten times as fast; both are read in the tests, and both must accept every file of ours.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, file: str, loader: Any = None) -> tuple[Any, dict[Path, int], list[RuleError]]:
    """The data of a text, the line of every path in it, and the mistakes that leave data to go on with.

    Raises RuleErrors where it is not YAML at all.
    """
    builder = _Builder(file)
    try:
        node = yaml.compose(text, Loader=loader or _Loader)
        data = builder.value(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = f"this is not YAML: {error.problem or error.context}"
        cure = "check indentation, colons and quotes here"
        raise RuleErrors([RuleError(Place(file, line), problem, cure)]) from error
    except yaml.YAMLError as error:
        raise RuleErrors([RuleError(Place(file), f"this is not YAML: {error}".splitlines()[0])]) from error
    except RecursionError as error:
        raise RuleErrors([RuleError(Place(file), "lists stand in lists too deep to read", "write it flat")]) from error
    return data, builder.lines, builder.errors


class _Builder:
    """Turns PyYAML nodes into plain data and notes lines and mistakes on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.errors: list[RuleError] = []
        self.seen: set[int] = set()

    def wrong(self, node: yaml.Node, what: str, instead: str) -> None:
        self.errors.append(RuleError(Place(self.file, node.start_mark.line + 1), what, instead))

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        # An alias is the very node of its anchor; it may hold itself, or grow without bound.
        if id(node) in self.seen:
            place = Place(self.file, self.lines[path])
            self.errors.append(RuleError(place, "an alias (`*`) is not used here", "write the text out again"))
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        return self.scalar(node)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.wrong(key_node, "a key must be a word", "quote it")
                continue
            key = str(key_node.value)
            if key in found:
                self.wrong(key_node, f"`{key}` stands twice (first on line {self.lines[*path, key]})", "keep one")
                continue
            self.lines[*path, key] = key_node.start_mark.line + 1
            found[key] = self.value(value_node, (*path, key))
        return found

    def scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        if getattr(node, "style", None) in _QUOTED:
            return text
        if text in {"", "~", "null"}:
            return None
        if text.lower() in _REFUSED:
            self.wrong(node, f"`{text}` is not used here", f"write `{_REFUSED[text.lower()]}`, or quote it")
            return text
        if _INTEGER.match(text):
            return int(text)
        if _DECIMAL.match(text):
            return float(text)
        return self.date(node, text) if _DATE.match(text) else text

    def date(self, node: yaml.Node, text: str) -> Any:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(node, f"`{text}` is not a day of the calendar", "write YYYY-MM-DD")
            return text
