"""Report drafts as Google Docs: made once, found again, refreshed without touching people's words."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseUpload

from service.domain.report import Report
from service.google.documents.memory import WrittenBlock, WrittenDraft
from service.google.documents.proof import DOCUMENT, UNPROVEN, Proof
from service.google.documents.refresh import Refresh, plan_refresh
from service.google.documents.requests import (
    TemplateError,
    blocks_of,
    first_draft_requests,
    has_our_blocks,
    is_blank_copy,
    letterhead_values,
)
from service.google.documents.speaking import GoogleDocsError, TemplateBrokenError, speaking
from service.google.documents.text import block_digest
from service.google.documents.writing import (
    RefreshOutcome,
    Remember,
    bring_up_to_date,
    forget,
)
from service.google.drive import share
from service.google.making import Once, find_made, look_first

__all__ = [
    "GoogleDocsError",
    "Proof",
    "RefreshOutcome",
    "TemplateBrokenError",
    "WrittenBlock",
    "WrittenDraft",
    "create_draft",
    "discard_copy",
    "ensure_template",
    "find_draft",
    "refresh_draft",
    "share_draft",
]

log = logging.getLogger(__name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: appProperties under which a draft and a template are found again.
JOB_KEY = "dunghan_job"
TEMPLATE_KEY = "dunghan_template"
TEMPLATE_NAME = "Mẫu báo cáo – Đúng Hạn"
#: Under TEMPLATE_KEY of a draft, which is no template.
_COPIED = "copied"
#: What people call it.
TEMPLATE_LABEL = "mẫu báo cáo"


def ensure_template(drive: Any, docx: bytes, version: str, *, once: Once = look_first) -> str:
    """File id of the report template as a Doc; a version that is not there yet is uploaded and converted."""

    def make() -> str:
        media = MediaIoBaseUpload(io.BytesIO(docx), mimetype=DOCX, resumable=False)
        body = {"name": TEMPLATE_NAME, "mimeType": DOCUMENT, "appProperties": {TEMPLATE_KEY: version}}
        made = (
            drive.files().create(body=body, media_body=media, fields="id", supportsAllDrives=True).execute()
        )
        return str(made["id"])

    with speaking(TEMPLATE_LABEL):
        return once(lambda: find_made(drive, {TEMPLATE_KEY: version}), make)


def create_draft(
    drive: Any,
    docs: Any,
    template_id: str,
    report: Report,
    job_key: str,
    *,
    remember: Remember = forget,
    once: Once = look_first,
) -> WrittenDraft:
    """A new Doc from the template, filled; three calls with `once` that does not look first, else four.

    The copy carries `job_key`, so that it is found again and not made twice; `remember` gets what is about
    to be written. Raises GoogleDocsError.
    """

    def copy() -> str:
        # A copy takes over what the template carries, and would be found as the template itself.
        body = {"name": report.name, "appProperties": {JOB_KEY: job_key, TEMPLATE_KEY: _COPIED}}
        request = drive.files().copy(fileId=template_id, body=body, fields="id", supportsAllDrives=True)
        return str(request.execute()["id"])

    with speaking(TEMPLATE_LABEL):
        draft = WrittenDraft(document_id=once(lambda: find_made(drive, {JOB_KEY: job_key}), copy))
    with speaking(report.name, draft.document_id):

        def plan(document: dict[str, Any], known: WrittenDraft) -> Refresh:
            if has_our_blocks(document):
                # Our first try was carried out and its answer lost.
                return _planned(document, known, report)
            return _first(document, known, report)

        return bring_up_to_date(docs, draft, plan, proof=UNPROVEN, remember=remember).draft


def find_draft(drive: Any, job_key: str, name: str = "dự thảo báo cáo") -> WrittenDraft | None:
    """The Doc with this key, of which nothing else is known; None if there is none. One call.

    `name` is what people call it.
    """
    with speaking(name):
        document_id = find_made(drive, {JOB_KEY: job_key})
    return WrittenDraft(document_id=document_id) if document_id else None


def discard_copy(drive: Any, document_id: str) -> None:
    """Put a copy that cannot be filled into the bin, so that it is not taken for the draft again."""
    try:
        drive.files().update(fileId=document_id, body={"trashed": True}, supportsAllDrives=True).execute()
    except HttpError as error:
        log.warning("the copy %s stays: %s", document_id, error.reason)


def share_draft(drive: Any, draft: WrittenDraft, name: str, editors: Iterable[str]) -> None:
    """Let these people edit the Doc: a copy is nobody's but the service's. One call for each.

    Raises GoogleDocsError; doing it again does no harm.
    """
    for email in editors:
        try:
            share(drive, draft.document_id, email, "writer")
        except HttpError as error:
            log.warning("sharing %s with %s: %s", draft.document_id, email, error.reason)
            raise GoogleDocsError(
                f"Đã soạn «{name}» nhưng chưa chia sẻ được với {email}. "
                "Hãy mở tệp bằng tài khoản của dịch vụ và chia sẻ, hoặc kiểm tra thư điện tử ở tab «Nhân sự»."
            ) from error


def refresh_draft(
    docs: Any,
    draft: WrittenDraft,
    report: Report,
    *,
    proof: Proof = UNPROVEN,
    remember: Remember = forget,
) -> RefreshOutcome:
    """Bring a Doc up to date: blocks as we wrote them are rewritten, people's are left.

    One call if nothing has to be changed, else two; three if there is something to suggest as well.

    What a person changed stays, and the new text is offered once; what they deleted stays deleted, what they
    moved is rewritten where it is now. A Doc of which only the id is known is filled if it is blank;
    otherwise only those of its blocks that say what the report says are taken for ours. Raises
    GoogleDocsError.
    """

    def plan(document: dict[str, Any], known: WrittenDraft) -> Refresh:
        return _planned(document, known, report, proof)

    with speaking(report.name, draft.document_id):
        outcome = bring_up_to_date(docs, draft, plan, proof=proof, remember=remember)
    return replace(outcome, notices=tuple(_notices(report.name, outcome)))


def _planned(
    document: dict[str, Any], draft: WrittenDraft, report: Report, proof: Proof = UNPROVEN
) -> Refresh:
    if is_blank_copy(document):
        return _first(document, draft, report)
    if not draft.blocks and not has_our_blocks(document):
        raise TemplateError(
            f"{draft.document_id}: a copy that nothing was written into, without a place for it"
        )
    return plan_refresh(document, draft.blocks, report, letterhead=draft.letterhead, can_suggest=proof.works)


def _first(document: dict[str, Any], draft: WrittenDraft, report: Report) -> Refresh:
    body, annex = blocks_of(report)
    known = tuple(WrittenBlock(block.key, block_digest(block)) for block in (*body, *annex))
    return Refresh(
        requests=first_draft_requests(document, report, draft.document_id),
        known=known,
        letterhead=letterhead_values(report.letterhead),
    )


def _notices(name: str, outcome: RefreshOutcome) -> Iterator[str]:
    if outcome.offered:
        yield (
            f"Trong «{name}» có {len(outcome.offered)} chỗ nhà trường đã sửa mà số liệu nay đã khác; chữ của "
            "nhà trường được giữ nguyên, nội dung mới được đề nghị ngay trong tệp để xem và chọn."
        )
    if outcome.has_no_body:
        yield (
            f"Phần nội dung do dịch vụ soạn trong «{name}» đã bị xóa hết nên không còn chỗ để cập nhật. "
            "Nếu xóa nhầm, hãy mở tệp, vào «Tệp → Nhật ký phiên bản» và khôi phục bản trước."
        )
