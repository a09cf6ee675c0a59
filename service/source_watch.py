"""Readings that are not taken over by themselves: of files in the bin, and of which too much is gone."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from service.store import Database, Event, Source
from service.store import events as event_rows
from service.store import schools as school_rows

#: More than this share of a source's rows, and at least so many, are not taken away without being asked.
TOO_MUCH = 0.2
TOO_MANY = 5

ACCEPTED = "source"


def too_much_is_gone(gone: int, known: int) -> bool:
    """Whether so many of the known rows went at once that a person is asked first."""
    return gone >= TOO_MANY and gone > known * TOO_MUCH


def digest_of(gone: Sequence[str]) -> str:
    """Names a loss by the rows that are gone: another loss has to be accepted anew."""
    return hashlib.sha256("\n".join(sorted(gone)).encode()).hexdigest()[:16]


def stopped_key(source_key: str, digest: str) -> str:
    """Key of the row of «Cần sửa» that asks about a loss."""
    return f"stopped:{source_key}:{digest}"


def stopped_line(label: str, gone: int, known: int) -> str:
    """What people are told of a loss."""
    return (
        f"«{label}» vừa mất {gone} trong {known} dòng cùng lúc. "
        "Dịch vụ giữ nguyên số liệu đã đọc và chưa nhận gì thêm từ tệp này."
    )


def lost_answers_line(label: str, gone: int, known: int) -> str:
    """What people are told of answers of a form that are gone."""
    return (
        f"«{label}» vừa mất {gone} trong {known} phiếu cùng lúc. "
        "Dịch vụ vẫn tính các phiếu ấy và vẫn nhận phiếu mới cho đến khi nhà trường trả lời."
    )


def trashed_line(label: str) -> str:
    """What people are told of a file in the bin."""
    return f"«{label}» đang ở trong Thùng rác của Google Drive. Hãy khôi phục tệp để dịch vụ đọc tiếp."


def accept(
    database: Database, school_id: str, source: Source, *, who: str, why: str, at: dt.datetime
) -> None:
    """Take a loss over in the next reading: it is what a person wanted."""
    body = {"digest": source.stopped, "why": why}
    with database.begin() as tx:
        event_rows.add_event(
            tx, school_id, Event(at=at, who=who, kind=ACCEPTED, subject=source.key, body=body)
        )
        # It has changed for us: the next cycle reads it.
        school_rows.mark_stale(tx, school_id, source.key)


def is_accepted(
    database: Database, school_id: str, source_key: str, digest: str, dismissed: Sequence[str]
) -> bool:
    """Whether a person took this loss over, by command or in the tab «Cần sửa»."""
    if stopped_key(source_key, digest) in dismissed:
        return True
    with database.begin() as tx:
        said = event_rows.list_events(tx, school_id, kind=ACCEPTED, subject=source_key)
    return any(event.body.get("digest") == digest for event in said)
