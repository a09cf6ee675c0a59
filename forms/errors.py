"""What can go wrong with a form, told to people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import requests
from google.auth.exceptions import TransportError
from googleapiclient.errors import HttpError


class FormsError(Exception):
    """A form cannot be made or read; the message says, in Vietnamese, what to do."""

    def __init__(self, message: str, *, permanent: bool, may_be_done: bool = False) -> None:
        """`permanent`: trying again does not help until a person does something.

        `may_be_done`: no answer, or none to rely on, came to a request that may have been carried out.
        """
        super().__init__(message)
        self.permanent = permanent
        self.may_be_done = may_be_done


@contextmanager
def google_errors(what: str) -> Iterator[None]:
    """Google's refusals while working on `what`, as FormsError; the cause stays for the log.

    An account that Google does not take is not this form's trouble: RefreshError passes.
    """
    try:
        yield
    except (requests.RequestException, TransportError) as error:
        raise FormsError(
            f"Không kết nối được với Google để làm việc với biểu mẫu «{what}»; dịch vụ sẽ thử lại.",
            permanent=False,
            may_be_done=not isinstance(error, TransportError),
        ) from error
    except HttpError as error:
        code = error.resp.status
        if code == 404:
            message = (
                f"Không tìm thấy biểu mẫu «{what}»: biểu mẫu đã bị xóa hẳn hoặc không còn chia sẻ với dịch "
                "vụ. Hãy chia sẻ lại, hoặc nhờ quản trị Google của trường khôi phục (trong 25 ngày)."
            )
        elif code in (401, 403) and not _is_rate_limit(error):
            whom = error.resp.get("x-called-as", "của dịch vụ")
            message = (
                f"Tài khoản {whom} không còn quyền với biểu mẫu «{what}». Hãy chia sẻ lại biểu mẫu cho tài "
                "khoản này với quyền Người chỉnh sửa."
            )
        elif code in (403, 429) or code >= 500:
            raise FormsError(
                f"Google đang bận nên chưa xong việc với biểu mẫu «{what}»; dịch vụ sẽ thử lại.",
                permanent=False,
                may_be_done=code >= 500,
            ) from error
        else:
            message = f"Google không nhận yêu cầu với biểu mẫu «{what}» (mã {code})."
        raise FormsError(message, permanent=True) from error


def _is_rate_limit(error: HttpError) -> bool:
    return any(word in str(error.content) for word in ("RATE_LIMIT", "ateLimitExceeded"))
