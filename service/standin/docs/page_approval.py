"""On a document's page: an approval that waits for the one who sits there, as in Google Docs."""

from __future__ import annotations

from markupsafe import Markup

from service.standin.docs.page_remarks import Desk
from service.standin.drive import approvals
from service.standin.state import State

Json = approvals.Json

APPROVE, DECLINE = "duyet", "khong-duyet"
_STATES = {
    approvals.IN_PROGRESS: "Đang chờ phê duyệt",
    approvals.APPROVED: "Đã được phê duyệt",
    approvals.DECLINED: "Đã bị từ chối",
    approvals.CANCELLED: "Đã hủy yêu cầu phê duyệt",
}
_ANSWERS = {approvals.APPROVED: "đã duyệt", approvals.DECLINED: "không duyệt"}


def approval_html(desk: Desk, found: list[Json], *, is_locked: bool) -> Markup:
    """The newest approval of the document, with buttons for a reviewer of it."""
    if not found and not is_locked:
        return Markup("")
    lines = Markup("<p>Tệp đang được khóa: không ai sửa được.</p>") if is_locked else Markup("")
    if found:
        lines += _newest(desk, found[0])
    return Markup('<article class="pd"><h2>Phê duyệt</h2>{}</article>').format(lines)


def answer(state: State, file_id: str, approval_id: str, *, approves: bool) -> None:
    """Keep the answer of the one who sits at the page."""
    file = state.file(file_id)
    running = [a for a in approvals.of_file(state, file_id) if a["status"] == approvals.IN_PROGRESS]
    for approval in running:
        if file is not None and approval["approvalId"] == approval_id:
            approvals.save(state, approvals.answered(state, file, approval, approves=approves))


def _newest(desk: Desk, approval: Json) -> Markup:
    told = Markup("<p>{}</p>").format(_STATES[approval["status"]])
    for item in approval["reviewers"]:
        answered = _ANSWERS.get(item["response"], "chưa trả lời")
        told += Markup("<p><small>{}: {}</small></p>").format(item["email"], answered)
    waits = any(
        item["email"].lower() == desk.user.lower() and item["response"] == approvals.WAITING
        for item in approval["reviewers"]
    )
    if approval["status"] != approvals.IN_PROGRESS or not waits:
        return told
    made = approval["approvalId"]
    return (
        told + desk.button("Duyệt", viec=APPROVE, ma=made) + desk.button("Không duyệt", viec=DECLINE, ma=made)
    )
