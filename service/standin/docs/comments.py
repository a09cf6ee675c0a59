"""Comment threads and their posts; replies to suggestions are posts as well."""

from __future__ import annotations

from typing import Any

from service.standin.docs.hand import AUTHOR, OPEN, RESOLVED, Hand, shown_post, shown_thread
from service.standin.docs.ranges import anchor, lift
from service.standin.docs.targets import range_of
from service.standin.docs.tree import TEXT, Document, Segment, new_id
from service.standin.docs.walk import paragraphs
from service.standin.errors import invalid

Json = dict[str, Any]

MAX_BYTES = 2048
_NO_ACTION = ("", "NO_COMMENT_ACTION_CHANGE", "COMMENT_ACTION_TYPE_UNSPECIFIED")


def insert_comment_request(document: Document, body: Json, hand: Hand) -> Json:
    """insertComment on a range, or on the document where none is given."""
    content = _content(body)
    post = hand.post(content=content)
    if assignee := body.get("assigneeEmailAddress"):
        post["assigneeEmail"] = _short_enough(assignee, "assigneeEmailAddress")
    thread: Json = {"commentId": new_id("c."), "headPost": post, "replies": [], "status": OPEN}
    if "range" in body:
        target = range_of(document, body["range"])
        thread["plainTextQuote"] = _quote(target.segment, target.start, target.end)
        thread["anchorId"] = anchor(target.tab, target.segment, target.start, target.end)
    document.comments.append(thread)
    return {"commentThread": shown_thread(thread, hand.user)}


def _quote(segment: Segment, start: int, end: int) -> str:
    quoted = ""
    for spot, paragraph in paragraphs(segment, start, end):
        first = paragraph.split(max(0, start - spot.start))
        last = paragraph.split(min(spot.end, end) - spot.start)
        quoted += "".join(e.text for e in paragraph.elements[first:last] if e.kind == TEXT)
        paragraph.join()
    return quoted.removesuffix("\n")


def add_comment_reply_request(document: Document, body: Json, hand: Hand) -> Json:
    """addCommentReply: a post; RESOLVE and REOPEN, on comments only, need no content."""
    thread = _thread(document, body)
    post = body.get("post", {})
    action = post.get("commentAction", "")
    is_comment = "commentId" in thread
    if action not in _NO_ACTION and not is_comment:
        raise invalid("commentAction cannot be set on a reply to a suggestion.")
    members: Json = {}
    if action in _NO_ACTION or post.get("content"):
        members["content"] = _content(post)
    if action not in _NO_ACTION:
        members["commentAction"] = action
        thread["status"] = RESOLVED if action == "RESOLVE" else OPEN
    if assignee := post.get("assigneeEmail"):
        if "assigneeEmail" not in thread["headPost"] or "commentAction" in members:
            raise invalid("The thread cannot be assigned by this reply.")
        members["assigneeEmail"] = _short_enough(assignee, "assigneeEmail")
    reply = hand.post(**members)
    thread.setdefault("replies", []).append(reply)
    return {"post": shown_post(reply, hand.user)}


def delete_comment_request(document: Document, body: Json, hand: Hand) -> None:
    """deleteComment: by the author of its first post only."""
    thread = _comment(document, body)
    _check_author(thread["headPost"], hand)
    document.comments.remove(thread)
    lift_anchors(document)


def lift_anchors(document: Document) -> None:
    """Take away the anchors that no comment has any more."""
    used = {thread.get("anchorId") for thread in document.comments}
    for tab in document.all_tabs():
        unused = {anchor_id for anchor_id in tab.anchors if anchor_id not in used}
        if not unused:
            continue
        for anchor_id in unused:
            tab.anchors.remove(anchor_id)
        lift(tab, unused)
        for segment in tab.all_segments():
            for _, paragraph in paragraphs(segment):
                paragraph.join()


def delete_comment_reply_request(document: Document, body: Json, hand: Hand) -> None:
    """deleteCommentReply: a reply without action or assignee, by its author; its place stays, empty."""
    post = _reply(_thread(document, body), body)
    _check_author(post, hand)
    if "commentAction" in post or "suggestionAction" in post:
        raise invalid("A reply with an action cannot be deleted.")
    if "assigneeEmail" in post:
        raise invalid("A reply with an assignee cannot be deleted.")
    post.pop("content", None)
    post["deleted"] = True


def update_comment_post_request(document: Document, body: Json, hand: Hand) -> None:
    """updateCommentPost: new text, by the post's author; the first post of a suggestion has none."""
    thread = _thread(document, body)
    if body.get("postId") == thread["headPost"]["postId"]:
        if "commentId" not in thread:
            raise invalid("The head post of a suggestion thread cannot be updated.")
        post = thread["headPost"]
    else:
        post = _reply(thread, body)
    _check_author(post, hand)
    post |= {"content": _content(body), "updateTime": hand.time}


def _thread(document: Document, body: Json) -> Json:
    if bool(body.get("commentId")) == bool(body.get("suggestionId")):
        raise invalid("Exactly one of commentId and suggestionId must be specified.")
    if body.get("commentId"):
        return _comment(document, body)
    for thread in document.suggestions:
        if thread["suggestionId"] == body["suggestionId"]:
            return thread
    raise invalid(f"Suggestion with ID {body['suggestionId']} was not found.")


def _comment(document: Document, body: Json) -> Json:
    wanted = body.get("commentId", "")
    for thread in document.comments:
        if thread["commentId"] == wanted:
            return thread
    raise invalid(f"Comment with ID {wanted} was not found.")


def _reply(thread: Json, body: Json) -> Json:
    wanted = body.get("postId", "")
    for post in thread.get("replies", ()):
        if post["postId"] == wanted and not post.get("deleted"):
            found: Json = post
            return found
    raise invalid(f"Post with ID {wanted} was not found.")


def _check_author(post: Json, hand: Hand) -> None:
    if post.get(AUTHOR) != hand.user:
        raise invalid("The requesting user is not the author of the post.")


def _content(body: Json) -> str:
    content = body.get("content", "")
    if not content:
        raise invalid("The content must not be empty.")
    return _short_enough(content, "content")


def _short_enough(text: str, name: str) -> str:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise invalid(f"The {name} must not exceed {MAX_BYTES} UTF-8 code units.")
    return text
