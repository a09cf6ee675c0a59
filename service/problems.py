"""What people are told to mend: sources that cannot be read, submissions that cannot be used."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from service.domain.compose.people import without_names
from service.domain.records import Problem
from service.domain.settings import Unread
from service.source_watch import stopped_key
from service.state import SchoolState
from service.store import Source

#: How problems name the school's own spreadsheet.
SCHOOL_SHEET_LABEL = "Trang tính của trường"


def problems_of(state: SchoolState) -> tuple[Problem, ...]:
    """Everything that people are told to mend, those waved through left out."""
    found = [
        *_unreadable(state),
        *state.submissions.problems,
        *_unfiled(state),
        *_unfollowed(state),
        *_not_as_approved(state),
    ]
    standing = (problem for problem in found if problem.key not in state.settings.dismissed)
    # What people typed may hold a name; it is told without it, wherever problems are shown.
    staff = state.settings.staff_names
    return tuple(
        replace(item, where=without_names(item.where, staff), reason=without_names(item.reason, staff))
        for item in standing
    )


def _unfollowed(state: SchoolState) -> list[Problem]:
    return [
        Problem(
            key=f"decided:{period.key}:{stand.edition}",
            source=SCHOOL_SHEET_LABEL,
            where=f"tab «Kỳ báo cáo», kỳ {period.label}",
            reason=stand.unfollowed.reason,
            remedy="Làm theo lý do trên; dịch vụ tự thử lại ở lượt chạy sau. Hoặc chọn «Chưa» ở cột «Duyệt».",
            who="Hiệu trưởng",
        )
        for period in state.periods
        if (stand := state.life(period.key)).unfollowed is not None
    ]


def _not_as_approved(state: SchoolState) -> list[Problem]:
    found = []
    for key, fault in state.doc_faults.items():
        # Its key names what is wrong: waving one change through says nothing of the next.
        digest = hashlib.sha256(repr((fault.trouble, fault.changes)).encode()).hexdigest()[:8]
        reason, remedy = state.doc_told(key, fault)
        found.append(
            Problem(
                key=f"approved:{key}:{fault.edition}:{digest}",
                source=f"Báo cáo {period.label if (period := state.period(key)) else key}",
                where="văn bản đã duyệt",
                reason=reason,
                remedy=remedy,
                who="Hiệu trưởng",
            )
        )
    return found


def _unreadable(state: SchoolState) -> list[Problem]:
    sources = [
        Problem(
            key=f"source:{source.key}",
            source=source.label,
            where="cả tệp",
            reason=source.last_error,
            remedy="Tệp trở lại thì dịch vụ tự đọc tiếp; trong lúc chờ, các nguồn khác vẫn được đọc.",
            who="Văn thư",
        )
        for source in state.sources
        if source.last_error and not source.stopped
    ]
    stopped = [_stopped_problem(source, source.stopped) for source in state.sources if source.stopped]
    tabs = [_unread_problem(unread) for unread in state.settings.unread]
    return sources + stopped + tabs


def _stopped_problem(source: Source, digest: str) -> Problem:
    if source.kind == "form":
        remedy = (
            "Nếu xóa đúng: ghi lý do vào cột «Bỏ qua, vì…» của dòng này, lần đọc sau dịch vụ mới bỏ các "
            "phiếu ấy. Nếu xóa nhầm: cứ để trống, các phiếu đã nhận vẫn được tính (Google Forms không khôi "
            "phục được phiếu đã xóa)."
        )
    else:
        remedy = (
            "Nếu mất nhầm: khôi phục các dòng từ «Tệp → Nhật ký phiên bản» của sổ. Nếu bỏ đúng: ghi lý do "
            "vào cột «Bỏ qua, vì…» của dòng này, lần đọc sau dịch vụ mới bỏ các dòng ấy."
        )
    return Problem(
        key=stopped_key(source.key, digest),
        source=source.label,
        where="cả tệp",
        reason=source.last_error or "",
        remedy=remedy,
        who="Văn thư",
    )


def _unread_problem(unread: Unread) -> Problem:
    if unread.cell is not None:
        return Problem(
            key=f"cell:{unread.tab}:{unread.key}",
            source=SCHOOL_SHEET_LABEL,
            where=f"ô {unread.cell}",
            reason=unread.reason,
            remedy="Sửa lại ô này; trong lúc chờ, ô được coi như để trống.",
            who="Văn thư",
        )
    return Problem(
        key=f"tab:{unread.tab}",
        source=SCHOOL_SHEET_LABEL,
        where=f"tab «{unread.tab}»",
        reason=unread.reason,
        remedy="Khôi phục tab từ lịch sử phiên bản; trong lúc chờ, dịch vụ dùng lại nội dung lần trước.",
        who="Văn thư",
    )


def _unfiled(state: SchoolState) -> list[Problem]:
    labels = {source.file_id: source.label for source in state.sources}
    return [
        Problem(
            key=f"{activity.ref.key}:responsibility",
            source=labels.get(activity.ref.source_id, ""),
            where=f"«{activity.title}» của {activity.unit}",
            reason="Chưa rõ hoạt động này thuộc nhiệm vụ nào.",
            remedy="Chọn nhiệm vụ trong phiếu, hoặc ghi mã (ví dụ II.1.c) vào cột «Nhiệm vụ» của sổ.",
            who=activity.unit,
            ref=activity.ref,
        )
        for activity in state.result.unassigned
    ]
