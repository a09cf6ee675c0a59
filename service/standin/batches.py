"""Batch requests: many requests in one multipart/mixed body, each answered as if it came alone.

https://developers.google.com/workspace/drive/api/guides/performance#batch-requests
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from flask import Flask, Response, request

from service.standin.errors import GoogleError

#: Google takes no more in one body.
_MOST = 100
_TIME = "X-Standin-Now"


@dataclass(frozen=True, slots=True)
class _Part:
    """One request of a batch."""

    #: Content-ID, for the answer.
    name: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def answer_batch(app: Flask) -> Response:
    """The answers to the current batch, in its order; raises Google's 400 for a body that is none."""
    parts = _parts(request.headers.get("Content-Type", ""), request.get_data())
    if len(parts) > _MOST:
        message = f"The batch request could not be processed: more than {_MOST} calls."
        raise GoogleError(400, message, reason="badRequest")
    boundary = "batch_" + secrets.token_urlsafe(16)
    answers = b"".join(_answered(app, part, boundary) for part in parts)
    body = answers + f"--{boundary}--\r\n".encode()
    return Response(body, content_type=f"multipart/mixed; boundary={boundary}")


def _answered(app: Flask, part: _Part, boundary: str) -> bytes:
    # What is not said in a part is as in the whole.
    own = {name.lower() for name in part.headers}
    common = {
        name: request.headers[name]
        for name in ("Authorization", _TIME)
        if name in request.headers and name.lower() not in own
    }
    with app.test_client() as client:
        answer = client.open(
            part.path, method=part.method, headers={**common, **part.headers}, data=part.body or None
        )
        head = [
            f"--{boundary}",
            "Content-Type: application/http",
            *([f"Content-ID: <response-{part.name}>"] if part.name else []),
            "",
            f"HTTP/1.1 {answer.status}",
            *(f"{name}: {value}" for name, value in answer.headers.items()),
            "",
            "",
        ]
        return "\r\n".join(head).encode() + answer.get_data() + b"\r\n"


def _parts(content_type: str, data: bytes) -> list[_Part]:
    boundary = re.search(r'boundary="?([^";]+)"?', content_type)
    if boundary is None:
        raise _malformed()
    data = data.replace(b"\r\n", b"\n")
    pieces = (b"\n" + data).split(b"\n--" + boundary[1].encode())
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise _malformed()
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> _Part:
    outer, _, inner = piece.lstrip(b"\n").partition(b"\n\n")
    head, _, body = inner.lstrip(b"\n").partition(b"\n\n")
    first, *lines = head.decode("utf-8", "replace").split("\n")
    words = first.split(" ")
    if len(words) < 2 or not words[1].startswith("/"):
        raise _malformed()
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    headers = {
        name: value for name, value in headers.items() if name.lower() not in ("host", "content-length")
    }
    name = re.search(r"(?im)^content-id:\s*<?([^>\n]*)>?", outer.decode("utf-8", "replace"))
    return _Part(name[1] if name else "", words[0].upper(), words[1], headers, body.removesuffix(b"\n"))


def _malformed() -> GoogleError:
    return GoogleError(
        400, "Failed to parse batch request, error: Missing or malformed parts.", reason="badRequest"
    )
