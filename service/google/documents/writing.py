"""Carrying a planned refresh out: read, plan, write, and again if somebody was quicker."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import requests
from googleapiclient.errors import HttpError

from service.google.documents.memory import WrittenBlock, WrittenDraft, intent
from service.google.documents.proof import Proof
from service.google.documents.refresh import Refresh

log = logging.getLogger(__name__)

Json = dict[str, Any]
#: Gets what has to be remembered before a write, so that a killed process leaves no doubt whose text it is.
Remember = Callable[[WrittenDraft], None]
#: People may be writing in the Doc just now: so often it is read again.
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshOutcome:
    """What a refresh did."""

    draft: WrittenDraft
    #: Keys of blocks that say something else now but were left as a person had made them.
    kept: tuple[str, ...] = ()
    #: Keys of those for which this refresh offered the new text.
    offered: tuple[str, ...] = ()
    #: What people should know, in Vietnamese, a line each.
    notices: tuple[str, ...] = ()
    #: People deleted all that we wrote in the body.
    has_no_body: bool = False
    #: Write calls made: 0, 1, or 2 with suggestions; more if somebody else was writing too.
    writes: int = 0


class ReadOnlyError(Exception):
    """Google tells the revision to editors only: our account may read the Doc and no more."""


def forget(draft: WrittenDraft) -> None:
    """Remember nothing: what a caller does that has no store."""
    del draft


def bring_up_to_date(
    docs: Any,
    draft: WrittenDraft,
    plan: Callable[[Json, WrittenDraft], Refresh],
    *,
    proof: Proof,
    remember: Remember = forget,
) -> RefreshOutcome:
    """Read, plan, write; all over again if somebody was quicker, or if the answer to the write was lost."""
    writing = _Writing(docs, draft, proof, remember)
    for number in range(1, _TRIES + 1):
        document = read_draft(docs, writing.draft)
        if "revisionId" not in document:
            raise ReadOnlyError(draft.document_id)
        planned = plan(document, writing.draft)
        try:
            if writing.carry_out(planned, document["revisionId"]):
                return writing.outcome(planned)
        except (HttpError, requests.RequestException) as error:
            if number == _TRIES or not _may_differ_now(error):
                raise
            log.info("reading %s again: %s", draft.document_id, error)
    return writing.outcome(planned)


class _Writing:
    """One Doc, and what is known of it after each call."""

    def __init__(self, docs: Any, draft: WrittenDraft, proof: Proof, remember: Remember) -> None:
        self.docs, self.draft, self.proof, self.remember = docs, draft, proof, remember
        self.writes = 0
        self.offered: set[str] = set()

    def carry_out(self, planned: Refresh, revision: str) -> bool:
        """Both batches; False if Google took suggestions for edits, which are undone by then."""
        if not planned.requests and not planned.suggestions:
            self._know(planned.known)
            self.draft = replace(self.draft, letterhead=planned.letterhead)
            return True
        self._know(intent(self.draft.blocks, planned.known))
        # A line that is written for the first time may arrive without our learning of it.
        lines = {**planned.letterhead, **self.draft.letterhead}
        self.draft = replace(self.draft, letterhead=lines)
        self.remember(self.draft)
        answer: Json = {}
        if planned.requests:
            answer = self._write(planned.requests, revision, everything=bool(planned.comments))
            revision = answer["writeControl"]["requiredRevisionId"]
        self._know(_commented(planned, answer))
        self.draft = replace(self.draft, letterhead=planned.letterhead)
        self.offered |= {key for key in planned.comments if _are_comments_saved(answer)}
        return not planned.suggestions or self._suggest(planned, revision)

    def _suggest(self, planned: Refresh, revision: str) -> bool:
        if planned.requests:
            self.remember(self.draft)
        answer = self._write(planned.suggestions, revision, mode="SUGGEST", everything=True)
        made = _suggestion_ids(planned, answer)
        if not made:
            log.error("%s: Google edited where it should have suggested", self.draft.document_id)
            self.proof.distrust()
            self._write(planned.undo, answer["writeControl"]["requiredRevisionId"])
            return False
        self._know(_suggested(planned, self.draft.blocks, made))
        self.offered |= set(made)
        return True

    def _write(
        self, batch: list[Json], revision: str, *, mode: str | None = None, everything: bool = False
    ) -> Json:
        control = {"requiredRevisionId": revision} | ({"writeMode": mode} if mode else {})
        body = {"requests": batch, "writeControl": control}
        call = self.docs.documents().batchUpdate(
            documentId=self.draft.document_id, body=body, fields=None if everything else "writeControl"
        )
        self.writes += 1
        answer: Json = call.execute()
        return answer

    def _know(self, blocks: Iterable[WrittenBlock]) -> None:
        self.draft = replace(self.draft, blocks=tuple(blocks))

    def outcome(self, planned: Refresh) -> RefreshOutcome:
        """What came of it."""
        return RefreshOutcome(
            draft=self.draft,
            kept=planned.kept,
            offered=tuple(sorted(self.offered)),
            has_no_body=planned.has_no_body,
            writes=self.writes,
        )


# --- what the answers say --------------------------------------------------------------------------


def _commented(planned: Refresh, answer: Json) -> Iterable[WrittenBlock]:
    """What is known after the first batch: an offer that is not there yet, or was lost, is none."""
    for block in planned.known:
        if block.key in planned.suggestion_keys:
            # Not offered yet; if no answer comes to the next batch, the text that it was to offer is known.
            yield replace(block, offered=None, offering=block.offered)
        elif block.key in planned.comments:
            replies = [answer["replies"][number] for number in planned.comments[block.key]]
            ids = tuple(str(r["insertComment"]["commentThread"]["commentId"]) for r in replies if r)
            saved = _are_comments_saved(answer)
            yield replace(block, offered=block.offered if saved else None, comment_ids=ids if saved else ())
        else:
            yield block


def _are_comments_saved(answer: Json) -> bool:
    """Google may commit the text of a batch and lose its comments."""
    return answer.get("commentUpdateState") == "ALL_SAVED"


def _suggestion_ids(planned: Refresh, answer: Json) -> dict[str, tuple[str, ...]]:
    """Block key → the suggestions that were made for it."""
    found: dict[str, set[str]] = {}
    effects = answer.get("suggestionResponses", ())
    for key, effect in zip(planned.suggestion_keys, effects, strict=False):
        for name in ("createdSuggestionIds", "updatedSummarySuggestionIds"):
            if effect.get(name):
                found.setdefault(key, set()).update(effect[name])
    return {key: tuple(sorted(ids)) for key, ids in found.items()}


def _suggested(
    planned: Refresh, blocks: Iterable[WrittenBlock], made: Mapping[str, tuple[str, ...]]
) -> Iterable[WrittenBlock]:
    wanted = {block.key: block.offered for block in planned.known}
    for block in blocks:
        if block.key in made:
            yield replace(block, offered=wanted[block.key], offering=None, suggestion_ids=made[block.key])
        else:
            yield block


# --- reading, and what may be tried again ------------------------------------------------------------


def read_draft(docs: Any, draft: WrittenDraft) -> Json:
    """The Doc with everything that a refresh has to know of it; one call."""
    # Suggestions are read in place: what somebody suggests is their word, not ours.
    modes = {"suggestionsViewMode": "SUGGESTIONS_INLINE"}
    if any(block.comment_ids or block.offering for block in draft.blocks):
        # To take an older comment back it has to be known whether it is still there, and unanswered; and
        # whether one arrived of which no answer came.
        modes["commentsViewMode"] = "COMMENTS_VIEW_MODE_INCLUDED"
    request = docs.documents().get(documentId=draft.document_id, includeTabsContent=True, **modes)
    document: Json = request.execute()
    return document


def _may_differ_now(error: Exception) -> bool:
    """The Doc may have changed under us, by somebody else or by the very write whose answer was lost."""
    if not isinstance(error, HttpError):
        return True
    return is_conflict(error) or int(error.status_code) >= 500


def is_conflict(error: HttpError) -> bool:
    """Somebody wrote since the Doc was read."""
    return "required revision ID" in str(error.reason or "")
