"""Sources beside the text: a comment on each block of a draft, put there when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.citing import block_sources
from service.errors import ServiceError
from service.exporting import draft_row
from service.google.documents.remarks import MOST_BYTES, put_remarks, take_back_remarks
from service.google.documents.speaking import GoogleDocsError, speaking
from service.lives import life
from service.workspace import Workspace

#: How each of these comments begins; by it they are known again.
OPENING = "Nguồn của đoạn này"


def cite_in_doc(ws: Workspace, period: str, *, public_url: str | None) -> int:
    """A comment with its sources on each block that rests on submissions; gives how many are new.

    Where people can reach the pages, it leads to the block's. Raises ServiceError.
    """
    row = draft_row(ws, period)
    _refuse_if_held(ws, row.period)
    texts = {
        key: _text(said, page_of(public_url, row.period, key) or f"dunghan why {row.period}:{key}")
        for key, said in block_sources(ws.database, ws.school_id, row.period).items()
    }
    with _said(), speaking(row.name):
        return put_remarks(ws.docs, row.document_id or "", texts)


def uncite_in_doc(ws: Workspace, period: str) -> int:
    """Take those comments back; gives how many. Raises ServiceError."""
    row = draft_row(ws, period)
    _refuse_if_held(ws, row.period)
    with _said(), speaking(row.name):
        return take_back_remarks(ws.docs, row.document_id or "", OPENING)


def page_of(public_url: str | None, period: str, block: str = "") -> str:
    """Address of the page that lists the sources of a draft or a block; "" where people cannot reach it."""
    return f"{public_url.rstrip('/')}/du-thao/{period}{f'/{block}' if block else ''}" if public_url else ""


def _text(said: str, page: str) -> str:
    """With where to see more, which also tells two blocks with the same sources apart."""
    tail = f"\n{page}"
    text = f"{OPENING}: {said}"
    room = MOST_BYTES - len(tail.encode())
    if len(text.encode()) > room:
        text = text.encode()[: room - 3].decode(errors="ignore").rsplit(" ", 1)[0] + "…"
    return text + tail


@contextmanager
def _said() -> Iterator[None]:
    """What cannot be done, as the terminal says it."""
    try:
        yield
    except GoogleDocsError as error:
        raise ServiceError(str(error)) from error


def _refuse_if_held(ws: Workspace, period: str) -> None:
    with ws.database.begin() as tx:
        stand = life(tx, ws.school_id, period)
    if stand.is_held:
        raise ServiceError(
            "Báo cáo này đã duyệt hoặc đang khóa nên không ghi gì thêm vào văn bản. "
            "Xem nguồn ở trang của dự thảo, hoặc xuất kèm chú thích: dunghan export … --endnotes"
        )
