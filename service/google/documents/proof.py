"""Whether SUGGEST mode suggests: until a project has it, Google may pass over it and edit at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from googleapiclient.errors import HttpError

log = logging.getLogger(__name__)

DOCUMENT = "application/vnd.google-apps.document"
SCRATCH_NAME = "Đúng Hạn – tệp thử chế độ gợi ý (có thể xóa)"
_TEXT = "Thử."


def _never() -> bool:
    return False


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is known of SUGGEST mode."""

    #: Asked before the first suggestion; True once it was seen to suggest.
    works: Callable[[], bool] = _never
    #: Told when Google edited all the same.
    distrust: Callable[[], None] = _nothing


#: Nothing is known, so nothing is suggested.
UNPROVEN = Proof()


def suggestions_are_suggestions(drive: Any, docs: Any) -> bool:
    """Try SUGGEST mode on a scratch Doc, which is deleted again; four calls.

    False if the text was changed directly or the mode was refused. Raises HttpError where Google could not
    say: busy, or no right to make files.
    """
    body = {"name": SCRATCH_NAME, "mimeType": DOCUMENT}
    made = drive.files().create(body=body, fields="id", supportsAllDrives=True).execute()
    try:
        return _is_honoured(docs, made["id"])
    except HttpError as error:
        if int(error.status_code) != 400:
            raise
        log.warning("SUGGEST mode is refused: %s", error.reason)
        return False
    finally:
        _discard(drive, made["id"])


def _is_honoured(docs: Any, document_id: str) -> bool:
    documents = docs.documents()
    request = {"insertText": {"location": {"index": 1}, "text": _TEXT}}
    control = {"writeMode": "SUGGEST"}
    documents.batchUpdate(
        documentId=document_id, body={"requests": [request], "writeControl": control}
    ).execute()
    shown = documents.get(
        documentId=document_id, includeTabsContent=True, suggestionsViewMode="SUGGESTIONS_INLINE"
    ).execute()
    content = shown["tabs"][0]["documentTab"]["body"]["content"]
    runs = [
        element["textRun"]
        for block in content
        for element in block.get("paragraph", {}).get("elements", ())
        if "textRun" in element
    ]
    return any(run["content"].strip() == _TEXT and run.get("suggestedInsertionIds") for run in runs)


def _discard(drive: Any, file_id: str) -> None:
    try:
        drive.files().delete(fileId=file_id, supportsAllDrives=True).execute()
    except HttpError as error:
        # An empty file that stays does no harm; the name says what it is.
        log.warning("the scratch Doc %s stays: %s", file_id, error.reason)
