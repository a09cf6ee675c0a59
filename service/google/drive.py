"""Drive's change log: which files changed since we last looked."""

from __future__ import annotations

from typing import Any

_FIELDS = (
    "nextPageToken,newStartPageToken,changes(fileId,removed,file(trashed,modifiedTime,lastModifyingUser(me)))"
)


def start_token(drive: Any) -> str:
    """The token from which `changes_since` sees everything that happens from now on; one call."""
    return str(drive.changes().getStartPageToken(supportsAllDrives=True).execute()["startPageToken"])


def changes_since(drive: Any, token: str) -> tuple[str, dict[str, bool]]:
    """The next token, and each file that changed with whether its last change is our own.

    One call for every 1,000 changes. Our account may be that of a person, for whom it acts, so a change of
    our own is not for certain one of the service.
    """
    changed: dict[str, bool] = {}
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
            changed[change["fileId"]] = change.get("file", {}).get("lastModifyingUser", {}).get("me", False)
        if "nextPageToken" not in page:
            return str(page["newStartPageToken"]), changed
        token = page["nextPageToken"]


def share(drive: Any, file_id: str, email: str, role: str) -> None:
    """Give a person a role on a file, without a mail from Google."""
    drive.permissions().create(
        fileId=file_id,
        body={"type": "user", "role": role, "emailAddress": email},
        sendNotificationEmail=False,
        supportsAllDrives=True,
    ).execute()
