"""An approved text, held against what its Doc says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.approved import (
    DocFault,
    TextChange,
    Trouble,
    changes_between,
    comparable,
    fault_told,
    told_change,
)

APPROVED = (
    "UBND QUẬN",
    "Số:      /BC-TC",
    "Tân Bình, ngày     tháng 4 năm 2025",
    "Đã giải quyết 03 đơn.",
    "Nơi nhận:",
)


def a_fault(trouble: Trouble = Trouble.EDITED, *changes: TextChange) -> DocFault:
    at = dt.datetime(2025, 4, 30, 9, 15)
    return DocFault(trouble=trouble, edition=1, document_id="d", changes=changes, who="Nguyễn Thị Mai", at=at)


def line(fault: DocFault, *, is_issued: bool = False, is_newest: bool = True) -> str:
    told = fault_told(fault, "6 tháng đầu năm 2025", is_issued=is_issued, is_newest=is_newest, key="6T")
    return " ".join(told)


def test_number_and_day_are_filled_in_and_lines_for_the_principal_go_without_a_word() -> None:
    notice = "[Dành cho Hiệu trưởng, xóa trước khi ký] Chưa xác nhận kỳ số liệu."
    annex = "(Kèm theo Báo cáo số   /BC-TC ngày   tháng   năm 2025 của Trường A)"
    filled = "(Kèm theo Báo cáo số 12/BC-TC ngày 29 tháng 4 năm 2025 của Trường A)"
    signed = ("UBND QUẬN", "Số: 12/BC-TC", "Tân Bình, ngày 29 tháng 4 năm 2025", *APPROVED[3:], filled)
    assert changes_between(comparable((notice, *APPROVED, annex)), comparable(signed)) == ()


def test_blanks_and_composed_letters_are_no_change() -> None:
    assert comparable(("Đã  giải quyết\u00a003 đơn. \n", "")) == ("Đã giải quyết 03 đơn.",)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("Đã giải quyết 05 đơn.", "«Đã giải quyết 03 đơn.» thành «Đã giải quyết 05 đơn.»"),
        ("", "bỏ «Đã giải quyết 03 đơn.»"),
    ],
)
def test_a_changed_line_is_told_with_both_sides(now: str, told: str) -> None:
    changed = [now if "03" in text else text for text in APPROVED]
    [change] = changes_between(comparable(APPROVED), comparable(changed))
    assert told_change(change) == told


def test_of_a_long_line_the_place_is_shown() -> None:
    long = "Nhà trường đã tổ chức nhiều hoạt động " * 5
    told = told_change(TextChange(was=f"{long}với 40 người.", now=f"{long}với 55 người."))
    assert "với 40 người." in told
    assert "với 55 người." in told
    assert len(told) < 200


def test_what_is_shown_of_a_long_line_ends_with_a_whole_word() -> None:
    told = told_change(
        TextChange(was="", now="nhà trường đã tổng hợp nhiều hoạt động của các đơn vị trong trường")
    )
    assert told == "thêm «nhà trường đã tổng hợp nhiều hoạt động của các đơn vị trong…»"


def test_the_line_says_who_when_what_and_both_ways_out() -> None:
    said = line(a_fault(Trouble.EDITED, TextChange(was="03 đơn", now="05 đơn"), TextChange(was="a", now="b")))
    assert said == (
        "Văn bản báo cáo 6 tháng đầu năm 2025 nay khác bản đã duyệt (Nguyễn Thị Mai, 09:15 ngày 30/4/2025): "
        "«03 đơn» thành «05 đơn» và 1 chỗ khác. Hãy trả lại đúng bản đã duyệt («Tệp → Nhật ký phiên bản»), "
        "hoặc Hiệu trưởng duyệt lại bản đã sửa; trong lúc chờ, chưa ghi số ban hành được."
    )
    assert "đính chính" in line(a_fault(), is_issued=True)
    assert "duyệt lại" not in line(a_fault(), is_issued=True)


def test_a_missing_doc_is_made_again_only_where_it_is_the_newest() -> None:
    assert "Thùng rác" in line(a_fault(Trouble.TRASHED))
    assert "«dunghan draft --anew 6T»" in line(a_fault(Trouble.GONE))
    assert "--anew" not in line(a_fault(Trouble.GONE), is_newest=False)


texts = st.lists(st.text(alphabet="ab ", min_size=1, max_size=4), max_size=8)


@given(texts, texts)
def test_there_is_a_change_exactly_where_texts_differ(one: list[str], other: list[str]) -> None:
    was, now = comparable(one), comparable(other)
    changes = changes_between(was, now)
    assert bool(changes) == (was != now)
    assert all(change.was != change.now for change in changes)
