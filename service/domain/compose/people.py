"""Names and contacts of people, which have no place in a report, nor in a sheet that others read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from service.domain.compose.staff_names import staff_spans
from service.domain.text import nfc, words_in

#: Stands where a name or a contact was.
WITHHELD = "[không nêu tên]"

_CONTACT = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?:\+84|\b0)[\d .-]{7,}\d", re.IGNORECASE)
#: Words before a name. «Học sinh» and «thầy» stand before other capitals too, which are let through below.
_BEFORE_A_NAME = re.compile(
    r"\b(?:em|cháu|ông|bà|anh|chị|cô|thầy|bạn|học sinh|phụ huynh|giáo viên|đồng chí|đ/c|nhân viên"
    r"|tên(?: (?:tôi|em|cháu|con))?(?: là)?|tôi là)\s+(?P<name>[^\W\d_]\w*(?:\s+[^\W\d_]\w*){0,3})",
    re.IGNORECASE,
)
_NO_NAMES = words_in("Hiệu Phó Khối Lớp Trường Tổ Đoàn Đội Ban Ủy Công Chi Hội Ngữ Toán Lịch Tiếng")
_SURNAMES = words_in(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Đinh Trịnh Trương "
    "Lâm Mai Cao Phùng Tạ Lưu Quách Châu Tô Hà Thái Kiều Lương Tống Triệu Vương Đàm Nghiêm Giáp Bành"
)
#: Second words of names; of a text in capitals only they tell «NGUYỄN VĂN AN» from «HỒ SƠ HỌC SINH».
_MIDDLE = words_in(
    "Văn Thị Hữu Đức Ngọc Thanh Quốc Hoàng Thu Kim Hồng Xuân Minh Bích Anh Gia Bảo Thùy Đình Công Thành "
    "Quang Trung Phương Mỹ Diệu Tuấn Hải Bá Thế Duy Khánh Nhật Như Thảo Hà Trọng Vĩnh Phúc Tấn Chí Nam"
)
_FULL_NAME = re.compile(rf"\b(?:{'|'.join(sorted(_SURNAMES))})(?:\s+[^\W\d_]\w*){{1,3}}")
_IN_CAPITALS = re.compile(
    rf"\b(?:{'|'.join(sorted(map(str.upper, _SURNAMES)))})\s+"
    rf"(?:{'|'.join(sorted(map(str.upper, _MIDDLE)))})\s+(?P<given>[^\W\d_]+)"
)
#: «nguyễn thị lan» in small letters is a person; «quản lý thị trường» and «lưu văn bản» are none.
_IN_SMALL = re.compile(
    rf"(?<!\w)(?P<name>(?:{'|'.join(sorted(_SURNAMES))})\s+(?:thị|văn)\s+(?P<given>[^\W\d_]+))(?!\w)",
    re.IGNORECASE,
)
#: With a title before it, so is «cô trần thu hà».
_BEHIND_A_TITLE = re.compile(
    r"(?<!\w)(?:em|cháu|ông|bà|anh|chị|cô|thầy|bạn|học sinh|giáo viên|đồng chí|đ/c|nhân viên|tên|tôi là)\s+"
    rf"(?P<name>(?:{'|'.join(sorted(_SURNAMES))})\s+(?:{'|'.join(sorted(_MIDDLE))})\s+(?P<given>[^\W\d_]+))(?!\w)",
    re.IGNORECASE,
)
_NO_GIVEN = words_in(
    "bản hóa hoá học phòng thư nghệ minh kiện bằng hiến sách vật thể tự xã trấn trường hiếu giác lực phần"
)
#: No person's name: the President's, the youth union, schools, streets and places named after people.
_NO_PERSONS = re.compile(
    r"Hồ Chí Minh|Đoàn (?:Thanh|TNCS|trường)|Hà Nội|Hà Tĩnh|Lâm Đồng|Thái Bình"
    r"|Văn phòng|Văn thư|Khoa học|Y tế|Thư viện|Thư ký|Bảo vệ|Kế toán|Chủ nhiệm|Tổng phụ trách|Bộ môn"
    r"|\b(?:THCS|THPT|tiểu học|mầm non|trường|đường|phố|phường|xã|quận|giải|quỹ)"
    r"(?-i:\s+(?:[^\W\d_a-zà-ỹđ]\w*\s*){1,4})",
    re.IGNORECASE,
)


def names_a_person(text: str) -> bool:
    """True if a text seems to carry a person's name or contact; rather once too often than once too few."""
    return next(_spans(nfc(text)), None) is not None


def without_names(text: str, staff: Iterable[str] = ()) -> str:
    """The text with every name and contact of a person taken out; `staff` are full names that are known."""
    plain = nfc(text)
    kept: list[str] = []
    at = 0
    for start, end in sorted([*_spans(plain), *staff_spans(plain, staff)]):
        if end <= at:
            continue
        if start > at or not kept:
            kept += [plain[at:start], WITHHELD]
        at = end
    return "".join((*kept, plain[at:]))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the names and contacts stand."""
    words = _without_places(text)
    for found in _CONTACT.finditer(text):
        yield found.span()
    for found in _BEFORE_A_NAME.finditer(words):
        end = _end_of_name(found["name"])
        if end:
            yield found.start("name"), found.start("name") + end
    for found in _FULL_NAME.finditer(words):
        end = _end_of_name(found[0])
        if " " in found[0][:end].strip():
            yield found.start(), found.start() + end
    for found in _IN_CAPITALS.finditer(words):
        if found["given"].isupper():
            yield found.span()
    for found in (*_IN_SMALL.finditer(words), *_BEHIND_A_TITLE.finditer(words)):
        if found["given"].lower() not in _NO_GIVEN:
            yield found.span("name")


def _without_places(text: str) -> str:
    """The text with what is no person's covered by as many letters that no pattern knows."""
    return _NO_PERSONS.sub(lambda found: "\x00" * len(found[0]), text)


def _end_of_name(words: str) -> int:
    """How far the capitals of a name go: «Lê Thị Bích đi» ends behind «Bích»; 0 if it is no name."""
    end = 0
    for found in re.finditer(r"\S+", words):
        word = found[0]
        is_name = word[0].isupper() and not (len(word) > 1 and word.isupper())
        if not is_name or (end == 0 and word in _NO_NAMES):
            break
        end = found.end()
    return end
