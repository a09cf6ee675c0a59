"""Google's discovery documents: which method a request means, and whether it fits.

The documents come with google-api-python-client.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import googleapiclient.discovery_cache

from service.standin.errors import GoogleError
from service.standin.masks import Mask, parse_mask
from service.standin.messages import Messages, bad_request, snake

Json = Any

_DOCUMENTS = Path(googleapiclient.discovery_cache.__file__).parent / "documents"
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
#: Names that Drive v3 lets pass and does nothing with, and gspread sends. Drive lets others pass as well; the
#: stand-in refuses them, so that a misspelt one is found.
_IGNORED = frozenset({"withLink"})
_IGNORED_PARAMETERS = frozenset({"includeItemsFromAllDrives"})
#: The field that the body stands for where it is not the whole request; refusals name it.
_BODY_FIELDS = {
    "documents.create": "document",
    "forms.create": "form",
    "spreadsheets.create": "spreadsheet",
    "spreadsheets.values.append": "data",
    "spreadsheets.values.update": "data",
}


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
    takes_media: bool
    request: str | None
    response: str | None
    #: A token needs one of them.
    scopes: tuple[str, ...]


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
            _method(f"{resource}.{key}", base, spec)
            for resource, methods in _resources(document.get("resources", {}))
            for key, spec in methods.items()
        ]
        self._common = {**document.get("parameters", {})}
        self._messages = Messages(document["schemas"])

    def match(self, http_method: str, path: str) -> Match | None:
        """The method for a raw, still percent-encoded path."""
        is_upload = path.startswith(_UPLOAD)
        found = [
            (method.literal, method, hit)
            for method in self.methods
            if method.http_method == http_method
            and (method.takes_media or not is_upload)
            and (hit := method.pattern.fullmatch(path.removeprefix(_UPLOAD) if is_upload else path))
        ]
        if not found:
            return None
        _, method, hit = max(found, key=lambda item: item[0])
        return Match(method, {name: unquote(value) for name, value in hit.groupdict().items()}, is_upload)

    def check_parameters(self, method: Method, query: Mapping[str, list[str]]) -> None:
        """Raises Google's 400 for a query parameter that the method does not take."""
        known = {*method.parameters, *self._common, *_COMMON_PARAMETERS}
        if self.name == "drive":
            known |= _IGNORED_PARAMETERS
        unknown = [name for name in query if name not in known]
        if unknown:
            violations = [
                {
                    "description": f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query '
                    f"parameter. Field '{name}' could not be found in request message."
                }
                for name in unknown
            ]
            raise bad_request(violations)
        for name, spec in method.parameters.items():
            for value in query.get(name, ()):
                _check_parameter(name, spec, value)
        missing = [n for n, spec in method.parameters.items() if spec.get("required") and n not in query]
        if missing:
            raise GoogleError(
                400, f"Required parameter: {missing[0]}", reason="required", location=missing[0]
            )

    def check_request(self, method: Method, body: Json) -> None:
        """Raises Google's 400 for a body that does not fit the method's message."""
        if method.request is None:
            return
        if self.name == "drive":
            body = {name: value for name, value in body.items() if name not in _IGNORED}
        violations = self._messages.violations(method.request, body, _BODY_FIELDS.get(method.id, ""))
        if violations:
            raise bad_request(violations)

    def mask(self, method: Method, text: str) -> Mask:
        """The `fields` of a request; raises Google's 400 for one that the answer does not have."""
        unknown = self._with_blank(text)
        mask = {} if unknown else parse_mask(text)
        if unknown is None and method.response is not None:
            unknown = self._messages.unknown_path(method.response, mask)
        if unknown is None:
            return mask
        if self.name == "drive":
            message = f"Invalid field selection {unknown}"
            raise GoogleError(400, message, reason="invalidParameter", location="fields")
        text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{unknown}'."
        violation = {"field": unknown, "description": text}
        raise bad_request([violation], "Request contains an invalid argument.")

    def _with_blank(self, text: str) -> str | None:
        """A path with a blank beside it: Drive reads over blanks, the other APIs take them for the name's."""
        paths = [] if self.name == "drive" else text.split(",")
        return next((path for path in paths if path != path.strip()), None)

    def faults(self, method: Method, body: Json) -> list[str]:
        """What is wrong with an answer of our own; an empty list is right."""
        return [] if method.response is None else self._messages.faults(method.response, body)


def _resources(resources: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, resource in resources.items():
        yield prefix + name, resource.get("methods", {})
        yield from _resources(resource.get("resources", {}), f"{prefix}{name}.")


def _method(method_id: str, base: str, spec: Mapping[str, Any]) -> Method:
    template = base + (spec.get("flatPath") or spec["path"])
    pattern = re.sub(r"\\{\\?\+?(\w+)\\}", r"(?P<\1>[^/]+?)", re.escape(template))
    parameters = {name: p for name, p in spec.get("parameters", {}).items() if p.get("location") == "query"}
    return Method(
        id=method_id,
        http_method=spec["httpMethod"],
        pattern=re.compile(pattern),
        literal=len(re.sub(r"\{.*?\}", "", template)),
        parameters=parameters,
        takes_media="mediaUpload" in spec,
        request=spec.get("request", {}).get("$ref"),
        response=spec.get("response", {}).get("$ref"),
        scopes=tuple(spec.get("scopes", ())),
    )


def _check_parameter(name: str, spec: Mapping[str, Any], value: str) -> None:
    fits = True
    if spec.get("type") == "integer":
        fits = re.fullmatch(r"-?\d+", value) is not None
    elif spec.get("type") == "boolean":
        fits = value.lower() in ("true", "false", "1", "0")
    if not fits or ("enum" in spec and value not in spec["enum"]):
        kind = "enum" if "enum" in spec else spec["type"]
        message = f"Invalid value at '{snake(name)}' (TYPE_{kind.upper()}), \"{value}\""
        raise GoogleError(400, message, location=name)
    if "maximum" in spec and not int(spec["minimum"]) <= int(value) <= int(spec["maximum"]):
        bounds = f"[{spec['minimum']}, {spec['maximum']}]"
        message = f"Invalid value '{value}'. Values must be within the range: {bounds}"
        raise GoogleError(400, message, location=name)
