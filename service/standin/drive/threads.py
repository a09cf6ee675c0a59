"""Where a file's comments are kept: a Doc's within the Doc, where its own API finds them, all others here.

A thread has the members that the Docs API gives it; what only Drive knows of it is under `DRIVE`.
"""

from __future__ import annotations

from typing import Any

from service.standin.call import Call
from service.standin.docs.comments import lift_anchors
from service.standin.docs.hand import AUTHOR, DRIVE, OPEN, Hand
from service.standin.docs.handlers import content_of
from service.standin.docs.parse import parse_document
from service.standin.docs.tree import new_id
from service.standin.drive.access import find
from service.standin.drive.errors import not_permitted
from service.standin.errors import GoogleError
from service.standin.state import DOCUMENT, File

Json = dict[str, Any]

#: Kinds of small things: the threads of a file that is no Doc, and those of any file that were deleted.
_KEPT, _DELETED = "comments", "deleted-comments"
MAX_BYTES = 4096


class Threads:
    """The comments of one file, for one caller."""

    def __init__(self, call: Call, role: str) -> None:
        """Raises Drive's 404 or 403 where the caller has no such role; a locked file takes no comment."""
        self.call = call
        self.user = call.state.user
        self.file: File = find(call, call.path["fileId"], role)
        if role != "reader" and self.file.is_locked:
            raise not_permitted(self.file.id)
        self._content = call.state.content(self.file.id) if self.file.mime_type == DOCUMENT else None
        kept = call.state.thing(_KEPT, self.file.id) or []
        self.open: list[Json] = kept if self._content is None else self._content.setdefault("comments", [])
        self.deleted: list[Json] = call.state.thing(_DELETED, self.file.id) or []

    def all(self) -> list[Json]:
        """Every thread, the deleted ones too: the latest change first."""
        return sorted([*self.open, *self.deleted], key=modified, reverse=True)

    def thread(self, *, deleted: bool = False) -> Json:
        """The thread of the call's path; raises Drive's 404 for none, or a deleted one not asked for."""
        wanted = self.call.path["commentId"]
        for thread in [*self.open, *(self.deleted if deleted else ())]:
            if thread["commentId"] == wanted:
                found: Json = thread
                return found
        raise GoogleError(404, f"Comment not found: {wanted}.", reason="notFound", location="commentId")

    def reply(self, thread: Json, *, deleted: bool = False) -> Json:
        """The reply of the call's path, likewise."""
        wanted = self.call.path["replyId"]
        for post in thread.get("replies", ()):
            if post["postId"] == wanted and (deleted or not post.get("deleted")):
                found: Json = post
                return found
        raise GoogleError(404, f"Reply not found: {wanted}.", reason="notFound", location="replyId")

    def add(self, content: str, **members: Any) -> Json:
        """A new thread; the members go to it where they say something."""
        thread: Json = {"commentId": new_id("c."), "headPost": self.post(content=content), "replies": [],
                        "status": OPEN}  # fmt: skip
        thread |= {name: value for name, value in members.items() if value}
        self.open.append(thread)
        return thread

    def post(self, **members: Any) -> Json:
        """A new post of the caller's."""
        return Hand(user=self.user, time=self.call.state.timestamp).post(**members)

    def remove(self, thread: Json) -> None:
        """What is deleted has no content any more, and is told only to who asks for it."""
        self.open.remove(thread)
        head = {"postId": thread["headPost"]["postId"], "createTime": thread["headPost"]["createTime"]}
        stub = {"commentId": thread["commentId"], "status": thread["status"], "replies": []}
        gone = head | {"updateTime": self.call.state.timestamp, "deleted": True}
        self.deleted.append(stub | {"headPost": gone})

    def check_author(self, post: Json, *, owner_too: bool = False) -> None:
        """Raises Drive's 403 for the post of somebody else."""
        if post.get(AUTHOR) != self.user and not (owner_too and self.file.owner == self.user):
            raise not_permitted(self.file.id)

    def save(self) -> None:
        """Keep what was changed; a Doc gets a new revision."""
        state = self.call.state
        state.put_thing(_DELETED, self.file.id, self.deleted or None)
        if self._content is None:
            state.put_thing(_KEPT, self.file.id, self.open or None)
            state.update_file(self.file, touch=False)
        else:
            document = parse_document(self._content)
            lift_anchors(document)
            state.save_content(self.file, content_of(document))


def modified(thread: Json) -> str:
    """When the comment or any reply was last changed."""
    posts = [thread["headPost"], *thread.get("replies", ())]
    return max(str(post.get("updateTime") or post["createTime"]) for post in posts)


def drive_part(thread: Json) -> Json:
    """What only Drive knows of a thread."""
    found: Json = thread.get(DRIVE, {})
    return found


def checked_content(body: Json, *, required: bool = True) -> str:
    """The content of a comment or reply; raises Drive's refusals."""
    content = str(body.get("content", ""))
    if not content and required:
        raise GoogleError(400, "The content field is required.", reason="required", location="content")
    if len(content.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        message = f"Comment content is limited to {MAX_BYTES} bytes in UTF-8 encoding."
        raise GoogleError(403, message, reason="commentLengthLimitExceeded")
    return content
