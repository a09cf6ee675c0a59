"""What should be done now, the most pressing first; told of the report that is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.coverage import Coverage
from service.domain.dates import count, short_date
from service.domain.expectations import Period
from service.domain.findings import Status
from service.domain.records import Problem
from service.domain.review import OWING
from service.domain.stages import Stage
from service.state import SCHOOL_SHEET, SchoolState

PRINCIPAL = "Hiệu trưởng"
SECRETARY = "Văn thư"
_WITHOUT_SHEET = "Trong lúc chờ, dịch vụ dùng các thiết lập đọc lần trước."


class Door(StrEnum):
    """Where the thing is done."""

    SHEET = "sheet"  # the school's spreadsheet
    HEARING = "hearing"  # what staff say of a draft
    DRAFT = "draft"  # the Doc of the report
    REPORT = "report"  # the page of the report
    CORRECTIONS = "corrections"  # what an approved report would say otherwise
    PROBLEMS = "problems"  # the list of what to mend
    SOURCES = "sources"  # the list of forms and sheets
    COVERAGE = "coverage"  # the matrix
    DIRECTORY = "directory"  # the page on which people choose what comes after what has ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing to do."""

    what: str
    who: str
    door: Door
    #: Key of the period whose page is meant.
    period: str = ""
    #: («Công đoàn», codes it owes), or ("", codes to look at).
    about: tuple[tuple[str, tuple[str, ...]], ...] = ()


def todos(
    state: SchoolState, period: Period | None, matrix: Coverage | None, problems: Sequence[Problem]
) -> tuple[Todo, ...]:
    """What is to be done on the day of the state for the report of this period."""
    found = _unread(state) + _not_as_approved(state)
    if period is not None and matrix is not None:
        found += _of_report(state, period, matrix)
    found += _corrections(state)
    typed = [problem for problem in problems if not problem.key.startswith(("source:", "approved:"))]
    if typed:
        who = "; ".join(dict.fromkeys(problem.who for problem in typed if problem.who))
        found.append(Todo(what=f"Sửa {count(len(typed))} mục ghi chưa đúng.", who=who, door=Door.PROBLEMS))
    return tuple(found)


def _unread(state: SchoolState) -> list[Todo]:
    unread = [source for source in state.sources if source.last_error]
    own = [
        Todo(what=f"{source.last_error} {_WITHOUT_SHEET}", who=PRINCIPAL, door=Door.SOURCES)
        for source in unread
        if source.key == SCHOOL_SHEET
    ]
    labels = [source.label for source in unread if source.key != SCHOOL_SHEET]
    if not labels:
        return own
    what = f"Mở lại {count(len(labels))} nguồn chưa đọc được: {'; '.join(labels)}."
    return [*own, Todo(what=what, who=SECRETARY, door=Door.SOURCES)]


def _not_as_approved(state: SchoolState) -> list[Todo]:
    """Docs of approved reports that were edited, or are gone."""
    return [
        Todo(what=state.doc_line(key), who=PRINCIPAL, door=Door.REPORT, period=key)
        for key in state.doc_faults
    ]


def _corrections(state: SchoolState) -> list[Todo]:
    """Approved reports that would say something else by now."""
    return [
        Todo(
            what=f"Xem {count(number)} chỗ cần đính chính của báo cáo {period.label} đã duyệt.",
            who=PRINCIPAL,
            door=Door.CORRECTIONS,
            period=period.key,
        )
        for period in state.periods
        if (number := state.corrections.get(period.key, 0)) and state.life(period.key).is_settled
    ]


def _of_report(state: SchoolState, period: Period, matrix: Coverage) -> list[Todo]:
    today, last = state.as_of, short_date(period.last_working_day)
    stage = state.life(period.key).stage
    if stage is Stage.ISSUED:
        return []
    if stage is Stage.APPROVED and period.key in state.doc_faults:
        return []  # told above: it is not issued before that is settled
    if stage is Stage.APPROVED:
        what = f"Ghi số, ngày ban hành và gửi báo cáo {period.label} đã duyệt; ngày cuối là {last}."
        return [Todo(what=what, who=SECRETARY, door=Door.REPORT, period=period.key)]
    if today > period.last_working_day:
        what = f"Hạn nộp báo cáo {period.label} đã qua ngày {last}; nếu chưa gửi, xin ký và gửi ngay."
        return [Todo(what=what, who=PRINCIPAL, door=Door.DRAFT)]
    if today < period.opens:
        what = f"Tiếp tục gửi phiếu; từ ngày {short_date(period.opens)} sẽ nhắc phần còn thiếu."
        return [Todo(what=what, who="Các đơn vị", door=Door.COVERAGE)]
    found = []
    if today > period.closes:
        what = f"Hoàn thiện, duyệt, ký và gửi báo cáo; ngày cuối là {last}."
        found.append(Todo(what=what, who=PRINCIPAL, door=Door.REPORT, period=period.key))
    else:
        found += _remind(state, period, matrix)
    found += _choose(state, period)
    found += _look_again(state, period, matrix)
    if period.confirmed_by is None:
        window = f"{short_date(period.data_from)} – {short_date(period.data_to)}"
        what = f"Xác nhận kỳ số liệu {window} ở tab «Kỳ báo cáo»."
        found.append(Todo(what=what, who=PRINCIPAL, door=Door.SHEET))
    found += _hear(state, period)
    if period.drafts_from <= today <= period.closes:
        what = f"Đọc dự thảo; số liệu được cập nhật đến hết ngày {short_date(period.closes)}."
        found.append(Todo(what=what, who=PRINCIPAL, door=Door.DRAFT))
    return found


def _choose(state: SchoolState, period: Period) -> list[Todo]:
    """What the report names has ended, and somebody has to say what comes after it."""
    names = [item.name for item in state.in_force(period).open]
    if not names or state.life(period.key).is_held:
        return []
    what = f"Chọn bên kế tục của {'; '.join(names)} để báo cáo ký được."
    return [Todo(what=what, who=PRINCIPAL, door=Door.DIRECTORY)]


def _hear(state: SchoolState, period: Period) -> list[Todo]:
    """Staff are to be asked, and answered."""
    hearing = state.hearing(period.key)
    if hearing is None or state.as_of > period.last_working_day:
        return []
    if not hearing.heard:
        what = "Gửi liên kết phiếu «Ý kiến về dự thảo» cho viên chức, người lao động."
        return [Todo(what=what, who=SECRETARY, door=Door.HEARING)]
    waiting = len(hearing.unanswered)
    if not waiting:
        return []
    what = f"Ghi tiếp thu hay không cho {count(waiting)} ý kiến về dự thảo."
    return [Todo(what=what, who=PRINCIPAL, door=Door.HEARING)]


def _remind(state: SchoolState, period: Period, matrix: Coverage) -> list[Todo]:
    """The units that owe something, each with what it owes."""
    owed = tuple((unit, _owed_by(place, matrix)) for place, unit in enumerate(matrix.units) if unit)
    owing = tuple((unit, codes) for unit, codes in owed if codes)
    if not owing:
        return []
    internal, units = short_date(period.internal_due), count(len(owing))
    if state.as_of <= period.internal_due:
        what = f"Nhắc {units} đơn vị gửi phần còn thiếu trước hết ngày {internal}:"
    else:
        what = f"Nhắc {units} đơn vị gửi ngay; hạn nội bộ đã qua ngày {internal}:"
    return [Todo(what=what, who=SECRETARY, door=Door.COVERAGE, about=owing)]


def _owed_by(place: int, matrix: Coverage) -> tuple[str, ...]:
    return tuple(row.code for row in matrix.rows if (cell := row.cells[place]) and cell.status in OWING)


def _look_again(state: SchoolState, period: Period, matrix: Coverage) -> list[Todo]:
    """Responsibilities to be looked at on which the principal has not written her verdict yet."""
    codes = tuple(
        row.code
        for row in matrix.rows
        if any(cell and cell.status is Status.TO_REVIEW for cell in row.cells)
        and not ((decision := state.settings.decision(row.code, period.key)) and decision.verdict)
    )
    if not codes:
        return []
    what = f"Ghi đánh giá cho {count(len(codes))} nhiệm vụ cần xem lại:"
    return [Todo(what=what, who=PRINCIPAL, door=Door.SHEET, about=(("", codes),))]
