"""A draft at Google, the service's desk and the principal at her own: over HTTP, with the real clients."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

sys.path.append(str(Path(__file__).parents[1] / "unit"))
from document_desk import a_block, a_report, a_table, insert

from service.domain.report import Report
from service.google.documents.drafts import WrittenDraft, create_draft, ensure_template, share_draft
from service.google.documents.proof import Proof
from service.google.documents.reading import View, read_view
from service.google.session import GoogleSession, resource

Json = dict[str, Any]
TEMPLATE = Path(__file__).parents[2] / "templates" / "report" / "bao-cao.docx"
JOB = "truong:95/KH-TC:6T:2025"
PRINCIPAL = "ha@truongchinh.example"
PROVEN = Proof(works=lambda: True)
TASKS = 20
REPORT = a_report(
    a_block("I", "I. KẾT QUẢ THỰC HIỆN"),
    a_block("I.1", "Đã tiếp 04 lượt cha mẹ học sinh 😀, giải đáp {{SO}} câu hỏi."),
    a_block("I.2", "Không phát sinh đơn thư."),
    annex=(
        a_block("PL", "PHỤ LỤC"),
        a_table("PL.1", ("Đơn vị", "Số đơn"), ("Công đoàn", "02"), ("Tổ Toán – Tin", "00")),
    ),
)


def report(day: int) -> Report:
    """The report of a day; every paragraph says something else than the day before."""
    tasks = (
        a_block(
            f"I.{task}",
            f"Nhiệm vụ {task}: đã làm {day + task:02} việc 😀, có {day * 10 + task} lượt người dự.",
        )
        for task in range(TASKS)
    )
    rows = [(f"Nhiệm vụ {task}", f"{day + task:02}") for task in range(3)]
    return a_report(
        a_block("I", "I. KẾT QUẢ THỰC HIỆN"),
        *tasks,
        annex=(a_block("PL", "PHỤ LỤC"), a_table("PL.1", ("Nhiệm vụ", "Số"), *rows)),
    )


class TroubledSession(GoogleSession):
    """Before or after the next write to a Doc something happens."""

    before: Callable[[], object] | None = None
    lose_answer = False

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        is_write = ":batchUpdate" in url or "/copy" in url
        if is_write and self.before is not None:
            before, self.before = self.before, None
            before()
        answer = super().request(method, url, *args, **kwargs)
        if is_write and self.lose_answer:
            self.lose_answer = False
            raise requests.ConnectionError("the connection dropped before the answer")
        return answer


class Desk:
    """The service's clients and what they have written."""

    def __init__(self, session: GoogleSession) -> None:
        self.session = session
        self.drive, self.docs = resource(session, "drive", "v3"), resource(session, "docs", "v1")

    def create(self, report: Report = REPORT) -> WrittenDraft:
        template = ensure_template(self.drive, TEMPLATE.read_bytes(), "1")
        return create_draft(self.drive, self.docs, template, report, JOB)

    def document(self, draft: WrittenDraft) -> dict[str, Any]:
        found: dict[str, Any] = (
            self.docs.documents().get(documentId=draft.document_id, includeTabsContent=True).execute()
        )
        return found

    def view(self, draft: WrittenDraft) -> View:
        return read_view(self.document(draft))

    def texts(self, draft: WrittenDraft) -> list[str]:
        return [paragraph.text for paragraph in self.view(draft).paragraphs]

    def type_into(self, draft: WrittenDraft, key: str, text: str) -> None:
        """Somebody types in the middle of a block."""
        at = self.view(draft).places[key].start + 1
        self.docs.documents().batchUpdate(
            documentId=draft.document_id, body={"requests": [insert(at, text)]}
        ).execute()

    def delete(self, draft: WrittenDraft, key: str) -> None:
        """Somebody deletes a block's paragraph."""
        home = self.view(draft).places[key].home
        end = home.end - int(home.is_pinned)
        where = {"range": {"startIndex": home.start, "endIndex": end}}
        self.docs.documents().batchUpdate(
            documentId=draft.document_id, body={"requests": [{"deleteContentRange": where}]}
        ).execute()


class Principal(Desk):
    """What she does in the Doc, as herself."""

    def batch(self, draft: WrittenDraft, *requests: Json, **control: str) -> None:
        body: Json = {"requests": list(requests)} | ({"writeControl": control} if control else {})
        self.docs.documents().batchUpdate(documentId=draft.document_id, body=body).execute()

    def write(self, draft: WrittenDraft, key: str, at: int, text: str) -> None:
        home = self.view(draft).places[key].home
        self.batch(draft, insert(home.start + at, text))

    def move(self, draft: WrittenDraft, key: str, behind: str) -> str:
        """Cut and paste: the mark is lost."""
        home = self.view(draft).places[key].home
        text = next(p.text for p in self.view(draft).paragraphs if p.start == home.start)
        self.delete(draft, key)
        target = self.view(draft).places[behind].home
        self.batch(draft, insert(target.end - 1, "\n" + text))
        return text

    def answer(self, draft: WrittenDraft, kind: str, key: str) -> None:
        ids = self.view(draft).places[key].suggestion_ids
        self.batch(draft, *[{kind: {"suggestionId": made}} for made in sorted(ids)])

    def without(self, draft: WrittenDraft) -> list[str]:
        """Paragraphs as they stand if nothing that is suggested is taken."""
        return [p.words.without for p in self.view(draft).paragraphs]


@pytest.fixture
def desk(session: GoogleSession) -> Desk:
    """The service's own."""
    return Desk(session)


@pytest.fixture
def her(session_for: Callable[..., GoogleSession]) -> Principal:
    """Cô Hà's."""
    return Principal(session_for(PRINCIPAL))


@pytest.fixture
def template(desk: Desk) -> str:
    """Id of the uploaded template."""
    return ensure_template(desk.drive, TEMPLATE.read_bytes(), "1")


@pytest.fixture
def draft(desk: Desk, template: str) -> WrittenDraft:
    """The report of the first day, in which she may write."""
    draft = create_draft(desk.drive, desk.docs, template, report(1), JOB)
    share_draft(desk.drive, draft, "Báo cáo", [PRINCIPAL])
    return draft
