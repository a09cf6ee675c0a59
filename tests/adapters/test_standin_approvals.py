"""Drive's approvals and the lock that comes with them, as their descriptions say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
from standin_caller import FOLDER, OTHER_TEACHER, TEACHER, Caller, error_of

PRINCIPAL = "ha.hieutruong@truong.edu.vn"


@pytest.fixture
def office(caller_for: Callable[..., Caller]) -> Caller:
    """The secretary, who owns the draft."""
    return caller_for(TEACHER)


@pytest.fixture
def draft(office: Caller) -> str:
    """A draft that the principal and a colleague may edit."""
    file_id = office.create("Dự thảo")
    for person in (PRINCIPAL, OTHER_TEACHER):
        office.share(file_id, person)
    return file_id


def start(caller: Caller, file_id: str, *reviewers: str, **body: Any) -> dict[str, Any]:
    body = {"reviewerEmails": list(reviewers or (PRINCIPAL,)), **body}
    return caller.json("POST", f"/drive/v3/files/{file_id}/approvals:start", json=body)


def ask(caller: Caller, approval: dict[str, Any], verb: str, **body: Any) -> requests.Response:
    path = f"/drive/v3/files/{approval['targetFileId']}/approvals/{approval['approvalId']}"
    return caller("POST", f"{path}:{verb}", json=body)


def listed(
    caller: Caller, file_id: str, fields: str = "items(approvalId,status),nextPageToken", **more: Any
) -> Any:
    return caller.json("GET", f"/drive/v3/files/{file_id}/approvals", params={"fields": fields, **more})


def write(caller: Caller, file_id: str, text: str = "Một dòng") -> requests.Response:
    requests_ = [{"insertText": {"location": {"index": 1}, "text": text}}]
    return caller("POST", f"/v1/documents/{file_id}:batchUpdate", json={"requests": requests_})


def test_an_approval_starts_with_everybody_to_be_heard(office: Caller, draft: str) -> None:
    made = start(office, draft, PRINCIPAL, OTHER_TEACHER, dueTime="2025-05-04T10:00:00Z")
    assert (made["kind"], made["status"]) == ("drive#approval", "IN_PROGRESS")
    assert made["fileContentChangeBehavior"] == "RESET_APPROVAL", "the default of the guide"
    assert [item["response"] for item in made["reviewerResponses"]] == ["NO_RESPONSE", "NO_RESPONSE"]
    assert made["initiator"]["emailAddress"] == TEACHER
    assert "completeTime" not in made


def test_a_list_without_fields_has_no_items(office: Caller, draft: str) -> None:
    made = start(office, draft)
    assert office.json("GET", f"/drive/v3/files/{draft}/approvals") == {"kind": "drive#approvalList"}
    assert listed(office, draft) == {"items": [{"approvalId": made["approvalId"], "status": "IN_PROGRESS"}]}


def test_the_last_yes_completes_it_with_the_revision_and_locks_the_file(
    office: Caller, draft: str, caller_for: Callable[..., Caller]
) -> None:
    made = start(office, draft, PRINCIPAL, OTHER_TEACHER)
    assert ask(caller_for(OTHER_TEACHER), made, "approve").json()["status"] == "IN_PROGRESS"

    done = ask(caller_for(PRINCIPAL), made, "approve", message="Đồng ý").json()

    assert done["status"] == "APPROVED"
    assert done["completeTime"]
    assert done["approvedRevisionId"] == office.json("GET", f"/v1/documents/{draft}")["revisionId"]
    assert write(office, draft).status_code == 403
    assert office.file(draft)["contentRestrictions"][0]["readOnly"] is True
    assert office.file(draft)["capabilities"]["canModifyContent"] is False


def test_a_file_locked_at_the_start_takes_nothing_from_anybody_until_it_is_unlocked(
    office: Caller, draft: str, caller_for: Callable[..., Caller]
) -> None:
    start(office, draft, lockFile=True)
    for person in (office, caller_for(PRINCIPAL)):
        assert write(person, draft).status_code == 403
    renamed = office("PATCH", f"/drive/v3/files/{draft}", json={"name": "Khác"})
    assert renamed.status_code == 403

    unlock = {"contentRestrictions": [{"readOnly": False}]}
    office.json("PATCH", f"/drive/v3/files/{draft}", json=unlock)

    assert write(office, draft).ok
    assert "contentRestrictions" not in office.file(draft)


def test_one_no_completes_it(office: Caller, draft: str, caller_for: Callable[..., Caller]) -> None:
    made = start(office, draft, PRINCIPAL, OTHER_TEACHER)
    assert ask(caller_for(PRINCIPAL), made, "decline", message="Còn thiếu").json()["status"] == "DECLINED"
    assert error_of(ask(caller_for(OTHER_TEACHER), made, "approve"))["code"] == 400


@pytest.mark.parametrize(
    ("behaviour", "left"), [("RESET_APPROVAL", "NO_RESPONSE"), ("NO_APPROVAL_ACTION", "APPROVED")]
)
def test_a_change_of_the_text_takes_a_yes_back_where_it_is_said_so(
    office: Caller, draft: str, caller_for: Callable[..., Caller], behaviour: str, left: str
) -> None:
    made = start(office, draft, PRINCIPAL, OTHER_TEACHER, fileContentChangeBehavior=behaviour)
    ask(caller_for(PRINCIPAL), made, "approve")
    assert write(office, draft).ok
    shown = listed(office, draft, "items/reviewerResponses")["items"][0]["reviewerResponses"]
    assert [item["response"] for item in shown] == [left, "NO_RESPONSE"]


def test_only_a_reviewer_answers_and_only_one_approval_runs(
    office: Caller, draft: str, caller_for: Callable[..., Caller]
) -> None:
    made = start(office, draft)
    assert ask(caller_for(OTHER_TEACHER), made, "approve").status_code == 403
    path = f"/drive/v3/files/{draft}/approvals:start"
    assert office("POST", path, json={"reviewerEmails": [PRINCIPAL]}).status_code == 400
    assert ask(office, made, "cancel").json()["status"] == "CANCELLED"
    assert start(office, draft)["status"] == "IN_PROGRESS"
    assert [item["status"] for item in listed(office, draft)["items"]] == ["IN_PROGRESS", "CANCELLED"]


def test_reviewers_are_added_and_replaced_while_they_have_not_answered(
    office: Caller, draft: str, caller_for: Callable[..., Caller]
) -> None:
    made = start(office, draft)
    swap = [{"removedReviewerEmail": PRINCIPAL, "addedReviewerEmail": OTHER_TEACHER}]
    assert ask(caller_for("ai.do@truong.edu.vn"), made, "reassign", replaceReviewers=swap).status_code == 404

    after = ask(
        office, made, "reassign", replaceReviewers=swap, addReviewers=[{"addedReviewerEmail": TEACHER}]
    ).json()

    assert [item["reviewer"]["emailAddress"] for item in after["reviewerResponses"]] == [
        OTHER_TEACHER,
        TEACHER,
    ]
    ask(caller_for(OTHER_TEACHER), made, "approve")
    back = [{"removedReviewerEmail": OTHER_TEACHER, "addedReviewerEmail": PRINCIPAL}]
    assert ask(office, made, "reassign", replaceReviewers=back).status_code == 400


@pytest.mark.parametrize(
    "body",
    [{}, {"reviewerEmails": []}, {"reviewerEmails": ["khong phai thu"]}, {"reviewerEmails": PRINCIPAL}],
)
def test_a_start_without_reviewers_is_refused(office: Caller, draft: str, body: dict[str, Any]) -> None:
    assert office("POST", f"/drive/v3/files/{draft}/approvals:start", json=body).status_code == 400


def test_a_folder_and_a_file_of_another_domain_have_no_approvals(
    office: Caller, google: Caller, draft: str
) -> None:
    folder = office.create("Thư mục", FOLDER)
    assert office.file(folder)["capabilities"]["canStartApproval"] is False
    assert office.file(draft)["capabilities"]["canStartApproval"] is True
    # The service's account is of another domain than the teacher who owns the file.
    owners = google.create("Của dịch vụ")
    google.share(owners, TEACHER)
    refused = office(
        "POST", f"/drive/v3/files/{owners}/approvals:start", json={"reviewerEmails": [PRINCIPAL]}
    )
    assert refused.status_code == 403


def test_a_copy_is_neither_locked_nor_approved(office: Caller, draft: str) -> None:
    start(office, draft, lockFile=True)
    copied = office.json("POST", f"/drive/v3/files/{draft}/copy", json={})["id"]
    assert write(office, copied).ok
    assert listed(office, copied).get("items", []) == []


def test_the_principal_answers_on_the_page_of_the_document(office: Caller, draft: str) -> None:
    made = start(office, draft, lockFile=True)
    page = f"{office.url}/document/d/{draft}/edit"
    assert "Duyệt</button>" not in requests.get(page, params={"la": OTHER_TEACHER}, timeout=10).text
    shown = requests.get(page, params={"la": PRINCIPAL}, timeout=10).text
    assert "Đang chờ phê duyệt" in shown
    assert "Duyệt</button>" in shown

    answer = {"la": PRINCIPAL, "viec": "duyet", "ma": made["approvalId"]}
    requests.post(f"{office.url}/document/d/{draft}/lam", data=answer, timeout=10).raise_for_status()

    assert listed(office, draft)["items"][0]["status"] == "APPROVED"
    assert "Đã được phê duyệt" in requests.get(page, timeout=10).text
