"""A plan's text, part by part, as a school writes it; a test changes the part that it is about."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

LETTERHEAD = """PHÒNG GIÁO DỤC VÀ ĐÀO TẠO
TRƯỜNG THCS NGUYỄN DU

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 12/KH-THCSND
Tân An, ngày 05 tháng 9 năm 2025"""

TITLE = """KẾ HOẠCH
Xây dựng trường học hạnh phúc năm học 2025 - 2026"""

OPENING = """Căn cứ Kế hoạch số 5/KH-PGDĐT ngày 01 tháng 9 năm 2025 của Phòng Giáo dục và Đào tạo về trường học hạnh phúc;

Trường THCS Nguyễn Du xây dựng kế hoạch như sau:"""

WORK = """II. NỘI DUNG

1. Hiệu trưởng chỉ đạo chung và kiểm tra việc thực hiện.

2. Công đoàn phối hợp với Đoàn Thanh niên tổ chức ngày hội."""

REPORTING = """III. CHẾ ĐỘ BÁO CÁO

Nhà trường báo cáo kết quả về Phòng Giáo dục và Đào tạo trước ngày 25 tháng 5 năm 2026."""

ENDING = """Trên đây là Kế hoạch xây dựng trường học hạnh phúc, đề nghị các bộ phận nghiêm túc thực hiện./.

Nơi nhận:
- Phòng GDĐT (để b/c);
- Lưu: VT.

HIỆU TRƯỞNG

Trần Văn B"""


def a_plan_text(
    *body: str,
    letterhead: str = LETTERHEAD,
    title: str = TITLE,
    opening: str = OPENING,
    aims: str = "I. MỤC ĐÍCH, YÊU CẦU\n\nNâng cao chất lượng giáo dục của nhà trường.",
    ending: str = ENDING,
) -> str:
    """The whole text; `body` are the sections after the first."""
    return "\n\n".join(
        part for part in (letterhead, title, opening, aims, *(body or (WORK, REPORTING)), ending) if part
    )


def a_plan_that_says(sentence: str) -> str:
    """A plan with this sentence as one of its numbered paragraphs."""
    return a_plan_text(f"II. TỔ CHỨC THỰC HIỆN\n\n1. Hiệu trưởng chỉ đạo chung.\n\n2. {sentence}")
