"""Resumable uploads: a session is opened with the metadata, then the bytes come in one or more pieces.

The session lives in the store, so that any process of the stand-in can take the next piece.
"""

from __future__ import annotations

import base64
import re
import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from service.standin.call import Media
from service.standin.discovery import Api
from service.standin.errors import GoogleError
from service.standin.incoming import Incoming, http_method, raw_path
from service.standin.state import State

_KIND = "upload"
_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


def opens_session(incoming: Incoming) -> bool:
    """Whether this request announces a resumable upload."""
    return incoming.match.is_upload and incoming.query.get("uploadType", [""])[-1] == "resumable"


def open_session(state: State, base_url: str, incoming: Incoming) -> Response:
    """Remember the announced request; the answer says where its bytes go."""
    upload_id = secrets.token_urlsafe(48)
    session = {
        "user": state.user,
        "http_method": http_method(),
        "path": raw_path(),
        "query": {name: values for name, values in incoming.query.items() if name != "uploadType"},
        "body": incoming.body,
        "cleared": sorted(incoming.cleared),
        "mime_type": request.headers.get("X-Upload-Content-Type", "application/octet-stream"),
        "data": "",
    }
    state.put_thing(_KIND, upload_id, session)
    query = urlencode({"uploadType": "resumable", "upload_id": upload_id})
    return Response(status=200, headers={"Location": f"{base_url}{raw_path()}?{query}"})


def take_piece(state: State, api: Api, upload_id: str) -> Incoming | Response:
    """The whole announced request once its last byte is here, else the 308 that asks for more."""
    session = state.thing(_KIND, upload_id)
    if session is None or session["user"] != state.user:
        raise GoogleError(404, "Upload session not found.", reason="notFound")
    data, whole = _joined(base64.b64decode(session["data"]), request.get_data())
    if not whole:
        state.put_thing(_KIND, upload_id, session | {"data": base64.b64encode(data).decode()})
        return Response(status=308, headers={"Range": f"bytes=0-{len(data) - 1}"} if data else {})
    state.put_thing(_KIND, upload_id, None)
    return _announced(api, session, data)


def _announced(api: Api, session: dict[str, Any], data: bytes) -> Incoming:
    match = api.match(session["http_method"], session["path"])
    if match is None:
        raise GoogleError(404, "Upload session not found.", reason="notFound")
    media = Media(data, session["mime_type"])
    return Incoming(
        match=match,
        query=session["query"],
        body=session["body"],
        cleared=frozenset(session["cleared"]),
        media=media,
    )


def _joined(received: bytes, piece: bytes) -> tuple[bytes, bool]:
    """All bytes so far and whether they are all; a repeated piece is taken once."""
    header = request.headers.get("Content-Range")
    if header is None:
        return piece, True
    found = _RANGE.fullmatch(header)
    if found is None:
        raise GoogleError(400, "Failed to parse Content-Range header.", reason="badRequest")
    if found[1] is not None:
        start = int(found[1])
        if start > len(received) or int(found[2]) - start + 1 != len(piece):
            raise GoogleError(400, "Failed to parse Content-Range header.", reason="badRequest")
        received = received[:start] + piece
    return received, found[3] != "*" and len(received) >= int(found[3])
