"""Settings: one frozen object, read once from the environment; with none set everything runs locally."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

#: Every date and time of a school is read in this zone.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DEFAULT_DATA = Path("dunghan-data")
DEFAULT_PORT = 8080
DEFAULT_STANDIN_PORT = 8765


class SettingsError(Exception):
    """A setting that makes no sense; the message names it, in Vietnamese."""


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
    )


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
