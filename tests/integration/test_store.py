"""The store on a real SQLite file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from world import PROFILE, SCHOOL

from service.domain.findings import Finding, Refusal, Status
from service.domain.plan import DutyKind, Plan, ReportingDuty
from service.domain.records import SourceKind, SourceRef
from service.domain.report import Block, BlockKind, Claim, ClaimKind, TableData
from service.store import Database, Event, RecordVersion, School, Source, StoreError
from service.store import drafts as draft_rows
from service.store import events as event_rows
from service.store import jobs as job_rows
from service.store import records as record_rows
from service.store import schools as school_rows

MORNING = dt.datetime(2025, 3, 12, 1, 10, tzinfo=dt.UTC)


def response(version: str, sent: dt.datetime, *, record_id: str = "r1") -> RecordVersion:
    return RecordVersion(
        source_key="form:activity",
        record_id=record_id,
        version=version,
        submitted_at=sent,
        seen_at=sent + dt.timedelta(minutes=3),
        position=0,
        payload={"version": version},
    )


def test_a_school_comes_back_as_it_was_saved(database: Database) -> None:
    plan = Plan(
        number="95",
        symbol="KH-TC",
        place="Tân Bình",
        date=dt.date(2025, 3, 4),
        issuer=PROFILE.name,
        title="Kế hoạch",
        reporting=(ReportingDuty(quote="trước ngày 05 tháng 5", kind=DutyKind.YEARLY, day=5, month=5),),
    )
    school = School(id=SCHOOL, profile=PROFILE, plan=plan, changes_token="7", inputs_hash="abc")
    with database.begin() as tx:
        school_rows.save_school(tx, school)
        assert school_rows.find_school(tx, SCHOOL) == school


def test_a_version_seen_twice_is_kept_once(database: Database) -> None:
    with database.begin() as tx:
        assert record_rows.add_versions(tx, SCHOOL, [response("1", MORNING)]) == 1
        assert record_rows.add_versions(tx, SCHOOL, [response("1", MORNING)]) == 0
        assert record_rows.count_records(tx, SCHOOL) == 1


def test_as_of_a_moment_the_version_of_that_moment_counts(database: Database) -> None:
    evening = MORNING + dt.timedelta(hours=10)
    with database.begin() as tx:
        record_rows.add_versions(tx, SCHOOL, [response("1", MORNING), response("2", evening)])
        before = record_rows.versions_as_of(tx, SCHOOL, MORNING + dt.timedelta(hours=1))
        after = record_rows.versions_as_of(tx, SCHOOL, evening)
    assert [item.version for item in before] == ["1"]
    assert [item.version for item in after] == ["2"]


def test_a_withdrawn_row_still_counts_as_of_the_time_before(database: Database) -> None:
    noon = MORNING + dt.timedelta(hours=4)
    with database.begin() as tx:
        record_rows.add_versions(tx, SCHOOL, [response("1", MORNING)])
        assert record_rows.withdraw(tx, SCHOOL, "form:activity", ["r1"], noon) == 1
        assert record_rows.versions_as_of(tx, SCHOOL, noon - dt.timedelta(hours=1))
        assert not record_rows.versions_as_of(tx, SCHOOL, noon)


def test_findings_and_blocks_come_back_equal(database: Database) -> None:
    ref = SourceRef(kind=SourceKind.FORM, source_id="f", record_id="r1", version="1")
    finding = Finding(
        code="II.1.c",
        owner="Ban Giám hiệu",
        period="6T",
        status=Status.TO_REVIEW,
        rule="review.done-without-evidence",
        reason="Báo đã hoàn thành nhưng chưa có minh chứng.",
        counted=(ref,),
        refused=(Refusal(ref=ref, reason="Trùng với phiếu đã gửi."),),
        figures={"Đơn nhận trong kỳ": 0},
        last_activity=dt.date(2025, 3, 12),
    )
    text = Block(
        key="III.1.c.text",
        kind=BlockKind.PARAGRAPH,
        claims=(Claim(text="Đã tiếp 14 lượt.", kind=ClaimKind.COUNTED, sources=(ref,)),),
    )
    table = Block(key="annex", kind=BlockKind.TABLE, table=TableData(header=("a", "b"), rows=(("1", "2"),)))
    with database.begin() as tx:
        draft_rows.save_findings(tx, SCHOOL, [finding])
        draft_rows.save_blocks(tx, SCHOOL, "6T", [text, table])
        assert draft_rows.list_findings(tx, SCHOOL) == (finding,)
        assert [item.block for item in draft_rows.list_blocks(tx, SCHOOL)] == [text, table]


def test_a_job_that_was_run_is_not_due_for_whoever_comes_second(database: Database) -> None:
    later = MORNING + dt.timedelta(minutes=5)
    with database.begin() as tx:
        job_rows.ensure_job(tx, SCHOOL, "sync", MORNING)
        assert job_rows.claim(tx, SCHOOL, "sync", MORNING)
        job_rows.finish(tx, SCHOOL, "sync", now=MORNING, next_due=later, error=None)
        assert not job_rows.claim(tx, SCHOOL, "sync", MORNING)
        assert job_rows.claim(tx, SCHOOL, "sync", later)


def test_a_source_keeps_its_error_until_it_is_read_again(database: Database) -> None:
    source = Source(key="sheet:Tổ Ngữ văn", kind="sheet", label="Sổ hoạt động – Tổ Ngữ văn", file_id="s1")
    with database.begin() as tx:
        school_rows.add_source(tx, SCHOOL, source)
        school_rows.mark_failed(tx, SCHOOL, source.key, "Tệp đã bị xóa.")
        assert school_rows.list_sources(tx, SCHOOL)[0].last_error == "Tệp đã bị xóa."
        school_rows.mark_read(tx, SCHOOL, source.key, at=MORNING, cursor=MORNING)
        assert school_rows.list_sources(tx, SCHOOL)[0].last_error is None


def test_a_transaction_that_fails_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError), database.begin() as tx:
        record_rows.add_versions(tx, SCHOOL, [response("1", MORNING)])
        raise RuntimeError
    with database.begin() as tx:
        assert record_rows.count_records(tx, SCHOOL) == 0


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StoreError, match="Hãy chọn thư mục khác"):
        Database(f"sqlite:///{blocked / 'inside' / 'store.sqlite3'}")


def test_what_people_decided_comes_back_in_the_order_in_which_they_did(database: Database) -> None:
    first = Event(
        at=MORNING, who="Hiệu trưởng", kind="successor", subject="UBND quận", body={"name": "UBND phường"}
    )
    second = Event(at=MORNING, who="Văn thư", kind="stage", subject="6T", body={"stage": "issued"})
    with database.begin() as tx:
        for event in (first, second):
            event_rows.add_event(tx, SCHOOL, event)
        assert event_rows.list_events(tx, SCHOOL) == (first, second)
        assert event_rows.list_events(tx, SCHOOL, kind="stage") == (second,)
        assert event_rows.list_events(tx, SCHOOL, subject="UBND quận") == (first,)
