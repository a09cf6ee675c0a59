"""Drive's change log: which files changed since we last looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from googleapiclient.errors import HttpError

_FIELDS = (
    "nextPageToken,newStartPageToken,"
    "changes(fileId,removed,file(trashed,version,modifiedTime,lastModifyingUser(me,displayName)))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """What the change log, or Drive when asked, says of a file."""

    #: The last change is of our own account.
    is_ours: bool = False
    trashed: bool = False
    #: Deleted for good, or shown to us no more.
    removed: bool = False
    #: A number that grows with each change; None if it was not told.
    version: str | None = None
    #: Who changed it last, as Drive names them, and when; "" and None if it was not told.
    who: str = ""
    modified_at: dt.datetime | None = None


def start_token(drive: Any) -> str:
    """The token from which `changes_since` sees everything that happens from now on; one call."""
    return str(drive.changes().getStartPageToken(supportsAllDrives=True).execute()["startPageToken"])


def changes_since(drive: Any, token: str) -> tuple[str, dict[str, FileChange]]:
    """The next token, and each file that changed.

    One call for every 1,000 changes. Our account may be that of a person, for whom it acts, so a change of
    our own is not for certain one of the service.
    """
    changed: dict[str, FileChange] = {}
    while True:
        page = (
            drive.changes()
            .list(
                pageToken=token,
                pageSize=1000,
                fields=_FIELDS,
                includeItemsFromAllDrives=True,
                supportsAllDrives=True,
            )
            .execute()
        )
        for change in page.get("changes", ()):
            is_removed = change.get("removed", False)
            changed[change["fileId"]] = replace(_change(change.get("file", {})), removed=is_removed)
        if "nextPageToken" not in page:
            return str(page["newStartPageToken"]), changed
        token = page["nextPageToken"]


def shared_with(drive: Any, file_id: str) -> set[str]:
    """Addresses, in small letters, of those who have a role of their own on a file; a call for every 100."""
    found: set[str] = set()
    token: str | None = None
    while True:
        page = (
            drive.permissions()
            .list(
                fileId=file_id,
                pageSize=100,
                pageToken=token,
                fields="nextPageToken,permissions(emailAddress)",
                supportsAllDrives=True,
            )
            .execute()
        )
        addresses = (item.get("emailAddress", "") for item in page.get("permissions", ()))
        found |= {address.casefold() for address in addresses if address}
        token = page.get("nextPageToken")
        if not token:
            return found


def look_at(drive: Any, file_id: str) -> FileChange | None:
    """A file as it is now; None if Drive does not show it to us. One call."""
    fields = "trashed,version,modifiedTime,lastModifyingUser(me,displayName)"
    request = drive.files().get(fileId=file_id, fields=fields, supportsAllDrives=True)
    try:
        return _change(request.execute())
    except HttpError as error:
        if int(error.status_code) in (403, 404):
            return None
        raise


def _change(file: Mapping[str, Any]) -> FileChange:
    version = file.get("version")
    return FileChange(
        is_ours=file.get("lastModifyingUser", {}).get("me", False),
        trashed=file.get("trashed", False),
        version=str(version) if version is not None else None,
        who=str(file.get("lastModifyingUser", {}).get("displayName", "")),
        modified_at=dt.datetime.fromisoformat(file["modifiedTime"]) if "modifiedTime" in file else None,
    )


def share(drive: Any, file_id: str, email: str, role: str) -> None:
    """Give a person a role on a file, without a mail from Google."""
    drive.permissions().create(
        fileId=file_id,
        body={"type": "user", "role": role, "emailAddress": email},
        sendNotificationEmail=False,
        supportsAllDrives=True,
    ).execute()
