"""Everything a use case needs for one school, wired in one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gspread

from service.google.budgets import GOOGLE, Budgets
from service.google.credentials import ALL_FILES, OWN_FILES, load_credentials
from service.google.recording import record_if_asked
from service.google.session import GoogleSession, gspread_client, resource
from service.rehearsal import Rehearsal, RehearsalSession
from service.store import Database

#: Google counts by account, and all sessions of this process are the same account.
_OF_GOOGLE = Budgets(GOOGLE)
#: The service keeps one school for now; every table carries the id from the first day.
SCHOOL_ID = "truong"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleEndpoint:
    """Where Google is and who we are there."""

    #: None is Google itself; the stand-in's address otherwise.
    base_url: str | None
    credentials: Path
    #: The person the service account acts for, if any.
    subject: str | None = None
    #: What else the session is made with, such as its way to wait.
    session_options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that people open."""

    #: "https://docs.google.com" or the stand-in's address.
    base: str

    def spreadsheet(self, file_id: str) -> str:
        """The page of a spreadsheet."""
        return f"{self.base}/spreadsheets/d/{file_id}/edit"

    def document(self, file_id: str) -> str:
        """The page of a Doc."""
        return f"{self.base}/document/d/{file_id}/edit"

    def response(self, form_id: str, response_id: str) -> str:
        """A form's answer in its editor."""
        return f"{self.base}/forms/d/{form_id}/edit#response={response_id}"

    def cell(self, file_id: str, sheet_id: int, address: str) -> str:
        """A cell of a spreadsheet."""
        return f"{self.spreadsheet(file_id)}?gid={sheet_id}#gid={sheet_id}&range={address}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One school's store and its clients to Google."""

    school_id: str
    database: Database
    session: GoogleSession
    sheets: gspread.Client
    forms: Any
    drive: Any
    docs: Any
    links: Links
    #: What would be written, where nothing is; None does the work.
    rehearsal: Rehearsal | None = None


def links_to(endpoint: GoogleEndpoint) -> Links:
    """Addresses at this endpoint."""
    return Links(endpoint.base_url or "https://docs.google.com")


@contextmanager
def open_workspace(
    database: Database,
    endpoint: GoogleEndpoint,
    *,
    school_id: str = SCHOOL_ID,
    subject: str | None = None,
    moment: dt.datetime | None = None,
    rehearsal: Rehearsal | None = None,
    all_files: bool = False,
) -> Iterator[Workspace]:
    """Clients for one run; the session is closed at the end.

    `subject` acts as a person of the sample school, who sees all files of theirs as in a browser. `moment`
    tells the stand-in what time it is, so that a past day can be lived again; Google itself knows the time.
    With a `rehearsal` Google is read and never written. `all_files` asks for more than the service needs: for
    trials in a folder that a person made.
    """
    headers: Mapping[str, str] = {}
    if moment is not None and endpoint.base_url is not None:
        headers = {"X-Standin-Now": moment.astimezone(dt.UTC).isoformat()}
    scope = ALL_FILES if subject or all_files else OWN_FILES
    credentials = load_credentials(endpoint.credentials, subject=subject or endpoint.subject, scope=scope)
    kind = GoogleSession if rehearsal is None else RehearsalSession
    with kind(
        credentials,
        base_url=endpoint.base_url,
        key_file=endpoint.credentials,
        # The stand-in has no limits unless it is told to.
        budgets=_OF_GOOGLE if endpoint.base_url is None else None,
        headers=headers,
        **endpoint.session_options,
    ) as session:
        record_if_asked(session)
        if rehearsal is not None and isinstance(session, RehearsalSession):
            session.rehearsal = rehearsal
        yield Workspace(
            school_id=school_id,
            database=database,
            session=session,
            sheets=gspread_client(session),
            forms=resource(session, "forms", "v1"),
            drive=resource(session, "drive", "v3"),
            docs=resource(session, "docs", "v1"),
            links=links_to(endpoint),
            rehearsal=rehearsal,
        )
