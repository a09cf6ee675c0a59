"""One sentence for people about a failure; the cause stays in the log."""

from __future__ import annotations

import requests
from google.auth.exceptions import RefreshError, TransportError
from googleapiclient.errors import HttpError

from forms.errors import FormsError
from service.config import SettingsError
from service.draft_files import AnewError
from service.google.credentials import AccountError, CredentialsError
from service.google.documents.drafts import GoogleDocsError
from service.google.making import MakingError, refusal
from service.store import StoreError
from sheets.errors import SheetsError, TableError


class ServiceError(Exception):
    """Something a person can mend; the message says what, in Vietnamese."""


_SPEAKING = (
    ServiceError,
    AnewError,
    SettingsError,
    CredentialsError,
    AccountError,
    FormsError,
    SheetsError,
    TableError,
    GoogleDocsError,
    MakingError,
    StoreError,
)


def is_for_people(error: BaseException) -> bool:
    """True if the error's own message was written for the people of the school."""
    return isinstance(error, _SPEAKING)


def message_for_people(error: BaseException) -> str:
    """The sentence to show; a bug gets a sentence that says so, and its traceback is in the log."""
    if is_for_people(error):
        return str(error)
    if isinstance(error, RefreshError):
        return (
            "Google từ chối tài khoản của dịch vụ (khóa đã bị thu hồi hoặc sai). "
            "Hãy tạo khóa mới và đặt lại DUNGHAN_CREDENTIALS."
        )
    if isinstance(error, HttpError):
        return refusal("Google Drive", error)
    if isinstance(error, (requests.RequestException, TransportError)):
        return "Không kết nối được tới Google. Dịch vụ sẽ tự thử lại; nếu kéo dài, hãy kiểm tra đường truyền."
    return "Có lỗi bên trong dịch vụ. Dữ liệu đã có vẫn an toàn; xin gửi nhật ký cho người quản trị."
