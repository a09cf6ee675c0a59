"""`verify-google` against the stand-in: every trial is made, and nothing is left behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from standin_caller import Caller

from service.google.drive import start_token
from service.standin.auth import ACCOUNT
from service.standin.faults import Faults
from service.standin.quotas import Quotas, parse_limits
from service.standin.server import StandIn
from service.store import Database
from service.verifying import verify
from service.verifying.planned import planned
from service.verifying.seen import AS_ASSUMED, DIFFERENT, UNKNOWN
from service.workspace import GoogleEndpoint, Workspace, open_workspace

PRINCIPAL = "hieu.truong@truong.edu.vn"


@contextmanager
def opened(standin: StandIn, tmp_path: Path, *, all_files: bool = False) -> Iterator[Workspace]:
    database = Database(f"sqlite:///{tmp_path / 'dunghan.sqlite3'}")
    endpoint = GoogleEndpoint(base_url=standin.url, credentials=standin.service_account)
    try:
        with open_workspace(database, endpoint, all_files=all_files) as ws:
            yield ws
    finally:
        database.close()


@pytest.fixture
def ws(standin: StandIn, tmp_path: Path) -> Iterator[Workspace]:
    with opened(standin, tmp_path) as workspace:
        yield workspace


def test_the_stand_in_does_what_the_service_counts_on_and_nothing_is_left(
    ws: Workspace, google: Caller
) -> None:
    seen, left = verify(ws, sleep=lambda _: None)
    verdicts = {item.key: item.verdict for item in seen}
    assert verdicts == {
        "drive-folder": AS_ASSUMED,
        "forms-create": AS_ASSUMED,
        "forms-publish": AS_ASSUMED,
        "forms-filter": AS_ASSUMED,
        "forms-deleted": AS_ASSUMED,
        "docs-suggest": AS_ASSUMED,
        "docs-comment": AS_ASSUMED,
        "docs-table": AS_ASSUMED,
        "docs-named-ranges": AS_ASSUMED,
        "sheets-protected": AS_ASSUMED,
        "sheets-metadata": AS_ASSUMED,
        "sheets-limit": UNKNOWN,
        "drive-copy": UNKNOWN,
    }, seen
    assert left == []
    assert google.names() == []


def test_a_rehearsal_names_what_is_then_called_and_made(tmp_path: Path) -> None:
    faults, told = Faults(), planned(folder=None, provoke_limit=False)
    called: dict[str, list[str]] = {}
    step = ""

    def progress(title: str) -> None:
        nonlocal step
        called[step] = list(faults.seen)
        faults.set()
        step = title

    with StandIn.start(tmp_path / "google", faults=faults) as standin, opened(standin, tmp_path) as ws:
        start_token(ws.drive)  # a token is not part of any step
        faults.set()
        verify(ws, sleep=lambda _: None, progress=progress)
        progress("")
        with standin.database.transaction(ACCOUNT, dt.datetime.now(dt.UTC), write=False) as state:
            removed = len(state.changes_since(0))
    assert {item.title: set(item.calls) for item in told} == {
        title: set(calls) for title, calls in called.items() if title
    }
    # Each scratch file leaves one line in the change log.
    assert removed == sum(len(item.files) for item in told)


def test_an_account_that_can_own_nothing_is_told_what_to_do(ws: Workspace, standin: StandIn) -> None:
    no_storage(standin)
    [seen], left = verify(ws, sleep=lambda _: None)
    assert (seen.key, seen.verdict, left) == ("drive-folder", DIFFERENT, [])
    assert "--folder" in seen.found


def test_in_a_shared_drive_copies_are_tried_and_what_cannot_be_deleted_is_trashed(
    standin: StandIn, tmp_path: Path, caller_for: Callable[[str], Caller]
) -> None:
    principal = caller_for(PRINCIPAL)
    drive = principal.json("POST", "/drive/v3/drives", params={"requestId": "a"}, json={"name": "Báo cáo"})[
        "id"
    ]
    member = {"type": "user", "role": "fileOrganizer", "emailAddress": ACCOUNT}
    shared = {"supportsAllDrives": "true"}
    principal.json("POST", f"/drive/v3/files/{drive}/permissions", params=shared, json=member)
    no_storage(standin)

    # A folder that a person made is beyond what the service asks for in its work.
    with opened(standin, tmp_path) as ws:
        [seen_by_service], _ = verify(ws, folder=drive, sleep=lambda _: None)
    assert "404" in seen_by_service.found
    with opened(standin, tmp_path, all_files=True) as ws:
        seen, left = verify(ws, folder=drive, sleep=lambda _: None)

    verdicts = {item.key: item.verdict for item in seen}
    assert verdicts["drive-copy"] == AS_ASSUMED
    # forms.create makes the file in the account's own space; Drive makes it where it is wanted.
    assert verdicts["forms-create"] == DIFFERENT
    assert verdicts["forms-filter"] == AS_ASSUMED
    assert left == []
    everywhere = shared | {"includeItemsFromAllDrives": "true"}
    assert principal.names("trashed = false", **everywhere) == []


def test_a_limit_is_provoked_once_and_told(tmp_path: Path) -> None:
    quotas = Quotas(parse_limits("sheets.read=20"))
    with StandIn.start(tmp_path / "google", quotas=quotas) as standin, opened(standin, tmp_path) as ws:
        seen, _ = verify(ws, provoke_limit=True, sleep=lambda _: None)
    [limit] = [item for item in seen if item.key == "sheets-limit"]
    assert limit.verdict == AS_ASSUMED
    assert limit.found == "429 RESOURCE_EXHAUSTED; Retry-After: không có."


def no_storage(standin: StandIn) -> None:
    with standin.database.transaction(ACCOUNT, dt.datetime.now(dt.UTC), write=True) as state:
        state.put_thing("setting", "no_storage", True)
