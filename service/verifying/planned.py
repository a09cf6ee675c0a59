"""What `verify-google` would do, step by step, without doing it: `--dry-run`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the checklist; texts are Vietnamese, for people."""

    title: str
    #: What is tried out in it.
    trials: tuple[str, ...]
    #: Methods that are called, each once named; a test holds the list to what is called.
    calls: tuple[str, ...]
    #: Scratch files that are made, and thrown away at the end.
    files: tuple[str, ...] = ()


def planned(*, folder: str | None, provoke_limit: bool) -> tuple[Step, ...]:
    """The steps in their order; the titles are those that the bar shows."""
    where = f"trong thư mục {folder}" if folder else "trong Drive của tài khoản"
    sheets = ["Sắp xếp khi có cột được bảo vệ", "Ghi chú cho máy khi sắp xếp"]
    if provoke_limit:
        sheets.append("Quá hạn mức: đọc nhiều lượt cho đến khi Google từ chối")
    return (
        Step(
            title="Thư mục thử",
            trials=(f"Tạo được thư mục {where}",),
            calls=("drive.files.create",),
            files=("Đúng Hạn – thư mục thử (có thể xóa)",),
        ),
        Step(
            title="Biểu mẫu",
            trials=(
                "Biểu mẫu do dịch vụ tạo",
                "Mở biểu mẫu cho người có liên kết",
                "Lọc phiếu theo thời điểm",
                "Câu trả lời cho câu hỏi đã xóa",
            ),
            calls=(
                "forms.forms.create",
                "drive.files.get",
                "drive.files.update",
                "forms.forms.batchUpdate",
                "forms.forms.get",
                "forms.forms.setPublishSettings",
                "drive.permissions.create",
                "forms.forms.responses.list",
            ),
            files=("Đúng Hạn – biểu mẫu thử (có thể xóa)",),
        ),
        Step(
            title="Văn bản",
            trials=(
                "Chế độ gợi ý",
                "Nhận xét",
                "Vị trí của bảng",
                "Vùng có tên khi chép văn bản",
            ),
            calls=(
                "drive.files.create",
                "docs.documents.batchUpdate",
                "docs.documents.get",
                "drive.files.copy",
            ),
            files=(
                "Đúng Hạn – văn bản thử (có thể xóa)",
                "Đúng Hạn – văn bản thử để chép (có thể xóa)",
                "Đúng Hạn – bản chép thử (có thể xóa)",
            ),
        ),
        Step(
            title="Trang tính",
            trials=tuple(sheets),
            calls=(
                "drive.files.create",
                "sheets.spreadsheets.get",
                "sheets.spreadsheets.values.update",
                "sheets.spreadsheets.batchUpdate",
                "sheets.spreadsheets.developerMetadata.search",
            ),
            files=("Đúng Hạn – trang tính thử (có thể xóa)",),
        ),
        Step(
            title="Bản chép",
            trials=("Chép tệp trong bộ nhớ dùng chung, nếu thư mục thử ở đó",),
            calls=("drive.files.get",),
        ),
        Step(title="Dọn tệp thử", trials=("Xóa mọi tệp đã tạo",), calls=("drive.files.delete",)),
    )
