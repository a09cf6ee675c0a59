"""No name or contact of a person who complains, and no pupil's, in what others read."""

from __future__ import annotations

import unicodedata

import pytest
from builders import CODE, a_context, a_feedback, a_form, an_activity, an_expectation
from hypothesis import given, settings
from hypothesis import strategies as st
from report_builders import reported, whole_text

from service.domain.compose.people import WITHHELD, names_a_person, without_names
from service.domain.intake import RawForm, activity_from_form
from service.domain.records import Activity
from service.school_rows import feedback_cells

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Bùi", "Võ", "Đỗ", "Hồ")
MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Quốc", "Thanh")
GIVEN = ("Khuyên", "Bằng", "Thoa", "Tuyền", "Quyên", "Đạt", "Khôi", "Yến")
#: What complainants write around a name; {ten} is a full name, {goi} a given name.
AROUND = (
    "Tôi là {ten}, phụ huynh học sinh lớp 7A2, gửi đơn đã hơn một tháng mà chưa được trả lời.",
    "Cháu {goi} lớp 8A1 bị các bạn trêu chọc, đề nghị nhà trường xem lại.",
    "Đề nghị xử lý việc em {ten} bị thu tiền hai lần.",
    "Người gửi đơn tố cáo là ông {ten}, điện thoại 0903 123 456.",
    "Cô {goi} không nghe phụ huynh trình bày, tôi phản đối.",
    "TÔI LÀ {TEN}, ĐỀ NGHỊ TRẢ LỜI ĐƠN CỦA TÔI.",
    "Liên hệ {thu} hoặc gặp bà {ten} ở cổng trường.",
)
names = st.tuples(st.sampled_from(SURNAMES), st.sampled_from(MIDDLES), st.sampled_from(GIVEN))


@st.composite
def complaints(draw: st.DrawFn) -> tuple[str, str]:
    """A text that names somebody, and the given name in it."""
    surname, middle, given_name = draw(names)
    name = f"{surname} {middle} {given_name}"
    words = {"ten": name, "goi": given_name, "TEN": name.upper(), "thu": "khieu.nai@thu.example"}
    text = draw(st.sampled_from(AROUND)).format(**words)
    return unicodedata.normalize(draw(st.sampled_from(("NFC", "NFD"))), text), given_name


def is_named(given_name: str, text: str) -> bool:
    words = unicodedata.normalize("NFC", text).casefold().replace(",", " ").replace(".", " ").split()
    return given_name.casefold() in words or "@" in text or "0903" in text


@settings(deadline=None)
@given(complaints())
def test_a_name_is_taken_out_and_the_rest_stays(told: tuple[str, str]) -> None:
    text, given_name = told
    cleaned = without_names(text)
    assert names_a_person(text)
    assert not is_named(given_name, cleaned)
    assert WITHHELD in cleaned
    assert not names_a_person(cleaned.replace(WITHHELD, ""))


@settings(deadline=None)
@given(complaints())
def test_feedback_reaches_the_sheet_and_the_report_without_the_name(told: tuple[str, str]) -> None:
    text, given_name = told
    feedback = [a_feedback(text=text, satisfaction=1) for _ in range(6)]
    for row in feedback_cells(feedback).values():
        assert not is_named(given_name, " ".join(map(str, row.values())))
    assert not is_named(given_name, whole_text(reported(feedback=feedback)))


@settings(deadline=None)
@given(complaints(), st.sampled_from(("title", "result")))
def test_a_name_in_a_report_of_an_activity_does_not_reach_the_document(
    told: tuple[str, str], where: str
) -> None:
    text, given_name = told
    answers = {"title": "Tiếp công dân", "result": "Đã tiếp 04 lượt cha mẹ học sinh trong tháng."}
    answers[where] = text
    raw: RawForm = a_form(**answers)
    activity = activity_from_form(raw, a_context())
    assert isinstance(activity, Activity)
    report = reported(activity, an_activity(), expectations=[an_expectation(CODE)])
    assert not is_named(given_name, whole_text(report))
    assert not is_named(given_name, " ".join(claim.text for b in report.blocks for claim in b.claims))


@pytest.mark.parametrize(
    "text",
    [
        "Học sinh Trường THCS Nguyễn Du học tập theo tư tưởng Hồ Chí Minh.",
        "Nhân viên Văn phòng hướng dẫn cha mẹ học sinh lớp 6A3.",
        "HỒ SƠ HỌC SINH KHỐI 9 NĂM HỌC 2024 - 2025",
        "Thầy Hiệu trưởng trả lời 05 ý kiến của giáo viên Khoa học tự nhiên.",
        "",
    ],
)
def test_what_names_nobody_stays_as_it_is(text: str) -> None:
    assert not names_a_person(text)
    assert without_names(text) == text
