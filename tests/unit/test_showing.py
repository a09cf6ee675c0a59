"""What the commands print."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.plan import DutyKind, Plan, ReportingDuty, Responsibility
from service.domain.records import SourceKind, SourceRef
from service.domain.report import Block, BlockKind, ClaimKind
from service.drafting import DraftLink
from service.pipeline import CycleResult
from service.plan_import import PlanImport
from service.plan_text.changes import PlanChanges
from service.showing import (
    cycle_as_json,
    cycle_for_people,
    drafts_for_people,
    explanations_as_json,
    explanations_for_people,
    sources_for_people,
)
from service.showing_plan import plan_for_people
from service.sync import SourceResult
from service.text_table import display_width, table
from service.tracing import Explanation, Trace, TracedClaim

DRAFT = DraftLink(
    period="9T",
    label="9 tháng đầu năm 2025",
    due=dt.date(2025, 9, 5),
    url="http://127.0.0.1/document/d/doc1/edit",
    document_id="doc1",
    written=True,
)


def a_cycle(*, errors: tuple[str, ...] = (), sources: tuple[SourceResult, ...] = ()) -> CycleResult:
    return CycleResult(
        as_of=dt.date(2025, 8, 20),
        sources=sources,
        findings={"Hoàn thành": 7},
        problems=3,
        drafts=(DRAFT,),
        review_sheet="http://127.0.0.1/spreadsheets/d/s1/edit",
        review_written=True,
        api_calls={"sheets": 9},
        errors=errors,
    )


def a_plan(**fields: object) -> Plan:
    head = {"number": "95", "symbol": "KH-TC", "place": None, "date": None, "issuer": None, "title": None}
    return Plan(**{**head, **fields})  # type: ignore[arg-type]


# --- a cycle ---------------------------------------------------------------------------------------


def test_a_cycle_as_json_has_exactly_the_keys_agreed_on() -> None:
    assert cycle_as_json(a_cycle()) == {
        "review_sheet": "http://127.0.0.1/spreadsheets/d/s1/edit",
        "drafts": [
            {
                "period": "9T",
                "due": "2025-09-05",
                "url": "http://127.0.0.1/document/d/doc1/edit",
                "document_id": "doc1",
                "written": True,
                "kept": [],
            }
        ],
        "findings": {"Hoàn thành": 7},
        "problems": 3,
        "api_calls": {"sheets": 9},
        "errors": [],
    }


def test_a_cycle_for_people_tells_where_to_look() -> None:
    text = cycle_for_people(a_cycle())
    assert "Số liệu tính đến ngày 20/8/2025" in text
    assert "Bảng theo dõi: http://127.0.0.1/spreadsheets/d/s1/edit" in text
    assert DRAFT.url in text


def test_a_cycle_for_people_tells_what_could_not_be_read_or_written() -> None:
    failed = SourceResult(key="sheet:Công đoàn", error="Tệp đã bị xóa.")
    text = cycle_for_people(a_cycle(errors=("Không mở được dự thảo.",), sources=(failed,)))
    assert "Chưa xong: Không mở được dự thảo." in text
    assert "Sổ của Công đoàn" in text
    assert "Tệp đã bị xóa." in text


def test_sources_tell_how_much_came_in() -> None:
    lines = sources_for_people([SourceResult(key="form:activity", read=12, changed=3)]).splitlines()
    assert lines[2].split("  ")[0] == "Phiếu báo cáo hoạt động"
    assert lines[2].split()[-4:] == ["12", "3", "Đã", "đọc"]


def test_no_draft_is_said_and_not_left_blank() -> None:
    assert drafts_for_people([]) == "Chưa có kỳ báo cáo nào mở nên chưa có dự thảo."


# --- why -------------------------------------------------------------------------------------------


def an_explanation(address: str = "") -> Explanation:
    ref = SourceRef(kind=SourceKind.FORM, source_id="f", record_id="r", version="v")
    trace = Trace(
        ref=ref,
        source="Báo cáo hoạt động",
        title="Đối thoại",
        unit="Công đoàn",
        said="",
        sent_at=dt.datetime(2025, 3, 12, 1, 10, tzinfo=dt.UTC),
        address=address,
    )
    claim = TracedClaim(text="Đã có 01 cuộc.", kind=ClaimKind.COUNTED, basis="", traces=(trace,))
    return Explanation(period="6T", block=Block(key="III.a", kind=BlockKind.PARAGRAPH), claims=(claim,))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("", "phiếu gửi 08:10 ngày 12/3/2025"),  # an answer, in the school's time
        ("Hoạt động!B7", "ô Hoạt động!B7"),  # a row
    ],
)
def test_a_sentence_is_told_with_the_submission_under_it(address: str, place: str) -> None:
    text = explanations_for_people([an_explanation(address)])
    assert "Đã có 01 cuộc.\n  (tổng hợp số liệu)" in text
    assert f"  – Báo cáo hoạt động · {place} · Công đoàn · Đối thoại" in text


def test_an_explanation_as_json_names_form_answer_and_version() -> None:
    (source,) = explanations_as_json([an_explanation()])[0]["claims"][0]["sources"]
    assert (source["source_id"], source["record_id"], source["version"]) == ("f", "r", "v")


# --- a plan ----------------------------------------------------------------------------------------


def test_a_plan_is_told_with_its_tasks_and_reports() -> None:
    duty = ReportingDuty(
        quote="", kind=DutyKind.YEARLY, day=5, month=9, period="9 tháng", strictly_before=True
    )
    task = Responsibility(code="II.1.c", text="Tiếp công dân.")
    text = plan_for_people(a_plan(responsibilities=(task,), reporting=(duty,)), None)
    assert "Kế hoạch số 95/KH-TC" in text
    assert "II.1.c  chưa nêu  Tiếp công dân." in text
    assert "– 9 tháng, trước ngày 05/9" in text


def test_a_plan_that_says_the_same_is_told_so() -> None:
    imported = PlanImport(changes=PlanChanges(), is_first=False)
    assert plan_for_people(a_plan(), imported).endswith("Không có gì khác so với kế hoạch đang dùng.")


# --- tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("Tổ Ngữ văn", 10),
        (unicodedata.normalize("NFD", "Tổ Ngữ văn"), 10),  # marks of their own take no room
        ("日本", 4),  # wide letters take two
    ],
)
def test_width_is_what_a_terminal_shows(text: str, width: int) -> None:
    assert display_width(text) == width


def test_a_long_last_column_goes_on_under_itself() -> None:
    lines = table(("Mã", "Nội dung"), [("II.1", "một hai ba bốn " * 12)]).splitlines()
    assert len(lines) > 3
    assert all(line.startswith("      ") for line in lines[3:])


_CELL = st.text(st.characters(codec="utf-8", categories=("Lu", "Ll", "Nd")), min_size=1, max_size=20)


@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=5))
def test_columns_begin_at_the_same_place_in_every_row(rows: list[tuple[str, str]]) -> None:
    lines = table(("Mã", "Nội dung"), rows, wrap=False).splitlines()
    place = max(display_width(cell) for cell, _ in [("Mã", ""), *rows]) + 2
    for (_, last), line in zip(rows, lines[2:], strict=True):
        assert display_width(line.removesuffix(last)) == place
