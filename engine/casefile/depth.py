"""Keeps files nested so deep that the YAML library would bring the process down from reaching it."""

from __future__ import annotations

from typing import Any

import yaml

MOST = 100
"""Lists and mappings inside one another; a case file has six."""
_OPENING = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_CLOSING = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
# PyYAML composes by recursion in C, which tens of thousands of levels overflow without an exception; its events do not
# recurse. Looking at them costs as much as reading, so only files with that many opening marks are looked at.
_SUSPECT = 10_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def too_deep(text: str) -> bool:
    """Whether lists and mappings stand inside one another more than `MOST` deep."""
    if sum(map(text.count, ("[", "{", "- ", "? "))) < _SUSPECT:
        return False
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
            if depth > MOST:
                return True
    except yaml.YAMLError:
        pass  # reading tells what is wrong
    return False
