"""Names and contacts of people, which have no place in a report."""

from __future__ import annotations

import re

from service.domain.text import nfc, words_in

_CONTACT = re.compile(r"\S@\S|https?://|www\.|(?:\+84|\b0)[\d .-]{7,}\d", re.IGNORECASE)
#: Words before a name. «Học sinh» and «thầy» stand before other capitals too, which are let through below.
_BEFORE_A_NAME = re.compile(
    r"\b(?:em|cháu|ông|bà|anh|chị|cô|thầy|bạn|học sinh|phụ huynh|giáo viên|đồng chí|đ/c|nhân viên)\s+"
    r"(?P<name>[^\W\d_]\w*)",
    re.IGNORECASE,
)
_NO_NAMES = words_in("Hiệu Phó Khối Lớp Trường Tổ Đoàn Đội Ban Ủy Công Chi Hội Ngữ Toán Lịch Tiếng")
_SURNAMES = words_in(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Đinh Trịnh Trương "
    "Lâm Mai Cao Phùng Tạ Lưu Quách Châu Tô Hà Thái Kiều Lương Tống Triệu Vương Đàm Nghiêm Giáp Bành"
)
_FULL_NAME = re.compile(rf"\b(?:{'|'.join(sorted(_SURNAMES))})(?:\s+[^\W\d_]\w*){{1,3}}")
#: No person's name: the President's, the youth union, schools, streets and places named after people.
_NO_PERSONS = re.compile(
    r"Hồ Chí Minh|Đoàn (?:Thanh|TNCS|trường)|Hà Nội|Hà Tĩnh|Lâm Đồng|Thái Bình"
    r"|\b(?:THCS|THPT|tiểu học|mầm non|trường|đường|phố|phường|xã|quận|giải|quỹ)"
    r"(?-i:\s+(?:[^\W\d_a-zà-ỹđ]\w*\s*){1,4})",
    re.IGNORECASE,
)


def names_a_person(text: str) -> bool:
    """True if a text seems to carry a person's name or contact; rather once too often than once too few."""
    words = _NO_PERSONS.sub(" ", nfc(text))
    if _CONTACT.search(words):
        return True
    named = (found["name"] for found in _BEFORE_A_NAME.finditer(words))
    if any(name[0].isupper() and not name.isupper() and name not in _NO_NAMES for name in named):
        return True
    return any(_all_capitalised(found[0]) for found in _FULL_NAME.finditer(words))


def _all_capitalised(name: str) -> bool:
    """«Lê Thị Bích», not «Lê đi» or «Mai kia»: at least the surname and the word after it."""
    return name.split()[1][0].isupper()
