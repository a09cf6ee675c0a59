"""Headings that plans use, by what stands below them; compared on the folded key."""

from __future__ import annotations

import re

from service.domain.text import fold
from service.plan_text.paragraphs import ends_sentence

#: A heading is short.
LONGEST_TITLE = 160


def _folded(words: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words.split(";"))


#: Headings that say why, with what money, for whom and when, but order no work.
NOT_WORK = _folded(
    "mục đích; yêu cầu; mục tiêu; chỉ tiêu; kinh phí; nguồn kinh phí; nguồn lực; dự toán; dự trù kinh phí; chế độ báo cáo; "
    "đối tượng; thành phần; số lượng; thời gian; địa điểm; lịch; căn cứ; cơ sở pháp lý; văn bản chỉ đạo; đặc điểm; tình hình; "
    "bối cảnh; thực trạng; khái quát; quan điểm; nguyên tắc; phạm vi; hình thức; kết quả đạt được; kết quả thực hiện; "
    "đánh giá kết quả; thuận lợi; khó khăn; ưu điểm; hạn chế; chương trình chi tiết; khẩu hiệu; chủ đề; bộ nhận diện; "
    "một số chỉ tiêu; các chỉ tiêu; khung thời gian; khung kế hoạch thời gian; hiệu lực; điều khoản thi hành; danh sách; phụ lục; "
    "kết quả năm học; những kết quả; tồn tại; nguyên nhân; bài học kinh nghiệm; thông tin chung; giới thiệu chung"
)
#: Sections whose sentences owe nobody a report.
AIMS = _folded("mục đích; mục tiêu; quan điểm")
#: Headings that stand at the top of nearly every plan.
USUAL = _folded(
    "mục đích; yêu cầu; nội dung; nhiệm vụ; tổ chức thực hiện; kinh phí; mục tiêu; giải pháp; chế độ báo cáo; thời gian; "
    "thành phần; đối tượng; biện pháp; đặc điểm; tình hình; hình thức; phân công; chỉ tiêu; phạm vi; quan điểm"
)
_REPORTING = _folded(
    "chế độ báo cáo; chế độ thông tin; thông tin, báo cáo; công tác báo cáo; công tác thông tin, báo cáo; báo cáo kết quả; "
    "thực hiện chế độ báo cáo; về chế độ báo cáo; thời gian báo cáo; báo cáo sơ kết; báo cáo tổng kết; báo cáo định kỳ; "
    "chế độ sơ kết; sơ kết, tổng kết, báo cáo; thời hạn báo cáo; quy định báo cáo; chế độ thông tin báo cáo; thời hạn gửi báo cáo; thời gian gửi báo cáo; "
    "thời điểm báo cáo; thời điểm gửi báo cáo; hạn báo cáo; thời hạn nộp báo cáo; thời gian nộp báo cáo; chế độ sơ, tổng kết"
)
_REPORTING_TITLES = _folded("báo cáo; thông tin; báo cáo, sơ kết, tổng kết; sơ kết, tổng kết")
#: «Thông tin, báo cáo»; not «Kiểm tra, giám sát và chế độ báo cáo», nor «Bồi dưỡng báo cáo viên».
_REPORTS_FIRST = re.compile(
    r"(?:(?:ve|cong tac|viec|che do|quy dinh|thoi han|thoi gian|thuc hien|thong tin|so ket|tong ket|danh gia|va|lap|gui)\s+)*bao cao\b(?! vien)"
)
#: Words by which a heading orders work, whatever else it names.
_WORK = re.compile(
    r"\b(?:nhiem vu|giai phap|noi dung|to chuc thuc hien|bien phap|phan cong|hoat dong|cong viec|trach nhiem)\b"
)


def is_title(text: str) -> bool:
    """A short line that ends as titles do; «…:» counts."""
    plain = text.strip()
    return 0 < len(plain) <= LONGEST_TITLE and (not ends_sentence(plain) or plain.endswith(":"))


def is_reporting(text: str) -> bool:
    """True for a paragraph that only says which reports are owed, so that it is no responsibility."""
    head = fold(text[:80])
    return head.startswith(_REPORTING) or head in _REPORTING_TITLES


def orders_work(text: str) -> bool:
    """True if what stands below this heading is work to be done."""
    heading = fold(text)
    if _REPORTS_FIRST.match(heading) and is_title(text) and _WORK.search(heading) is None:
        return False
    if heading.startswith(("muc dich", "yeu cau", "muc tieu")):
        return re.search(r"\bnhiem vu\b|\bgiai phap\b", heading) is not None
    return not heading.startswith(NOT_WORK) or _WORK.search(heading) is not None
