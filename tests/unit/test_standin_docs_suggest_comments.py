"""Comments at the stand-in: tied to a place, answered, resolved, deleted; who sees them and how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from standin_docs_bench import USER, Bench, delete, insert, span
from test_standin_docs_suggest import PRINCIPAL, refusal, send, share, suggest

from service.standin.errors import GoogleError

Json = dict[str, Any]
VIEW = {
    "includeTabsContent": "true",
    "suggestionsViewMode": "SUGGESTIONS_INLINE",
    "commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED",
}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    share(bench, PRINCIPAL, "writer")
    bench.batch(insert(1, "Tiếp 04 lượt."))
    return bench


def comment(bench: Bench, content: str = "Xem lại số này", user: str = USER, **more: Any) -> Json:
    request = {"insertComment": {"content": content, "range": span(6, 8), **more}}
    answer = send(bench, request, user=user)
    assert answer["commentUpdateState"] == "ALL_SAVED"
    thread: Json = answer["replies"][0]["insertComment"]["commentThread"]
    return thread


def reply(thread: Json, **post: str) -> Json:
    return {"addCommentReply": {"commentId": thread["commentId"], "post": post}}


def comments(bench: Bench) -> list[Json]:
    found: list[Json] = bench.get(**VIEW).get("comments", [])
    return found


def anchors(bench: Bench) -> Json:
    found: Json = bench.get(**VIEW)["tabs"][0]["documentTab"].get("commentAnchors", {})
    return found


def test_a_comment_is_tied_to_its_text_and_moves_with_it(bench: Bench) -> None:
    revision = bench.get()["revisionId"]
    thread = comment(bench)
    assert bench.get()["revisionId"] != revision
    assert (thread["plainTextQuote"], thread["status"]) == ("04", "OPEN")
    assert thread["headPost"]["author"]["me"] is True
    bench.batch(insert(1, "Đã "))
    [anchor] = anchors(bench).values()
    assert anchor["anchorId"] == thread["anchorId"]
    assert [(r["startIndex"], r["endIndex"]) for r in anchor["ranges"]] == [(9, 11)]
    assert comments(bench) == [thread]


def test_a_comment_outlives_its_text(bench: Bench) -> None:
    thread = comment(bench)
    bench.batch(delete(5, 9))
    assert (comments(bench), anchors(bench)) == ([thread], {})


def test_a_comment_is_answered_resolved_and_opened_again(bench: Bench) -> None:
    thread = comment(bench)
    answer = send(bench, reply(thread, content="Đã xem"), user=PRINCIPAL)
    assert answer["replies"][0]["addCommentReply"]["post"]["content"] == "Đã xem"
    send(bench, reply(thread, commentAction="RESOLVE"))
    assert comments(bench)[0]["status"] == "RESOLVED"
    send(bench, reply(thread, commentAction="REOPEN", content="Chưa xong"))
    [shown] = comments(bench)
    assert shown["status"] == "OPEN"
    assert [post.get("commentAction") for post in shown["replies"]] == [None, "RESOLVE", "REOPEN"]


def test_a_reply_to_a_suggestion_stands_in_its_thread(bench: Bench) -> None:
    [made] = suggest(bench, insert(8, "5"))
    request = {"addCommentReply": {"suggestionId": made, "post": {"content": "Vì sao?"}}}
    send(bench, request, user=PRINCIPAL)
    [thread] = bench.get(**VIEW)["suggestions"]
    assert [post["content"] for post in thread["replies"]] == ["Vì sao?"]
    request["addCommentReply"]["post"]["commentAction"] = "RESOLVE"
    assert "commentAction" in refusal(bench, request).message


def test_posts_are_changed_and_deleted_by_their_authors_only(bench: Bench) -> None:
    thread = comment(bench)
    post = send(bench, reply(thread, content="Đã xem"))["replies"][0]["addCommentReply"]["post"]
    where = {"commentId": thread["commentId"], "postId": post["postId"]}
    change = {"updateCommentPost": {**where, "content": "Đã xem kỹ"}}
    for request in (
        change,
        {"deleteCommentReply": where},
        {"deleteComment": {"commentId": thread["commentId"]}},
    ):
        assert "not the author" in refusal(bench, request, user=PRINCIPAL).message
    send(bench, change)
    assert comments(bench)[0]["replies"][0]["content"] == "Đã xem kỹ"
    send(bench, {"deleteCommentReply": where})
    [shown] = comments(bench)[0]["replies"]
    assert shown["deleted"] is True
    assert "content" not in shown
    assert "author" not in shown
    send(bench, {"deleteComment": {"commentId": thread["commentId"]}})
    assert (comments(bench), anchors(bench)) == ([], {})


def test_what_a_comment_may_not_be(bench: Bench) -> None:
    def told(content: str, **more: Any) -> str:
        return refusal(bench, {"insertComment": {"content": content, "range": span(6, 8), **more}}).message

    assert "must not be empty" in told("")
    assert "must not exceed 2048 UTF-8 code units" in told("ế" * 683)
    assert "The range should not be empty." in told("x", range=span(3, 3))
    assert comments(bench) == []


def test_an_answer_with_an_action_stays(bench: Bench) -> None:
    thread = comment(bench)
    answer = send(bench, reply(thread, commentAction="RESOLVE"))
    post = answer["replies"][0]["addCommentReply"]["post"]
    request = {"deleteCommentReply": {"commentId": thread["commentId"], "postId": post["postId"]}}
    assert "with an action" in refusal(bench, request).message


@pytest.mark.parametrize(
    ("query", "code"),
    [
        # tabs are a condition for any value
        ({"commentsViewMode": "COMMENTS_VIEW_MODE_OMITTED"}, 400),
        # inline has to be said, the default does not count
        ({"commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED", "includeTabsContent": "true"}, 400),
        ({**VIEW, "suggestionsViewMode": "PREVIEW_SUGGESTIONS_ACCEPTED"}, 400),
        (
            {
                **VIEW,
                "commentsViewMode": "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS",
                "suggestionsViewMode": "PREVIEW_WITHOUT_SUGGESTIONS",
            },
            400,
        ),
        # masks that name more than is shown without comments
        *[({"fields": mask}, 400) for mask in ("*", "tabs", "tabs(documentTab)", "comments", "title,tabs.*")],
    ],
)
def test_a_view_that_google_does_not_give_is_refused(bench: Bench, query: Json, code: int) -> None:
    with pytest.raises(GoogleError) as caught:
        bench.call("documents.get", **query)
    assert caught.value.code == code


def test_comments_are_left_out_unless_asked_for(bench: Bench) -> None:
    comment(bench)
    for query in ({}, {"includeTabsContent": "true"}, {"fields": "tabs(documentTab(body)),title"}):
        shown = bench.get(**query)
        assert "comments" not in shown
        assert "commentAnchors" not in str(shown)
    assert "commentsViewMode" not in bench.get()


def test_readers_have_no_part_in_comments(bench: Bench) -> None:
    reader = "phu.huynh@nha.example"
    share(bench, reader, "reader")
    comment(bench)
    with pytest.raises(GoogleError) as caught:
        bench.call("documents.get", user=reader, **VIEW)
    assert caught.value.code == 403
    by_access = {
        "includeTabsContent": "true",
        "commentsViewMode": "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS",
    }
    shown = bench.call("documents.get", user=reader, **by_access)
    assert shown["commentsViewMode"] == "COMMENTS_VIEW_MODE_OMITTED"
    request = {"insertComment": {"content": "x", "range": span(6, 8)}}
    assert refusal(bench, request, user=reader).code == 403
    shown = bench.call("documents.get", **by_access)
    assert [c["plainTextQuote"] for c in shown["comments"]] == ["04"]


def test_a_commenter_comments(bench: Bench) -> None:
    guest = "khach@truong-chinh.example"
    share(bench, guest, "commenter")
    comment(bench, user=guest)
    assert "me" not in comments(bench)[0]["headPost"]["author"]
