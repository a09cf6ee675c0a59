"""Vietnamese text: what is kept, what compares as equal, where sentences end."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.text import as_cell, fold, nfc, sentences, slug, typed

#: Letters, marks on their own, invisible characters, lookalikes, blanks and stops, as no one would mix them.
VIETNAMESE = st.text(
    st.sampled_from(
        "aăâeêioôơuưydđbcHNTKĐÐƉðáàảãạấệỹ0123456789 .,!?…–-/;\n“”«»()"
        "\u0301\u0300\u0323\u0302\u031b\u00a0\u200b\u00ad"
    )
)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        # marks on their own, as Macs write file names
        (unicodedata.normalize("NFD", "Chế độ báo cáo"), "Chế độ báo cáo"),
        # an invisible character between a letter and its mark
        ("e\u200b\u0301", "é"),
        # byte order mark, soft hyphen
        ("\ufeffKế hoạch báo\u00ad cáo", "Kế hoạch báo cáo"),
        # a space that does not break stays a space
        ("số\u00a095", "số 95"),
        # eth and African D are no đ
        ("Ðối thoại, Ɖoàn, ðơn", "Đối thoại, Đoàn, đơn"),
        # the place of a tone is the writer's own
        ("hoà và hòa", "hoà và hòa"),
    ],
)
def test_text_is_stored_in_one_form(written: str, stored: str) -> None:
    assert nfc(written) == stored


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy ban", "Uỷ ban"),  # place of the tone
        ("HOÀ GIẢI", "hòa giải"),  # and capitals
        ("quí", "quý"),  # i and y
        ("Mỹ thuật", "Mĩ thuật"),
        ("Tổ Toán – Tin", "tổ toán-tin"),  # dashes and blanks
        ("Đơn thư", "don thu"),  # typed without marks
        ("TP.HCM", "tp hcm"),
    ],
)
def test_two_spellings_of_the_same_words_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_words_have_different_keys() -> None:
    assert fold("Đối thoại khối 8") != fold("Đối thoại khối 9")


def test_a_slug_has_only_letters_digits_and_hyphens() -> None:
    assert slug("Tổ Toán – Tin học (THCS)") == "to-toan-tin-hoc-thcs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tiếp 04 lượt. Không có đơn.", ["Tiếp 04 lượt.", "Không có đơn."]),
        (
            "Theo Nghị định 59/2023/NĐ-CP tại TP.HCM. Đã xong.",
            ["Theo Nghị định 59/2023/NĐ-CP tại TP.HCM.", "Đã xong."],
        ),
        # «TP. HCM» written apart
        ("Họp tại TP. Hồ Chí Minh. Đã xong.", ["Họp tại TP. Hồ Chí Minh.", "Đã xong."]),
        # the quote stays with its sentence
        ("Ghi “rất tốt.” Nhà trường tiếp thu.", ["Ghi “rất tốt.”", "Nhà trường tiếp thu."]),
        # numbers of a list
        ("1. Tuyên truyền. 2. Kiểm tra.", ["1. Tuyên truyền.", "2. Kiểm tra."]),
        # a date with blanks
        ("Họp ngày 12. 3. 2025 tại trường.", ["Họp ngày 12. 3. 2025 tại trường."]),
        # a small letter begins no sentence
        ("Phát tờ rơi v.v. và treo băng rôn.", ["Phát tờ rơi v.v. và treo băng rôn."]),
        # a number does, after a word
        ("Đã nhận đơn. 02 đơn đã giải quyết.", ["Đã nhận đơn.", "02 đơn đã giải quyết."]),
        # a new line ends a sentence without a full stop
        ("Tuyên truyền luật\nTiếp dân", ["Tuyên truyền luật", "Tiếp dân"]),
        ("  ", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(VIETNAMESE)
def test_stored_text_is_composed_and_storing_it_again_changes_nothing(text: str) -> None:
    stored = nfc(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert nfc(stored) == stored


@given(VIETNAMESE)
def test_a_key_does_not_depend_on_the_form_of_its_letters(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(fold(text)) == fold(text)
    assert re.fullmatch(r"(?:[0-9a-z]+(?: [0-9a-z]+)*)?", fold(text))


@given(VIETNAMESE)
def test_no_letter_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(nfc(text).split())


# --- what people type is data --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "used"),
    [
        ("Họp\x00 tổ\x07", "Họp tổ"),  # control characters
        ("Họp\r\ntổ\rhai\u2028ba", "Họp\ntổ\nhai\nba"),  # every kind of new line
        ("Nộp \u202e001\u202c đơn", "Nộp 001 đơn"),  # a number that would read backwards
        ("\u2067Tổ\u2069 Văn\u200f", "Tổ Văn"),
        ("Họp\U000e0041\U000e0042 tổ", "Họp tổ"),  # tags that nobody sees
        ("\uf0b7 Đã họp", "Đã họp"),  # a bullet that only one font knows
        ("nửa \ud83d chữ", "nửa  chữ"),  # half a character cannot be sent at all
        ("Họp\tsáng 😀", "Họp\tsáng 😀"),
        ("một\x0chai", "một\nhai"),
    ],
)
def test_what_is_typed_is_used_without_what_nobody_sees(sent: str, used: str) -> None:
    assert typed(sent) == used


def test_a_text_without_end_has_one() -> None:
    assert typed("a" * 200_000).endswith("a…") and len(typed("a" * 200_000)) == 100_000


@pytest.mark.parametrize(
    ("typed_in", "cell"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("https://xau.example";"Bấm")', '\'=HYPERLINK("https://xau.example";"Bấm")'),
        ("+84 912 345 678", "'+84 912 345 678"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd|' /C calc'!A0", "–2+3+cmd|' /C calc'!A0"),
        ("- Đã họp tổ", "– Đã họp tổ"),  # how people begin the items of a list
        ("\t=1+1", "'=1+1"),
        ("\r=1+1", "'=1+1"),
        ("\u200b=1+1", "'=1+1"),
        ("\u202e=1+1", "'=1+1"),
        ("Tiếp 14 lượt = 02 đơn", "Tiếp 14 lượt = 02 đơn"),
    ],
)
def test_no_cell_is_a_formula_wherever_it_is_opened(typed_in: str, cell: str) -> None:
    assert as_cell(typed_in) == cell


@given(st.text())
def test_a_cell_says_the_same_when_it_is_written_again(text: str) -> None:
    cell = as_cell(text)
    assert as_cell(cell) == cell
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    cell.encode()


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_is_typed_can_be_kept_and_sent(text: str) -> None:
    used = typed(text)
    assert typed(used) == used
    assert not set(used) & set("\x00\x0b\r\u202e\u2066\ud800")
    used.encode()
