"""A report as blocks, each with its claims and the submissions that they rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.domain.records import SourceRef


class BlockKind(StrEnum):
    """What a block is on paper; the writer gives each its size and style (Decree 30/2020, annex I)."""

    LEGAL_BASE = "legal_base"  # căn cứ, italic
    PARAGRAPH = "paragraph"
    HEADING_1 = "heading_1"  # mục: «III. KẾT QUẢ THỰC HIỆN», capitals and bold
    HEADING_2 = "heading_2"  # khoản with a title: «1. Công tác dân vận chính quyền», bold
    HEADING_3 = "heading_3"  # điểm with a title: «c) Công tác tiếp công dân», upright
    NOTICE = "notice"  # for the principal only, to be removed before signing
    TABLE = "table"  # annex of figures
    TABLE_TITLE = "table_title"  # the line right above a table, bold
    ANNEX_TITLE = "annex_title"  # «PHỤ LỤC» and its name, bold and centred
    ANNEX_NOTE = "annex_note"  # «(Kèm theo Báo cáo số …)», italic and centred


class ClaimKind(StrEnum):
    """On what a sentence rests."""

    SUBMITTED = "submitted"  # submissions say it
    COUNTED = "counted"  # counted or summed from submissions
    ABSENT = "absent"  # that nothing was submitted
    PLAN = "plan"  # words of the plan or the directory
    DECISION = "decision"  # the principal wrote it
    WORDING = "wording"  # set phrases without a fact in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence of a block and what it rests on."""

    text: str
    kind: ClaimKind
    #: Never empty for SUBMITTED and COUNTED.
    sources: tuple[SourceRef, ...] = ()
    #: What else is needed to check it: the rule, the code of the plan, the tab and column of a decision.
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableData:
    """A table: header and rows of the same width."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading or table that the service writes and keeps up to date as one piece."""

    #: Stable over runs: "III.1.c.text", "VI.next.2".
    key: str
    kind: BlockKind
    claims: tuple[Claim, ...] = ()
    #: Only with TABLE.
    table: TableData | None = None

    @property
    def text(self) -> str:
        """The paragraph as it is printed: its claims joined by a space."""
        return " ".join(claim.text for claim in self.claims)

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        """Every submission the block rests on, each once, in order of first use."""
        return tuple(dict.fromkeys(ref for claim in self.claims for ref in claim.sources))


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What stands around the body; number and day are left blank for the secretary."""

    parent_agency: str
    agency: str
    #: «Số:      /BC-TC».
    number_line: str
    #: «Tân Bình, ngày      tháng … năm …».
    date_line: str
    title: str
    subject: str
    recipient: str
    signer_title: str
    signer_name: str
    #: Lines under «Nơi nhận:».
    copies_to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of one school for one period."""

    period: str
    #: «Báo cáo … 6 tháng đầu năm 2025 – THCS …»: name of the Doc.
    name: str
    #: Data as of this day.
    as_of: dt.date
    letterhead: Letterhead
    body: tuple[Block, ...]
    #: After the signature: headings and tables of figures.
    annex: tuple[Block, ...]

    @property
    def blocks(self) -> Iterator[Block]:
        """Body, then annex."""
        yield from self.body
        yield from self.annex
