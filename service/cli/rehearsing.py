"""`--dry-run`: the command at work on a copy of the store, with a Google that is read and never written."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from service.config import Settings
from service.console import print_json
from service.local import google_endpoint, running_standin
from service.rehearsal import Change, Rehearsal
from service.store import Database
from service.store.copies import copy_as_it_is
from service.text_table import table
from service.workspace import GoogleEndpoint, Workspace, open_workspace

F = TypeVar("F", bound=Callable[..., Any])

#: Letters of a text that one line of the list shows; --json has it whole.
_SHOWN = 200
#: Letters shown before the place where two texts part.
_LEAD = 40
_NOTHING = "Không có gì sẽ thay đổi."
HEADING = "Đây là chạy thử: chưa ghi gì lên Google, chưa ghi gì vào kho dữ liệu."


def dry_run_option(command: F) -> F:
    """`--dry-run`."""
    text = "Chỉ cho xem sẽ thay đổi gì, không ghi gì."
    return click.option("--dry-run", is_flag=True, help=text)(command)


@contextmanager
def rehearsing(settings: Settings, *, moment: dt.datetime | None = None) -> Iterator[Workspace]:
    """A school's clients for a rehearsal."""
    with (
        rehearsal_ground(settings) as (database, endpoint),
        open_workspace(database, endpoint, moment=moment, rehearsal=Rehearsal()) as ws,
    ):
        yield ws


@contextmanager
def rehearsal_ground(settings: Settings) -> Iterator[tuple[Database, GoogleEndpoint]]:
    """A copy of the store, and Google. What there is not yet is made in a folder that goes away again."""
    with (
        tempfile.TemporaryDirectory(prefix="dunghan-") as folder,
        store_copy(settings) as database,
        _google(settings, Path(folder)) as endpoint,
    ):
        yield database, endpoint


@contextmanager
def store_copy(settings: Settings) -> Iterator[Database]:
    """A store to work on that goes away again, with all that the school's store holds."""
    with tempfile.TemporaryDirectory(prefix="dunghan-") as folder:
        copy = Path(folder) / "dunghan.sqlite3"
        _copy_store(settings, copy)
        database = Database(f"sqlite:///{copy}")
        try:
            yield database
        finally:
            database.close()


def rehearsed(ws: Workspace) -> Rehearsal:
    """What a rehearsal has told."""
    if ws.rehearsal is None:
        raise ValueError("this workspace does the work itself")
    return ws.rehearsal


def show_changes(as_json: bool, changes: Iterable[Change]) -> None:
    """What would be written, for people or machines."""
    told = tuple(changes)
    if as_json:
        print_json({"dry_run": True, "changes": changes_as_json(told)})
        return
    click.echo(f"{HEADING}\n")
    click.echo(changes_for_people(told))


def changes_as_json(changes: Iterable[Change]) -> list[dict[str, str]]:
    """Changes for machines."""
    return [_as_json(item) for item in changes]


def changes_for_people(changes: Iterable[Change]) -> str:
    """Changes by file, as tables; a sentence where there are none."""
    files: dict[str, list[Change]] = {}
    for item in changes:
        files.setdefault(item.file, []).append(item)
    parts = []
    for file, items in files.items():
        rows = [(item.deed, item.place, _words(item)) for item in items]
        parts.append(f"{file}\n{table(('Việc', 'Chỗ', 'Nội dung'), rows)}")
    return "\n\n".join(parts) or _NOTHING


def _words(item: Change) -> str:
    before, after = (_short(text) for text in _apart(item.before, item.after))
    text = f"«{before}» → «{after}»" if item.before and item.after else after or before
    return f"{item.about}: {text}" if item.about and text != item.about and text else text or item.about


def _apart(before: str, after: str) -> tuple[str, str]:
    """Two long texts from where they part, with a few words before it."""
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = before.rfind(" ", 0, max(same - _LEAD, 0)) + 1
    if not before or not after or max(len(before), len(after)) <= _SHOWN or start <= 0:
        return before, after
    return f"…{before[start:]}", f"…{after[start:]}"


def _short(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _as_json(item: Change) -> dict[str, str]:
    return {
        "file": item.file,
        "deed": item.deed,
        "place": item.place,
        "about": item.about,
        "before": item.before,
        "after": item.after,
    }


def _copy_store(settings: Settings, copy: Path) -> None:
    url = settings.database_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return  # nothing is set up; opening the store would make it
    copy_as_it_is(url, copy)


@contextmanager
def _google(settings: Settings, folder: Path) -> Iterator[GoogleEndpoint]:
    """Google itself, the stand-in that runs, else one that runs on a copy of its state."""
    google = settings.data_dir / "google"
    if settings.is_local and running_standin(google) is None:
        if google.is_dir():
            shutil.copytree(google, folder / "google")
        settings = replace(settings, data_dir=folder, standin_port=0)
    with google_endpoint(settings) as endpoint:
        yield endpoint
