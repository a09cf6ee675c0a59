"""What goes wrong with a draft, as one Vietnamese line that says what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import requests
from google.auth.exceptions import TransportError
from googleapiclient.errors import HttpError

from service.google.documents.requests import TemplateError
from service.google.documents.writing import ReadOnlyError, is_conflict
from service.google.making import no_storage
from service.google.retrying import reasons_of

log = logging.getLogger(__name__)

#: What Docs says of a file that is a Word file now.
_CONVERTED = "not supported for this document"


class GoogleDocsError(Exception):
    """A draft could not be written; the message is Vietnamese and says what to do."""


class TemplateBrokenError(GoogleDocsError):
    """A copy of the template has no place for the text."""

    def __init__(self, message: str, document_id: str) -> None:
        super().__init__(message)
        self.document_id = document_id


@contextmanager
def speaking(what: str, document_id: str = "") -> Iterator[None]:
    """Google's refusals as sentences for people; `what` is the Doc as they know it."""
    try:
        yield
    except TemplateError as error:
        raise TemplateBrokenError(
            f"Không soạn được «{what}»: bản mẫu đã mất chỗ ghi nội dung. "
            "Hãy khôi phục «{{NOI_DUNG}}» và «{{PHU_LUC}}» trong mẫu, mỗi chỗ một dòng riêng.",
            document_id,
        ) from error
    except ReadOnlyError as error:
        raise GoogleDocsError(_not_allowed(what, "của dịch vụ")) from error
    except HttpError as error:
        raise GoogleDocsError(_sentence(what, error)) from error
    except (requests.RequestException, TransportError) as error:
        # An account that Google does not take is not this Doc's trouble: RefreshError passes.
        raise GoogleDocsError(
            f"Không kết nối được với Google khi soạn «{what}»; dịch vụ sẽ thử lại ở lần chạy sau."
        ) from error


def _sentence(what: str, error: HttpError) -> str:
    status = int(error.status_code)
    reason = str(error.reason or "")
    if is_conflict(error):
        return f"Có người đang sửa «{what}»; dịch vụ không ghi đè và sẽ cập nhật ở lần chạy sau."
    if status == 404:
        return (
            f"Không tìm thấy tệp của «{what}»: tệp đã bị xóa hoặc không còn chia sẻ với dịch vụ. "
            "Hãy khôi phục tệp từ Thùng rác của Google Drive hoặc chia sẻ lại."
        )
    whom = error.resp.get("x-called-as", "của dịch vụ")
    if "storageQuotaExceeded" in reasons_of(error.content):
        return no_storage(what, whom)
    if status in (401, 403):
        return _not_allowed(what, whom)
    if status == 429 or status >= 500:
        return f"Google đang bận nên chưa ghi được «{what}»; dịch vụ sẽ thử lại ở lần chạy sau."
    if _CONVERTED in reason:
        return (
            f"Tệp của «{what}» không còn là Google Tài liệu nên dịch vụ không ghi được nữa. "
            "Hãy mở tệp, chọn «Tệp → Lưu dưới dạng Google Tài liệu», hoặc lập lại dự thảo."
        )
    log.error("Docs refused %s: %s", what, reason)
    return (
        f"Google từ chối nội dung ghi vào «{what}». Bản đang có không bị sửa; "
        "xin gửi nhật ký cho người quản trị."
    )


def _not_allowed(what: str, whom: str) -> str:
    return (
        f"Google không cho dịch vụ ghi «{what}». Hãy chia sẻ tệp cho tài khoản {whom} với quyền "
        "«Người chỉnh sửa»."
    )
