"""Raw submissions become activities and feedback, or problems that say what a person has to mend."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from service.domain.dates import short_date
from service.domain.expectations import Expectation, Unit
from service.domain.matching import activity_status, evidence_links, responsibility_code, unit_name
from service.domain.records import Activity, ActivityStatus, Feedback, FeedbackGroup, Problem, SourceRef
from service.domain.text import fold, nfc

FIGURE_PREFIX = "figure:"
_WHOLE = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
#: Day 0 of a spreadsheet's serial dates, and the span in which a bare number is read as a date.
_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # 2000 to 2099
#: A date this much older than its submission is a slip of the year, not an activity.
_OLDEST = dt.timedelta(days=2 * 366)

T = TypeVar("T")
Value = str | int | float | bool | dt.date | dt.datetime | None


class UnclearError(ValueError):
    """A value that cannot be read with certainty; the message says why, in Vietnamese."""


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
    zone: dt.tzinfo = dt.UTC


def activity_from_form(raw: RawForm, context: IntakeContext) -> Activity | Problem:
    """The activity that an answer reports, or the first thing that is wrong with it."""
    answers = {key: nfc(value).strip() for key, value in raw.answers.items()}
    unit = unit_name(answers.get("unit", ""), context.units)
    if unit is None:
        said = answers.get("unit") or "(để trống)"
        return _form_problem(
            raw,
            context,
            "unit",
            f"Không nhận ra đơn vị «{said}».",
            "Mở lại phiếu bằng liên kết sửa và chọn đúng đơn vị, hoặc bổ sung tên này vào tab «Danh bạ».",
        )
    try:
        day = read_date(answers.get("date", ""))
        participants = read_whole(answers.get("participants", ""))
        figures = {
            key.removeprefix(FIGURE_PREFIX): number
            for key, value in answers.items()
            if key.startswith(FIGURE_PREFIX) and (number := read_whole(value)) is not None
        }
        _check_day(day, raw.submitted_at.astimezone(context.zone).date())
    except UnclearError as error:
        return _form_problem(
            raw, context, "value", str(error), "Mở lại phiếu bằng liên kết sửa và ghi lại cho đúng."
        )
    status = activity_status(answers.get("status", "")) or ActivityStatus.DONE
    if day is None and status is not ActivityStatus.NOTHING:
        return _form_problem(
            raw, context, "date", "Phiếu chưa ghi ngày thực hiện.", "Mở lại phiếu và chọn ngày."
        )
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
    try:
        day = _in_cell(raw, "date", read_date)
        participants = _in_cell(raw, "participants", read_whole)
        figures = dict(_figures(raw, context))
        status = _row_status(raw)
    except _CellError as error:
        return _row_problem(raw, error.key, error.cell, error.reason)
    title, result = _text(raw, "title"), _text(raw, "result")
    if not title and not result:
        return _row_problem(raw, "title", raw.cells.get("title"), "Dòng này chưa ghi nội dung hoạt động.")
    if day is None and status is not ActivityStatus.NOTHING:
        return _row_problem(raw, "date", raw.cells.get("date"), "Dòng này chưa ghi ngày thực hiện.")
    try:
        _check_day(day, raw.first_seen_at.astimezone(context.zone).date())
    except UnclearError as error:
        return _row_problem(raw, "date", raw.cells.get("date"), str(error))
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
    answers = {key: nfc(value).strip() for key, value in raw.answers.items()}
    text = answers.get("text", "")
    rating = answers.get("satisfaction", "")
    if not text and not rating:
        return _form_problem(
            raw, context, "text", "Phiếu góp ý không có nội dung.", "Không phải làm gì thêm."
        )
    groups = {fold(group.value): group for group in FeedbackGroup}
    topic = answers.get("topic", "")
    codes = {fold(name): codes for name, codes in context.topics.items()}
    return Feedback(
        ref=raw.ref,
        submitted_at=raw.submitted_at,
        group=groups.get(fold(answers.get("group", "")), FeedbackGroup.OTHER),
        topic=topic,
        responsibilities=codes.get(fold(topic), ()),
        text=text,
        satisfaction=int(rating) if rating in ("1", "2", "3", "4", "5") else None,
        wants_answer=fold(answers.get("wants_answer", "")).startswith("co"),
    )


def read_date(value: Value) -> dt.date | None:
    """A date in any of the ways people write one, day first; None if blank. Raises UnclearError."""
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or value == "":
        return None
    if isinstance(value, dt.date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if int(value) in _SERIALS:
            return _EPOCH + dt.timedelta(days=int(value))
        raise UnclearError(f"«{value}» không phải là ngày.")
    text = nfc(str(value)).strip()
    for pattern, order in ((_ISO, (0, 1, 2)), (_DAY_FIRST, (2, 1, 0)), (_IN_WORDS, (2, 1, 0))):
        found = pattern.search(text)
        if found:
            parts = [int(part) for part in found.groups()]
            try:
                return dt.date(*(parts[i] for i in order))
            except ValueError as error:
                raise UnclearError(f"Không có ngày «{text}» trong lịch.") from error
    raise UnclearError(f"Không đọc được ngày «{text}»; cần ghi đủ ngày/tháng/năm, ví dụ 12/3/2025.")


def read_whole(value: Value) -> int | None:
    """A count; None if blank, 0 only for a true zero. Raises UnclearError for anything not certain."""
    if value is None or value == "":
        return None
    if isinstance(value, (bool, dt.date)):
        raise UnclearError(f"«{value}» không phải là số lượng.")
    if isinstance(value, (int, float)):
        if value != int(value) or value < 0:
            raise UnclearError(f"Số lượng phải là số nguyên không âm, không phải «{value}».")
        return int(value)
    text = nfc(value).strip()
    found = _WHOLE.fullmatch(text) or _WHOLE.fullmatch(
        re.sub(r"\s*(người|lượt|em|đơn|cuộc|bộ|buổi)$", "", text)
    )
    if found is None:
        raise UnclearError(f"«{text}» không phải là số lượng; cần ghi bằng chữ số, ví dụ 45.")
    return int(found.group().replace(".", ""))


class _CellError(Exception):
    def __init__(self, key: str, cell: RawCell, reason: str) -> None:
        super().__init__(reason)
        self.key, self.cell, self.reason = key, cell, reason


def _in_cell(raw: RawRow, key: str, read: Callable[[Value], T]) -> T:
    cell = raw.cells.get(key, RawCell(value=None))
    try:
        return read(cell.value)
    except UnclearError as error:
        raise _CellError(key, cell, str(error)) from error


def _row_status(raw: RawRow) -> ActivityStatus:
    cell = raw.cells.get("status", RawCell(value=None))
    said = _text(raw, "status")
    if not said:
        # Staff write down what they have done; only a few sheets have this column at all.
        return ActivityStatus.DONE
    status = activity_status(said)
    if status is None:
        reason = (
            f"Không hiểu tình trạng «{said}»; cần một trong: Đã hoàn thành, Đang thực hiện, Mới lên kế hoạch."
        )
        raise _CellError("status", cell, reason)
    return status


def _figures(raw: RawRow, context: IntakeContext) -> Iterator[tuple[str, int]]:
    labels = {fold(label): label for item in context.expectations for label in item.figures}
    for header, cell in raw.extras.items():
        label = labels.get(fold(header))
        if label is None:
            continue
        try:
            number = read_whole(cell.value)
        except UnclearError as error:
            raise _CellError(header, cell, str(error)) from error
        if number is not None:
            yield label, number


def _text(raw: RawRow, key: str) -> str:
    cell = raw.cells.get(key)
    return "" if cell is None or cell.value is None else nfc(str(cell.value)).strip()


def _check_day(day: dt.date | None, sent: dt.date) -> None:
    if day is None:
        return
    if day > sent:
        raise UnclearError(f"Ngày {short_date(day)} sau ngày gửi ({short_date(sent)}).")
    if day < sent - _OLDEST:
        raise UnclearError(f"Ngày {short_date(day)} quá xa ngày gửi ({short_date(sent)}); có thể nhầm năm.")


def _form_problem(raw: RawForm, context: IntakeContext, what: str, reason: str, remedy: str) -> Problem:
    sent = raw.submitted_at.astimezone(context.zone)
    return Problem(
        key=f"{raw.ref.key}:{what}",
        source=raw.source,
        where=f"phiếu gửi {sent:%H:%M} ngày {short_date(sent.date())}",
        reason=reason,
        remedy=remedy,
        who=raw.email or "Người gửi phiếu",
        ref=raw.ref,
    )


def _row_problem(raw: RawRow, key: str, cell: RawCell | None, reason: str) -> Problem:
    return Problem(
        key=f"{raw.ref.key}:{key}",
        source=raw.source,
        where=(cell.address if cell else "") or _any_address(raw),
        reason=reason,
        remedy="Sửa ngay tại ô này; lần đọc sau dòng sẽ được tính.",
        who=raw.unit,
        ref=raw.ref,
    )


def _any_address(raw: RawRow) -> str:
    return next((cell.address for cell in raw.cells.values() if cell.address), "")
