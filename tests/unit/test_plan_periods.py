"""What each report covers and how often it comes back, in the many ways in which plans say it."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_builders import a_plan_text, a_plan_that_says

from service.domain.plan import DutyKind, ReportingDuty
from service.plan_text import read_plan

QUARTERLY = ["20/3 quý I", "20/6 quý II", "20/9 quý III", "20/12 quý IV"]
SAID = [
    # --- every six months ---
    ("Định kỳ 6 tháng một lần báo cáo kết quả về Phòng GDĐT vào ngày 15/12 và 15/6.", ["15/12 6 tháng", "15/6 6 tháng"]),
    ("Định kỳ 6 tháng một lần, nhà trường báo cáo Phòng GDĐT trước ngày 15/12 và 15/6 hằng năm.", ["15/12 6 tháng", "15/6 6 tháng"]),
    ("Định kỳ 6 tháng, năm báo cáo kết quả về Phòng GDĐT trước ngày 15/6 và 15/12.", ["15/6 6 tháng", "15/12 năm"]),
    ("Định kỳ 6 tháng (trước ngày 05/6), hàng năm (trước ngày 05/11) báo cáo kết quả về Sở Tư pháp.", ["5/6 6 tháng", "5/11 năm"]),
    ("Báo cáo kết quả (lồng ghép trong báo cáo dân vận 6 tháng, năm) về Phòng Nội vụ trước ngày 05/6 và 05/11.", ["5/6 6 tháng", "5/11 năm"]),
    ("Báo cáo kết quả với Đảng ủy (qua Văn phòng) 6 tháng trước ngày 10/6, năm trước ngày 05/12.", ["10/6 6 tháng", "5/12 năm"]),
    # --- said behind the date ---
    ("Các đơn vị báo cáo UBND xã trước ngày 05/6 (báo cáo 6 tháng) và trước ngày 05/12 (báo cáo năm) hằng năm.", ["5/6 6 tháng", "5/12 năm"]),
    ("Báo cáo UBND xã trước 15/6 (6 tháng), 15/12 (năm).", ["15/6 6 tháng", "15/12 năm"]),
    ("Báo cáo UBND xã trước ngày 20 tháng 6 (báo cáo 06 tháng đầu năm) và ngày 20 tháng 12 (báo cáo năm).",
     ["20/6 6 tháng đầu năm", "20/12 năm"]),
    # --- every month, with the day alone ---
    ("Hằng tháng, Ban kiểm tra báo cáo kết quả cho Hiệu trưởng trước ngày 25.", ["25 hằng tháng"]),
    ("Báo cáo tháng gửi trước ngày 20 của tháng; báo cáo năm gửi trước ngày 15/12 về Phòng Nội vụ.", ["20 hằng tháng", "15/12 năm"]),
    ("Ngày 25 hằng tháng, các thôn báo cáo kết quả về UBND xã.", ["25 hằng tháng"]),
    ("Định kỳ hằng tháng (trước ngày 15), hằng quý (trước ngày 20 của tháng cuối quý), các phòng báo cáo về Văn phòng.",
     ["15 hằng tháng", *QUARTERLY]),
    # --- every quarter ---
    ("Hằng quý, trước ngày 20 của tháng cuối quý, các tổ gửi báo cáo về Văn phòng.", QUARTERLY),
    ("Các chi bộ báo cáo Đảng ủy trước ngày 20 tháng cuối quý.", QUARTERLY),
    ("Báo cáo hằng quý gửi Sở Nội vụ trước ngày 20/3, 20/6, 20/9 và 20/12.", QUARTERLY),
    ("Báo cáo tháng (ngày 15 hàng tháng), báo cáo quý (ngày 20 tháng cuối của quý), báo cáo năm (ngày 15/12) gửi Sở Nội vụ.",
     ["15 hằng tháng", *QUARTERLY, "15/12 năm"]),
    # --- of a school ---
    ("Mỗi học kỳ báo cáo một lần: học kỳ I trước ngày 10/01, học kỳ II trước ngày 25/5, gửi Sở GDĐT.", ["10/1 học kỳ I", "25/5 học kỳ II"]),
    ("Báo cáo giữa năm trước ngày 01 tháng 6, báo cáo năm trước ngày 01 tháng 12 gửi Sở GDĐT.", ["1/6 giữa năm", "1/12 năm"]),
]  # fmt: skip


def short(duty: ReportingDuty) -> str:
    if duty.kind is DutyKind.MONTHLY:
        return f"{duty.day} hằng tháng"
    return (
        f"{duty.day}/{duty.month} {duty.period}"
        if duty.kind is DutyKind.YEARLY
        else f"{duty.due} {duty.quote}"
    )


@pytest.mark.parametrize(("sentence", "expected"), SAID)
def test_a_report_covers_what_the_plan_says(sentence: str, expected: list[str]) -> None:
    duties = read_plan(a_plan_that_says(sentence)).reporting
    assert [short(duty) for duty in duties] == expected
    assert all(duty.recipient for duty in duties)
    assert all(duty.quote in sentence for duty in duties)


@settings(max_examples=80, deadline=None)
@given(
    days=st.lists(st.integers(1, 28), min_size=2, max_size=2),
    opening=st.sampled_from(
        ["Định kỳ 6 tháng, năm", "Báo cáo 6 tháng và báo cáo năm:", "Báo cáo 06 tháng, năm"]
    ),
    limit=st.sampled_from(["trước ngày", "chậm nhất ngày", "chậm nhất là ngày"]),
    joined=st.sampled_from([" và ", ", ", " và ngày "]),
    style=st.sampled_from(["{d:02d}/{m}", "{d} tháng {m}", "{d:02d}/{m:02d}"]),
)
def test_two_periods_and_two_dates_go_together_in_their_order(
    days: list[int], opening: str, limit: str, joined: str, style: str
) -> None:
    first, second = (style.format(d=day, m=month) for day, month in zip(days, (6, 12), strict=True))
    sentence = f"{opening} các đơn vị gửi báo cáo về Sở Nội vụ {limit} {first}{joined}{second}."
    duties = read_plan(a_plan_that_says(sentence)).reporting
    assert [(duty.day, duty.month, duty.period) for duty in duties] == [
        (days[0], 6, "6 tháng"),
        (days[1], 12, "năm"),
    ]
    assert {duty.strictly_before for duty in duties} == {limit.startswith("trước")}


NOT_DUE = [
    "Thời điểm chốt số liệu báo cáo: từ ngày 15 tháng 12 năm trước đến ngày 14 tháng 6.",
    "Tổ chức hội nghị vào ngày 20/11, định kỳ mỗi quý một lần.",
    "Báo cáo Chi ủy khu phố, chủ trì họp Ban Công tác Mặt trận và triển khai đến từng hộ.",
    "Hằng tháng, Công đoàn thăm hỏi đoàn viên trước ngày 25.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", NOT_DUE)
def test_a_day_of_something_else_is_no_report(sentence: str) -> None:
    assert read_plan(a_plan_that_says(sentence)).reporting == ()


def test_the_date_before_the_word_report_is_the_other_works() -> None:
    sentence = "Tổng kết năm học trước ngày 31/5/2026, báo cáo kết quả về Phòng GDĐT trước 05/6/2026."
    assert [duty.quote for duty in read_plan(a_plan_that_says(sentence)).reporting] == ["trước 05/6/2026"]


def test_a_recipient_that_comes_last_is_that_of_all() -> None:
    sentence = "Báo cáo quý I trước ngày 15/3; báo cáo 6 tháng trước ngày 15/6; báo cáo năm trước ngày 15/12 về Phòng Nội vụ."
    duties = read_plan(a_plan_that_says(sentence)).reporting
    assert [duty.recipient for duty in duties] == ["Phòng Nội vụ"] * 3


@pytest.mark.parametrize(
    ("sentence", "recipient"),
    [
        ("Báo cáo PGDĐT kết quả học kỳ I trước ngày 31/12/2025.", "PGDĐT"),
        ("Các thôn báo cáo kết quả về BCĐ xã trước ngày 31/12/2025.", "BCĐ xã"),
        ("Các trường tổng hợp kết quả, gửi về Phòng GDĐT bằng văn bản trước ngày 10/12/2025.", "Phòng GDĐT"),
    ],
)
def test_short_names_of_bodies_get_reports_too(sentence: str, recipient: str) -> None:
    [duty] = read_plan(a_plan_that_says(sentence)).reporting
    assert duty.recipient == recipient


def test_who_passes_a_report_on_does_so_for_all_of_its_periods() -> None:
    sentence = (
        "Gửi báo cáo kết quả về UBND phường (qua Phòng Văn hóa - Xã hội): báo cáo 06 tháng trước ngày 25 tháng 5; "
        "báo cáo năm trước ngày 25 tháng 11."
    )
    duties = read_plan(a_plan_that_says(sentence)).reporting
    assert [(short(duty), duty.via) for duty in duties] == [
        ("25/5 6 tháng", "Phòng Văn hóa - Xã hội"),
        ("25/11 năm", "Phòng Văn hóa - Xã hội"),
    ]


def test_below_a_reporting_heading_a_time_of_other_work_is_no_report() -> None:
    section = (
        "III. CHẾ ĐỘ BÁO CÁO\n\n- Cuối mỗi học kỳ, các tổ họp rút kinh nghiệm; đồng thời báo cáo kết quả về Sở GDĐT.\n\n"
        "- Cuối năm học, nhà trường tổ chức đánh giá, rút kinh nghiệm."
    )
    [duty] = read_plan(a_plan_text("II. NỘI DUNG\n\n1. Hiệu trưởng chỉ đạo.", section)).reporting
    assert (duty.quote, duty.recipient, duty.sender) == ("Cuối mỗi học kỳ", "Sở GDĐT", "các tổ")


# --- reports are no work to be evidenced -----------------------------------------------------------

ONLY_REPORTS = [
    "Các tổ gửi báo cáo về Ban Giám hiệu trước ngày 25 hằng tháng.",
    "Định kỳ 6 tháng (trước ngày 15/6), năm (trước ngày 15/12), các thôn tổng hợp, báo cáo kết quả về UBND xã.",
    "Trước ngày 30/5/2026, các lớp nộp báo cáo cho Văn phòng để tổng hợp.",
    "Giáo viên chủ nhiệm có trách nhiệm báo cáo tình hình lớp cho Hiệu trưởng trước ngày 05 hằng tháng.",
]
MORE_THAN_A_REPORT = [
    "Tổ Bảo vệ: trang trí sân khấu; báo cáo kết quả cho Hiệu trưởng trước ngày 18/11/2025.",
    "Các trường xây dựng kế hoạch, báo cáo kết quả về Ban Chỉ đạo xã trước ngày 25 hằng tháng.",
    "Công đoàn báo cáo kết quả về Phòng GDĐT trước ngày 30/5/2026 và tổ chức tổng kết phong trào.",
    "Niêm yết số điện thoại. Báo cáo kết quả về Phòng GDĐT trước ngày 30/5/2026.",
    "Giáo viên chủ nhiệm báo cáo kết quả về Ban Giám hiệu.",
]


@pytest.mark.parametrize("sentence", ONLY_REPORTS)
def test_a_sentence_that_only_orders_a_report_is_no_responsibility(sentence: str) -> None:
    plan = read_plan(a_plan_that_says(sentence))
    assert [item.code for item in plan.responsibilities] == ["II.1"]
    assert plan.reporting


@pytest.mark.parametrize("sentence", MORE_THAN_A_REPORT)
def test_a_sentence_that_orders_more_than_a_report_is_a_responsibility(sentence: str) -> None:
    assert [item.code for item in read_plan(a_plan_that_says(sentence)).responsibilities] == ["II.1", "II.2"]


def test_lettered_dates_below_a_reporting_line_are_no_work() -> None:
    body = (
        "1. Hiệu trưởng chỉ đạo.\n\n2. Thời hạn gửi báo cáo:\n\na) Trước ngày 15 tháng 6 hằng năm đối với báo cáo 6 tháng;\n\n"
        "b) Trước ngày 15 tháng 12 hằng năm đối với báo cáo năm."
    )
    plan = read_plan(a_plan_text(f"II. TỔ CHỨC THỰC HIỆN\n\n{body}"))
    assert [item.code for item in plan.responsibilities] == ["II.1"]
    assert [short(duty) for duty in plan.reporting] == ["15/6 6 tháng", "15/12 năm"]
