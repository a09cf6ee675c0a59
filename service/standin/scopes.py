"""OAuth scopes: what a token may be used for, and which files it may touch.

Which scopes a method takes stands in its discovery document. `drive.file` reaches the files that the app
made, or that somebody opened with it, for each person apart.
https://developers.google.com/workspace/drive/api/guides/api-specific-auth
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.standin.errors import GoogleError

_AUTH = "https://www.googleapis.com/auth/"
#: Tell a token of files, not what is in them.
_METADATA = frozenset({f"{_AUTH}drive.metadata", f"{_AUTH}drive.metadata.readonly"})
#: The older name of a scope. gspread's own tests ask for it together with `drive.file`, and what Google
#: answered them (recordings) fits a token for all spreadsheets.
_ALIASES = {"https://spreadsheets.google.com/feeds": f"{_AUTH}spreadsheets"}
_KNOWN = re.compile(
    r"https://www\.googleapis\.com/auth/[a-z0-9._-]+|https://mail\.google\.com/|openid|email|profile"
)
#: Every file that the account sees, or every one of a kind.
_WIDE = re.compile(
    rf"{_AUTH}(drive(\.readonly)?|(documents|spreadsheets)(\.readonly)?|forms\.\w+(\.readonly)?)"
)
Error = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who sent a token."""

    #: E-mail address of the account that the token acts for.
    user: str
    #: Number of the Cloud project of the client: Drive takes it for the app.
    app: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """Which files a call may touch, by its token."""

    app: str
    #: Only those that the app made or was opened with by this person.
    own_only: bool = False
    #: Others are not hidden from it either: it may know of them by another scope.
    knows_all: bool = False


def fault_of(asked: str) -> Error | None:
    """What the token endpoint says of scopes that it does not give; None if they are all right."""
    scopes = asked.split()
    if not scopes:
        return "invalid_scope", "Empty or missing scope not allowed."
    if any(not _KNOWN.fullmatch(_ALIASES.get(scope, scope)) for scope in scopes):
        return "invalid_scope", "Invalid OAuth scope or ID token audience provided."
    return None


def held(asked: str) -> frozenset[str]:
    """The scopes of a token."""
    return frozenset(_ALIASES.get(scope, scope) for scope in asked.split())


def reach_of(bearer: Bearer, api: str, method: str, taken: Iterable[str], *, content: bool) -> Reach:
    """The reach of a call; raises Google's 403 for a token without any scope that the method takes.

    `content`: bytes of a file in Drive are read or written, for which knowing of the file is not enough.
    """
    usable = bearer.scopes.intersection(taken)
    if not usable:
        raise InsufficientScopeError(api, method, taken)
    wide = {scope for scope in usable if not _is_narrow(scope)} - (_METADATA if content else frozenset())
    knows_all = api == "drive" and any(
        scope.startswith(f"{_AUTH}drive") and not _is_narrow(scope) for scope in bearer.scopes
    )
    return Reach(bearer.app, not wide, knows_all)


def _is_narrow(scope: str) -> bool:
    """Whether it is for some files only, or for no files of Drive at all."""
    return scope not in _METADATA and not _WIDE.fullmatch(scope)


class InsufficientScopeError(GoogleError):
    """The token is good and holds no scope that the method takes."""

    def __init__(self, api: str, method: str, taken: Iterable[str]) -> None:
        """As the discovery document names them."""
        metadata = {"service": f"{api}.googleapis.com"}
        if api == "drive":
            resource, _, verb = method.rpartition(".")
            metadata["method"] = f"google.apps.drive.v3.Drive{_capital(resource)}.{_capital(verb)}"
        info = {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain": "googleapis.com",
            "metadata": metadata,
        }
        super().__init__(403, "Request had insufficient authentication scopes.", details=[info])
        self.scopes = " ".join(taken)

    def body(self, api: str) -> dict[str, Any]:
        """Drive puts its older shape and the newer one into one body."""
        error: dict[str, Any] = super().body("")["error"]
        if api == "drive":
            error["errors"] = [
                {
                    "message": "Insufficient Permission",
                    "domain": "global",
                    "reason": "insufficientPermissions",
                }
            ]
        return {"error": error}

    @property
    def headers(self) -> Mapping[str, str]:
        """Names the scopes that would do (RFC 6750 §3.1)."""
        told = f'error="insufficient_scope", scope="{self.scopes}"'
        return {"WWW-Authenticate": f'Bearer realm="https://accounts.google.com/", {told}'}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
