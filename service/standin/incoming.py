"""Reading the current HTTP request: query, JSON body, uploaded bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import request

from service.standin.call import Media
from service.standin.discovery import Api, Match
from service.standin.errors import GoogleError
from service.standin.messages import null_paths, without_nulls

Json = dict[str, Any]
Query = dict[str, list[str]]

_OVERRIDE = "X-HTTP-Method-Override"
_BINARY = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A request of a known method."""

    match: Match
    query: Query
    #: Without nulls, as proto3 JSON is read.
    body: Json
    #: Where the nulls were.
    cleared: frozenset[str]
    media: Media | None = None

    @classmethod
    def of(cls, match: Match, query: Query, body: Json, media: Media | None = None) -> Incoming:
        """From a body as it was sent."""
        if isinstance(body.get("requests"), list):
            body = body | {"requests": list(_flat(body["requests"]))}
        cleared = frozenset(null_paths(body))
        return cls(match=match, query=query, body=without_nulls(body), cleared=cleared, media=media)

    def check(self, api: Api) -> None:
        """Raises Google's 400 for parameters or a body that the method does not take."""
        api.check_parameters(self.match.method, self.query)
        api.check_request(self.match.method, self.body)
        _check_one_kind_each(self.body)


def _flat(items: list[Any]) -> Iterator[Any]:
    """A list inside of a list of messages is read as its items: gspread-formatting sends requests so."""
    for item in items:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def raw_path() -> str:
    """The path still percent-encoded: a tab's title may hold an escaped / or :, which routing unescapes."""
    return urlsplit(request.environ.get("REQUEST_URI") or request.full_path).path


def http_method() -> str:
    """The method that is meant; googleapiclient sends a GET with a long query as a POST."""
    return request.headers.get(_OVERRIDE, request.method).upper()


def query() -> Query:
    """The query parameters; those of a GET sent as a POST stand in its body."""
    sent = request.query_string
    if request.method == "POST" and http_method() == "GET":
        sent = request.get_data()
    return parse_qs(sent.decode("utf-8", "replace"), keep_blank_values=True)


def read(match: Match) -> Incoming:
    """The request with its JSON body and what is uploaded with it."""
    parameters = query()
    upload_type = parameters.get("uploadType", [""])[-1]
    if match.is_upload and upload_type == "media":
        return Incoming.of(match, parameters, {}, Media(request.get_data(), _content_type()))
    if match.is_upload and upload_type == "multipart":
        return Incoming.of(match, parameters, *multipart(_content_type(), request.get_data()))
    text = b"" if match.method.request is None else request.get_data()
    return Incoming.of(match, parameters, json_object(text) if text.strip() else {})


def json_object(text: bytes) -> Json:
    """The object as it was sent; raises Google's 400 for anything else."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(body, dict):
        raise _unreadable()
    return body


def multipart(content_type: str, data: bytes) -> tuple[Json, Media]:
    """The two parts of a multipart/related upload: metadata and bytes, byte for byte."""
    boundary = re.search(r'boundary="?([^";]+)"?', content_type)
    if boundary is None:
        raise _malformed()
    # Python's email package ends lines with LF alone, other clients with CRLF.
    line_end = b"\r\n" if data.startswith(b"--" + boundary[1].encode() + b"\r\n") else b"\n"
    pieces = (line_end + data).split(line_end + b"--" + boundary[1].encode())
    if len(pieces) != 4:
        raise _malformed()
    _, metadata = _part(pieces[1], line_end)
    kind, payload = _part(pieces[2], line_end)
    return json_object(metadata), Media(payload, kind)


def _part(piece: bytes, line_end: bytes) -> tuple[str, bytes]:
    """Content type and bytes of one part."""
    head, gap, payload = piece.partition(line_end * 2)
    if not gap:
        raise _malformed()
    kind = re.search(rb"(?im)^content-type:\s*([^;\r\n]+)", head)
    return (kind[1].decode("latin-1").strip() if kind else _BINARY), payload


def _content_type() -> str:
    return request.headers.get("Content-Type", _BINARY)


def _check_one_kind_each(body: Json) -> None:
    """Each item of a batch is a oneof, which JSON Schema made from discovery cannot say."""
    items = body.get("requests")
    if not isinstance(items, list):
        return
    for number, item in enumerate(items):
        if not item:
            raise GoogleError(400, f"Invalid requests[{number}]: No request set.")
        if len(item) > 1:
            raise GoogleError(
                400,
                f"Invalid value at 'requests[{number}]' (oneof), oneof field 'kind' is already set. "
                f"Cannot set '{list(item)[1]}'",
            )


def _unreadable() -> GoogleError:
    return GoogleError(400, "Invalid JSON payload received. Unexpected token.", reason="parseError")


def _malformed() -> GoogleError:
    return GoogleError(400, "Malformed multipart body.", reason="badContent")
