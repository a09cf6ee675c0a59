"""The whole job with the one scope that the service asks for, by both kinds of account."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from service.google.credentials import OWN_FILES
from service.standin.auth import ACCOUNT, SYSTEM
from service.standin.server import NOBODYS_SPREADSHEET, StandIn
from service.standin.state import DOCUMENT, set_storage
from service.store import Database
from service.store import drafts as draft_rows
from service.workspace import SCHOOL_ID, GoogleEndpoint
from tests.faults.school import PHASES, run_phase

OFFICE = "van.thu@truong.example"


@pytest.mark.parametrize("subject", [None, OFFICE])
def test_a_school_is_set_up_read_and_reported_on_with_its_own_files_alone(
    tmp_path: Path, subject: str | None
) -> None:
    me = subject or ACCOUNT
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with StandIn.start(tmp_path / "google") as standin:
        # A service account of today owns nothing: it has to act for somebody.
        set_storage(standin.database, has_storage=subject is None)
        endpoint = GoogleEndpoint(base_url=standin.url, credentials=standin.service_account, subject=subject)
        with standin.database.transaction(me, dt.datetime.now(dt.UTC), write=True) as state:
            private = (
                state.create_file(name="Thư riêng", mime_type="text/plain", media=b"x").id if subject else ""
            )
        for phase in PHASES.values():
            phase.people(database, endpoint)
            run_phase(database, endpoint, phase)
        with standin.database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=False) as state:
            scopes = {token["scope"] for token in state.things("token").values() if token["user"] == me}
            files = [file for file in state.files() if file.id not in (NOBODYS_SPREADSHEET, private)]
    with database.begin() as tx:
        [draft] = draft_rows.list_drafts(tx, SCHOOL_ID)
    database.close()
    assert scopes == {OWN_FILES}
    assert {file.owner for file in files} == {me}
    assert draft.document_id in {file.id for file in files if file.mime_type == DOCUMENT}
