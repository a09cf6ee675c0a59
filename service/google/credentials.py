"""Credentials of the service: a service account, or a person's consent kept in an authorised-user file."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from google.auth.credentials import DEFAULT_UNIVERSE_DOMAIN, Credentials
from google.auth.crypt import RSASigner
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials as UserCredentials
from google.oauth2.service_account import Credentials as ServiceAccountCredentials

#: The one scope of the service, whatever account it has: files that it made itself, and no other. Sheets,
#: Docs, Forms and Drive take it for every method that is called here (discovery documents), and Google need
#: not verify the app.
OWN_FILES = "https://www.googleapis.com/auth/drive.file"
#: What people have at their own screens, such as the sample school's staff; and for a trial in a folder that
#: a person made.
ALL_FILES = "https://www.googleapis.com/auth/drive"


class CredentialsError(Exception):
    """The credentials file cannot be used; the message says, in Vietnamese, what to do."""


class AccountError(RefreshError):
    """Google does not take the account; the message is Vietnamese: which one, from which file, what to do.

    A RefreshError as well, since that is what Google's libraries and whoever calls them expect.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)  # type: ignore[no-untyped-call]
        self.message = message

    def __str__(self) -> str:
        return self.message


def account_of(credentials: Credentials) -> str:
    """The account as people know it, with the person it acts for."""
    email = getattr(credentials, "service_account_email", None)
    if not email:
        return str(getattr(credentials, "account", None) or "người đã cấp quyền")
    person = getattr(credentials, "_subject", None)
    return f"{email} (thay mặt {person})" if person and person != email else str(email)


_NO_SCOPE = f"thiếu phạm vi quyền {OWN_FILES}. Hãy cấp lại quyền với phạm vi này (xem README)"
#: (what Google's token endpoint says, what to do); the first that fits holds. A key that was deleted gives
#: a bad signature, a clock that is off a JWT out of its time (google-facts §6).
_TROUBLES = (
    (
        "reasonable timeframe",
        "đồng hồ của máy chạy dịch vụ lệch so với giờ thật. Hãy bật đồng bộ giờ tự động trên máy này",
    ),
    (
        "invalid jwt signature",
        "khóa đã bị thu hồi hoặc không phải của tài khoản này. Hãy tạo khóa JSON mới trong Google Cloud "
        "(IAM → Tài khoản dịch vụ → Khóa) và thay tệp",
    ),
    ("account not found", "tài khoản đã bị xóa. Hãy tạo tài khoản dịch vụ và khóa mới rồi thay tệp"),
    ("disabled_client", "tài khoản đang bị tắt. Hãy bật lại trong Google Cloud"),
    ("account_disabled", "tài khoản đang bị tắt. Hãy bật lại trong Google Cloud"),
    ("deleted_client", "ứng dụng OAuth đã bị xóa. Hãy tạo lại rồi cấp quyền lại"),
    ("invalid_client", "mã ứng dụng OAuth không còn đúng. Hãy tải lại tệp từ Google Cloud"),
    (
        "unauthorized_client",
        "chưa được ủy quyền toàn miền cho các phạm vi cần dùng, hoặc thư của người được thay mặt sai. "
        "Hãy kiểm tra DUNGHAN_SUBJECT và mục «Ủy quyền trên toàn miền» trong Quản trị Google Workspace",
    ),
    ("invalid_scope", _NO_SCOPE),
    ("insufficient authentication scopes", _NO_SCOPE),
    ("access_denied", "quản trị miền không cho phép. Hãy đề nghị quản trị Google Workspace cho phép"),
    (
        "expired or revoked",
        "quyền đã cấp đã hết hạn hoặc bị thu hồi. Hãy đăng nhập và cấp quyền lại; ứng dụng OAuth ở chế độ "
        "«Thử nghiệm» chỉ giữ quyền 7 ngày",
    ),
)
_TROUBLE = "khóa hoặc quyền không còn dùng được. Hãy tạo khóa mới hoặc cấp quyền lại rồi thay tệp"


def trouble_with(account: str, key_file: Path | None, error: RefreshError) -> str:
    """One line for people: the account, the file that it comes from, what to do."""
    said = " ".join(str(part) for part in error.args).lower()
    why = next((told for sign, told in _TROUBLES if sign in said), _TROUBLE)
    where = f" (tệp {key_file.name})" if key_file else ""
    return f"Google không nhận tài khoản {account}{where}: {why}."


@lru_cache(maxsize=16)
def _signer(private_key: str, key_id: str | None) -> RSASigner:
    """Reading a key tests whether it is one, which takes longer than all the rest of making a session."""
    signer: RSASigner = RSASigner.from_string(private_key, key_id)
    return signer


def load_credentials(path: Path, *, subject: str | None = None, scope: str = OWN_FILES) -> Credentials:
    """Credentials from a service-account or authorised-user JSON file.

    `subject` acts as that person (domain-wide delegation of a service account).
    """
    try:
        info = json.loads(path.read_text(encoding="utf-8"))
        kind = info.get("type")
        if kind == "service_account":
            # Unless it acts for somebody, google-auth asks Google itself where the account may be used:
            # the stand-in's account acts for itself, and nothing leaves this machine.
            if urlsplit(info["token_uri"]).hostname == "127.0.0.1":
                subject = subject or info["client_email"]
            account: Credentials = ServiceAccountCredentials(
                _signer(info["private_key"], info.get("private_key_id")),
                info["client_email"],
                info["token_uri"],
                scopes=[scope],
                subject=subject,
                project_id=info.get("project_id"),
                universe_domain=info.get("universe_domain", DEFAULT_UNIVERSE_DOMAIN),
            )
            return account
        if kind == "authorized_user":
            # What the person consented to: asking for more would be refused, for less is not needed.
            person: Credentials = UserCredentials.from_authorized_user_info(info)
            return person
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise CredentialsError(
            f"Không đọc được tệp thông tin đăng nhập {path.name}. Hãy tải lại tệp JSON từ Google Cloud "
            "và đặt đúng đường dẫn trong DUNGHAN_CREDENTIALS."
        ) from error
    raise CredentialsError(
        f"Tệp {path.name} không phải tài khoản dịch vụ hay tài khoản người dùng đã cấp quyền. "
        "Xem mẫu trong credentials.example.json."
    )
