"""Settings: one frozen object, read once from the environment; with none set everything runs locally."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

#: Every date and time of a school is read in this zone.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DEFAULT_DATA = Path("dunghan-data")
DEFAULT_PORT = 8080
DEFAULT_STANDIN_PORT = 8765


#: Google itself, as OpenID Connect names it.
GOOGLE_ISSUER = "https://accounts.google.com"
#: Letters of the secret that signs cookies, at least.
_SECRET_LENGTH = 32
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_TOPIC = re.compile(r"projects/[^/\s]+/topics/[^/\s]+")


class SettingsError(Exception):
    """A setting that makes no sense; the message names it, in Vietnamese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSettings:
    """The client of OpenID Connect with which people sign in."""

    client_id: str
    client_secret: str = field(repr=False)
    issuer: str = GOOGLE_ISSUER
    #: Domain of the school's Workspace; accounts of others are refused. None takes any listed address.
    domain: str | None = None
    #: False where signing in is a choice, as on one's own machine.
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How the pages meet the world; with none set they are for this machine alone."""

    #: "https://bao-cao.truong.edu.vn", without a slash at the end.
    public_url: str | None = None
    #: Signs cookies and forms; None makes one that holds as long as the process.
    secret: str | None = field(default=None, repr=False)
    sign_in: SignInSettings | None = None
    #: How many proxies in front may tell the address of the browser.
    proxies: int = 0
    #: Is a principal whatever the tab «Nhân sự» says, so that somebody can get in on the first day.
    principal_email: str | None = None

    @property
    def is_https(self) -> bool:
        """Cookies may be kept to encrypted lines."""
        return (self.public_url or "").startswith("https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSettings:
    """Where Google sends word of changes."""

    #: Topic of Cloud Pub/Sub, "projects/…/topics/…".
    topic: str
    #: Service account whose token every message carries.
    account: str
    #: Addresses of our hooks begin with it.
    public_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What differs between installations."""

    #: Folder of the database and of the stand-in's own state.
    data_dir: Path
    database_url: str
    #: None runs against the local stand-in.
    credentials: Path | None
    #: E-mail of the person whom the service account acts for (domain-wide delegation).
    subject: str | None
    #: E-mail address with which the school's files are shared; None shares with nobody.
    principal_email: str | None
    host: str
    port: int
    standin_port: int
    web: WebSettings = field(default_factory=WebSettings)
    #: None only polls.
    push: PushSettings | None = None
    #: Asked after each cycle, so that somebody outside notices when none comes; None asks nobody.
    ping_url: str | None = field(default=None, repr=False)
    #: Asked after a cycle that failed; None is `ping_url` with /fail.
    ping_fail_url: str | None = field(default=None, repr=False)

    @property
    def is_local(self) -> bool:
        """True when the stand-in takes Google's place."""
        return self.credentials is None


def load_settings(environ: Mapping[str, str], *, data_dir: Path | None = None) -> Settings:
    """Settings from `DUNGHAN_*` and `DATABASE_URL`; raises SettingsError on nonsense.

    `data_dir` (the command line) wins over `DUNGHAN_DATA`.
    """
    data = data_dir or Path(environ.get("DUNGHAN_DATA") or DEFAULT_DATA)
    credentials = environ.get("DUNGHAN_CREDENTIALS")
    path = Path(credentials) if credentials else None
    if path and not path.is_file():
        raise SettingsError(
            f"DUNGHAN_CREDENTIALS trỏ tới {path}, nhưng không có tệp này. Hãy sửa lại đường dẫn."
        )
    return Settings(
        data_dir=data,
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{data.resolve() / 'dunghan.sqlite3'}",
        credentials=path,
        subject=environ.get("DUNGHAN_SUBJECT") or None,
        principal_email=environ.get("DUNGHAN_PRINCIPAL_EMAIL") or None,
        host=environ.get("DUNGHAN_HOST") or "127.0.0.1",
        port=_port(environ, "PORT", DEFAULT_PORT),
        standin_port=_port(environ, "DUNGHAN_STANDIN_PORT", DEFAULT_STANDIN_PORT),
        web=_web(environ),
        push=_push(environ),
        ping_url=_ping(environ, "DUNGHAN_PING_URL"),
        ping_fail_url=_ping(environ, "DUNGHAN_PING_FAIL_URL"),
    )


def require_safe(settings: Settings) -> None:
    """Raises SettingsError where others than this machine could reach pages that anybody may open."""
    web = settings.web
    if settings.host in _LOOPBACK and web.public_url is None:
        return
    if web.sign_in is None:
        raise SettingsError(
            "Trang sẽ mở ra ngoài máy này nhưng chưa có đăng nhập: hãy đặt DUNGHAN_OIDC_CLIENT_ID và "
            "DUNGHAN_OIDC_CLIENT_SECRET, hoặc bỏ DUNGHAN_HOST và DUNGHAN_PUBLIC_URL để chỉ dùng trên máy này."
        )
    if web.secret is None or len(web.secret) < _SECRET_LENGTH or len(set(web.secret)) < 8:
        raise SettingsError(
            f"DUNGHAN_SECRET chưa có hoặc quá dễ đoán: hãy đặt một chuỗi ngẫu nhiên từ {_SECRET_LENGTH} "
            'ký tự, ví dụ lấy từ lệnh: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    if not web.is_https:
        raise SettingsError(
            "DUNGHAN_PUBLIC_URL phải là địa chỉ https:// của trang, ví dụ https://bao-cao.truong.edu.vn; "
            "không có https thì không đăng nhập bằng Google được."
        )


def _web(environ: Mapping[str, str]) -> WebSettings:
    proxies = environ.get("DUNGHAN_TRUST_PROXY") or "0"
    if not (proxies.isascii() and proxies.isdigit()) or int(proxies) > 9:
        raise SettingsError(
            f"DUNGHAN_TRUST_PROXY là số máy chủ trung gian đứng trước (0 đến 9), không phải «{proxies}»."
        )
    return WebSettings(
        public_url=_public_url(environ),
        secret=_secret(environ, "DUNGHAN_SECRET"),
        sign_in=_sign_in(environ),
        proxies=int(proxies),
        principal_email=environ.get("DUNGHAN_PRINCIPAL_EMAIL") or None,
    )


def _sign_in(environ: Mapping[str, str]) -> SignInSettings | None:
    client_id = environ.get("DUNGHAN_OIDC_CLIENT_ID")
    secret = _secret(environ, "DUNGHAN_OIDC_CLIENT_SECRET")
    if not client_id and not secret:
        return None
    if not client_id or not secret:
        raise SettingsError(
            "DUNGHAN_OIDC_CLIENT_ID và DUNGHAN_OIDC_CLIENT_SECRET phải đặt cùng nhau; hiện mới có một."
        )
    return SignInSettings(
        client_id=client_id,
        client_secret=secret,
        issuer=(environ.get("DUNGHAN_OIDC_ISSUER") or GOOGLE_ISSUER).rstrip("/"),
        domain=environ.get("DUNGHAN_HD") or None,
    )


def _push(environ: Mapping[str, str]) -> PushSettings | None:
    topic, account = environ.get("DUNGHAN_PUSH_TOPIC"), environ.get("DUNGHAN_PUSH_ACCOUNT")
    if not topic and not account:
        return None
    public_url = _public_url(environ)
    if not topic or not account or not public_url:
        raise SettingsError(
            "Muốn Google báo tin ngay thì DUNGHAN_PUSH_TOPIC, DUNGHAN_PUSH_ACCOUNT và DUNGHAN_PUBLIC_URL "
            "phải đặt cùng nhau; bỏ cả ba thì dịch vụ tự đọc 5 phút một lần."
        )
    if not _TOPIC.fullmatch(topic):
        raise SettingsError(f"DUNGHAN_PUSH_TOPIC phải có dạng projects/…/topics/…, không phải «{topic}».")
    return PushSettings(topic=topic, account=account, public_url=public_url)


def _ping(environ: Mapping[str, str], name: str) -> str | None:
    value = environ.get(name) or None
    if value is not None and not is_web_address(value):
        raise SettingsError(f"{name} phải là một địa chỉ http:// hoặc https://.")
    return value


def is_web_address(url: str) -> bool:
    """Whether this can be asked over the web: http and https alone."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _public_url(environ: Mapping[str, str]) -> str | None:
    value = (environ.get("DUNGHAN_PUBLIC_URL") or "").rstrip("/")
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise SettingsError(
            f"DUNGHAN_PUBLIC_URL phải có dạng https://tên-máy, không có đường dẫn, không phải «{value}»."
        )
    return value


def _secret(environ: Mapping[str, str], name: str) -> str | None:
    """A secret from the variable, or from the file that NAME_FILE points to."""
    file = environ.get(f"{name}_FILE")
    if not file:
        return environ.get(name) or None
    try:
        return Path(file).read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise SettingsError(
            f"{name}_FILE trỏ tới {file}, nhưng không đọc được tệp này. Hãy sửa đường dẫn hoặc quyền đọc."
        ) from error


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name)
    if not value:
        return default
    if value.isdigit() and int(value) < 65536:
        return int(value)
    raise SettingsError(f"{name} phải là một số cổng từ 0 đến 65535, không phải «{value}».")


def end_of_day(day: dt.date) -> dt.datetime:
    """The last moment of a day in the school's zone; "as of" a date means up to here."""
    return dt.datetime.combine(day, dt.time.max, ZONE)
