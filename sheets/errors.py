"""The failures of this package.

SheetsError                 a call to Google failed
├── SheetGoneError          the file was deleted, or the address is wrong
└── SheetForbiddenError     the file is no longer shared with us
TableError                  a file was read, but one tab of it cannot be used
├── HeaderNotFoundError     no row holds the headers that are needed
├── TabMissingError         a tab that we keep was deleted
└── ColumnsMissingError     columns that we keep were deleted
UnreadableError             one value cannot be understood (also a ValueError)

Every message is Vietnamese and says what to do; it can be shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import requests
from google.auth.exceptions import TransportError
from gspread.exceptions import APIError


class SheetsError(Exception):
    """A call to Google Sheets failed; `permanent` if trying again later cannot help.

    `may_be_done`: no answer, or none to rely on, came to a request that may have been carried out.
    """

    def __init__(self, message: str, *, permanent: bool, may_be_done: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent
        self.may_be_done = may_be_done


class SheetGoneError(SheetsError):
    """The spreadsheet does not exist (any more)."""


class SheetForbiddenError(SheetsError):
    """The spreadsheet is not shared with the account of this service."""


class TableError(Exception):
    """A tab cannot be used as it stands; other tabs of the file still can."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class HeaderNotFoundError(TableError):
    """No row of the tab holds the headers that are needed."""

    def __init__(self, *, file: str, tab: str, looked_for: Sequence[str]) -> None:
        named = ", ".join(f"«{title}»" for title in looked_for)
        super().__init__(
            f"Tệp «{file}», trang «{tab}»: không tìm thấy dòng tiêu đề có đủ các cột {named}. "
            "Hãy ghi các tên cột này trên cùng một dòng, thứ tự tùy ý."
        )
        self.looked_for = tuple(looked_for)


class TabMissingError(TableError):
    """A tab that the service keeps was deleted."""

    def __init__(self, *, file: str, tab: str) -> None:
        super().__init__(
            f"Tệp «{file}» không còn trang «{tab}». Hãy khôi phục trang trong "
            "Tệp > Lịch sử phiên bản, hoặc báo người quản trị tạo lại."
        )


class ColumnsMissingError(TableError):
    """Columns that the service keeps were deleted, and no header names them either."""

    def __init__(self, *, file: str, tab: str, titles: Sequence[str]) -> None:
        named = ", ".join(f"«{title}»" for title in titles)
        super().__init__(
            f"Tệp «{file}», trang «{tab}» thiếu cột {named}. Hãy khôi phục cột trong "
            "Tệp > Lịch sử phiên bản, hoặc thêm lại cột với đúng tên này."
        )
        self.titles = tuple(titles)


class UnreadableError(ValueError):
    """A value cannot be understood with certainty; the text says why, in Vietnamese."""


@contextmanager
def google_errors(what: str) -> Iterator[None]:
    """Turn a refusal, or no answer, into a SheetsError about `what` (a file as people know it).

    An account that Google does not take is not this file's trouble: RefreshError passes.
    """
    try:
        yield
    except APIError as error:
        raise _translated(error, what) from error
    except (requests.RequestException, TransportError) as error:
        raise SheetsError(
            f"Không kết nối được với Google khi xử lý tệp «{what}». Không cần làm gì: sẽ tự thử lại.",
            permanent=False,
            may_be_done=not isinstance(error, TransportError),
        ) from error


def _translated(error: APIError, what: str) -> SheetsError:
    # An HTML error body leaves gspread's own code at -1, so the HTTP status decides.
    status = error.response.status_code
    if status == 404:
        return SheetGoneError(
            f"Không tìm thấy tệp «{what}»: tệp đã bị xóa hẳn hoặc không còn chia sẻ với dịch vụ. "
            "Hãy chia sẻ lại, hoặc nhờ quản trị Google của trường khôi phục (trong 25 ngày).",
            permanent=True,
        )
    if status == 403 and _is_refused_for_now(error):
        status = 429
    if status in (401, 403):
        whom = error.response.headers.get("X-Called-As", "của Đúng Hạn")
        return SheetForbiddenError(
            f"Không có quyền mở tệp «{what}». Hãy chia sẻ lại tệp cho tài khoản {whom} "
            "với quyền Người chỉnh sửa.",
            permanent=True,
        )
    if status == 429:
        return SheetsError(
            f"Google đang giới hạn số lần gọi khi xử lý tệp «{what}». Không cần làm gì: sẽ tự thử lại.",
            permanent=False,
        )
    if status >= 500:
        return SheetsError(
            f"Google Trang tính đang gặp sự cố khi xử lý tệp «{what}». Không cần làm gì: sẽ tự thử lại.",
            permanent=False,
            may_be_done=True,
        )
    return SheetsError(
        f"Google từ chối yêu cầu đối với tệp «{what}» (lỗi {status}): {error.error['message']}. "
        "Hãy báo người quản trị.",
        permanent=True,
    )


def _is_refused_for_now(error: APIError) -> bool:
    """A 403 can also be a rate limit: old shape in `errors[].reason`, new shape in `details[].reason`."""
    entries = [*error.error.get("errors", ()), *error.error.get("details", ())]
    reasons = {entry.get("reason") for entry in entries}
    return bool(reasons & {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
