"""What one trial found, and the desk on which trials are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from googleapiclient.errors import HttpError

from service.workspace import Workspace

#: Verdicts: as the service assumes, otherwise, or it could not be seen.
AS_ASSUMED, DIFFERENT, UNKNOWN = "same", "different", "unknown"

FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One line of the result; texts are Vietnamese, for people."""

    key: str
    title: str
    #: What the service counts on.
    assumed: str
    found: str
    verdict: str

    @classmethod
    def of(cls, key: str, title: str, assumed: str, found: str, *, is_same: bool | None) -> Seen:
        """With the verdict that the answer gives; None: it could not be seen."""
        verdict = UNKNOWN if is_same is None else AS_ASSUMED if is_same else DIFFERENT
        return cls(key=key, title=title, assumed=assumed, found=found, verdict=verdict)


@dataclass(slots=True)
class Desk:
    """Clients, the scratch folder, and the files that have to go at the end."""

    ws: Workspace
    #: None: the account's own space.
    folder: str | None = None
    made: list[str] = field(default_factory=list)

    def file(self, name: str, mime_type: str) -> str:
        """Id of a new scratch file; raises HttpError."""
        body: dict[str, Any] = {"name": name, "mimeType": mime_type}
        if self.folder:
            body["parents"] = [self.folder]
        files = self.ws.drive.files()
        return self.keep(files.create(body=body, fields="id", supportsAllDrives=True).execute()["id"])

    def keep(self, file_id: str) -> str:
        """Remember a file that was made otherwise, so that it goes at the end."""
        self.made.append(file_id)
        return file_id

    def clear(self) -> list[str]:
        """Throw all scratch files away, the newest first; gives the ids of those that stay."""
        left = [file_id for file_id in reversed(self.made) if not self._discarded(file_id)]
        self.made.clear()
        return left

    def _discarded(self, file_id: str) -> bool:
        files = self.ws.drive.files()
        try:
            files.delete(fileId=file_id, supportsAllDrives=True).execute()
        except HttpError as error:
            if int(error.status_code) == 404:
                return True
            # Who manages content in a shared drive may trash and not delete.
            try:
                files.update(fileId=file_id, body={"trashed": True}, supportsAllDrives=True).execute()
            except HttpError:
                return False
        return True


def reason_of(error: HttpError) -> str:
    """Google's own words for a refusal, with its number."""
    return f"Google trả {error.status_code}: {error.reason}"
