"""Which reports a plan orders: when, to whom, through whom, by whom."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from plan_builders import a_plan_text, a_plan_that_says

from service.domain.plan import ReportingDuty
from service.plan_text import read_plan
from service.plan_text.as_json import plan_to_json


def duties(text: str) -> list[dict[str, Any]]:
    return plan_to_json(read_plan(text))["reporting"]  # type: ignore[no-any-return]


def said(sentence: str) -> list[dict[str, Any]]:
    return duties(a_plan_that_says(sentence))


def once(due: str, quote: str, *, strictly: bool = True, **more: str) -> dict[str, Any]:
    return {"quote": quote, "kind": "once", "due": due, "strictly_before": strictly, **more}


def monthly(day: int, quote: str, *, strictly: bool | None = True, **more: str) -> dict[str, Any]:
    limit = {} if strictly is None else {"strictly_before": strictly}
    return {"quote": quote, "kind": "monthly", "day": day, **limit, **more}


def yearly(day: int, month: int, quote: str, *, strictly: bool = True, **more: str) -> dict[str, Any]:
    return {"quote": quote, "kind": "yearly", "day": day, "month": month, "strictly_before": strictly, **more}


def vague(quote: str, **more: str) -> dict[str, Any]:
    return {"quote": quote, "kind": "vague", **more}


QUARTERS = [("quý I", 3), ("quý II", 6), ("quý III", 9), ("quý IV", 12)]

DATES = {
    # --- once ---
    "Nhà trường báo cáo kết quả về Phòng GDĐT chậm nhất ngày 20/5/2026.": [
        once("2026-05-20", "chậm nhất ngày 20/5/2026", strictly=False, recipient="Phòng GDĐT", sender="Nhà trường")
    ],
    "Tổng hợp báo cáo kết quả gửi Sở Giáo dục và Đào tạo trước ngày 15 tháng 5 năm 2026.": [
        once("2026-05-15", "trước ngày 15 tháng 5 năm 2026", recipient="Sở Giáo dục và Đào tạo")
    ],
    "Các chi đoàn báo cáo kết quả về Ban Thường vụ Đoàn trường trước 15/11/2025.": [
        once("2025-11-15", "trước 15/11/2025", recipient="Ban Thường vụ Đoàn trường", sender="Các chi đoàn")
    ],
    "Giao Công đoàn chủ trì, tổng hợp báo cáo Liên đoàn Lao động thành phố trước 17 giờ 00 ngày 30/10/2025.": [
        # Before five o'clock of a day: the day itself still counts.
        once("2025-10-30", "trước 17 giờ 00 ngày 30/10/2025", strictly=False, recipient="Liên đoàn Lao động thành phố",
             sender="Công đoàn", note="trước 17 giờ 00 của ngày đó")
    ],
    "Kết quả thực hiện gửi về Phòng GDĐT trước ngày 30/12/2025.": [
        once("2025-12-30", "trước ngày 30/12/2025", recipient="Phòng GDĐT")
    ],
    "Báo cáo sơ kết học kỳ I trước ngày 10/01/2026, báo cáo tổng kết năm học trước ngày 25/5/2026 gửi về Phòng GDĐT.": [
        once("2026-01-10", "trước ngày 10/01/2026", recipient="Phòng GDĐT"),
        once("2026-05-25", "trước ngày 25/5/2026", recipient="Phòng GDĐT"),
    ],
    "Các đơn vị báo cáo kết quả về Sở Y tế trước ngày 15/6 và 15/12 năm 2025.": [
        once("2025-06-15", "trước ngày 15/6 và 15/12 năm 2025", recipient="Sở Y tế", sender="Các đơn vị"),
        once("2025-12-15", "trước ngày 15/6 và 15/12 năm 2025", recipient="Sở Y tế", sender="Các đơn vị"),
    ],
    # --- monthly ---
    "Các tổ gửi báo cáo về Ban Giám hiệu trước ngày 25 hằng tháng.": [
        monthly(25, "trước ngày 25 hằng tháng", recipient="Ban Giám hiệu", sender="Các tổ")
    ],
    "Hằng tháng, trước ngày 25, các tổ nộp báo cáo cho Phó Hiệu trưởng.": [
        monthly(25, "Hằng tháng, trước ngày 25", recipient="Phó Hiệu trưởng", sender="các tổ")
    ],
    "Trước ngày 05 hàng tháng, giáo viên chủ nhiệm báo cáo tình hình lớp cho Hiệu trưởng.": [
        monthly(5, "Trước ngày 05 hàng tháng", recipient="Hiệu trưởng", sender="giáo viên chủ nhiệm")
    ],
    "Nộp báo cáo về văn phòng nhà trường vào ngày 25 hàng tháng.": [
        monthly(25, "vào ngày 25 hàng tháng", strictly=None, recipient="văn phòng nhà trường")
    ],
    # --- quarterly: a date in each quarter is four dates ---
    "Các đơn vị báo cáo Sở Nội vụ trước ngày 20 của tháng cuối quý.": [
        yearly(20, month, "trước ngày 20 của tháng cuối quý", period=period, recipient="Sở Nội vụ", sender="Các đơn vị")
        for period, month in QUARTERS
    ],
    "Các đơn vị báo cáo trước ngày 20 các tháng 3, 6, 9 và 12 về Sở Nội vụ.": [
        yearly(20, month, "trước ngày 20 các tháng 3, 6, 9 và 12", recipient="Sở Nội vụ", sender="Các đơn vị")
        for _, month in QUARTERS
    ],
    "Báo cáo quý I trước ngày 15/3, báo cáo quý II trước ngày 15/6, báo cáo năm trước ngày 15/12 về Phòng Văn hóa - Xã hội.": [
        yearly(15, 3, "trước ngày 15/3", period="quý I", recipient="Phòng Văn hóa - Xã hội"),
        yearly(15, 6, "trước ngày 15/6", period="quý II", recipient="Phòng Văn hóa - Xã hội"),
        yearly(15, 12, "trước ngày 15/12", period="năm", recipient="Phòng Văn hóa - Xã hội"),
    ],
    # --- yearly ---
    "Định kỳ 06 tháng (trước ngày 15/6), năm (trước ngày 15/12) báo cáo Ủy ban nhân dân phường (qua Phòng Văn hóa - Xã hội).": [
        yearly(15, 6, "06 tháng (trước ngày 15/6)", period="6 tháng", recipient="Ủy ban nhân dân phường", via="Phòng Văn hóa - Xã hội"),
        yearly(15, 12, "năm (trước ngày 15/12)", period="năm", recipient="Ủy ban nhân dân phường", via="Phòng Văn hóa - Xã hội"),
    ],
    "Hằng năm (trước ngày 30 tháng 11), các đơn vị báo cáo kết quả về Sở Nội vụ để tổng hợp, báo cáo Ủy ban nhân dân tỉnh.": [
        yearly(30, 11, "Hằng năm (trước ngày 30 tháng 11)", period="năm", recipient="Sở Nội vụ", sender="các đơn vị")
    ],
    "Báo cáo kết quả về Sở Giáo dục và Đào tạo (qua Phòng Giáo dục Trung học) trước ngày 01/6 và 15/11 hằng năm.": [
        # Two dates and no word of what each is about: that is for a person to say.
        yearly(1, 6, "trước ngày 01/6 và 15/11 hằng năm", recipient="Sở Giáo dục và Đào tạo", via="Phòng Giáo dục Trung học"),
        yearly(15, 11, "trước ngày 01/6 và 15/11 hằng năm", recipient="Sở Giáo dục và Đào tạo", via="Phòng Giáo dục Trung học"),
    ],
    "Báo cáo 6 tháng và báo cáo năm gửi về Sở Y tế trước ngày 15/6 và ngày 15/12 hằng năm.": [
        yearly(15, 6, "trước ngày 15/6 và ngày 15/12 hằng năm", period="6 tháng", recipient="Sở Y tế"),
        yearly(15, 12, "trước ngày 15/6 và ngày 15/12 hằng năm", period="năm", recipient="Sở Y tế"),
    ],
    "Định kỳ hằng năm, chậm nhất ngày 17 tháng 12, các sở, ban, ngành gửi báo cáo (số liệu tính từ ngày 15 tháng 12 năm trước đến ngày 14 tháng 12) về Sở Tư pháp.": [
        yearly(17, 12, "chậm nhất ngày 17 tháng 12", strictly=False, period="năm", recipient="Sở Tư pháp", sender="các sở, ban, ngành")
    ],
    "Trước ngày 20/11 hằng năm, các cơ quan, đơn vị gửi báo cáo kết quả về Sở Tài chính để tổng hợp báo cáo UBND tỉnh.": [
        yearly(20, 11, "Trước ngày 20/11 hằng năm", period="năm", recipient="Sở Tài chính", sender="các cơ quan, đơn vị")
    ],
    # --- two reports in one sentence ---
    "Các đơn vị báo cáo gửi Sở Nội vụ trước ngày 01/12/2025 để tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Nội vụ trước ngày 15/12/2025.": [
        once("2025-12-01", "trước ngày 01/12/2025", recipient="Sở Nội vụ", sender="Các đơn vị"),
        once("2025-12-15", "trước ngày 15/12/2025", recipient="Bộ Nội vụ", sender="Các đơn vị"),
    ],
    "Các trường báo cáo về Phòng GDĐT trước ngày 15/6/2026; Phòng GDĐT tổng hợp, báo cáo Ủy ban nhân dân phường trước ngày 20/6/2026.": [
        once("2026-06-15", "trước ngày 15/6/2026", recipient="Phòng GDĐT", sender="Các trường"),
        once("2026-06-20", "trước ngày 20/6/2026", recipient="Ủy ban nhân dân phường", sender="Phòng GDĐT"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), DATES.items(), ids=range(len(DATES)))
def test_a_sentence_gives_a_duty_for_each_date(sentence: str, expected: list[dict[str, Any]]) -> None:
    assert said(sentence) == expected


VAGUE = {
    "Tổ trưởng chuyên môn báo cáo kết quả về Ban Giám hiệu vào cuối Học kỳ 1.": [
        vague("cuối Học kỳ 1", recipient="Ban Giám hiệu", sender="Tổ trưởng chuyên môn")
    ],
    "Các đơn vị báo cáo kết quả về Sở GDĐT trong vòng 05 ngày làm việc sau khi kết thúc hoạt động.": [
        vague("trong vòng 05 ngày làm việc sau khi kết thúc hoạt động", recipient="Sở GDĐT", sender="Các đơn vị")
    ],
    "Các đơn vị báo cáo kết quả thực hiện về Ủy ban nhân dân phường (thông qua Phòng Nội vụ để tổng hợp).": [
        vague("báo cáo kết quả thực hiện về Ủy ban nhân dân phường", recipient="Ủy ban nhân dân phường", via="Phòng Nội vụ",
              sender="Các đơn vị")
    ],
    "Sở Nội vụ đôn đốc các đơn vị; định kỳ sơ kết, tổng kết, tổng hợp báo cáo Ủy ban nhân dân tỉnh.": [
        vague("định kỳ sơ kết, tổng kết, tổng hợp báo cáo", recipient="Ủy ban nhân dân tỉnh", sender="Sở Nội vụ")
    ],
    "Định kỳ 6 tháng, năm báo cáo UBND tỉnh.": [vague("Định kỳ 6 tháng, năm báo cáo", recipient="UBND tỉnh")],
    "Báo cáo định kỳ hằng quý, 6 tháng, năm theo quy định.": [vague("Báo cáo định kỳ hằng quý, 6 tháng, năm")],
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), VAGUE.items(), ids=range(len(VAGUE)))
def test_a_time_that_is_no_date_is_quoted_and_asked_for(
    sentence: str, expected: list[dict[str, Any]]
) -> None:
    assert said(sentence) == expected
    plan = read_plan(a_plan_that_says(sentence))
    assert any("gửi vào ngày nào" in question.text for question in plan.questions)


NONE = [
    "Công an phường báo cáo chuyên đề an toàn giao thông trước ngày 15/10/2025.",
    "Gửi hồ sơ đăng ký về Phòng GDĐT trước ngày 15/10/2025.",
    "Các tổ xây dựng kế hoạch gửi về Ban Giám hiệu trước ngày 15/9/2025.",
    "Đoàn Thanh niên tham gia hội thi trước ngày 20/11/2025 và nộp bài dự thi.",
    "Ban Chỉ đạo họp định kỳ mỗi quý một lần.",
    "Giáo viên chủ nhiệm báo cáo kết quả về Ban Giám hiệu.",
    "Phòng Nội vụ theo dõi, tổng hợp báo cáo từ các trường.",
    "Nếu có khó khăn, vướng mắc, các đơn vị báo cáo về Sở Nội vụ (qua ông Đỗ Văn E) để xử lý.",
    "Ban Thường trực tổng hợp báo cáo kết quả gửi về Ủy ban Mặt trận Tổ quốc tỉnh theo quy định.",
    "Mời báo cáo viên của Phòng Tư pháp trước ngày 15/10/2025.",
    "Đánh giá kết quả để tổng hợp, báo cáo UBND tỉnh và Bộ Giáo dục và Đào tạo.",
]


@pytest.mark.parametrize("sentence", NONE)
def test_a_sentence_that_orders_no_report_gives_none(sentence: str) -> None:
    assert said(sentence) == []


def test_a_date_of_other_work_in_the_same_sentence_is_no_deadline_of_the_report() -> None:
    sentence = (
        "Tổ chức hội nghị xong trước ngày 20/10/2025 và báo cáo kết quả về Phòng GDĐT trước ngày 30/10/2025."
    )
    assert [duty["due"] for duty in said(sentence)] == ["2025-10-30"]
    sentence = (
        "Các trường gửi Kế hoạch trước ngày 15/9/2025, báo cáo kết quả trước ngày 25/5/2026 về Phòng GDĐT."
    )
    assert [duty["due"] for duty in said(sentence)] == ["2026-05-25"]


def test_a_day_that_no_calendar_has_is_kept_as_said_and_asked_for() -> None:
    [duty] = said("Nhà trường báo cáo kết quả về Phòng GDĐT trước ngày 31/02/2026.")
    assert (duty["kind"], duty["quote"], "due" in duty) == ("vague", "trước ngày 31/02/2026", False)
    assert duty["note"] == "ngày ghi trong kế hoạch không có trong lịch"


def test_a_report_without_recipient_is_asked_about() -> None:
    plan = read_plan(a_plan_that_says("Thời gian báo cáo: ngày 20 hằng tháng."))
    questions = [question.text for question in plan.questions if question.about == "reporting"]
    assert any("gửi cho cơ quan nào" in text for text in questions)
    assert any("trước ngày đó hay chậm nhất" in text for text in questions)


# --- where a duty stands ---------------------------------------------------------------------------


def test_a_list_below_a_reporting_heading_shares_its_recipient() -> None:
    section = (
        "III. CHẾ ĐỘ BÁO CÁO\n\n- Báo cáo tháng: trước ngày 20 hằng tháng.\n\n- Báo cáo năm: trước ngày 10 tháng 12.\n\n"
        "Báo cáo gửi về Sở Nội vụ (qua Phòng Cải cách hành chính)."
    )
    to = {"recipient": "Sở Nội vụ", "via": "Phòng Cải cách hành chính"}
    assert duties(a_plan_text(section)) == [
        monthly(20, "Báo cáo tháng: trước ngày 20 hằng tháng", **to),
        yearly(10, 12, "Báo cáo năm: trước ngày 10 tháng 12", period="năm", **to),
    ]


def test_a_list_below_a_sentence_shares_what_the_sentence_says() -> None:
    sentence = (
        "Các trường gửi báo cáo về Phòng GDĐT (qua bộ phận Phổ thông) theo các mốc sau:\n"
        "- Học kỳ I: chậm nhất ngày 10/01/2026;\n- Cả năm: chậm nhất ngày 20/5/2026."
    )
    to = {"recipient": "Phòng GDĐT", "via": "bộ phận Phổ thông", "sender": "Các trường"}
    assert said(sentence) == [
        once("2026-01-10", "Học kỳ I: chậm nhất ngày 10/01/2026", strictly=False, **to),
        once("2026-05-20", "Cả năm: chậm nhất ngày 20/5/2026", strictly=False, **to),
    ]


def test_the_body_in_the_heading_sends_what_stands_below_it() -> None:
    section = "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\na) Đôn đốc.\n\nb) Báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2025."
    [duty] = duties(a_plan_text(section))
    assert (duty["sender"], duty["recipient"]) == ("Sở Nội vụ", "Ủy ban nhân dân tỉnh")


def test_a_duty_in_the_closing_words_counts() -> None:
    ending = (
        "Trên đây là Kế hoạch của nhà trường. Đề nghị các bộ phận thực hiện nghiêm túc và gửi báo cáo kết quả về "
        "Ban Giám hiệu trước ngày 20/5/2026./.\n\nNơi nhận:\n- Lưu: VT."
    )
    [duty] = duties(a_plan_text("II. NỘI DUNG\n\n1. Hiệu trưởng chỉ đạo.", ending=ending))
    assert (duty["due"], duty["recipient"]) == ("2026-05-20", "Ban Giám hiệu")


def test_a_duty_said_twice_is_one_as_the_reporting_section_says_it() -> None:
    text = a_plan_text(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Phó Hiệu trưởng\n\n- Tổng hợp báo cáo kết quả về Sở GDĐT trước ngày 05/10/2026.",
        "III. CHẾ ĐỘ BÁO CÁO\n\nNhà trường gửi báo cáo về Sở GDĐT trước ngày 05 tháng 10 năm 2026.",
    )
    assert duties(text) == [
        once("2026-10-05", "trước ngày 05 tháng 10 năm 2026", recipient="Sở GDĐT", sender="Nhà trường")
    ]


def test_aims_and_tables_order_no_report() -> None:
    aims = "I. MỤC ĐÍCH\n\nLà cơ sở để báo cáo kết quả về Sở GDĐT trước ngày 20/12/2025."
    table = (
        "II. NỘI DUNG\n\n1. Lịch\n\n| Báo cáo về Sở GDĐT | trước ngày 20/12/2025 |\n\n2. Hiệu trưởng chỉ đạo."
    )
    assert duties(a_plan_text(table, aims=aims)) == []


def test_a_sum_that_is_due_before_its_parts_is_asked_about_and_kept() -> None:
    plan = read_plan(
        a_plan_text(
            "II. CHẾ ĐỘ BÁO CÁO\n\n1. Các sở báo cáo Sở Công Thương 6 tháng (trước ngày 16/6), năm (trước ngày 20/11).\n\n"
            "2. Sở Công Thương báo cáo UBND tỉnh 6 tháng (trước ngày 18/5), năm (trước ngày 30/11)."
        )
    )
    assert [(duty.day, duty.month) for duty in plan.reporting] == [(16, 6), (20, 11), (18, 5), (30, 11)]
    [asked] = [question.text for question in plan.questions if "nhầm ngày" in question.text]
    assert asked.startswith(
        "«6 tháng (trước ngày 18/5)» của Sở Công Thương sớm hơn «6 tháng (trước ngày 16/6)»"
    )


def test_the_words_of_a_duty_stand_in_the_plan() -> None:
    for sentence in (*DATES, *VAGUE):
        duty: ReportingDuty
        for duty in read_plan(a_plan_that_says(sentence)).reporting:
            for words in (duty.quote, duty.recipient, duty.via, duty.sender):
                assert words is None or words in sentence
            assert duty.due is None or isinstance(duty.due, dt.date)
