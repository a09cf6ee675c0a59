"""comments.* and replies.*: https://developers.google.com/workspace/drive/api/guides/manage-comments.

A comment on a Doc is the same thread that the Docs API knows. An anchor that is given here is kept as it is
and means nothing to the editors, unless it is that of another comment.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

from service.standin.call import Answer, Call
from service.standin.docs.hand import AUTHOR, DRIVE, OPEN, RESOLVED
from service.standin.drive.errors import invalid_value
from service.standin.drive.resource import user_of
from service.standin.drive.threads import Threads, checked_content, drive_part, modified
from service.standin.errors import GoogleError

Json = dict[str, Any]

#: Given only to who names them, and refused in the mask of a call that writes.
_NAMED_ONLY = ("assigneeEmailAddress", "mentionedEmailAddresses")
_ACTIONS = {"resolve": ("RESOLVE", RESOLVED), "reopen": ("REOPEN", OPEN)}
_DEFAULT_SIZE = 20


# --- comments --------------------------------------------------------------------------------------


def list_comments(call: Call) -> Answer:
    """comments.list: the latest change first."""
    _check_fields(call)
    since = _time(call, "startModifiedTime")
    threads = Threads(call, "reader")
    found = [
        _comment(call, thread)
        for thread in threads.all()
        if (call.flag("includeDeleted") or not _is_deleted(thread))
        and (since is None or dt.datetime.fromisoformat(modified(thread)) >= since)
    ]
    return _page(call, "drive#commentList", "comments", found)


def get_comment(call: Call) -> Answer:
    """comments.get."""
    _check_fields(call)
    return _comment(call, Threads(call, "reader").thread(deleted=call.flag("includeDeleted")))


def create_comment(call: Call) -> Answer:
    """comments.create."""
    _check_fields(call, writes=True)
    threads = Threads(call, "commenter")
    quote = str(call.body.get("quotedFileContent", {}).get("value", ""))
    anchor = str(call.body.get("anchor", ""))
    own = {"anchorId": anchor} if any(t.get("anchorId") == anchor for t in threads.open) else {}
    drive = {} if own or not anchor else {"anchor": anchor}
    thread = threads.add(checked_content(call.body), plainTextQuote=quote, **own, **{DRIVE: drive})
    threads.save()
    return _comment(call, thread)


def update_comment(call: Call) -> Answer:
    """comments.update: other words, by the author."""
    _check_fields(call, writes=True)
    threads = Threads(call, "commenter")
    thread = threads.thread()
    threads.check_author(thread["headPost"])
    thread["headPost"] |= {"content": checked_content(call.body), "updateTime": call.state.timestamp}
    threads.save()
    return _comment(call, thread)


def delete_comment(call: Call) -> Answer:
    """comments.delete: by the author, or by the owner of the file."""
    threads = Threads(call, "commenter")
    thread = threads.thread()
    threads.check_author(thread["headPost"], owner_too=True)
    threads.remove(thread)
    threads.save()
    return None


# --- replies ---------------------------------------------------------------------------------------


def list_replies(call: Call) -> Answer:
    """replies.list: in the order in which they were made."""
    _check_fields(call)
    thread = Threads(call, "reader").thread(deleted=call.flag("includeDeleted"))
    return _page(call, "drive#replyList", "replies", _replies(call, thread))


def get_reply(call: Call) -> Answer:
    """replies.get."""
    _check_fields(call)
    threads, deleted = Threads(call, "reader"), call.flag("includeDeleted")
    return _reply(call, threads.reply(threads.thread(deleted=deleted), deleted=deleted))


def create_reply(call: Call) -> Answer:
    """replies.create: words, or an action, or both."""
    _check_fields(call, writes=True)
    threads = Threads(call, "commenter")
    thread = threads.thread()
    action = call.body.get("action", "")
    if action and action not in _ACTIONS:
        raise invalid_value("action")
    content = checked_content(call.body, required=not action)
    members: Json = {"content": content} if content else {}
    if action:
        members["commentAction"], thread["status"] = _ACTIONS[action]
    reply = threads.post(**members)
    thread.setdefault("replies", []).append(reply)
    threads.save()
    return _reply(call, reply)


def update_reply(call: Call) -> Answer:
    """replies.update: other words, by the author."""
    _check_fields(call, writes=True)
    threads = Threads(call, "commenter")
    reply = threads.reply(threads.thread())
    threads.check_author(reply)
    reply |= {"content": checked_content(call.body), "updateTime": call.state.timestamp}
    threads.save()
    return _reply(call, reply)


def delete_reply(call: Call) -> Answer:
    """replies.delete: its place stays, empty."""
    threads = Threads(call, "commenter")
    reply = threads.reply(threads.thread())
    threads.check_author(reply, owner_too=True)
    reply.pop("content", None)
    reply |= {"deleted": True, "updateTime": call.state.timestamp}
    threads.save()
    return None


# --- what is shown ---------------------------------------------------------------------------------


def _check_fields(call: Call, *, writes: bool = False) -> None:
    """Unlike others, these methods have no default fields."""
    fields = call.param("fields")
    if not fields:
        message = "The 'fields' parameter is required for this method."
        raise GoogleError(400, message, reason="required", location="fields")
    for name in _NAMED_ONLY if writes else ():
        if name in fields:
            snake = re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)
            message = f"Invalid field selection {snake}"
            raise GoogleError(400, message, reason="invalidParameter", location="fields")


def _comment(call: Call, thread: Json) -> Json:
    head = thread["headPost"]
    shown: Json = {"kind": "drive#comment", "id": thread["commentId"], **_post(call, head)}
    shown["modifiedTime"] = modified(thread)
    shown["replies"] = _replies(call, thread)
    if thread["status"] == RESOLVED or any("commentAction" in post for post in thread.get("replies", ())):
        shown["resolved"] = thread["status"] == RESOLVED
    if anchor := thread.get("anchorId") or drive_part(thread).get("anchor"):
        shown["anchor"] = anchor
    if quote := thread.get("plainTextQuote"):
        shown["quotedFileContent"] = {"mimeType": "text/html", "value": html.escape(quote)}
    return shown


def _replies(call: Call, thread: Json) -> list[Json]:
    shown = [
        post for post in thread.get("replies", ()) if call.flag("includeDeleted") or not post.get("deleted")
    ]
    return [_reply(call, post) for post in shown]


def _reply(call: Call, post: Json) -> Json:
    shown = {"kind": "drive#reply", "id": post["postId"], **_post(call, post)}
    action = next((name for name, (kind, _) in _ACTIONS.items() if kind == post.get("commentAction")), None)
    return shown | ({"action": action} if action else {})


def _post(call: Call, post: Json) -> Json:
    """What comments and replies have in common; the author's address is not given."""
    shown: Json = {
        "createdTime": post["createTime"],
        "modifiedTime": post.get("updateTime") or post["createTime"],
        "deleted": bool(post.get("deleted")),
    }
    if post.get("deleted"):
        return shown
    author = user_of(post.get(AUTHOR, ""), call.state.user)
    shown["author"] = {name: author[name] for name in ("kind", "displayName", "me") if name in author}
    if "content" in post:
        shown |= {"content": post["content"], "htmlContent": html.escape(post["content"])}
    if "assigneeEmailAddress" in call.param("fields") and post.get("assigneeEmail"):
        shown["assigneeEmailAddress"] = post["assigneeEmail"]
    return shown


def _page(call: Call, kind: str, name: str, items: list[Json]) -> Json:
    token = call.param("pageToken") or "0"  # gspread sends an empty one first
    if not token.isdecimal():
        raise invalid_value("pageToken")
    start, size = int(token), int(call.param("pageSize", str(_DEFAULT_SIZE)))
    answer: Json = {"kind": kind, name: items[start : start + size]}
    return answer | ({"nextPageToken": str(start + size)} if len(items) > start + size else {})


def _time(call: Call, name: str) -> dt.datetime | None:
    text = call.param(name)
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid_value(name) from error
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _is_deleted(thread: Json) -> bool:
    return bool(thread["headPost"].get("deleted"))
