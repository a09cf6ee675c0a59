"""How plans are laid out, and what goes wrong with their text on the way to us."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from plan_builders import ENDING, OPENING, REPORTING, WORK, a_plan_text

from service.domain.plan import Plan
from service.plan_text import NotAPlanError, read_plan


def codes(plan: Plan) -> list[str]:
    return [item.code for item in plan.responsibilities]


def headings(plan: Plan) -> list[str]:
    return [f"{section.code}. {section.heading}" for section in plan.sections if section.level == 1]


PLAIN = read_plan(a_plan_text())


def test_a_plain_plan_is_read_in_full() -> None:
    assert (PLAIN.number, PLAIN.symbol, PLAIN.place, PLAIN.date) == (
        "12",
        "KH-THCSND",
        "Tân An",
        dt.date(2025, 9, 5),
    )
    assert (PLAIN.issuer, PLAIN.title) == (
        "Trường THCS Nguyễn Du",
        "Xây dựng trường học hạnh phúc năm học 2025 - 2026",
    )
    assert PLAIN.legal_bases == (
        "Căn cứ Kế hoạch số 5/KH-PGDĐT ngày 01 tháng 9 năm 2025 của Phòng Giáo dục và Đào tạo về trường học hạnh phúc",
    )
    assert headings(PLAIN) == ["I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. CHẾ ĐỘ BÁO CÁO"]
    assert codes(PLAIN) == ["II.1", "II.2"]
    assert [duty.quote for duty in PLAIN.reporting] == ["trước ngày 25 tháng 5 năm 2026"]
    assert not [question for question in PLAIN.questions if question.about != "II.2"]


# --- the same plan, differently written ------------------------------------------------------------

SAME = {
    "with a byte order mark": "\ufeff" + a_plan_text(),
    "with Windows line ends": a_plan_text().replace("\n", "\r\n"),
    "with old Mac line ends": a_plan_text().replace("\n", "\r"),
    "decomposed": unicodedata.normalize("NFD", a_plan_text()),
    "with spaces that do not break": a_plan_text().replace(" năm ", "\u00a0năm ").replace("II. ", "II.\u00a0"),
    "with invisible marks": a_plan_text().replace("CHẾ ĐỘ", "CHẾ\u200b ĐỘ").replace("Số:", "\u200bSố:\u00ad"),
    "with the look-alike of Đ": a_plan_text().replace("Đ", "Ð"),
    "with blank lines everywhere": a_plan_text().replace("\n", "\n\n"),
    "without blank lines": a_plan_text().replace("\n\n", "\n"),
    "with spaces at the ends": a_plan_text().replace("\n", "   \n  "),
    "with page numbers": a_plan_text().replace("\n\nII.", "\n\n2\n\nII.").replace("\n\n2. Công", "\n\n- 3 -\n\n2. Công"),
    "with form feeds": a_plan_text().replace("\n\nII.", "\n\f2\n\nII."),
    "with rules": a_plan_text().replace("Hạnh phúc\n", "Hạnh phúc\n---------------\n").replace("DU\n", "DU\n_______\n"),
    "with another dash in the motto": a_plan_text().replace("Độc lập - Tự do - Hạnh", "Độc lập – Tự do – Hạnh"),
    "with columns side by side": a_plan_text(
        letterhead="PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TRƯỜNG THCS NGUYỄN DU\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-THCSND\tTân An, ngày 05 tháng 9 năm 2025"
    ),
    "with columns held apart by spaces": a_plan_text(
        letterhead="PHÒNG GIÁO DỤC VÀ ĐÀO TẠO          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "   TRƯỜNG THCS NGUYỄN DU               Độc lập - Tự do - Hạnh phúc\n"
        "   Số: 12 /KH-THCSND              Tân An, ngày 05 tháng 9 năm 2025"
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_a_plan_reads_the_same(text: str) -> None:
    assert read_plan(text) == PLAIN


# --- letterhead ------------------------------------------------------------------------------------

NUMBERS = [
    # (as printed, number, symbol)
    ("Số: 95 /KH-TC", "95", "KH-TC"),
    ("Số: 08/KH-THCS", "08", "KH-THCS"),
    ("Số 15/KH-THPT", "15", "KH-THPT"),
    ("Số:         /KH-SGDĐT", None, "KH-SGDĐT"),
    ("Số: /KH-THPTĐBK", None, "KH-THPTĐBK"),
    ("Số:……/KH-TrTHCS", None, "KH-TrTHCS"),
    ("Số: ..... /KH-MN", None, "KH-MN"),
    ("Số: ____/KH-UBND", None, "KH-UBND"),
    ("Số: 12/KH – THCS", "12", "KH-THCS"),
    ("Số: 07/KH-MTTQ-BTT", "07", "KH-MTTQ-BTT"),
    ("Số: 58/KH-THPTCL2", "58", "KH-THPTCL2"),
    ("Số: 05b/KH-TH.NVT", "05b", "KH-TH.NVT"),
    ("Số: 21-KH/TU", "21", "KH/TU"),
    ("Số: 14-KH/ĐTN", "14", "KH/ĐTN"),
    ("Số: 2954/QĐ-UBND", "2954", "QĐ-UBND"),
    ("SỐ: 3/KH-PGDĐT", "3", "KH-PGDĐT"),
]


@pytest.mark.parametrize(("printed", "number", "symbol"), NUMBERS)
def test_number_and_symbol_are_read_and_a_blank_stays_a_blank(
    printed: str, number: str | None, symbol: str
) -> None:
    plan = read_plan(
        a_plan_text(letterhead=f"TRƯỜNG THCS NGUYỄN DU\n\n{printed}\nTân An, ngày 05 tháng 9 năm 2025")
    )
    assert (plan.number, plan.symbol) == (number, symbol)
    assert any(question.about == "number" for question in plan.questions) == (number is None)


DAYS = [
    # (as printed, place, date)
    ("Tân Bình, ngày 04 tháng 3 năm 2025", "Tân Bình", dt.date(2025, 3, 4)),
    ("Thành phố Hồ Chí Minh, ngày 18 tháng 11 năm 2025", "Thành phố Hồ Chí Minh", dt.date(2025, 11, 18)),
    ("TP. Hồ Chí Minh, ngày 18 tháng 11 năm 2025", "TP. Hồ Chí Minh", dt.date(2025, 11, 18)),
    ("Thành phố Hồ\nChí Minh, ngày 18 tháng 11 năm 2025", "Thành phố Hồ Chí Minh", dt.date(2025, 11, 18)),
    ("Quận 1, ngày 18 tháng 11 năm 2025", "Quận 1", dt.date(2025, 11, 18)),
    ("Tân An, ngày 5/9/2025", "Tân An", dt.date(2025, 9, 5)),
    ("Đốc Binh Kiều, ngày ... tháng 8 năm 2026", "Đốc Binh Kiều", None),
    ("Đốc Binh Kiều, ngày … tháng … năm 2026", "Đốc Binh Kiều", None),
    ("Bắc Cam Ranh, ngày    tháng 11 năm 2025", "Bắc Cam Ranh", None),
    ("Đồng Tháp, ngày       tháng 4 năm 2026", "Đồng Tháp", None),
    ("Tân An, ngày 31 tháng 02 năm 2025", "Tân An", None),
    ("Tân An, ngày 05\ntháng 9 năm 2025", "Tân An", dt.date(2025, 9, 5)),
]


@pytest.mark.parametrize(("printed", "place", "date"), DAYS)
def test_place_and_date_are_read_and_a_blank_day_is_asked_for(
    printed: str, place: str, date: dt.date | None
) -> None:
    plan = read_plan(a_plan_text(letterhead=f"TRƯỜNG THCS NGUYỄN DU\n\nSố: 12/KH-THCSND\n\n{printed}"))
    assert (plan.place, plan.date) == (place, date)
    assert any(question.about == "date" for question in plan.questions) == (date is None)


def test_number_place_and_date_may_share_a_line() -> None:
    plan = read_plan(
        a_plan_text(
            letterhead="SỞ GIÁO DỤC VÀ ĐÀO TẠO\nSố:         /KH-SGDĐT Đồng Tháp, ngày       tháng 4 năm 2026"
        )
    )
    assert (plan.number, plan.symbol, plan.place, plan.date) == (None, "KH-SGDĐT", "Đồng Tháp", None)


def test_a_date_at_the_end_of_the_plan_is_found_there() -> None:
    plan = read_plan(
        a_plan_text(
            letterhead="TRƯỜNG THCS NGUYỄN DU\nSố: 12/KH-THCSND",
            ending=ENDING.replace("HIỆU TRƯỞNG", "Tân An, ngày 05 tháng 9 năm 2025\nHIỆU TRƯỞNG"),
        )
    )
    assert (plan.place, plan.date) == ("Tân An", dt.date(2025, 9, 5))


def test_the_day_of_an_event_is_not_the_day_of_the_plan() -> None:
    section = "II. THỜI GIAN\n\nThời gian: Buổi sáng, ngày 18 tháng 4 năm 2026\n\nLúc 14 giờ 00 phút, ngày 28 tháng 4 năm 2026."
    plan = read_plan(a_plan_text(section, letterhead="TRƯỜNG THCS NGUYỄN DU\nSố: 12/KH-THCSND"))
    assert (plan.place, plan.date) == (None, None)


def test_a_number_in_a_legal_base_is_not_the_plans() -> None:
    plan = read_plan(a_plan_text(letterhead="TRƯỜNG THCS NGUYỄN DU"))
    assert (plan.number, plan.symbol) == (None, None)


TITLES = [
    ("KẾ HOẠCH\nTổ chức ngày hội đọc sách", "Tổ chức ngày hội đọc sách"),
    ("KẾ HOẠCH\nTổ chức ngày hội đọc sách\nvà tuần lễ học tập suốt đời", "Tổ chức ngày hội đọc sách và tuần lễ học tập suốt đời"),
    ("KẾ HOẠCH\nTỔ CHỨC NGÀY HỘI\n\nĐỌC SÁCH NĂM 2025", "TỔ CHỨC NGÀY HỘI ĐỌC SÁCH NĂM 2025"),
    ("KẾ HOẠCH\n\nTổ chức ngày hội đọc sách\n\n-------", "Tổ chức ngày hội đọc sách"),
    ("KẾ HOẠCH TỔ CHỨC NGÀY HỘI\nĐọc sách", "TỔ CHỨC NGÀY HỘI Đọc sách"),
    ("KẾ HOẠCH\nThực hiện công tác dân chủ năm 2025", "Thực hiện công tác dân chủ năm 2025"),
    ("KẾ HOẠCH\nThực hiện Nghị quyết số 71-NQ/TW ngày 22/8/2025\ncủa Bộ Chính trị", "Thực hiện Nghị quyết số 71-NQ/TW ngày 22/8/2025 của Bộ Chính trị"),
    ("K Ế H O Ạ C H\nTổ chức ngày hội", "Tổ chức ngày hội"),
    ("KẾ HOẠCH\nTổ chức ngày hội\n(Kèm theo Quyết định số 5/QĐ-THCS ngày 01/9/2025)", "Tổ chức ngày hội"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "title"), TITLES)
def test_the_title_is_what_stands_below_the_word_plan(printed: str, title: str) -> None:
    assert read_plan(a_plan_text(title=printed)).title == title


ISSUERS = [
    ("TRƯỜNG THCS NGUYỄN DU", "Trường THCS Nguyễn Du xây dựng kế hoạch như sau:", "Trường THCS Nguyễn Du"),
    ("UBND TỈNH ĐỒNG THÁP\nSỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở GDĐT tỉnh Đồng Tháp xây dựng Kế hoạch như sau:", "Sở GDĐT tỉnh Đồng Tháp"),
    ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân Thành phố ban hành Kế hoạch như sau:", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
    ("ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH", "Ủy ban nhân tỉnh ban hành Kế hoạch như sau:", "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"),
    ("ỦY BAN MTTQ VIỆT NAM\nPHƯỜNG BẮC CAM RANH\nBAN THƯỜNG TRỰC",
     "Ban Thường trực Ủy ban MTTQ Việt Nam phường Bắc Cam Ranh xây dựng kế hoạch như sau:",
     "Ban Thường trực Ủy ban MTTQ Việt Nam phường Bắc Cam Ranh"),
    ("TRƯỜNG TIỂU HỌC KIM ĐỒNG\nTỔ KHỐI 5", "Tổ khối 5 xây dựng kế hoạch như sau:", "Tổ khối 5"),
    ("TỈNH ĐOÀN AN GIANG\nBCH ĐOÀN TRƯỜNG THPT LÊ QUÝ ĐÔN", "BCH Đoàn trường xây dựng kế hoạch như sau:", "BCH Đoàn trường THPT Lê Quý Đôn"),
    ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG MẦM NON HOA SEN", "Kế hoạch cụ thể như sau:", "TRƯỜNG MẦM NON HOA SEN"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "opening", "issuer"), ISSUERS)
def test_the_issuer_is_named_as_the_plan_names_itself(printed: str, opening: str, issuer: str) -> None:
    assert read_plan(a_plan_text(letterhead=f"{printed}\n\nSố: 12/KH-X", opening=opening)).issuer == issuer


def test_a_title_that_cites_a_document_is_no_legal_base() -> None:
    plan = read_plan(
        a_plan_text(title="KẾ HOẠCH\nThực hiện Nghị quyết số 71-NQ/TW ngày 22/8/2025 của Bộ Chính trị")
    )
    assert plan.legal_bases == PLAIN.legal_bases


def test_legal_bases_stand_each_for_itself_and_end_before_the_issuer() -> None:
    opening = (
        "Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;\n"
        "Căn cứ Thông tư số 32/2020/TT-BGDĐT ngày 15 tháng 9 năm 2020 của Bộ Giáo dục và Đào tạo;\n"
        "Căn cứ tình hình thực tế của nhà trường,\n\n"
        "Thực hiện Công văn số 12/PGDĐT ngày 01/9/2025, Trường THCS Nguyễn Du ban hành Kế hoạch như sau:"
    )
    assert read_plan(a_plan_text(opening=opening)).legal_bases == (
        "Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019",
        "Căn cứ Thông tư số 32/2020/TT-BGDĐT ngày 15 tháng 9 năm 2020 của Bộ Giáo dục và Đào tạo",
        "Căn cứ tình hình thực tế của nhà trường",
        "Thực hiện Công văn số 12/PGDĐT ngày 01/9/2025",
    )


# --- headings and numbers --------------------------------------------------------------------------


def test_about_is_no_fifth_section() -> None:
    for about in ("V/v tổ chức sinh hoạt đầu năm", "V/V TỔ CHỨC SINH HOẠT"):
        plan = read_plan(a_plan_text(letterhead=f"TRƯỜNG THCS NGUYỄN DU\nSố: 12/KH-X\n{about}"))
        assert headings(plan) == headings(PLAIN)


HEADINGS = [
    "II. NỘI DUNG\nCÔNG VIỆC",
    "II. NỘI DUNG CÔNG\nVIỆC",
    "II.\nNỘI DUNG CÔNG VIỆC",
    "II.NỘI DUNG CÔNG VIỆC",
    "II/ NỘI DUNG CÔNG VIỆC",
    "II- NỘI DUNG CÔNG VIỆC",
    "II – NỘI DUNG CÔNG VIỆC",
    "II) NỘI DUNG CÔNG VIỆC",
    "II: NỘI DUNG CÔNG VIỆC",
    "II .  NỘI  DUNG CÔNG VIỆC",
]


@pytest.mark.parametrize("printed", HEADINGS)
def test_a_heading_is_one_however_its_number_is_set_off(printed: str) -> None:
    plan = read_plan(a_plan_text(WORK.replace("II. NỘI DUNG", printed), REPORTING))
    assert headings(plan) == ["I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG CÔNG VIỆC", "III. CHẾ ĐỘ BÁO CÁO"]
    assert codes(plan) == ["II.1", "II.2"]


def test_headings_in_small_letters_are_headings_too() -> None:
    plan = read_plan(
        a_plan_text("II. Nội dung\n1. Hiệu trưởng chỉ đạo.", "III. Tổ chức thực hiện\n1. Công đoàn hỗ trợ.")
    )
    assert headings(plan) == ["I. MỤC ĐÍCH, YÊU CẦU", "II. Nội dung", "III. Tổ chức thực hiện"]
    assert codes(plan) == ["II.1", "III.1"]


def test_two_sections_of_one_number_are_kept_apart_and_asked_about() -> None:
    plan = read_plan(a_plan_text(WORK, WORK.replace("NỘI DUNG", "TỔ CHỨC THỰC HIỆN"), REPORTING))
    assert [section.code for section in plan.sections] == ["I", "II", "II(2)", "III"]
    assert codes(plan) == ["II.1", "II.2", "II(2).1", "II(2).2"]
    assert any("hai mục cùng số II" in question.text for question in plan.questions)


def test_numbers_that_begin_again_after_the_signature_are_no_sections() -> None:
    annex = "PHỤ LỤC I\nDANH SÁCH\n\nI. KHỐI 6\n1. Lớp 6A\nII. KHỐI 7\n1. Lớp 7A"
    assert read_plan(a_plan_text(ending=f"{ENDING}\n\n{annex}")) == PLAIN
    assert read_plan(a_plan_text(ending=annex)).responsibilities == PLAIN.responsibilities
    assert (
        read_plan(a_plan_text(ending="I. KHỐI 6\n1. Lớp 6A\nII. KHỐI 7")).responsibilities
        == PLAIN.responsibilities
    )


def test_an_annex_that_a_sentence_mentions_does_not_end_the_plan() -> None:
    work = WORK.replace("chỉ đạo chung", "chỉ đạo theo\nPhụ lục I. Danh sách kèm theo")
    assert codes(read_plan(a_plan_text(work, REPORTING))) == ["II.1", "II.2"]


def test_a_lost_number_is_put_back_where_the_neighbours_prove_it() -> None:
    plan = read_plan(a_plan_text(WORK.replace("II. NỘI DUNG", "NỘI DUNG"), REPORTING))
    assert headings(plan) == headings(PLAIN)
    assert any("mất số" in question.text and "II. NỘI DUNG" in question.text for question in plan.questions)
    plan = read_plan(
        a_plan_text(
            "II. NỘI DUNG\n\nCông tác tuyên truyền\n\n- Viết bài.\n\n2. Công tác kiểm tra\n\n- Dự giờ."
        )
    )
    assert codes(plan) == ["II.1", "II.2"]


def test_a_plan_that_lost_all_its_numbers_is_counted_and_asked_about() -> None:
    text = a_plan_text(
        "NỘI DUNG\n\n- Hiệu trưởng chỉ đạo chung.\n\n- Công đoàn tổ chức ngày hội.", "TỔ CHỨC THỰC HIỆN\n\n- Các tổ thực hiện.",
        aims="MỤC ĐÍCH, YÊU CẦU\n\nNâng cao chất lượng.",
    )  # fmt: skip
    plan = read_plan(text)
    assert headings(plan) == ["I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. TỔ CHỨC THỰC HIỆN"]
    assert codes(plan) == ["II.1", "II.2", "III.1"]
    assert sum("mất số" in question.text for question in plan.questions) == 3


SCHEMES = {
    "letters below numbers": ("1. Tuyên truyền\na) Viết bài.\nb) Phát thanh.\n2. Kiểm tra\na) Dự giờ.", ["1.a", "1.b", "2.a"]),
    "đ kept where it stands": ("1. Tuyên truyền\nc) Một.\nd) Hai.\nđ) Ba.\ne) Bốn.", ["1.c", "1.d", "1.đ", "1.e"]),
    "đ kept away where it does not": ("1. Tuyên truyền\na) Một.\nb) Hai.\nc) Ba.\nd) Bốn.\ne) Năm.", ["1.a", "1.b", "1.c", "1.d", "1.e"]),
    "decimals": ("1. Tuyên truyền\n1.1. Viết bài.\n1.2. Phát thanh.\n2. Kiểm tra\n2.1. Dự giờ.", ["1.1", "1.2", "2.1"]),
    "decimals without a last stop": ("1. Tuyên truyền\n1.1 Viết bài.\n1.2 Phát thanh.", ["1.1", "1.2"]),
    "decimals below the section": ("II.1. Tuyên truyền.\nII.2. Kiểm tra.", ["1", "2"]),
    "letters below decimals": ("1. Tuyên truyền\n1.1. Viết bài\na) Báo tường.\nb) Bản tin.\n1.2. Phát thanh.", ["1.1.a", "1.1.b", "1.2"]),
    "letters below the section": ("a) Viết bài.\nb) Phát thanh.", ["a", "b"]),
    "numbers with a bracket": ("1) Viết bài.\n2) Phát thanh.", ["1", "2"]),
    "numbers with a stroke": ("1/ Viết bài.\n2/ Phát thanh.", ["1", "2"]),
    "numbers in brackets": ("1. Tuyên truyền\n(1) Viết bài.\n(2) Phát thanh.", ["1.1", "1.2"]),
    "letters with a stop": ("1. Tuyên truyền\na. Viết bài.\nb. Phát thanh.", ["1.a", "1.b"]),
    "letters with a dash": ("1. Tuyên truyền\na- Viết bài.\nb- Phát thanh.", ["1.a", "1.b"]),
    "lines that tell what, who and when of one task": ("1. Thư viện\na) Nội dung: mua sách.\nb) Đơn vị chủ trì: Công đoàn.\nc) Thời gian: tháng 5.", ["1"]),
    "labels that order no work": ("1. Đối tượng: Học sinh khối 6.\n2. Thời gian: tháng 9.\n3. Công đoàn vận động.", ["3"]),
    "dashes alone": ("- Viết bài.\n- Phát thanh.", ["1", "2"]),
    "dashes of another kind": ("– Viết bài.\n– Phát thanh.\n+ Buổi sáng.", ["1", "2"]),
    "bodies with dashes": ("Ban Giám hiệu\n- Chỉ đạo.\n- Kiểm tra.\nCông đoàn:\n- Vận động.", ["1", "2"]),
    "paragraphs that name who": ("Hiệu trưởng chỉ đạo chung.\nCông đoàn vận động đoàn viên.", ["1", "2"]),
    "numbers below letters": ("1. Việc\na) Tuyên truyền\n1. Viết bài.\n2. Phát thanh.\nb) Kiểm tra.\n2. Khác.", ["1.a.1", "1.a.2", "1.b", "2"]),
    "a run that begins again": ("Học kỳ I\n1. Viết bài.\n2. Phát thanh.\nHọc kỳ II\n1. Dự giờ.", ["1", "2", "(2).1"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), SCHEMES.values(), ids=SCHEMES.keys())
def test_responsibilities_are_numbered_as_the_plan_numbers_them(body: str, expected: list[str]) -> None:
    plan = read_plan(a_plan_text(f"II. NỘI DUNG\n\n{body}", REPORTING))
    assert codes(plan) == [f"II{code}" if code.startswith("(") else f"II.{code}" for code in expected]


def test_plans_without_roman_numbers_begin_at_their_arabic_ones() -> None:
    text = a_plan_text(
        "2. Nội dung\n2.1. Hiệu trưởng chỉ đạo.\n2.2. Công đoàn vận động.",
        "3. Tổ chức thực hiện\na) Các tổ thực hiện.\nb) Văn phòng hỗ trợ.",
        aims="1. Mục đích\n\nNâng cao chất lượng.",
    )
    plan = read_plan(text)
    assert headings(plan) == ["1. Mục đích", "2. Nội dung", "3. Tổ chức thực hiện"]
    assert codes(plan) == ["2.1", "2.2", "3.a", "3.b"]


def test_parts_that_number_their_sections_anew_are_kept_apart() -> None:
    plan = read_plan(
        a_plan_text(
            "B. NHIỆM VỤ\n\nI. NỘI DUNG\n1. Hiệu trưởng chỉ đạo.",
            "II. BIỆN PHÁP\n1. Công đoàn vận động.",
            aims="A. ĐẶC ĐIỂM TÌNH HÌNH\n\nI. THUẬN LỢI\n1. Đủ giáo viên.\n\nII. KHÓ KHĂN\n1. Thiếu phòng.",
        )
    )
    assert codes(plan) == ["B.I.1", "B.II.1"]


def test_work_is_found_in_sections_that_order_it_and_nowhere_else() -> None:
    plan = read_plan(
        a_plan_text(
            "II. THỜI GIAN, ĐỊA ĐIỂM\n1. Thời gian: tháng 9.\n2. Địa điểm: hội trường.",
            "III. KINH PHÍ\n1. Ngân sách.\n2. Xã hội hóa.",
            "IV. NỘI DUNG, HÌNH THỨC VÀ THỜI GIAN\n1. Thời gian\nTháng 9.\n2. Các hoạt động\na) Công đoàn vận động.",
            "V. TỔ CHỨC THỰC HIỆN\n1. Hiệu trưởng chỉ đạo.\n2. Chế độ báo cáo: báo cáo về Phòng GDĐT trước ngày 30/5/2026.",
        )
    )
    assert codes(plan) == ["IV.2.a", "V.1"]


def test_the_closing_words_belong_to_no_responsibility() -> None:
    plan = read_plan(a_plan_text(WORK))
    assert plan.responsibilities == PLAIN.responsibilities
    closing = "Trong quá trình thực hiện, nếu có vướng mắc, các bộ phận báo cáo Hiệu trưởng để xử lý./."
    assert read_plan(a_plan_text(WORK, ending=closing)).responsibilities == PLAIN.responsibilities


def test_a_plan_attached_to_a_decision_has_the_number_and_bases_of_the_decision() -> None:
    decision = (
        "Số: 2954/QĐ-UBND\nSơn La, ngày 20 tháng 11 năm 2025\n\nQUYẾT ĐỊNH\nVỀ VIỆC BAN HÀNH KẾ HOẠCH\n\n"
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.\n\nĐiều 2. Sở Nội vụ chịu trách nhiệm thi hành./.\n\n"
        "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\nCHỦ TỊCH\n\nNguyễn Văn A"
    )
    plan = read_plan(a_plan_text(letterhead=f"ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\n\n{decision}", opening=""))
    assert (plan.number, plan.symbol, plan.place) == ("2954", "QĐ-UBND", "Sơn La")
    assert plan.legal_bases == ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",)
    assert headings(plan) == headings(PLAIN)


# --- words torn apart ------------------------------------------------------------------------------


def test_words_that_a_page_tore_apart_are_joined() -> None:
    work = WORK.replace(
        "chỉ đạo chung",
        "thực hiện Nghị định số 59/2023/NĐ-\n\nCP ngày 14/8/2023 và tích cực hưởng\n\n2\n\nứng phong trào",
    )
    text = read_plan(a_plan_text(work, REPORTING)).responsibilities[0].text
    assert (
        text
        == "Hiệu trưởng thực hiện Nghị định số 59/2023/NĐ-CP ngày 14/8/2023 và tích cực hưởng ứng phong trào và kiểm tra việc thực hiện."
    )


def wrapped(text: str, width: int, *, between: str = "\n") -> str:
    """The text as a page of this width breaks it."""
    import textwrap

    return between.join(
        "\n".join(textwrap.wrap(line, width, break_on_hyphens=False)) if line else ""
        for line in text.split("\n")
    )


LONG_WORK = """II. NỘI DUNG

1. Hiệu trưởng chỉ đạo chung, phân công nhiệm vụ cho các tổ chuyên môn và các bộ phận, thường xuyên kiểm tra, đôn đốc việc thực hiện kế hoạch giai đoạn 2021 - 2025; kịp thời biểu dương tập thể, cá nhân làm tốt.

2. Công đoàn phối hợp với Đoàn Thanh niên tổ chức ngày hội, vận động đoàn viên, học sinh tham gia các hoạt động văn hóa - xã hội, văn nghệ, thể dục thể thao của nhà trường và của địa phương.

3. Các tổ chuyên môn đưa nội dung giáo dục vào kế hoạch dạy học từng tuần, từng tháng; mỗi học kỳ tổ chức ít nhất một chuyên đề, rút kinh nghiệm và chia sẻ trong toàn trường."""


@pytest.mark.parametrize("width", [60, 72, 80, 90])
def test_lines_broken_at_the_edge_of_a_page_are_one_paragraph(width: int) -> None:
    text = a_plan_text(LONG_WORK, REPORTING)
    expected = read_plan(text)
    assert read_plan(wrapped(text, width)) == expected
    assert read_plan(wrapped(text, width).replace("\n\n", "\n")) == expected


# --- what is no plan -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Xin chào các thầy cô.",
        "BÁO CÁO\n\nI. KẾT QUẢ\n1. Đã làm.\nII. TỒN TẠI\n1. Chưa làm.",
        "Kế hoạch đi chợ hôm nay.",
    ],
)
def test_a_text_that_is_no_plan_is_refused_in_a_vietnamese_line(text: str) -> None:
    with pytest.raises(NotAPlanError, match=r"^Đây không phải là một kế hoạch: [^\n]+\.$"):
        read_plan(text)


def asked(plan: Plan, about: str) -> list[str]:
    return [question.text for question in plan.questions if question.about == about]


@pytest.mark.parametrize(
    ("body", "expected", "doubled"),
    [
        # Right after each other; after letters; after a step of decimals.
        ("1. Tuyên truyền.\n1. Kiểm tra.\n2. Tổng kết.", ["II.1", "II.1(2)", "II.2"], "II.1(2)"),
        ("1. Tuyên truyền\na) Viết bài.\nb) Phát thanh.\nb) Dự giờ.", ["II.1.a", "II.1.b", "II.1.b(2)"], "II.1.b(2)"),
        ("3. Kiểm tra\n3.1. Dự giờ.\n3.2. Hồ sơ.\n3.2. Sổ sách.", ["II.3.1", "II.3.2", "II.3.2(2)"], "II.3.2(2)"),
        # The letters begin again below it: it is no small work of b).
        ("1. Tuyên truyền\na) Viết bài.\nb) Phát thanh.\n1. Kiểm tra\na) Dự giờ.\n2. Tổng kết.",
         ["II.1.a", "II.1.b", "II.1(2).a", "II.2"], "II.1(2)"),
    ],
)  # fmt: skip
def test_a_number_that_stands_twice_is_told_apart_and_asked_about(
    body: str, expected: list[str], doubled: str
) -> None:
    plan = read_plan(a_plan_text(f"II. NỘI DUNG\n\n{body}", REPORTING))
    assert codes(plan) == expected
    question, *_ = asked(plan, doubled)
    assert "hai mục cùng số" in question


def test_a_one_below_a_letter_is_asked_about_unless_what_follows_proves_it() -> None:
    ambiguous = "II. NỘI DUNG\n\n1. Tuyên truyền\na) Viết bài.\nb) Phát thanh\n1. Buổi sáng.\n2. Buổi chiều."
    question, *_ = asked(read_plan(a_plan_text(ambiguous, REPORTING)), "II.1.b.1")
    assert "là việc nhỏ của II.1.b hay là mục mới" in question
    proven = read_plan(a_plan_text(f"{ambiguous}\nc) Bản tin.", REPORTING))
    assert codes(proven) == ["II.1.a", "II.1.b.1", "II.1.b.2", "II.1.c"]
    assert not any("việc nhỏ" in text for text in asked(proven, "II.1.b.1"))


def test_work_is_found_below_a_heading_that_names_reports_last() -> None:
    body = "VII. KIỂM TRA, GIÁM SÁT VÀ CHẾ ĐỘ BÁO CÁO\n\n1. Kiểm tra\n\n- Ban Giám hiệu kiểm tra hồ sơ.\n\n2. Bồi dưỡng báo cáo viên\n\n- Mời chuyên gia."
    plan = read_plan(a_plan_text("II. NỘI DUNG\n\n1. Hiệu trưởng chỉ đạo.", body.replace("VII", "III")))
    assert codes(plan) == ["II.1", "III.1", "III.2"]
    assert plan.responsibilities[1].owners == ("Ban Giám hiệu",)


def test_numbers_that_go_on_after_a_gap_are_not_lost() -> None:
    body = "II. NỘI DUNG\n\n1. Tuyên truyền.\n\n5. Kiểm tra.\n\n6. Tổng kết."
    plan = read_plan(a_plan_text(body, REPORTING))
    assert codes(plan) == ["II.1", "II.5", "II.6"]
    assert "sau số 1 là số 5" in asked(plan, "II.5")[0]


def test_a_number_that_is_missing_is_asked_about() -> None:
    work = "II. NỘI DUNG\n\n1. Hiệu trưởng chỉ đạo.\n\n3. Công đoàn vận động."
    plan = read_plan(a_plan_text(work, REPORTING.replace("III.", "IV.")))
    assert "sau số 1 là số 3" in asked(plan, "II.3")[0]
    assert "Sau mục II là mục IV" in asked(plan, "IV")[0]


def test_an_opening_may_be_missing() -> None:
    assert codes(read_plan(a_plan_text(opening=""))) == ["II.1", "II.2"]
    assert codes(read_plan(a_plan_text(opening=OPENING, letterhead="", title="KẾ HOẠCH"))) == ["II.1", "II.2"]
