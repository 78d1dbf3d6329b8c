"""The exported JSON Schema takes our own rule files and refuses what the loader refuses."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from engine import strict_yaml
from engine.assurance.schema import rule_schema
from engine.library import guideline_files
from engine.resources import rules_folder
from engine.vocabulary import load_vocabulary

FILES = dict(guideline_files(rules_folder()))
SCHEMA = rule_schema(load_vocabulary(rules_folder()))
KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description", "format", "type", "enum", "const", "pattern", "oneOf"),
    *("properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties"),
    *("items", "minItems"),
}
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "array": (list,),
    "object": (dict,),
}


def takes(schema: Any, value: Any) -> bool:
    """Whether a value is valid under a schema that uses no keywords but the known ones."""
    if isinstance(schema, bool):
        return schema
    assert schema.keys() <= KNOWN, schema.keys() - KNOWN
    if "$ref" in schema and not takes(SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[-1]], value):
        return False
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return False
    return (
        value in schema.get("enum", [value])
        and value == schema.get("const", value)
        and sum(takes(each, value) for each in schema.get("oneOf", [True])) == 1
        and (not isinstance(value, str) or re.search(schema.get("pattern", ""), value) is not None)
        and (not isinstance(value, dict) or takes_object(schema, value))
        and (not isinstance(value, list) or takes_list(schema, value))
    )


def takes_object(schema: Any, value: dict[str, Any]) -> bool:
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    return (
        {*schema.get("required", ())} <= value.keys()
        and schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value))
        and all(takes(schema.get("propertyNames", True), name) for name in value)
        and all(takes(properties.get(name, others), each) for name, each in value.items())
    )


def takes_list(schema: Any, value: list[Any]) -> bool:
    return len(value) >= schema.get("minItems", 0) and all(takes(schema.get("items", True), each) for each in value)


def plain(value: Any) -> Any:
    """Data as an editor sees it: days are text."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def data(name: str) -> Any:
    return plain(strict_yaml.read(FILES[name]).data)


@pytest.mark.parametrize("name", FILES)
def test_every_rule_file_of_ours_is_valid(name: str) -> None:
    assert takes(SCHEMA, data(name))


MASSAGE = "mtus-2009/chronic-pain/massage-therapy"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("status",), "maybe"),
        (("treatment",), "masage_therapy"),
        (("titel",), "Massage"),
        (("source", "confidence"), "sure"),
        (("source", "in_force", "from"), "18 July 2009"),
        (("limits", 0, "limit"), {"visits_this_corse": {"at most": 6}}),
        (("limits", 0, "limit"), {"visits_this_course": 6}),
        (("limits", 0, "limit"), {"visits_this_course": {"at most": 6, "at least": 1}}),
        (("limits", 0, "require"), {"full_duty": "yes"}),
        (("indication", 0, "presume"), {"concurrent_active_treatment": "maybe"}),
        (("indication", 0, "presume"), {"any": []}),
        (("indication", 0, "presume"), {"any": [{"all": [{"any": [{"full_duty": "yes"}]}]}]}),
        (("exclusions", 0, "note"), 3),
    ],
)
def test_a_mistake_is_not(path: tuple[str | int, ...], value: Any) -> None:
    spoilt = deepcopy(data(MASSAGE))
    inner = spoilt
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert not takes(SCHEMA, spoilt)
