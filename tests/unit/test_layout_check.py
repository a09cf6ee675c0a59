"""The official layout: each fact that is wrong gives its row, and only that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layout_builders import (
    LINES,
    RULES,
    a_layout,
    a_line,
    a_section,
    changed,
    checked,
    failed,
)

from service.layout.checks.words import following
from service.layout.facts import Layout, Line, PageNumber


def test_a_right_report_passes_every_row_and_tells_what_is_left_to_do() -> None:
    report = checked(a_layout())
    assert report.failed == ()
    assert len(report.findings) > 90
    assert report.notes == ("Còn 01 ghi chú dành cho Hiệu trưởng, xóa trước khi ký.",)


def test_a_row_says_what_is_wanted_what_was_found_and_where() -> None:
    (row,) = checked(a_layout(motto=changed("motto", size=12.0))).failed
    assert (row.rule, row.wanted, row.found) == ("Tiêu ngữ: cỡ chữ", "13–14", "12")
    assert row.place == "bảng 1: “Độc lập - Tự do - Hạnh phúc”"


@pytest.mark.parametrize(
    ("name", "changes", "rule"),
    [
        ("country", {"size": 14.0}, "Quốc hiệu: cỡ chữ"),
        ("country", {"bold": False}, "Quốc hiệu: kiểu chữ"),
        ("motto", {"text": "Độc lập – Tự do – Hạnh phúc"}, "Tiêu ngữ: lời"),
        ("motto", {"text": "Độc lập-Tự do-Hạnh phúc"}, "Tiêu ngữ: lời"),
        ("motto", {"underlined": True}, "Tiêu ngữ: đường kẻ bên dưới"),
        ("agency", {"size": 11.0}, "Cơ quan ban hành: cỡ chữ"),
        ("parent", {"text": "Ủy ban nhân dân quận Tân Bình"}, "Cơ quan chủ quản: chữ in hoa hay thường"),
        ("number", {"text": "Số: 95 /KH-TC"}, "Số, ký hiệu: cách ghi"),
        ("number", {"text": "Số: 8/BC-TC"}, "Số, ký hiệu: cách ghi"),
        ("number", {"text": "Số: 08/BC - TC"}, "Số, ký hiệu: cách ghi"),
        ("number", {"size": 14.0}, "Số, ký hiệu: cỡ chữ"),
        ("day", {"text": "Tân Bình, ngày 4 tháng 3 năm 2025"}, "Địa danh, ngày tháng: cách ghi"),
        ("day", {"text": "Tân Bình, ngày 04 tháng 1 năm 2025"}, "Địa danh, ngày tháng: cách ghi"),
        ("day", {"text": "Tân Bình ngày 04 tháng 3 năm 2025"}, "Địa danh, ngày tháng: cách ghi"),
        ("day", {"italic": False}, "Địa danh, ngày tháng: kiểu chữ"),
        ("kind", {"bold": False}, "Tên loại: kiểu chữ"),
        ("about", {"size": 15.0}, "Trích yếu: cỡ chữ"),
        ("to", {"italic": True}, "Kính gửi: kiểu chữ"),
        ("base 1", {"italic": False}, "Căn cứ: kiểu chữ"),
        ("base 1", {"text": "Căn cứ Công văn số 328/UBND-NV."}, "Căn cứ: dấu cuối dòng"),
        ("text", {"italic": True}, "Lời văn: kiểu chữ"),
        ("text", {"size": 13.0}, "Lời văn: một cỡ chữ trong cả văn bản"),
        ("text", {"first_line": 20.0}, "Lời văn: thụt đầu dòng"),
        ("text", {"line_spacing": 1.7}, "Lời văn: cách dòng"),
        ("text", {"above": 3.0}, "Lời văn: cách đoạn"),
        ("text", {"alignment": "left"}, "Lời văn: canh dòng"),
        ("text", {"colour": "FF0000"}, "Chữ: màu chữ"),
        ("text", {"font": "Arial"}, "Chữ: phông chữ"),
        ("I", {"text": "I. Đặc điểm, tình hình"}, "Mục (I, II…): chữ in hoa hay thường"),
        ("II", {"text": "III. KẾT QUẢ THỰC HIỆN"}, "Mục (I, II…): thứ tự"),
        ("1", {"bold": False}, "Khoản có tiêu đề (1, 2…): kiểu chữ"),
        ("a", {"italic": True}, "Điểm (a, b…): kiểu chữ"),
        ("b", {"text": "c) Phòng, chống tham nhũng"}, "Điểm (a, b…): thứ tự chữ cái"),
        ("end", {"text": "Trên đây là báo cáo."}, "Lời văn: kết thúc bằng ./."),
        ("copies", {"bold": False}, "Nơi nhận: kiểu chữ"),
        ("copy 1", {"size": 12.0}, "Các nơi nhận: cỡ chữ"),
        ("copy 2", {"text": "- Lưu VT."}, "Các nơi nhận: dòng cuối"),
        ("title", {"size": 12.0}, "Chức vụ người ký: cỡ chữ"),
        ("signer", {"bold": False}, "Họ tên người ký: kiểu chữ"),
        ("annex", {"text": "PHỤ LỤC"}, "Phụ lục: chữ in hoa hay thường"),
        ("annex of", {"italic": False}, "Chú dẫn của phụ lục: kiểu chữ"),
    ],
)
def test_one_thing_wrong_is_one_row(name: str, changes: dict[str, Any], rule: str) -> None:
    assert failed(a_layout(**{name.replace(" ", "_"): changed(name, **changes)})) == [rule]


@pytest.mark.parametrize(
    "changes",
    [
        {"number": changed("number", text="Số: 08/BC-TC")},
        {"number": changed("number", text="Số: 112/BC-THCSTC")},
        {"day": changed("day", text="Tân Bình, ngày 04 tháng 02 năm 2025")},
        {"day": changed("day", text="Tân Bình, ngày 29 tháng 6 năm 2025")},
        {"text": changed("text", first_line=28.35)},
        {"text": changed("text", line_spacing=1.5)},
        {"copy_2": changed("copy 2", text="- Lưu: VT, VP.")},
    ],
)
def test_every_form_that_the_decree_allows_passes(changes: dict[str, Line]) -> None:
    assert failed(a_layout(**changes)) == []


def test_what_is_missing_is_said() -> None:
    rows = {row.rule: row.found for row in checked(a_layout(without=("country", "motto"))).failed}
    assert rows["Quốc hiệu: có trong văn bản"] == "không thấy"
    assert rows["Tiêu ngữ: có trong văn bản"] == "không thấy"


def test_a_rule_below_the_motto_is_as_long_as_the_motto() -> None:
    assert failed(a_layout(motto_rule=replace(LINES["motto rule"], rule=60.0))) == [
        "Tiêu ngữ: đường kẻ bên dưới"
    ]
    assert failed(a_layout(without=("agency rule",))) == ["Cơ quan ban hành: đường kẻ bên dưới"]


def test_a_report_upward_has_a_recipient_and_as_above() -> None:
    assert failed(a_layout(without=("to",))) == ["Các nơi nhận: dòng đầu"]
    assert failed(a_layout(without=("to", "copy 1"))) == []


def test_a_word_set_off_in_running_text_is_no_fault() -> None:
    line = LINES["text"]
    (part,) = line.letters
    mixed = replace(line, letters=(part, replace(part, text=" quan trọng", bold=True)))
    assert failed(a_layout(text=mixed)) == []


def test_both_agencies_in_bold_is_the_parents_fault() -> None:
    assert failed(a_layout(parent=changed("parent", bold=True))) == ["Cơ quan chủ quản: kiểu chữ"]


# --- page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"left": 25.0}, "Trang giấy: lề trái"),
        ({"right": 21.0}, "Trang giấy: lề phải"),
        ({"top": 19.0}, "Trang giấy: lề trên"),
        ({"width": 215.9, "height": 279.4}, "Trang giấy: khổ giấy"),
        ({"number": PageNumber()}, "Số trang: vị trí"),
        ({"number": PageNumber(in_footer=True)}, "Số trang: vị trí"),
    ],
)
def test_paper_margins_and_page_numbers(changes: dict[str, Any], rule: str) -> None:
    number = changes.pop("number", None)
    body = replace(a_section(**changes), **({"number": number} if number else {}))
    assert failed(a_layout((body, a_section(starts_at=1)))) == [rule]


def test_the_first_page_shows_no_number_and_the_annex_counts_its_own() -> None:
    shown = replace(a_section().number, first_differs=False)
    assert failed(a_layout((replace(a_section(), number=shown), a_section(starts_at=1)))) == [
        "Số trang: trang đầu"
    ]
    assert failed(a_layout((a_section(), a_section()))) == ["Số trang: của phụ lục"]


# --- order of points -------------------------------------------------------------------------------


def points(letters: str) -> Layout:
    right = a_layout(without=("a", "b"))
    at = next(place for place, line in enumerate(right.lines) if line.text.startswith("1. "))
    lines = [a_line(f"{letter}) Nội dung") for letter in letters]
    return replace(right, lines=(*right.lines[: at + 1], *lines, *right.lines[at + 1 :]))


@given(st.integers(1, len(RULES.point_letters)))
def test_points_in_order_pass(count: int) -> None:
    assert failed(points(RULES.point_letters[:count])) == []


@given(st.integers(3, len(RULES.point_letters) - 1), st.data())
def test_a_point_left_out_is_found(count: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, count - 2))
    letters = RULES.point_letters[:at] + RULES.point_letters[at + 1 : count]
    assert failed(points(letters)) == ["Điểm (a, b…): thứ tự chữ cái"]


def test_dd_follows_d_and_g_follows_e() -> None:
    assert following("d", RULES.point_letters) == "đ"
    assert following("e", RULES.point_letters) == "g"
    assert following("y", RULES.point_letters) is None


@given(st.lists(st.sampled_from(list(LINES.values())), max_size=40))
def test_lines_in_any_order_are_checked_without_an_error(lines: list[Line]) -> None:
    checked(Layout(sections=(a_section(), a_section()), lines=tuple(lines)))
