"""Drafts as files: Drive's export, pages made by LibreOffice where Drive gives none."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from googleapiclient.errors import HttpError

from service.citing import notes_of
from service.clean_word import without_changes
from service.domain.dates import count
from service.endnotes import with_endnotes
from service.errors import ServiceError
from service.google.documents.drafts import DOCX
from service.loose_ends import loose_ends
from service.store import DraftRow
from service.store import drafts as draft_rows
from service.workspace import Workspace

PDF = "application/pdf"
FORMATS = {"docx": DOCX, "pdf": PDF}
#: Seconds; the first start of LibreOffice makes a profile.
_OFFICE_TIMEOUT = 120.0
#: Where installers put it when it is not on the path.
_OFFICE_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


# --- export ----------------------------------------------------------------------------------------


def format_of(kind: str | None, out: Path) -> str:
    """The format that was asked for, else that of the file's name. Raises ServiceError."""
    wanted = (kind or out.suffix.lstrip(".") or "docx").casefold()
    if wanted not in FORMATS:
        raise ServiceError(f"Không xuất được dạng «{wanted}»; xin dùng --format docx hoặc --format pdf.")
    return wanted


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """A draft as a file."""

    data: bytes
    #: What people should know of it, in Vietnamese, a line each.
    told: tuple[str, ...] = ()


def export_draft(ws: Workspace, period: str, kind: str, *, endnotes: bool = False) -> Export:
    """The draft of a period as .docx or PDF, as people left it; with `endnotes`, sources behind sentences.

    Raises ServiceError.
    """
    found = draft_row(ws, period)
    document_id = found.document_id or ""
    try:
        still_open = loose_ends(ws, document_id)
    except HttpError as error:
        raise ServiceError(_sentence(error)) from error
    told = [still_open.told] if still_open.told else []
    if not endnotes:
        data = export_document(ws, document_id, kind, is_marked=still_open.suggestions > 0)
        return Export(data, tuple(told))
    noted = with_endnotes(
        export_document(ws, document_id, "docx"), notes_of(ws.database, ws.school_id, found.period)
    )
    told.append(f"Đã gắn {count(noted.placed)} chú thích nguồn ở cuối văn bản.")
    if noted.lost:
        told.append(f"{count(noted.lost)} câu không còn nguyên văn trong văn bản nên không gắn được nguồn.")
    return Export(to_pdf(noted.data) if kind == "pdf" else noted.data, tuple(told))


def draft_id(ws: Workspace, period: str) -> str:
    """The Doc of a period. Raises ServiceError."""
    return draft_row(ws, period).document_id or ""


def draft_row(ws: Workspace, period: str) -> DraftRow:
    """The row of a period that has a Doc. Raises ServiceError."""
    with ws.database.begin() as tx:
        rows = draft_rows.list_drafts(tx, ws.school_id)
    same = (row for row in rows if row.document_id and row.period.casefold() == period.casefold())
    found = next(same, None)
    if found is None:
        known = ", ".join(row.period for row in rows if row.document_id) or "chưa có dự thảo nào"
        raise ServiceError(
            f"Chưa có dự thảo của kỳ «{period}». Các kỳ đã có: {known}. Lập dự thảo: dunghan draft"
        )
    return found


def export_document(ws: Workspace, document_id: str, kind: str, *, is_marked: bool = False) -> bytes:
    """A Doc in one of FORMATS; `is_marked` if something is only suggested in it. Raises ServiceError."""
    try:
        if kind != "pdf":
            return _exported(ws.drive, document_id, FORMATS[kind])
        # Google's own pages would show what is only suggested.
        pages = None if is_marked else _pages(ws.drive, document_id)
        return pages or to_pdf(_exported(ws.drive, document_id, DOCX))
    except HttpError as error:
        raise ServiceError(_sentence(error)) from error


def _pages(drive: Any, document_id: str) -> bytes | None:
    """Google's PDF; None from the stand-in, which makes no pages."""
    try:
        return _exported(drive, document_id, PDF)
    except HttpError as error:
        if int(error.status_code) == 400:
            return None
        raise


def _exported(drive: Any, document_id: str, mime_type: str) -> bytes:
    data: bytes = drive.files().export(fileId=document_id, mimeType=mime_type).execute()
    # In a .docx Google marks what is only suggested, and what people remark: no report is signed with these.
    return without_changes(data) if mime_type == DOCX else data


def _sentence(error: HttpError) -> str:
    status = int(error.status_code)
    if status == 404:
        return (
            "Không tìm thấy văn bản này trên Google Drive: tệp đã bị xóa hoặc không chia sẻ với dịch vụ. "
            "Hãy khôi phục từ Thùng rác hoặc chia sẻ lại."
        )
    if status == 403:
        return "Google không cho xuất văn bản này. Hãy kiểm tra quyền của dịch vụ, hoặc xuất từ Google Docs."
    if status == 429 or status >= 500:
        return "Google đang bận nên chưa xuất được văn bản; xin thử lại sau ít phút."
    return "Google không xuất được tệp này: đó phải là một văn bản Google Docs."


def save(data: bytes, path: Path) -> None:
    """Write a file whole or not at all. Raises ServiceError."""
    if path.is_dir():
        raise ServiceError(f"«{path}» là một thư mục; xin ghi cả tên tệp sau --out.")
    if not path.parent.is_dir():
        raise ServiceError(f"Không có thư mục «{path.parent}». Hãy tạo thư mục đó hoặc chọn chỗ khác.")
    half = path.with_name(f".{path.name}.tmp")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise ServiceError(
            f"Không ghi được «{path}». Nếu tệp đang mở trong Word, hãy đóng lại; nếu không, chọn chỗ khác."
        ) from error


# --- pages -----------------------------------------------------------------------------------------


def to_pdf(docx: bytes, *, timeout: float = _OFFICE_TIMEOUT) -> bytes:
    """The pages of a .docx by LibreOffice, in a profile of its own. Raises ServiceError."""
    office = _office()
    if office is None:
        raise ServiceError(
            "Máy này chưa có LibreOffice nên chưa tạo được PDF. "
            "Hãy cài LibreOffice, hoặc xuất --format docx rồi lưu thành PDF từ Word."
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(docx)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        told = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "report.docx")]
        _run([office, profile, *told], timeout)
        pages = folder / "report.pdf"
        if not pages.exists():
            raise ServiceError("LibreOffice không tạo được PDF. Hãy xuất --format docx rồi mở bằng Word.")
        return pages.read_bytes()


def _office() -> str | None:
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return on_path or next((place for place in _OFFICE_PLACES if Path(place).exists()), None)


def _run(command: list[str], timeout: float) -> None:
    """Run and wait; at the end of the time it goes with all that it has started."""
    none = subprocess.DEVNULL
    try:
        running = subprocess.Popen(  # noqa: S603 - our own words and a folder that we made
            command, stdin=none, stdout=none, stderr=none, start_new_session=True
        )
    except OSError as error:
        raise ServiceError(
            "Không chạy được LibreOffice. Hãy cài lại, hoặc xuất --format docx rồi lưu thành PDF từ Word."
        ) from error
    try:
        running.wait(timeout)
    except subprocess.TimeoutExpired as error:
        _end(running)
        raise ServiceError(
            "LibreOffice chạy quá lâu nên đã dừng. Hãy thử lại, hoặc xuất --format docx rồi dùng Word."
        ) from error
    except BaseException:
        _end(running)
        raise


def _end(running: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(running.pid, signal.SIGKILL)
        else:
            running.kill()
    running.wait()
