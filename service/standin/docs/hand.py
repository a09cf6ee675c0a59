"""Who writes, when and how, and what a request did to suggestions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from service.standin.docs.tree import Document, new_id
from service.standin.state import permission_id

Json = dict[str, Any]

OPEN, RESOLVED, ACCEPTED, REJECTED = "OPEN", "RESOLVED", "ACCEPTED", "REJECTED"
#: Where the stored form of a post keeps its author's address; clients see a PostAuthor.
AUTHOR = "authorAddress"
#: Where a thread keeps what only Drive says of it.
DRIVE = "drive"


@dataclass(slots=True)
class Effects:
    """A SuggestionResponse: the suggestions that one request touched."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def shown(self) -> Json:
        """As the API answers; empty lists are left out."""
        found = {
            "acceptedSuggestionIds": self.accepted,
            "createdSuggestionIds": self.created,
            "deletedSuggestionIds": self.deleted,
            "rejectedSuggestionIds": self.rejected,
            "updatedSummarySuggestionIds": [i for i in self.updated if i not in self.created],
        }
        return {key: sorted(set(ids)) for key, ids in found.items() if ids}


@dataclass(slots=True, kw_only=True)
class Hand:
    """The one who sends a batch."""

    user: str = ""
    #: As the API prints times.
    time: str = "1970-01-01T00:00:00.000Z"
    #: writeMode SUGGEST.
    suggests: bool = False
    #: False for somebody who may only comment and suggest.
    edits: bool = True
    effects: Effects = field(default_factory=Effects)

    def post(self, **members: Any) -> Json:
        """A new Post of this hand."""
        return {"postId": new_id("p."), AUTHOR: self.user, "createTime": self.time} | members

    def suggestion(self, document: Document) -> str:
        """The id of a new suggestion of this hand; what it suggests is to be put under it."""
        suggestion_id = new_id("suggest.")
        document.suggestions.append(
            {"suggestionId": suggestion_id, "headPost": self.post(), "replies": [], "status": OPEN}
        )
        self.effects.created.append(suggestion_id)
        return suggestion_id

    def own(self, document: Document) -> frozenset[str]:
        """Ids of this hand's open suggestions."""
        return frozenset(
            thread["suggestionId"]
            for thread in document.suggestions
            if thread["status"] == OPEN and thread["headPost"].get(AUTHOR) == self.user
        )


def shown_thread(thread: Json, viewer: str) -> Json:
    """A thread as `viewer` sees it; what is empty or false is left out, as proto3 JSON does."""
    shown = {key: value for key, value in thread.items() if key != DRIVE}
    shown["headPost"] = shown_post(thread["headPost"], viewer)
    shown["replies"] = [shown_post(post, viewer) for post in thread.get("replies", ())]
    return {key: value for key, value in shown.items() if value}


def shown_post(post: Json, viewer: str) -> Json:
    """A post with its author as a PostAuthor; a deleted one says nothing any more."""
    shown = {key: value for key, value in post.items() if key != AUTHOR}
    if post.get("deleted"):
        return {key: value for key, value in shown.items() if key not in ("content", "author")}
    if address := post.get(AUTHOR):
        author: Json = {"displayName": address.partition("@")[0], "user": f"users/{permission_id(address)}"}
        shown["author"] = author | ({"me": True} if address == viewer else {})
    return shown
