"""No name or contact of a person who complains, and no pupil's, in what others read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

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


# --- names in small letters ----------------------------------------------------------------------------

STAFF = ("Nguyễn Thị Lan", "Trần Thu Hà", "Phạm Quốc Bình", "Lê Thị Hiền", "Võ Thuý Hoà", "Đỗ Công Minh")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("cô nguyễn thị lan hay mắng học sinh", f"cô {WITHHELD} hay mắng học sinh"),
        ("Cô NGUYỄN THỊ LAN chưa trả bài.", f"Cô {WITHHELD} chưa trả bài."),
        ("gặp trần thu hà ở văn phòng", f"gặp {WITHHELD} ở văn phòng"),
        ("cô thu hà trả lời chậm", f"cô {WITHHELD} trả lời chậm"),
        ("thầy bình dạy nhanh quá", f"thầy {WITHHELD} dạy nhanh quá"),
        ("cám ơn cô chủ nhiệm lan.", f"cám ơn cô chủ nhiệm {WITHHELD}."),
        ("cô lan", f"cô {WITHHELD}"),
        # both places of a tone are right
        ("cô võ thúy hòa rất tốt", f"cô {WITHHELD} rất tốt"),
        ("cô thuý hoà, cô lan", f"cô {WITHHELD}, cô {WITHHELD}"),
    ],
)
def test_staff_are_found_however_their_names_are_typed(text: str, kept: str) -> None:
    for form in ("NFC", "NFD"):
        assert without_names(unicodedata.normalize(form, text), STAFF) == kept


@pytest.mark.parametrize(
    "text",
    [
        "thầy bình tĩnh giải thích cho phụ huynh",  # «bình» is a name, «bình tĩnh» is none
        "thầy cô hiền hậu, thân thiện",
        "cô minh bạch trong thu chi",
        "hoa lan ở sân trường rất đẹp",
        "tình hình học tập lan toả tốt",
        "thu hà khắc quá nhiều khoản",  # no title before it
        "cô lân dạy múa",  # another accent is another name
        "đề nghị công khai, minh bạch",
        "quản lý thị trường quanh cổng trường",
        "lưu văn bản, hồ văn thư đầy đủ",
        "em phạm lỗi nhỏ",
    ],
)
def test_common_words_are_no_names_of_staff(text: str) -> None:
    assert without_names(text, STAFF) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("em nguyễn văn khôi bị bạn đánh", f"em {WITHHELD} bị bạn đánh"),
        ("Nguyễn thị thoa lớp 7A", f"{WITHHELD} lớp 7A"),
        ("cháu trần quốc đạt khóc", f"cháu {WITHHELD} khóc"),
    ],
)
def test_whole_names_in_small_letters_are_found_without_a_list(text: str, kept: str) -> None:
    assert without_names(text) == kept


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=4))
def test_a_list_of_anything_breaks_nothing(text: str, staff: list[str]) -> None:
    assert without_names(without_names(text, staff), staff) is not None


@settings(deadline=None)
@given(
    st.sampled_from(STAFF),
    st.sampled_from((str.lower, str.upper, str.title)),
    st.text(alphabet="abc đê ,.\n", max_size=12),
)
def test_a_full_name_is_found_in_any_letters_and_any_surroundings(
    name: str, typed: Callable[[str], str], around: str
) -> None:
    text = f"{around} {typed(name)} {around}"
    assert typed(name) not in without_names(text, STAFF)
    row = next(iter(feedback_cells([a_feedback(text=text)], STAFF).values()))
    assert typed(name) not in str(row["summary"])
