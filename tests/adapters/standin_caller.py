"""Plain HTTP to the stand-in, with a token: for what the client libraries would hide or refuse to send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from google.auth.transport.requests import AuthorizedSession

from service.standin.auth import ACCOUNT
from service.standin.server import StandIn

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
DOCUMENT = "application/vnd.google-apps.document"
FORM = "application/vnd.google-apps.form"
FOLDER = "application/vnd.google-apps.folder"

TEACHER = "co.lan@truong.edu.vn"
OTHER_TEACHER = "co.lan.anh@truong.edu.vn"


@dataclass(frozen=True)
class Caller:
    """One person (or the service) at the stand-in."""

    url: str
    session: AuthorizedSession

    def __call__(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        answer: requests.Response = self.session.request(method, self.url + path, **kwargs)
        return answer

    def json(self, method: str, path: str, **kwargs: Any) -> dict[str, Any]:
        """The body of an answer that has to be a success."""
        answer = self(method, path, **kwargs)
        assert answer.ok, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def create(self, name: str = "Sổ theo dõi", mime_type: str = DOCUMENT, **body: Any) -> str:
        """Id of a new file."""
        created = self.json("POST", "/drive/v3/files", json={"name": name, "mimeType": mime_type, **body})
        return str(created["id"])

    def file(self, file_id: str, fields: str = "*") -> dict[str, Any]:
        """A file's metadata."""
        return self.json("GET", f"/drive/v3/files/{file_id}", params={"fields": fields})

    def share(self, file_id: str, email: str, role: str = "writer") -> str:
        """Id of a new permission."""
        body = {"type": "user", "role": role, "emailAddress": email}
        path = f"/drive/v3/files/{file_id}/permissions"
        return str(self.json("POST", path, json=body, params={"sendNotificationEmail": "false"})["id"])

    def names(self, q: str = "", **params: Any) -> list[str]:
        """Names of the files that a search finds."""
        found = self.json("GET", "/drive/v3/files", params={"q": q, **params})
        return [file["name"] for file in found["files"]]


def error_of(answer: requests.Response) -> dict[str, Any]:
    """Google's error object."""
    error: dict[str, Any] = answer.json()["error"]
    assert error["code"] == answer.status_code
    return error


@pytest.fixture
def caller_for(standin: StandIn, credentials_for: Callable[..., Any]) -> Iterator[Callable[..., Caller]]:
    """Callers: the service's own, or a person."""
    sessions: list[AuthorizedSession] = []

    def caller(subject: str = ACCOUNT) -> Caller:
        session = AuthorizedSession(credentials_for(subject))
        sessions.append(session)
        return Caller(standin.url, session)

    yield caller
    for session in sessions:
        session.close()


@pytest.fixture
def google(caller_for: Callable[..., Caller]) -> Caller:
    """The service's own account."""
    return caller_for()
