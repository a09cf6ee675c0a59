"""Names of bodies as plans write them: who does a thing, and to whom a report goes."""

from __future__ import annotations

import re

#: Words that a body's name begins with; the capital tells it from the common noun.
_HEADS = (
    r"Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng|Thường trực|Ban Thường trực|Ban Thường vụ|Ban Chấp hành|BCH|Ban Giám hiệu|"
    r"Ban Giám đốc|Ban lãnh đạo|Ban Lãnh đạo|Ban [A-ZĐÀ-Ỹ]\w+|Sở|Phòng|Bộ|Cục|Chi cục|Tổng cục|Vụ|Văn phòng|"
    r"Tỉnh ủy|Tỉnh uỷ|Thành ủy|Thành uỷ|Huyện ủy|Quận ủy|Đảng ủy|Đảng uỷ|Chi bộ|Đảng bộ|Thủ tướng|Chính phủ|"
    r"Quốc hội|Công an|Công đoàn|Đoàn|Chi đoàn|Đội|Hội|Liên đoàn|Mặt trận|UBMTTQ|MTTQ|Trường|Trung tâm|"
    r"Tổ(?! chức)|Hiệu trưởng|Phó Hiệu trưởng|Giáo viên|GVCN|Bộ phận|Nhà trường|Thủ trưởng|Chủ tịch|Giám đốc|"
    r"Trưởng|Tổng phụ trách|Khối|Nhóm|Đề nghị [A-ZĐ]\w+|Kế toán|Thư viện|Y tế|Bảo vệ"
)
#: A class of bodies: «các sở, ban, ngành», «các trường …».
_CLASSES = (
    r"[Cc]ác (?:[Ss]ở|[Pp]hòng|[Bb]an|[Tt]ổ|[Đđ]oàn thể|[Bb]ộ phận|[Cc]ơ quan|[Đđ]ơn vị|[Tt]rường|[Cc]ơ sở|"
    r"[Pp]hó|[Tt]hành viên|[Cc]á nhân|[Gg]iáo viên|[Cc]hi|[Đđ]ịa phương|xã|phường)"
)
BODY_START = re.compile(rf"(?:{_HEADS}|{_CLASSES})(?![a-zà-ỹđ])")

#: What ends a body's name: a verb, a purpose, a time.
VERBS = (
    r"xây dựng|chỉ đạo|phối hợp|chủ trì|chịu trách nhiệm|có trách nhiệm|tổ chức|triển khai|tham mưu|hướng dẫn|"
    r"theo dõi|tổng hợp|báo cáo|căn cứ|chủ động|thực hiện|quản lý|kiểm tra|giám sát|đôn đốc|tăng cường|đẩy mạnh|"
    r"lập|ban hành|bố trí|cung cấp|hỗ trợ|vận động|tuyên truyền|phổ biến|quán triệt|rà soát|đề xuất|định kỳ|"
    r"gửi|nộp|chuẩn bị|phụ trách|là đầu mối|tiếp tục|thường xuyên|nghiêm túc|kịp thời|phân công|cử|được|đảm bảo|"
    r"bảo đảm|xem xét|giao|có kế hoạch|có nhiệm vụ|giúp|điều hành|tham gia|đề nghị|thành lập|duy trì|giới thiệu"
)
_STOP = re.compile(
    rf"\s+(?:{VERBS}|trước|chậm nhất|để|theo|về|qua|thông qua|vào|khi|nếu|trong|hằng|hàng|đúng|sau|từ|nhằm|"
    r"bằng|trên cơ sở|làm|ngay|và gửi|và báo cáo|đồng gửi|đồng thời)(?![\w])|\s*[().;:\[]"
)


def body_at(text: str, start: int) -> str | None:
    """The body's name that begins at `start`, with those listed after it; None if none begins there."""
    if not BODY_START.match(text, start):
        return None
    stop = _STOP.search(text, start)
    name = text[start : stop.start() if stop else len(text)]
    return _without_tail(name).strip(" ,") or None


def _without_tail(name: str) -> str:
    """A comma goes on with the list only where another body follows it."""
    kept = name.split(",")
    listed = [kept[0]]
    for piece in kept[1:]:
        words = piece.strip()
        if not (BODY_START.match(words) or words[:1].isupper() or _is_class_tail(listed[0])):
            break
        listed.append(piece)
    return ",".join(listed)


def _is_class_tail(first: str) -> bool:
    """«Các sở, ban, ngành, đoàn thể» lists in small letters."""
    return first.strip().lower().startswith("các ")
