"""Messages of the discovery documents as strict JSON Schema, and what Google says of one that does not fit.

The documents' schemas are almost JSON Schema; they are turned into 2020-12 and made strict, as Google's
JSON front end is: a field that the message does not have is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from service.standin.errors import GoogleError
from service.standin.masks import Mask

Json = Any

#: Number words that proto3 JSON writes as text.
_NUMBER_WORDS = ["NaN", "Infinity", "-Infinity"]
_REFERENCE = "#/$defs/"
#: Where a converted schema keeps what refusals call its type; JSON Schema itself passes over it.
_TYPE = "$comment"
_SCALARS = {
    "boolean": "TYPE_BOOL",
    "double": "TYPE_DOUBLE",
    "float": "TYPE_FLOAT",
    "int32": "TYPE_INT32",
    "int64": "TYPE_INT64",
    "integer": "TYPE_INT32",
    "string": "TYPE_STRING",
    "uint32": "TYPE_UINT32",
    "uint64": "TYPE_UINT64",
}
_LIST = "type.googleapis.com/google.protobuf.ListValue"


class Messages:
    """The messages of one API."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        """`schemas` as the discovery document has them."""
        self._schemas = {name: _converted(schema) for name, schema in schemas.items()}
        self._validator = cache(self._new_validator)
        self._quick = cache(self._new_quick)

    def violations(self, message: str, body: Json, field: str = "") -> list[dict[str, str]]:
        """Google's `fieldViolations` for a request body; an empty list is right.

        `field` is the one that the body stands for, "" for the whole request.
        """
        if self._fits(message, body):
            return []
        return list(_violations(self._validator(message).iter_errors(body), field))

    def faults(self, message: str, body: Json) -> list[str]:
        """What is wrong with an answer of our own; an empty list is right."""
        if self._fits(message, body):
            return []
        errors = self._validator(message).iter_errors(body)
        return [f"{error.json_path}: {error.message[:200]}" for error in errors]

    def unknown_path(self, message: str, mask: Mask) -> str | None:
        """The first path of a `fields` mask that the message does not have."""
        return self._unknown_path({"$ref": _REFERENCE + message}, mask)

    def _unknown_path(self, schema: Mapping[str, Any], mask: Mask) -> str | None:
        schema = self._below_lists(schema)
        known = schema.get("properties")
        for name, below in mask.items():
            if name == "*" or known is None:
                # Below free-form objects any name may stand.
                continue
            if name not in known:
                return name
            unknown = self._unknown_path(known[name], below)
            if unknown is not None:
                return f"{name}.{unknown}"
        return None

    def _below_lists(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while True:
            if "$ref" in schema:
                schema = self._schemas[schema["$ref"].removeprefix(_REFERENCE)]
            elif schema.get("type") == "array":
                schema = schema["items"]
            else:
                return schema

    def _fits(self, message: str, body: Json) -> bool:
        """A quick yes or no: most bodies are right, and the one that explains is a hundred times slower."""
        return bool(self._quick(message).is_valid(body))

    def _new_quick(self, message: str) -> Any:
        return jsonschema_rs.Draft202012Validator(self._schema(message))

    def _new_validator(self, message: str) -> Draft202012Validator:
        return Draft202012Validator(self._schema(message))

    def _schema(self, message: str) -> dict[str, Any]:
        return {"$ref": _REFERENCE + message, "$defs": self._schemas}


def without_nulls(value: Json) -> Json:
    """proto3 JSON: a null member is not set; a null item of an array stays (it skips a cell)."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def null_paths(value: Json, prefix: str = "") -> Iterator[str]:
    """Where members are null, as "a.b"; lists are not gone into."""
    for key, item in value.items():
        if item is None:
            yield prefix + key
        elif isinstance(item, dict):
            yield from null_paths(item, f"{prefix}{key}.")


def bad_request(violations: list[dict[str, str]], message: str = "") -> GoogleError:
    """Google's 400 with these `fieldViolations`; the message is theirs unless it is given."""
    details = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}
    message = message or "\n".join(violation["description"] for violation in violations)
    return GoogleError(400, message, details=[details])


def _converted(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A discovery schema as JSON Schema 2020-12."""
    if "$ref" in schema:
        return {"$ref": _REFERENCE + schema["$ref"]}
    kind, form = schema.get("type"), schema.get("format")
    if kind in (None, "any"):
        return {}
    converted: dict[str, Any] = {"type": kind}
    if kind == "string" and form in ("int64", "uint64"):
        converted = {"type": ["string", "integer"], "pattern": r"^-?\d+$"}
    elif kind == "number":
        converted = {"anyOf": [{"type": "number"}, {"enum": _NUMBER_WORDS}]}
    elif kind == "array":
        converted["items"] = _converted(schema["items"])
    elif kind == "object":
        if "properties" in schema:
            converted["properties"] = {name: _converted(item) for name, item in schema["properties"].items()}
            converted["additionalProperties"] = False
        if "additionalProperties" in schema:
            converted["additionalProperties"] = _converted(schema["additionalProperties"])
    if "enum" in schema:
        converted["enum"] = schema["enum"]
    name = _type_name(schema)
    return converted | {_TYPE: name} if name else converted


def _type_name(schema: Mapping[str, Any]) -> str:
    """The type as refusals name it, "" where they would name one that discovery does not tell."""
    kind, form = schema.get("type", "any"), schema.get("format", "")
    if kind == "array":
        items = schema["items"]
        return _LIST if items.get("type") in (None, "any") and "$ref" not in items else _type_name(items)
    if "enum" in schema:
        return ""
    return _SCALARS.get(form) or _SCALARS.get(kind, "")


def _violations(errors: Iterable[ValidationError], field: str) -> Iterator[dict[str, str]]:
    for error in errors:
        where = snake((field + error.json_path.removeprefix("$")).removeprefix("."))
        schema: Any = error.schema
        if error.validator == "additionalProperties":
            at = f" at '{where}'" if where else ""
            for name in sorted(set(_names(error.instance)) - set(schema.get("properties", {}))):
                text = f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
                yield {**({"field": where} if where else {}), "description": text}
        else:
            kind = f" ({schema[_TYPE]})" if _TYPE in schema else ""
            value = json.dumps(error.instance, ensure_ascii=False)[:200]
            yield {"field": where, "description": f"Invalid value at '{where}'{kind}, {value}"}


def _names(instance: Any) -> list[str]:
    return list(instance) if isinstance(instance, dict) else []


def snake(path: str) -> str:
    """A JSON path as Google's messages write it: `addSheet` is `add_sheet`."""
    return re.sub(r"([A-Z])", lambda letter: "_" + letter[1].lower(), path)
