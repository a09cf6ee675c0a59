"""Whether words of a report begin with a deed («rà soát quy chế»), an event («hội nghị …») or something else.

A title is set into a sentence after its unit, a result without a subject gets one: both need to know how it
begins. What is in none of these lists is quoted, which is always right and only less smooth.
"""

from __future__ import annotations

import re

from service.domain.text import nfc, words_in

_DEEDS = words_in(
    "ban hành|biên soạn|biểu dương|bàn giao|báo cáo|bình chọn|bình xét|bầu bổ|bầu chọn|bố trí|bồi dưỡng|"
    "bổ sung|cam kết|chia sẻ|chuyển giao|chuẩn bị|chăm sóc|chấm điểm|chỉ đạo|công bố|công khai|cải cách|"
    "cải tiến|cập nhật|củng cố|duy trì|dọn vệ|dự giờ|giao ban|giao lưu|giao nhiệm|giám sát|giáo dục|"
    "giúp đỡ|giải quyết|giải đáp|giới thiệu|góp ý|gặp gỡ|hoàn thiện|hoàn thành|hướng dẫn|hưởng ứng|"
    "học tập|hỗ trợ|hội ý|khai thác|khen thưởng|khuyến khích|khảo sát|khắc phục|kiểm kê|kiểm tra|"
    "kiểm điểm|kiện toàn|kêu gọi|ký cam|ký kết|kết hợp|kết nạp|kể chuyện|làm sạch|làm việc|lưu trữ|"
    "lấy phiếu|lấy ý|lập kế|lắp đặt|lồng ghép|mở lớp|mở rộng|nghiên cứu|nghiệm thu|nhân rộng|nhắc nhở|"
    "niêm yết|nâng cao|phát hiện|phát huy|phát hành|phát phiếu|phát động|phân công|phân loại|phê duyệt|"
    "phòng chống|phối hợp|phổ biến|quyên góp|quyết toán|quán triệt|ra quân|rà soát|rút gọn|rút kinh|"
    "rút ngắn|sao gửi|sinh hoạt|sơ kết|sắp xếp|số hoá|số hóa|sửa chữa|sửa đổi|tham gia|tham mưu|tham quan|"
    "theo dõi|thi đua|thu thập|thành lập|thông báo|thông qua|thăm hỏi|thảo luận|thống kê|thống nhất|"
    "thực hiện|thực hành|tiến hành|tiếp cha|tiếp công|tiếp dân|tiếp nhận|tiếp phụ|tiếp thu|tiếp tục|"
    "tiếp xúc|trang bị|trang trí|trao quà|trao tặng|trao đổi|tri ân|triển khai|truyền thông|trình bày|"
    "trả lời|trồng cây|trực tiếp|tu sửa|tuyên dương|tuyên truyền|tìm hiểu|tăng cường|tư vấn|tập huấn|"
    "tập hợp|tổ chức|tổng hợp|tổng kết|tổng vệ|viếng thăm|vận động|vệ sinh|xác minh|xây dựng|xét chọn|"
    "xét thi|xử lý|ôn tập|điều chỉnh|điều tra|đánh giá|đón tiếp|đôn đốc|đăng ký|đăng tải|đẩy mạnh|đề xuất|"
    "đối thoại|đổi mới|ủng hộ|ứng dụng",
    "|",
)
_SHORT_DEEDS = words_in(
    "bầu cử chấm chọn chúc dạy dọn duyệt đã đang đặt đăng đi đón đọc đưa ghi giao giảm giữ gửi góp họp kẻ "
    "kể ký làm lập mở mời mua nêu nghe nhắc nhận nộp phát quét ra soạn sơn sửa tặng thăm thi tiếp trao "
    "treo trình trồng tăng vẽ viết xem xin xây"
)
#: Begin like a deed and are none: «nhận thức của viên chức …».
_NO_DEEDS = frozenset(
    ("nhận thức", "trình độ", "tiếp theo", "mở đầu", "ghi chú", "lập trường", "đi lại", "thi công", "ra vào")
)
_EVENTS = re.compile(
    r"(?:hội (?:nghị|thảo|thi|diễn|trại|khỏe|khoẻ|chợ)|cuộc (?:thi|họp|gặp)|buổi|lễ|diễn đàn|tọa đàm|toạ đàm"
    r"|chuyên đề|lớp|ngày hội|đại hội|giải|chuyến|chiến dịch|triển lãm|sân chơi|đợt|hoạt động|phiên|tiết)\b",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"(?:mô hình|công trình|phần việc|đề án|dự án|chương trình|kế hoạch|công tác|phong trào|chuyên mục"
    r"|quy chế|quỹ|cuộc vận động|sáng kiến|thủ tục|nhiệm vụ|việc)\b",
    re.IGNORECASE,
)


def begins_with_deed(text: str) -> bool:
    """True if words begin with a verb, so that they read on after the name of who did it."""
    words = [word.strip(",.;:").casefold() for word in nfc(text).split()[:2]]
    pair = " ".join(words)
    return bool(words) and pair not in _NO_DEEDS and (words[0] in _SHORT_DEEDS or pair in _DEEDS)


def is_event(text: str) -> bool:
    """True for «Hội nghị …», which is held."""
    return _EVENTS.match(nfc(text)) is not None


def is_work(text: str) -> bool:
    """True for «Mô hình …», which is carried out."""
    return _WORKS.match(nfc(text)) is not None
