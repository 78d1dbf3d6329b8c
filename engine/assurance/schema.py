"""The JSON Schema of rule files, for editors: made from the vocabulary and the keys that the loader takes.

It knows names, words and shapes. What it cannot say (two criteria of one id, headings that are not stages, tests that
contradict one another) `upheld rules lint` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from engine.condition_syntax import BOUNDS
from engine.conditions import Op
from engine.guideline import CITED, CONFIDENCE, CRITERION_KEYS, DATE_KEYS, GUIDELINE_KEYS, HEADINGS, PHASES
from engine.program import Keyword, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.condition_syntax import Kind
    from engine.vocabulary import Vocabulary

Schema: TypeAlias = "dict[str, Any]"

_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_TEXTS: Schema = {"oneOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_NUMBER: Schema = {"type": "number"}


def rule_schema(vocabulary: Vocabulary) -> Schema:
    """The schema as one object (JSON Schema, draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule file of upheld: one treatment in one source",
        **_object(_top(vocabulary), ("title", "treatment", "source", "status"), others=_criteria()),
        "$defs": {
            "criterion": _criterion(),
            "test": _test(vocabulary, "inner"),
            "inner": _test(vocabulary, "atom"),
            "atom": _one_of_keys(_atoms(vocabulary)),
            "bound": _bound(vocabulary),
        },
    }


def _object(properties: Schema, required: Iterable[str], *, others: Schema | bool = False) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": others}


def _one_of_keys(properties: Schema) -> Schema:
    return {**_object(properties, ()), "minProperties": 1, "maxProperties": 1}


def _words(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def _some(words: Iterable[str]) -> Schema:
    one = _words(words)
    return {"oneOf": [one, {"type": "array", "items": one}]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _criteria() -> Schema:
    return _list(_ref("criterion"))


def _top(vocabulary: Vocabulary) -> Schema:
    known: Schema = {
        "title": _TEXT,
        "treatment": _words(vocabulary.treatments),
        "source": _source(),
        "status": _words(Status),
        "family": _words(vocabulary.treatments),
        "status_text": _TEXT,
        "phase": _some(PHASES),
        "body_parts": _some(vocabulary.body_parts),
        "presupposes": _some(vocabulary.treatments),
        "stages": _list(
            {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": {"oneOf": [{"const": "otherwise"}, _ref("test")]},
            }
        ),
        "exceptions": _list(_exception()),
        "notes": _list(_object({"says": _TEXT, "when": _ref("test"), "upheld_only": _words(("yes", "no"))}, ("says",))),
        "merged": _TEXTS,
        "rank": {"type": "integer"},
        **{heading: _criteria() for heading in HEADINGS},
    }
    return {key: known.get(key, {}) for key in ("title", "treatment", "source", "status", *GUIDELINE_KEYS)}


def _source() -> Schema:
    cited = _object({"document": _words(CITED), "chapter": {"type": "integer"}}, ("document",))
    properties: Schema = {
        "guideline": _TEXT,
        "citation": _TEXT,
        "in_force": _object({"from": _DAY, "until": _DAY}, ("from",)),
        "confidence": _words(CONFIDENCE),
        "checked_on": _DAY,
        "applies_by": _words(DATE_KEYS),
        "cited_as": _list(cited),
    }
    return _object(properties, ("guideline", "citation", "in_force", "confidence"))


def _criterion() -> Schema:
    known: Schema = {
        "judgement": _TEXT,
        "reading": _TEXT,
        "merged": _TEXTS,
        "citation": _TEXT,
        "confidence": _words(CONFIDENCE),
        "note": _TEXT,
        "stages": _TEXTS,
    }
    properties = {"id": _TEXT, "says": _TEXT, **{key: known.get(key, {}) for key in CRITERION_KEYS}}
    tests = {keyword.value: _ref("test") for keyword in Keyword}
    one = {"oneOf": [{"required": [keyword.value]} for keyword in Keyword]}
    return {**_object({**properties, **tests}, ("id", "says")), **one}


def _exception() -> Schema:
    properties = {
        "id": _TEXT,
        "says": _TEXT,
        "when": _ref("test"),
        "lifts": _TEXTS,
        "reading": _TEXT,
        "citation": _TEXT,
        "merged": _TEXTS,
    }
    return _object(properties, ("id", "says", "when", "lifts"))


def _test(vocabulary: Vocabulary, inside: str) -> Schema:
    group = {**_list(_ref(inside)), "minItems": 1}
    return _one_of_keys({"all": group, "any": group, **_atoms(vocabulary)})


def _atoms(vocabulary: Vocabulary) -> Schema:
    return {name: _atom(vocabulary, name, kind) for name, kind in sorted(vocabulary.kinds.items())}


def _atom(vocabulary: Vocabulary, name: str, kind: Kind) -> Schema:
    said = {"description": f"that {vocabulary.reads(name)}"}
    if kind.kind == "number":
        return {**said, **_ref("bound")}
    words = _words(kind.words)
    if kind.kind == "flag":
        return {**said, **words}
    return {**said, "oneOf": [words, _object({Op.ONE_OF.value: _list(words)}, (Op.ONE_OF.value,))]}


def _bound(vocabulary: Vocabulary) -> Schema:
    dated = _object({"values": {"type": "object", "propertyNames": _DAY, "additionalProperties": _NUMBER}}, ("values",))
    row = _object(
        {
            "table": _words(sorted(vocabulary.tables)),
            "row": _words(sorted(vocabulary.kinds)),
            "column": _words(sorted({column for columns in vocabulary.columns.values() for column in columns})),
        },
        ("table", "row", "column"),
    )
    return _one_of_keys({bound: {"oneOf": [_NUMBER, dated, row]} for bound in BOUNDS})
