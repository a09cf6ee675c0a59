"""Builders of domain values, and the cast of the tests: units of Trường THCS Trường Chinh, staff invented."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from service.domain.checks import CheckResult, check
from service.domain.expectations import Expectation, Period, Unit
from service.domain.findings import Finding, Status
from service.domain.intake import IntakeContext, RawCell, RawForm, RawRow
from service.domain.plan import DutyKind, Plan, ReportingDuty
from service.domain.readings import Value
from service.domain.records import Activity, ActivityStatus, Feedback, FeedbackGroup, SourceKind, SourceRef

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

#: Cô Lan leads Tổ Toán – Tin, thầy Hùng the union, cô Mai the office.
MATHS, UNION, OFFICE = "Tổ Toán – Tin", "Công đoàn", "Tổ Văn phòng"
LAN, HUNG = "lan.toan@truongchinh.example", "hung.congdoan@truongchinh.example"
UNITS = (
    Unit(name=MATHS, aliases=("Toán Tin", "Tổ Toán"), group="Tổ chuyên môn"),
    Unit(name=UNION, aliases=("BCH Công đoàn", "Ban Chấp hành Công đoàn")),
    Unit(name=OFFICE),
)
#: «Tiếp công dân, giải quyết đơn thư», the responsibility that most tests are about.
CODE = "II.1.c"
GOOD_RESULT = "Đã tiếp 04 lượt cha mẹ học sinh, giải đáp về lịch học hai buổi."

_numbers = itertools.count(1)


def a_ref(record: str | None = None, *, kind: SourceKind = SourceKind.FORM, version: str = "1") -> SourceRef:
    name = record or f"r{next(_numbers):05d}"
    return SourceRef(kind=kind, source_id="bieu-mau", record_id=name, version=version)


def at(day: dt.date, hour: int = 8) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZONE)


def a_yearly_duty(period: str | None = "6 tháng", day: int = 5, month: int = 5) -> ReportingDuty:
    return ReportingDuty(
        quote=f"{period} trước ngày {day:02d}/{month}",
        kind=DutyKind.YEARLY,
        day=day,
        month=month,
        period=period,
        strictly_before=True,
        recipient="UBND quận Tân Bình",
        via="Phòng Nội vụ",
    )


#: The duties of the school's plan.
THREE_DUTIES = (
    a_yearly_duty("6 tháng", 5, 5),
    a_yearly_duty("9 tháng", 5, 9),
    a_yearly_duty("năm", 5, 11),
)


def a_plan(
    *duties: ReportingDuty,
    title: str = "Công tác dân vận và thực hiện quy chế dân chủ năm 2025",
    date: dt.date | None = dt.date(2025, 3, 4),
) -> Plan:
    return Plan(
        number="95",
        symbol="KH-TC",
        place="Tân Bình",
        date=date,
        issuer="Trường THCS Trường Chinh",
        title=title,
        reporting=duties,
    )


def a_period(
    key: str = "6T",
    *,
    data_from: dt.date = dt.date(2024, 11, 1),
    data_to: dt.date = dt.date(2025, 4, 30),
    due: dt.date = dt.date(2025, 5, 5),
    internal_due: dt.date = dt.date(2025, 4, 18),
    closes: dt.date = dt.date(2025, 5, 3),
) -> Period:
    return Period(
        key=key,
        label=key,
        data_from=data_from,
        data_to=data_to,
        due=due,
        strictly_before=True,
        last_working_day=due - dt.timedelta(days=1),
        internal_due=internal_due,
        closes=closes,
        opens=due - dt.timedelta(days=21),
        drafts_from=due - dt.timedelta(days=14),
        opinions_from=due - dt.timedelta(days=7),
    )


#: The 9 months go on where the 6 months began.
NINE_MONTHS = a_period(
    "9T",
    data_to=dt.date(2025, 8, 31),
    due=dt.date(2025, 9, 5),
    internal_due=dt.date(2025, 8, 22),
    closes=dt.date(2025, 9, 3),
)


def an_expectation(
    code: str = CODE,
    *,
    short_name: str = "Tiếp công dân, giải quyết đơn thư",
    owners: tuple[str, ...] = (MATHS,),
    min_activities: int = 1,
    evidence_required: bool = False,
    figures: tuple[str, ...] = ("Đơn nhận", "Đã giải quyết"),
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Expectation:
    return Expectation(
        code=code,
        text=short_name,
        short_name=short_name,
        owners=owners,
        min_activities=min_activities,
        evidence_required=evidence_required,
        figures=figures,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def an_activity(
    *,
    ref: SourceRef | None = None,
    date: dt.date | None = dt.date(2025, 3, 12),
    submitted_at: dt.datetime | None = None,
    unit: str = MATHS,
    responsibility: str | None = CODE,
    title: str = "Tiếp cha mẹ học sinh khối 9",
    result: str = GOOD_RESULT,
    status: ActivityStatus = ActivityStatus.DONE,
    participants: int | None = None,
    figures: Mapping[str, int] | None = None,
    evidence: tuple[str, ...] = (),
) -> Activity:
    return Activity(
        ref=ref or a_ref(),
        submitted_at=submitted_at or at(date or dt.date(2025, 3, 12), 16),
        unit=unit,
        responsibility=responsibility,
        title=title,
        date=date,
        result=result,
        status=status,
        participants=participants,
        figures=figures or {},
        evidence=evidence,
    )


def a_feedback(
    *,
    text: str = "",
    satisfaction: int | None = None,
    responsibilities: tuple[str, ...] = (CODE,),
    submitted_at: dt.datetime | None = None,
    group: FeedbackGroup = FeedbackGroup.PARENT,
    topic: str = "Tiếp công dân",
    wants_answer: bool = False,
) -> Feedback:
    return Feedback(
        ref=a_ref(),
        submitted_at=submitted_at or at(dt.date(2025, 4, 2)),
        group=group,
        topic=topic,
        responsibilities=responsibilities,
        text=text,
        satisfaction=satisfaction,
        wants_answer=wants_answer,
    )


def checked(
    *activities: Activity,
    expectations: Iterable[Expectation] | None = None,
    periods: Iterable[Period] | None = None,
    feedback: Iterable[Feedback] = (),
    as_of: dt.date = dt.date(2025, 4, 10),
    extensions: Mapping[tuple[str, str], dt.date] | None = None,
) -> CheckResult:
    return check(
        tuple(expectations or (an_expectation(),)),
        tuple(periods or (a_period(),)),
        activities,
        feedback,
        as_of=as_of,
        zone=ZONE,
        extensions=extensions,
    )


def a_finding(code: str, owner: str, status: Status, *, period: str = "6T", counted: int = 0) -> Finding:
    return Finding(
        code=code,
        owner=owner,
        period=period,
        status=status,
        rule="test.rule",
        reason="",
        counted=tuple(a_ref() for _ in range(counted)),
    )


def a_context(
    *expectations: Expectation,
    topics: Mapping[str, tuple[str, ...]] | None = None,
    staff: Mapping[str, str] | None = None,
) -> IntakeContext:
    return IntakeContext(
        expectations=expectations or (an_expectation(),),
        units=UNITS,
        topics=topics or {},
        staff=staff or {},
        zone=ZONE,
    )


def a_form(
    *, submitted_at: dt.datetime | None = None, email: str | None = LAN, **answers: str | None
) -> RawForm:
    """A complete answer; an answer set to None was left blank."""
    said: dict[str, str | None] = {
        "unit": MATHS,
        "responsibility": "II.1.c · Tiếp công dân, giải quyết đơn thư",
        "title": "Tiếp cha mẹ học sinh khối 9",
        "date": "2025-03-12",
        "result": GOOD_RESULT,
        "status": "Đã hoàn thành",
        **answers,
    }
    return RawForm(
        ref=a_ref(),
        submitted_at=submitted_at or at(dt.date(2025, 3, 13)),
        source="Báo cáo hoạt động",
        email=email,
        answers={key: value for key, value in said.items() if value is not None},
    )


def a_row(
    *,
    first_seen_at: dt.datetime | None = None,
    extras: Mapping[str, Value] | None = None,
    links: tuple[str, ...] = (),
    **cells: Value,
) -> RawRow:
    """A complete row 7; a cell set to None is blank."""
    said: dict[str, Value] = {
        "date": dt.date(2025, 3, 12),
        "title": "Tiếp cha mẹ học sinh khối 9",
        "responsibility": "II.1.c",
        "result": GOOD_RESULT,
        "evidence": "",
        **cells,
    }
    return RawRow(
        ref=a_ref(kind=SourceKind.SHEET),
        first_seen_at=first_seen_at or at(dt.date(2025, 3, 13)),
        source="Sổ hoạt động Tổ Toán – Tin",
        unit=MATHS,
        cells={
            key: RawCell(
                value=value, address=f"Hoạt động!{column}7", links=links if key == "evidence" else ()
            )
            for column, (key, value) in zip("ABCDEFGHI", said.items(), strict=False)
            if value is not None
        },
        extras={
            header: RawCell(value=value, address="Hoạt động!K7") for header, value in (extras or {}).items()
        },
    )
