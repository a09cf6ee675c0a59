"""The sample school in a store, as the pages find it; nothing of Google is needed for that."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from forms.responses import Response
from forms.responses import to_json as response_to_json
from service.app import create_app
from service.config import ZONE, end_of_day
from service.domain.records import SourceKind, SourceRef
from service.domain.report import Block, BlockKind, Claim, ClaimKind
from service.domain.settings import Decision, SchoolSettings
from service.plan_text import read_plan
from service.sample.content import read_school, read_year
from service.sample.demo import sample_setup
from service.sample.year import SampleActivity, live_year
from service.state import SETTINGS, last_settings
from service.store import Database, DraftRow, RecordVersion, School, Source
from service.store import drafts as draft_rows
from service.store import records as record_rows
from service.store import schools as school_rows
from service.store.codec import to_json
from service.templates import template_text
from service.workspace import SCHOOL_ID, GoogleEndpoint

DAY = dt.date(2025, 4, 21)
NOW = end_of_day(DAY)
GOOGLE = "http://127.0.0.1:9"
FORM = Source(
    key="form:activity",
    kind="form",
    label="Báo cáo hoạt động",
    file_id="form1",
    detail={"url": "http://127.0.0.1:1/forms/d/e/cong-khai/viewform"},
    read_at=NOW - dt.timedelta(minutes=4),
    known_at=NOW - dt.timedelta(minutes=4),
)
TOPIC = "Tiếp dân, trả lời đơn thư và kiến nghị"
FEEDBACK = Source(
    key="form:feedback", kind="form", label="Góp ý – phản ánh", file_id="form2",
    detail={"topics": {TOPIC: ["II.1.c"]}},
)  # fmt: skip
SHEET = Source(
    key="sheet:Công đoàn", kind="sheet", label="Sổ hoạt động – Công đoàn", file_id="sheet1",
    detail={"unit": "Công đoàn"},
)  # fmt: skip
SCHOOL_SHEET = Source(key="school", kind="school", label="Đúng Hạn – Trường", file_id="school1")
ANSWER = SourceRef(
    kind=SourceKind.FORM, source_id="form1", record_id="phieu-0", version="2025-03-01T01:10:00.000000Z"
)


def fill(database: Database) -> None:
    """The school with its plan, settings, sources and half a year of answers."""
    school = read_school(template_text("plan", "truong-mau.toml"))
    setup = sample_setup(school, read_plan(template_text("plan", "ke-hoach-mau.txt")))
    content = read_year(template_text("plan", "hoat-dong-mau.toml"))
    year = live_year(school, content, as_of=DAY, zone=ZONE)
    settings = SchoolSettings(
        expectations=setup.expectations, windows=setup.windows, units=setup.profile.units, staff=setup.staff
    )
    with database.begin() as tx:
        school_rows.save_school(tx, School(id=SCHOOL_ID, profile=setup.profile, plan=setup.plan))
        school_rows.save_snapshot(tx, SCHOOL_ID, SETTINGS, to_json(settings))
        for source in (FORM, SHEET, SCHOOL_SHEET):
            school_rows.add_source(tx, SCHOOL_ID, source)
        answers = [_answer(number, item) for number, item in enumerate(year.activities, 1)]
        record_rows.add_versions(tx, SCHOOL_ID, answers)


def answer(database: Database, **said: str) -> None:
    """One more answer, the one that `ANSWER` points to."""
    answers = {
        "unit": "Công đoàn",
        "responsibility": "II.1.b",
        "title": "Đối thoại với đoàn viên",
        "date": "2025-02-28",
        "result": "Đã trả lời mọi ý kiến.",
        "status": "Đã hoàn thành",
        **said,
    }
    sent = dt.datetime(2025, 3, 1, 1, 10, tzinfo=dt.UTC)
    with database.begin() as tx:
        record_rows.add_versions(tx, SCHOOL_ID, [_version(ANSWER.record_id, ANSWER.version, sent, answers)])


def send(database: Database, record_id: str, sent: dt.datetime, **said: str) -> None:
    """One more answer of Công đoàn on an activity of February, sent at a moment; again is another version."""
    answers = {
        "unit": "Công đoàn",
        "responsibility": "II.1.b",
        "title": "Tập huấn chính sách cho đoàn viên",
        "date": "2025-02-27",
        "result": "Đoàn viên nắm được chính sách mới.",
        "status": "Đã hoàn thành",
        **said,
    }
    with database.begin() as tx:
        record_rows.add_versions(tx, SCHOOL_ID, [_version(record_id, sent.isoformat(), sent, answers)])


def complain(database: Database, record_id: str, sent: dt.datetime) -> None:
    """A parent says what they think, in the form for feedback."""
    said = {
        "group": "Cha mẹ học sinh",
        "topic": TOPIC,
        "satisfaction": "1",
        "text": "Chờ lâu mới được trả lời.",
    }
    version = replace(_version(record_id, sent.isoformat(), sent, said), source_key=FEEDBACK.key)
    with database.begin() as tx:
        school_rows.add_source(tx, SCHOOL_ID, FEEDBACK)
        record_rows.add_versions(tx, SCHOOL_ID, [version])


def decide(database: Database, **said: str) -> None:
    """The principal's word on the first responsibility of the 6 months."""
    with database.begin() as tx:
        settings = last_settings(tx, SCHOOL_ID)
        word = Decision(code=settings.expectations[0].code, period="6T", **said)  # type: ignore[arg-type]
        changed = replace(settings, decisions=(*settings.decisions, word))
        school_rows.save_snapshot(tx, SCHOOL_ID, SETTINGS, to_json(changed))


def bad_row(database: Database) -> None:
    """A row of Công đoàn's sheet without a date."""
    payload = {
        "number": 7,
        "values": {"date": None, "title": "Thăm hỏi đoàn viên", "result": "Đã thăm 03 gia đình."},
        "addresses": {"title": "Hoạt động!B7", "date": "Hoạt động!A7"},
        "links": {},
        "extras": {},
    }
    row = RecordVersion(
        source_key=SHEET.key, record_id="dong-7", version="1", submitted_at=NOW, seen_at=NOW, position=0,
        payload=payload,
    )  # fmt: skip
    with database.begin() as tx:
        record_rows.add_versions(tx, SCHOOL_ID, [row])


def draft(database: Database, *claims: Claim, document_id: str | None = "doc1") -> None:
    """A draft of the 6 months with one paragraph."""
    told = claims or (
        Claim(text="Công đoàn đã tổ chức 01 cuộc đối thoại.", kind=ClaimKind.COUNTED, sources=(ANSWER,)),
    )
    row = DraftRow(
        period="6T",
        job_key="6T",
        name="Báo cáo 6 tháng",
        due=dt.date(2025, 5, 5),
        as_of=DAY,
        document_id=document_id,
        written_at=NOW,
    )
    blocks = [
        Block(
            key="III",
            kind=BlockKind.HEADING_1,
            claims=(Claim(text="III. KẾT QUẢ", kind=ClaimKind.WORDING),),
        ),
        Block(key="III.II.1.b.text", kind=BlockKind.PARAGRAPH, claims=told),
    ]
    with database.begin() as tx:
        draft_rows.save_draft(tx, SCHOOL_ID, row)
        draft_rows.save_blocks(tx, SCHOOL_ID, "6T", blocks)


def fail_source(database: Database) -> None:
    """Công đoàn's sheet can no longer be read."""
    with database.begin() as tx:
        school_rows.add_source(tx, SCHOOL_ID, replace(SHEET, last_error="Tệp đã bị xóa."))


def pages(database: Database, *, now: dt.datetime = NOW, clock: dt.datetime = NOW) -> FlaskClient:
    """A browser on the pages, at the school's moment `now`."""
    endpoint = GoogleEndpoint(base_url=GOOGLE, credentials=Path("unused"))
    return create_app(database, endpoint, lambda: now, clock=lambda: clock).test_client()


def _answer(number: int, item: SampleActivity) -> RecordVersion:
    said = {
        "unit": item.unit,
        "responsibility": item.code,
        "title": item.title,
        "date": item.date.isoformat(),
        "result": item.result,
        "status": "Đã hoàn thành",
        "evidence": item.evidence,
    }
    return _version(f"mau-{number}", item.sent_at.isoformat(), item.sent_at, said)


def _version(record_id: str, version: str, sent: dt.datetime, said: dict[str, str]) -> RecordVersion:
    response = Response(
        response_id=record_id,
        created_at=sent,
        submitted_at=sent,
        version=version,
        email="nguoi.gui@truong.example",
        answers={key: (value,) for key, value in said.items() if value},
    )
    return RecordVersion(
        source_key=FORM.key,
        record_id=record_id,
        version=version,
        submitted_at=sent,
        seen_at=sent,
        position=0,
        payload=response_to_json(response),
    )
