"""Making a file once, whatever becomes of Google's answer.

Drive takes no id of ours for a Doc, Sheet or Form, so a file carries a key in `appProperties` and is looked
for by it. `files.list` may not show for a while what was just made (google-facts §3.2).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
from google.auth.exceptions import TransportError
from googleapiclient.errors import HttpError

from service.google.retrying import reasons_of

log = logging.getLogger(__name__)

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
#: Seconds between looks for a file of which it is not known whether it was made; a minute in all.
LOOKS = (2.0, 4.0, 8.0, 16.0, 30.0)

#: Gives the id of the file that `look` finds, else of the one that `make` makes.
Look = Callable[[], str | None]
Make = Callable[[], str]
Once = Callable[[Look, Make], str]


class MakingError(Exception):
    """A file could not be made or shared; the message is Vietnamese and says what to do."""


def look_first(look: Look, make: Make, *, sleep: Callable[[float], None] = time.sleep) -> str:
    """The file that is there, else a new one; after a lost answer it is looked for before anything else.

    What cannot be found after a lost answer is left to the next run: the failure is raised.
    """
    found = look()
    return found if found is not None else make_first(look, make, sleep=sleep)


def make_first(look: Look, make: Make, *, sleep: Callable[[float], None] = time.sleep) -> str:
    """The same for who knows that nobody ever asked for this file: one call less."""
    try:
        return make()
    except Exception as error:
        if not may_be_done(error):
            raise
        log.warning("no answer to the making of a file: %s", error)
        found = look_patiently(look, sleep)
        if found is None:
            raise
        return found


def look_patiently(look: Look, sleep: Callable[[float], None]) -> str | None:
    """Look again and again for a minute."""
    for wait in LOOKS:
        sleep(wait)
        found = look()
        if found is not None:
            return found
    return None


def may_be_done(error: BaseException) -> bool:
    """Whether a request may have been carried out although it failed."""
    if isinstance(error, HttpError):
        return int(error.status_code) >= 500 or int(error.status_code) == 408
    if isinstance(error, TransportError):
        return False
    return isinstance(error, requests.RequestException) or bool(getattr(error, "may_be_done", False))


def find_made(drive: Any, properties: Mapping[str, str], *, kind: str | None = None) -> str | None:
    """The file with these properties; of several the oldest, then the one with the smallest id.

    The others are told in the log and never deleted: people may be working in them.
    """
    query = " and ".join(
        f"appProperties has {{ key='{quoted(key)}' and value='{quoted(value)}' }}"
        for key, value in properties.items()
    )
    if kind is not None:
        query += f" and mimeType = '{kind}'"
    answer = (
        drive.files()
        .list(
            q=f"{query} and trashed = false",
            orderBy="createdTime",
            fields="files(id,createdTime)",
            includeItemsFromAllDrives=True,
            supportsAllDrives=True,
        )
        .execute()
    )
    found = sorted(answer.get("files", ()), key=lambda file: (file.get("createdTime", ""), file["id"]))
    if len(found) > 1:
        log.error("%s: kept %s, doubles %s", properties, found[0]["id"], [file["id"] for file in found[1:]])
    return str(found[0]["id"]) if found else None


def make_file(drive: Any, name: str, kind: str, properties: Mapping[str, str]) -> str:
    """A new, empty file of a native kind that carries its key from the first moment."""
    body = {"name": name, "mimeType": kind, "appProperties": dict(properties)}
    made = drive.files().create(body=body, fields="id", supportsAllDrives=True).execute()
    return str(made["id"])


def quoted(text: str) -> str:
    """Text inside the quotes of a Drive query."""
    return text.replace("\\", "\\\\").replace("'", "\\'")


@contextmanager
def making_errors(what: str) -> Iterator[None]:
    """Drive's refusals as sentences about `what`, a file as people know it."""
    try:
        yield
    except HttpError as error:
        raise MakingError(refusal(what, error)) from error
    except (requests.RequestException, TransportError) as error:
        raise MakingError(
            f"Không kết nối được với Google khi tạo «{what}». Hãy chạy lại; tệp đã tạo dở sẽ được dùng tiếp."
        ) from error


def refusal(what: str, error: HttpError) -> str:
    """The sentence for people."""
    status, reasons = int(error.status_code), reasons_of(error.content)
    whom = error.resp.get("x-called-as", "của dịch vụ")
    if "storageQuotaExceeded" in reasons:
        return no_storage(what, whom)
    if "invalidSharingRequest" in reasons:
        return f"Google không chia sẻ được «{what}»: địa chỉ thư không đúng hoặc ngoài miền cho phép."
    if status == 429 or status >= 500 or reasons & {"userRateLimitExceeded", "rateLimitExceeded"}:
        return f"Google đang bận nên chưa tạo xong «{what}». Hãy chạy lại; tệp đã tạo dở sẽ được dùng tiếp."
    if status in (401, 403):
        return (
            f"Google không cho tài khoản {whom} tạo hoặc chia sẻ «{what}». Hãy kiểm tra quyền của tài khoản "
            "này trong Google Cloud và Google Drive."
        )
    log.error("Drive refused %s: %s", what, error.reason)
    return f"Google từ chối yêu cầu với «{what}» (mã {status}). Xin gửi nhật ký cho người quản trị."


def no_storage(what: str, whom: str) -> str:
    """What to do about an account that owns nothing (google-facts §3.1)."""
    return (
        f"Tài khoản {whom} không có dung lượng Drive nên không tạo được «{what}». Hãy đặt "
        "DUNGHAN_SUBJECT để tài khoản này thay mặt một người của trường, hoặc dùng quyền của một người "
        "(xem README)."
    )
