"""The tabs of the school's spreadsheet: which columns are ours and which are people's."""

from __future__ import annotations

from dataclasses import replace

from service.domain.findings import Status
from service.domain.hearing import Taken
from sheets.owned import Colour, Kind, OwnedColumn, OwnedTab, Owner, StackedChart

YES = "Có"
NO = "Không"
#: The principal's word on a whole report.
AGREED = "Đồng ý"
NOT_YET = "Chưa"

#: The principal's verdicts on a responsibility.
VERDICTS = ("Hoàn thành tốt", "Hoàn thành", "Cần bổ sung", "Chưa đạt")

STATUS_COLOURS = {
    Status.DONE: "#D5EFDC",
    Status.UNDER_WAY: "#FFF1C9",
    Status.MISSING: "#FBE0D6",
    Status.OVERDUE: "#F5C2BE",
    Status.TO_REVIEW: "#E3DAF3",
    Status.NOT_YET: "#ECEFF1",
    Status.NOTHING: "#DCE8F5",
}


def _ours(key: str, title: str, width: int = 140, kind: Kind = Kind.TEXT) -> OwnedColumn:
    return OwnedColumn(key=key, title=title, owner=Owner.SERVICE, kind=kind, width=width)


def _theirs(
    key: str, title: str, width: int = 140, kind: Kind = Kind.TEXT, choices: tuple[str, ...] = ()
) -> OwnedColumn:
    return OwnedColumn(key=key, title=title, owner=Owner.PERSON, kind=kind, width=width, choices=choices)


REVIEW = OwnedTab(
    key="review",
    title="Theo dõi",
    sheet_id=1001,
    frozen_columns=2,
    columns=(
        _ours("code", "Mã", 70),
        _ours("task", "Nhiệm vụ", 260),
        _ours("period", "Kỳ báo cáo", 120),
        _ours("owner", "Đơn vị chịu trách nhiệm", 170),
        OwnedColumn(
            key="status",
            title="Tình trạng",
            owner=Owner.SERVICE,
            kind=Kind.TEXT,
            width=130,
            choices=tuple(Status),
        ),
        _ours("reason", "Vì sao", 320),
        _ours("count", "Số hoạt động", 90, Kind.NUMBER),
        _ours("figures", "Số liệu chính", 240),
        _ours("evidence", "Minh chứng", 220),
        _ours("last", "Cập nhật lần cuối", 120, Kind.DATE),
        _ours("missing", "Còn thiếu ai", 200),
        _theirs("verdict", "Đánh giá của Hiệu trưởng", 170, Kind.CHOICE, VERDICTS),
        _theirs("note", "Ý kiến chỉ đạo", 280),
        _theirs("extended_to", "Gia hạn đến", 110, Kind.DATE),
    ),
    colours=tuple(
        Colour(column="status", text=status.value, background=colour)
        for status, colour in STATUS_COLOURS.items()
    ),
)

PLAN = OwnedTab(
    key="plan",
    title="Kế hoạch",
    sheet_id=1002,
    frozen_columns=1,
    columns=(
        _ours("code", "Mã", 70),
        _ours("quote", "Trích nguyên văn", 420),
        _ours("section", "Mục trong kế hoạch", 200),
        _theirs("short_name", "Tên ngắn", 260),
        _theirs("owners", "Đơn vị chịu trách nhiệm", 260),
        _theirs("min_activities", "Số hoạt động tối thiểu mỗi kỳ", 120, Kind.NUMBER),
        _theirs("evidence_required", "Cần minh chứng", 100, Kind.CHOICE, (YES, NO)),
        _theirs("figures", "Số liệu cần có", 280),
        _theirs("valid_from", "Áp dụng từ", 100, Kind.DATE),
        _theirs("valid_to", "đến", 100, Kind.DATE),
        _ours("question", "Cần hỏi lại", 280),
    ),
)

PERIODS = OwnedTab(
    key="periods",
    title="Kỳ báo cáo",
    sheet_id=1003,
    columns=(
        _ours("label", "Kỳ", 180),
        _ours("due_text", "Hạn trong kế hoạch", 260),
        _ours("last_day", "Ngày làm việc cuối", 130, Kind.DATE),
        _ours("proposed", "Kỳ số liệu đề nghị", 220),
        _theirs("data_from", "Số liệu từ", 110, Kind.DATE),
        _theirs("data_to", "đến", 110, Kind.DATE),
        _theirs("estimate_to", "Ước thực hiện đến", 130, Kind.DATE),
        _theirs("confirmed_by", "Người xác nhận", 180),
        replace(_ours("stage", "Tình trạng báo cáo", 140), later=True),
        replace(_ours("life", "Đã làm", 320), later=True),
        replace(_theirs("approved", "Duyệt", 100, Kind.CHOICE, (AGREED, NOT_YET)), later=True),
        replace(_theirs("approved_why", "Lý do, nếu duyệt khi chưa đủ", 260), later=True),
        replace(_theirs("number", "Số ký hiệu", 120), later=True),
        replace(_theirs("issued_on", "Ngày ban hành", 120, Kind.DATE), later=True),
    ),
)

DIRECTORY = OwnedTab(
    key="directory",
    title="Danh bạ",
    sheet_id=1004,
    columns=(
        _theirs("kind", "Loại", 110),
        _theirs("name", "Tên chính thức", 260),
        _theirs("aliases", "Tên gọi khác", 220),
        _theirs("group", "Thuộc nhóm", 140),
        _theirs("parent", "Cấp trên", 240),
        _theirs("place", "Địa danh", 120),
        _theirs("valid_from", "Hiệu lực từ", 110, Kind.DATE),
        _theirs("valid_to", "đến", 110, Kind.DATE),
        _theirs("basis", "Căn cứ", 240),
        replace(_theirs("symbol", "Ký hiệu", 90), later=True),
        replace(_theirs("signer", "Người ký", 160), later=True),
        replace(_theirs("successor", "Kế tục bởi", 260), later=True),
        replace(_theirs("chosen_by", "Người chọn", 160), later=True),
        replace(_ours("state", "Tình trạng", 320), later=True),
    ),
)

STAFF = OwnedTab(
    key="staff",
    title="Nhân sự",
    sheet_id=1005,
    columns=(
        _theirs("name", "Họ tên", 180),
        _theirs("email", "Thư điện tử", 260),
        _theirs("unit", "Đơn vị", 180),
        _theirs("role", "Vai trò", 140),
        _theirs("active", "Còn công tác", 110, Kind.CHOICE, (YES, NO)),
    ),
)

FEEDBACK = OwnedTab(
    key="feedback",
    title="Góp ý",
    sheet_id=1006,
    columns=(
        _ours("date", "Ngày", 100, Kind.DATE),
        _ours("group", "Nhóm", 190),
        _ours("topic", "Chủ đề", 260),
        _ours("summary", "Tóm lược", 420),
        _ours("codes", "Nhiệm vụ", 110),
        _theirs("answered", "Đã trả lời", 100, Kind.CHOICE, (YES, NO)),
        _theirs("answer", "Nội dung trả lời", 320),
    ),
)

PROBLEMS = OwnedTab(
    key="problems",
    title="Cần sửa",
    sheet_id=1007,
    columns=(
        _ours("source", "Nguồn", 220),
        _ours("where", "Ô/phiếu", 180),
        _ours("reason", "Lý do", 320),
        _ours("remedy", "Cách sửa", 320),
        _ours("who", "Người có thể sửa", 170),
        _ours("since", "Từ ngày", 100, Kind.DATE),
        _theirs("dismissed", "Bỏ qua, vì…", 240),
    ),
)

LOG = OwnedTab(
    key="log",
    title="Nhật ký",
    sheet_id=1008,
    columns=(
        _ours("when", "Lần chạy", 150),
        _ours("read", "Đã đọc", 260),
        _ours("changed", "Thay đổi", 260),
        _ours("refused", "Từ chối", 160),
        _ours("written", "Đã ghi", 260),
    ),
)

COVERAGE_CHART_ID = 2001

COVERAGE = OwnedTab(
    key="coverage",
    title="Tổng hợp",
    sheet_id=1009,
    columns=(
        _ours("code", "Nhiệm vụ", 110),
        *(_ours(status.name.lower(), status.value, 110, Kind.NUMBER) for status in Status),
    ),
    chart=StackedChart(
        chart_id=COVERAGE_CHART_ID,
        title="Tình trạng theo nhiệm vụ (số đơn vị)",
        domain="code",
        series=tuple((status.name.lower(), colour) for status, colour in STATUS_COLOURS.items()),
    ),
)

OPINIONS = OwnedTab(
    key="opinions",
    title="Ý kiến dự thảo",
    sheet_id=1020,
    later=True,
    columns=(
        _ours("period", "Kỳ báo cáo", 160),
        _ours("date", "Ngày", 100, Kind.DATE),
        _ours("stance", "Đồng ý hay không", 150),
        _ours("part", "Phần", 200),
        _ours("text", "Nội dung ý kiến", 420),
        _theirs("taken", "Tiếp thu", 140, Kind.CHOICE, tuple(Taken)),
        _theirs("why", "Lý do, giải trình", 320),
    ),
)

BASE = OwnedTab(
    key="base",
    title="Số liệu trường",
    sheet_id=1021,
    later=True,
    columns=(
        _ours("name", "Chỉ tiêu", 280),
        _ours("unit", "Đơn vị tính", 110),
        _theirs("value", "Giá trị", 320),
        _theirs("as_of", "Tính đến ngày", 130, Kind.DATE),
        _theirs("entered_by", "Người nhập", 180),
    ),
)

#: In the order in which people see them.
SCHOOL_TABS = (REVIEW, COVERAGE, PLAN, PERIODS, BASE, DIRECTORY, STAFF, FEEDBACK, OPINIONS, PROBLEMS, LOG)
