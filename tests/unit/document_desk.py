"""A Doc on a desk for the tests of our writer: requests are carried out on the stand-in's own tree.

What people do to it goes the same way, so that indexes, marks and refusals are those of the stand-in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from standin_docs_bench import check_laws

from service.domain.report import Block, BlockKind, Claim, ClaimKind, Letterhead, Report, TableData
from service.google.documents.drafts import refresh_draft
from service.google.documents.memory import WrittenBlock, WrittenDraft
from service.google.documents.proof import Proof
from service.google.documents.reading import View, read_view
from service.google.documents.refresh import Refresh, plan_refresh
from service.google.documents.requests import blocks_of, first_draft_requests
from service.google.documents.text import block_digest
from service.google.documents.writing import RefreshOutcome
from service.standin.docs import blank
from service.standin.docs.batch import carry_out
from service.standin.docs.expose import expose_first_tab, expose_tabs
from service.standin.docs.hand import Effects, Hand, shown_thread
from service.standin.docs.parse import parse_document
from service.standin.docs.suggestions import preview

Json = dict[str, Any]

#: Lines of the template around the two places for text.
TEMPLATE = (
    "{{CO_QUAN_CHU_QUAN}}",
    "{{CO_QUAN}}",
    "Số: {{SO}}",
    "{{NGAY}}",
    "{{TEN_LOAI}}",
    "{{TRICH_YEU}}",
    "Kính gửi: {{KINH_GUI}}",
    "{{NOI_DUNG}}",
    "Nơi nhận:",
    "{{NOI_NHAN}}",
    "{{CHUC_VU}}",
    "{{NGUOI_KY}}",
    "{{PHU_LUC}}",
)


SERVICE, PRINCIPAL = "dich-vu@du-an.example", "ha@truongchinh.example"


@dataclass(frozen=True)
class Call:
    """A request of googleapiclient."""

    execute: Callable[[], Json]


class Desk:
    """A document and what is done to it; also the Docs resource that our writer writes it with."""

    #: The laws of indexes are looked at after each batch.
    is_checked = True

    def __init__(self, lines: Sequence[str] = TEMPLATE) -> None:
        self.document = parse_document(blank(""))
        self.revision = 0
        #: Google passes over the mode of a project that does not have it yet.
        self.honours_suggest = True
        self.do([insert(1, "\n".join(lines))])

    def do(self, requests: Sequence[Json], *, suggests: bool = False, user: str = PRINCIPAL) -> Json:
        """Carry a batch out as batchUpdate does; the laws of indexes hold in every view afterwards."""
        hand = Hand(user=user, suggests=suggests and self.honours_suggest)
        done = carry_out(self.document, list(requests), hand)
        self.revision += 1
        if self.is_checked:
            self._check()
        return self._answer(done, hand)

    def _check(self) -> None:
        check_laws(expose_first_tab(self.document))
        for accepted in (True, False):
            check_laws(expose_first_tab(preview(self.document, accepted=accepted)))

    def _answer(self, done: Sequence[tuple[Json, Effects]], hand: Hand) -> Json:
        return {
            "replies": [reply for reply, _ in done],
            "suggestionResponses": [effects.shown() for _, effects in done] if hand.suggests else [],
            "commentUpdateState": "ALL_SAVED",
            "writeControl": {"requiredRevisionId": str(self.revision)},
        }

    @property
    def shown(self) -> Json:
        """As documents.get gives it, with tabs and comments."""
        return {
            "revisionId": str(self.revision),
            "tabs": expose_tabs(self.document),
            "comments": [shown_thread(thread, SERVICE) for thread in self.document.comments],
        }

    # --- as the Docs resource --------------------------------------------------------------------

    def documents(self) -> Desk:
        return self

    def get(self, **_: Any) -> Call:
        return Call(lambda: self.shown)

    def batchUpdate(self, *, body: Json, **_: Any) -> Call:  # noqa: N802 - Google's name
        control = body["writeControl"]
        assert control["requiredRevisionId"] == str(self.revision)
        suggests = control.get("writeMode") == "SUGGEST"
        return Call(lambda: self.do(body["requests"], suggests=suggests, user=SERVICE))

    @property
    def view(self) -> View:
        return read_view(self.shown)

    @property
    def lines(self) -> list[str]:
        """Paragraphs and tables of the body in their order; a table as «|a;b|c;d|»."""
        view = self.view
        parts = {p.start: p.text for p in view.paragraphs}
        parts |= {t.start: "|" + "|".join(";".join(row) for row in t.texts) + "|" for t in view.tables}
        return [parts[start] for start in sorted(parts)]

    def text_of(self, key: str) -> str | None:
        """What the paragraph of a block says now; None if its mark is gone."""
        place = self.view.places.get(key)
        return None if place is None else getattr(place.home, "text", "|")

    # --- our writer ------------------------------------------------------------------------------

    def fill(self, report: Report) -> list[WrittenBlock]:
        """Write the first draft; gives what is known afterwards."""
        self.do(first_draft_requests(self.shown, report, "test"))
        body, annex = blocks_of(report)
        return [WrittenBlock(block.key, block_digest(block)) for block in (*body, *annex)]

    def refresh(self, known: Sequence[WrittenBlock], report: Report) -> Refresh:
        """Refresh; gives the plan that was carried out."""
        plan = plan_refresh(self.shown, known, report)
        if plan.requests:
            self.do(plan.requests)
        return plan

    def bring(self, draft: WrittenDraft, report: Report, *, suggests: bool = True) -> RefreshOutcome:
        """A whole refresh with its writes."""
        return refresh_draft(self, draft, report, proof=Proof(works=lambda: suggests))

    # --- people ----------------------------------------------------------------------------------

    def type_into(self, key: str, text: str, *, at: int = 0) -> None:
        """Somebody types into the paragraph of a block, `at` units behind its start."""
        place = self.view.places[key]
        self.do([insert(place.home.start + at, text)])

    def delete_block(self, key: str) -> None:
        """Somebody deletes a block, its paragraph as far as that can be."""
        place = self.view.places[key]
        end = place.home.end - int(getattr(place.home, "is_pinned", False))
        self.do([delete(place.home.start, end)])

    def add_line_after(self, key: str, text: str) -> None:
        """Somebody writes a paragraph of their own behind a block."""
        home = self.view.places[key].home
        self.do([insert(home.end - 1, "\n" + text)])


def insert(index: int, text: str) -> Json:
    return {"insertText": {"location": {"index": index}, "text": text}}


def delete(start: int, end: int) -> Json:
    return {"deleteContentRange": {"range": {"startIndex": start, "endIndex": end}}}


# --- builders ----------------------------------------------------------------------------------------


def a_block(
    key: str, text: str = "Đã tiếp 04 lượt cha mẹ học sinh.", kind: BlockKind = BlockKind.PARAGRAPH
) -> Block:
    return Block(key=key, kind=kind, claims=(Claim(text=text, kind=ClaimKind.WORDING),))


def a_table(key: str, *rows: Sequence[str]) -> Block:
    """A table; its header is the first row."""
    header, *others = [tuple(row) for row in rows or (("Nội dung", "Số"), ("Đơn", "02"))]
    return Block(key=key, kind=BlockKind.TABLE, table=TableData(header=header, rows=tuple(others)))


def a_letterhead(**more: Any) -> Letterhead:
    values: dict[str, Any] = {
        "parent_agency": "UBND QUẬN TÂN BÌNH",
        "agency": "TRƯỜNG THCS TRƯỜNG CHINH",
        "number_line": "      /BC-TC",
        "date_line": "Tân Bình, ngày      tháng 5 năm 2025",
        "title": "BÁO CÁO",
        "subject": "Kết quả thực hiện 6 tháng",
        "recipient": "Ủy ban nhân dân quận Tân Bình",
        "signer_title": "HIỆU TRƯỞNG",
        "signer_name": "Trần Thị Hà",
        "copies_to": ("- Như trên;", "- Lưu: VT."),
    }
    return Letterhead(**(values | more))


def a_report(*body: Block, annex: Sequence[Block] = (), **letterhead: Any) -> Report:
    return Report(
        period="6T",
        name="Báo cáo 6 tháng",
        as_of=dt.date(2025, 4, 20),
        letterhead=a_letterhead(**letterhead),
        body=body,
        annex=tuple(annex),
    )
