"""Whether SUGGEST mode suggests: until a project has it, Google may pass over it and edit at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from google.auth.exceptions import TransportError
from googleapiclient.errors import HttpError

from service.google.making import Once, find_made, look_first, make_file

log = logging.getLogger(__name__)

DOCUMENT = "application/vnd.google-apps.document"
SCRATCH_NAME = "Đúng Hạn – tệp thử chế độ gợi ý (có thể xóa)"
SCRATCH_KEY = {"dunghan_scratch": "suggest"}
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


def suggestions_are_suggestions(
    drive: Any, docs: Any, *, once: Once = look_first, discard: Callable[[], object] | None = None
) -> bool:
    """Try SUGGEST mode on a scratch Doc, which is deleted again, by `discard` if given; five calls.

    False if the text was changed directly or the mode was refused. Raises HttpError or RequestException where
    Google could not say: busy, out of reach, or no right to make files.
    """
    file_id = once(
        lambda: find_made(drive, SCRATCH_KEY), lambda: make_file(drive, SCRATCH_NAME, DOCUMENT, SCRATCH_KEY)
    )
    try:
        return _is_honoured(docs, file_id)
    except HttpError as error:
        if int(error.status_code) != 400:
            raise
        log.warning("SUGGEST mode is refused: %s", error.reason)
        return False
    finally:
        if discard is None:
            discard_scratch(drive, file_id)
        else:
            discard()


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


def discard_scratch(drive: Any, file_id: str | None = None) -> bool:
    """Delete the scratch Doc, if there is one; False if it stays for now. It does no harm meanwhile."""
    try:
        if file_id is not None and _delete(drive, file_id):
            return True
        # Drive may call a new file unknown for a while, so that alone does not mean that it is gone.
        found = find_made(drive, SCRATCH_KEY)
        return found is None or _delete(drive, found)
    except HttpError as error:
        log.warning("the scratch Doc stays: %s", error.reason)
        return False
    except (requests.RequestException, TransportError) as error:
        log.warning("the scratch Doc may stay: %s", error)
        return False


def _delete(drive: Any, file_id: str) -> bool:
    """False if Drive knows no such file."""
    try:
        drive.files().delete(fileId=file_id, supportsAllDrives=True).execute()
    except HttpError as error:
        if int(error.status_code) != 404:
            raise
        return False
    return True
