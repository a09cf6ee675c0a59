"""Comments and replies of Drive, and that those of a Doc are the ones that the Docs API knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from standin_caller import DOCUMENT, SPREADSHEET, TEACHER, Caller, error_of

Json = dict[str, Any]


class File:
    """One file's comments, for one caller."""

    def __init__(self, google: Caller, file_id: str) -> None:
        self.google, self.id = google, file_id
        self.path = f"/drive/v3/files/{file_id}/comments"

    def comment(self, content: str = "Xem lại", **body: Any) -> Json:
        body = {"content": content, **body}
        return self.google.json("POST", self.path, json=body, params={"fields": "*"})

    def reply(self, comment: str, **body: Any) -> Json:
        return self.google.json("POST", f"{self.path}/{comment}/replies", json=body, params={"fields": "*"})

    def get(self, comment: str, **params: Any) -> Json:
        return self.google.json("GET", f"{self.path}/{comment}", params={"fields": "*", **params})

    def list(self, **params: Any) -> list[Json]:
        found: list[Json] = self.google.json("GET", self.path, params={"fields": "*", **params})["comments"]
        return found

    def in_docs(self) -> list[Json]:
        """The comments as documents.get tells them."""
        params = {
            "includeTabsContent": "true",
            "suggestionsViewMode": "SUGGESTIONS_INLINE",
            "commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED",
            "fields": "comments",
        }
        answer = self.google.json("GET", f"/v1/documents/{self.id}", params=params)
        found: list[Json] = answer.get("comments", [])
        return found

    def batch(self, *requests: Json) -> list[Json]:
        answer = self.google.json("POST", f"/v1/documents/{self.id}:batchUpdate", json={"requests": requests})
        replies: list[Json] = answer["replies"]
        return replies


@pytest.fixture(params=[DOCUMENT, SPREADSHEET])
def file(request: pytest.FixtureRequest, google: Caller) -> File:
    return File(google, google.create("Tệp", request.param))


@pytest.fixture
def doc(google: Caller) -> File:
    doc = File(google, google.create("Báo cáo"))
    doc.batch({"insertText": {"location": {"index": 1}, "text": "Công tác Đoàn & Đội"}})
    return doc


def test_a_thread_is_made_answered_resolved_and_reopened(file: File) -> None:
    made = file.comment()
    assert (made["kind"], made["content"], made["htmlContent"]) == ("drive#comment", "Xem lại", "Xem lại")
    assert (made["deleted"], made["replies"], "resolved" in made) == (False, [], False)
    assert made["author"].keys() == {"kind", "displayName", "me"}

    reply = file.reply(made["id"], content="Đã sửa", action="resolve")
    assert (reply["kind"], reply["action"]) == ("drive#reply", "resolve")
    assert file.get(made["id"])["resolved"] is True
    file.reply(made["id"], action="reopen")
    thread = file.get(made["id"])
    assert (thread["resolved"], [r.get("content") for r in thread["replies"]]) == (False, ["Đã sửa", None])
    path = f"{file.path}/{made['id']}/replies/{reply['id']}"
    file.google.json("PATCH", path, json={"content": "Sửa rồi"}, params={"fields": "id"})
    assert file.google.json("GET", path, params={"fields": "content"}) == {"content": "Sửa rồi"}
    file.google("DELETE", path)
    assert file.google("GET", path, params={"fields": "id"}).status_code == 404
    kept = file.get(made["id"], includeDeleted="true")["replies"][0]
    assert (kept["deleted"], "content" in kept, "author" in kept) == (True, False, False)


def test_a_deleted_comment_is_there_only_for_who_asks_for_it(file: File) -> None:
    number = file.comment()["id"]
    file.google.json(
        "PATCH", f"{file.path}/{number}", json={"content": "Xem kỹ"}, params={"fields": "content"}
    )
    assert [c["content"] for c in file.list()] == ["Xem kỹ"]
    assert file.google("DELETE", f"{file.path}/{number}").status_code == 204
    assert file.list() == []
    error = error_of(file.google("GET", f"{file.path}/{number}", params={"fields": "id"}))
    assert error["message"] == f"Comment not found: {number}."
    [kept] = file.list(includeDeleted="true")
    assert (kept["id"], kept["deleted"], "content" in kept) == (number, True, False)


def test_lists_come_in_pages_and_from_a_time_on(file: File, google: Caller) -> None:
    for number in range(3):
        time = {"X-Standin-Now": f"2026-11-2{number}T08:00:00Z"}
        body, params = {"content": str(number)}, {"fields": "id"}
        google("POST", file.path, json=body, params=params, headers=time)
    page = google.json("GET", file.path, params={"fields": "*", "pageSize": "2"})
    assert [c["content"] for c in page["comments"]] == ["2", "1"]
    rest = file.list(pageSize="2", pageToken=page["nextPageToken"])
    assert [c["content"] for c in rest] == ["0"]
    since = file.list(startModifiedTime="2026-11-21T08:00:00Z")
    assert [c["content"] for c in since] == ["2", "1"]


def test_a_comment_made_in_a_doc_shows_in_drive_and_the_other_way_round(doc: File) -> None:
    words = {"startIndex": 1, "endIndex": 20}
    [made] = doc.batch(
        {"insertComment": {"range": words, "content": "Ghi rõ", "assigneeEmailAddress": TEACHER}}
    )
    thread = made["insertComment"]["commentThread"]
    [comment] = doc.list()
    assert (comment["id"], comment["content"]) == (thread["commentId"], "Ghi rõ")
    assert comment["anchor"] == thread["anchorId"]
    assert comment["quotedFileContent"] == {"mimeType": "text/html", "value": "Công tác Đoàn &amp; Đội"}
    # Not with an asterisk: only who names it is told.
    assert "assigneeEmailAddress" not in comment
    [named] = doc.list(fields="comments/assigneeEmailAddress")
    assert named == {"assigneeEmailAddress": TEACHER}

    doc.reply(comment["id"], content="Vâng", action="resolve")
    [seen] = doc.in_docs()
    assert (seen["status"], seen["replies"][0]["commentAction"]) == ("RESOLVED", "RESOLVE")
    beside = doc.comment("Cả đoạn", anchor=comment["anchor"])
    free = doc.comment("Toàn văn", anchor='{"r":"head"}', quotedFileContent={"value": "Đoàn"})
    assert free["anchor"] == '{"r":"head"}'
    anchors = {thread["commentId"]: thread.get("anchorId") for thread in doc.in_docs()}
    assert anchors == {comment["id"]: comment["anchor"], beside["id"]: comment["anchor"], free["id"]: None}
    doc.batch({"deleteComment": {"commentId": free["id"]}})
    doc.google("DELETE", f"{doc.path}/{comment['id']}")
    assert [thread["commentId"] for thread in doc.in_docs()] == [beside["id"]]


def test_a_comment_bumps_the_revision_of_a_doc(doc: File) -> None:
    def revision() -> str:
        answer = doc.google.json("GET", f"/v1/documents/{doc.id}", params={"fields": "revisionId"})
        return str(answer["revisionId"])

    before = revision()
    doc.comment()
    assert revision() != before


def test_who_may_comment_and_what_is_refused(file: File, caller_for: Callable[..., Caller]) -> None:
    google, person = file.google, caller_for(TEACHER)
    body, params = {"content": "Xem lại"}, {"fields": "id"}
    google.share(file.id, TEACHER, "reader")
    assert person("POST", file.path, json=body, params=params).status_code == 403
    google.share(file.id, TEACHER, "commenter")
    theirs = person.json("POST", file.path, json=body, params=params)["id"]
    mine = file.comment()["id"]
    change = person("PATCH", f"{file.path}/{mine}", json=body, params=params)
    assert error_of(change)["errors"][0]["reason"] == "insufficientFilePermissions"
    assert person("DELETE", f"{file.path}/{mine}").status_code == 403
    assert google("DELETE", f"{file.path}/{theirs}").status_code == 204

    def refusal(**kwargs: Any) -> Json:
        return error_of(google("POST", file.path, **{"json": body, "params": params, **kwargs}))

    assert refusal(params={})["message"] == "The 'fields' parameter is required for this method."
    masked = refusal(params={"fields": "id,replies(mentionedEmailAddresses)"})
    assert masked["message"] == "Invalid field selection mentioned_email_addresses"
    assert refusal(json={})["errors"][0]["reason"] == "required"
    long = refusal(json={"content": "đ" * 2049})
    assert (long["code"], long["errors"][0]["reason"]) == (403, "commentLengthLimitExceeded")
    odd = google("POST", f"{file.path}/{mine}/replies", json={"action": "close"}, params=params)
    assert odd.status_code == 400


def test_a_locked_file_takes_no_comment(google: Caller) -> None:
    file = File(google, google.create("Báo cáo"))
    lock = {"contentRestrictions": [{"readOnly": True}]}
    google.json("PATCH", f"/drive/v3/files/{file.id}", json=lock)
    answer = google("POST", file.path, json={"content": "Xem lại"}, params={"fields": "id"})
    assert answer.status_code == 403
