"""A school so small that a cycle takes about a second, at three moments of its life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from service import pipeline, tabs
from service.config import ZONE, end_of_day
from service.domain.expectations import Expectation, SchoolProfile, Unit
from service.domain.plan import DutyKind, Plan, ReportingDuty, Responsibility
from service.domain.settings import StaffMember
from service.sample.play import play_answers, play_rows
from service.sample.year import SampleActivity, SampleFeedback, SampleYear
from service.setup import SchoolSetup, set_up
from service.state import SCHOOL_SHEET
from service.store import Database
from service.store import drafts as draft_rows
from service.store import schools as school_rows
from service.workspace import SCHOOL_ID, GoogleEndpoint, Workspace, open_workspace
from sheets.owned_rows import read_owned
from sheets.reading import read_workbook

MATHS, UNION = "Tổ Toán – Tin", "Công đoàn"
LAN, HUNG, PRINCIPAL = "lan@truong.example", "hung@truong.example", "ha@truong.example"
MADE_ON = dt.date(2025, 3, 1)
#: The draft of the 6 months is written (T-14), then opinions on it are asked for (T-7).
FIRST_DAY, SECOND_DAY = dt.date(2025, 4, 22), dt.date(2025, 4, 29)

PLAN = Plan(
    number="95",
    symbol="KH-TC",
    place="Tân Bình",
    date=dt.date(2025, 3, 4),
    issuer="Trường THCS Trường Chinh",
    title="Công tác dân vận năm 2025",
    responsibilities=(
        Responsibility(code="II.1.a", text="Tiếp công dân, giải quyết đơn thư.", owners=(MATHS,)),
        Responsibility(code="II.1.b", text="Đối thoại với đoàn viên.", owners=(UNION,)),
    ),
    reporting=(
        ReportingDuty(
            quote="Báo cáo 6 tháng trước ngày 05/5",
            kind=DutyKind.YEARLY,
            day=5,
            month=5,
            period="6 tháng",
            strictly_before=True,
            recipient="UBND quận Tân Bình",
        ),
    ),
)


def _expected(code: str, name: str, owner: str, figures: tuple[str, ...] = ()) -> Expectation:
    return Expectation(
        code=code, text=name, short_name=name, owners=(owner,), min_activities=1, figures=figures
    )


SETUP = SchoolSetup(
    profile=SchoolProfile(
        name="Trường THCS Trường Chinh",
        parent="ỦY BAN NHÂN DÂN QUẬN TÂN BÌNH",
        place="Tân Bình",
        symbol="TC",
        principal="Trần Thu Hà",
        units=(Unit(name=MATHS, group="Tổ chuyên môn"), Unit(name=UNION)),
    ),
    plan=PLAN,
    expectations=(
        _expected("II.1.a", "Tiếp công dân", MATHS, ("Đơn nhận",)),
        _expected("II.1.b", "Đối thoại với đoàn viên", UNION),
    ),
    made_on=MADE_ON,
    staff=(
        StaffMember(name="Trần Thu Hà", email=PRINCIPAL, unit="", role="Hiệu trưởng"),
        StaffMember(name="Nguyễn Thị Lan", email=LAN, unit=MATHS, role="Tổ trưởng"),
    ),
    editors={UNION: (HUNG,)},
    principal_email=PRINCIPAL,
)


def _activity(
    day: dt.date, unit: str, code: str, title: str, result: str, *, in_sheet: bool
) -> SampleActivity:
    return SampleActivity(
        sent_at=dt.datetime.combine(day, dt.time(16), ZONE),
        unit=unit,
        person="Người gửi",
        email=HUNG if in_sheet else LAN,
        code=code,
        title=title,
        date=day,
        result=result,
        participants=None,
        figures={"Đơn nhận": 2} if code == "II.1.a" else {},
        evidence="",
        in_sheet=in_sheet,
    )


_EARLY = (
    _activity(dt.date(2025, 3, 12), MATHS, "II.1.a", "Tiếp cha mẹ", "Đã tiếp 04 lượt.", in_sheet=False),
    _activity(dt.date(2025, 3, 20), UNION, "II.1.b", "Đối thoại", "Đã trả lời 05 ý kiến.", in_sheet=True),
)
_LATE = (
    _activity(
        dt.date(2025, 4, 24), MATHS, "II.1.a", "Giải quyết đơn", "Đã giải quyết 02 đơn.", in_sheet=False
    ),
    _activity(dt.date(2025, 4, 25), UNION, "II.1.b", "Gặp mặt", "Đã gặp 20 đoàn viên.", in_sheet=True),
)
_OPINION = SampleFeedback(
    sent_at=dt.datetime(2025, 4, 2, 8, tzinfo=ZONE),
    group="Cha mẹ học sinh",
    topic="Nội dung khác",
    text="Nhà trường trả lời nhanh.",
    satisfaction=5,
    wants_answer=False,
)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of work that may be cut short at any point, and done again."""

    name: str
    #: What people do before it.
    people: Callable[[Database, GoogleEndpoint], None]
    work: Callable[[Workspace], object]
    day: dt.date
    #: Clean runs after which nothing changes any more: what a cycle makes known, the next one tells.
    settles_in: int = 1


def _nobody(database: Database, endpoint: GoogleEndpoint) -> None:
    del database, endpoint


def _early(database: Database, endpoint: GoogleEndpoint) -> None:
    year = SampleYear(activities=_EARLY, feedback=(_OPINION,))
    _report(database, endpoint, year, FIRST_DAY)


def _late(database: Database, endpoint: GoogleEndpoint) -> None:
    year = SampleYear(activities=_EARLY + _LATE, feedback=(_OPINION,))
    _report(database, endpoint, year, SECOND_DAY)
    with open_workspace(database, endpoint, subject=PRINCIPAL, moment=end_of_day(SECOND_DAY)) as ha:
        _decide(ha)
        _reword(ha)


def _report(database: Database, endpoint: GoogleEndpoint, year: SampleYear, day: dt.date) -> None:
    def quiet(_: str) -> None: ...

    play_answers(database, endpoint, SETUP, year, progress=quiet)
    leaders = {MATHS: LAN, UNION: HUNG}
    play_rows(database, endpoint, leaders, year, as_of=day, progress=quiet)


def _decide(ha: Workspace) -> None:
    """The principal writes into her column of the first row of «Theo dõi»."""
    with ha.database.begin() as tx:
        file_id = next(s for s in school_rows.list_sources(tx, SCHOOL_ID) if s.key == SCHOOL_SHEET).file_id
    workbook = read_workbook(ha.sheets, file_id)
    owned = read_owned(workbook, tabs.REVIEW)
    assert owned.by_key
    sheet = ha.sheets.open_by_key(file_id).get_worksheet_by_id(tabs.REVIEW.sheet_id)
    titles = sheet.row_values(1)
    column = next(c.title for c in tabs.REVIEW.columns if c.key == "note")
    sheet.update_cell(2, titles.index(column) + 1, "Cần bổ sung minh chứng.")


def _reword(ha: Workspace) -> None:
    """The principal changes a block that the next draft says otherwise, so that it is offered."""
    with ha.database.begin() as tx:
        [draft] = draft_rows.list_drafts(tx, SCHOOL_ID)
    document = ha.docs.documents().get(documentId=draft.document_id).execute()
    ranges = [
        (named["namedRanges"][0]["ranges"][0]["startIndex"], name)
        for name, named in document["namedRanges"].items()
        if name.endswith("II.1.a.text") or ".text" in name
    ]
    at = min(ranges)[0]
    ha.docs.documents().batchUpdate(
        documentId=draft.document_id,
        body={"requests": [{"insertText": {"location": {"index": at + 1}, "text": "ử "}}]},
    ).execute()


def _cycle(ws: Workspace, day: dt.date) -> object:
    return pipeline.run_cycle(ws, end_of_day(day))


PHASES: Mapping[str, Phase] = {
    "setup": Phase("setup", _nobody, lambda ws: set_up(ws, SETUP), MADE_ON),
    "first": Phase("first", _early, lambda ws: _cycle(ws, FIRST_DAY), FIRST_DAY),
    "second": Phase("second", _late, lambda ws: _cycle(ws, SECOND_DAY), SECOND_DAY, settles_in=2),
}


def run_phase(database: Database, endpoint: GoogleEndpoint, phase: Phase, **session: object) -> object:
    """The phase's work once, in clients of its own."""
    options = {"sleep": _no_wait, **endpoint.session_options, **session}
    with open_workspace(
        database, replace(endpoint, session_options=options), moment=end_of_day(phase.day)
    ) as ws:
        return phase.work(ws)


def _no_wait(_: float) -> None:
    """Tests do not wait."""
