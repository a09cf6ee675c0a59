"""What copying, reading machines and converters do to the text of a plan, and that it is read all the same."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_builders import REPORTING, WORK, a_plan_text

from service.domain.plan import Plan
from service.plan_text import read_plan
from service.plan_text.markup import without_markup
from service.plan_text.paragraphs import paragraphs

PLAIN = read_plan(a_plan_text())


def codes(plan: Plan) -> list[str]:
    return [item.code for item in plan.responsibilities]


def headings(plan: Plan) -> list[str]:
    return [f"{section.code}. {section.heading}" for section in plan.sections if section.level == 1]


# --- marks of Markdown and HTML --------------------------------------------------------------------


def marked(text: str, before: str, after: str) -> str:
    """Headings and the letterhead in bold or as headings, as a converter marks them."""
    lines = text.split("\n")
    return "\n".join(f"{before}{line}{after}" if line and line == line.upper() else line for line in lines)


MARKED = {
    "bold": marked(a_plan_text(), "**", "**"),
    "headings": marked(a_plan_text(), "## ", ""),
    "bold headings": marked(a_plan_text(), "# **", "**"),
    "HTML": marked(a_plan_text(), "<b>", "</b>").replace("Hạnh phúc\n", "Hạnh phúc<br>\n"),
    "numbers in bold": a_plan_text().replace("\n1. Hiệu", "\n**1.** Hiệu").replace("\n2. Công", "\n**2.** Công"),
    "a date in bold": a_plan_text().replace("trước ngày 25 tháng 5 năm 2026", "**trước ngày 25 tháng 5 năm 2026**"),
    "escaped stops": a_plan_text().replace("\n1. Hiệu", "\n1\\. Hiệu").replace("\n2. Công", "\n2\\. Công"),
}  # fmt: skip


@pytest.mark.parametrize("text", MARKED.values(), ids=MARKED.keys())
def test_a_plan_with_marks_reads_as_without(text: str) -> None:
    assert read_plan(text) == PLAIN


def test_letters_that_became_items_of_a_list_are_letters() -> None:
    body = "II. NỘI DUNG\n\n# 1. Tuyên truyền\n\n- a) Viết bài.\n\n- b) Phát thanh.\n\n# 2. Kiểm tra\n\n* a) Dự giờ."
    assert codes(read_plan(a_plan_text(body, REPORTING))) == ["II.1.a", "II.1.b", "II.2.a"]


def test_stars_that_are_bullets_and_blanks_that_are_lines_stay() -> None:
    assert (
        without_markup("*   Viết bài *Măng non* hằng tuần.\n* Phát thanh.\nSố: ____/KH-TC")
        == "*   Viết bài Măng non hằng tuần.\n* Phát thanh.\nSố: ____/KH-TC"
    )


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab Đ1.#*_<>[]()-|\\\n"), max_size=60))
def test_taking_marks_off_is_done_once_and_keeps_letters_in_their_order(text: str) -> None:
    plain = without_markup(text)
    letters = iter(text)
    assert all(letter in letters for letter in plain if letter.isalpha())


# --- letterheads -----------------------------------------------------------------------------------

LETTERHEADS = {
    "a table with bars": "| PHÒNG GIÁO DỤC VÀ ĐÀO TẠO TRƯỜNG THCS NGUYỄN DU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n"
    "| Số: 12/KH-THCSND | Tân An, ngày 05 tháng 9 năm 2025 |",
    "bars that were left over": "TRƯỜNG THCS NGUYỄN DU\n-------\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|\nSố: 12/KH-THCSND\n|\n"
    "Tân An, ngày 05 tháng 9 năm 2025\n|",
    "one line for both columns": "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTRƯỜNG THCS NGUYỄN DU Độc lập - Tự do - Hạnh phúc\n"
    "Số: 12 /KH-THCSND Tân An, ngày 05 tháng 9 năm 2025",
    "a motto without its line end": "TRƯỜNG THCS NGUYỄN DU\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do - Hạnh phúc\nSố: 12/KH-THCSND\n"
    "Tân An, ngày 05 tháng 9 năm 2025",
    "the number in bold": "TRƯỜNG THCS NGUYỄN DU\n**Số:** 12/KH-THCSND\n*Tân An, ngày 05 tháng 9 năm 2025*",
}  # fmt: skip


@pytest.mark.parametrize("letterhead", LETTERHEADS.values(), ids=LETTERHEADS.keys())
def test_a_letterhead_is_read_however_its_columns_came_apart(letterhead: str) -> None:
    plan = read_plan(a_plan_text(letterhead=letterhead))
    assert (plan.number, plan.symbol, plan.place, plan.date, plan.issuer) == (
        "12", "KH-THCSND", "Tân An", dt.date(2025, 9, 5), "Trường THCS Nguyễn Du",
    )  # fmt: skip


def test_blanks_in_brackets_are_blanks() -> None:
    plan = read_plan(
        a_plan_text(
            letterhead="TRƯỜNG THCS NGUYỄN DU\nSố: [ ]/KH-X\nTân An, ngày [ ] tháng [ ] năm [ ]", opening=""
        )
    )
    assert (plan.number, plan.symbol, plan.place, plan.date) == (None, "KH-X", "Tân An", None)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("KẾ HOẠCH Thực hiện công tác dân vận năm 2025", "Thực hiện công tác dân vận năm 2025"),
        ("KẾ HOẠCH\nV/v: Tổ chức ngày hội đọc sách", "Tổ chức ngày hội đọc sách"),
        ("**KẾ HOẠCH**\n**Tổ chức ngày hội đọc sách**", "Tổ chức ngày hội đọc sách"),
    ],
)
def test_a_title_is_found_beside_the_word_plan_and_behind_about(title: str, expected: str) -> None:
    assert read_plan(a_plan_text(title=title)).title == expected


def test_an_issuer_in_the_middle_of_a_sentence_is_no_legal_base() -> None:
    opening = "Căn cứ công văn 12/PGDĐT ngày 01/9/2025;\n\nTrên cơ sở nhiệm vụ năm học, trường THCS Nguyễn Du xây dựng kế hoạch như sau:"
    plan = read_plan(a_plan_text(letterhead="Số: 12/KH-X", opening=opening))
    assert plan.issuer == "Trường THCS Nguyễn Du"
    assert plan.legal_bases == ("Căn cứ công văn 12/PGDĐT ngày 01/9/2025", "Trên cơ sở nhiệm vụ năm học")


# --- numbers ---------------------------------------------------------------------------------------


def test_roman_numbers_that_a_machine_read_wrongly_are_put_right() -> None:
    text = a_plan_text(WORK.replace("II. NỘI", "ll. NỘI"), REPORTING.replace("III.", "IIl."))
    assert headings(read_plan(text.replace("I. MỤC", "l. MỤC"))) == headings(PLAIN)
    assert headings(read_plan(text.replace("I. MỤC", "|. MỤC"))) == headings(PLAIN)


def test_numbers_that_lost_their_stop_count_where_the_section_has_others() -> None:
    body = "II. NỘI DUNG\n\n1Quán triệt quy chế.\n\n2 Công khai thu chi.\n\n3. Tổ chức hội nghị."
    plan = read_plan(a_plan_text(body, REPORTING))
    assert codes(plan) == ["II.1", "II.2", "II.3"]
    assert plan.responsibilities[0].text == "Quán triệt quy chế."
    rows = "II. NỘI DUNG\n\n1. Kiểm tra hằng tháng\n\n9 Kiểm tra hồ sơ\n\n10 Kiểm tra chuyên đề\n\n2. Công khai thu chi."
    assert codes(read_plan(a_plan_text(rows, REPORTING))) == ["II.1", "II.2"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. Kiểm tra\n1.1- Dự giờ.\n1.2- Hồ sơ.", ["II.1.1", "II.1.2"]),
        ("Một là, nâng cao chất lượng.\nHai là, đổi mới quản lý.\nBa là, bồi dưỡng đội ngũ.", ["II.1", "II.2", "II.3"]),
        ("1. Trọng tâm\nThứ nhất, dạy tốt.\nThứ hai, học tốt.", ["II.1.1", "II.1.2"]),
        ("A. TUYÊN TRUYỀN\n1. Viết bài.\n2. Phát thanh.\nB. KIỂM TRA\n1. Dự giờ.", ["II.A.1", "II.A.2", "II.B.1"]),
    ],
)  # fmt: skip
def test_other_ways_to_number_work(body: str, expected: list[str]) -> None:
    assert codes(read_plan(a_plan_text(f"II. NỘI DUNG\n\n{body}", REPORTING))) == expected


@pytest.mark.parametrize("part", ["{letter}. ", "PHẦN {roman}. ", "PHẦN THỨ {word}: "])
def test_parts_are_sections_and_hold_roman_numbers_or_arabic_ones(part: str) -> None:
    names = [("A", "I", "NHẤT"), ("B", "II", "HAI"), ("C", "III", "BA")]
    first, second, third = (part.format(letter=a, roman=b, word=c) for a, b, c in names)
    plan = read_plan(
        a_plan_text(
            f"{second}NHIỆM VỤ\n\nI. NỘI DUNG\n\n1. Hiệu trưởng chỉ đạo.\n\nII. BIỆN PHÁP\n\n1. Công đoàn vận động.",
            f"{third}TỔ CHỨC THỰC HIỆN\n\n1. Các tổ: Thực hiện kế hoạch.\n\n2. Văn phòng: Tổng hợp.",
            aims=f"{first}ĐẶC ĐIỂM TÌNH HÌNH\n\nI. THUẬN LỢI\n\n1. Đủ giáo viên.",
        )
    )
    assert [section.heading for section in plan.sections if section.level == 1] == [
        "ĐẶC ĐIỂM TÌNH HÌNH", "NHIỆM VỤ", "TỔ CHỨC THỰC HIỆN",
    ]  # fmt: skip
    b, c = (section.code for section in plan.sections if section.level == 1 and section.code not in "A1I")
    assert codes(plan) == [f"{b}.I.1", f"{b}.II.1", f"{c}.1", f"{c}.2"]


# --- paragraphs ------------------------------------------------------------------------------------


def test_a_heading_of_bodies_goes_on_below_a_blank_line() -> None:
    body = (
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Đề nghị Ủy ban Mặt trận Tổ quốc phường, Hội Liên hiệp\n\nPhụ nữ phường và các tổ chức "
        "thành viên\n\n- Tuyên truyền.\n\n2. Công đoàn\n\n- Vận động."
    )
    plan = read_plan(a_plan_text(body))
    assert plan.responsibilities[0].owners == (
        "Ủy ban Mặt trận Tổ quốc phường",
        "Hội Liên hiệp Phụ nữ phường",
        "các tổ chức thành viên",
    )
    assert codes(plan) == ["II.1", "II.2"]


def test_what_is_ordered_below_a_heading_of_bodies_is_no_part_of_their_names() -> None:
    body = (
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Các phòng, ban chuyên môn; Ủy ban nhân dân các xã, phường\nXây dựng kế hoạch và tổ chức thực hiện;\n"
        "kịp thời phản ánh khó khăn về Phòng Nội vụ để được hướng dẫn giải quyết."
    )
    [item] = read_plan(a_plan_text(body)).responsibilities
    assert item.owners == ("Các phòng, ban chuyên môn", "Ủy ban nhân dân các xã, phường")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "1. Hiệu trưởng",
                "chỉ đạo",
                "a) Viết bài.",
                "- gạch",
                "Sở Nội vụ,",
                "1Một",
                "x\ty\tz",
                "",
                "Xây dựng",
            ]
        ),
        max_size=20,
    )
)
def test_no_word_is_lost_on_the_way_to_paragraphs(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = " ".join(paragraph.text for paragraph in paragraphs(text))
    assert found.replace("|", " ").split() == [word for word in text.split() if word != "2"]
