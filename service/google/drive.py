"""Drive's change log: which files other people changed since we last looked."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

_FIELDS = (
    "nextPageToken,newStartPageToken,changes(fileId,removed,file(trashed,modifiedTime,lastModifyingUser(me)))"
)


def start_token(drive: Any) -> str:
    """The token from which `changed_by_others` sees everything that happens from now on; one call."""
    return str(drive.changes().getStartPageToken(supportsAllDrives=True).execute()["startPageToken"])


def changed_by_others(drive: Any, token: str, ours: Container[str]) -> tuple[str, frozenset[str]]:
    """The next token and the files that changed; one call for every 1,000 changes.

    Of files that the service writes (`ours`) those whose last change is our own are left out: our writes
    read back what they wrote, so nobody's change can hide behind one of ours. In any other file a change of
    our own account is a person's, for whom the account acts.
    """
    changed: set[str] = set()
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
            by_us = change.get("file", {}).get("lastModifyingUser", {}).get("me", False)
            if not (by_us and change["fileId"] in ours):
                changed.add(change["fileId"])
        if "nextPageToken" not in page:
            return str(page["newStartPageToken"]), frozenset(changed)
        token = page["nextPageToken"]


def share(drive: Any, file_id: str, email: str, role: str) -> None:
    """Give a person a role on a file, without a mail from Google."""
    drive.permissions().create(
        fileId=file_id,
        body={"type": "user", "role": role, "emailAddress": email},
        sendNotificationEmail=False,
        supportsAllDrives=True,
    ).execute()
