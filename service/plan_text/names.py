"""Names of bodies as plans write them: who does a thing, and to whom a report goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.plan_text.letters import LOWER, UPPER

#: Words that a body's name begins with; the capital tells it from the common noun.
_HEADS = (
    r"Ủy ban|Uỷ ban|UBND|HĐND|UBMT\w*|BTT|BTV|BCH|BGH|BCĐ|BGĐ|BTC|BĐD|ĐTN|LĐLĐ|TPT\w*|TTCM|CMHS|PHHS|"
    r"PGD(?:\s?&?\s?ĐT)?|SGD(?:\s?&?\s?ĐT)?|CB[-, ]*(?:GV|CC|VC|QL)[-, ]*(?:NV)?|GV(?:CN|BM|[-, ]*NV)?(?!\w)|"
    rf"Hội đồng|Hội [{UPPER}]\w+|Hội (?:Khuyến|khuyến|cha|Cha|nông|phụ)\b|Hội (?=[{UPPER}])|Thường trực|"
    r"Ban (?:Thường|thường|Chấp|chấp|Giám|giám|Lãnh|lãnh|Chỉ|chỉ|Đại|đại|Tổ|tổ|Thanh|thanh|Công|công|Quản|quản|Vận|vận|"
    rf"Kiểm|kiểm|Tuyên|tuyên|[{UPPER}]\w+)\b|Ban (?!hành)|Sở|Bộ phận|Bộ (?=[{UPPER}])|Cục|Chi cục|Tổng cục|Vụ (?=[{UPPER}])|"
    rf"Phòng (?=[{UPPER}]|chuyên môn|chức năng|giáo dục)|Văn phòng|"
    r"Tỉnh ủy|Tỉnh uỷ|Thành ủy|Thành uỷ|Huyện ủy|Huyện uỷ|Quận ủy|Quận uỷ|Đảng ủy|Đảng uỷ|Chi ủy|Chi uỷ|Cấp ủy|Cấp uỷ|"
    r"Chi bộ|Đảng bộ|Thủ tướng|Chính phủ|Quốc hội|Công an|Công đoàn|Liên đoàn|Liên minh|Liên đội|Hiệp hội|"
    rf"Tỉnh đoàn|Thành đoàn|Đoàn (?:TN\w*|trường|Thanh|thanh|kiểm|Kiểm|giám|Giám|thể|công|xã|phường|[{UPPER}]\w*)|Chi đoàn|"
    r"Đội (?!ngũ)|Mặt trận|MTTQ|Trường (?!hợp)|Nhà trường|Trung tâm|Tổ (?!chức)|Tổ(?=[,:;.]|$)|Tổ trưởng|"
    r"Hiệu trưởng|Phó Hiệu trưởng|Phó hiệu trưởng|P\.\s?HT|PHT|Giáo viên|Nhân viên|Cán bộ|Viên chức|Bộ môn|"
    r"Lãnh đạo|Người đứng đầu|Thủ trưởng|Chủ tịch|Phó Chủ tịch|Giám đốc|Phó Giám đốc|Bí thư|Phó Bí thư|Trưởng (?!thành)|Phó |Tổng phụ trách|"
    rf"Khối (?!lượng)|Nhóm (?:trưởng|chuyên môn|giáo viên|[{UPPER}])|Học sinh|Cha mẹ|Phụ huynh|Đại diện|"
    rf"Báo và |Báo [{UPPER}]\w+|Đài |Cổng |Bảo hiểm xã hội|Ngân hàng|Kho bạc|Tòa án|Toà án|Viện |Cụm |Tiểu ban|Thanh tra|"
    rf"Chuyên viên|Cộng tác viên|Công chức|Người lao động|Thành viên|Đảng viên|Đoàn viên|Hội viên|Thư ký|Trạm [{UPPER}]\w*|Hạt |"
    rf"Bưu điện|Điện lực|Công ty|Hợp tác xã|Câu lạc bộ|Lực lượng|Chi hội|Chi đội|Ban đại diện|"
    rf"(?:Khu phố|Thôn|Ấp|Xóm|Buôn|Bản|Tổ dân phố|Khu dân cư|Khu|Lớp|Phường|Xã)(?=\s*:|\s+(?:\d|[{UPPER}]))|"
    rf"Doanh nghiệp|Cơ quan|Đơn vị|Các (?=[{UPPER}])|Đồng chí|Đ/c|Thầy|Cô |Ông|Bà |"
    r"(?:Kế toán|Thư viện|Y tế|Bảo vệ|Văn thư|Thủ quỹ|Thiết bị)(?=\s*(?:[,:;(]|nhà trường|trường|và |$|chủ |phối |thực |có |chịu |phụ ))|"
    r"Sở, |Ban, "
)
_CLASS_NOUNS = (
    r"sở|phòng|ban|tổ|đoàn thể|bộ phận|cơ quan|đơn vị|trường|cơ sở|phó|thành viên|cá nhân|giáo viên|chi|địa phương|xã|"
    r"phường|lớp|tổ chức|đồng chí|ngành|khối|nhóm|doanh nghiệp|em học sinh|tập thể|tổ trưởng|cán bộ|hội|ủy viên|bộ môn|"
    r"khu phố|khu dân cư|khu|thôn|xóm|ấp|bản|buôn|tổ dân phố|chi hội|chi bộ|đảng viên|hội viên|đoàn viên|chuyên viên|công chức|"
    r"viên chức|câu lạc bộ|công ty|hợp tác xã|trạm|thị xã|thành phố|đặc khu|đội|đồn|lực lượng|cộng tác viên|phụ huynh|bậc phụ huynh|"
    r"học sinh|hộ|điểm trường|đảng ủy|đảng uỷ|cấp ủy|trưởng|"
    r"cb\w*|gv\w*|trung tâm|hiệp hội|cấp|nhà trường|thầy|cụm|liên đội|chi đoàn|cha mẹ|nhân viên|đại biểu|tiểu ban|huyện|quận|tỉnh"
)
#: A class of bodies: «các sở, ban, ngành», «các trường …», «toàn thể giáo viên».
_CLASSES = rf"(?:[Cc]ác|[Mm]ỗi|[Tt]ừng|[Tt]oàn thể|[Tt]ất cả(?: các)?|[Nn]hững)\s+(?i:{_CLASS_NOUNS})"
_BODY = re.compile(rf"(?:{_CLASSES}|{_HEADS})(?<![^\w])(?![{LOWER}])|(?:{_HEADS})(?<= )(?=\S)")
#: Bodies that a report may go to and that plans write in small letters.
_SMALL = re.compile(
    r"(?:nhà trường|trường|tổ trưởng(?: chuyên môn)?|hiệu trưởng|phó hiệu trưởng|ban giám hiệu|ban chỉ đạo|ban tổ chức|"
    r"phòng giáo dục|phòng chuyên môn|cấp trên|cơ quan cấp trên|cấp ủy|ông|bà|đồng chí|đ/c|thầy|cô|văn phòng|bộ phận|"
    r"ban kiểm tra|ban giám sát|ban vận động|ban chấp hành|ban đại diện|chuyên viên|nhân viên|cha mẹ học sinh|phụ huynh|"
    r"chi bộ|công đoàn|tổ chuyên môn|giáo viên|cán bộ|học sinh|lãnh đạo (?:nhà )?trường|lãnh đạo)\b"
)

#: What ends a body's name: a verb, a purpose, a time.
VERBS = (
    r"xây dựng|chỉ đạo|phối hợp|phối kết hợp|chủ trì|chịu trách nhiệm|có trách nhiệm|tổ chức|triển khai|tham mưu|hướng dẫn|"
    r"theo dõi|tổng hợp|báo cáo|căn cứ|chủ động|thực hiện|quản lý|kiểm tra|giám sát|đôn đốc|tăng cường|đẩy mạnh|"
    r"lập|ban hành|bố trí|cung cấp|hỗ trợ|vận động|tuyên truyền|phổ biến|quán triệt|rà soát|đề xuất|định kỳ|"
    r"gửi|nộp|chuẩn bị|phụ trách|là|tiếp tục|thường xuyên|nghiêm túc|kịp thời|phân công|cử|được|đảm bảo|bổ sung|"
    r"bảo đảm|xem xét|giao|có kế hoạch|có nhiệm vụ|giúp|điều hành|tham gia|đề nghị|thành lập|duy trì|giới thiệu|"
    r"xác định|cập nhật|lựa chọn|đánh giá|xử lý|tiếp nhận|thông báo|công khai|đăng ký|đăng tải|lồng ghép|nghiên cứu|"
    r"khuyến khích|huy động|yêu cầu|tập trung|sử dụng|phát động|phê duyệt|thẩm định|trực tiếp|nâng cao|làm|đưa|tiến hành|"
    r"hoàn thành|hoàn thiện|phát huy|phát hiện|biểu dương|khen thưởng|lấy ý kiến|tạo điều kiện|cần|phải|thống nhất|sơ kết|tổng kết|"
    r"khảo sát|tư vấn|chuyển(?! đổi)|đối chiếu|nắm bắt|xin|trình|đóng góp|tích cực|gương mẫu|nhắc nhở|ghi|mời|soạn|dự(?! án)|học tập|"
    r"lãnh đạo|phân bổ|cân đối|quyết định|ký|in|tập hợp|thu thập|thu|rút kinh nghiệm|khắc phục|bám sát|bồi dưỡng|tập huấn|"
    r"niêm yết|trang trí|lưu trữ|giải quyết|mua sắm|trao đổi|phân loại|liên hệ|thăm hỏi|kêu gọi|ủng hộ|quyên góp|tuần tra|bàn giao|"
    r"họp|sửa chữa|vận hành|lắng nghe|hòa giải|cam kết|chấp hành"
)
#: Verbs that are part of a name: «Đoàn kiểm tra», «các tổ chức», «Ban chỉ đạo», «Tổng phụ trách».
_INSIDE = re.compile(
    r"\b(?:(?:[Đđ]oàn|[Đđ]ội)\s+(?:kiểm tra(?:, giám sát)?|giám sát|thanh tra|đánh giá)|"
    r"(?:[Tt]ổ)\s+(?:kiểm tra|giám sát|tư vấn|quản lý|thẩm định|hỗ trợ|giúp việc|biên soạn)|"
    r"(?:[Bb]an)\s+(?:tổ chức|chỉ đạo|giám sát|kiểm tra|quản lý|điều hành|vận động|lãnh đạo|soạn thảo|chấp hành)|"
    r"(?:[Hh]ội đồng)\s+(?:quản lý|thẩm định|đánh giá|tư vấn|thi đua khen thưởng|kiểm tra|khen thưởng)|"
    r"(?:[Cc]ác|các|[Nn]hững|[Mm]ọi|và)\s+tổ chức|[Tt]ổ chức (?:đảng|Đảng|đoàn|chính trị|thành viên|công đoàn)|"
    r"(?:[Cc]án bộ)\s+quản lý|(?:[Cc]ơ quan|[Đđ]ơn vị|[Bb]ộ phận)\s+(?:quản lý|chủ trì|phối hợp|thực hiện|phụ trách|được giao(?: chủ trì)?)|"
    r"(?:chính trị|kinh tế|văn hóa|văn hoá)\s*[-–]\s*xã hội(?:\s*[-–]\s*nghề nghiệp)?|[Bb]an xây dựng Đảng|(?:công|dân|độc) lập|"
    r"(?:[Cc]án bộ|[Cc]huyên viên|[Gg]iáo viên|[Nn]hân viên|[Cc]ông chức|[Vv]iên chức|[Pp]hó [Cc]hủ tịch|[Pp]hó [Hh]iệu trưởng|"
    r"[Đđ]ồng chí|[Tt]hành viên|[Ll]ãnh đạo)\s+phụ trách(?!\s+chung)|"
    r"(?:[Tt]ập thể|[Cc]án bộ)\s+lãnh đạo|[Tt]ổng phụ trách|[Ll]ãnh đạo(?!,? (?:chỉ đạo|thực hiện|việc|công tác))|khuyến khích học tập|việc làm|tự đánh giá|được phân công)(?!\w)"
)
_PREPOSITIONS = (
    r"trước|chậm nhất|muộn nhất|để|theo|về|qua|thông qua|vào|khi|nếu|trong|hằng|hàng|đúng|sau|từ ngày|nhằm|bằng|trên cơ sở|"
    r"kết quả|tình hình|tiến độ|số liệu|không|chưa|sẽ|đã|hạn|trễ nhất|ngay|và gửi|và báo cáo|đồng gửi|đồng thời|tùy|tuỳ|ngoài|dưới|với|có(?! liên quan| con)"
)
_STOP = re.compile(
    rf"[\s,]+(?:và\s+)?(?:{VERBS}|{_PREPOSITIONS})(?![\w])|\s*[.;:\[\n]|\s*\(|\s*\)|\s+[-–—]\s+(?=[a-zđ])|\s+(?:\d{{1,2}}\s+tháng|quý|năm|học kỳ)(?!\w)"
)
#: «Kế toán, thủ quỹ»: each holds an office of its own, though only the first has a capital.
_OFFICES = re.compile(r"(?:kế toán|thủ quỹ|văn thư|thư viện|thiết bị|bảo vệ|y tế|tạp vụ)(?!\w)")
_VERB_FIRST = re.compile(rf"(?:{VERBS})(?!\w)", re.IGNORECASE)
_OFFICE_OF_COUNCIL = re.compile(r"Văn phòng (?:Đoàn (?:ĐBQH|[Đđ]ại biểu Quốc hội)|HĐND|Hội đồng nhân dân)")
_TELEPHONE = re.compile(r"(?:ĐT|SĐT|DĐ|Điện thoại|[Ee]-?mail|Zalo|Số điện thoại)\b")
_KIND_TAIL = re.compile(
    r"(?:[Ss]ở|[Pp]hòng|[Bb]an|[Nn]gành|[Đđ]oàn thể|[Đđ]ơn vị|[Xx]ã|[Pp]hường|[Cc]ơ quan)"
)


def body_begins(text: str, start: int = 0, *, small: bool = False) -> bool:
    """True if the name of a body or a class of bodies begins there; with `small`, also «nhà trường»."""
    return _BODY.match(text, start) is not None or (small and _SMALL.match(text, start) is not None)


def body_at(text: str, start: int, *, small: bool = False) -> str | None:
    """The body's name that begins at `start`, with those listed after it; None if none begins there.

    With `small`, also what plans write in small letters: «nhà trường».
    """
    if not body_begins(text, start, small=small):
        return None
    name = text[start : body_end(text, start)]
    return _without_tail(name).strip(" ,") or None


def body_end(text: str, start: int) -> int:
    """Where the name that begins at `start` ends: before its verb, a preposition or a stop."""
    inside = [found.span() for found in _INSIDE.finditer(text, start)]
    for stop in _STOP.finditer(text, start + 1):
        if stop.group().strip() == ";" and body_begins(text, _next_word(text, stop.end())):
            continue
        word = stop.end() - len(stop.group().lstrip(" ,").removeprefix("và "))
        if not any(begin <= word < end for begin, end in inside):
            return stop.start()
    return len(text)


def begins_with_verb(text: str) -> bool:
    """True for «Xây dựng kế hoạch …»: what is to be done, and nobody's name."""
    return _VERB_FIRST.match(text) is not None and not body_begins(text)


def _next_word(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def bodies_in(span: str) -> Iterator[str]:
    """The bodies that a phrase lists; «Sở Văn hóa và Thể thao» is one, for no body begins at «Thể thao»."""
    cuts = [0]
    for mark in re.finditer(r"\s*[,;]\s*(?:và\s+|cùng\s+)?|\s+(?:và|cùng|với)\s+", span):
        if _is_one_office(span[cuts[-1] : mark.start()], mark.group()):
            continue
        if body_begins(span, mark.end()) or _OFFICES.match(span, mark.end()):
            yield span[cuts[-1] : mark.start()].strip(" ,;")
            cuts.append(mark.end())
    yield span[cuts[-1] :].strip(" ,;")


def _is_one_office(name: str, mark: str) -> bool:
    """«Văn phòng HĐND và UBND» serves both and is one."""
    return "và" in mark and _OFFICE_OF_COUNCIL.fullmatch(name) is not None


def _without_tail(name: str) -> str:
    """A comma goes on with the list only where another body or a kind of bodies follows it."""
    kept = name.split(",")
    listed = [kept[0]]
    for piece in kept[1:]:
        words = piece.strip()
        named = words[:1].isupper() and not _TELEPHONE.match(words)
        if not (body_begins(words) or named or _KIND_TAIL.match(words)):
            break
        listed.append(piece)
    return ",".join(listed)
