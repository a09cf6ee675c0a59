"""Drive's refusals, in its older shape: a reason and a place, no status."""

from __future__ import annotations

from service.standin.errors import GoogleError


def file_not_found(file_id: str) -> GoogleError:
    """No such file; one that is not for the caller looks the same."""
    return GoogleError(404, f"File not found: {file_id}.", reason="notFound", location="fileId")


def app_not_authorized(app: str, file_id: str, verb: str) -> GoogleError:
    """The caller has the file and never let the app have it (`drive.file`); `verb` is read or write."""
    return GoogleError(
        403,
        f"The user has not granted the app {app} {verb} access to the file {file_id}.",
        reason="appNotAuthorizedToFile",
        location="Authorization",
    )


def child_not_authorized(app: str, file_id: str) -> GoogleError:
    """What is done to a folder would be done to a file that the app may not touch."""
    return GoogleError(
        403,
        f"The user has not granted the app {app} write access to the child file {file_id}, which would be "
        "affected by the operation on the parent.",
        reason="appNotAuthorizedToChild",
        location="Authorization",
    )


def not_permitted(file_id: str) -> GoogleError:
    """The caller sees the file and may not do this with it."""
    return GoogleError(
        403,
        f"The user does not have sufficient permissions for file {file_id}.",
        reason="insufficientFilePermissions",
    )


def not_writable(message: str = "") -> GoogleError:
    """A field in the body that only Drive sets."""
    message = message or "The resource body includes fields which are not directly writable."
    return GoogleError(403, message, reason="fieldNotWritable")


def invalid_value(location: str) -> GoogleError:
    """A parameter that Drive cannot read."""
    return GoogleError(400, "Invalid Value", reason="invalid", location=location)


def not_convertible() -> GoogleError:
    """An import or export between formats that do not convert."""
    return GoogleError(
        400, "The requested conversion is not supported.", reason="badRequest", location="convertTo"
    )


def not_offered(what: str) -> GoogleError:
    """Something that Google can do and the stand-in cannot: said aloud, never passed over."""
    return GoogleError(400, f"The stand-in does not implement {what}.", reason="notImplemented")
