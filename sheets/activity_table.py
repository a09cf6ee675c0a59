"""The columns of a unit's activity sheet, under the names that schools write for them."""

from __future__ import annotations

from sheets.tables import Column

#: Keys: date, title, responsibility, person, participants, result, evidence, status, note.
ACTIVITY_COLUMNS: tuple[Column, ...] = (
    Column(
        key="date",
        title="Ngày",
        aliases=(
            "Ngày thực hiện", "Ngày tổ chức", "Ngày diễn ra", "Ngày tháng", "Ngày, tháng", "Ngày/tháng/năm",
            "Ngày tháng năm", "Thời gian", "Thời gian thực hiện", "Thời gian tổ chức", "Thời điểm",
            "Ngày làm", "Ngày triển khai", "Ngày hoạt động", "TG thực hiện",
        ),
        required=True,
    ),
    Column(
        key="title",
        title="Nội dung hoạt động",
        aliases=(
            "Tên hoạt động", "Hoạt động", "Nội dung", "Nội dung công việc", "Nội dung thực hiện", "Công việc",
            "Tên công việc", "Việc đã làm", "Công việc đã làm", "Nội dung triển khai", "Tên nội dung",
            "Nội dung/hoạt động", "Hoạt động đã thực hiện", "Tên chương trình",
        ),
        required=True,
    ),
    Column(
        key="responsibility",
        title="Nhiệm vụ",
        aliases=(
            "Mã nhiệm vụ", "Thuộc nhiệm vụ", "Nhiệm vụ trong kế hoạch", "Nhiệm vụ theo kế hoạch", "Mã NV",
            "Mục kế hoạch", "Mục trong kế hoạch", "Theo mục", "Mã", "Mã mục", "Mục KH", "Nhóm nhiệm vụ",
        ),
    ),
    Column(
        key="person",
        title="Người phụ trách",
        aliases=(
            "Phụ trách", "Người thực hiện", "Người chủ trì", "Chủ trì", "Họ tên người phụ trách",
            "GV phụ trách", "Giáo viên phụ trách", "Giáo viên", "Người báo cáo", "Họ và tên", "Họ tên",
            "Cá nhân phụ trách", "Đ/c phụ trách", "Người làm",
        ),
    ),
    Column(
        key="participants",
        title="Số người tham dự",
        aliases=(
            "Số lượt người tham dự", "Số lượt tham dự", "Số người tham gia", "Số lượng tham dự", "Số lượng",
            "Số lượng người tham gia", "Số lượng tham gia", "SL tham dự", "SL tham gia", "Sĩ số", "Tham dự",
            "Số HS tham gia", "Số học sinh tham gia", "Số học sinh tham dự", "Số lượt người", "Số lượt",
            "Lượt tham dự", "Số người", "Số người dự", "Tổng số tham dự", "Số lượng người dự",
        ),
    ),
    Column(
        key="result",
        title="Kết quả",
        aliases=(
            "Kết quả đạt được", "Kết quả thực hiện", "Kết quả hoạt động", "Kết quả cụ thể",
            "Đánh giá kết quả", "Mô tả kết quả", "Kết quả nổi bật", "Sản phẩm, kết quả",
            "Đã làm gì, kết quả ra sao", "Hiệu quả", "Tóm tắt kết quả",
        ),
    ),
    Column(
        key="evidence",
        title="Minh chứng",
        aliases=(
            "Link minh chứng", "Liên kết minh chứng", "Đường link minh chứng", "Đường dẫn minh chứng", "Link",
            "Đường dẫn", "Liên kết", "Hồ sơ minh chứng", "Hình ảnh minh chứng", "Hình ảnh", "Hồ sơ kèm theo",
            "Tài liệu kèm theo", "Tệp đính kèm", "File đính kèm", "File minh chứng", "MC",
        ),
    ),
    Column(
        key="status",
        title="Tình trạng",
        aliases=(
            "Trạng thái", "Tình trạng thực hiện", "Tiến độ", "Tiến độ thực hiện", "Mức độ hoàn thành",
            "Hoàn thành", "Tình hình thực hiện", "Đã hoàn thành chưa",
        ),
    ),
    Column(
        key="note",
        title="Ghi chú",
        aliases=("Chú thích", "Lưu ý", "Ý kiến khác", "Khó khăn, vướng mắc", "Đề xuất", "GC", "Ghi chú khác"),
    ),
)  # fmt: skip
