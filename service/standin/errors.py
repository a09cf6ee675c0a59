"""Google's error bodies. Raise one of these from a handler; the app turns it into the HTTP answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: google.rpc.Code names by HTTP status, as the JSON front end prints them.
RPC_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class GoogleError(Exception):
    """An answer other than success."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: str | None = None,
        details: list[dict[str, Any]] | None = None,
        reason: str | None = None,
        location: str | None = None,
    ) -> None:
        """`reason` and `location` are for Drive's older shape with `errors[]`."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status or RPC_STATUS.get(code, "UNKNOWN")
        self.details = details
        self.reason = reason
        self.location = location

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers besides the body."""
        return {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/"'} if self.code == 401 else {}

    def body(self, api: str) -> dict[str, Any]:
        """The JSON that this API answers with; Drive has `errors[]` and no `status`."""
        if api == "drive":
            item: dict[str, Any] = {
                "message": self.message,
                "domain": "usageLimits" if re.search("Limit|Quota", self.reason or "") else "global",
                "reason": self.reason
                or {403: "insufficientFilePermissions", 404: "notFound"}.get(self.code, "invalid"),
            }
            if self.location:
                kind = "header" if self.location == "Authorization" else "parameter"
                item |= {"location": self.location, "locationType": kind}
            return {"error": {"code": self.code, "message": self.message, "errors": [item]}}
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}


def not_found() -> GoogleError:
    """Sheets, Docs and Forms: no such file, or not of this kind."""
    return GoogleError(404, "Requested entity was not found.")


def forbidden() -> GoogleError:
    """The file exists and is not for this caller."""
    return GoogleError(403, "The caller does not have permission")


class _NoStorageError(GoogleError):
    """Sheets, Docs and Forms do not say why."""

    def body(self, api: str) -> dict[str, Any]:
        return super().body("drive") if api == "drive" else forbidden().body(api)


def no_storage() -> GoogleError:
    """A service account would own a file: https://developers.google.com/workspace/drive/api/guides/about-shareddrives"""
    return _NoStorageError(
        403,
        "Service Accounts do not have storage quota. Leverage shared drives "
        "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth "
        "delegation (http://support.google.com/a/answer/7281227) instead.",
        reason="storageQuotaExceeded",
    )


def invalid(message: str) -> GoogleError:
    """A well-formed request that cannot be done."""
    return GoogleError(400, message)
