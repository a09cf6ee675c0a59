"""Raw submissions become activities and feedback, or problems that say what a person has to mend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from service.domain.dates import short_date
from service.domain.expectations import Expectation, Unit
from service.domain.matching import activity_status, evidence_links, folded, responsibility_code, unit_name
from service.domain.readings import UnclearError, Value, quoted, read_date, read_whole
from service.domain.records import Activity, ActivityStatus, Feedback, FeedbackGroup, Problem, SourceRef
from service.domain.text import typed

FIGURE_PREFIX = "figure:"
#: Keys of columns and questions, as people know them.
_COLUMN_NAMES = {
    "date": "Ngày thực hiện",
    "title": "Nội dung hoạt động",
    "participants": "Số người tham dự",
    "status": "Tình trạng",
}
#: A date this much older than its submission is a slip of the year, not an activity.
_OLDEST = dt.timedelta(days=2 * 366)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawForm:
    """One answer of a form, by the keys of its questions."""

    ref: SourceRef
    submitted_at: dt.datetime
    #: Name of the form.
    source: str
    email: str | None
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """A cell and where it stands: «Hoạt động!B7», "" if that is not known."""

    value: Value
    address: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row of a unit's sheet, by the keys of its columns."""

    ref: SourceRef
    first_seen_at: dt.datetime
    #: Name of the file.
    source: str
    unit: str
    cells: Mapping[str, RawCell]
    #: Columns of the unit's own, by header.
    extras: Mapping[str, RawCell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeContext:
    """What is needed to understand a submission."""

    expectations: tuple[Expectation, ...]
    units: tuple[Unit, ...]
    #: Topic of the feedback form → codes.
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Verified e-mail in small letters → unit, for a form whose unit was left blank.
    staff: Mapping[str, str] = field(default_factory=dict)
    zone: dt.tzinfo = dt.UTC


def activity_from_form(raw: RawForm, context: IntakeContext) -> Activity | Problem:
    """The activity that an answer reports, or the first thing that is wrong with it."""
    answers = {key: typed(value) for key, value in raw.answers.items()}
    try:
        unit = _form_unit(raw, answers, context)
        status = _status(answers.get("status", ""))
        day = _reading("date", read_date, answers.get("date", ""))
        _check_day(day, raw.submitted_at.astimezone(context.zone).date(), status)
        _check_said(answers.get("title", ""), answers.get("result", ""), status)
        participants = _reading("participants", read_whole, answers.get("participants", ""))
        figures = dict(_form_figures(answers))
    except _WrongError as error:
        return _form_problem(raw, context, error)
    return Activity(
        ref=raw.ref,
        submitted_at=raw.submitted_at,
        unit=unit,
        responsibility=responsibility_code(answers.get("responsibility", ""), context.expectations),
        title=answers.get("title", ""),
        date=day,
        result=answers.get("result", ""),
        status=status,
        participants=participants,
        figures=figures,
        evidence=evidence_links(answers.get("evidence", "")),
        reporter=raw.email,
    )


def activity_from_row(raw: RawRow, context: IntakeContext) -> Activity | Problem:
    """The activity that a row reports, or the first thing that is wrong with it."""
    title, result = _text(raw, "title"), _text(raw, "result")
    try:
        status = _status(_text(raw, "status"))
        day = _reading("date", read_date, _value(raw, "date"))
        _check_said(title, result, status)
        _check_day(day, raw.first_seen_at.astimezone(context.zone).date(), status)
        participants = _reading("participants", read_whole, _value(raw, "participants"))
        figures = dict(_row_figures(raw, context))
    except _WrongError as error:
        return _row_problem(raw, error)
    evidence = raw.cells.get("evidence")
    return Activity(
        ref=raw.ref,
        submitted_at=raw.first_seen_at,
        unit=raw.unit,
        responsibility=responsibility_code(_text(raw, "responsibility"), context.expectations),
        title=title,
        date=day,
        result=result,
        status=status,
        participants=participants,
        figures=figures,
        evidence=evidence_links(_text(raw, "evidence"), evidence.links if evidence else ()),
        reporter=_text(raw, "person") or None,
    )


def feedback_from_form(raw: RawForm, context: IntakeContext) -> Feedback | Problem:
    """The feedback in an answer; who gave it is kept only as a group."""
    answers = {key: typed(value) for key, value in raw.answers.items()}
    text = answers.get("text", "")
    rating = answers.get("satisfaction", "")
    if not text and not rating:
        empty = _WrongError("text", "Phiếu góp ý không có nội dung.", "Không phải làm gì thêm.")
        return _form_problem(raw, context, empty)
    groups = {folded(group.value): group for group in FeedbackGroup}
    topic = answers.get("topic", "")
    codes = {folded(name): codes for name, codes in context.topics.items()}
    return Feedback(
        ref=raw.ref,
        submitted_at=raw.submitted_at,
        group=groups.get(folded(answers.get("group", "")), FeedbackGroup.OTHER),
        topic=topic,
        responsibilities=codes.get(folded(topic), ()),
        text=text,
        satisfaction=int(rating) if rating in ("1", "2", "3", "4", "5") else None,
        wants_answer=folded(answers.get("wants_answer", "")).startswith("co"),
    )


class _WrongError(Exception):
    """What is wrong with which answer or cell, and what to do about it if not just to correct it."""

    def __init__(self, key: str, reason: str, remedy: str | None = None) -> None:
        super().__init__(reason)
        self.key, self.reason, self.remedy = key, reason, remedy


def _reading(key: str, read: Callable[[Value], T], value: Value) -> T:
    try:
        return read(value)
    except UnclearError as error:
        name = _COLUMN_NAMES.get(key, key)
        raise _WrongError(key, f"{name}: {error}") from error


def _form_unit(raw: RawForm, answers: Mapping[str, str], context: IntakeContext) -> str:
    said = answers.get("unit", "") or context.staff.get((raw.email or "").casefold(), "")
    unit = unit_name(said, context.units)
    if unit is not None:
        return unit
    reason = f"Không nhận ra đơn vị «{quoted(said)}»." if said else "Phiếu chưa chọn đơn vị."
    remedy = "Mở lại phiếu bằng liên kết sửa và chọn đúng đơn vị, hoặc bổ sung tên này vào tab «Danh bạ»."
    raise _WrongError("unit", reason, remedy)


def _status(said: str) -> ActivityStatus:
    if not said:
        # Staff write down what they have done; only a few sheets have this column at all.
        return ActivityStatus.DONE
    status = activity_status(said)
    if status is None:
        choices = ", ".join(item.value for item in ActivityStatus)
        raise _WrongError("status", f"Không hiểu tình trạng «{quoted(said)}»; cần một trong: {choices}.")
    return status


def _check_said(title: str, result: str, status: ActivityStatus) -> None:
    if not title and not result and status is not ActivityStatus.NOTHING:
        raise _WrongError("title", "Chưa ghi nội dung hoạt động.")


def _check_day(day: dt.date | None, sent: dt.date, status: ActivityStatus) -> None:
    """A deed has a day that is over; a plan may lie ahead, and of nothing there is no day."""
    if status is ActivityStatus.PLANNED:
        return
    if day is None:
        if status is not ActivityStatus.NOTHING:
            raise _WrongError("date", "Chưa ghi ngày thực hiện.")
        return
    if day > sent:
        raise _WrongError(
            "date",
            f"Ngày {short_date(day)} sau ngày gửi ({short_date(sent)}).",
            "Ghi lại đúng ngày đã thực hiện; nếu chưa thực hiện thì chọn tình trạng «Mới lên kế hoạch».",
        )
    if day < sent - _OLDEST:
        raise _WrongError(
            "date", f"Ngày {short_date(day)} quá xa ngày gửi ({short_date(sent)}); có thể nhầm năm."
        )


def _form_figures(answers: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for key, value in answers.items():
        if key.startswith(FIGURE_PREFIX):
            label = key.removeprefix(FIGURE_PREFIX)
            number = _reading(label, read_whole, value)
            if number is not None:
                yield label, number


def _row_figures(raw: RawRow, context: IntakeContext) -> Iterator[tuple[str, int]]:
    """Figures in columns of the unit's own whose header is the label of a figure."""
    if not raw.extras:
        return
    labels = {folded(label): label for item in context.expectations for label in item.figures}
    for header, cell in raw.extras.items():
        label = labels.get(folded(header))
        if label is not None:
            number = _reading(header, read_whole, cell.value)
            if number is not None:
                yield label, number


def _value(raw: RawRow, key: str) -> Value:
    cell = raw.cells.get(key)
    return None if cell is None else cell.value


def _text(raw: RawRow, key: str) -> str:
    value = _value(raw, key)
    if isinstance(value, dt.date):
        return short_date(value)
    return "" if value is None else typed(str(value))


def _form_problem(raw: RawForm, context: IntakeContext, error: _WrongError) -> Problem:
    sent = raw.submitted_at.astimezone(context.zone)
    return Problem(
        key=f"{raw.ref.key}:{error.key}",
        source=raw.source,
        where=f"phiếu gửi {sent:%H:%M} ngày {short_date(sent.date())}",
        reason=error.reason,
        remedy=error.remedy or "Mở lại phiếu bằng liên kết sửa và ghi lại cho đúng.",
        who=raw.email or "Người gửi phiếu",
        ref=raw.ref,
    )


def _row_problem(raw: RawRow, error: _WrongError) -> Problem:
    cell = raw.cells.get(error.key) or raw.extras.get(error.key)
    return Problem(
        key=f"{raw.ref.key}:{error.key}",
        source=raw.source,
        where=(cell.address if cell else "") or _beside(raw, error.key),
        reason=error.reason,
        remedy=error.remedy or "Sửa ngay tại ô này; lần đọc sau dòng sẽ được tính.",
        who=raw.unit,
        ref=raw.ref,
    )


def _beside(raw: RawRow, key: str) -> str:
    """Where the row stands, if the cell that is wrong is not there or blank."""
    known = next((cell.address for cell in raw.cells.values() if cell.address), "")
    return f"cột «{_COLUMN_NAMES.get(key, key)}», cùng dòng với ô {known}" if known else ""
