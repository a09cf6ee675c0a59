"""What a report costs by its size: calls to Google and seconds, to create it and to refresh it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parent / "unit"))
from document_desk import a_block, a_report, a_table

from service.domain.report import BlockKind, Report
from service.google.credentials import load_credentials
from service.google.documents.drafts import create_draft, ensure_template, refresh_draft
from service.google.making import make_first
from service.google.session import GoogleSession, resource
from service.templates import report_template
from service.workspace import GoogleEndpoint

#: Responsibilities of a report.
SIZES = (11, 100, 300)


@dataclass(frozen=True)
class ReportCost:
    """Writing one report, or writing it again."""

    responsibilities: int
    #: "create" or "refresh".
    deed: str
    calls: int
    seconds: float


def report_of(size: int, day: int) -> Report:
    """Three blocks and three rows of the annex for each responsibility; another day says other things."""
    body = []
    for task in range(size):
        body += [
            a_block(f"{task}.title", f"{task}. Nhiệm vụ số {task}", BlockKind.HEADING_2),
            a_block(f"{task}.done", f"Trong kỳ đã tổ chức {day + task} hoạt động, trả lời mọi ý kiến. " * 3),
            a_block(f"{task}.missing", f"Tổ {task} chưa gửi số liệu {day} của kỳ này."),
        ]
    rows = [
        (f"Chỉ tiêu {task}.{number}", f"{task * number + day}", f"{task + day}", "Văn phòng")
        for task in range(size)
        for number in range(3)
    ]
    table = a_table("annex.table", ("Chỉ tiêu", "Kỳ này", "Lũy kế", "Nguồn"), *rows)
    return a_report(*body, annex=(a_block("annex", "PHỤ LỤC", BlockKind.ANNEX_TITLE), table))


def measure_reports(endpoint: GoogleEndpoint) -> Iterator[ReportCost]:
    """Create and refresh a report of each size, against the stand-in."""
    session = GoogleSession(load_credentials(endpoint.credentials), base_url=endpoint.base_url)
    drive, docs = resource(session, "drive", "v3"), resource(session, "docs", "v1")
    template = ensure_template(drive, *report_template())
    for size in SIZES:
        before, started = session.calls.total, time.perf_counter()
        draft = create_draft(drive, docs, template, report_of(size, 1), f"bench:{size}", once=make_first)
        yield _cost(size, "create", session.calls.total - before, started)
        before, started = session.calls.total, time.perf_counter()
        refresh_draft(docs, draft, report_of(size, 2))
        yield _cost(size, "refresh", session.calls.total - before, started)


def _cost(size: int, deed: str, calls: int, started: float) -> ReportCost:
    return ReportCost(size, deed, calls, round(time.perf_counter() - started, 2))
