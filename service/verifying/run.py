"""All trials in order; what one cannot do does not keep the others from theirs."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import gspread
from googleapiclient.errors import HttpError

from service.verifying.docs import docs_trials
from service.verifying.drive import copy_trial, open_folder
from service.verifying.forms import forms_trials
from service.verifying.seen import Desk, Seen, reason_of
from service.verifying.sheets import sheets_trials
from service.workspace import Workspace

log = logging.getLogger(__name__)

#: Steps for a bar: folder, forms, docs, sheets, copies, cleaning up.
STEPS = 6


def verify(
    ws: Workspace,
    *,
    folder: str | None = None,
    provoke_limit: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[list[Seen], list[str]]:
    """(what was seen, ids of scratch files that could not be thrown away)."""
    desk = Desk(ws)
    trials: list[tuple[str, Callable[[], list[Seen]]]] = [
        ("Biểu mẫu", lambda: forms_trials(desk, sleep)),
        ("Văn bản", lambda: docs_trials(desk)),
        ("Trang tính", lambda: sheets_trials(desk, provoke_limit=provoke_limit)),
        ("Bản chép", lambda: [copy_trial(desk)]),
    ]
    try:
        progress("Thư mục thử")
        seen = [open_folder(desk, folder)]
        for name, trial in trials if desk.folder else []:
            progress(name)
            seen += _tried(name, trial)
    finally:
        progress("Dọn tệp thử")
        left = desk.clear()
    return seen, left


def _tried(name: str, trial: Callable[[], list[Seen]]) -> list[Seen]:
    try:
        return trial()
    except (HttpError, gspread.exceptions.APIError) as error:
        log.warning("trial %s ended early: %s", name, error)
        found = reason_of(error) if isinstance(error, HttpError) else f"Google trả {error}"
        return [Seen.of(f"trial-{name}", name, "Làm được đến cùng.", found, is_same=False)]
