"""Google's discovery documents: which method a request means, and whether its JSON fits.

The documents come with google-api-python-client. Their schemas are almost JSON Schema; they are turned into
2020-12 and made strict, as Google's JSON front end is: a field that the message does not have is refused.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import googleapiclient.discovery_cache
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from service.standin.errors import GoogleError

Json = Any

_DOCUMENTS = Path(googleapiclient.discovery_cache.__file__).parent / "documents"
#: Number words that proto3 JSON writes as text.
_NUMBER_WORDS = ["NaN", "Infinity", "-Infinity"]
_UPLOAD = "/upload"
#: Parameters that every Google API takes.
_COMMON_PARAMETERS = frozenset(
    (
        "$.xgafv",
        "access_token",
        "alt",
        "callback",
        "fields",
        "key",
        "oauth_token",
        "prettyPrint",
        "quotaUser",
        "uploadType",
        "upload_protocol",
        "userIp",
    )
)


@dataclass(frozen=True, slots=True)
class Method:
    """One method of an API."""

    #: "spreadsheets.values.get".
    id: str
    http_method: str
    pattern: re.Pattern[str]
    #: Letters outside of {…}: the more, the closer the template fits.
    literal: int
    parameters: Mapping[str, Mapping[str, Any]]
    request: str | None
    response: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """A method and the path parameters of one request."""

    method: Method
    path: Mapping[str, str]
    is_upload: bool


class Api:
    """One discovery document."""

    def __init__(self, name: str, version: str) -> None:
        """Reads the document from the installed google-api-python-client."""
        self.name = name
        document = json.loads((_DOCUMENTS / f"{name}.{version}.json").read_text(encoding="utf-8"))
        base = "/" + document["servicePath"]
        self.methods = [
            method
            for resource, methods in _resources(document.get("resources", {}))
            for key, spec in methods.items()
            for method in _methods(f"{resource}.{key}", base, spec)
        ]
        self._common = {**document.get("parameters", {})}
        self._schemas = {name: _converted(schema) for name, schema in document["schemas"].items()}

    def match(self, http_method: str, path: str) -> Match | None:
        """The method for a raw, still percent-encoded path."""
        is_upload = path.startswith(_UPLOAD)
        found = [
            (method.literal, method, hit)
            for method in self.methods
            if method.http_method == http_method
            and (hit := method.pattern.fullmatch(path.removeprefix(_UPLOAD) if is_upload else path))
        ]
        if not found:
            return None
        _, method, hit = max(found, key=lambda item: item[0])
        return Match(method, {name: unquote(value) for name, value in hit.groupdict().items()}, is_upload)

    def check_parameters(self, method: Method, query: Mapping[str, list[str]]) -> None:
        """Raises Google's 400 for a query parameter that the method does not take."""
        known = {*method.parameters, *self._common, *_COMMON_PARAMETERS}
        unknown = [name for name in query if name not in known]
        if unknown:
            violations = [
                {
                    "description": f'Invalid JSON payload received. Unknown name "{name}": '
                    "Cannot bind query parameter. Field '" + name + "' could not be found in request message."
                }
                for name in unknown
            ]
            raise _bad_request(violations)
        for name, spec in method.parameters.items():
            for value in query.get(name, ()):
                _check_parameter(name, spec, value)
        missing = [n for n, spec in method.parameters.items() if _is_required(spec) and n not in query]
        if missing:
            raise GoogleError(
                400, f"Required parameter: {missing[0]}", reason="required", location=missing[0]
            )

    def check_request(self, method: Method, body: Json) -> None:
        """Raises Google's 400 for a body that does not fit the method's message."""
        if method.request is None:
            return
        errors = list(self._validator(method.request).iter_errors(body))
        if errors:
            raise _bad_request(list(_violations(errors)))

    def check_response(self, method: Method, body: Json) -> list[str]:
        """What is wrong with an answer of our own; an empty list is right."""
        if method.response is None:
            return []
        errors = self._validator(method.response).iter_errors(body)
        return [f"{error.json_path}: {error.message[:200]}" for error in errors]

    def message_fields(self, schema: str | None) -> Mapping[str, Any]:
        """Properties of a message by name, for masks."""
        found: Mapping[str, Any] = self._schemas.get(schema or "", {}).get("properties", {})
        return found

    @functools.lru_cache(maxsize=64)  # noqa: B019 - one Api per document lives as long as the process
    def _validator(self, schema: str) -> Draft202012Validator:
        return Draft202012Validator({"$ref": f"#/$defs/{schema}", "$defs": self._schemas})


def without_nulls(value: Json) -> Json:
    """proto3 JSON: a null member is not set; a null item of an array stays (it skips a cell)."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def _resources(resources: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, resource in resources.items():
        yield prefix + name, resource.get("methods", {})
        yield from _resources(resource.get("resources", {}), f"{prefix}{name}.")


def _methods(method_id: str, base: str, spec: Mapping[str, Any]) -> Iterator[Method]:
    template = base + (spec.get("flatPath") or spec["path"])
    pattern = re.sub(r"\\{\\?\+?(\w+)\\}", r"(?P<\1>[^/]+?)", re.escape(template))
    parameters = {name: p for name, p in spec.get("parameters", {}).items() if p.get("location") == "query"}
    yield Method(
        id=method_id,
        http_method=spec["httpMethod"],
        pattern=re.compile(pattern),
        literal=len(re.sub(r"\{.*?\}", "", template)),
        parameters=parameters,
        request=spec.get("request", {}).get("$ref"),
        response=spec.get("response", {}).get("$ref"),
    )


def _converted(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A discovery schema as JSON Schema 2020-12."""
    if "$ref" in schema:
        return {"$ref": "#/$defs/" + schema["$ref"]}
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
    return converted


def _is_required(spec: Mapping[str, Any]) -> bool:
    return bool(spec.get("required"))


def _check_parameter(name: str, spec: Mapping[str, Any], value: str) -> None:
    fits = True
    if spec.get("type") == "integer":
        fits = re.fullmatch(r"-?\d+", value) is not None
    elif spec.get("type") == "boolean":
        fits = value.lower() in ("true", "false", "1", "0")
    if not fits or ("enum" in spec and value not in spec["enum"]):
        kind = "enum" if "enum" in spec else spec["type"]
        raise GoogleError(
            400, f"Invalid value at '{_snake(name)}' (TYPE_{kind.upper()}), \"{value}\"", location=name
        )


def _violations(errors: Iterable[ValidationError]) -> Iterator[dict[str, str]]:
    for error in errors:
        where = _snake(error.json_path[2:] if error.json_path.startswith("$.") else error.json_path[1:])
        if error.validator == "additionalProperties":
            schema: Any = error.schema
            unknown = sorted(set(_names(error.instance)) - set(schema.get("properties", {})))
            for name in unknown:
                at = f" at '{where}'" if where else ""
                text = f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
                yield {**({"field": where} if where else {}), "description": text}
        else:
            text = f"Invalid value at '{where}', {json.dumps(error.instance, ensure_ascii=False)[:200]}"
            yield {"field": where, "description": text}


def _names(instance: Any) -> list[str]:
    return list(instance) if isinstance(instance, dict) else []


def _bad_request(violations: list[dict[str, str]]) -> GoogleError:
    details = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}
    return GoogleError(400, "\n".join(v["description"] for v in violations), details=[details])


def _snake(path: str) -> str:
    return re.sub(r"([A-Z])", lambda letter: "_" + letter[1].lower(), path)
