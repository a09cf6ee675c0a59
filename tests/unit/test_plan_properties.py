"""Whatever comes, a plan is read the same way or refused in one line."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from plan_builders import a_plan_text, a_plan_that_says

from service.domain.plan import DutyKind, Plan
from service.plan_text import NotAPlanError, read_plan
from service.plan_text.as_json import plan_to_json
from service.plan_text.numbering import item_of
from service.plan_text.outline import outline_of
from service.plan_text.paragraphs import paragraphs

#: Pieces that a plan is made of, in any order and number.
PIECES = st.sampled_from(
    ["I. MỤC ĐÍCH", "II. NỘI DUNG", "III. BÁO CÁO", "V/v họp", "1. Hiệu trưởng chỉ đạo", "2. Công đoàn", "1.1. Một", "2.3.4 x",
     "a) Viết bài;", "đ) Dự giờ.", "e)", "- gạch", "+ cộng", "(1) một", "A. PHẦN", "PHẦN I", "Phụ lục I", "Nơi nhận:", "KT. HIỆU TRƯỞNG",
     "KẾ HOẠCH", "Số: /KH-", "Số: 9/KH-TC", "Tân An, ngày 1 tháng 2 năm 2025", "ngày tháng năm", "Căn cứ Luật;", "|a|b|", "2", "./.", "",
     "báo cáo Sở trước ngày 5/5 và 6/6 hằng năm", "trước ngày 99/99/2025", "hằng tháng (trước ngày 0 hằng tháng)", "NĐ-", "CP", "\t", "x" * 90]
)  # fmt: skip
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)
ANY_TEXT = st.one_of(TEXT, st.lists(st.one_of(PIECES, TEXT), max_size=25).map("\n".join))


def read_or_refuse(text: str) -> Plan | None:
    try:
        return read_plan(text)
    except NotAPlanError as error:
        assert "\n" not in str(error)
        return None


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_no_text_breaks_the_reading(text: str) -> None:
    read_or_refuse(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=3, max_size=25))
def test_codes_are_unique_and_duties_are_whole(pieces: list[str]) -> None:
    plan = read_or_refuse("KẾ HOẠCH\nI. MỤC ĐÍCH\n" + "\n".join(pieces))
    if plan is None:
        return
    codes = [item.code for item in plan.responsibilities]
    assert len(codes) == len(set(codes))
    sections = [section.code for section in plan.sections if section.level == 1]
    assert len(sections) == len(set(sections))
    for duty in plan.reporting:
        assert duty.quote
        assert (duty.due is not None) == (duty.kind is DutyKind.ONCE)
        assert (duty.day is not None) == (duty.kind in (DutyKind.MONTHLY, DutyKind.YEARLY))
        assert (duty.month is not None) == (duty.kind is DutyKind.YEARLY)
    plan_to_json(plan)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, min_size=3, max_size=20))
def test_the_form_of_unicode_and_of_line_ends_does_not_matter(pieces: list[str]) -> None:
    text = "KẾ HOẠCH\nI. MỤC ĐÍCH\n" + "\n".join(pieces)
    plan = read_or_refuse(text)
    assert read_or_refuse("\ufeff" + unicodedata.normalize("NFD", text).replace("\n", "\r\n")) == plan


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "II. NỘI DUNG",
                "B. NHIỆM VỤ",
                "PHẦN II",
                "1. Một",
                "1. Hai",
                "2. Ba",
                "7. Bảy",
                "3.2. Bốn",
                "3.2. Năm",
                "a) Sáu;",
                "c) Tám",
                "(1) Chín",
                "- gạch",
                "Một là, mười",
                "I. THUẬN LỢI",
                "Hiệu trưởng chỉ đạo.",
                "| a | b | c |",
                "lI. KINH PHÍ CHUNG",
            ]
        ),
        max_size=25,
    )
)
def test_every_paragraph_of_the_body_stands_somewhere_in_the_outline(pieces: list[str]) -> None:
    found = paragraphs("I. MỤC ĐÍCH\n\n" + "\n\n".join(pieces))
    outline = outline_of(found)
    nodes = [node for section in outline.sections for node in section.walk()]
    kept = Counter(
        [
            *(p.text for p in outline.head),
            *outline.closing,
            *(line for node in nodes for line in node.loose),
            *(node.text for node in nodes),
        ]
    )
    ended = next(
        (
            i
            for i, p in enumerate(found)
            if i and p.text == "I. THUẬN LỢI" and not any(n.text == "THUẬN LỢI" for n in nodes)
        ),
        len(found),
    )
    for paragraph in found[:ended]:
        item = item_of(paragraph.text)
        assert kept[paragraph.text] or (item is not None and kept[item.rest]), paragraph.text
    codes = [node.code for node in nodes]
    assert len(codes) == len(set(codes))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_spaces_at_the_ends_and_doubled_inside_do_not_matter(data: st.DataObject) -> None:
    text = a_plan_text()
    noise = st.sampled_from(["", " ", "  ", "\u00a0", "\u200b "])
    noisy = "\n".join(
        data.draw(noise)
        + line.replace(", ", "," + data.draw(st.sampled_from([" ", " \u200b"])))
        + data.draw(noise)
        for line in text.split("\n")
    )
    assert read_plan(noisy) == read_plan(text)


@settings(max_examples=200, deadline=None)
@given(
    day=st.integers(1, 28),
    month=st.integers(1, 12),
    year=st.integers(2024, 2030),
    limit=st.sampled_from(["trước", "chậm nhất", "chậm nhất là", "muộn nhất vào", "không quá"]),
    style=st.sampled_from(
        [
            "ngày {d:02d}/{m}/{y}",
            "ngày {d} tháng {m:02d} năm {y}",
            "ngày {d:02d}-{m:02d}-{y}",
            "ngày {d}.{m}.{y}",
        ]
    ),
)
def test_any_date_in_any_spelling_is_the_day_that_it_names(
    day: int, month: int, year: int, limit: str, style: str
) -> None:
    when = f"{limit} {style.format(d=day, m=month, y=year)}"
    [duty] = read_plan(a_plan_that_says(f"Nhà trường báo cáo kết quả về Phòng GDĐT {when}.")).reporting
    assert duty.due is not None
    assert (duty.due.day, duty.due.month, duty.due.year, duty.quote) == (day, month, year, when)
    assert duty.strictly_before is (limit == "trước")
    assert (duty.recipient, duty.sender) == ("Phòng GDĐT", "Nhà trường")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("abcdđeghiklm"), min_size=1, max_size=8, unique=True))
def test_letters_are_kept_as_the_plan_has_them(letters: list[str]) -> None:
    in_order = sorted(letters, key="abcdđeghiklm".index)
    if any("abcdđeghiklm".index(b) - "abcdđeghiklm".index(a) > 2 for a, b in itertools.pairwise(in_order)):
        return
    items = "\n\n".join(f"{letter}) Công đoàn làm việc thứ {letter}." for letter in in_order)
    plan = read_plan(a_plan_text(f"II. NỘI DUNG\n\n1. Tuyên truyền\n\n{items}"))
    assert [item.code for item in plan.responsibilities] == [f"II.1.{letter}" for letter in in_order]
