"""What still stands open in a Doc before it is signed: suggestions, comments, lines for the principal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.domain.dates import count
from service.templates import report_wording
from service.workspace import Workspace

_SUGGESTED = ("suggestedInsertionIds", "suggestedDeletionIds")


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseEnds:
    """How much there is of each."""

    suggestions: int
    comments: int
    notices: int

    @property
    def told(self) -> str:
        """One line in Vietnamese; "" if nothing is open."""
        found = (
            (self.suggestions, "đề nghị sửa"),
            (self.comments, "nhận xét chưa giải quyết"),
            (self.notices, "dòng dành cho Hiệu trưởng"),
        )
        said = [f"{count(number)} {what}" for number, what in found if number]
        if not said:
            return ""
        return f"Văn bản còn {', '.join(said)}; xử lý hết rồi hãy ký và xuất lại."


def loose_ends(ws: Workspace, document_id: str) -> LooseEnds:
    """Read from the Doc as it is now. Raises HttpError."""
    document = (
        ws.docs.documents()
        .get(
            documentId=document_id,
            includeTabsContent=True,
            suggestionsViewMode="SUGGESTIONS_INLINE",
            commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED",
        )
        .execute()
    )
    ids: set[str] = set()
    notices = 0
    label = report_wording().say("ghi_chu.nhan")
    for part in _dicts(document["tabs"]):
        for name in _SUGGESTED:
            ids.update(part.get(name, ()))
        # Suggested changes of looks hang in maps by their ids.
        changes = (kept for name, kept in part.items() if name.startswith("suggested"))
        ids.update(key for kept in changes if isinstance(kept, dict) for key in kept)
        if "elements" in part:
            notices += _text(part).startswith(label)
    comments = sum(thread.get("status") == "OPEN" for thread in document.get("comments", ()))
    return LooseEnds(suggestions=len(ids), comments=comments, notices=notices)


def _text(paragraph: dict[str, Any]) -> str:
    runs = (element.get("textRun", {}) for element in paragraph["elements"])
    return "".join(run.get("content", "") for run in runs)


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _dicts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _dicts(inner)
