"""The ledger as people and machines read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from service.config import ZONE
from service.domain.dates import short_date
from service.domain.runs import Outcome, Proof, SourceRead
from service.store import Run
from service.text_table import table

#: A run without an end that began longer ago than this was killed.
KILLED_AFTER = dt.timedelta(minutes=30)

KINDS: Mapping[str, str] = {
    "cycle": "Một lượt đầy đủ",
    "sync": "Đọc nguồn",
    "check": "Kiểm tra",
    "review": "Cập nhật bảng theo dõi",
    "draft": "Soạn dự thảo",
    "setup": "Thiết lập trường",
}
STEPS: Mapping[str, str] = {
    "sync": "đọc nguồn",
    "check": "kiểm tra",
    "review": "bảng theo dõi",
    "approved": "văn bản đã duyệt",
    "upkeep": "biểu mẫu và sổ",
    "draft": "dự thảo",
    "hearing": "lấy ý kiến",
    "setup": "tạo tệp",
}
_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.RUNNING: "đang chạy",
    Outcome.DONE: "xong",
    Outcome.IDLE: "không có gì mới",
    Outcome.FAILED: "có lỗi",
}
#: How much of a run's id is enough to name it.
SHORT_ID = 8


def outcome_words(run: Run, now: dt.datetime) -> str:
    """«xong», «có lỗi», «bỏ dở» for a run that was killed; `now` is the real time."""
    if run.outcome is Outcome.RUNNING and run.started_at < now - KILLED_AFTER:
        return "bỏ dở"
    return _OUTCOMES[run.outcome]


def moment_words(moment: dt.datetime) -> str:
    """«08:10:05 ngày 12/3/2025»."""
    local = moment.astimezone(ZONE)
    return f"{local:%H:%M:%S} ngày {short_date(local.date())}"


def duration_words(run: Run) -> str:
    """«12,3 giây»; "" while it runs."""
    if run.finished_at is None:
        return ""
    return f"{(run.finished_at - run.started_at).total_seconds():.1f} giây".replace(".", ",")


def read_words(proof: Proof) -> str:
    """«12 nguồn, 340 phiếu và dòng, 3 mới»."""
    if not proof.sources:
        return ""
    return f"{len(proof.sources)} nguồn, {proof.read} phiếu và dòng, {proof.changed} mới hoặc sửa"


def refused_words(proof: Proof) -> str:
    """«1 nguồn chưa đọc được; 4 mục cần sửa»."""
    parts = []
    if proof.failed:
        parts.append(f"{len(proof.failed)} nguồn chưa đọc được")
    if proof.refused:
        parts.append(f"{sum(proof.refused.values())} mục cần sửa")
    return "; ".join(parts)


def written_words(proof: Proof) -> str:
    """«Trang tính của trường: tab «Theo dõi»; …»."""
    return "; ".join(f"{where}: {what}" for where, what in written_by_file(proof))


def written_by_file(proof: Proof) -> tuple[tuple[str, str], ...]:
    """(file, what of it) in the order in which they were first written."""
    files: dict[str, list[str]] = {}
    for item in proof.written:
        files.setdefault(item.where, []).append(item.what)
    return tuple((where, ", ".join(what)) for where, what in files.items())


def calls_words(calls: Mapping[str, int]) -> str:
    """«sheets 3, docs 2»."""
    return ", ".join(f"{service} {count}" for service, count in calls.items())


def source_words(item: SourceRead) -> str:
    """«10 phiếu, 2 mới hoặc sửa; đến 08:10:00 ngày …; bản số 12»."""
    if item.error:
        return item.error
    what = "phiếu" if item.key.startswith("form:") else "dòng"
    parts = [f"{item.read} {what}, {item.changed} mới hoặc sửa"]
    if item.cursor is not None:
        parts.append(f"đến {moment_words(item.cursor)}")
    if item.revision is not None:
        parts.append(f"bản số {item.revision}")
    return "; ".join(parts)


# --- the terminal ----------------------------------------------------------------------------------


def runs_for_people(runs: Sequence[Run], now: dt.datetime) -> str:
    """`dunghan ledger`."""
    if not runs:
        return "Chưa có lần chạy nào."
    rows = [
        (
            run.id[:SHORT_ID],
            moment_words(run.started_at),
            KINDS.get(run.kind, run.kind),
            outcome_words(run, now),
            "; ".join(
                filter(None, (read_words(run.proof), refused_words(run.proof), written_words(run.proof)))
            ),
        )
        for run in runs
    ]
    return table(("Số", "Bắt đầu (giờ thật)", "Việc", "Kết quả", "Đã đọc, từ chối, đã ghi"), rows)


def run_for_people(run: Run, now: dt.datetime) -> str:
    """`dunghan ledger --run`."""
    proof = run.proof
    lines = [
        f"Lần chạy {run.id}",
        f"{KINDS.get(run.kind, run.kind)}: {outcome_words(run, now)}",
        f"Giờ thật: {moment_words(run.started_at)}, {duration_words(run) or 'chưa kết thúc'}",
        f"Giờ của trường: {moment_words(run.school_time)}",
    ]
    for title, rows in (
        ("Đã đọc", [(item.label or item.key, source_words(item)) for item in proof.sources]),
        ("Cần sửa", [(source, str(count)) for source, count in proof.refused.items()]),
        ("Đã ghi", list(written_by_file(proof))),
        (
            "Các bước",
            [
                (
                    STEPS.get(step.name, step.name),
                    f"{step.seconds:.1f} giây; {calls_words(step.calls) or 'không gọi Google'}",
                )
                for step in proof.steps
            ],
        ),
    ):
        if rows:
            lines += ["", table((title, ""), rows)]
    if run.error:
        lines += ["", f"Lỗi: {run.error}"]
    return "\n".join(lines)


# --- machines --------------------------------------------------------------------------------------


def run_as_json(run: Run, now: dt.datetime) -> dict[str, Any]:
    """A line of the ledger; times in ISO form, those named `school_*` by the school's clock."""
    proof = run.proof
    killed = run.outcome is Outcome.RUNNING and run.started_at < now - KILLED_AFTER
    return {
        "id": run.id,
        "kind": run.kind,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "school_time": run.school_time.isoformat(),
        "as_of": run.as_of.isoformat(),
        "outcome": "killed" if killed else run.outcome.value,
        "read": proof.read,
        "changed": proof.changed,
        "sources": [
            {
                "key": item.key,
                "label": item.label,
                "read": item.read,
                "changed": item.changed,
                "cursor": item.cursor.isoformat() if item.cursor else None,
                "revision": item.revision,
                "error": item.error,
            }
            for item in proof.sources
        ],
        "refused": dict(proof.refused),
        "written": [{"where": item.where, "what": item.what} for item in proof.written],
        "steps": [
            {"name": step.name, "seconds": step.seconds, "calls": dict(step.calls)} for step in proof.steps
        ],
        "calls": dict(proof.calls),
        "error": run.error,
    }
