"""Credentials of the service: a service account, or a person's consent kept in an authorised-user file."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from google.auth.credentials import Credentials
from google.oauth2.credentials import Credentials as UserCredentials
from google.oauth2.service_account import Credentials as ServiceAccountCredentials

#: The least that the work needs; README says why each.
SCOPES = (
    "https://www.googleapis.com/auth/drive",
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/documents",
    "https://www.googleapis.com/auth/forms.body",
    "https://www.googleapis.com/auth/forms.responses.readonly",
)


class CredentialsError(Exception):
    """The credentials file cannot be used; the message says, in Vietnamese, what to do."""


def load_credentials(path: Path, *, subject: str | None = None) -> Credentials:
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
            account: Credentials = ServiceAccountCredentials.from_service_account_info(
                info, scopes=SCOPES, subject=subject
            )
            return account
        if kind == "authorized_user":
            person: Credentials = UserCredentials.from_authorized_user_info(info, scopes=list(SCOPES))
            return person
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise CredentialsError(
            f"Không đọc được tệp thông tin đăng nhập {path.name}. Hãy tải lại tệp JSON từ Google Cloud "
            "và đặt đúng đường dẫn trong DUNGHAN_CREDENTIALS."
        ) from error
    raise CredentialsError(
        f"Tệp {path.name} không phải tài khoản dịch vụ hay tài khoản người dùng đã cấp quyền. "
        "Xem mẫu trong credentials.example.json."
    )
